"""Connecting to the catalogue's database: SQLite in WAL mode under `corpus.data`, or another by URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from corpus.config import SettingsError
from corpus.settings import CorpusSettings

FILE_NAME: Final = "catalogue.sqlite"
"""The catalogue's file below `corpus.data`."""

_BUSY_MS: Final = 10_000


class CatalogueError(Exception):
    """The database refused: disk full, locked, damaged, out of reach. The message is the database's own."""


def connect(settings: CorpusSettings, *, read_only: bool) -> Engine:
    """An engine for the catalogue. For SQLite the folder is made when writing; reading opens the file read-only."""
    if settings.catalogue:
        try:
            return _translating(create_engine(settings.catalogue))
        except (SQLAlchemyError, ImportError) as error:
            raise SettingsError(f"corpus.catalogue = {settings.catalogue!r}: {error}") from error
    file = settings.data / FILE_NAME
    if not read_only:
        settings.data.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///file:{quote(str(file.absolute()))}?mode={'ro' if read_only else 'rwc'}&uri=true"
    engine = create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _reading if read_only else _writing)
    return _translating(engine)


def exists(settings: CorpusSettings) -> bool:
    """Whether there is a catalogue to read (a database given by URL is taken to exist)."""
    return bool(settings.catalogue) or Path(settings.data / FILE_NAME).exists()


def _translating(engine: Engine) -> Engine:
    """The engine, whose errors come out as CatalogueError, so that no other module has to know SQLAlchemy's."""

    def translate(context: ExceptionContext) -> None:
        raise CatalogueError(f"the catalogue: {context.original_exception}") from context.original_exception

    event.listen(engine, "handle_error", translate)
    return engine


def _writing(connection: Any, _: object) -> None:
    # FULL: a committed batch survives a power cut, as the index's commit that follows it does.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_BUSY_MS}", "secure_delete=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}").close()


def _reading(connection: Any, _: object) -> None:
    for pragma in (f"busy_timeout={_BUSY_MS}", "query_only=ON", "mmap_size=268435456"):
        connection.execute(f"PRAGMA {pragma}").close()
