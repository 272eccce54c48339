"""Bringing an older catalogue up to the layout of this version, step by step, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Connection, Engine, inspect, select, text, update

from corpus.catalogue import schema


class SchemaError(Exception):
    """The catalogue's layout is not one this version can use; the message says what to do."""


STEPS: Final[Mapping[int, Callable[[Connection], None]]] = {}
"""What leads from a version to the next, by the version it starts from. None yet: 1 is the first layout."""


def version_of(connection: Connection) -> int | None:
    """Version of the layout found, or None for an empty database."""
    if not inspect(connection).has_table("meta"):
        return None
    return int(connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema_version")).scalar_one())


def prepare(engine: Engine) -> None:
    """Create the tables, or migrate them. Raises SchemaError for a catalogue made by a newer version."""
    with engine.begin() as connection:
        version = version_of(connection)
        if version is None:
            schema.metadata.create_all(connection)
            connection.execute(schema.meta.insert().values(key="schema_version", value=str(schema.VERSION)))
            return
    check(version, writing=True)
    for step in range(version, schema.VERSION):
        with engine.begin() as connection:
            STEPS[step](connection)
            moved = update(schema.meta).where(schema.meta.c.key == "schema_version").values(value=str(step + 1))
            connection.execute(moved)


def check(version: int | None, *, writing: bool) -> None:
    """Raise SchemaError unless this version of the program can use the layout (when `writing`, can migrate it)."""
    if version is None:
        raise SchemaError("there is no catalogue yet; run: python -m ingest")
    if version > schema.VERSION:
        raise SchemaError(
            f"the catalogue has layout {version}, made by a newer version of this program (this one knows {schema.VERSION});"
            " update the program, or restore a backup"
        )
    if version < schema.VERSION and not writing:
        raise SchemaError(f"the catalogue has the older layout {version}; run: python -m ingest, which brings it up to date")


def integrity(connection: Connection) -> str:
    """What SQLite finds wrong with its file, "" for nothing or for another database."""
    if connection.dialect.name != "sqlite":
        return ""
    found = str(connection.execute(text("PRAGMA quick_check")).scalar_one())
    return "" if found == "ok" else found
