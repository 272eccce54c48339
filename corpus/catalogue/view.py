"""The catalogue as one audience may see it: the only way to documents, passages and files for whoever serves people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, TextualSelect, bindparam, func, select, text

from corpus.catalogue.rows import Tombstone, document_of, passage_of
from corpus.catalogue.schema import documents, files, passages
from corpus.document import Document, Location, Passage
from corpus.outcome import State
from corpus.settings import Root
from corpus.vocabulary import audience_rank
from corpus.walk import disk_path

_BATCH = 500
_SEEN = (documents.c.audience_rank <= bindparam("rank"), documents.c.removed_at == "")
"""What a view shows: live documents of its audience (`rank`) and wider ones."""

_LISTED = tuple(column for column in documents.c if column.name not in {"outline", "derived", "read"})
"""What a list of documents needs: the three left out are long, and parsing them took half of a search's time."""

# Built once: making a statement costs as much as running it.
_BY_ID = select(*_LISTED).where(documents.c.id.in_(bindparam("ids", expanding=True)), *_SEEN)
_SHOWN = tuple(column for column in passages.c if column.name not in {"original_text", "repairs"})
_LOCATIONS = (
    select(files.c.document, files.c.root, files.c.path)
    .where(files.c.document.in_(bindparam("ids", expanding=True)), files.c.state != State.REMOVED)
    .order_by(files.c.root, files.c.path)
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what an audience may see can be searched, in files."""

    files: int
    indexed: int
    failed: int


class View:
    """Documents of one audience and of all wider ones. Reads only; safe to use from threads."""

    def __init__(self, engine: Engine, roots: Sequence[Root], audience: str) -> None:
        self._engine = engine
        self._roots = {root.name: root.path for root in roots}
        self._rank = audience_rank(audience)
        self.audience = audience

    def document(self, document: str) -> Document | None:
        """A live document by id, or None."""
        return self._fetch(select(documents).where(documents.c.id == document, *_SEEN)).get(document)

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """Live documents by id, without outline and derived; unknown, removed and held back ones are left out."""
        return self._fetch(_BY_ID, ids=ids)

    def newest(self, count: int) -> list[Document]:
        """The documents added last, newest date first among those added together."""
        order = (documents.c.date.desc(), documents.c.added_at.desc(), documents.c.id)
        return list(self._fetch(select(*_LISTED).where(*_SEEN).order_by(*order).limit(count)).values())

    def all(self) -> Iterator[Document]:
        """Every live document, in order of id."""
        with self._engine.connect() as connection:
            query = select(documents.c.id).where(documents.c.audience_rank <= self._rank, documents.c.removed_at == "")
            ids = connection.execute(query.order_by(documents.c.id)).scalars().all()
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            found = self.documents(batch)
            yield from (found[each] for each in batch if each in found)

    def passages(self, document: str) -> list[Passage]:
        """All passages of a live document, in order; [] if there is none."""
        query = (
            select(passages)
            .join(documents, documents.c.id == passages.c.document)
            .where(passages.c.document == document, documents.c.audience_rank <= self._rank, documents.c.removed_at == "")
            .order_by(passages.c.ordinal)
        )
        with self._engine.connect() as connection:
            return [passage_of(row) for row in connection.execute(query)]

    def passages_at(self, wanted: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Passage]:
        """Passages by (document id, ordinal), without original text and repairs; those not to be seen are left out."""
        if not wanted:
            return {}
        with self._engine.connect() as connection:
            pairs = {f"{name}{n}": value for n, each in enumerate(wanted) for name, value in zip("do", each, strict=True)}
            rows = connection.execute(_passages_at(len(wanted)), {**pairs, "rank": self._rank}).all()
        return {(row.document, row.ordinal): passage_of(row) for row in rows}

    def tombstone(self, document: str) -> Tombstone | None:
        """What is left of a removed document, for those who could see it."""
        query = select(documents.c.id, documents.c.title, documents.c.date, documents.c.removed_at).where(
            documents.c.id == document, documents.c.removed_at != "", documents.c.audience_rank <= self._rank
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return Tombstone(*row) if row else None

    def paths(self, document: str) -> list[Path]:
        """Where the copies of the original lie on disk, as far as their roots are configured; [] if there is none."""
        found = self.document(document)
        return [
            Path(disk_path(str(self._roots[place.root]), place.path))
            for place in (found.files if found else ())
            if place.root in self._roots
        ]

    def path(self, document: str) -> Path | None:
        """Where the first copy of the original lies on disk, or None."""
        return next(iter(self.paths(document)), None)

    def coverage(self) -> Coverage:
        """Files of the documents this audience may see, by state."""
        query = (
            select(files.c.state, func.count())
            .join(documents, documents.c.id == files.c.document)
            .where(documents.c.audience_rank <= self._rank, files.c.state != State.REMOVED)
            .group_by(files.c.state)
        )
        with self._engine.connect() as connection:
            counts: dict[str, int] = dict(connection.execute(query).all())
        return Coverage(sum(counts.values()), counts.get(State.INDEXED, 0), counts.get(State.FAILED, 0))

    def held_back(self) -> int:
        """How many live documents are for narrower audiences only."""
        query = select(func.count()).select_from(documents)
        with self._engine.connect() as connection:
            where = query.where(documents.c.audience_rank > self._rank, documents.c.removed_at == "")
            return int(connection.execute(where).scalar_one())

    def _fetch(self, query: Select[Any], **values: object) -> dict[str, Document]:
        """The live documents of a query that this audience may see, by id, in the query's order."""
        with self._engine.connect() as connection:
            rows = connection.execute(query, {"rank": self._rank, **values}).all()
            places = locations(connection, [row.id for row in rows])
        return {row.id: document_of(row, places.get(row.id, [])) for row in rows}


@lru_cache(maxsize=512)
def _passages_at(count: int) -> TextualSelect:
    """Passages by so many pairs of document and ordinal, each looked up in the primary key.

    Written out, for SQLite reads the whole table for a list of pairs (53 ms at 100,000 passages).
    """
    pairs = ", ".join(f"(:d{n}, :o{n})" for n in range(count))
    columns = ", ".join(f"passages.{column.name}" for column in _SHOWN)
    found = text(
        f"WITH wanted (document, ordinal) AS (VALUES {pairs}) SELECT {columns} FROM wanted CROSS JOIN passages"  # noqa: S608 - numbers and our own names only
        " CROSS JOIN documents WHERE passages.document = wanted.document AND passages.ordinal = wanted.ordinal"
        " AND documents.id = passages.document AND documents.audience_rank <= :rank AND documents.removed_at = ''"
    )
    return found.columns(*_SHOWN)


def locations(connection: Connection, ids: Sequence[str]) -> dict[str, list[Location]]:
    """Live files of documents, in order of root and path."""
    places: dict[str, list[Location]] = {}
    for document, root, path in connection.execute(_LOCATIONS, {"ids": ids}):
        places.setdefault(document, []).append(Location(root, path))
    return places
