"""The engine in pure Python: Whoosh-Reloaded, for small collections (to about 1,000 documents) and odd platforms.

What this adapter adds to the library: replacing by id within one batch, an orderly lock after a failed commit, and a
flush of every file to the disk before the list of segments is switched (the library makes no such call).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any, Final

from index.engines.durable import prepare, require, sign, sync_file, sync_folder
from index.engines.meaning import check_entry
from index.engines.whoosh_library import EmptyIndexError, FileIndex, FileStorage, LockError
from index.engines.whoosh_postings import Postings
from index.engines.whoosh_schema import STAMP, build, documents
from index.engines.whoosh_search import WhooshSearcher
from index.port import EngineError, Entry

_MEMORY_MB: Final = 128
_OPEN_TRIES: Final = 5
_TOC_ASIDE: Final = re.compile(r"_MAIN_\d+\.toc\.[\d.]+$")
_LOCK: Final = "WRITELOCK"


class DurableStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """A folder in which the list of segments is replaced only when everything it names is on the disk."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file (Whoosh does so with a new list only), flushing all files before and the folder after."""
        folder = Path(self.folder)
        for path in folder.iterdir():
            if path.is_file() and not path.name.endswith(_LOCK):
                sync_file(path)
        super().rename_file(oldname, newname, safe)
        sync_folder(folder)


class WhooshWriter:
    """Changes one index. Changes wait in memory, as joined terms, until they are committed."""

    def __init__(self, folder: Path) -> None:
        """Open for changes and sweep what a killed writer left behind. Raises EngineError when it is locked."""
        self._folder = folder
        self._index = _open(folder)
        self._changes: dict[str, list[dict[str, Any]]] = {}
        self._writer: Any = None
        self._begin()

    def put(self, entry: Entry) -> None:
        """Add a document, or replace the one with its id."""
        self._check_open()
        check_entry(entry)
        self._changes[entry.id] = documents(entry)

    def remove(self, document: str) -> None:
        """Take a document out by id; an unknown id does nothing."""
        self._check_open()
        self._changes[document] = []

    def commit(self) -> None:
        """Make all changes visible at once, and durable."""
        self._check_open()
        try:
            for document, rows in self._changes.items():
                self._writer.delete_by_term("document", document)
                for row in rows:
                    self._writer.add_document(**row)
            self._writer.commit()
        except OSError as error:
            # The library keeps its lock when the disk is full: give it back, or nobody can write until a restart.
            self.close()
            raise EngineError(f"{self._folder} could not be written: {error}") from error
        self._changes = {}
        self._begin()

    def close(self) -> None:
        """Drop what was not committed and give the lock back. Idempotent."""
        writer, self._writer = self._writer, None
        self._changes = {}
        if writer is not None and not writer.is_closed:
            writer.cancel()

    def _begin(self) -> None:
        try:
            sweep(self._index)
            self._writer = self._index.writer(limitmb=_MEMORY_MB)
        except LockError as error:
            raise EngineError(f"{self._folder} is being written by another process") from error

    def _check_open(self) -> None:
        if self._writer is None:
            raise EngineError(f"the writer of {self._folder} is closed")


def sweep(index: Any) -> None:
    """Delete what a killed writer left: its temporary folder, and lists that were never switched to.

    Its segments go with the next commit. Raises LockError while another process writes.
    """
    lock = index.lock(_LOCK)
    if not lock.acquire():
        raise LockError
    try:
        folder = Path(index.storage.folder)
        shutil.rmtree(folder / f"{index.indexname}.tmp", ignore_errors=True)
        for path in folder.iterdir():
            if _TOC_ASIDE.match(path.name):
                path.unlink(missing_ok=True)
    finally:
        lock.release()


def _open(folder: Path) -> Any:
    require(folder, STAMP)
    try:
        return FileIndex(DurableStorage(str(folder)))
    except (EmptyIndexError, OSError, ValueError, EOFError, AssertionError) as error:
        raise EngineError(f"{folder} cannot be opened ({error}): rebuild the index") from error


class WhooshEngine:
    """Whoosh behind the port."""

    name = "whoosh"
    stamp = STAMP

    def create(self, folder: Path) -> None:
        """Make a new, empty, committed index in an empty or missing folder."""
        prepare(folder)
        FileIndex.create(DurableStorage(str(folder)), build())
        sign(folder, STAMP)

    def writer(self, folder: Path) -> WhooshWriter:
        """Open for changes."""
        return WhooshWriter(folder)

    def searcher(self, folder: Path) -> WhooshSearcher:
        """Open the last committed state."""
        for _ in range(_OPEN_TRIES):
            index = _open(folder)
            try:
                return WhooshSearcher(Postings(index))
            except OSError as error:
                # A commit may take a segment away between reading the list and opening it: read the list again.
                failure = error
        raise EngineError(f"{folder} cannot be read ({failure}): rebuild the index") from failure


ENGINE: Final = WhooshEngine()
"""The engine as `index.engines.engine` gives it."""
