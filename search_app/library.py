"""What the application reads: the catalogue through a view opened for its audience, and the index of that audience.

Both are opened when first asked for, so that a server started before the first ingest begins to answer once there is
something to answer from.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from corpus.catalogue import Catalogue, Coverage, View
from index.port import Searcher, Weights

_FRESH_SECONDS: Final = 1.0


class NotReadyError(Exception):
    """Nothing can be searched yet; the message says why and what to run."""


class Index(Protocol):
    """The index of one audience, opened afresh when a new generation stands."""

    def searcher(self) -> Searcher:
        """The index as it stands now. Raises NotReadyError."""
        ...

    @property
    def generation(self) -> str:
        """Names what stands now, e.g. "3.17". Raises NotReadyError."""
        ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the settings say of ranking: the window of passages, and what a match in title or heading weighs."""

    window: int = 1000
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Doors:
    """How the catalogue is reached. `open` raises NotReadyError; `edition` names its file as it lies there, cheaply."""

    open: Callable[[], Catalogue]
    account: Callable[[Catalogue], dict[str, Any]]
    edition: Callable[[], str] = str


class Library:
    """Everything a request reads from, for one audience. Safe to use from threads.

    `doors` says how the catalogue is opened, again after it failed and when its edition changed.
    """

    def __init__(self, audience: str, doors: Doors, index: Index, ranking: Ranking | None = None) -> None:
        self.audience = audience
        self.ranking = ranking or Ranking()
        self._doors = doors
        self._index = index
        self._catalogue: Catalogue | None = None
        self._opened = ""
        self._coverage: tuple[float, Coverage] | None = None
        self._lock = threading.Lock()

    def catalogue(self) -> Catalogue:
        """The whole catalogue, for the account alone. Raises NotReadyError where there is none yet.

        A catalogue whose file was deleted or replaced is let go of. Whoever still reads from it ends reading: closing
        lets go of idle connections only.
        """
        edition = self.edition()
        with self._lock:
            if self._catalogue is not None and edition != self._opened:
                self._catalogue.close()
                self._catalogue = self._coverage = None
            if self._catalogue is None:
                self._catalogue = self._doors.open()
                self._opened = edition
            return self._catalogue

    def edition(self) -> str:
        """Names the catalogue's file as it lies there now; "" where there is none, or it is no file."""
        return self._doors.edition()

    def account(self) -> dict[str, Any]:
        """What became of every file, and how catalogue and index stand. Walks the disk. Raises NotReadyError."""
        return self._doors.account(self.catalogue())

    def view(self) -> View:
        """The catalogue as the audience sees it. Raises NotReadyError where there is none yet."""
        return self.catalogue().view(self.audience)

    def coverage(self) -> Coverage:
        """How much of what the audience may see can be searched, at most a second old. Raises NotReadyError.

        Counting it takes as long as a search, and stands on every page.
        """
        view, known = self.view(), self._coverage
        if known is None or time.monotonic() > known[0]:
            known = self._coverage = (time.monotonic() + _FRESH_SECONDS, view.coverage())
        return known[1]

    def searcher(self) -> Searcher:
        """The index as it stands now. Raises NotReadyError where none is built, or a stale one."""
        return self._index.searcher()

    def generation(self) -> str:
        """The index' generation. Raises NotReadyError where none is built."""
        return self._index.generation
