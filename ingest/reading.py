"""What reading one file gives: the values that pass from an extractor through cleaning and describing to the catalogue.

Extraction (what the file says) -> Reading (cleaned, with languages and a description read from the document itself).
Both cross the border of a killable child process, so they hold plain values only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.document import Derived, OutlineItem, Passage, Role, Unit


@dataclass(frozen=True, slots=True)
class RawPassage:
    """A page, slide or section as an extractor gives it: uncleaned text, paragraphs parted by line ends.

    `number` from 1; `label` the printed label or ""; `paragraph` the number of its first paragraph (sections only).
    """

    number: int
    text: str
    role: Role = Role.BODY
    label: str = ""
    heading: str = ""
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a file says. `pages` counts pages, slides or sections, those without text too.

    `properties` are the file's own metadata under the names title, author, company, subject, keywords, created, modified
    (dates ISO), those present only. `flags` name what was cut or fell back, e.g. "pages_capped:500", "fallback:pypdf".
    """

    media_type: str
    unit: Unit
    pages: int
    passages: tuple[RawPassage, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    outline: tuple[OutlineItem, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read: cleaned passages with languages, and what the document itself says of its description.

    `derived` holds at most one value for each name of corpus.document.DESCRIBED that could be read from metadata, first
    page or file name; sidecar and folder rules are laid over it later, by `ingest.describe.settle`.
    """

    media_type: str
    unit: Unit
    pages: int
    passages: tuple[Passage, ...]
    language: str
    languages: tuple[str, ...]
    outline: tuple[OutlineItem, ...] = ()
    derived: Mapping[str, Derived] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds of reading one file. `pages` 0: no cap. `archive_mb`: unpacked size of a zip container.

    Time and memory are kept from outside, by corpus.isolation.
    """

    pages: int = 0
    archive_mb: int = 200


@dataclass(frozen=True, slots=True)
class ReadJob:
    """One file to read: absolute path, and its path below the root (its name is evidence too)."""

    path: str
    relative: str
    limits: ReadLimits
