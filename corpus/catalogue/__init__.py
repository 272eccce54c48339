"""The catalogue: every document, every file ever seen with its outcome, and the text of all passages. It is the truth.

Open it with `open_reader` (server, status: read-only, through a view for an audience) or `open_writer` (ingestion).
SQLAlchemy Core; SQLite in WAL mode under corpus.data unless `corpus.catalogue` gives another database's URL.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine

from corpus.catalogue import account as accounts
from corpus.catalogue import migrations
from corpus.catalogue.account import Account
from corpus.catalogue.connect import CatalogueError, connect, exists
from corpus.catalogue.migrations import SchemaError
from corpus.catalogue.rows import DocumentRecord, FileRow, Tombstone
from corpus.catalogue.view import Coverage, View
from corpus.catalogue.writer import CatalogueWriter
from corpus.settings import Settings

__all__ = [
    "Account",
    "Catalogue",
    "CatalogueError",
    "CatalogueWriter",
    "Coverage",
    "DocumentRecord",
    "FileRow",
    "SchemaError",
    "Tombstone",
    "View",
    "open_reader",
    "open_writer",
]


class Catalogue:
    """The catalogue opened for reading."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings

    def view(self, audience: str) -> View:
        """What an audience may see."""
        return View(self._engine, self._settings.corpus.roots, audience)

    def account(self) -> Account:
        """What became of every file, counted now."""
        return accounts.account(self._engine, self._settings.corpus.roots, self._settings.corpus.rule)

    def account_files(self) -> Iterator[FileRow]:
        """Every file ever seen, in order of root and path."""
        return accounts.account_files(self._engine)

    def fault(self) -> str:
        """What SQLite finds wrong with its own file; "" for nothing."""
        try:
            with self._engine.connect() as connection:
                return migrations.integrity(connection)
        except CatalogueError as error:
            return str(error)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def open_reader(settings: Settings) -> Catalogue:
    """Open for reading. Raises SchemaError where there is none yet, or its layout is another version's."""
    if not exists(settings.corpus):
        raise SchemaError(f"there is no catalogue under {settings.corpus.data} yet; run: python -m ingest")
    engine = connect(settings.corpus, read_only=True)
    with engine.connect() as connection:
        migrations.check(migrations.version_of(connection), writing=False)
    return Catalogue(engine, settings)


def open_writer(settings: Settings) -> CatalogueWriter:
    """Open for changing, after making or migrating the tables. Raises SchemaError for a newer layout."""
    engine = connect(settings.corpus, read_only=False)
    migrations.prepare(engine)
    return CatalogueWriter(engine)


