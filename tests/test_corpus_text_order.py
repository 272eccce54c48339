"""Ids, dates and Polish order."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.collation import key
from corpus.dates import first_and_last
from corpus.identity import LENGTH, document_id


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def test_an_id_is_twelve_base32_characters_of_the_content() -> None:
    one = document_id(digest("a"), lambda _: False)
    assert one == document_id(digest("a"), lambda _: False)
    assert len(one) == LENGTH
    assert set(one) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_an_id_is_never_given_twice() -> None:
    given_out: set[str] = set()
    for _ in range(12):
        new = document_id(digest("a"), given_out.__contains__)
        assert new not in given_out
        given_out.add(new)


@pytest.mark.parametrize(
    ("text", "days"),
    [("2012", (20120101, 20121231)), ("2012-02", (20120201, 20120229)), ("2012-03-12", (20120312, 20120312))],
)
def test_a_date_covers_all_its_days(text: str, days: tuple[int, int]) -> None:
    assert first_and_last(text) == days


@pytest.mark.parametrize("text", ["", "12.03.2012", "2012-13", "2012-02-30", "2012-3-1", "0000", "2012-03-12T10:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        first_and_last(text)


def test_polish_letters_stand_after_their_base_letters() -> None:
    words = ["ćma", "cynk", "czas", "ćwiek", "dom", "lód", "łąka", "lot", "źdźbło", "zysk", "żaba", "zebra", "Ósmy", "ostatni"]
    assert sorted(words, key=key) == [
        "cynk", "czas", "ćma", "ćwiek", "dom", "lot", "lód", "łąka", "ostatni", "Ósmy", "zebra", "zysk", "źdźbło", "żaba",
    ]  # fmt: skip


def test_digits_stand_before_letters_and_case_only_breaks_ties() -> None:
    assert sorted(["Plan", "plan", "10 lat", "Raport", "raport 2"], key=key) == ["10 lat", "plan", "Plan", "Raport", "raport 2"]


@given(st.text(), st.text())
def test_order_is_total_and_the_same_whichever_way_round(one: str, other: str) -> None:
    assert (key(one) < key(other)) + (key(other) < key(one)) + (key(one) == key(other)) == 1
