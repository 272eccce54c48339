"""The first page of a document, wherever its unit: page 1, slide 1 with its notes, or the opening sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Passage, Role, Unit
from ingest.reading import Extraction

_OPENING = 2500
"""Characters that count as the first page of a document without pages."""


@dataclass(frozen=True, slots=True)
class First:
    """`text` of the first page that has any, its `lines` that are not blank, its `heading`, its `page` number, `notes`."""

    text: str
    lines: tuple[str, ...]
    heading: str = ""
    page: int = 1
    notes: str = ""


def first_of(extraction: Extraction, passages: Sequence[Passage]) -> First:
    """The first page with text among the first three; for sections, the opening ones."""
    body = [passage for passage in passages if passage.role is Role.BODY and passage.text.strip()]
    if not body:
        return First("", ())
    opening = body[0]
    text = opening.text
    if extraction.unit is Unit.SECTION:
        for passage in body[1:]:
            if len(text) >= _OPENING:
                break
            text += "\n" + passage.text
        text = text[:_OPENING]
    notes = "\n".join(
        passage.text for passage in passages if passage.role is Role.NOTES and passage.number == opening.number
    )
    lines = tuple(" ".join(line.split()) for line in text.split("\n") if line.strip())
    return First(text, lines, opening.heading, opening.number, notes if extraction.unit is Unit.SLIDE else "")
