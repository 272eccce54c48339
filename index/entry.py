"""A document of the catalogue as an engine receives it: facets, dates, and the finished terms of its texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from corpus.collation import key
from corpus.dates import FIRST_DAY, first_and_last
from corpus.document import Document, Location, Passage
from corpus.vocabulary import NO_DATE, format_of
from index.analysis import terms
from index.port import Entry, PassageEntry

_YEAR_LENGTH = 4


def entry_of(document: Document, passages: Sequence[Passage]) -> Entry:
    """The entry of a document. A passage's ordinal is its place in `passages`, notes and headers counted too.

    Raises ValueError for a date that is not ISO: the catalogue holds none.
    """
    first, last = first_and_last(document.date) if document.date else (FIRST_DAY, FIRST_DAY)
    names = dict.fromkeys(PurePosixPath(file.path).stem for file in document.files)
    return Entry(
        id=document.id,
        revision=document.revision,
        facets=_facets(document),
        first_day=first,
        last_day=last,
        title_key=key(document.title),
        titles=tuple(found for found in map(terms, (document.title, *names)) if found),
        passages=tuple(
            PassageEntry(ordinal, terms(passage.text), terms(passage.heading))
            for ordinal, passage in enumerate(passages)
        ),
    )


def _facets(document: Document) -> dict[str, tuple[str, ...]]:
    """Distinct values per facet field; a field without a value is left out."""
    values: dict[str, Iterable[str]] = {
        "kind": (document.kind,),
        "language": document.languages or (document.language,),
        "year": (document.date[:_YEAR_LENGTH] or NO_DATE,),
        "organisation": document.organisations,
        "event": (document.event,),
        "topic": document.topics,
        "folder": (folder for file in document.files for folder in _folders(file)),
        "format": (format_of(document.media_type),),
    }
    distinct = {name: tuple(dict.fromkeys(filter(None, found))) for name, found in values.items()}
    return {name: found for name, found in distinct.items() if found}


def _folders(file: Location) -> Iterable[str]:
    """The root and every folder above a file: "root", "root/a", "root/a/b"."""
    folder = PurePosixPath(file.root, file.path).parent
    above = [folder, *folder.parents]
    return reversed([str(each) for each in above if each.parts])
