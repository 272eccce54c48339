"""Searching a tantivy index: one relevance window, one membership, one evidence query, and n+1 aggregations for facets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final, cast

import tantivy
from tantivy import Occur, Order, Query

from index.engines.meaning import check_request, id_of
from index.engines.tantivy_queries import (
    PASSAGE_COLUMNS,
    RECORD_COLUMNS,
    Translator,
    both,
    silent,
)
from index.engines.tantivy_schema import PASSAGE, RECORD, facet_column
from index.port import EngineError, FacetCount, Hit, PassageHit, Request, Response, Sort

ALL_VALUES: Final = 65_000
"""Buckets asked for in a terms aggregation: tantivy's limit; its own default is ten."""

ALL_MEMBERS: Final = 1_000
"""Up to so many members are looked up at once; of more, only candidates for the page, which are likely members."""

EVIDENCE_AT_ONCE: Final = 1_000
"""Evidence passages fetched in one query; hits that have more between them are asked for one by one."""


Hits = list[tuple[Any, tantivy.DocAddress]]


class TantivySearcher:
    """A snapshot of one index."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        """Wrap tantivy's searcher of the committed state."""
        self._searcher = searcher
        self._translator = Translator(schema)

    def search(self, request: Request) -> Response:
        """Run one search."""
        check_request(request)
        try:
            return Search(self._searcher, self._translator, request).response()
        except ValueError as error:
            raise EngineError(f"tantivy could not run the search: {error}") from error

    def contents(self) -> Mapping[str, int]:
        """Every document's id with its revision."""
        most = max(self._searcher.num_docs, 1)
        try:
            hits = self._searcher.search(self._translator.what(RECORD), most, count=False).hits
            numbers, revisions = (whole_numbers(self._searcher, name, hits) for name in ("number", "revision"))
        except ValueError as error:
            raise EngineError(f"tantivy could not read the index: {error}") from error
        return {id_of(number): revision for number, revision in zip(numbers, revisions, strict=True)}

    def passages(self) -> int:
        """How many passages the index holds."""
        return Counter(self._searcher).count(self._translator.what(PASSAGE))

    def close(self) -> None:
        """Nothing to do: tantivy lets go of its files with the object."""


