"""What a document is: its identity, its description with sources, its passages, its files.

A passage is one page, one slide, or one section of a text document: what a hit opens at and what a citation names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Unit(StrEnum):
    """What the passages of a document are, hence what they are called: strona 7, slajd 7, or a section."""

    PAGE = "page"
    SLIDE = "slide"
    SECTION = "section"


class Role(StrEnum):
    """What a passage's text is on its page or slide."""

    BODY = "body"
    NOTES = "notes"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Passage:
    """One page, slide or section.

    `number` is physical, from 1; several roles may share it. `label` is the printed page label ("iv", "A-3"), or "".
    `paragraph` is the number within the document of its first paragraph where the unit is a section, else 0.
    `text` is cleaned; `original_text` is what the file gave, or "" where cleaning changed nothing.
    `repairs` counts what cleaning did, by name.
    """

    number: int
    text: str
    label: str = ""
    role: Role = Role.BODY
    heading: str = ""
    language: str = "und"
    paragraph: int = 0
    original_text: str = ""
    ocr: bool = False
    repairs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Derived:
    """Where one piece of description came from.

    `value` as JSON has it (text or list of texts); `source` e.g. sidecar, rule:protokoly, metadata, first_page, file_name;
    `confidence` in 0..1; `page` the passage number it was read on, 0 where it has none.
    """

    value: str | list[str]
    source: str
    confidence: float = 1.0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Location:
    """A live file of a document: the root's name and the path below it with forward slashes."""

    root: str
    path: str


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """One line of the contents: nesting level from 1, text, and the passage number it leads to (0: nowhere)."""

    level: int
    text: str
    number: int


DESCRIBED: tuple[str, ...] = ("title", "kind", "date", "organisation", "event", "place", "topic", "audience", "language")
"""The names of the pieces of description: keys of sidecars, folder rules and `Document.derived`."""

LISTS: tuple[str, ...] = ("organisation", "topic")
"""Those of `DESCRIBED` whose value is a list of texts."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the catalogue holds it, without the text of its passages.

    `id` twelve lower-case base32 characters; `revision` counts contents from 1; `date` ISO, of `date_precision`
    day, month or year ("2012-03-12", "2012-03", "2012"), or "" for none; `pages` the number of pages, slides or sections;
    `available` False where no text could be read ("treść niedostępna": `reason` says why).
    """

    id: str
    revision: int
    sha256: str
    media_type: str
    bytes: int
    title: str
    unit: Unit = Unit.SECTION
    pages: int = 0
    kind: str = "other"
    language: str = "und"
    languages: tuple[str, ...] = ()
    date: str = ""
    organisations: tuple[str, ...] = ()
    event: str = ""
    place: str = ""
    topics: tuple[str, ...] = ()
    audience: str = "coordinator"
    available: bool = True
    reason: str = ""
    files: tuple[Location, ...] = ()
    outline: tuple[OutlineItem, ...] = ()
    derived: Mapping[str, Derived] = field(default_factory=dict)

    @property
    def date_precision(self) -> str:
        """How exact `date` is: day, month, year, or "" for no date."""
        return {10: "day", 7: "month", 4: "year"}.get(len(self.date), "")
