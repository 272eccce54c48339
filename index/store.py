"""The store: generations of indexes beside one another, one of them live, switched by replacing one small file.

    <store>/.metalika-store          says that this folder is ours; nothing is deleted in a folder without it
    <store>/current.json             the pointer: which generation is live, and what it was built with
    <store>/gen-000001/<audience>/   one index per audience, holding just what that audience may see

An update commits into the live generation, a rebuild makes the next one. Kill a writer at any moment: the pointer names
a generation that was whole when it was written, and the next writer sweeps the leavings.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Self

from corpus.vocabulary import audience_rank
from index.engines.durable import sync_folder
from index.pointer import REBUILD, StaleIndex, StoreError, StoreState, claim, lock, look, read_pointer, write_pointer
from index.port import Engine, EngineError, Entry, Searcher, Writer

__all__ = ["SCHEMA", "GenerationWriter", "Reader", "StaleIndex", "Store", "StoreError", "StoreState"]

SCHEMA: Final = 1
"""Version of what an entry says to an engine; a change of it means a rebuild."""

_GENERATION: Final = re.compile(r"gen-(\d{6,})")
_OPEN_TRIES: Final = 5


class Store:
    """One folder of generations, as one version of the program would build it."""

    def __init__(self, folder: Path, engine: Engine, analysis: str, audiences: tuple[str, ...]) -> None:
        """Name the folder and the stamps; nothing is read or made yet."""
        self.folder = folder
        self.engine = engine
        self.analysis = analysis
        self.audiences = tuple(sorted(audiences, key=audience_rank))

    def state(self) -> StoreState | None:
        """The pointer as it is on the disk; None when nothing was built. Raises StoreError for a damaged one."""
        return read_pointer(self.folder)

    def stale(self) -> str:
        """Why a rebuild is needed: "", "not built", "damaged", or what changed: engine, analysis, schema, audiences."""
        try:
            state = self.state()
        except StoreError:
            return "damaged"
        return "not built" if state is None else self.stale_in(state)

    def stale_in(self, state: StoreState) -> str:
        """Why a rebuild is needed, given a pointer that was read."""
        reasons = {
            "engine changed": state.engine != self.engine.stamp,
            "analysis changed": state.analysis != self.analysis,
            "schema changed": state.schema != SCHEMA,
            "audiences changed": set(state.audiences) != set(self.audiences),
            "damaged": not all(self.index_folder(state, audience).is_dir() for audience in state.audiences),
        }
        return next((reason for reason, true in reasons.items() if true), "")

    def index_folder(self, state: StoreState, audience: str) -> Path:
        """Where the index of an audience lies."""
        return self.folder / state.folder / audience

    def current(self) -> StoreState:
        """The pointer, if what it names can be used. Raises StaleIndex otherwise."""
        state = self.state()
        stale = "not built" if state is None else self.stale_in(state)
        if state is None or stale:
            raise StaleIndex(f"the index in {self.folder} cannot be used: {stale}; {REBUILD}")
        return state

    def contents(self, audience: str) -> Mapping[str, int]:
        """Every document in an audience's index with its revision. Raises StaleIndex."""
        searcher = Reader(self, audience).searcher()
        try:
            return searcher.contents()
        finally:
            searcher.close()

    def rebuild(self) -> GenerationWriter:
        """Begin the next generation, beside the live one. Raises StoreError for a folder that is not ours, or in use."""
        claim(self.folder)
        held = lock(self.folder)
        try:
            return GenerationWriter(self, self._begin(), held, rebuilding=True)
        except BaseException:
            os.close(held)
            raise

    def update(self) -> GenerationWriter:
        """Open the live generation for changes. Raises StaleIndex, and StoreError when the store is in use."""
        self.current()
        held = lock(self.folder)
        try:
            return GenerationWriter(self, self.current(), held, rebuilding=False)
        except BaseException:
            os.close(held)
            raise

    def _begin(self) -> StoreState:
        numbers = self.generations()
        try:
            live = read_pointer(self.folder)
            number = live.generation if live else 0
        except StoreError:
            # A damaged pointer is what a rebuild mends: any of the generations may be the one in use.
            number = max(numbers, default=0)
        for leaving, name in numbers.items():
            if leaving > number:
                shutil.rmtree(self.folder / name)
        state = StoreState(
            generation=number + 1,
            commit=0,
            folder=f"gen-{number + 1:06d}",
            engine=self.engine.stamp,
            analysis=self.analysis,
            schema=SCHEMA,
            audiences=self.audiences,
        )
        for audience in self.audiences:
            self.engine.create(self.index_folder(state, audience))
        return state

    def generations(self) -> dict[int, str]:
        """The generation folders there are, whole or not, by number."""
        named = ((_GENERATION.fullmatch(path.name), path) for path in self.folder.iterdir() if path.is_dir())
        return {int(found[1]): path.name for found, path in named if found}


