"""The settings: config.toml as frozen dataclasses, one table per room. `corpus.config` reads the file.

The defaults here are the defaults of the program; README's table is held to them by a test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Audience = Literal["public", "partner", "member", "coordinator"]


@dataclass(frozen=True, slots=True)
class Root:
    """A folder of documents: a short name for URLs and the account, and where it lies. Reading it is enough."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Rule:
    """[[corpus.rule]] what holds for all files below a folder; the longest matching folder wins, as a whole.

    `folder` is a path below a root; `root` limits the rule to the root of that name. `skip` keeps the folder's files out (reason rule:FOLDER).
    """

    folder: str
    root: str = ""
    kind: str = ""
    title: str = ""
    date: str = ""
    organisation: tuple[str, ...] = ()
    event: str = ""
    place: str = ""
    topic: tuple[str, ...] = ()
    language: str = ""
    audience: str = ""
    skip: bool = False


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """[corpus] where documents lie, where everything written goes, and the catalogue (empty: SQLite under data)."""

    roots: tuple[Root, ...] = (Root("sample", Path("corpus/documents")),)
    data: Path = Path("var")
    catalogue: str = ""
    rule: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """[ingest.limits] bounds for one file. `pages` 0: all. `archive_mb`: unpacked size of DOCX, PPTX, ODT…"""

    seconds: int = 60
    memory_mb: int = 1024
    pages: int = 0
    archive_mb: int = 200


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """[ingest] `workers` 0: one reading process per processor."""

    workers: int = 0
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """[index] which engine, and the folder of what can be rebuilt. `window`: best passages that decide relevance.

    `title_weight`, `heading_weight`: what a match there weighs against 1 in the text.
    """

    engine: Literal["tantivy", "whoosh"] = "tantivy"
    store: Path = Path("index/store")
    window: int = 1000
    title_weight: float = 1.0
    heading_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class SearchAppSettings:
    """[search_app] where to listen, and whether /pl/status and the list of files in the account are shown."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    status_page: bool = False


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """[access] who sees what. mode "open": no sign-in, everyone sees what `open_audience` may see."""

    mode: Literal["open"] = "open"
    open_audience: Audience = "public"
    default_audience: Audience = "coordinator"
    trusted_network: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """All of config.toml. `folder` is where relative paths count from."""

    corpus: CorpusSettings = field(default_factory=CorpusSettings)
    ingest: IngestSettings = field(default_factory=IngestSettings)
    index: IndexSettings = field(default_factory=IndexSettings)
    search_app: SearchAppSettings = field(default_factory=SearchAppSettings)
    access: AccessSettings = field(default_factory=AccessSettings)
    folder: Path = Path()
