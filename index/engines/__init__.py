"""The engines behind the port, chosen by name; the library of an engine is imported only when it is chosen.

`tantivy` is the default, `whoosh` is pure Python and good to about 1,000 documents, `reference` is in memory, slow and
obvious: the one the others are tested against.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final, cast

from index.port import Engine, EngineError

NAMES: Final = ("tantivy", "whoosh", "reference")
"""Engines that can be named in config.toml and on the command line."""


def engine(name: str) -> Engine:
    """The engine called `name`. Raises EngineError for a name not in `NAMES` or a library that is not installed."""
    if name not in NAMES:
        raise EngineError(f"no engine is called {name!r}; choose one of {', '.join(NAMES)}")
    try:
        module = import_module(f"index.engines.{name}")
    except ModuleNotFoundError as error:
        raise EngineError(f"the engine {name} needs the package {error.name}, which is not installed") from error
    return cast(Engine, module.ENGINE)
