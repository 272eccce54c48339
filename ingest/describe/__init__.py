"""Description read from the document itself: title, date, kind, organisation, event, place, each with source and confidence.

A wrong guess is worse than none: what is unsure is left out. Imports spaCy (1.2 s, 90 MB), so it belongs to the child
process; the parent lays sidecars and folder rules over the result with `ingest.settle`.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Derived, Passage
from ingest.describe.dates import date_of
from ingest.describe.events import event_of, place_of
from ingest.describe.first import First, first_of
from ingest.describe.kinds import kind_of
from ingest.describe.organisations import organisations_of
from ingest.describe.titles import title_of
from ingest.names import from_name
from ingest.reading import Extraction

__all__ = ["First", "describe"]


def describe(extraction: Extraction, passages: Sequence[Passage], relative: str) -> dict[str, Derived]:
    """What a document says of itself, by the names of `corpus.document.DESCRIBED`; the title is always there.

    `passages` are cleaned; `relative` is the path below the root: its name is evidence too.
    """
    named = from_name(relative)
    first = first_of(extraction, passages)
    title = title_of(extraction, first, named["title"])
    found = {
        "title": title,
        "kind": kind_of(extraction, first, title, named.get("kind")),
        "date": date_of(first, str(title.value), named.get("date")),
        "organisation": organisations_of(extraction, first),
        "event": event_of(first),
        "place": place_of(first),
    }
    return {name: value for name, value in found.items() if value is not None}
