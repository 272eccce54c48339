"""From a search address to an answer: understand the words, ask the engine, fetch what is shown from the catalogue."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from corpus.catalogue import Coverage, View
from corpus.dates import FIRST_DAY, LAST_DAY, first_and_last
from corpus.document import Document, Passage
from corpus.vocabulary import FACETS
from index.highlight import snippet
from index.port import Hit, Request, Response, Searcher
from index.resolve import understand_for
from index.understand import Understood
from search_app.address import Address
from search_app.facets import FacetValue, facet_values
from search_app.library import Library

EVIDENCE: Final = 3
"""Passages shown of one document."""
_FAR: Final = 10_000
_MOST_ALTERNATIVES: Final = 12


class PastEndError(Exception):
    """The page asked for lies behind the last one."""

    def __init__(self, address: Address, total: int) -> None:
        self.address = address
        self.total = total
        self.last_page = max(1, -(-total // address.size))
        super().__init__(f"page past the end: the last of {total} results is on page {self.last_page}")


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that bears out a result. `snippet` is HTML: escaped text with <mark> round what was found."""

    passage: Passage
    anchor: str
    score: float
    snippet: str


@dataclass(frozen=True, slots=True)
class Found:
    """A result: a document and its best passages. `passages_found`: how many bear it out in all."""

    document: Document
    score: float
    passages: tuple[FoundPassage, ...]
    passages_found: int


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a page or the API shows of one search. `took_ms` is the time from words to snippets."""

    address: Address
    understood: Understood
    total: int
    passages_total: int
    found: tuple[Found, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    coverage: Coverage
    generation: str
    took_ms: float

    @property
    def last_page(self) -> int:
        """The number of the last page of results, 1 where there is none."""
        return max(1, -(-self.total // self.address.size))


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way out of too narrow a search: a filter to drop ("" for all of them), and how much is found without it."""

    field: str
    value: str
    address: Address
    count: int


def answer(library: Library, address: Address) -> Answer:
    """Run one search. Raises PastEndError for a page behind the last, NotReadyError where there is nothing to search."""
    started = time.perf_counter()
    generation, searcher, view = library.generation(), library.searcher(), library.view()
    understood = understand_for(address.q, frozenset(address.off), searcher)
    request = request_of(library, address, understood)
    response = _page(searcher, request, address)
    found = _found(view, response.hits, understood)
    return Answer(
        address=address,
        understood=understood,
        total=response.total,
        passages_total=response.passages_total,
        found=found,
        facets=facet_values(address, response.facets),
        coverage=library.coverage(),
        generation=generation,
        took_ms=round((time.perf_counter() - started) * 1000, 2),
    )


def request_of(library: Library, address: Address, understood: Understood) -> Request:
    """What the engine is asked for a page of results with all facets."""
    return Request(
        query=understood.tree,
        filters=dict(address.filters),
        first_day=first_and_last(address.since)[0] if address.since else FIRST_DAY,
        last_day=first_and_last(address.until)[1] if address.until else LAST_DAY,
        sort=address.order,
        offset=address.offset,
        limit=address.size,
        facets=tuple(FACETS),
        evidence=EVIDENCE,
        window=library.ranking.window,
        weights=library.ranking.weights,
    )


def _page(searcher: Searcher, request: Request, address: Address) -> Response:
    """Search, but do not let a far page number make an engine collect hits that are not there."""
    if address.offset > _FAR:
        total = searcher.search(replace(request, offset=0, limit=1, facets=(), evidence=0)).total
        _refuse_past_end(total, address)
    response = searcher.search(request)
    _refuse_past_end(response.total, address)
    return response


def _refuse_past_end(total: int, address: Address) -> None:
    if address.page > 1 and address.offset >= total:
        raise PastEndError(address, total)


def _found(view: View, hits: tuple[Hit, ...], understood: Understood) -> tuple[Found, ...]:
    """Hits with their documents and snippets. A hit removed from the catalogue this moment is left out."""
    documents = view.documents([hit.id for hit in hits])
    texts = view.passages_at([(hit.id, each.ordinal) for hit in hits for each in hit.passages])
    found = []
    for hit in hits:
        if hit.id not in documents:
            continue
        evidence = [(texts[hit.id, each.ordinal], each.score) for each in hit.passages if (hit.id, each.ordinal) in texts]
        passages = tuple(
            FoundPassage(passage, anchor(passage), score, snippet(passage.text, understood.marks)) for passage, score in evidence
        )
        found.append(Found(documents[hit.id], hit.score, passages, hit.passages_total))
    return tuple(found)


def anchor(passage: Passage) -> str:
    """The anchor of a passage on its document's page: p7, or p7-notes for another role of the same number."""
    return f"p{passage.number}" if passage.role == "body" else f"p{passage.number}-{passage.role}"


def alternatives(library: Library, address: Address) -> tuple[Alternative, ...]:
    """What would be found with one filter dropped, and with all of them; none that leads to nothing."""
    count = _counter(library, address)
    chosen = [(field, value) for field, values in address.filters for value in values]
    ways = [(field, value, address.toggled(field, value)) for field, value in chosen[:_MOST_ALTERNATIVES]]
    if address.since or address.until:
        ways.append(("date", "", address.without_dates()))
    if address.active > 1:
        ways.append(("", "", address.without_filters()))
    counted = [Alternative(field, value, way, count(way)) for field, value, way in ways]
    return tuple(each for each in counted if each.count)


def _counter(library: Library, address: Address) -> Callable[[Address], int]:
    searcher = library.searcher()
    understood = understand_for(address.q, frozenset(address.off), searcher)

    def count(way: Address) -> int:
        request = request_of(library, way, understood)
        return searcher.search(replace(request, offset=0, limit=1, facets=(), evidence=0)).total

    return count
