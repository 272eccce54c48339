"""The account as the contract has it: what became of every file, and how the index stands."""

from __future__ import annotations

from typing import Any

from corpus.catalogue import Catalogue
from corpus.settings import Settings
from index.store import Store, StoreError


def full_account(settings: Settings, catalogue: Catalogue, store: Store) -> dict[str, Any]:
    """The JSON of docs/interface.md, section 3. Walks the disk."""
    try:
        state = store.state()
    except StoreError:  # `stale` says so below
        state = None
    index = {
        "engine": settings.index.engine,
        "generation": "" if state is None else f"{state.generation}.{state.commit}",
        "schema": None if state is None else state.schema,
        "analysis": "" if state is None else state.analysis,
        "stale": store.stale(),
    }
    held_back = catalogue.view(settings.access.open_audience).held_back()
    return catalogue.account().as_json() | {"held_back": held_back, "index": index}
