"""Walking the roots: every file on disk, with the reason why it is passed over by name where it is.

Names that are not valid UTF-8 are kept readable and reversible: each such byte becomes U+FFFD and two hex digits, and a
U+FFFD that is in the name itself becomes U+FFFD and 00 (no name holds that byte).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.outcome import SkipReason
from corpus.rules import SUFFIX, rule_for
from corpus.settings import Root, Rule

_LOCK_NAMES: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_LOCK_ENDINGS: Final = (".tmp", ".temp", ".part", ".crdownload", ".swp", "~")
_UNDECODED = re.compile("[\udc80-\udcff\ufffd]")
_ESCAPED = re.compile("\ufffd(00|[89a-f][0-9a-f])")
_LAST_NS: Final = 2**63 - 1
"""The latest time a database holds: a file dated later is taken as of then."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file on disk: its path below the root, size in bytes, modification time in ns, and why to skip it ("": read it).

    `regular` is False for sockets, pipes and devices, which are never opened.
    """

    path: str
    size: int
    mtime_ns: int
    skip: str = ""
    regular: bool = True


@dataclass(frozen=True, slots=True)
class Walk:
    """All files below a root, and the folders that could not be listed (paths below the root; "" is the root itself)."""

    found: tuple[Found, ...]
    unreadable: tuple[str, ...]


def walk(root: Root, rules: tuple[Rule, ...] = (), below: str = "") -> Walk:
    """List every file of a root, or of the part of it below a path, in order of path. Never raises OSError."""
    unreadable: list[str] = []
    start, parts = disk_path(str(root.path), below), below.split("/") if below else []
    found = _one(start, parts) if parts and os.path.isfile(start) else _walk(start, parts, unreadable)
    placed = [_placed(file, root.name, rules) for file in found]
    return Walk(tuple(sorted(placed, key=lambda file: file.path)), tuple(unreadable))


def reachable(root: Root) -> bool:
    """Whether the root can be listed and is not empty: a share that dropped off shows as missing or empty."""
    try:
        with os.scandir(root.path) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def stored_path(path: str) -> str:
    """A path from the system as text that any catalogue can hold. Inverse of `disk_path`."""
    return _UNDECODED.sub(lambda m: "\ufffd00" if m[0] == "\ufffd" else f"\ufffd{ord(m[0]) - 0xDC00:02x}", path)


def disk_path(root: str, path: str) -> str:
    """The path by which the system knows a file: `root` joined with a stored path."""
    named = _ESCAPED.sub(lambda m: "\ufffd" if m[1] == "00" else chr(0xDC00 + int(m[1], 16)), path)
    return os.path.join(root, named) if path else root


def _walk(folder: str, parts: list[str], unreadable: list[str]) -> Iterator[Found]:
    """Files below `folder`; `parts` are the names from the root down to it. With a stack: trees may be deep."""
    waiting = [(folder, parts)]
    while waiting:
        folder, parts = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except FileNotFoundError:  # gone since it was listed or asked for, and all in it
            continue
        except OSError:
            unreadable.append("/".join(parts))
            continue
        for entry in entries:
            here = [*parts, stored_path(entry.name)]
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, here))
            else:
                yield _found(entry, here)


def _one(file: str, parts: list[str]) -> Iterator[Found]:
    """The one file that was asked for, if it is there."""
    folder, name = os.path.split(file)
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == name:
                yield _found(entry, parts)


def _found(entry: os.DirEntry[str], parts: list[str]) -> Found:
    path = "/".join(parts)
    try:
        info = entry.stat(follow_symlinks=False)
    except OSError:  # gone, or not ours to look at: reading it will say which
        return Found(path, 0, 0)
    if stat.S_ISLNK(info.st_mode):
        return Found(path, info.st_size, time_of(info), SkipReason.SYMLINK)
    if not stat.S_ISREG(info.st_mode):
        return Found(path, 0, time_of(info), regular=False)
    return Found(path, info.st_size, time_of(info), _by_name(parts))


def time_of(info: os.stat_result) -> int:
    """When a file was changed last, in ns, as the catalogue can hold it."""
    return min(info.st_mtime_ns, _LAST_NS)


def _by_name(parts: list[str]) -> str:
    name = parts[-1].lower()
    if name.startswith(("~$", ".~lock.")) or name in _LOCK_NAMES or name.endswith(_LOCK_ENDINGS):
        return SkipReason.LOCK_FILE
    if any(part.startswith(".") for part in parts):
        return SkipReason.HIDDEN
    if name.endswith(SUFFIX):
        return SkipReason.SIDECAR
    return ""


def _placed(file: Found, root: str, rules: tuple[Rule, ...]) -> Found:
    """The file, skipped where its folder's rule says so."""
    rule = None if file.skip else rule_for(rules, root, file.path)
    if rule is None or not rule.skip:
        return file
    return Found(file.path, file.size, file.mtime_ns, f"rule:{rule.folder}", file.regular)
