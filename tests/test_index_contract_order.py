"""The promises of the engine port on order and evidence, each a test, each kept by every engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.engines import engine
from index.port import Request, Sort, Weights
from index.tree import (
    And,
    Everything,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Word,
)
from index_shelf import NAMES, Shelf, entry, exact, lemma


@pytest.fixture(params=NAMES)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """An empty index of each engine in turn."""
    made = Shelf(engine(request.param), tmp_path / "index")
    yield made
    made.close()


class TestOrder:
    def test_newest_and_oldest_have_the_undated_last_and_ties_by_id(self, shelf: Shelf) -> None:
        shelf.hold(
            entry("n2"),
            entry("x", days=(20130101, 20130101)),
            entry("b", days=(20120301, 20120331)),
            entry("n1"),
            entry("a", days=(20120301, 20120301)),
        )
        assert shelf.ids(Request(Everything(), sort=Sort.NEWEST)) == ["x", "a", "b", "n1", "n2"]
        assert shelf.ids(Request(Everything(), sort=Sort.OLDEST)) == ["a", "b", "x", "n1", "n2"]

    def test_title_order_goes_by_the_key_and_then_by_id(self, shelf: Shelf) -> None:
        keys = {
            "d": "",
            "c": "a",
            "b": "a",
            "a": "a\x00",
            "e": "a\x01",
            "f": "ab",
            "g": "z",
            "h": "ż",
            "i": "\U0001f600",
        }
        shelf.hold(*(entry(name, "x", title_key=key) for name, key in keys.items()))
        assert shelf.ids(Request(Everything(), sort=Sort.TITLE, limit=20)) == list("dbcaefghi")

    @pytest.mark.parametrize("sort", list(Sort))
    @pytest.mark.parametrize("window", [0, 1, 2, 3, 1000])
    def test_pages_join_up_to_the_total_whatever_the_window(self, shelf: Shelf, sort: Sort, window: int) -> None:
        shelf.hold(
            *(
                entry(
                    f"d{place}", *["stal laser"] * (1 + place % 3), "robot", days=(20100101 + place, 20100101 + place)
                )
                for place in range(9)
            ),
            entry("t", "nic", titles=("stal",)),
            entry("x", "nic"),
        )
        for query in (exact("stal"), And((exact("stal"), Not(exact("nic")))), Everything()):
            wanted = Request(query, sort=sort, window=window, limit=4)
            pages = [shelf.search(replace(wanted, offset=offset)) for offset in (0, 4, 8, 12)]
            found = [hit.id for page in pages for hit in page.hits]
            assert len(found) == len(set(found)) == pages[0].total
            scores = [hit.score for page in pages for hit in page.hits]
            assert scores == sorted(scores, reverse=True)

    def test_order_is_deterministic_with_ties_by_id(self, shelf: Shelf) -> None:
        shelf.hold(*(entry(name, "stal i laser", "nic") for name in ("c", "a", "e", "b", "d")))
        assert shelf.ids(Request(exact("stal"))) == list("abcde")
        assert shelf.ids(Request(exact("stal"), offset=1, limit=2)) == ["b", "c"]

    def test_a_document_ranks_by_its_best_passage_not_by_its_size(self, shelf: Shelf) -> None:
        padding = ["inne slowa na tej stronie"] * 5
        shelf.hold(
            entry("big", *padding, "stal razem z wieloma innymi slowami na dlugiej stronie"),
            entry("good", *padding, "stal stal stal"),
        )
        assert shelf.ids(Request(exact("stal"))) == ["good", "big"]

    def test_members_without_a_passage_in_the_window_follow_with_no_score(self, shelf: Shelf) -> None:
        shelf.hold(
            *(
                entry(name, "stal stal" if name == "c" else "stal z wieloma innymi slowami na stronie")
                for name in "abcd"
            )
        )
        found = shelf.search(Request(exact("stal"), window=1))
        assert [hit.id for hit in found.hits] == ["c", "a", "b", "d"]
        assert found.hits[0].score > 0
        assert [hit.score for hit in found.hits[1:]] == [0, 0, 0]

    def test_title_and_heading_count_by_their_weights(self, shelf: Shelf) -> None:
        shelf.hold(
            entry("a", "stal"),
            entry("b", ("stal", "nic")),
            entry("c", "nic", titles=("stal",)),
            entry("d", "nic", titles=("nic",)),
        )

        def ids(title: float, heading: float) -> list[str]:
            return shelf.ids(Request(lemma("stal"), weights=Weights(title=title, heading=heading)))

        assert ids(title=0.01, heading=0.1) == ["a", "b", "c"]
        assert ids(title=50, heading=10) == ["c", "b", "a"]

    def test_several_lemmas_of_a_word_are_not_added_up(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stali|stal|stac"), entry("b", "stal|stal stac|stac"))
        one = shelf.search(Word((Term("lemma", "stal"),))).hits
        several = shelf.search(Word((Term("lemma", "stal"), Term("lemma", "stac")))).hits
        assert {hit.id: pytest.approx(hit.score) for hit in one} == {hit.id: hit.score for hit in several}

    def test_a_filter_changes_no_score(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal", kind="plan", days=(20120101, 20120101)), entry("b", "nic"))
        plain = shelf.search(exact("stal")).hits[0].score
        chosen = Request(exact("stal"), filters={"kind": ("plan", "minutes")}, first_day=20120101)
        assert shelf.search(chosen).hits[0].score == pytest.approx(plain)


class TestEvidence:
    def test_evidence_is_the_best_passages_that_hold_a_positive_word(self, shelf: Shelf) -> None:
        shelf.hold(
            entry(
                "a", "nic", "stal z innymi slowami na stronie", "stal stal", ("stal", "nic"), "laser", titles=("stal",)
            )
        )
        hit = shelf.search(Request(And((exact("stal"), Not(exact("brak")))), evidence=2)).hits[0]
        assert (hit.passages_total, len(hit.passages)) == (3, 2)
        assert hit.passages[0].ordinal == 2
        assert hit.passages[0].score >= hit.passages[1].score > 0

    def test_each_word_of_an_and_brings_its_own_evidence(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal", "nic", "laser", "stalowy"))
        hit = shelf.search(And((exact("stal"), Or((Phrase("exact", ("laser",)), Prefix("stalo")))))).hits[0]
        assert sorted(passage.ordinal for passage in hit.passages) == [0, 2, 3]

    def test_evidence_is_found_in_every_order_of_hits(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "nic", "stal"), entry("b", "stal"))
        for sort in Sort:
            assert [hit.passages_total for hit in shelf.search(Request(exact("stal"), sort=sort)).hits] == [1, 1]

    def test_no_evidence_is_asked_for_and_none_is_given(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stal"))
        hit = shelf.search(Request(exact("stal"), evidence=0)).hits[0]
        assert (hit.passages, hit.passages_total) == ((), 1)
        assert shelf.search(Request(exact("stal"), limit=0)).hits == ()
        assert shelf.search(Request(exact("stal"), offset=5)).hits == ()

    def test_a_hit_with_very_many_passages_counts_them_all(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", *["stal"] * 1300), entry("b", "stal"))
        found = shelf.search(exact("stal"))
        assert (found.passages_total, sorted(hit.passages_total for hit in found.hits)) == (1301, [1, 1300])