class Counter:
    """Counts what matches a query, in all and by the values of facets, without scoring."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        """Count in this snapshot."""
        self._searcher = searcher

    def count(self, query: Query) -> int:
        """How many records or passages match."""
        return self.facets(query, ())[0]

    def facets(self, query: Query, names: Sequence[str]) -> tuple[int, dict[str, tuple[FacetCount, ...]]]:
        """How many records match, and how many of them carry each value of each facet."""
        wanted: dict[str, Any] = {"": {"value_count": {"field": "number"}}}
        for name in names:
            wanted[name] = {"terms": {"field": facet_column(name), "size": ALL_VALUES}}
        found = self._searcher.aggregate(query, wanted)
        return int(found[""]["value"]), {name: _counts(found[name]["buckets"]) for name in names}


def _counts(buckets: list[dict[str, Any]]) -> tuple[FacetCount, ...]:
    counts = [FacetCount(bucket["key"], bucket["doc_count"]) for bucket in buckets]
    return tuple(sorted(counts, key=lambda found: (-found.count, found.value)))


def whole_numbers(searcher: tantivy.Searcher, column: str, hits: Hits) -> list[int]:
    """The values of a column of whole numbers for these hits, in their order."""
    values = searcher.fast_field_values(column, [address for _, address in hits])
    if None in values:
        raise EngineError("the index lacks a column: rebuild it")
    return cast(list[int], values)


class Search:
    """One request being answered."""

    def __init__(self, searcher: tantivy.Searcher, translator: Translator, request: Request) -> None:
        """Prepare; nothing runs yet."""
        self._searcher = searcher
        self._translator = translator
        self._request = request
        self._counter = Counter(searcher)

    def response(self) -> Response:
        """Run it."""
        request, translator = self._request, self._translator
        chosen = [name for name in request.facets if request.filters.get(name)]
        free = [name for name in request.facets if name not in chosen]
        total, facets = self._counter.facets(self._members, free)
        for name in chosen:
            _, counted = self._counter.facets(self._records(translator.filters(request, but=name)), [name])
            facets.update(counted)
        passages = self._counter.count(
            both(
                [
                    translator.what(PASSAGE),
                    *translator.filters(request),
                    translator.matching(request.query, PASSAGE_COLUMNS),
                ]
            )
        )
        page = self._page(total)
        return Response(total, passages, self._hits(page), {name: facets[name] for name in request.facets})

    @cached_property
    def _members(self) -> Query:
        return self._records(self._translator.filters(self._request))

    def _records(self, filters: list[Query]) -> Query:
        query = self._translator.matching(self._request.query, RECORD_COLUMNS)
        return both([self._translator.what(RECORD), *filters, query])

    def _page(self, total: int) -> list[tuple[int, float]]:
        """Numbers and scores of the documents on the page."""
        request = self._request
        if not total or not request.limit or request.offset >= total:
            return []
        if request.sort is not Sort.RELEVANCE:
            limit = min(request.limit, total - request.offset)
            return self._in_order(self._members, f"order_{request.sort.value}", request.offset, limit)
        # Never more than there is: tantivy makes room for all that is asked for.
        end = min(request.offset + request.limit, total)
        if total <= ALL_MEMBERS:
            everyone = self._numbers(self._members, total)
            ranked = [pair for pair in self._window() if pair[0] in everyone]
            rest = sorted(everyone.difference(number for number, _ in ranked))
            return [*ranked, *((number, 0.0) for number in rest)][request.offset : end]
        ranked = self._ranked(end)
        page = ranked[request.offset : end]
        if end > len(ranked):
            others = self._members
            if ranked:
                known = self._translator.documents(id_of(number) for number, _ in ranked)
                others = Query.boolean_query([(Occur.Must, others), (Occur.MustNot, known)])
            page += self._in_order(
                others, "number", max(0, request.offset - len(ranked)), end - request.offset - len(page)
            )
        return page

    def _in_order(self, query: Query, column: str, offset: int, limit: int) -> list[tuple[int, float]]:
        found = self._searcher.search(query, limit, count=False, order_by_field=column, offset=offset, order=Order.Asc)
        return [(number, 0.0) for number in self._column("number", found.hits)]

    def _ranked(self, enough: int) -> list[tuple[int, float]]:
        """Members among the documents of the window's passages, best first: all of them, or the first `enough`."""
        candidates = self._window()
        members: list[tuple[int, float]] = []
        start, step = 0, 2 * enough
        while start < len(candidates) and len(members) < enough:
            some = candidates[start : start + step]
            few = self._translator.documents(id_of(number) for number, _ in some)
            found = self._numbers(both([few, self._members]), len(some))
            members += [pair for pair in some if pair[0] in found]
            start, step = start + step, 2 * step
        return members

    def _numbers(self, query: Query, limit: int) -> set[int]:
        return set(self._column("number", self._searcher.search(silent(query), limit, count=False).hits))

    def _window(self) -> list[tuple[int, float]]:
        """Documents of the best passages with the score of their best one, best first, ties by id."""
        request, translator = self._request, self._translator
        ranking = translator.ranking(request.query, request.weights, translator.filters(request), titles=True)
        if ranking is None or not request.window:
            return []
        hits = self._searcher.search(ranking, min(request.window, self._searcher.num_docs), count=False).hits
        best: dict[int, float] = {}
        for number, (score, _) in zip(self._column("number", hits), hits, strict=True):
            best.setdefault(number, score)
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))

    def _hits(self, page: list[tuple[int, float]]) -> tuple[Hit, ...]:
        ids = [id_of(number) for number, _ in page]
        proofs = self._evidence(ids)
        none: tuple[tuple[PassageHit, ...], int] = ((), 0)
        return tuple(Hit(name, score, *proofs.get(name, none)) for name, (_, score) in zip(ids, page, strict=True))

    def _evidence(self, ids: list[str]) -> dict[str, tuple[tuple[PassageHit, ...], int]]:
        """By document: its best evidence passages, and how many it has."""
        if not ids:
            return {}
        only = [self._translator.documents(ids)]
        own = self._translator.ranking(self._request.query, self._request.weights, only, titles=False)
        if own is None:
            return {}
        at_once = max(EVIDENCE_AT_ONCE, min(self._request.evidence, self._searcher.num_docs))
        found = self._searcher.search(own, at_once)
        in_all: int = found.count  # type: ignore[attr-defined]  # left out of the library's stubs
        if in_all > at_once and len(ids) > 1:
            return {name: proof for each in ids for name, proof in self._evidence([each]).items()}
        hits = found.hits
        grouped: dict[int, list[PassageHit]] = defaultdict(list)
        columns = zip(self._column("number", hits), self._column("ordinal", hits), hits, strict=True)
        for number, ordinal, (score, _) in columns:
            grouped[number].append(PassageHit(ordinal, score))
        most = self._request.evidence
        return {
            id_of(number): (
                tuple(sorted(proofs, key=lambda proof: (-proof.score, proof.ordinal))[:most]),
                len(proofs) if len(ids) > 1 else in_all,
            )
            for number, proofs in grouped.items()
        }

    def _column(self, name: str, hits: Hits) -> list[int]:
        return whole_numbers(self._searcher, name, hits)
