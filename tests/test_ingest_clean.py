"""Cleaning: idempotent, counted, and no word lost."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ingest.clean import clean, line, vocabulary

TROUBLE = (
    st.text(
        alphabet=st.sampled_from(
            [
                *"ab ząŻ-\n\r\t.1",
                "\u00ad",
                "\x02",
                "\ufffe",
                "\ufb01",
                "\u00a0",
                "\u202e",
                "\u0301",
                "\ud800",
                "\ue000",
                "\uf0b7",
                "\u2028",
                "\x0c",
                "e",
                "\u0328",
            ]
        )
    )
    | st.text()
)


@given(TROUBLE)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once


@given(TROUBLE)
def test_cleaned_text_has_no_controls_and_is_composed(text: str) -> None:
    cleaned = clean(text).text
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not re.search("[\x00-\x08\x0b\x0c\r\u00ad\u200b\u202a-\u202e\ufeff\ufffe\ud800-\udfff]", cleaned)


@given(st.lists(st.text(alphabet="abcąćęóż", min_size=1), min_size=1))
def test_words_without_trouble_all_stay(words: list[str]) -> None:
    assert clean(" ".join(words)).text.split() == words


def test_what_is_clean_is_left_alone_and_counts_nothing() -> None:
    text = "Spotkanie koordynacyjne\nSzczecin, 12 marca 2012 r."
    assert clean(text) == clean(text)
    assert clean(text).text == text
    assert not clean(text).repairs


def test_a_word_split_at_a_line_end_is_joined_and_counted() -> None:
    cleaned = clean("ocynko-\nwnia oraz spa\u00adwalnia i gal\ufffewanizernia")
    assert cleaned.text == "ocynkownia oraz spawalnia i galwanizernia"
    assert cleaned.repairs["joined_words"] == 2
    assert cleaned.repairs["soft_hyphens"] == 1


def test_a_hyphen_between_two_words_of_the_document_stays() -> None:
    texts = ["a polsko-\nniemiecki projekt", "polsko i niemiecki"]
    assert clean(texts[0], vocabulary(texts)).text == "a polsko-niemiecki projekt"


def test_a_capital_after_a_line_end_is_not_joined() -> None:
    assert clean("Bielsko-\nBiała").text == "Bielsko-\nBiała"


def test_a_soft_hyphen_standing_alone_is_a_dash() -> None:
    assert clean("Rubryka 1 \u00ad Dane").text == "Rubryka 1 - Dane"


def test_ligatures_spaces_and_decomposed_letters_are_repaired_by_name() -> None:
    cleaned = clean("pro\ufb01l 1\u00a0200 zl\u0301otych z\u0307ar\u202e \uf0b7 x")
    assert cleaned.text.startswith("profil 1 200 z")
    assert "żar • x" in cleaned.text
    assert set(cleaned.repairs) == {"ligatures", "spaces", "nfc", "controls", "bullets"}


def test_lines_stay_lines() -> None:
    assert clean("a\r\nb\rc\x0cd").text == "a\nb\nc\nd"


def test_a_heading_is_cleaned_onto_one_line() -> None:
    assert line(" Plan\x0b działań\n 2013 ") == "Plan działań 2013"
