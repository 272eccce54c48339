"""Files that survive a power cut: written aside, flushed to the disk, then renamed over the old ones."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

from index.port import EngineError

STAMP_FILE: Final = "engine.json"
"""The file in an index folder that says which engine made it, in which layout."""


def sync_file(path: Path) -> None:
    """Flush one file's contents to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to the disk, so that a new or renamed file is found after a power cut."""
    sync_file(folder)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the file at `path` by `content`: a reader sees the old bytes or the new ones, never a mixture."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with aside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file. Raises FileNotFoundError, and ValueError for anything but an object."""
    match json.loads(path.read_bytes()):
        case dict() as found:
            return found
        case _:
            raise ValueError(f"{path} holds no JSON object")


def prepare(folder: Path) -> None:
    """Make an index folder, or accept an empty one. Raises EngineError for a folder with anything in it."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise EngineError(f"{folder} is not empty: a new index is made in an empty folder only")


def sign(folder: Path, stamp: str) -> None:
    """Write which engine made the index in this folder: the last step of making one."""
    write_atomically(folder / STAMP_FILE, json.dumps({"engine": stamp}).encode())


def require(folder: Path, stamp: str) -> None:
    """Raise EngineError unless the folder holds an index made by the engine with this stamp."""
    try:
        found = read_json(folder / STAMP_FILE).get("engine", "")
    except FileNotFoundError:
        raise EngineError(f"{folder} holds no index of the engine {stamp}") from None
    except ValueError as error:
        raise EngineError(f"{folder / STAMP_FILE} is damaged ({error}): rebuild the index") from error
    if found != stamp:
        raise EngineError(f"{folder} was made by {found}, not by {stamp}: rebuild the index")
