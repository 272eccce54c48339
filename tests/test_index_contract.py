"""The promises of the engine port on writing and folders, each a test, each kept by every engine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.engines import engine
from index.port import EngineError, FacetCount, PassageEntry, Request, WordTerms
from index.tree import (
    And,
    Everything,
    Phrase,
)
from index_shelf import NAMES, Shelf, entry, exact


@pytest.fixture(params=NAMES)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """An empty index of each engine in turn."""
    made = Shelf(engine(request.param), tmp_path / "index")
    yield made
    made.close()


class TestWriting:
    def test_a_new_index_is_empty(self, shelf: Shelf) -> None:
        found = shelf.search(Request(Everything(), facets=("kind",)))
        assert (found.total, found.passages_total, found.hits) == (0, 0, ())
        assert found.facets == {"kind": ()}
        assert (dict(shelf.searcher().contents()), shelf.searcher().passages()) == ({}, 0)

    def test_put_replaces_by_id(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "stare spawanie", "druga strona", kind="minutes"))
        shelf.hold(entry("a", "nowe ciecie", revision=2, kind="practice"))
        found = shelf.search(Request(Everything(), facets=("kind",)))
        assert (found.total, found.passages_total, shelf.searcher().passages()) == (1, 1, 1)
        assert found.facets["kind"] == (FacetCount("practice", 1),)
        assert shelf.searcher().contents() == {"a": 2}
        assert (shelf.ids(exact("spawanie")), shelf.ids(exact("ciecie"))) == ([], ["a"])

    def test_the_last_put_of_a_batch_counts(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "raz"), entry("a", "dwa", revision=2), entry("b", "raz"))
        assert shelf.searcher().contents() == {"a": 2, "b": 1}
        assert (shelf.ids(exact("raz")), shelf.ids(exact("dwa"))) == (["b"], ["a"])

    def test_put_after_remove_in_one_batch_stays(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "raz"))
        writer = shelf.writer()
        writer.remove("a")
        writer.put(entry("a", "dwa"))
        writer.put(entry("b", "dwa"))
        writer.remove("b")
        writer.commit()
        writer.close()
        assert shelf.ids(Everything()) == ["a"]

    def test_nothing_shows_before_the_commit_and_all_of_it_after(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "raz"))
        writer = shelf.writer()
        writer.put(entry("b", "raz"))
        writer.remove("a")
        assert shelf.ids(exact("raz")) == ["a"]
        writer.commit()
        assert shelf.ids(exact("raz")) == ["b"]
        writer.put(entry("c", "raz"))
        writer.commit()
        assert shelf.ids(exact("raz")) == ["b", "c"]
        writer.close()

    def test_closing_without_commit_drops_the_changes(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "raz"))
        writer = shelf.writer()
        writer.put(entry("b", "raz"))
        writer.remove("a")
        writer.close()
        writer.close()
        assert shelf.ids(exact("raz")) == ["a"]
        shelf.hold(entry("c", "raz"))
        assert shelf.ids(exact("raz")) == ["a", "c"]

    def test_after_a_removal_hits_totals_and_facets_are_right_at_once(self, shelf: Shelf) -> None:
        shelf.hold(
            entry("a", "raz", kind="minutes"), entry("b", "raz", "raz", kind="plan"), entry("c", "raz", kind="plan")
        )
        shelf.hold(without=("b", "nobody"))
        found = shelf.search(Request(exact("raz"), facets=("kind",)))
        assert (found.total, found.passages_total) == (2, 2)
        assert sorted(hit.id for hit in found.hits) == ["a", "c"]
        assert found.facets["kind"] == (FacetCount("minutes", 1), FacetCount("plan", 1))
        assert shelf.searcher().passages() == 2

    def test_removing_everything_leaves_an_index_that_can_be_filled_again(self, shelf: Shelf) -> None:
        shelf.hold(entry("a", "raz"))
        shelf.hold(without=("a",))
        assert shelf.search(Everything()).total == 0
        shelf.hold(entry("b", "raz"))
        assert shelf.ids(exact("raz")) == ["b"]

    def test_a_searcher_is_a_snapshot_and_goes_on_reading_during_writing(self, shelf: Shelf) -> None:
        shelf.hold(*(entry(f"d{place}", "raz dwa", "trzy raz") for place in range(20)))
        before = shelf.searcher()
        for round_ in range(3):
            shelf.hold(*(entry(f"d{place}", f"cztery {round_}") for place in range(20)))
            assert before.search(Request(exact("raz"), limit=30)).total == 20
            assert before.search(Request(Phrase("exact", ("trzy", "raz")))).total == 20
        assert shelf.search(exact("raz")).total == 0

    def test_threads_share_a_searcher(self, shelf: Shelf) -> None:
        shelf.hold(*(entry(f"d{place}", f"raz w{place % 3}", "dwa raz") for place in range(12)))
        searcher, wrong = shelf.searcher(), []

        def ask(place: int) -> None:
            for _ in range(10):
                found = searcher.search(Request(And((exact("raz"), exact(f"w{place % 3}")))))
                if found.total != 4 or any(hit.passages_total != 2 for hit in found.hits):
                    wrong.append(found)

        threads = [threading.Thread(target=ask, args=(place,)) for place in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong

    def test_a_document_without_passages_or_titles_is_a_document(self, shelf: Shelf) -> None:
        shelf.hold(entry("a"), entry("b", titles=("raz dwa",)), entry("c", ""))
        assert shelf.ids(Everything()) == ["a", "b", "c"]
        assert shelf.ids(exact("raz")) == ["b"]

    @pytest.mark.parametrize("name", ["", "thirteenchars", "Ala", "a b", "ą"])
    def test_an_id_that_is_none_is_refused(self, shelf: Shelf, name: str) -> None:
        writer = shelf.writer()
        with pytest.raises(EngineError, match="not an id"):
            writer.put(entry(name, "raz"))

    @pytest.mark.parametrize(
        "word",
        [
            WordTerms("", ("a",)),
            WordTerms("a b", ("a",)),
            WordTerms("a", ()),
            WordTerms("a", ("\u3000",)),
            WordTerms("\ud800", ("a",)),
        ],
    )
    def test_a_term_that_is_not_finished_is_refused(self, shelf: Shelf, word: WordTerms) -> None:
        writer = shelf.writer()
        with pytest.raises(EngineError):
            writer.put(replace(entry("a"), passages=(PassageEntry(0, (word,)),)))


class TestFolders:
    def test_an_index_is_made_in_an_empty_folder_only(self, shelf: Shelf, tmp_path: Path) -> None:
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "letter.txt").write_text("mine")
        with pytest.raises(EngineError, match="not empty"):
            shelf.engine.create(tmp_path / "full")
        assert (tmp_path / "full" / "letter.txt").read_text() == "mine"

    def test_a_foreign_folder_is_refused(self, shelf: Shelf, tmp_path: Path) -> None:
        (tmp_path / "foreign").mkdir()
        other = engine(NAMES[NAMES.index(shelf.engine.name) - 1])
        other.create(tmp_path / "other")
        for folder in (tmp_path / "missing", tmp_path / "foreign", tmp_path / "other"):
            with pytest.raises(EngineError):
                shelf.engine.searcher(folder)
            with pytest.raises(EngineError):
                shelf.engine.writer(folder)
