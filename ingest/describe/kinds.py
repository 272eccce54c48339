"""The kind of a document: by the word that names it in title, file name or opening lines; slides by their media type."""

from __future__ import annotations

from typing import Final

from corpus.document import Derived, Unit
from ingest import names
from ingest.describe.first import First
from ingest.reading import Extraction

_LINES: Final = 6
"""Opening lines that may begin with the word for the kind."""


def kind_of(extraction: Extraction, first: First, title: Derived, named: Derived | None) -> Derived | None:
    """A slug of `corpus.vocabulary.KINDS`, or None: the title's word beats the file name's, that the opening lines'."""
    # The first slide names the meeting ("Dobre praktyki Klastra…") as often as the subject.
    if extraction.unit is Unit.SLIDE and names.KINDS["practice"].search(f"{first.text}\n{first.notes}"):
        return Derived("practice", "first_page", 0.8, first.page)
    by_title = names.kind(str(title.value)) if title.source != names.FILE_NAME else ""
    if by_title:
        return Derived(by_title, title.source, 0.85, title.page)
    if named:
        return named
    if extraction.unit is Unit.SLIDE:
        return Derived("presentation", "media_type", 0.5)
    for line in first.lines[:_LINES]:
        by_line = next((kind for kind, pattern in names.KINDS.items() if pattern.match(line)), "")
        if by_line and line[:1].isupper():
            return Derived(by_line, "first_page", 0.6, first.page)
    return None
