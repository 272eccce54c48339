"""The engine port: what every engine promises. The promises are the names of the tests in tests/test_index_contract.py.

Records and passages. An engine keeps one record per document (membership, totals, facets, date and title order) and
one entry per passage (relevance and evidence): ranking by records cost up to 20 points of nDCG.

Membership of a document, decided by its record:
- Word, Prefix: a term stands anywhere in the document: title, file names, headings, text of any passage.
- Phrase: stands within one passage, within one heading or within one title; never across their borders.
- `title` terms: stand in the title or a file name. FacetTerm, DateRange: by the document's values.
- Not excludes the document, whichever passage the child matches in.

Relevance of a document, decided by its passages: the best score among its passages in the window (the `window` best
passages of the whole filtered search), where a passage is scored over its own text, its heading and its document's
title. Member documents without a passage in the window follow, ordered by id, with score 0, so that the pages of an
answer join up to `total` whatever the window is.

Evidence of a hit: its best `evidence` passages that themselves hold at least one positive word, phrase or prefix of
the query in text or heading; `passages_total` counts all such passages.

Totals of passages: `Response.passages_total` counts the passages that meet the whole tree by themselves, over their own
text and heading, their document's title (`title` terms only), facets and date, among the documents that meet the filters.

Other promises: put replaces by id; a commit is atomic and durable; after it, hits, totals and facets are right at once,
after a removal too; totals and facet counts are exact; order is deterministic; OR within a facet's chosen values, AND
between facets; a facet's counts ignore its own choice; searchers go on reading during writing.

Errors: EngineError for what the engine cannot do (a damaged folder, a folder that is another engine's).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from corpus.dates import FIRST_DAY, LAST_DAY
from index.tree import Node


class EngineError(Exception):
    """An engine cannot serve this folder or request; the message says what to do."""


class WordTerms(NamedTuple):
    """The finished terms of one word at one position: its folded form, and its folded lemmas (at least one)."""

    exact: str
    lemmas: tuple[str, ...]


Terms = tuple[WordTerms, ...]
"""Finished terms of a text; the position of a word is its place in the tuple."""

TEXT_FIELDS: Final = ("exact", "lemma", "title")
"""Fields a `tree.Term` may name. `title` holds the lemmas of title and file names only."""


@dataclass(frozen=True, slots=True)
class PassageEntry:
    """One passage as an engine receives it. `ordinal` is its place in the document, from 0."""

    ordinal: int
    text: Terms
    heading: Terms = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One document as an engine receives it.

    `facets`: values per facet field, distinct. `first_day`, `last_day`: YYYYMMDD, 0 and 0 without a date.
    `title_key`: sorts by code point in Polish order (`corpus.collation.key`). `titles`: the title, then each file name.
    """

    id: str
    revision: int
    facets: Mapping[str, tuple[str, ...]]
    first_day: int
    last_day: int
    title_key: str
    titles: tuple[Terms, ...]
    passages: tuple[PassageEntry, ...]


class Sort(StrEnum):
    """Order of the hits; ties by id. Documents without a date come last in newest and in oldest."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Weights:
    """What a match in a field weighs in a passage's score, against 1 for the passage's own text."""

    title: float = 1.0
    heading: float = 1.0


@dataclass(frozen=True, slots=True)
class Request:
    """One search. `filters`: chosen values per facet field. `facets`: the fields to count, all their values.

    `first_day`..`last_day` keeps documents whose date touches the range; a document without a date lies in no range
    but the open one.
    """

    query: Node
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_day: int = FIRST_DAY
    last_day: int = LAST_DAY
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    evidence: int = 3
    window: int = 1000
    weights: Weights = Weights()


class PassageHit(NamedTuple):
    """A passage that bears out a hit: its ordinal in the document, and its score."""

    ordinal: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. `passages`: its best evidence, best first; `passages_total`: how many passages bear it out."""

    id: str
    score: float
    passages: tuple[PassageHit, ...] = ()
    passages_total: int = 0


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet, and how many documents match the query, all other facets' choices, and it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Response:
    """What was found. `passages_total`: passages that meet the query by themselves (see the module's text) and the filters.

    `facets`: per field asked for, values with a count above 0, by count descending, then by value.
    """

    total: int
    passages_total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]


class Searcher(Protocol):
    """Reads one committed state of one index; a snapshot: later commits do not show in it. Safe to use from threads."""

    def search(self, request: Request) -> Response:
        """Run one search."""
        ...

    def contents(self) -> Mapping[str, int]:
        """Every document's id with its revision: what `verify` compares with the catalogue."""
        ...

    def passages(self) -> int:
        """How many passages the index holds."""
        ...

    def close(self) -> None:
        """Let go of files. Idempotent."""
        ...


class Writer(Protocol):
    """Changes one index. One at a time per folder. Nothing shows before `commit`; closing without it drops changes."""

    def put(self, entry: Entry) -> None:
        """Add a document, or replace the one with its id."""
        ...

    def remove(self, document: str) -> None:
        """Take a document out by id; an unknown id does nothing."""
        ...

    def commit(self) -> None:
        """Make all changes since the last commit visible at once, and durable (fsync) before it returns."""
        ...

    def close(self) -> None:
        """Let go of the folder. Idempotent."""
        ...


class Engine(Protocol):
    """A kind of index. `stamp` names the engine and the version of its layout: a change of it means a rebuild."""

    name: str
    stamp: str

    def create(self, folder: Path) -> None:
        """Make a new, empty, committed index in an empty or missing folder."""
        ...

    def writer(self, folder: Path) -> Writer:
        """Open for changes. Raises EngineError if the folder holds no index of this engine."""
        ...

    def searcher(self, folder: Path) -> Searcher:
        """Open the last committed state. Raises EngineError if the folder holds no index of this engine."""
        ...
