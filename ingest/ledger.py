"""Writing down what became of each file, and what that means for documents: new, edited, copied, moved, removed.

The rules of identity (docs/interface.md, section 4): new content at a path keeps the id and raises the revision; equal
content at a new path is another file of the same document, or its move when the old path is gone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace

from corpus.catalogue import CatalogueWriter, DocumentRecord, FileRow
from corpus.document import Derived, Passage
from corpus.identity import document_id
from corpus.outcome import Outcome, Rejected, SkipReason, State
from corpus.settings import Settings
from corpus.walk import Found, disk_path
from ingest.assemble import Place, Said, described, held_of, record_of, said_of
from ingest.media import is_archive
from ingest.plan import Seen
from ingest.reading import Reading


class Ledger:
    """Turns what a run finds into rows of the catalogue and lines of the report. `reader` names the reading's version.

    `faults`: what is wrong with sidecars, by root and path. `leaving`: (root, path) of the files that this run found gone or
    with another content, and has not written down yet: they no longer bear out their documents.
    """

    def __init__(self, writer: CatalogueWriter, settings: Settings, reader: str) -> None:
        self._writer = writer
        self._settings = settings
        self._reader = reader
        self._roots = {root.name: str(root.path) for root in settings.corpus.roots}
        self.faults: dict[str, str] = {}
        self.leaving: set[tuple[str, str]] = set()

    def unchanged(self, row: FileRow) -> Outcome:
        """A file that needs nothing."""
        return _outcome(row, changed=False)

    def touched(self, row: FileRow, seen: Seen) -> Outcome:
        """A file with the old content and a new date; its description may have changed with it."""
        if row.document is not None and row.context != seen.context:
            return self.redescribed(row, seen)
        same = replace(row, size=seen.file.size, mtime_ns=seen.file.mtime_ns)
        self._writer.put_file(same)
        return _outcome(same, changed=False)

    def redescribed(self, row: FileRow, seen: Seen) -> Outcome:
        """A file whose rule or sidecar changed: its document is described anew, from what was read before."""
        new = replace(row, size=seen.file.size, mtime_ns=seen.file.mtime_ns, context=seen.context)
        self._writer.put_file(new)
        self._describe(str(row.document))
        return _outcome(new)

    def skipped(self, root: str, file: Found, row: FileRow | None) -> Outcome:
        """A file passed over by its name, its kind or its folder's rule."""
        if row is not None and (row.state, row.reason) == (State.SKIPPED, file.skip):
            return _outcome(row, changed=False)
        new = FileRow(root, file.path, file.size, file.mtime_ns, "", State.SKIPPED, str(file.skip))
        self._put(new, row)
        return _outcome(new)

    def attached(self, seen: Seen) -> Outcome | None:
        """A file whose content is a known document's: it becomes another file of it, unread. None if it has to be read."""
        record = None if seen.again or not seen.sha256 else self._writer.record_with(seen.sha256)
        like = self._writer.like(seen.sha256)
        if record is None or like is None or record.removed_at:  # a removed one's text is gone: it has to be read again
            return None
        document = record.document
        state = State.INDEXED if document.available else State.FAILED
        row = replace(_at(like, seen), state=state, reason=document.reason, document=document.id)
        self._put(row, self._row(seen))
        self._describe(document.id)
        return _outcome(row)

    def failed(self, seen: Seen) -> Outcome:
        """A file that could not even be hashed. A document it had keeps its text: the content was not seen to change."""
        reason, _, detail = seen.error.partition(": ")
        before = self._row(seen)
        known = before.document if before and before.state != State.REMOVED else None
        row = _at(FileRow("", "", 0, 0, "", State.FAILED, reason, detail), seen)
        if known is None:
            known = document_id(_digest(seen), self._writer.has)
            rejected = Rejected(reason, detail)
            self._writer.put_document(record_of(known, 1, "", seen.file.size, rejected, self._reader), [])
        same = before is not None and (before.state, before.reason, before.document) == (row.state, row.reason, known)
        if not same:
            self._put(replace(row, document=known), before)
            self._describe(known)
        return _outcome(row, changed=not same)

    def read(self, files: Sequence[Seen], result: Reading | Rejected, seconds: float) -> list[Outcome]:
        """All files of one content, with what reading it gave."""
        if isinstance(result, Rejected) and is_archive(result.media_type):
            return [self._archive(seen, result, seconds) for seen in files]
        document = self._identify(files)
        old = self._writer.record(document)
        record = record_of(document, _revision(old, files[0].sha256), files[0].sha256, files[0].file.size, result, self._reader)
        text: Sequence[Passage] = () if isinstance(result, Rejected) else result.passages
        rows = [_read_row(seen, document, result, seconds) for seen in files]
        here = {(row.root, row.path) for row in rows}
        others = [row for row in self._writer.files_of(document) if (row.root, row.path) not in here]
        told = self._told(replace(record, added_at=old.added_at if old else ""), [*rows, *others])
        self._writer.put_document(told, text)
        for seen, row in zip(files, rows, strict=True):
            self._put(row, self._row(seen))
        self._look_again(others)
        return [_outcome(row) for row in rows]

    def removed(self, row: FileRow) -> Outcome:
        """A file that is gone from a root that is there."""
        gone = replace(row, state=State.REMOVED, reason="", detail="")
        if row.document is not None:
            self.kept(row)  # what it leaves behind, its title and date, is for no wider audience than is said now
        self._writer.put_file(gone)
        self.leaving.discard((row.root, row.path))
        if row.document is not None:
            self._leave(row.document)
        return _outcome(gone)

    def kept(self, row: FileRow) -> None:
        """A file out of reach: what the configuration says of it may have become narrower."""
        record = self._writer.record(row.document) if row.document else None
        if record is not None and not record.removed_at:
            told = self._told(record, self._writer.files_of(record.document.id)).document
            if told.audience != record.document.audience:
                derived = {**record.document.derived, "audience": told.derived["audience"]}
                narrowed = replace(record.document, audience=told.audience, derived=derived)
                self._writer.put_document(replace(record, document=narrowed), None)

    def leaves_nothing(self, row: FileRow) -> bool:
        """Whether the removal of all files that are leaving would remove this file's document."""
        if row.document is None:
            return False
        own = (row.root, row.path)
        return all((each.root, each.path) in self.leaving | {own} for each in self._writer.files_of(row.document))

    def _archive(self, seen: Seen, result: Rejected, seconds: float) -> Outcome:
        bare = FileRow("", "", 0, 0, seen.sha256, State.SKIPPED, SkipReason.ARCHIVE, media_type=result.media_type)
        row = replace(_at(bare, seen), seconds=seconds)
        self._put(row, self._row(seen))
        return _outcome(row)

    def _identify(self, files: Sequence[Seen]) -> str:
        """The id for a content that was read: a live or removed document's that has it, else the path's own, else new."""
        same = self._writer.record_with(files[0].sha256)
        if same is not None and not same.removed_at:
            return same.document.id
        for seen in files:
            own = self._sole_document(seen)
            if own is not None:
                return own
        return same.document.id if same is not None else document_id(files[0].sha256, self._writer.has)

    def _sole_document(self, seen: Seen) -> str | None:
        """The document whose only live file this path is."""
        row = self._row(seen)
        if row is None or row.state == State.REMOVED or row.document is None or not self.leaves_nothing(row):
            return None
        return row.document

    def _row(self, seen: Seen) -> FileRow | None:
        return self._writer.file(seen.root, seen.file.path)

    def _put(self, row: FileRow, before: FileRow | None) -> None:
        """Write a file's row; a document it belonged to until now loses it."""
        self._writer.put_file(row)
        self.leaving.discard((row.root, row.path))
        lost = before.document if before is not None and before.state != State.REMOVED else None
        if lost is not None and lost != row.document:
            self._leave(lost)

    def _leave(self, document: str) -> None:
        """A document lost a file: describe it by those left, or remove it with the last."""
        if self._writer.files_of(document):
            self._describe(document)
        else:
            self._writer.remove_document(document)

    def _describe(self, document: str) -> None:
        """Describe a document anew from what was read and what is said of its files."""
        record = self._writer.record(document)
        rows = self._writer.files_of(document)
        if record is not None and rows:
            self._writer.put_document(self._told(record, rows), None)
            self._look_again(rows)

    def _look_again(self, rows: Sequence[FileRow]) -> None:
        """Files that could not be looked at while their document was described: it is described anew when they are back."""
        for row in rows:
            if row.context and self._said(self._place(row), None).held:
                self._writer.put_file(replace(row, context=""))

    def _place(self, row: FileRow) -> Place:
        return Place(row.root, row.path, disk_path(self._roots.get(row.root, ""), row.path))

    def _told(self, record: DocumentRecord, rows: Sequence[FileRow]) -> DocumentRecord:
        """A document with the description in force, given all its live files."""
        ordered = sorted(rows, key=lambda row: (row.root, row.path))
        said = [self._said(self._place(row), record.document.derived.get("audience")) for row in ordered]
        self.faults.update({f"{each.place.root}/{each.place.path}": each.fault for each in said if each.fault})
        return described(record, said, self._settings)

    def _said(self, place: Place, audience: Derived | None) -> Said:
        if place.root in self._roots and os.path.lexists(place.disk):
            return said_of(place, self._settings)
        return held_of(place, audience, self._settings)


