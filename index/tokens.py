"""A query cut into tokens: words, phrases, prefixes, fields, signs. Total and linear: any text, one pass.

Operators are still words here; `index.parse` decides which of them are meant as operators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Final, NamedTuple

from index.analysis.fold import normalise
from index.syntax import Budget, Field, Ignored

FIELDS: Final[Mapping[str, str]] = {
    "kind": "kind",
    "rodzaj": "kind",
    "year": "year",
    "rok": "year",
    "language": "language",
    "jezyk": "language",
    "organisation": "organisation",
    "organization": "organisation",
    "organizacja": "organisation",
    "event": "event",
    "wydarzenie": "event",
    "topic": "topic",
    "temat": "topic",
    "folder": "folder",
    "format": "format",
    "title": "title",
    "tytul": "title",
    "date": "date",
    "data": "date",
}
"""Names a field may be called in a query, folded, and the field's own name."""

SHOWN: Final = 80
"""Characters of an ignored text that are told."""


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PHRASE = auto()
    PREFIX = auto()
    FIELD = auto()
    STAR = auto()
    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


class Token(NamedTuple):
    """One token; `text` as typed, without the signs that made it what it is. `field` is set for a FIELD.

    `bare`: nothing was written to the word's sides, so that it may be an operator: "I" in "stal I lean", not in "I. Kant".
    """

    kind: Kind
    text: str
    field: Field | None = None
    bare: bool = True


_QUOTED: Final = r"[\"„“”‟][^\"„“”‟]*[\"„“”‟]?|«[^»]*»?|»[^«]*«?"
_TOKEN: Final = re.compile(
    rf"""
      (?P<inch>(?<=\d)")                                  # 3/4" is a measure, not the start of a phrase
    | (?P<quoted>{_QUOTED}) (?P<near>~\d+)?
    | (?P<name>-?[^\W\d_]+):(?P<value>{_QUOTED})
    | (?P<open>\() | (?P<close>\))
    | (?P<chunk>(?:[^\s()"„“”‟«»,;!?|&]|(?<=\d),(?=\d))+)
    """,
    re.VERBOSE,
)
_NAMED: Final = re.compile(r"([^\W\d_]+):(?!//)(.*)", re.DOTALL)
_EDGES: Final = re.compile(r"^\W+|\W+$")
_RUN: Final = re.compile(r"[^\W_]+")
_OPENING: Final = frozenset('("„“”‟»«')
_CLOSING: Final = frozenset('"„“”‟»«')
_BEFORE_MINUS: Final = frozenset("(,;!?|&")


