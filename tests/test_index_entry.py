"""Promises of the entry: every facet, date and text of a document reaches the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.collation import key
from corpus.document import Document, Location, Passage, Role
from index.analysis import terms
from index.entry import entry_of

DOCUMENT = Document(
    id="abcdefghijkl",
    revision=3,
    sha256="0" * 64,
    media_type="application/pdf",
    bytes=1,
    title="Strategia klastra",
    kind="strategy",
    language="pl",
    languages=("pl", "en"),
    date="2012-03",
    organisations=("Odlewnia Gryf", "Odlewnia Gryf", "Stalmet"),
    event="Dobre praktyki 2012",
    topics=("innovation", "export"),
    files=(Location("sample", "strategie/2012/strategia_klastra.pdf"), Location("sample", "kopia.pdf")),
)
PASSAGES = (
    Passage(1, "Cele klastra", heading="Wstęp"),
    Passage(1, "Notatki prelegenta", role=Role.NOTES),
    Passage(2, "", role=Role.HEADER),
)


def test_every_facet_holds_its_distinct_values() -> None:
    assert entry_of(DOCUMENT, PASSAGES).facets == {
        "kind": ("strategy",),
        "language": ("pl", "en"),
        "year": ("2012",),
        "organisation": ("Odlewnia Gryf", "Stalmet"),
        "event": ("Dobre praktyki 2012",),
        "topic": ("innovation", "export"),
        "folder": ("sample", "sample/strategie", "sample/strategie/2012"),
        "format": ("pdf",),
    }


def test_a_document_without_description_has_only_the_facets_that_every_document_has() -> None:
    bare = replace(DOCUMENT, languages=(), language="und", date="", organisations=(), event="", topics=(), files=())
    found = entry_of(bare, ())
    assert found.facets == {"kind": ("strategy",), "language": ("und",), "year": ("none",), "format": ("pdf",)}
    assert (found.first_day, found.last_day) == (0, 0)
    assert found.passages == ()


@pytest.mark.parametrize(
    ("date", "days"),
    [("2012", (20120101, 20121231)), ("2012-02", (20120201, 20120229)), ("2012-02-03", (20120203, 20120203))],
)
def test_a_date_is_the_days_it_may_mean(date: str, days: tuple[int, int]) -> None:
    found = entry_of(replace(DOCUMENT, date=date), ())
    assert (found.first_day, found.last_day) == days


def test_titles_are_the_title_and_every_file_name_without_its_ending() -> None:
    assert entry_of(DOCUMENT, ()).titles == (terms("Strategia klastra"), terms("strategia klastra"), terms("kopia"))


def test_passages_of_every_role_are_numbered_by_their_place() -> None:
    found = entry_of(DOCUMENT, PASSAGES).passages
    assert [passage.ordinal for passage in found] == [0, 1, 2]
    assert found[0].text == terms("Cele klastra")
    assert found[0].heading == terms("Wstęp")
    assert found[1].text == terms("Notatki prelegenta")
    assert found[2].text == ()


def test_identity_and_order_are_the_documents_own() -> None:
    found = entry_of(DOCUMENT, PASSAGES)
    assert (found.id, found.revision, found.title_key) == ("abcdefghijkl", 3, key("Strategia klastra"))
