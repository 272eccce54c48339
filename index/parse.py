"""A typed query becomes a syntax tree. Total: never raises, for any text; what is not obeyed is named with a reason.

Grammar, loosest first (a NOT binds tighter than an AND, that tighter than standing side by side, that than an OR):
    either  = run { OR run }
    run     = all { all }
    all     = clause { AND clause }
    clause  = { NOT | "-" } ( word | phrase | prefix* | field:value | "*" | "(" either ")" )

AND OR NOT I LUB NIE are operators only in capitals, between two operands (NOT, NIE: before one), in a query that also
has lower-case letters; a Roman numeral I beside etap, część, kwartał… is a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from index.analysis.fold import normalise
from index.syntax import (
    All,
    Budget,
    Either,
    Everything,
    Expression,
    Ignored,
    Negation,
    Parsed,
    Phrase,
    Prefix,
    Run,
    Word,
)
from index.tokens import Kind, Lexer, Token, shown

DEEPEST: Final = 64
"""Nested parentheses that no budget exceeds: the reader recurses four calls deep for each."""

_OPERATORS: Final = {
    "AND": Kind.AND,
    "I": Kind.AND,
    "OR": Kind.OR,
    "LUB": Kind.OR,
    "NOT": Kind.NOT,
    "NIE": Kind.NOT,
}
_ENDS: Final = frozenset((Kind.WORD, Kind.PHRASE, Kind.PREFIX, Kind.FIELD, Kind.STAR, Kind.CLOSE))
"""Tokens that may end an operand."""
_BEGINS: Final = _ENDS - {Kind.CLOSE} | {Kind.OPEN, Kind.MINUS, Kind.NOT}
"""Tokens that may begin one."""

_NUMBERED: Final = re.compile(
    r"(etap|czesc|kwartal|zalaczni|faz[aeyo]|rozdzia|klas[aey]|stop(ien|ni)|polrocz|semestr|modul|priorytet|filar|sekcj"
    r"|zadani[aeu]|edycj|wersj|wydani[aeu]|grup[aeyo]|sesj|ustep|instancj|stref[aey]|kategori|poziom|kadencj|nabor|tur[aey]"
    r"|wojn[aeyo]|rat[aey]$|tom(u|ie|em|y)?$|os(i)?$|art$|ust$|pkt$|zal$|cz$|kw$)"
)
"""Folded words that are numbered in Roman figures: beside one of them, I is the figure one."""


def parse(text: str, budget: Budget | None = None) -> Parsed:
    """Read a query. Never raises; `ignored` names everything that is not obeyed. Time grows with the length at most."""
    budget = budget or Budget()
    # Lone surrogates cannot be encoded and would break every answer that repeats the query.
    whole = text[: budget.length + 1000].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lexer = Lexer(unicodedata.normalize("NFC", whole), budget)
    tokens = lexer.tokens()
    ignored = lexer.ignored
    tokens = _balance(tokens, min(budget.depth, DEEPEST), ignored)
    tree = _Reader(_operators(tokens)).query()
    if tree is None:
        tree = Everything()
        if text.strip() and not ignored:
            ignored.append(shown(whole, "no_words"))
    return Parsed(tree, tuple(dict.fromkeys(ignored)))


def _balance(tokens: Sequence[Token], depth: int, ignored: list[Ignored]) -> list[Token]:
    """The tokens with every parenthesis closed and none nested deeper than `depth`; what is passed over is named."""
    kept: list[Token] = []
    opened = 0
    reasons: set[str] = set()
    for token in tokens:
        if token.kind is Kind.OPEN:
            opened += 1
            if opened > depth:
                reasons.add("depth")
                continue
        elif token.kind is Kind.CLOSE:
            if not opened:
                reasons.add("unbalanced_parenthesis")
                continue
            opened -= 1
            if opened >= depth:
                continue
        kept.append(token)
    if opened:
        reasons.add("unbalanced_parenthesis")
    kept.extend([Token(Kind.CLOSE, ")")] * min(opened, depth))
    ignored.extend(Ignored("(" if reason == "depth" else "( )", reason) for reason in sorted(reasons))
    return kept


def _operators(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with those words made operators that are meant so."""
    free = (Kind.WORD, Kind.PHRASE, Kind.PREFIX)
    if not any(char.islower() for token in tokens if token.kind in free for char in token.text):
        return list(tokens)
    found: list[Token] = []
    for place, token in enumerate(tokens):
        kind = _OPERATORS.get(token.text) if token.kind is Kind.WORD and token.bare else None
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if kind and following and following.kind in _BEGINS:
            after_operand = bool(found) and found[-1].kind in _ENDS
            if kind is Kind.NOT or (after_operand and not (token.text == "I" and _numbered(found[-1], following))):
                token = Token(kind, token.text)
        found.append(token)
    return found


def _numbered(*neighbours: Token) -> bool:
    return any(token.kind is Kind.WORD and _NUMBERED.match(normalise(token.text)) for token in neighbours)


class _Reader:
    """Reads balanced tokens, one method for each rule of the grammar; None where a rule holds nothing."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def query(self) -> Expression | None:
        """The rule `either`, from the first token."""
        runs = [self._run()]
        while self._takes(Kind.OR):
            runs.append(self._run())
        found = tuple(run for run in runs if run is not None)
        return Either(found) if len(found) > 1 else found[0] if found else None

    def _peek(self) -> Kind | None:
        return self._tokens[self._place].kind if self._place < len(self._tokens) else None

    def _takes(self, kind: Kind) -> bool:
        if self._peek() is kind:
            self._place += 1
            return True
        return False

    def _run(self) -> Expression | None:
        found: list[Expression] = []
        while self._peek() not in (None, Kind.OR, Kind.CLOSE):
            item = self._all()
            if isinstance(item, Run):
                # Parentheses that no operator stands beside are punctuation: "klaster (Szczecin)".
                found.extend(item.children)
            elif item is not None:
                found.append(item)
        return Run(tuple(found)) if len(found) > 1 else found[0] if found else None

    def _all(self) -> Expression | None:
        clauses = [self._clause()]
        while self._takes(Kind.AND):
            clauses.append(self._clause())
        found = tuple(clause for clause in clauses if clause is not None)
        return All(found) if len(found) > 1 else found[0] if found else None

    def _clause(self) -> Expression | None:
        negated = False
        while self._peek() in (Kind.NOT, Kind.MINUS):
            negated = not negated
            self._place += 1
        if self._peek() in (None, Kind.OR, Kind.AND, Kind.CLOSE):
            return None
        found = self._primary()
        return Negation(found) if negated and found is not None else found

    def _primary(self) -> Expression | None:
        token = self._tokens[self._place]
        self._place += 1
        if token.kind is Kind.OPEN:
            inside = self.query()
            self._takes(Kind.CLOSE)
            return inside
        if token.field:
            return token.field
        if token.kind is Kind.PHRASE:
            return Phrase(token.text)
        if token.kind is Kind.PREFIX:
            return Prefix(token.text)
        return Everything() if token.kind is Kind.STAR else Word(token.text)