def shown(text: str, reason: str) -> Ignored:
    """Something ignored, with its text shortened for people."""
    text = text.strip()
    return Ignored(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…", reason)


class Lexer:
    """Cuts one query into tokens; `ignored` grows with what is passed over. Used once."""

    def __init__(self, text: str, budget: Budget) -> None:
        """Take the query and how much of it may be read."""
        self.ignored: list[Ignored] = []
        self._text = self._within(text, budget.length)
        self._left = budget.clauses

    def tokens(self) -> list[Token]:
        """All tokens within the budget, in order."""
        found: list[Token] = []
        for match in _TOKEN.finditer(self._text):
            read = list(self._read(match))
            if not read and found and found[-1].kind is Kind.MINUS:
                found.pop()  # -"" excludes nothing, least of all what comes after it
            for token in read:
                if token.kind not in (Kind.OPEN, Kind.CLOSE, Kind.MINUS):
                    if self._left <= 0:
                        self.ignored.append(shown(self._text[match.start() :], "clauses"))
                        return found
                    token = self._afford(token)
                found.append(token)
        return found

    def _within(self, text: str, length: int) -> str:
        if len(text) <= length:
            return text
        cut = length
        # At a word's edge where one is near: half a word is a different word.
        while cut > length - SHOWN and cut > 0 and not text[cut].isspace():
            cut -= 1
        cut = cut if cut > max(length - SHOWN, 0) else length
        self.ignored.append(shown(text[cut:], "length"))
        return text[:cut]

    def _afford(self, token: Token) -> Token:
        """Pay for a token's words; a phrase or compound longer than what is left is cut, visibly."""
        text = token.field.value if token.field else token.text
        words = list(_RUN.finditer(text))
        left, self._left = self._left, self._left - max(len(words), 1)
        if len(words) <= left or token.field:
            return token
        end = words[left - 1].end()
        self.ignored.append(shown(text[end:], "clauses"))
        return token._replace(text=text[:end])

    def _read(self, match: re.Match[str]) -> Iterator[Token]:
        if match["open"]:
            yield Token(Kind.OPEN, "(")
        elif match["close"]:
            yield Token(Kind.CLOSE, ")")
        elif match["name"]:
            yield from self._quoted_field(match)
        elif match["quoted"]:
            yield from self._phrase(match["quoted"])
            if match["near"]:
                self.ignored.append(shown(match["near"], "proximity"))
        elif match["chunk"]:
            yield from self._chunk(match)

    def _unquote(self, text: str) -> str:
        if len(text) > 1 and text[-1] in _CLOSING:
            return text[1:-1]
        self.ignored.append(shown(text, "unbalanced_quote"))
        return text[1:]

    def _phrase(self, text: str) -> Iterator[Token]:
        inside = self._unquote(text)
        if _RUN.search(inside):
            yield Token(Kind.PHRASE, inside.strip())

    def _quoted_field(self, match: re.Match[str]) -> Iterator[Token]:
        if match["name"][0] == "-":
            yield Token(Kind.MINUS, "-")
        typed = match["name"].lstrip("-")
        name = FIELDS.get(normalise(typed))
        if name is None:
            self.ignored.append(shown(match[0], "unknown_field"))
            yield Token(Kind.WORD, typed)
            yield from self._phrase(match["value"])
            return
        value = " ".join(self._unquote(match["value"]).split())
        if value:
            yield Token(Kind.FIELD, match[0], Field(name, value, quoted=True, typed=match[0].lstrip("-")))
        else:
            self.ignored.append(shown(match[0], "field_without_value"))
            yield Token(Kind.WORD, typed)

    def _chunk(self, match: re.Match[str]) -> Iterator[Token]:
        text = match["chunk"]
        before = self._text[match.start() - 1 : match.start()]
        negated = text[0] == "-" and (not before or before.isspace() or before in _BEFORE_MINUS) and text[1:2] != "-"
        text = text.lstrip("-")
        named = _NAMED.fullmatch(text)
        read = list(self._field(text, *named.groups()) if named else self._words(text))
        following = self._text[match.end() : match.end() + 1]
        if negated and (read or (not text and following and following in _OPENING)):
            yield Token(Kind.MINUS, "-")
        yield from read

    def _field(self, text: str, typed: str, rest: str) -> Iterator[Token]:
        name = FIELDS.get(normalise(typed))
        value = rest if rest.endswith("..") else rest.rstrip(".,:")  # "2019.." is a range without an end
        if name and value:
            yield Token(Kind.FIELD, text, Field(name, value, quoted=False, typed=text))
            return
        if name:
            self.ignored.append(shown(text, "field_without_value"))
        elif value:
            self.ignored.append(shown(text, "unknown_field"))
        yield Token(Kind.WORD, typed)
        yield from self._words(rest)

    def _words(self, text: str) -> Iterator[Token]:
        """A chunk without quotes, parentheses and field name: at most one word, prefix or star, but for stars inside."""
        if text and not text.strip("*"):
            yield Token(Kind.STAR, "*")
            return
        *inner, last = text.split("*") if not text.endswith("*") else [*text.rstrip("*").split("*"), ""]
        prefix = text.endswith("*")
        parts = inner if prefix else [*inner, last]
        if len(parts) > 1:
            self.ignored.append(shown(text, "wildcard"))
        for place, part in enumerate(parts):
            word = _EDGES.sub("", part)
            if _RUN.search(word):
                # A prefix whose star follows a sign ("klast.*") is a word: there is nothing to go on with.
                open_end = prefix and place == len(parts) - 1 and part.endswith(word)
                yield Token(Kind.PREFIX if open_end else Kind.WORD, word, bare=word == text)
