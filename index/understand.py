"""A typed query becomes the query tree: syntax meets linguistics here, and everything done is told.

Each word is one `tree.Word`: it matches by its lemmas (and those of its spellings with Polish letters restored), and its
exact form raises what it matched. Free words need not all be found (`REQUIRED`); operators, phrases, field terms and
prefixes are obeyed strictly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product
from typing import Final

from index import filters, syntax
from index.analysis import knows, normalise, restored, terms
from index.analysis.fold import surfaces
from index.explanation import Explanation, Filter, WordRead
from index.highlight import MarkedWord, Marks
from index.parse import parse
from index.port import Terms
from index.stopwords import STOP_WORDS
from index.syntax import Expression, Field, Ignored
from index.tokens import shown
from index.tree import And, AtLeast, Everything, Node, Not, Nothing, Or, Phrase, Prefix, Term, Word

OFF: Final = frozenset(("inflection", "diacritics", "stopwords", "all"))
"""Steps of the understanding that a request may switch off; all: exact folded words only."""

REQUIRED: Final = ((1, 1), (6, 2))
"""How many free words must be found: of 1 word 1, of up to 6 words 2. Stop words do not count.

"Two/two/three by length" was the best of the curves of nDCG against the median total (EVIDENCE, section 3). On the 1,412
Polish questions of PoQuAD this table gives 75.4 at a median of 29 paragraphs of 10,203; with three of five words on
73.6 at 9; with two always 75.3 at 42; with one always 77.8 at 709, too many for totals and facets to say anything.
"""
REQUIRED_OF_MORE: Final = 3

EXACT_WEIGHT: Final = 0.25
"""What the exact form adds to a lemma's score; without it near-verbatim queries lose four points."""
NAME_WEIGHT: Final = 0.9
"""Of a reading as a proper name for a word typed without its capital letter."""
RESTORED_WEIGHT: Final = 0.8
"""Of the lemmas of a spelling with Polish letters put back."""

_TITLE_READINGS: Final = 8
"""Readings of a quoted title that are tried, each a phrase of lemmas."""
_INFLECTED: Final = 3
"""Letters of the parts of a compound that is taken for an inflected one."""
_POSSESSIVE: Final = re.compile(r"(?<=\w)['’]s$", re.IGNORECASE)
_LONGEST: Final = 4000
"""Characters looked at; the parser's budget is far below and tells of what it cuts."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A query ready to run: its tree, what to mark in what it finds, and how it was read."""

    tree: Node
    marks: Marks
    explanation: Explanation


def understand(text: str, off: frozenset[str] = frozenset()) -> Understood:
    """Understand a query. Never raises for any text; ValueError for a name in `off` that is not in `OFF`.

    An empty query is everything. The answer is immutable; those to recent queries are kept.
    """
    unknown = off - OFF
    if unknown:
        raise ValueError(f"not a step that can be switched off: {min(unknown)}; those are {', '.join(sorted(OFF))}")
    return _understand(text[:_LONGEST], off)


@lru_cache(maxsize=256)
def _understand(text: str, off: frozenset[str]) -> Understood:
    parsed = parse(text)
    reader = _Reader(OFF if "all" in off else off, parsed.ignored)
    tree = reader.node(parsed.tree)
    # Exclusions need something to be excluded from.
    tree = And((Everything(), tree)) if isinstance(tree, Not) else tree
    return Understood(tree, reader.marks(), reader.explanation())


def required(words: int) -> int:
    """How many of so many free words must be found."""
    return next((least for most, least in REQUIRED if words <= most), REQUIRED_OF_MORE)


