"""Promises of highlighting: what matched is marked as it is written, nothing else is, and a snippet is a piece of the text."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.highlight import ELLIPSIS, Marks, flowing, marked, snippet
from index.understand import understand

WORDS = [
    "klastra",
    "klastrami",
    "spawanie",
    "dobra",
    "praktyka",
    "praktyki",
    "Spawmecie",
    "i",
    "<b>",
    "&",
    "żółw",
    "a_b",
    "„",
    "…",
]
TEXTS = st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join)
QUERIES = st.sampled_from(
    [
        "klaster",
        '"dobra praktyka"',
        "spaw* klaster",
        "spawmet żółw",
        "a_b",
        "klaster -spawanie",
        '"dobra praktyka" praktyka',
        "",
    ]
)
FILLER = "W zakładzie odbyło się szkolenie dotyczące bezpieczeństwa pracy oraz obsługi maszyn sterowanych numerycznie. "


def marks(query: str) -> Marks:
    """What a query marks."""
    return understand(query).marks


def shown(text: str, query: str) -> list[str]:
    """The surfaces that a query marks in a text."""
    return [text[start:end] for start, end in marked(text, marks(query))]


def plain(found: str) -> str:
    """A snippet as text, without tags and the ellipses of its cuts."""
    return html.unescape(re.sub("</?mark>", "", found))


@settings(deadline=None, max_examples=200)
@given(TEXTS, QUERIES)
def test_marks_lie_within_the_text_apart_and_on_words_edges(text: str, query: str) -> None:
    end = 0
    for start, stop in marked(text, marks(query)):
        assert end <= start < stop <= len(text)
        assert not (start and text[start - 1].isalnum() and text[start].isalnum())
        assert not (stop < len(text) and text[stop - 1].isalnum() and text[stop].isalnum())
        end = stop


@settings(deadline=None, max_examples=200)
@given(TEXTS, QUERIES, st.integers(30, 260))
def test_a_snippet_is_a_piece_of_the_text_within_its_bounds(text: str, query: str, hi: int) -> None:
    found = plain(snippet(text, marks(query), lo=hi // 2, hi=hi))
    assert len(found) <= hi
    pieces = (
        found,
        found.removeprefix(ELLIPSIS),
        found.removesuffix(ELLIPSIS),
        found.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS),
    )
    assert any(piece in flowing(text) for piece in pieces)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(WORDS), min_size=100, max_size=200).map(" ".join), QUERIES)
def test_a_snippet_of_a_long_text_has_150_to_240_characters(text: str, query: str) -> None:
    assert 150 <= len(plain(snippet(text, marks(query)))) <= 240


def test_inflected_forms_are_marked_as_they_are_written() -> None:
    text = "Klastrowi pomógł KLASTER, a w klastrze – kobotami; klasa nie."
    assert shown(text, "klastrami kobot") == ["Klastrowi", "KLASTER", "klastrze", "kobotami"]


def test_a_word_typed_without_polish_letters_marks_the_word_with_them() -> None:
    assert shown("Źródła finansowania spółdzielni", "zrodlo spoldzielnia zrodla") == ["Źródła", "spółdzielni"]


def test_a_phrase_marks_only_as_a_phrase_and_as_one() -> None:
    text = "Dobra praktyka i dobra stal, praktyka, dobra – praktyka."
    assert shown(text, '"dobra praktyka"') == ["Dobra praktyka", "dobra – praktyka"]
    assert shown(text, '"dobra praktyka" stal') == ["Dobra praktyka", "stal", "dobra – praktyka"]


def test_a_phrase_that_holds_a_word_of_the_query_is_one_mark() -> None:
    assert shown("dobra praktyka", '"dobra praktyka" praktyka') == ["dobra praktyka"]


def test_a_prefix_marks_every_word_that_begins_so() -> None:
    assert shown("Spółka, spólnik i spółdzielnia", "spół*") == ["Spółka", "spólnik", "spółdzielnia"]


def test_what_is_switched_off_or_excluded_marks_nothing() -> None:
    assert marked("klaster klastra", understand("klaster", frozenset({"inflection"})).marks) == [(0, 7)]
    assert shown("klaster lean", "klaster -lean") == ["klaster"]
    assert marked("klaster", Marks()) == []


def test_marks_in_decomposed_text_and_around_soft_hyphens_cover_the_whole_word() -> None:
    text = "x z\u0307o\u0301łw i kla\u00adstrem y"
    assert shown(text, "żółw klaster") == ["z\u0307o\u0301łw", "kla\u00adstrem"]


@pytest.mark.parametrize(
    "text", ["klaster, klastra", "klastrow klaster", "niklaster klaster", "klaster_klaster", "klaster2 klaster"]
)
def test_a_hit_inside_another_word_is_no_hit(text: str) -> None:
    places = [found.start() for found in re.finditer(r"(?<![^\W_])klast(er|ra)(?![^\W_])", text)]
    assert [start for start, _ in marked(text, marks("klaster"))] == places


def test_a_snippet_is_escaped_but_for_its_marks() -> None:
    assert snippet('<b>klaster & "stal"</b>', marks("klaster")) == (
        "&lt;b&gt;<mark>klaster</mark> &amp; &quot;stal&quot;&lt;/b&gt;"
    )


def test_a_short_text_is_shown_whole_and_one_without_a_hit_from_its_beginning() -> None:
    assert snippet("Zebranie klastra.", marks("stal")) == "Zebranie klastra."
    found = snippet(FILLER * 5, marks("kobot"))
    assert found.startswith("W zakładzie")
    assert found.endswith(ELLIPSIS)
    assert snippet("", marks("stal")) == ""


def test_the_fragment_with_most_different_words_of_the_query_is_shown() -> None:
    text = "robot robot robot robot. " + FILLER * 4 + "Kobot spawa robotem. " + FILLER * 4
    found = snippet(text, marks("robot kobot spawać"))
    assert "<mark>Kobot</mark> <mark>spawa</mark> <mark>robotem</mark>" in found
    assert found.startswith(ELLIPSIS)
    assert found.endswith(ELLIPSIS)


def test_a_snippet_is_cut_between_words() -> None:
    text = FILLER * 3 + "kobot " + FILLER * 3
    found = plain(snippet(text, marks("kobot"))).strip(ELLIPSIS)
    assert set(re.findall(r"\w+", found)) <= set(re.findall(r"\w+", text))


def test_a_run_of_letters_without_end_is_cut_all_the_same() -> None:
    assert len(plain(snippet("x" * 5000, marks("stal")))) <= 240
    assert len(plain(snippet("y" * 3000 + " klaster " + "x" * 3000, marks("klaster")))) <= 240


def test_lines_of_their_own_are_told_apart_and_a_cut_leaves_no_debris() -> None:
    assert plain(snippet("Robot spawa powietrze\nCięcie tlenowe\n\nBrama.\nDalej", marks("robot"))) == (
        "Robot spawa powietrze · Cięcie tlenowe · Brama.\nDalej"
    )
    text = "początek zdania " * 20 + ", kierownik produkcji robot " + "koniec zdania, " * 20
    found = plain(snippet(text, marks("robot")))
    assert found[1:2].isalnum()
    assert found[-2:-1].isalnum()


@settings(deadline=None, max_examples=100)
@given(TEXTS, QUERIES)
def test_a_text_shown_often_is_marked_as_it_was_the_first_time(text: str, query: str) -> None:
    first = marked(text, marks(query))
    assert all(marked(text, marks(query)) == first for _ in range(4))
