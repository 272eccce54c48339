"""One run at a time: a lock on a file under corpus.data that the system lets go of when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

FILE_NAME: Final = "ingest.lock"
"""The lock's file below corpus.data; it says who holds it, in words."""


class LockHeldError(Exception):
    """Another run holds the lock; the message says which process and since when."""


@contextmanager
def run_lock(data: Path) -> Iterator[None]:
    """Hold the lock for a while. Raises LockHeldError at once if another process has it."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / FILE_NAME).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise LockHeldError(f"another run is at work: {file.read().strip() or 'it has not said who it is'}") from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {datetime.now().astimezone().isoformat(sep=' ', timespec='seconds')}\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
