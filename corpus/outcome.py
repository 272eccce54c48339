"""What happened to a file: its state and, unless it was indexed, a reason from a closed list.

A file that cannot be read is a value (`Rejected`), not an exception: no run stops for a file.
The list is the contract's (docs/interface.md, section 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a file stands in the account."""

    INDEXED = "indexed"
    FAILED = "failed"
    SKIPPED = "skipped"
    REMOVED = "removed"


class Reason(StrEnum):
    """Why a file failed. `needs_tool:NAME` is written by `needs_tool`."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    TOO_BIG = "too_big"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    UNREADABLE = "unreadable"
    CHANGING = "changing"
    NEEDS_OCR = "needs_ocr"


class SkipReason(StrEnum):
    """Why a file was passed over on purpose. `rule:NAME` names a folder rule with `skip = true`."""

    HIDDEN = "hidden"
    LOCK_FILE = "lock_file"
    SIDECAR = "sidecar"
    ARCHIVE = "archive"
    SYMLINK = "symlink"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that could not be read: the reason (a `Reason` value or needs_tool:NAME), and detail for a person."""

    reason: str
    detail: str = ""
    media_type: str = ""


def needs_tool(name: str) -> str:
    """The reason for a file that a program missing on this machine could read, e.g. needs_tool:antiword."""
    return f"needs_tool:{name}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the account: what happened to one file in a run.

    `changed` is False when nothing had to be done; `seconds` is wall time spent on the file.
    """

    path: str
    root: str
    state: State
    reason: str = ""
    detail: str = ""
    sha256: str = ""
    changed: bool = True
    media_type: str = ""
    passages: int = 0
    characters: int = 0
    ocr_pages: int = 0
    repairs: int = 0
    seconds: float = 0.0
