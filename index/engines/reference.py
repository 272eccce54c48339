"""The reference engine: every promise of the port carried out literally, in memory, without an index.

Slow and obvious on purpose: the other engines are tested against it. A folder holds all entries as one JSON file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.engines.durable import prepare, require, sign
from index.engines.meaning import bearing, check_entry, check_request, positive, touching
from index.engines.reference_files import load, save
from index.port import (
    Entry,
    FacetCount,
    Hit,
    PassageEntry,
    PassageHit,
    Request,
    Response,
    Sort,
    Terms,
    Weights,
)
from index.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    FacetTerm,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Word,
)

STAMP: Final = "reference-1"


@dataclass(frozen=True, slots=True)
class Scope:
    """The texts a node is held against: `bodies` for exact and lemma, `titles` for title, and the document's values."""

    bodies: tuple[Terms, ...]
    titles: tuple[Terms, ...]
    entry: Entry


def record_scope(entry: Entry) -> Scope:
    """A whole document: titles, headings and texts."""
    parts = (part for passage in entry.passages for part in (passage.heading, passage.text))
    return Scope((*entry.titles, *parts), entry.titles, entry)


def passage_scope(entry: Entry, passage: PassageEntry) -> Scope:
    """One passage by itself: its text and heading, and its document's title for `title` terms."""
    return Scope((passage.text, passage.heading), entry.titles, entry)


def meets(node: Node, scope: Scope) -> bool:
    """Whether the scope meets the tree."""
    match node:
        case Not(child=child):
            return not meets(child, scope)
        case And(children=children):
            return all(meets(child, scope) for child in children)
        case Or(children=children):
            return any(meets(child, scope) for child in children)
        case AtLeast(count=count, children=children):
            return sum(meets(child, scope) for child in children) >= count
        case _:
            return _meets_leaf(node, scope)


def _meets_leaf(leaf: Node, scope: Scope) -> bool:
    match leaf:
        case Word(match=terms):
            return any(_holds(term, scope) for term in terms)
        case Phrase(field="title", terms=words):
            return any(_runs(words, title, lambda word: word.lemmas) for title in scope.titles)
        case Phrase(terms=words):
            return any(_runs(words, body, lambda word: (word.exact,)) for body in scope.bodies)
        case Prefix(text=text):
            return any(word.exact.startswith(text) for body in scope.bodies for word in body)
        case FacetTerm(field=name, value=value):
            return value in scope.entry.facets.get(name, ())
        case DateRange(first_day=first, last_day=last):
            return _touches(scope.entry, first, last)
        case _:
            return isinstance(leaf, Everything)


def _holds(term: Term, scope: Scope) -> bool:
    if term.field == "title":
        return any(term.text in word.lemmas for title in scope.titles for word in title)
    return any(_count(term, body) for body in scope.bodies)


def _count(term: Term, text: Terms) -> int:
    if term.field == "exact":
        return sum(word.exact == term.text for word in text)
    return sum(term.text in word.lemmas for word in text)


def _runs(words: tuple[str, ...], text: Terms, values: Callable[..., tuple[str, ...]]) -> bool:
    starts = range(len(text) - len(words) + 1) if words else ()
    return any(all(word in values(text[start + i]) for i, word in enumerate(words)) for start in starts)


def _touches(entry: Entry, first_day: int, last_day: int) -> bool:
    bounds = touching(first_day, last_day)
    return bounds is None or (entry.last_day >= bounds[0] and entry.first_day <= bounds[1])


def _chosen(entry: Entry, request: Request, but: str = "") -> bool:
    """Whether a document meets the date range and the chosen facet values, those of the field `but` left aside."""
    values = {name: set(chosen) for name, chosen in request.filters.items() if chosen and name != but}
    inside = all(chosen.intersection(entry.facets.get(name, ())) for name, chosen in values.items())
    return inside and _touches(entry, request.first_day, request.last_day)


def score(node: Node, entry: Entry, passage: PassageEntry, weights: Weights) -> float:
    """How well a passage answers the positive leaves: saturated term counts, weighted by field; 0 for not at all."""
    fields = ((passage.text, 1.0), (passage.heading, weights.heading), *((t, weights.title) for t in entry.titles))

    def strength(term: Term) -> float:
        usable = fields[2:] if term.field == "title" else fields
        return max(term.weight * weight * n / (n + 1) for text, weight in usable for n in [_count(term, text)])

    total = 0.0
    for leaf in positive(node):
        if isinstance(leaf, Word):
            best = max(map(strength, leaf.match), default=0.0)
            total += best + sum(map(strength, leaf.rescore)) if best else 0.0
        elif meets(leaf, Scope((passage.text, passage.heading, *entry.titles), entry.titles, entry)):
            total += leaf.weight
    return total


