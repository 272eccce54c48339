"""Opening the catalogue and the index that the settings name: the application's door to the other rooms."""

from __future__ import annotations

import os
from functools import partial

from corpus.catalogue import Catalogue, CatalogueError, SchemaError, open_reader
from corpus.catalogue.connect import FILE_NAME
from corpus.settings import CorpusSettings, Settings
from index import analysis, engines
from index.port import EngineError, Searcher, Weights
from index.standing import full_account
from index.store import Reader, StaleIndex, Store, StoreError
from search_app.library import Doors, Library, NotReadyError, Ranking

_REFUSALS = (StaleIndex, StoreError, EngineError)


class StoredIndex:
    """The index of an audience in the store; what is not built, stale or damaged is told as NotReadyError."""

    def __init__(self, store: Store, audience: str) -> None:
        self._reader = Reader(store, audience)

    def searcher(self) -> Searcher:
        """The index as it stands now."""
        try:
            return self._reader.searcher()
        except _REFUSALS as error:
            raise NotReadyError(str(error)) from error

    @property
    def generation(self) -> str:
        """Names what stands now."""
        try:
            return self._reader.generation
        except _REFUSALS as error:
            raise NotReadyError(str(error)) from error


def open_library(settings: Settings) -> Library:
    """The library of the open audience. Reads nothing yet but the stamps of engine and analysis."""
    audience = settings.access.open_audience
    store = Store(settings.index.store, engines.engine(settings.index.engine), analysis.stamp(), (audience,))
    weights = Weights(title=settings.index.title_weight, heading=settings.index.heading_weight)

    def open_catalogue() -> Catalogue:
        try:
            return open_reader(settings)
        except (SchemaError, CatalogueError) as error:
            raise NotReadyError(str(error)) from error

    doors = Doors(open_catalogue, lambda catalogue: full_account(settings, catalogue, store), partial(edition, settings.corpus))
    return Library(audience, doors, StoredIndex(store, audience), Ranking(settings.index.window, weights))


def edition(corpus: CorpusSettings) -> str:
    """Names the catalogue's file as it lies there now: "" where there is none, or where it is a database given by URL.

    The number of a file that we hold open is not given to another one, so device and inode are enough.
    """
    if corpus.catalogue:
        return ""
    try:
        status = os.stat(corpus.data / FILE_NAME)
    except OSError:
        return ""
    return f"{status.st_dev}.{status.st_ino}"
