"""Reading a Whoosh index by its postings: sets of document numbers, and their scores.

The tree is evaluated by set algebra on these, not by Whoosh's own queries, whose results it would be hard to vouch for:
its collapsing miscounts facets, and a broad prefix took 4.5 s at 10,000 passages (evidence, section 3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from index.engines.whoosh_library import BM25F
from index.engines.whoosh_schema import About


class Postings:
    """One committed state, read through one Whoosh searcher. Not safe for threads: the caller takes turns."""

    def __init__(self, index: Any) -> None:
        """Open the index's files; the descriptions of documents and passages are read into memory."""
        self._searcher = index.searcher(weighting=BM25F())
        self._reader = self._searcher.reader()
        self.records: dict[int, About] = {}
        self.ordinals: dict[int, int] = {}
        self.owner: dict[int, int] = {}
        self.passages_of: dict[int, list[int]] = defaultdict(list)
        self._read()

    def _read(self) -> None:
        numbers: dict[str, int] = {}
        waiting: list[tuple[int, str]] = []
        for number, stored in self._reader.iter_docs():
            if "ordinal" in stored:
                self.ordinals[number] = stored["ordinal"]
                waiting.append((number, stored["about"]))
            else:
                about = About(**stored["about"])
                self.records[number], numbers[about.id] = about, number
        for number, name in waiting:
            self.owner[number] = numbers[name]
            self.passages_of[numbers[name]].append(number)

    def numbers(self, column: str, text: str) -> set[int]:
        """Records or passages that hold a term in a column."""
        matcher = self._matcher(column, text)
        return set() if matcher is None else set(matcher.all_ids())

    def scores(self, column: str, text: str) -> dict[int, float]:
        """BM25 of a term in a column, by record or passage."""
        return dict(self._scored(column, text))

    def _scored(self, column: str, text: str) -> Iterator[tuple[int, float]]:
        matcher = self._matcher(column, text)
        if matcher is None:
            return
        scorer = self._searcher.weighting.scorer(self._searcher, column, text)
        while matcher.is_active():
            yield matcher.id(), scorer.score(matcher)
            matcher.next()

    def phrase(self, column: str, terms: tuple[str, ...]) -> set[int]:
        """Records or passages that hold the terms at adjacent positions of a column."""
        if not terms:
            return set()
        starts = self._positions(column, terms[0])
        for offset, text in enumerate(terms[1:], 1):
            places = self._positions(column, text)
            starts = {
                number: kept
                for number, before in starts.items()
                if number in places and (kept := {start for start in before if start + offset in places[number]})
            }
        return set(starts)

    def _positions(self, column: str, text: str) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        matcher = self._matcher(column, text)
        while matcher is not None and matcher.is_active():
            found[matcher.id()] = set(matcher.value_as("positions"))
            matcher.next()
        return found

    def prefix(self, column: str, text: str) -> set[int]:
        """Records or passages that hold a term beginning with `text` in a column."""
        found: set[int] = set()
        for term in list(self._reader.expand_prefix(column, text)):
            found |= self.numbers(column, term.decode("utf-8"))
        return found

    def _matcher(self, column: str, text: str) -> Any:
        if (column, text) not in self._reader:
            return None
        return self._reader.postings(column, text)

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()
