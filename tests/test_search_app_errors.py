"""Error pages: in one language, with a name of their own and a way back."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from search_app_sample import app_of, many, shelf, text_of


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(tmp_path_factory.mktemp("errors"), shelf() + many(60)).test_client()


@pytest.mark.parametrize("address", ["/en/nic", "/en/search?q=laser&page=77", "/en/doc/nieznany", "/nic", "/files/nieznany"])
def test_an_error_page_is_in_one_language(client: FlaskClient, address: str) -> None:
    page = client.get(address, headers={"Accept-Language": "en", "Accept": "text/html"}).text
    assert '<html lang="en">' in page
    assert not set("ąćęłńóśźż") & set(text_of(page).replace("Polski", ""))


def test_a_wrong_method_is_not_called_an_unreadable_question(client: FlaskClient) -> None:
    answer = client.post("/en/search")
    assert answer.status_code == 405
    assert "could not be read" not in answer.text


def test_a_page_past_the_end_has_a_way_back(client: FlaskClient) -> None:
    answer = client.get("/pl/search?q=laser&page=77")
    assert answer.status_code == 404
    back = re.search(r'class="button" href="([^"]+)"', answer.text)
    assert back
    assert client.get(unescape(back[1])).status_code == 200
