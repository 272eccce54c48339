"""Changing the catalogue: outcomes of files, documents with their passages, and what the index has still to take over.

Changes collect in one transaction until `commit`. What the index has to know goes into `pending` in the same transaction,
so that a kill between the two leaves work to repeat, never work undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Insert, Select, Table, Update, bindparam, delete, insert, select, update

from corpus.catalogue.rows import (
    DocumentRecord,
    FileRow,
    document_values,
    file_row,
    file_values,
    passage_of,
    passage_values,
    record_of,
)
from corpus.catalogue.schema import documents, files, passages, pending, runs
from corpus.catalogue.view import locations
from corpus.document import Passage
from corpus.outcome import State
from corpus.vocabulary import audience_rank


class CatalogueWriter:
    """The one writer of the catalogue; the run lock keeps others out."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection = engine.connect()

    def commit(self) -> None:
        """Make everything since the last commit durable."""
        self._connection.commit()

    def close(self) -> None:
        """Drop what was not committed and let go."""
        self._connection.rollback()
        self._connection.close()

    def files(self, root: str) -> dict[str, FileRow]:
        """Every file ever seen in a root, by path."""
        rows = self._connection.execute(select(files).where(files.c.root == root))
        return {row.path: file_row(row) for row in rows}

    def file(self, root: str, path: str) -> FileRow | None:
        """One file ever seen, or None."""
        query = select(files).where(files.c.root == root, files.c.path == path)
        row = self._connection.execute(query).one_or_none()
        return file_row(row) if row else None

    def files_of(self, document: str) -> list[FileRow]:
        """The live files of a document, in order of root and path."""
        query = select(files).where(files.c.document == document, files.c.state != State.REMOVED)
        return [file_row(row) for row in self._connection.execute(query.order_by(files.c.root, files.c.path))]

    def has(self, document: str) -> bool:
        """Whether an id was ever given."""
        return self._connection.execute(select(documents.c.id).where(documents.c.id == document)).one_or_none() is not None

    def record(self, document: str) -> DocumentRecord | None:
        """A document, live or removed, by id."""
        return self._one(documents.c.id == document)

    def record_with(self, sha256: str) -> DocumentRecord | None:
        """The document whose content this is: a live one if there is one, else a removed one."""
        return self._one(documents.c.sha256 == sha256)

    def _one(self, condition: Any) -> DocumentRecord | None:
        query = select(documents).where(condition).order_by(documents.c.removed_at, documents.c.id).limit(1)
        row = self._connection.execute(query).one_or_none()
        return record_of(row, locations(self._connection, [row.id]).get(row.id, [])) if row else None

    def passages(self, document: str) -> list[Passage]:
        """All passages of a document, in order."""
        query = select(passages).where(passages.c.document == document).order_by(passages.c.ordinal)
        return [passage_of(row) for row in self._connection.execute(query)]

    def roots(self) -> list[str]:
        """Names of all roots that files were ever seen in."""
        return list(self._connection.execute(select(files.c.root).distinct().order_by(files.c.root)).scalars())

    def revisions(self, audience: str) -> dict[str, int]:
        """Revision by id of the live documents that an audience may see: what its index should hold."""
        query = select(documents.c.id, documents.c.revision).where(
            documents.c.removed_at == "", documents.c.audience_rank <= audience_rank(audience)
        )
        return {row.id: row.revision for row in self._connection.execute(query)}

    def live(self) -> list[str]:
        """Ids of all live documents, in order."""
        query = select(documents.c.id).where(documents.c.removed_at == "").order_by(documents.c.id)
        return list(self._connection.execute(query).scalars())

    def like(self, sha256: str) -> FileRow | None:
        """Some file ever seen with this content: what reading it once told."""
        row = self._connection.execute(select(files).where(files.c.sha256 == sha256).limit(1)).one_or_none()
        return file_row(row) if row else None

    def put_file(self, file: FileRow) -> None:
        """Write down what became of a file."""
        self._upsert(files, file_values(replace(file, recorded_at=_now())))

    def put_document(self, record: DocumentRecord, text: Sequence[Passage] | None) -> None:
        """Write a document, with all its passages unless `text` is None (unchanged); the index is to take it over."""
        document = record.document
        added = record.added_at or _now()
        self._upsert(documents, document_values(replace(record, added_at=added)))
        if text is not None:
            self._connection.execute(delete(passages).where(passages.c.document == document.id))
            rows = [passage_values(document.id, ordinal, passage) for ordinal, passage in enumerate(text)]
            if rows:
                self._connection.execute(insert(passages), rows)
        self.touch(document.id)

    def remove_document(self, document: str) -> None:
        """Leave only the row of a document: title, date and what it was; its passages go, and the index is to drop it."""
        self._connection.execute(delete(passages).where(passages.c.document == document))
        self._connection.execute(update(documents).where(documents.c.id == document).values(removed_at=_now()))
        self.touch(document)

    def touch(self, document: str) -> None:
        """Have the index take a document over again."""
        self._upsert(pending, {"document": document})

    def pending(self) -> list[str]:
        """Ids the index has still to take over."""
        return list(self._connection.execute(select(pending.c.document).order_by(pending.c.document)).scalars())

    def taken_over(self, ids: Iterable[str]) -> None:
        """The index holds these changes durably now."""
        for document in ids:
            self._connection.execute(delete(pending).where(pending.c.document == document))

    def put_run(self, started_at: str, exit_code: int, summary: Mapping[str, Any]) -> None:
        """Write down a run that has ended."""
        values = {"started_at": started_at, "finished_at": _now(), "exit_code": exit_code, "summary": dict(summary)}
        self._upsert(runs, values)

    def _upsert(self, table: Table, values: Mapping[str, Any]) -> None:
        """Insert or replace by primary key, in the SQL that every database has; there is only one writer."""
        there, change, add = _STATEMENTS[table.name]
        keys = {f"key_{column.name}": values[column.name] for column in table.primary_key}
        if self._connection.execute(there, keys).first() is None:
            self._connection.execute(add, dict(values))
        elif change is not None:
            self._connection.execute(change, {**values, **keys})


def _statements(table: Table) -> tuple[Select[Any], Update | None, Insert]:
    """Whether a row is there, how to change it, how to add it. Built once: building costs more than running."""
    keys = list(table.primary_key)
    condition = [column == bindparam(f"key_{column.name}") for column in keys]
    rest: dict[str, Any] = {column.name: bindparam(column.name) for column in table.c if column not in set(keys)}
    change = update(table).where(*condition).values(rest) if rest else None
    return select(keys[0]).where(*condition), change, insert(table)


_STATEMENTS = {table.name: _statements(table) for table in (documents, files, pending, runs)}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
