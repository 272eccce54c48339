"""Opening the catalogue and the index that the settings name: the application's door to the other rooms."""

from __future__ import annotations

from corpus.catalogue import Catalogue, SchemaError, open_reader
from corpus.settings import Settings
from index import analysis, engines
from index.port import EngineError, Searcher, Weights
from index.store import SCHEMA, Reader, StaleIndex, Store, StoreError
from search_app.library import Library, NotReadyError, Ranking

_REFUSALS = (StaleIndex, StoreError, EngineError)


class StoredIndex:
    """The index of an audience in the store; what is not built, stale or damaged is told as NotReadyError."""

    def __init__(self, store: Store, audience: str) -> None:
        self._store = store
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

    def state(self) -> dict[str, object]:
        """What the account says of the index; `stale` says why it needs a rebuild, "" for no reason."""
        stale = self._store.stale()
        state = None if stale in ("not built", "damaged") else self._store.state()
        return {
            "engine": self._store.engine.name,
            "generation": state.version if state else "",
            "schema": state.schema if state else SCHEMA,
            "analysis": state.analysis if state else self._store.analysis,
            "stale": stale,
        }


def open_library(settings: Settings) -> Library:
    """The library of the open audience. Reads nothing yet but the stamps of engine and analysis."""
    audience = settings.access.open_audience
    store = Store(settings.index.store, engines.engine(settings.index.engine), analysis.stamp(), (audience,))
    weights = Weights(title=settings.index.title_weight, heading=settings.index.heading_weight)

    def open_catalogue() -> Catalogue:
        try:
            return open_reader(settings)
        except SchemaError as error:
            raise NotReadyError(str(error)) from error

    return Library(audience, open_catalogue, StoredIndex(store, audience), Ranking(settings.index.window, weights))
