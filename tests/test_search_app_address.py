"""The search address: one state, one string; reading never fails."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vocabulary import KINDS, LANGUAGES
from index.port import Sort
from search_app.address import FILTERS, PARAMETERS, Address, Fault, Ignored, default_order, parse, read

OFF = frozenset({"inflection", "diacritics", "all"})

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip)
names = texts.filter(bool)
values = {
    "kind": st.sampled_from(sorted(KINDS)),
    "language": st.sampled_from(sorted(LANGUAGES)),
    "format": st.sampled_from(["pdf", "pptx"]),
    "year": st.sampled_from(["none", "2012", "2019"]),
}
dates = st.sampled_from(["", "2012", "2012-05", "2012-05-21"])


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    """Any canonical state."""
    q = draw(texts)
    address = Address(q=q, since=draw(dates), size=draw(st.sampled_from([20, 50, 7])))
    for field in draw(st.lists(st.sampled_from(FILTERS), max_size=4)):
        address = address.toggled(field, draw(values.get(field, names)))
    for name in draw(st.sets(st.sampled_from(sorted(OFF)))):
        address = address.switched(name)
    sort = draw(st.sampled_from(["", *Sort]))
    address = replace(address, sort="" if sort in ("", default_order(q)) else str(sort))
    return address.on_page(draw(st.integers(1, 300)))


@given(addresses())
def test_reading_what_an_address_writes_gives_the_address(address: Address) -> None:
    back = parse(address.query_string().encode(), OFF)
    assert back.address == address
    assert back.canonical
    assert not back.faults
    assert not back.ignored


@given(addresses(), st.randoms())
def test_the_order_of_parameters_does_not_matter(address: Address, dice: object) -> None:
    pairs = address.pairs()
    dice.shuffle(pairs)  # type: ignore[attr-defined]  # hypothesis types st.randoms() loosely
    assert read([*pairs, ("q", ""), ("kind", "")], OFF).address == address


@given(addresses(), st.sampled_from(FILTERS), st.data())
def test_toggling_twice_leads_back(address: Address, field: str, data: st.DataObject) -> None:
    value = data.draw(values.get(field, names))
    assert address.toggled(field, value).toggled(field, value) == address.on_page(1)
    assert address.toggled(field, value).page == 1


@given(addresses())
def test_clearing_filters_keeps_the_words_and_the_order(address: Address) -> None:
    cleared = address.without_filters()
    assert (cleared.q, cleared.sort, cleared.active) == (address.q, address.sort, 0)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_address(raw: bytes) -> None:
    reading = parse(raw, OFF)
    again = parse(reading.address.query_string().encode(), OFF)
    assert again.address == reading.address


@given(st.lists(st.tuples(st.sampled_from([*PARAMETERS, "inny"]), st.text(max_size=30)), max_size=12))
def test_any_parameters_are_an_address(pairs: list[tuple[str, str]]) -> None:
    reading = read(pairs, OFF)
    query = reading.address.query_string()
    assert parse(query.encode(), OFF).address == reading.address
    assert parse_qsl(query) == reading.address.pairs()


def test_defaults_are_left_out() -> None:
    assert parse(b"q=&page=1&size=20&sort=newest&kind=&from=", OFF).address == Address()
    assert Address().query_string() == ""
    assert parse(b"q=a&sort=relevance", OFF).address.query_string() == "q=a"


def test_the_default_order_needs_words_for_relevance() -> None:
    assert Address().order is Sort.NEWEST
    assert Address(q="a").order is Sort.RELEVANCE
    assert parse(b"sort=relevance", OFF).address.order is Sort.RELEVANCE


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("page=abc", Fault("page", "abc", "number")),
        ("page=0", Fault("page", "0", "number")),
        ("page=-1", Fault("page", "-1", "number")),
        ("page=" + "9" * 5000, Fault("page", "9" * 80 + "…", "too_long")),
        ("size=1000", Fault("size", "1000", "size")),
        ("from=2012-13", Fault("from", "2012-13", "date")),
        ("to=21.05.2012", Fault("to", "21.05.2012", "date")),
        ("sort=best", Fault("sort", "best", "sort")),
    ],
)
def test_a_malformed_value_is_told(query: str, fault: Fault) -> None:
    assert fault in parse(query.encode(), OFF).faults


def test_what_is_unknown_is_ignored_by_name() -> None:
    reading = parse(b"barwa=1&kind=wiersz&off=magia&year=MMXIX&kind=minutes", OFF)
    assert reading.address == Address().toggled("kind", "minutes")
    assert set(reading.ignored) == {
        Ignored("barwa"),
        Ignored("kind", "wiersz"),
        Ignored("off", "magia"),
        Ignored("year", "MMXIX"),
    }


def test_reversed_dates_are_put_right() -> None:
    address = parse(b"from=2019&to=2012-05", OFF).address
    assert (address.since, address.until) == ("2012-05", "2019")


def test_a_year_that_touches_a_month_is_not_reversed() -> None:
    address = parse(b"from=2012-05&to=2012", OFF).address
    assert (address.since, address.until) == ("2012-05", "2012")


def test_dates_count_as_one_filter() -> None:
    assert parse(b"from=2012&to=2019&kind=minutes&kind=plan", OFF).address.active == 3