def _revision(old: DocumentRecord | None, sha256: str) -> int:
    """Which content of a document this is, counted from 1."""
    return 1 if old is None else old.document.revision + (old.document.sha256 != sha256)


def _at(row: FileRow, seen: Seen) -> FileRow:
    """A row with the place, size, time and context of a file on disk."""
    file = seen.file
    return replace(
        row, root=seen.root, path=file.path, size=file.size, mtime_ns=file.mtime_ns, context=seen.context, seconds=0.0
    )


def _read_row(seen: Seen, document: str, result: Reading | Rejected, seconds: float) -> FileRow:
    """The row of a file that was read, or that could not be."""
    bare = _at(FileRow("", "", 0, 0, seen.sha256, State.INDEXED, media_type=result.media_type, document=document), seen)
    if isinstance(result, Rejected):
        return replace(bare, state=State.FAILED, reason=result.reason, detail=result.detail, seconds=seconds)
    return replace(
        bare,
        passages=len(result.passages),
        characters=sum(len(passage.text) for passage in result.passages),
        ocr_pages=sum(passage.ocr for passage in result.passages),
        repairs=sum(sum(passage.repairs.values()) for passage in result.passages),
        flags=result.flags,
        seconds=seconds,
    )


def _digest(seen: Seen) -> str:
    """Stands in for the digest of a content that could not be read: that of its place."""
    return hashlib.sha256(f"{seen.root}/{seen.file.path}".encode()).hexdigest()


def _outcome(row: FileRow, *, changed: bool = True) -> Outcome:
    """A row as a line of the report; an unchanged file took no time."""
    return Outcome(
        path=row.path,
        root=row.root,
        state=State(row.state),
        reason=row.reason,
        detail=row.detail,
        sha256=row.sha256,
        changed=changed,
        media_type=row.media_type,
        passages=row.passages,
        characters=row.characters,
        ocr_pages=row.ocr_pages,
        repairs=row.repairs,
        seconds=round(row.seconds, 3) if changed else 0.0,
    )
