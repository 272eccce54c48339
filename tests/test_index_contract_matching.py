"""The promises of the engine port on what matches, each a test, each kept by every engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.engines import engine
from index.port import EngineError, FacetCount, Request, Sort
from index.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    FacetTerm,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Word,
)
from index_shelf import NAMES, Shelf, entry, exact, lemma, title


@pytest.fixture(params=NAMES)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """An empty index of each engine in turn."""
    made = Shelf(engine(request.param), tmp_path / "index")
    yield made
    made.close()


class TestMatching:
    def test_a_word_is_found_in_text_heading_and_title(self, shelf: Shelf) -> None:
        shelf.hold(
            entry("a", "stal"),
            entry("b", ("stal", "nic")),
            entry("c", "nic", titles=("nic", "stal")),
            entry("d", "nic"),
        )
        assert shelf.ids(exact("stal")) == ["a", "b", "c"]
        assert shelf.ids(lemma("stal")) == ["a", "b", "c"]

    def test_a_word_matches_by_any_of_its_terms_and_never_by_rescoring_ones(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stali|stal|stac"), entry("b", "laser"))
        assert shelf.ids(Word((Term("lemma", "stac"), Term("lemma", "x")))) == ["a"]
        assert shelf.ids(Word((Term("lemma", "stal"),), (Term("exact", "laser"),))) == ["a"]
        assert shelf.ids(Word((), (Term("exact", "laser"),))) == []

    def test_exact_and_lemma_are_fields_apart(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stalowy"))
        assert (shelf.ids(exact("stal")), shelf.ids(lemma("stal")), shelf.ids(lemma("stalowy"))) == ([], ["a"], [])

    def test_title_terms_stand_in_titles_and_file_names_only(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal", titles=("laser", "plik stal")), entry("b", ("stal", "stal"), titles=("nic",)))
        assert shelf.ids(title("stal")) == ["a"]
        found = shelf.search(title("stal"))
        assert (found.passages_total, found.hits[0].passages) == (1, ())

    def test_a_phrase_is_adjacent_words_in_order(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "dobra praktyka roku"), entry("b", "praktyka dobra"), entry("c", "dobra nasza praktyka"))
        assert shelf.ids(Phrase("exact", ("dobra", "praktyka"))) == ["a"]
        assert shelf.ids(Phrase("exact", ("dobra", "praktyka", "roku"))) == ["a"]
        assert shelf.ids(Phrase("exact", ("nasza",))) == ["c"]
        assert shelf.ids(Phrase("exact", ())) == []

    def test_a_phrase_does_not_cross_a_page(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stara dobra", "praktyka nowa"), entry("b", "", "dobra praktyka"))
        assert shelf.ids(Phrase("exact", ("dobra", "praktyka"))) == ["b"]

    def test_a_phrase_does_not_cross_from_heading_or_title_into_text(self, shelf: Shelf) -> None:
        shelf.hold(
            entry("a", ("nowa dobra", "praktyka"), titles=("praktyka", "dobra")),
            entry("b", ("dobra praktyka", "x")),
            entry("c", titles=("x", "dobra praktyka")),
        )
        assert shelf.ids(Phrase("exact", ("dobra", "praktyka"))) == ["b", "c"]

    def test_a_phrase_of_title_lemmas_takes_any_lemma_at_each_place(self, shelf: Shelf) -> None:
        shelf.hold(
            entry("a", titles=("cena stali|stal|stac rosnie",)),
            entry("b", titles=("cena", "stali|stal|stac")),
            entry("c", "cena stal"),
        )
        assert shelf.ids(Phrase("title", ("cena", "stal"))) == ["a"]
        assert shelf.ids(Phrase("title", ("cena", "stac", "rosn"))) == ["a"]
        assert shelf.ids(Phrase("title", ("stal", "stac"))) == []

    def test_a_prefix_is_taken_literally(self, shelf: Shelf) -> None:
        shelf.hold(
            entry("a", "stalowy"), entry("b", "x", titles=("stal",)), entry("c", ("s.al", "nic")), entry("d", "ustal")
        )
        assert shelf.ids(Prefix("stal")) == ["a", "b"]
        assert shelf.ids(Prefix("s.")) == ["c"]
        assert shelf.ids(Prefix("stal*")) == []

    def test_and_joins_words_of_different_passages(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal", "laser"), entry("b", "stal"))
        found = shelf.search(And((exact("stal"), exact("laser"))))
        assert ([hit.id for hit in found.hits], found.total, found.passages_total) == (["a"], 1, 0)

    def test_or_and_at_least_count_children(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal laser"), entry("b", "stal", "robot"), entry("c", "robot"))
        words = (exact("stal"), exact("laser"), exact("robot"))
        assert shelf.ids(Or(words)) == ["a", "b", "c"]
        assert shelf.ids(AtLeast(2, words)) == ["a", "b"]
        assert shelf.ids(AtLeast(3, words)) == []
        assert shelf.ids(AtLeast(4, words)) == []
        assert shelf.ids(AtLeast(0, words)) == ["a", "b", "c"]

    def test_not_excludes_the_document_whichever_passage_matches(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal", "laser"), entry("b", "stal"), entry("c", "nic"))
        assert shelf.ids(And((exact("stal"), Not(exact("laser"))))) == ["b"]
        assert shelf.ids(Not(exact("stal"))) == ["c"]
        assert shelf.ids(Not(Not(exact("laser")))) == ["a"]

    def test_empty_and_is_everything_and_empty_or_is_nothing(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal"))
        assert (shelf.ids(And(())), shelf.ids(Or(())), shelf.ids(Nothing()), shelf.ids(Everything())) == (
            ["a"],
            [],
            [],
            ["a"],
        )

    def test_facet_and_date_nodes_stand_anywhere_in_a_tree(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal", kind="plan"), entry("b", "x", days=(20120101, 20121231)), entry("c", "stal"))
        assert shelf.ids(Or((FacetTerm("kind", "plan"), DateRange(20120601, 20120630)))) == ["a", "b"]
        assert shelf.ids(And((exact("stal"), Not(FacetTerm("kind", "plan"))))) == ["c"]

    @pytest.mark.parametrize(
        "query",
        [
            Word((Term("body", "x"),)),
            Phrase("lemma", ("a", "b")),
            FacetTerm("colour", "red"),
            And((Not(Phrase("x", ())),)),
        ],
    )
    def test_what_no_engine_can_run_is_refused(self, shelf: Shelf, query: Node) -> None:
        with pytest.raises(EngineError):
            shelf.search(query)

    def test_a_tree_nested_beyond_reason_is_refused(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal"))
        nested: Node = exact("stal")
        for _ in range(50):
            nested = And((nested, Not(Not(nested)) if nested == exact("stal") else Everything()))
        assert shelf.ids(nested) == ["a"]
        for _ in range(2000):
            nested = Not(nested)
        with pytest.raises(EngineError, match="nested"):
            shelf.search(nested)

    def test_asking_for_more_than_there_is_gives_what_there_is(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal"), entry("b", "stal"))
        for sort in Sort:
            wanted = Request(exact("stal"), sort=sort, limit=10**12, window=10**12, evidence=10**12)
            assert shelf.search(wanted).total == len(shelf.ids(wanted)) == 2


class TestFilters:
    @pytest.fixture
    def filled(self, shelf: Shelf) -> Shelf:
        shelf.hold(
            entry("a", "stal", kind="minutes", topic=("laser", "lean")),
            entry("b", "stal", "stal", kind="practice", topic=("laser",)),
            entry("c", "stal", kind="practice", organisation="Spawmet Sp. z o.o."),
            entry("d", "robot", kind="plan", topic=("lean",)),
        )
        return shelf

    def test_or_within_a_facet_and_between(self, filled: Shelf) -> None:
        def ids(**filters: tuple[str, ...]) -> list[str]:
            return sorted(filled.ids(Request(Everything(), filters=filters)))

        assert ids(kind=("minutes", "practice")) == ["a", "b", "c"]
        assert ids(kind=("minutes", "practice"), topic=("laser",)) == ["a", "b"]
        assert ids(kind=("practice",), topic=("lean",)) == []
        assert ids(organisation=("Spawmet Sp. z o.o.",), kind=()) == ["c"]
        assert ids(organisation=("spawmet",)) == []

    def test_totals_and_passage_totals_are_exact(self, filled: Shelf) -> None:
        found = filled.search(Request(exact("stal"), filters={"kind": ("practice",)}, limit=1))
        assert (found.total, found.passages_total, len(found.hits)) == (2, 3, 1)

    def test_a_facets_counts_ignore_its_own_choice(self, filled: Shelf) -> None:
        wanted = Request(exact("stal"), filters={"kind": ("practice",)}, facets=("kind", "topic"))
        assert filled.search(wanted).facets == {
            "kind": (FacetCount("practice", 2), FacetCount("minutes", 1)),
            "topic": (FacetCount("laser", 1),),
        }

    def test_every_facet_count_is_the_total_after_the_click(self, filled: Shelf) -> None:
        wanted = Request(exact("stal"), filters={"kind": ("practice",), "topic": ("laser",)}, facets=("kind", "topic"))
        for name, counts in filled.search(wanted).facets.items():
            for found in counts:
                chosen = replace(wanted, filters={**wanted.filters, name: (found.value,)})
                assert filled.search(chosen).total == found.count

    def test_all_values_of_a_facet_are_counted(self, shelf: Shelf) -> None:
        shelf.hold(*(entry(f"d{place}", "stal", event=f"e{place:03d}") for place in range(40)))
        counts = shelf.search(Request(Everything(), facets=("event",), limit=0)).facets["event"]
        assert counts == tuple(FacetCount(f"e{place:03d}", 1) for place in range(40))

    def test_an_unknown_facet_is_refused(self, filled: Shelf) -> None:
        for wanted in (Request(Everything(), facets=("colour",)), Request(Everything(), filters={"colour": ("red",)})):
            with pytest.raises(EngineError, match="colour"):
                filled.search(wanted)

    def test_a_year_lies_in_every_range_touching_it(self, shelf: Shelf) -> None:
        shelf.hold(entry("y", days=(20120101, 20121231)), entry("d", days=(20120615, 20120615)), entry("n"))

        def ids(first: int, last: int) -> list[str]:
            found = shelf.ids(Request(Everything(), first_day=first, last_day=last))
            assert shelf.ids(DateRange(first, last)) == sorted(found)
            return sorted(found)

        assert ids(20120301, 20120331) == ["y"]
        assert ids(20120615, 20120615) == ["d", "y"]
        assert ids(20121231, 99991231) == ["y"]
        assert ids(0, 20120101) == ["y"]
        assert ids(0, 20111231) == []
        assert ids(20120701, 20120601) == []
        assert ids(0, 99991231) == ["d", "n", "y"]
