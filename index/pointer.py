"""The store's pointer: the small file that says which generation is live, and what it was built with.

A folder is ours when it holds our marker; the lock file keeps writers from one another.
"""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from index.engines.durable import read_json, sync_folder, write_atomically
from index.port import EngineError

MARKER: Final = ".metalika-store"
POINTER: Final = "current.json"
REBUILD: Final = "run: python -m ingest run --rebuild"
"""What to do about an index that cannot be used."""

_LOCK: Final = "writer.lock"


class StoreError(EngineError):
    """The store cannot be used: not our folder, a damaged pointer, another writer; the message says what to do."""


class StaleIndex(EngineError):  # noqa: N818  # it names the index, and reads so where it is caught
    """There is no index, or it was built by another version; the message tells to rebuild it."""


@dataclass(frozen=True, slots=True)
class StoreState:
    """What the pointer says. `commit` counts the commits within the generation, from 1."""

    generation: int
    commit: int
    folder: str
    engine: str
    analysis: str
    schema: int
    audiences: tuple[str, ...]

    @property
    def version(self) -> str:
        """Generation and commit, e.g. "3.17": changes whenever what is found may have changed."""
        return f"{self.generation}.{self.commit}"


_KINDS: Final = {"generation": int, "commit": int, "folder": str, "engine": str, "analysis": str, "schema": int}


def read_pointer(folder: Path) -> StoreState | None:
    """The pointer as it is on the disk; None when nothing was built. Raises StoreError for a damaged one."""
    if not (folder / MARKER).exists():
        return None
    try:
        found = read_json(folder / POINTER)
        state = StoreState(**{**found, "audiences": tuple(found["audiences"])})
        if not all(isinstance(getattr(state, name), kind) for name, kind in _KINDS.items()):
            raise ValueError("a value of another kind")
        return state
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder / POINTER} is damaged ({error}); {REBUILD}") from error


def write_pointer(folder: Path, state: StoreState) -> None:
    """Make a state the live one: in one step, and on the disk when this returns."""
    sync_folder(folder)
    write_atomically(folder / POINTER, json.dumps(asdict(state), indent=1).encode())


def look(folder: Path) -> tuple[int, ...]:
    """What tells one pointer from the next at the price of a stat (a replaced file is a new inode); () for none."""
    try:
        status = os.stat(folder / POINTER)
    except FileNotFoundError:
        return ()
    return (status.st_mtime_ns, status.st_ino, status.st_size)


def claim(folder: Path) -> None:
    """Make a folder ours, if it is missing or empty. Raises StoreError for a folder with anything else in it."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / MARKER).exists():
        return
    if any(folder.iterdir()):
        raise StoreError(f"{folder} is not empty and not a store of ours: name another folder in [index] store")
    write_atomically(folder / MARKER, b"An index of metalika-knowledge. Everything here can be rebuilt.\n")


def lock(folder: Path) -> int:
    """Keep other writers out; closing the file descriptor (or dying) lets them in. Raises StoreError when one is there."""
    descriptor = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise StoreError(f"the index in {folder} is being written by another process; try again later") from None
    return descriptor
