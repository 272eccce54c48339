"""Facets tell the truth: a count is what the click gives."""

from __future__ import annotations

import random
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient

from corpus.vocabulary import FACETS
from search_app.address import Address
from search_app.answer import alternatives, answer
from search_app.facets import facet_values, label_of
from search_app.library import Library
from search_app_sample import app_of, library_of, many, settings_in

QUERIES = ("", "laser", "spawanie robot", "-laser", "„klaster ocynk”", "welding", "jest*", "lase*")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(settings_in(tmp_path_factory.mktemp("facets")), many(80), "tantivy")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(tmp_path_factory.mktemp("pages"), many(40)).test_client()


def states(number: int, seed: int, library: Library) -> list[Address]:
    """Random walks through filters and dates."""
    dice, found = random.Random(seed), []
    every = answer(library, Address()).facets
    for _ in range(number):
        address = Address(q=dice.choice(QUERIES))
        for _ in range(dice.randrange(4)):
            field = dice.choice(list(FACETS))
            if every[field]:
                address = address.toggled(field, dice.choice(every[field]).value)
        if dice.random() < 0.3:
            address = Address(q=address.q, filters=address.filters, since=dice.choice(["", "2019-06"]), until=dice.choice(["2021", ""]))
        found.append(address)
    return found


def test_every_count_is_the_total_with_that_value_as_its_fields_only_choice(library: Library) -> None:
    dice = random.Random(3)
    for address in states(40, 1, library):
        for field, values in answer(library, address).facets.items():
            for value in dice.sample(values, k=min(2, len(values))):
                alone = answer(library, address.alone(field, value.value))
                assert alone.total == value.count, (address, field, value.value)


def test_a_click_leads_where_it_says(library: Library) -> None:
    dice = random.Random(5)
    for address in states(40, 2, library):
        for values in answer(library, address).facets.values():
            for value in dice.sample(values, k=min(1, len(values))):
                after = answer(library, value.toggled)
                now = {each.value for each in after.facets[value.field] if each.selected}
                assert (value.value in now) is not value.selected
                if not address.chosen(value.field):
                    assert after.total == value.count


def test_the_pages_of_an_answer_join_up_to_the_total(library: Library) -> None:
    for address in states(10, 4, library):
        address = Address(q=address.q, filters=address.filters, size=7)
        first = answer(library, address)
        pages = [answer(library, address.on_page(page)) for page in range(1, first.last_page + 1)]
        ids = [found.document.id for page in pages for found in page.found]
        assert len(ids) == len(set(ids)) == first.total


def test_every_way_out_of_nothing_finds_what_it_says(library: Library) -> None:
    address = Address(q="laser").toggled("organisation", "Łuk").toggled("year", "1999").toggled("kind", "minutes")
    assert answer(library, address).total == 0
    ways = alternatives(library, address)
    assert ways
    assert all(each.count == answer(library, each.address).total > 0 for each in ways)


def test_toggle_urls_of_the_api_lead_to_their_count(client: FlaskClient) -> None:
    everything = client.get("/api/v1/search").get_json()
    for values in everything["facets"].values():
        for value in values:
            assert client.get(value["toggle_url"]).get_json()["total"] == value["count"], value


def test_values_come_by_count_and_then_in_polish_order(library: Library) -> None:
    values = facet_values(Address(), {})
    assert [each.value for each in values["language"]] == ["en", "und", "pl"]  # angielski, nieustalony, polski
    counted = answer(library, Address()).facets["organisation"]
    assert [each.count for each in counted] == sorted((each.count for each in counted), reverse=True)


def test_a_chosen_value_that_counts_zero_stays_to_be_taken_off(library: Library) -> None:
    found = answer(library, Address(q="laser").toggled("organisation", "Nieznana"))
    chosen = [each for each in found.facets["organisation"] if each.selected]
    assert [(each.value, each.count) for each in chosen] == [("Nieznana", 0)]


def test_closed_vocabularies_are_shown_whole_and_zero_counts_disabled(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=laser").text
    assert 'name="kind" value="plan" disabled' in page


def test_labels_are_words_for_people() -> None:
    assert label_of("kind", "minutes").pl == "Protokoły i notatki ze spotkań"
    assert label_of("year", "none").pl == "bez daty"
    assert label_of("topic", "welding").pl == "Spawalnictwo"
    assert label_of("organisation", "Łuk").en == "Łuk"


def test_a_facet_link_of_a_page_keeps_words_and_order(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=laser&kind=minutes&sort=title&page=1", follow_redirects=True).text
    start = page.index('<ul class="chips"')
    href = page[page.index('href="', start) + 6 :].split('"')[0]
    assert dict(parse_qsl(href.partition("?")[2].replace("&amp;", "&"))) == {"q": "laser", "sort": "title"}


