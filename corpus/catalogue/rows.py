"""Between rows of the catalogue's tables and the values of the corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Row

from corpus.document import Derived, Document, Location, OutlineItem, Passage, Role, Unit
from corpus.vocabulary import audience_rank


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as the catalogue knows it: where it lies, what it was when last read, its outcome, its document."""

    root: str
    path: str
    size: int
    mtime_ns: int
    sha256: str
    state: str
    reason: str = ""
    detail: str = ""
    media_type: str = ""
    document: str | None = None
    passages: int = 0
    characters: int = 0
    ocr_pages: int = 0
    repairs: int = 0
    seconds: float = 0.0
    flags: tuple[str, ...] = ()
    context: str = ""
    recorded_at: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document with what the catalogue keeps beside it: what it said itself, the reader's version, when it was added."""

    document: Document
    read: Mapping[str, Derived] = field(default_factory=dict)
    reader: str = ""
    added_at: str = ""
    removed_at: str = ""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a document whose last file is gone."""

    id: str
    title: str
    date: str
    removed_at: str


def file_row(row: Row[Any]) -> FileRow:
    """A FileRow from a row of `files`."""
    values = dict(row._mapping)
    return FileRow(**{**values, "flags": tuple(values["flags"])})


def file_values(file: FileRow) -> dict[str, Any]:
    """Column values of a FileRow."""
    return {**asdict(file), "flags": list(file.flags)}


def document_of(row: Row[Any], files: Sequence[Location]) -> Document:
    """A Document from a row of `documents` and its live files; a row without the long columns gives it without them."""
    return Document(
        id=row.id,
        revision=row.revision,
        sha256=row.sha256,
        media_type=row.media_type,
        bytes=row.bytes,
        title=row.title,
        unit=Unit(row.unit),
        pages=row.pages,
        kind=row.kind,
        language=row.language,
        languages=tuple(row.languages),
        date=row.date,
        organisations=tuple(row.organisations),
        event=row.event,
        place=row.place,
        topics=tuple(row.topics),
        audience=row.audience,
        available=row.available,
        reason=row.reason,
        files=tuple(files),
        outline=tuple(OutlineItem(*item) for item in row._mapping.get("outline", ())),
        derived=_derived(row._mapping.get("derived", {})),
    )


def record_of(row: Row[Any], files: Sequence[Location]) -> DocumentRecord:
    """A DocumentRecord from a row of `documents`."""
    return DocumentRecord(document_of(row, files), _derived(row.read), row.reader, row.added_at, row.removed_at)


def document_values(record: DocumentRecord) -> dict[str, Any]:
    """Column values of a DocumentRecord; its files stand in their own table."""
    document = record.document
    same = ("id", "revision", "sha256", "media_type", "bytes", "title", "pages", "kind", "language", "date", "event")
    values = {name: getattr(document, name) for name in (*same, "place", "audience", "available", "reason")}
    return values | {
        "unit": document.unit.value,
        "languages": list(document.languages),
        "organisations": list(document.organisations),
        "topics": list(document.topics),
        "audience_rank": audience_rank(document.audience),
        "outline": [[item.level, item.text, item.number] for item in document.outline],
        "derived": {name: asdict(value) for name, value in document.derived.items()},
        "read": {name: asdict(value) for name, value in record.read.items()},
        "reader": record.reader,
        "added_at": record.added_at,
        "removed_at": record.removed_at,
    }


def passage_of(row: Row[Any]) -> Passage:
    """A Passage from a row of `passages`; a row without the last columns gives it without them."""
    return Passage(
        number=row.number,
        text=row.text,
        label=row.label,
        role=Role(row.role),
        heading=row.heading,
        language=row.language,
        paragraph=row.paragraph,
        original_text=row._mapping.get("original_text", ""),
        ocr=row.ocr,
        repairs=row._mapping.get("repairs", {}),
    )


def passage_values(document: str, ordinal: int, passage: Passage) -> dict[str, Any]:
    """Column values of a passage."""
    return {
        "document": document,
        "ordinal": ordinal,
        "number": passage.number,
        "label": passage.label,
        "role": passage.role.value,
        "heading": passage.heading,
        "language": passage.language,
        "paragraph": passage.paragraph,
        "text": passage.text,
        "original_text": passage.original_text,
        "ocr": passage.ocr,
        "repairs": dict(passage.repairs),
    }


def _derived(table: Mapping[str, Any]) -> dict[str, Derived]:
    return {name: Derived(**value) for name, value in table.items()}
