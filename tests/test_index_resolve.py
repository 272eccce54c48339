"""A facet value is meant as people say it: by label, by beginning, without case or Polish letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.engines import engine
from index.port import Entry, Searcher, WordTerms
from index.resolve import resolved
from index.tree import And, Everything, FacetTerm, Node, Not, Or

SPAWMET, WOLIN = "Spawmet Sp. z o.o.", "Konstrukcje Wolin Sp. z o.o."


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    """Two documents of two companies in two folders."""
    reference = engine("reference")
    reference.create(tmp_path / "index")
    writer = reference.writer(tmp_path / "index")
    title = ((WordTerms("plan", ("plan",)),),)
    for name, company, folder in (("aaaa", SPAWMET, "praktyki"), ("bbbb", WOLIN, "protokoły")):
        facets = {"topic": ("welding",), "organisation": (company,), "folder": ("dysk", f"dysk/{folder}"), "event": ("Jesień 2019",)}
        writer.put(Entry(name, 1, facets, 0, 0, name, title, ()))
    writer.commit()
    writer.close()
    return reference.searcher(tmp_path / "index")


def meant(field: str, value: str, searcher: Searcher) -> Node:
    """What a single field term resolves to."""
    return resolved(FacetTerm(field, value), searcher)[0]


@pytest.mark.parametrize("typed", ["Spawmet Sp. z o.o.", "spawmet", "SPAWM", "spawmet sp. z o.o."])
def test_a_company_is_meant_by_its_name_or_its_beginning(searcher: Searcher, typed: str) -> None:
    assert meant("organisation", typed, searcher) == FacetTerm("organisation", SPAWMET)


def test_what_fits_several_values_means_any_of_them(searcher: Searcher) -> None:
    found = meant("organisation", "sp. z o.o.", searcher)
    assert isinstance(found, Or)
    assert {term.value for term in found.children if isinstance(term, FacetTerm)} == {SPAWMET, WOLIN}


def test_a_topic_is_meant_by_its_label_in_either_language_and_a_folder_by_its_last_part(searcher: Searcher) -> None:
    assert meant("topic", "spawalnictwo", searcher) == meant("topic", "Welding", searcher) == FacetTerm("topic", "welding")
    assert meant("folder", "protokoly", searcher) == FacetTerm("folder", "dysk/protokoły")


def test_what_means_nothing_is_named_and_left_to_match_nothing(searcher: Searcher) -> None:
    tree, unknown = resolved(And((Everything(), Not(FacetTerm("event", "wiosna")))), searcher)
    assert tree == And((Everything(), Not(FacetTerm("event", "wiosna"))))
    assert unknown == (FacetTerm("event", "wiosna"),)


def test_closed_facets_are_left_alone(searcher: Searcher) -> None:
    assert resolved(FacetTerm("kind", "minutes"), searcher) == (FacetTerm("kind", "minutes"), ())
