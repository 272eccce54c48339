"""How a question was read, told to the person who asked it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from search_app_sample import app_of, many, shelf, text_of


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(tmp_path_factory.mktemp("understanding"), shelf() + many(60)).test_client()


def reading(client: FlaskClient, q: str) -> str:
    """What a page says of how a question was read."""
    page = client.get("/pl/search", query_string={"q": q}).text
    start = page.index('class="bar"')
    return text_of(page[start : page.index('<ul class="switches"')])


def test_excluded_words_are_told_as_excluded_and_phrases_as_phrases(client: FlaskClient) -> None:
    told = reading(client, "laser -robot „dobra praktyka” -kind:minutes")
    summary = told[told.index("Jak odczytano") : told.index("Dokładnie")]
    assert "laser" in summary
    assert "robot" not in summary
    assert "„dobra praktyka”" in summary
    assert "Bez wyników, w których jest: „robot”; Rodzaj dokumentu: Protokoły i notatki ze spotkań." in told
    assert "Tylko" not in told


def test_a_quotation_mark_without_a_partner_is_told_as_it_was_read(client: FlaskClient) -> None:
    told = reading(client, '"spawanie ręczne')
    assert "Cudzysłów nie ma pary; odczytano jako frazę" in told
    assert "Pominięto" not in told


def test_fewer_words_are_not_advised_for_one_word(client: FlaskClient) -> None:
    assert "mniej słów" not in client.get("/pl/search?q=nieznanesłowo").text
    assert "mniej słów" in client.get("/pl/search?q=nieznanesłowo+drugiesłowo").text
