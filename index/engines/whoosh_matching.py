"""What meets a tree in a Whoosh index, and how well: set algebra over postings, and summed BM25."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Final

from index.engines.meaning import Leaf, positive, touching
from index.engines.whoosh_postings import Postings
from index.engines.whoosh_schema import About
from index.port import Weights
from index.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    FacetTerm,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Word,
)

_BODY: Final = {"exact": ("exact", "heading_exact"), "lemma": ("lemma", "heading_lemma")}
_TITLE: Final = {"exact": "title_exact", "lemma": "title", "title": "title"}


class Matching:
    """What meets a tree, as sets of numbers of records (whole documents) or of passages (each by itself)."""

    def __init__(self, postings: Postings, *, whole: bool) -> None:
        """`whole`: records; else passages."""
        self._postings = postings
        self._whole = whole
        self.all = set(postings.records if whole else postings.ordinals)

    def numbers(self, node: Node) -> set[int]:
        """The numbers that meet the tree."""
        match node:
            case Word():
                return self._union(self._term(term) for term in node.match)
            case Phrase():
                return self._phrase(node)
            case Prefix():
                return self._prefix(node)
            case FacetTerm():
                return self.of_records(lambda about: node.value in about.facets.get(node.field, ()))
            case DateRange():
                return self.in_range(node.first_day, node.last_day)
            case Not():
                return self.all - self.numbers(node.child)
            case And():
                return reduce(set[int].intersection, map(self.numbers, node.children), self.all)
            case Or():
                return self._union(map(self.numbers, node.children))
            case AtLeast():
                return self._at_least(node)
            case Everything():
                return self.all
            case Nothing():
                return set()

    def of_records(self, accepts: Callable[[About], bool]) -> set[int]:
        """Records whose description is accepted, or their passages."""
        return self._lifted({number for number, about in self._postings.records.items() if accepts(about)})

    def in_range(self, first_day: int, last_day: int) -> set[int]:
        """Records whose date touches the range, or their passages."""
        bounds = touching(first_day, last_day)
        if bounds is None:
            return self.all
        lowest, highest = bounds
        return self.of_records(lambda about: about.last_day >= lowest and about.first_day <= highest)

    def _union(self, sets: Iterable[set[int]]) -> set[int]:
        return set().union(*sets)

    def _at_least(self, node: AtLeast) -> set[int]:
        if node.count <= 0:
            return self.all
        counts = Counter(number for child in node.children for number in self.numbers(child))
        return {number for number, count in counts.items() if count >= node.count}

    def _term(self, term: Term) -> set[int]:
        found = self._gathered(
            self._union(self._postings.numbers(column, term.text) for column in _BODY.get(term.field, ()))
        )
        if self._whole or term.field == "title":
            found = found | self._lifted(self._postings.numbers(_TITLE[term.field], term.text))
        return found

    def _phrase(self, node: Phrase) -> set[int]:
        columns = _BODY.get(node.field, ())
        found = self._gathered(self._union(self._postings.phrase(column, node.terms) for column in columns))
        if self._whole or node.field == "title":
            found = found | self._lifted(self._postings.phrase(_TITLE[node.field], node.terms))
        return found

    def _prefix(self, node: Prefix) -> set[int]:
        found = self._gathered(self._union(self._postings.prefix(column, node.text) for column in _BODY["exact"]))
        return found | self._postings.prefix("title_exact", node.text) if self._whole else found

    def _gathered(self, passages: set[int]) -> set[int]:
        """Passages as what is asked for: themselves, or the records they belong to."""
        return {self._postings.owner[number] for number in passages} if self._whole else passages

    def _lifted(self, records: set[int]) -> set[int]:
        """Records as what is asked for: themselves, or all their passages."""
        if self._whole:
            return records
        return {passage for number in records for passage in self._postings.passages_of[number]}


class Scoring:
    """Scores of passages for the positive leaves of a tree."""

    def __init__(self, postings: Postings, weights: Weights) -> None:
        """Score with these weights of title and heading."""
        self._postings = postings
        self._weights = weights
        self._passages = Matching(postings, whole=False)

    def scores(self, node: Node) -> dict[int, float]:
        """By passage: the best term of each word, added up, plus the rescoring terms where anything matched."""
        total: dict[int, float] = defaultdict(float)
        extras: list[Term] = []
        for leaf in positive(node):
            for number, score in self._leaf(leaf).items():
                total[number] += score
            if isinstance(leaf, Word) and leaf.match:
                extras += leaf.rescore
        for term in extras:
            for number, score in self._term(term).items():
                if number in total:
                    total[number] += score
        return {number: score for number, score in total.items() if score > 0}

    def _leaf(self, leaf: Leaf) -> dict[int, float]:
        match leaf:
            case Word():
                return _best(self._term(term) for term in leaf.match)
            case _:
                # Phrases and prefixes score their weight: there is no telling how rare they are without counting all.
                return dict.fromkeys(self._passages.numbers(leaf), leaf.weight)

    def _term(self, term: Term) -> dict[int, float]:
        weight, text = term.weight, term.text
        title = {
            passage: score * weight * self._weights.title
            for record, score in self._postings.scores(_TITLE[term.field], text).items()
            for passage in self._postings.passages_of[record]
        }
        if term.field == "title":
            return title
        own, heading = (self._postings.scores(column, text) for column in _BODY[term.field])
        return _best(
            (
                {number: score * weight for number, score in own.items()},
                {number: score * weight * self._weights.heading for number, score in heading.items()},
                title,
            )
        )


def _best(several: Iterable[dict[int, float]]) -> dict[int, float]:
    best: dict[int, float] = {}
    for scores in several:
        for number, score in scores.items():
            best[number] = max(score, best.get(number, 0.0))
    return best