class ReferenceSearcher:
    """Searches a list of entries by going through all of them."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        """Take the state as it is now; `entries` must not change afterwards."""
        self._entries = [entries[name] for name in sorted(entries)]

    def search(self, request: Request) -> Response:
        """Run one search."""
        check_request(request)
        matching = [entry for entry in self._entries if meets(request.query, record_scope(entry))]
        members = [entry for entry in matching if _chosen(entry, request)]
        passages = sum(
            meets(request.query, passage_scope(entry, passage))
            for entry in self._entries
            if _chosen(entry, request)
            for passage in entry.passages
        )
        page = self._ordered(members, request)[request.offset : request.offset + request.limit]
        hits = tuple(_hit(entry, found, request) for entry, found in page)
        return Response(
            len(members), passages, hits, {name: _facet(matching, name, request) for name in request.facets}
        )

    def _ordered(self, members: list[Entry], request: Request) -> list[tuple[Entry, float]]:
        if request.sort is Sort.RELEVANCE:
            return self._by_relevance(members, request)
        if request.sort is Sort.TITLE:
            return [(entry, 0.0) for entry in sorted(members, key=lambda entry: (entry.title_key, entry.id))]
        sign_of = -1 if request.sort is Sort.NEWEST else 1
        members = sorted(members, key=lambda entry: (not entry.first_day, sign_of * entry.first_day, entry.id))
        return [(entry, 0.0) for entry in members]

    def _by_relevance(self, members: list[Entry], request: Request) -> list[tuple[Entry, float]]:
        chosen = [entry for entry in self._entries if _chosen(entry, request)]
        scored = [
            (score(request.query, entry, p, request.weights), entry.id) for entry in chosen for p in entry.passages
        ]
        window = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
        best: dict[str, float] = {}
        for value, name in window[: request.window]:
            best.setdefault(name, value)
        return sorted(((entry, best.get(entry.id, 0.0)) for entry in members), key=lambda pair: (-pair[1], pair[0].id))

    def contents(self) -> Mapping[str, int]:
        """Every document's id with its revision."""
        return {entry.id: entry.revision for entry in self._entries}

    def passages(self) -> int:
        """How many passages the index holds."""
        return sum(len(entry.passages) for entry in self._entries)

    def close(self) -> None:
        """Nothing to let go of."""


def _hit(entry: Entry, found: float, request: Request) -> Hit:
    leaves = [own for leaf in positive(request.query) if (own := bearing(leaf))]
    proofs = [
        PassageHit(passage.ordinal, score(request.query, entry, passage, request.weights))
        for passage in entry.passages
        if any(meets(leaf, passage_scope(entry, passage)) for leaf in leaves)
    ]
    proofs.sort(key=lambda proof: (-proof.score, proof.ordinal))
    return Hit(entry.id, found, tuple(proofs[: request.evidence]), len(proofs))


def _facet(matching: Iterable[Entry], name: str, request: Request) -> tuple[FacetCount, ...]:
    counts = Counter(
        value for entry in matching if _chosen(entry, request, but=name) for value in set(entry.facets.get(name, ()))
    )
    return tuple(FacetCount(value, n) for value, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


class ReferenceWriter:
    """Collects changes, writes the whole file on commit."""

    def __init__(self, folder: Path) -> None:
        """Read the committed state."""
        self._folder = folder
        self._entries = load(folder)

    def put(self, entry: Entry) -> None:
        """Add a document, or replace the one with its id."""
        check_entry(entry)
        self._entries[entry.id] = entry

    def remove(self, document: str) -> None:
        """Take a document out by id; an unknown id does nothing."""
        self._entries.pop(document, None)

    def commit(self) -> None:
        """Replace the file by the new state."""
        save(self._folder, self._entries)

    def close(self) -> None:
        """Drop what was not committed."""
        self._entries = {}


class ReferenceEngine:
    """The engine by which the others are judged."""

    name = "reference"
    stamp = STAMP

    def create(self, folder: Path) -> None:
        """Make a new, empty, committed index in an empty or missing folder."""
        prepare(folder)
        save(folder, {})
        sign(folder, STAMP)

    def writer(self, folder: Path) -> ReferenceWriter:
        """Open for changes."""
        require(folder, STAMP)
        return ReferenceWriter(folder)

    def searcher(self, folder: Path) -> ReferenceSearcher:
        """Open the last committed state."""
        require(folder, STAMP)
        return ReferenceSearcher(load(folder))


ENGINE: Final = ReferenceEngine()
"""The engine as `index.engines.engine` gives it."""
