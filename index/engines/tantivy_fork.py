"""A remedy for children of a fork: they may inherit a lock whose owner, a thread of the parent, they do not have.

Opening an index starts a thread in the library that reads the list of segments under a file lock. A child forked in that
moment (one in seventy, right after opening) shares the open lock file: the lock is never given up for it, and it waits
for ever when it opens an index itself. Closing the inherited file leaves the lock to the parent, who gives it up.
"""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from typing import Final

LOCK_FILE: Final = ".tantivy-meta.lock"


def close_inherited_locks() -> int:
    """Close the reading locks that this process has open; how many. Only for a child that has just been forked."""
    closed = 0
    for name in os.listdir("/dev/fd"):
        descriptor = int(name)
        try:
            path = _path(descriptor)
        except OSError:
            continue  # the listing's own descriptor, gone by now
        if Path(path).name == LOCK_FILE:
            os.close(descriptor)
            closed += 1
    return closed


def _path(descriptor: int) -> str:
    if sys.platform == "darwin":
        return os.fsdecode(fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0"))
    return os.readlink(f"/dev/fd/{descriptor}")


def watch_forks() -> None:
    """From now on, let every forked child begin by closing the locks it inherited."""
    os.register_at_fork(after_in_child=close_inherited_locks)
