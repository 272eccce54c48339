"""The default engine: tantivy, embedded, one index folder per audience.

What tantivy-py asks of its users (evidence, section 3): a fresh Index object for each write, deletion by a raw text key,
one writer at a time, reloading by hand (its watcher thread dies in forked children), and a look at orphaned files.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import tantivy

from index.engines.durable import prepare, read_json, require, sign, sync_folder
from index.engines.meaning import check_entry
from index.engines.tantivy_fork import watch_forks
from index.engines.tantivy_schema import FIRST, STAMP, build, documents
from index.engines.tantivy_search import TantivySearcher
from index.port import EngineError, Entry

HEAP: Final = 128_000_000
"""Bytes a writer may fill before it writes a segment: room for some 50,000 passages of 200 words."""
THREADS: Final = 1
"""Indexing threads: Python feeds them from one, and one gives the same segments every time."""
_OPEN_TRIES: Final = 5

_SEGMENT_FILE: Final = re.compile(r"([0-9a-f]{32})\.")


class TantivyWriter:
    """Changes one index; holds tantivy's lock on the folder until closed."""

    def __init__(self, folder: Path) -> None:
        """Open the folder afresh and sweep what a killed writer left behind. Raises EngineError when it is locked."""
        self._folder = folder
        index = _open(folder)
        self._schema = index.schema
        try:
            self._writer: tantivy.IndexWriter | None = index.writer(HEAP, THREADS)
        except ValueError as error:
            raise EngineError(f"{folder} is being written by another process: {error}") from error
        sweep(folder)

    def put(self, entry: Entry) -> None:
        """Add a document, or replace the one with its id."""
        check_entry(entry)
        writer = self._opened()
        writer.delete_documents_by_term("document", entry.id)
        for document in documents(entry, self._schema):
            writer.add_document(document)

    def remove(self, document: str) -> None:
        """Take a document out by id; an unknown id does nothing."""
        writer = self._opened()
        writer.delete_documents_by_term("document", document)

    def commit(self) -> None:
        """Make all changes visible at once, and durable."""
        try:
            self._opened().commit()
        except ValueError as error:
            raise EngineError(f"{self._folder} could not be written: {error}") from error
        # tantivy flushes its files, and the folder before it renames the file list; the rename itself is left to us.
        sync_folder(self._folder)

    def close(self) -> None:
        """Drop what was not committed, wait for merges, give the lock back. Idempotent."""
        writer, self._writer = self._writer, None
        if writer is not None:
            # What was not committed stays out of the list of segments; its files go with the next writer's sweep.
            writer.wait_merging_threads()

    def _opened(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise EngineError(f"the writer of {self._folder} is closed")
        return self._writer


def sweep(folder: Path) -> int:
    """Delete segment files that the index's list does not name, orphans of killed writers; how many there were.

    Only for the process that holds the writer's lock. Readers keep files they have opened.
    """
    living = {segment["segment_id"].replace("-", "") for segment in read_json(folder / "meta.json")["segments"]}
    orphans = [
        path
        for path in folder.iterdir()
        if path.name.startswith(".tmp") or ((found := _SEGMENT_FILE.match(path.name)) and found[1] not in living)
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _open(folder: Path) -> tantivy.Index:
    require(folder, STAMP)
    try:
        index = tantivy.Index.open(str(folder))
        # By default a thread of the library looks for commits and reloads: a snapshot is what was asked for.
        index.config_reader("manual")
    except (OSError, ValueError) as error:
        raise EngineError(f"{folder} cannot be opened ({error}): rebuild the index") from error
    return index


class TantivyEngine:
    """tantivy behind the port."""

    name = "tantivy"
    stamp = STAMP

    def create(self, folder: Path) -> None:
        """Make a new, empty, committed index in an empty or missing folder."""
        prepare(folder)
        tantivy.Index(build(), str(folder), reuse=False, sort_by_field=FIRST)
        sign(folder, STAMP)

    def writer(self, folder: Path) -> TantivyWriter:
        """Open for changes."""
        return TantivyWriter(folder)

    def searcher(self, folder: Path) -> TantivySearcher:
        """Open the last committed state."""
        for _ in range(_OPEN_TRIES):
            index = _open(folder)
            try:
                index.reload()
                return TantivySearcher(index.searcher(), index.schema)
            except (OSError, ValueError) as error:
                # A commit may take a file away between reading the list and opening it: read the list again.
                failure = error
        raise EngineError(f"{folder} cannot be read ({failure}): rebuild the index") from failure


watch_forks()

ENGINE: Final = TantivyEngine()
"""The engine as `index.engines.engine` gives it."""
