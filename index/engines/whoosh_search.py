"""Searching a Whoosh index: order, window, evidence and facets, counted in Python over sets of document numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from threading import Lock

from index.engines.meaning import bearing, check_request, positive
from index.engines.whoosh_matching import Matching, Scoring
from index.engines.whoosh_postings import Postings
from index.port import EngineError, FacetCount, Hit, PassageHit, Request, Response, Sort
from index.tree import Or


class WhooshSearcher:
    """A snapshot of one index. Threads take turns: Whoosh's readers share positions in their files."""

    def __init__(self, postings: Postings) -> None:
        """Wrap the open postings."""
        self._postings: Postings | None = postings
        self._turn = Lock()

    def search(self, request: Request) -> Response:
        """Run one search."""
        check_request(request)
        with self._turn:
            return Search(self._opened(), request).response()

    def contents(self) -> Mapping[str, int]:
        """Every document's id with its revision."""
        return {about.id: about.revision for about in self._opened().records.values()}

    def passages(self) -> int:
        """How many passages the index holds."""
        return len(self._opened().ordinals)

    def close(self) -> None:
        """Let go of files. Idempotent."""
        with self._turn:
            postings, self._postings = self._postings, None
            if postings is not None:
                postings.close()

    def _opened(self) -> Postings:
        if self._postings is None:
            raise EngineError("the searcher is closed")
        return self._postings


class Search:
    """One request being answered."""

    def __init__(self, postings: Postings, request: Request) -> None:
        """Prepare; nothing runs yet."""
        self._postings = postings
        self._request = request
        self._records = Matching(postings, whole=True)
        self._passages = Matching(postings, whole=False)
        self._scores: dict[int, float] = {}

    def response(self) -> Response:
        """Run it."""
        request = self._request
        matching = self._records.numbers(request.query)
        members = matching & self._chosen(self._records)
        passages = self._passages.numbers(request.query) & self._chosen(self._passages)
        if request.limit:
            self._scores = Scoring(self._postings, request.weights).scores(request.query)
        page = self._ordered(members)[request.offset : request.offset + request.limit]
        return Response(
            len(members),
            len(passages),
            self._hits(page),
            {name: self._facet(name, matching) for name in request.facets},
        )

    def _chosen(self, level: Matching, but: str = "") -> set[int]:
        """What meets the date range and the chosen facet values, those of the field `but` left aside."""
        wanted = {name: set(values) for name, values in self._request.filters.items() if values and name != but}
        found = level.in_range(self._request.first_day, self._request.last_day)
        if not wanted:
            return found
        return found & level.of_records(
            lambda about: all(values.intersection(about.facets.get(name, ())) for name, values in wanted.items())
        )

    def _facet(self, name: str, matching: set[int]) -> tuple[FacetCount, ...]:
        members = matching & self._chosen(self._records, but=name)
        counts = Counter(value for number in members for value in self._postings.records[number].facets.get(name, ()))
        return tuple(FacetCount(value, n) for value, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def _ordered(self, members: set[int]) -> list[tuple[int, float]]:
        records = self._postings.records
        if self._request.sort is Sort.RELEVANCE:
            best = self._window()
            return sorted(
                ((number, best.get(number, 0.0)) for number in members), key=lambda p: (-p[1], records[p[0]].id)
            )
        if self._request.sort is Sort.TITLE:
            ordered = sorted(members, key=lambda number: (records[number].title_key, records[number].id))
        else:
            forward = 1 if self._request.sort is Sort.OLDEST else -1
            days = {number: records[number].first_day for number in members}
            ordered = sorted(members, key=lambda n: (not days[n], forward * days[n], records[n].id))
        return [(number, 0.0) for number in ordered]

    def _window(self) -> dict[int, float]:
        """Records of the best passages with the score of their best one."""
        owner, ordinals = self._postings.owner, self._postings.ordinals
        allowed = self._chosen(self._passages)
        ranked = sorted(
            (number for number in self._scores if number in allowed),
            key=lambda number: (-self._scores[number], self._postings.records[owner[number]].id, ordinals[number]),
        )
        best: dict[int, float] = {}
        for number in ranked[: self._request.window]:
            best.setdefault(owner[number], self._scores[number])
        return best

    def _hits(self, page: list[tuple[int, float]]) -> tuple[Hit, ...]:
        leaves = tuple(own for leaf in positive(self._request.query) if (own := bearing(leaf)))
        bearing_out = self._passages.numbers(Or(leaves)) if page else set()
        hits = []
        for record, score in page:
            proofs = [
                PassageHit(self._postings.ordinals[number], self._scores.get(number, 0.0))
                for number in self._postings.passages_of[record]
                if number in bearing_out
            ]
            proofs.sort(key=lambda proof: (-proof.score, proof.ordinal))
            name = self._postings.records[record].id
            hits.append(Hit(name, score, tuple(proofs[: self._request.evidence]), len(proofs)))
        return tuple(hits)
