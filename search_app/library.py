"""What the application reads: the catalogue through a view opened for its audience, and the index of that audience.

Both are opened when first asked for, so that a server started before the first ingest begins to answer once there is
something to answer from.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

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

    def state(self) -> Mapping[str, object]:
        """What the account says of the index: engine, generation, schema, analysis, stale."""
        ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the settings say of ranking: the window of passages, and what a match in title or heading weighs."""

    window: int = 1000
    weights: Weights = field(default_factory=Weights)


class Library:
    """Everything a request reads from, for one audience. Safe to use from threads.

    `open_catalogue` is called when first needed, and again after it failed; it raises NotReadyError.
    """

    def __init__(
        self, audience: str, open_catalogue: Callable[[], Catalogue], index: Index, ranking: Ranking | None = None
    ) -> None:
        self.audience = audience
        self.ranking = ranking or Ranking()
        self._open_catalogue = open_catalogue
        self._index = index
        self._catalogue: Catalogue | None = None
        self._coverage: tuple[float, Coverage] | None = None
        self._lock = threading.Lock()

    def catalogue(self) -> Catalogue:
        """The whole catalogue, for the account alone. Raises NotReadyError where there is none yet."""
        with self._lock:
            if self._catalogue is None:
                self._catalogue = self._open_catalogue()
            return self._catalogue

    def view(self) -> View:
        """The catalogue as the audience sees it. Raises NotReadyError where there is none yet."""
        return self.catalogue().view(self.audience)

    def coverage(self) -> Coverage:
        """How much of what the audience may see can be searched, at most a second old. Raises NotReadyError.

        Counting it takes as long as a search, and stands on every page.
        """
        known = self._coverage
        if known is None or time.monotonic() > known[0]:
            known = self._coverage = (time.monotonic() + _FRESH_SECONDS, self.view().coverage())
        return known[1]

    def searcher(self) -> Searcher:
        """The index as it stands now. Raises NotReadyError where none is built, or a stale one."""
        return self._index.searcher()

    def generation(self) -> str:
        """The index' generation. Raises NotReadyError where none is built."""
        return self._index.generation

    def index_state(self) -> Mapping[str, object]:
        """What the account says of the index, built or not."""
        return self._index.state()