class GenerationWriter:
    """Changes to one generation: the next one (`switch` or `discard` ends it), or the live one (`commit`, then `close`)."""

    def __init__(self, store: Store, state: StoreState, held: int, *, rebuilding: bool) -> None:
        """Open the index of every audience; `held` is the lock, given back at the end."""
        self._store = store
        self._state = state
        self._held: int | None = held
        self._rebuilding = rebuilding
        self._writers: dict[str, Writer] = {}
        try:
            for audience in store.audiences:
                self._writers[audience] = store.engine.writer(store.index_folder(state, audience))
        except BaseException:
            self._close_writers()
            raise

    def put(self, audience: str, entry: Entry) -> None:
        """Add a document to an audience's index, or replace the one with its id."""
        self._writers[audience].put(entry)

    def remove(self, audience: str, document: str) -> None:
        """Take a document out of an audience's index; an unknown id does nothing."""
        self._writers[audience].remove(document)

    def commit(self) -> None:
        """Make the changes to the live generation visible and durable. A server sees them at its next question.

        The widest audience goes first, so that a document that was narrowed leaves it before anything else.
        """
        if self._rebuilding:
            raise StoreError("a rebuild is made visible by switch")
        for writer in self._writers.values():
            writer.commit()
        self._state = replace(self._state, commit=self._state.commit + 1)
        write_pointer(self._store.folder, self._state)

    def switch(self) -> None:
        """End a rebuild: make the new generation live, and delete generations older than the one it replaces."""
        if not self._rebuilding:
            raise StoreError("an update is made visible by commit")
        for writer in self._writers.values():
            writer.commit()
        self._close_writers()
        sync_folder(self._store.folder / self._state.folder)
        self._state = replace(self._state, commit=1)
        write_pointer(self._store.folder, self._state)
        self._rebuilding = False
        for number, folder in self._store.generations().items():
            if number < self._state.generation - 1:
                shutil.rmtree(self._store.folder / folder)
        self.close()

    def discard(self) -> None:
        """Give a rebuild up and delete it. Idempotent."""
        self.close()

    def close(self) -> None:
        """Drop what was not committed, delete a generation that was not switched to, let others write. Idempotent."""
        self._close_writers()
        if self._rebuilding:
            self._rebuilding = False
            shutil.rmtree(self._store.folder / self._state.folder, ignore_errors=True)
        held, self._held = self._held, None
        if held is not None:
            os.close(held)

    def _close_writers(self) -> None:
        while self._writers:
            _, writer = self._writers.popitem()
            writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class _Open:
    """A searcher, and what the pointer was when it was opened, in which process."""

    seen: tuple[int, ...]
    version: str
    searcher: Searcher


class Reader:
    """What a server asks for the searcher of an audience: always that of the live state, opened when it changed.

    Safe for threads and forked children. A searcher that is replaced is not closed: requests in flight go on with it.
    """

    def __init__(self, store: Store, audience: str) -> None:
        """Nothing is opened yet."""
        self._store = store
        self._audience = audience
        self._open: _Open | None = None
        self._turn = Lock()

    def searcher(self) -> Searcher:
        """The searcher of the live state. Raises StaleIndex, or EngineError for what cannot be opened."""
        return self._current().searcher

    @property
    def generation(self) -> str:
        """The version of the live state, e.g. "3.17"."""
        return self._current().version

    def _current(self) -> _Open:
        seen = self._look()
        found = self._open
        if found is None or found.seen != seen:
            with self._turn:
                found = self._open
                if found is None or found.seen != seen:
                    found = self._open = self._reopened()
        return found

    def _look(self) -> tuple[int, ...]:
        # A child of a fork must not share its parent's reading positions.
        return (os.getpid(), *look(self._store.folder))

    def _reopened(self) -> _Open:
        for _ in range(_OPEN_TRIES):
            # Looked at before it is read: should it change in between, the next question opens anew.
            seen, state = self._look(), self._store.current()
            try:
                searcher = self._store.engine.searcher(self._store.index_folder(state, self._audience))
            except EngineError:
                # The generation may just have been swept; the pointer then names another by now.
                if self._look() == seen:
                    raise
                continue
            return _Open(seen, state.version, searcher)
        raise StoreError(f"the index in {self._store.folder} changes faster than it can be opened")
