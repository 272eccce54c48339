"""Sections: paragraphs of a document without pages become passages, one per heading, long ones split.

A section of a text document is what a hit opens at, so it must be neither a line nor a chapter: it begins at a heading
and ends near `SECTION_CHARACTERS`, at the end of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from corpus.document import OutlineItem, Role
from ingest.reading import RawPassage

SECTION_CHARACTERS: Final = 1500
"""A section is split after the paragraph with which it reaches this length (about one printed page of 1,800)."""
PARAGRAPH_CHARACTERS: Final = 3000
"""A single paragraph longer than this is split at a sentence's end, else at a space."""
HEADING_CHARACTERS: Final = 200
"""A heading longer than this is a paragraph in a heading's dress."""

_SENTENCE_END = re.compile(r"[.!?…:;]\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or table row: `level` 0 for text, 1 and more for a heading; `notes` belong to it (footnotes…)."""

    text: str
    level: int = 0
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Section:
    """A section being gathered."""

    first: int
    heading: str = ""
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    length: int = 0
    only_headings: bool = True


def divide(paragraphs: Iterable[Paragraph]) -> tuple[list[RawPassage], list[OutlineItem]]:
    """Passages numbered from 1 with their headings and paragraph numbers, notes as passages of their own, and the outline.

    A heading directly under another one stays in its section: a section is never a bare chapter title above its first part.
    """
    sections: list[_Section] = []
    outline: list[OutlineItem] = []
    level_above = 0
    for number, paragraph in enumerate(_bounded(paragraphs), start=1):
        heads = bool(paragraph.level) and len(paragraph.text) <= HEADING_CHARACTERS
        current = sections[-1] if sections else None
        if current is None or _opens(current, paragraph, heads, level_above):
            current = _Section(number, "" if current is None or heads else current.heading)
            sections.append(current)
        if heads:
            current.heading = _one_line(paragraph.text)
            outline.append(OutlineItem(paragraph.level, current.heading, len(sections)))
            level_above = paragraph.level
        else:
            current.only_headings = False
        current.lines.append(paragraph.text)
        current.notes.extend(paragraph.notes)
        current.length += len(paragraph.text)
    return list(_passages(sections)), outline


def _opens(current: _Section, paragraph: Paragraph, heads: bool, level_above: int) -> bool:
    """Whether this paragraph begins a new section."""
    if heads:
        return not (current.only_headings and (not current.heading or paragraph.level > level_above))
    return current.length >= SECTION_CHARACTERS


def _passages(sections: Iterable[_Section]) -> Iterator[RawPassage]:
    for number, section in enumerate(sections, start=1):
        yield RawPassage(number, "\n".join(section.lines), heading=section.heading, paragraph=section.first)
        if section.notes:
            yield RawPassage(number, "\n".join(section.notes), Role.NOTES, "", section.heading, section.first)


def _bounded(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs without empty ones, and with huge ones split."""
    for paragraph in paragraphs:
        if not paragraph.text.strip() and not paragraph.notes:
            continue
        if len(paragraph.text) <= PARAGRAPH_CHARACTERS:
            yield paragraph
            continue
        pieces = list(split(paragraph.text, SECTION_CHARACTERS, PARAGRAPH_CHARACTERS))
        for piece in pieces[:-1]:
            yield Paragraph(piece, paragraph.level)
        yield Paragraph(pieces[-1], paragraph.level, paragraph.notes)


def split(text: str, low: int, high: int) -> Iterator[str]:
    """Pieces of `low` to `high` characters, cut after a line or sentence, else at a space, else hard; nothing is lost."""
    at = 0
    while len(text) - at > high:
        window = text[at + low : at + high]
        line = window.find("\n")
        sentence = _SENTENCE_END.search(window)
        space = window.rfind(" ")
        if line >= 0:
            cut = line + 1
        elif sentence:
            cut = sentence.end()
        else:
            cut = space + 1 if space >= 0 else len(window)
        yield text[at : at + low + cut].rstrip("\n")
        at += low + cut
    yield text[at:]


def _one_line(text: str) -> str:
    return " ".join(text.split())