@dataclass
class _Reader:
    """Reads one syntax tree, collecting marks and explanation on the way. Used once."""

    off: frozenset[str]
    ignored: Iterable[Ignored]
    words: dict[str, WordRead] = field(default_factory=dict)
    dropped: dict[str, None] = field(default_factory=dict)
    relaxed: dict[str, None] = field(default_factory=dict)
    refused: list[Ignored] = field(default_factory=list)
    kept: dict[Filter, None] = field(default_factory=dict)
    marked: dict[MarkedWord, None] = field(default_factory=dict)
    phrases: dict[tuple[str, ...], None] = field(default_factory=dict)
    prefixes: dict[str, None] = field(default_factory=dict)
    negated: bool = False

    def marks(self) -> Marks:
        """What to mark, after reading."""
        return Marks(tuple(self.marked), tuple(self.phrases), tuple(self.prefixes))

    def explanation(self) -> Explanation:
        """What was read, after reading."""
        ignored = tuple(dict.fromkeys([*self.ignored, *self.refused]))
        return Explanation(
            tuple(self.words.values()), tuple(self.dropped), tuple(self.relaxed), ignored, tuple(self.kept)
        )

    def node(self, tree: Expression) -> Node:
        """The query node of any part of a syntax tree."""
        match tree:
            case syntax.Word():
                return self._word(tree.text)
            case syntax.Phrase():
                return self._phrase(terms(tree.text))
            case syntax.Prefix():
                return self._prefix(tree.text)
            case Field():
                return self._field(tree)
            case syntax.Negation():
                return self._negation(tree)
            case syntax.All():
                return _all(tuple(self.node(child) for child in tree.children))
            case syntax.Either():
                return _either(tuple(self.node(child) for child in tree.children))
            case syntax.Run():
                return self._run(tree.children)
            case syntax.Everything():
                return Everything()

    def _negation(self, tree: syntax.Negation) -> Node:
        self.negated = not self.negated
        child = self.node(tree.child)
        self.negated = not self.negated
        return Nothing() if isinstance(child, Everything) else Not(child)

    def _run(self, children: Sequence[Expression]) -> Node:
        """Clauses side by side: free words by number, everything else strictly."""
        # The same word twice is one word: it must not count for two of those required.
        free = list({normalise(child.text): child for child in children if isinstance(child, syntax.Word)}.values())
        strict = [child for child in children if not isinstance(child, syntax.Word)]
        if "stopwords" not in self.off:
            told = any(not isinstance(child, syntax.Negation | syntax.Everything) for child in strict)
            free = self._without_stop_words(free, others=told)
        words = tuple(self._word(child.text) for child in free)
        least = required(len(words))
        if least < len(words):
            self.relaxed.update(dict.fromkeys(child.text for child in free))
            counted: tuple[Node, ...] = (AtLeast(least, words),)
        else:
            counted = words
        return _all((*counted, *(self.node(child) for child in strict)))

    def _without_stop_words(self, free: list[syntax.Word], *, others: bool) -> list[syntax.Word]:
        """The free words that say something; all of them where nothing else would be left to search."""
        said = [word for word in free if normalise(word.text) not in STOP_WORDS]
        if not said and not others:
            return free
        self.dropped.update(dict.fromkeys(word.text for word in free if word not in said))
        return said

    def _word(self, typed: str) -> Node:
        typed = _POSSESSIVE.sub("", typed)
        parts = surfaces(typed)
        if len(parts) == 1:
            return self._single(typed)
        if not parts:
            return Everything()
        if "inflection" not in self.off and all(part.isalpha() and len(part) >= _INFLECTED for part in parts):
            # "badawczo-rozwojowy" is inflected as its parts are; standards, codes and abbreviations are not.
            return _all(tuple(self._single(part) for part in parts))
        return self._compound(typed, terms(typed))

    def _compound(self, typed: str, parts: Terms) -> Node:
        exact = tuple(part.exact for part in parts)
        self.words.setdefault(typed, WordRead(typed, (" ".join(exact),)))
        return self._phrase(parts)

    def _single(self, typed: str) -> Word:
        exact, match, spellings = self._readings(typed)
        lemmas = tuple(term.text for term in match if term.field == "lemma")
        self.words.setdefault(typed, WordRead(typed, (exact, *spellings), lemmas))
        if not self.negated:
            by_form = frozenset(term.text for term in match if term.field == "exact")
            self.marked[MarkedWord(by_form, frozenset(lemmas))] = None
        if "inflection" in self.off:
            return Word(match)
        return Word(match, (Term("exact", exact, EXACT_WEIGHT),))

    def _readings(self, typed: str) -> tuple[str, tuple[Term, ...], tuple[str, ...]]:
        """A word's folded form, the terms it is found by, and its spellings with Polish letters restored."""
        word = terms(typed)[0]
        if "inflection" in self.off:
            return word.exact, (Term("exact", word.exact),), ()
        spellings = () if "diacritics" in self.off else restored(typed)
        weights = dict.fromkeys(word.lemmas, 1.0)
        for lemma in _lemmas(typed.capitalize()) if typed.islower() else ():
            weights.setdefault(lemma, NAME_WEIGHT)
        for spelling in spellings:
            for lemma in (*_lemmas(spelling), *_lemmas(spelling.capitalize())):
                weights.setdefault(lemma, RESTORED_WEIGHT)
        match = tuple(Term("lemma", lemma, weight) for lemma, weight in weights.items())
        if "diacritics" not in self.off and word.exact.isascii() and not knows(typed):
            # Folded forms meet without any dictionary: a name typed without its Polish letters finds itself.
            match += (Term("exact", word.exact),)
        return word.exact, match, spellings

    def _phrase(self, parts: Terms) -> Node:
        exact = tuple(part.exact for part in parts)
        if not exact:
            return Everything()
        if len(exact) == 1:
            if not self.negated:
                self.marked[MarkedWord(frozenset(exact), frozenset())] = None
            return Word((Term("exact", exact[0]),))
        if not self.negated:
            self.phrases[exact] = None
        return Phrase("exact", exact)

    def _prefix(self, typed: str) -> Node:
        *before, last = terms(typed)
        self.words.setdefault(typed + "*", WordRead(typed + "*", (" ".join([*(p.exact for p in before), last.exact]),)))
        if not self.negated:
            self.prefixes[last.exact] = None
        prefix = Prefix(last.exact)
        return _all((self._phrase(tuple(before)), prefix)) if before else prefix

    def _field(self, tree: Field) -> Node:
        found = self._title(tree) if tree.name == "title" else filters.node_of(tree)
        if found is not None:
            self.kept[Filter(tree.name, tree.value, self.negated)] = None
            return found
        self.refused.append(shown(tree.typed, "unknown_value"))
        return self._phrase(terms(tree.value)) if tree.quoted else self._word(tree.value)

    def _title(self, tree: Field) -> Node | None:
        """Words of the title: a word by any of its lemmas, quoted words side by side. The field holds lemmas only."""
        parts = terms(tree.value)
        if not parts:
            return None
        if len(parts) == 1:
            _, match, _ = self._readings(tree.value)
            lemmas = [term for term in match if term.field == "lemma"] or [Term("lemma", x) for x in parts[0].lemmas]
            return Word(tuple(Term("title", term.text, term.weight) for term in lemmas))
        readings = product(*(part.lemmas for part in parts))
        return _either(tuple(Phrase("title", each) for each in islice(readings, _TITLE_READINGS)))


def _lemmas(surface: str) -> tuple[str, ...]:
    return tuple(lemma for word in terms(surface) for lemma in word.lemmas)


def _all(children: tuple[Node, ...]) -> Node:
    """All of the children; what everything meets is left out."""
    said = tuple(dict.fromkeys(child for child in children if not isinstance(child, Everything)))
    if not said:
        return Everything()
    if len(said) == 1:
        return said[0]
    positive = any(not isinstance(child, Not) for child in said)
    return And(said) if positive else And((Everything(), *said))


def _either(children: tuple[Node, ...]) -> Node:
    """One of the children."""
    different = tuple(dict.fromkeys(children))
    return different[0] if len(different) == 1 else Or(different)
