"""The query tree in tantivy's terms: what matches (records, passages, evidence) and what ranks (passages).

Every function gives a query that is safe to run: no phrase of one word (tantivy panics), no clause of exclusions alone
(it matches nothing). Parts that only filter score nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import tantivy
from tantivy import FieldType, Occur, Query

from index.engines.meaning import Leaf, positive, touching
from index.engines.tantivy_schema import PASSAGE, POSITIONED, choice
from index.port import Request, Weights
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
    Word,
)

Columns = Mapping[str, tuple[str, ...]]

RECORD_COLUMNS: Final[Columns] = {"exact": ("exact",), "lemma": ("lemma",), "title": ("title",)}
"""Where a term of a field stands in a record: its `exact` and `lemma` hold titles and headings too."""
PASSAGE_COLUMNS: Final[Columns] = {
    "exact": ("exact", "heading_exact"),
    "lemma": ("lemma", "heading_lemma"),
    "title": ("title",),
}
"""Where a term of a field stands in a passage by itself."""


FEW: Final = 100
"""Documents up to which a union of terms is faster than a set query: 0.18 against 0.61 ms for 40 of 833."""


def both(parts: Iterable[Query]) -> Query:
    """All of the parts."""
    clauses = [(Occur.Must, part) for part in parts]
    return Query.boolean_query(clauses) if clauses else Query.all_query()


def either(parts: Iterable[Query]) -> Query:
    """At least one of the parts."""
    several = list(parts)
    if len(several) == 1:
        return several[0]
    return Query.boolean_query([(Occur.Should, part) for part in several]) if several else Query.empty_query()


def silent(query: Query) -> Query:
    """The same matches, adding nothing to a score."""
    return Query.const_score_query(query, 0.0)


class Translator:
    """Builds queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        """Take the schema of the index that will be searched."""
        self._schema = schema

    def what(self, kind: str) -> Query:
        """All records, or all passages."""
        return Query.term_query(self._schema, "what", kind, "basic")

    def documents(self, ids: Iterable[str]) -> Query:
        """Records and passages of these documents."""
        names = list(ids)
        # A set query looks its terms up along the whole dictionary: dearer than a few terms, cheaper than many.
        if len(names) > FEW:
            return Query.term_set_query(self._schema, "document", names)
        return either(Query.term_query(self._schema, "document", name, "basic") for name in names)

    def filters(self, request: Request, but: str = "") -> list[Query]:
        """The request's date range and chosen facet values, those of the field `but` left aside."""
        parts = []
        for name, values in request.filters.items():
            if values and name != but:
                parts.append(either(self._choice(name, value) for value in dict.fromkeys(values)))
        return parts + self._dates(request.first_day, request.last_day)

    def matching(self, node: Node, columns: Columns) -> Query:
        """What meets the tree, its terms standing in these columns."""
        match node:
            case Word() | Phrase() | Prefix():
                return self._leaf(node, columns)
            case FacetTerm():
                return self._choice(node.field, node.value)
            case DateRange():
                return both(self._dates(node.first_day, node.last_day))
            case Not():
                return Query.boolean_query(
                    [(Occur.Must, Query.all_query()), (Occur.MustNot, self.matching(node.child, columns))]
                )
            case And():
                return both(self.matching(child, columns) for child in node.children)
            case Or():
                return either(self.matching(child, columns) for child in node.children)
            case AtLeast():
                return self._at_least(node, columns)
            case Everything():
                return Query.all_query()
            case Nothing():
                return Query.empty_query()

    def ranking(self, node: Node, weights: Weights, only: Iterable[Query], *, titles: bool) -> Query | None:
        """What scores passages: the best reading of each positive word, plus its rescoring terms; None without any.

        A passage must hold at least one positive leaf, in its document's title only where `titles` says so, and be
        one of `only`, which score nothing. One flat query: nesting it cost a quarter of its time.
        """
        groups: list[Query] = []
        extras: list[Query] = []
        for leaf in positive(node):
            readings = self._readings(leaf, weights, titles=titles)
            if readings:
                groups.append(_best(readings))
            if readings and isinstance(leaf, Word):
                wanted = (self._readings(Word((term,)), weights, titles=titles) for term in leaf.rescore)
                extras += [_best(parts) for parts in wanted if parts]
        if not groups:
            return None
        must = [either(groups), self.what(PASSAGE), *only]
        clauses = [(Occur.Must, must[0]), *((Occur.Must, silent(part)) for part in must[1:])]
        return Query.boolean_query([*clauses, *((Occur.Should, extra) for extra in extras)])

    def _leaf(self, leaf: Leaf, columns: Columns) -> Query:
        match leaf:
            case Word():
                terms = dict.fromkeys((column, term.text) for term in leaf.match for column in columns[term.field])
                return either(self._term(column, text) for column, text in terms)
            case Phrase():
                return either(self._phrase(column, leaf.terms) for column in columns[leaf.field])
            case Prefix():
                return either(self._prefix(column, leaf.text) for column in columns["exact"])

    def _at_least(self, node: AtLeast, columns: Columns) -> Query:
        if node.count <= 0:
            return Query.all_query()
        if node.count > len(node.children):
            return Query.empty_query()
        clauses = [(Occur.Should, self.matching(child, columns)) for child in node.children]
        return Query.boolean_query(clauses, minimum_number_should_match=node.count)

    def _readings(self, leaf: Leaf, weights: Weights, *, titles: bool) -> list[Query]:
        """All that the leaf may be read as, in each column of a passage that counts, with its weight."""
        scale = _scale(weights, titles=titles)
        match leaf:
            case Word():
                return [
                    _boosted(self._term(column, term.text), term.weight * weight)
                    for term in leaf.match
                    for column, weight in scale[term.field]
                ]
            case Phrase():
                columns = [pair for pair in scale[leaf.field] if pair[0] in POSITIONED]
                return [_boosted(self._phrase(name, leaf.terms), leaf.weight * weight) for name, weight in columns]
            case Prefix():
                columns = scale["exact"]
                return [_boosted(self._prefix(name, leaf.text), leaf.weight * weight) for name, weight in columns]

    def _term(self, column: str, text: str) -> Query:
        return Query.term_query(self._schema, column, text, "freq")

    def _choice(self, name: str, value: str) -> Query:
        return Query.term_query(self._schema, "choice", choice(name, value), "basic")

    def _phrase(self, column: str, terms: tuple[str, ...]) -> Query:
        if not terms:
            return Query.empty_query()
        if len(terms) == 1:
            return self._term(column, terms[0])
        return Query.phrase_query(self._schema, column, list(terms))

    def _prefix(self, column: str, text: str) -> Query:
        # A fuzzy query at distance 0: no pattern syntax to escape.
        return Query.fuzzy_term_query(self._schema, column, text, distance=0, prefix=True)

    def _dates(self, first_day: int, last_day: int) -> list[Query]:
        bounds = touching(first_day, last_day)
        if bounds is None:
            return []
        lowest, highest = bounds
        return [
            Query.range_query(self._schema, "last_day", FieldType.Unsigned, lower_bound=lowest),
            Query.range_query(self._schema, "first_day", FieldType.Unsigned, upper_bound=highest),
        ]


def _scale(weights: Weights, *, titles: bool) -> dict[str, list[tuple[str, float]]]:
    scale = {
        "exact": [("exact", 1.0), ("heading_exact", weights.heading)],
        "lemma": [("lemma", 1.0), ("heading_lemma", weights.heading)],
        "title": [],
    }
    if titles:
        scale["exact"].append(("title_exact", weights.title))
        scale["lemma"].append(("title", weights.title))
        scale["title"].append(("title", weights.title))
    return scale


def _best(readings: list[Query]) -> Query:
    # The best reading counts, also over columns: adding columns up cost 2 points of nDCG on titled paragraphs.
    return readings[0] if len(readings) == 1 else Query.disjunction_max_query(readings)


def _boosted(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)
