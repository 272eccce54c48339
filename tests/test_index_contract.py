"""The promises of the engine port, each a test, each kept by every engine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.engines import engine
from index.port import (
    Engine,
    EngineError,
    Entry,
    FacetCount,
    PassageEntry,
    Request,
    Response,
    Searcher,
    Sort,
    Terms,
    Weights,
    WordTerms,
    Writer,
)
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

NAMES = ("reference", "tantivy", "whoosh")


def terms(text: str) -> Terms:
    """Words whose one lemma is their first four letters; "stali|stal|stac" has the lemmas stal and stac."""
    return tuple(WordTerms(word.split("|")[0], tuple(word.split("|")[1:]) or (word[:4],)) for word in text.split())


def entry(
    name: str,
    *passages: str | tuple[str, str],
    titles: tuple[str, ...] = (),
    revision: int = 1,
    days: tuple[int, int] = (0, 0),
    title_key: str = "",
    **facets: str | tuple[str, ...],
) -> Entry:
    """A document; a passage is its text, or heading and text."""
    pairs = [("", passage) if isinstance(passage, str) else passage for passage in passages]
    return Entry(
        id=name,
        revision=revision,
        facets={key: (value,) if isinstance(value, str) else value for key, value in facets.items()},
        first_day=days[0],
        last_day=days[1],
        title_key=title_key,
        titles=tuple(map(terms, titles)),
        passages=tuple(PassageEntry(place, terms(text), terms(heading)) for place, (heading, text) in enumerate(pairs)),
    )


def exact(text: str) -> Word:
    return Word((Term("exact", text),))


def lemma(text: str) -> Word:
    return Word((Term("lemma", text),))


def title(text: str) -> Word:
    return Word((Term("title", text),))


class Shelf:
    """One index in a folder, written and searched in turn."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self._open: list[Searcher | Writer] = []
        engine.create(folder)

    def writer(self) -> Writer:
        writer = self.engine.writer(self.folder)
        self._open.append(writer)
        return writer

    def searcher(self) -> Searcher:
        searcher = self.engine.searcher(self.folder)
        self._open.append(searcher)
        return searcher

    def hold(self, *entries: Entry, without: tuple[str, ...] = ()) -> None:
        writer = self.writer()
        for each in entries:
            writer.put(each)
        for name in without:
            writer.remove(name)
        writer.commit()
        writer.close()

    def search(self, query: Node | Request) -> Response:
        return self.searcher().search(query if isinstance(query, Request) else Request(query))

    def ids(self, query: Node | Request) -> list[str]:
        found = [hit.id for hit in self.search(query).hits]
        return found if isinstance(query, Request) else sorted(found)

    def close(self) -> None:
        for each in self._open:
            each.close()


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
