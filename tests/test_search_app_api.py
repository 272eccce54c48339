"""The JSON API: its shape, its addresses, its problems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from corpus.catalogue import open_writer
from corpus.vocabulary import FACETS
from search_app.factory import application
from search_app_sample import app_of, library_of, many, settings_in, shelf


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(tmp_path_factory.mktemp("api")).test_client()


def ask(client: FlaskClient, address: str, status: int = 200) -> Any:
    """The JSON at an address."""
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    kind = "application/json" if status == 200 else "application/problem+json"
    assert answer.mimetype == kind
    return answer.get_json(force=True)


def test_an_answer_has_every_member_of_the_contract(client: FlaskClient) -> None:
    answer = ask(client, "/api/v1/search?q=spawania")
    assert {
        "query", "total", "passages_total", "page", "size", "took_ms", "generation", "coverage", "explanation", "documents", "facets",
    } <= set(answer)  # fmt: skip
    assert answer["coverage"] == {"files": 5, "indexed": 4, "failed": 1}
    assert set(answer["explanation"]) == {"words", "dropped", "relaxed", "ignored", "filters"}
    assert list(answer["facets"]) == list(FACETS)
    document = answer["documents"][0]
    assert {
        "id", "title", "kind", "language", "date", "audience", "files", "media_type", "score", "url", "passages", "versions",
    } <= set(document)  # fmt: skip
    assert (document["passages_found"], len(document["passages"])) == (4, 3)
    assert "passages_total" not in document
    assert {"number", "label", "role", "snippet", "url"} == set(document["passages"][0])
    value = answer["facets"]["kind"][0]
    assert set(value) == {"value", "label", "count", "selected", "toggle_url"}
    assert set(value["label"]) == {"pl", "en"}


def test_inflected_forms_find_each_other_and_are_marked(client: FlaskClient) -> None:
    answer = ask(client, "/api/v1/search?q=spawania")
    snippets = [place["snippet"] for document in answer["documents"] for place in document["passages"]]
    assert any("<mark>Spawanie</mark>" in each for each in snippets)
    assert any("<mark>spawaniu</mark>" in each for each in snippets)


def test_a_passage_is_addressed_at_its_anchor(client: FlaskClient) -> None:
    answer = ask(client, "/api/v1/search?q=zwrot")
    place = answer["documents"][0]["passages"][0]
    page, _, anchor = place["url"].partition("#")
    assert anchor == "p3"
    assert f'id="{anchor}"' in client.get(page).text


def test_an_empty_question_lists_everything_page_by_page(client: FlaskClient) -> None:
    first = ask(client, "/api/v1/search?size=2")
    pages = [ask(client, f"/api/v1/search?size=2&page={page}") for page in (1, 2, 3)]
    ids = [document["id"] for page in pages for document in page["documents"]]
    assert first["total"] == len(ids) == len(set(ids)) == 5


def test_unknown_parameters_are_named(client: FlaskClient) -> None:
    ignored = ask(client, "/api/v1/search?barwa=czerwona&kind=wiersz")["explanation"]["ignored"]
    assert {each["parameter"] for each in ignored} == {"barwa", "kind"}


@pytest.mark.parametrize("query", ["page=abc", "page=0", "size=1000", "size=x", "from=2012-13", "to=wczoraj", "sort=best", "q=" + "a" * 4001])
def test_a_malformed_value_is_a_problem_that_names_it(client: FlaskClient, query: str) -> None:
    body = ask(client, f"/api/v1/search?{query}", 400)
    assert body["status"] == 400
    assert [each["parameter"] for each in body["errors"]] == [query.partition("=")[0]]


def test_a_page_past_the_end_is_not_found(client: FlaskClient) -> None:
    assert ask(client, "/api/v1/search?page=2", 404)["last_page"] == 1
    assert ask(client, "/api/v1/search?page=999999999&size=100", 404)["last_page"] == 1


def test_a_document_has_every_member_of_the_contract(client: FlaskClient) -> None:
    document, _ = shelf()[0]
    body = ask(client, f"/api/v1/documents/{document.id}")
    assert {
        "id", "revision", "sha256", "title", "kind", "language", "languages", "date", "date_precision", "organisations", "event",
        "place", "topics", "audience", "media_type", "bytes", "pages", "files", "versions", "outline", "derived",
    } <= set(body)  # fmt: skip
    assert not {"decisions", "attendance"} & set(body)
    assert body["date_precision"] == "day"
    assert body["derived"]["date"] == {"value": "2021-03-12", "source": "first_page", "confidence": 0.9, "page": 1}


def test_a_page_has_its_text_and_its_notes_beside_it(client: FlaskClient) -> None:
    document, passages = shelf()[0]
    body = ask(client, f"/api/v1/documents/{document.id}/pages/3")
    assert (body["number"], body["role"], body["text"]) == (3, "body", passages[2].text)
    assert [each["role"] for each in body["also"]] == ["notes"]


def test_a_page_there_is_not_is_not_found(client: FlaskClient) -> None:
    document, _ = shelf()[0]
    ask(client, f"/api/v1/documents/{document.id}/pages/4", 404)
    ask(client, f"/api/v1/documents/{document.id}/pages/0", 404)
    ask(client, "/api/v1/documents/nieznany", 404)
    ask(client, "/api/v1/nic", 404)


def test_a_removed_document_is_gone_with_title_and_date(tmp_path: Path) -> None:
    settings, document = settings_in(tmp_path), shelf()[0][0]
    library = library_of(settings, shelf())
    client = application(settings, library).test_client()
    ask(client, f"/api/v1/documents/{document.id}")
    writer = open_writer(settings)
    writer.remove_document(document.id)
    writer.commit()
    writer.close()
    body = ask(client, f"/api/v1/documents/{document.id}", 410)
    assert (body["document"]["title"], body["document"]["date"]) == (document.title, document.date)
    page = client.get(f"/pl/doc/{document.id}")
    assert page.status_code == 410
    assert document.title in page.text


def test_the_account_lists_files_only_where_the_status_page_is_on(client: FlaskClient, tmp_path: Path) -> None:
    body = ask(client, "/api/v1/account")
    assert {"at", "roots", "files_on_disk", "indexed", "failed", "skipped", "removed", "balanced", "documents", "passages"} <= set(body)
    assert {"held_back", "suspicious", "by_reason", "last_run"} <= set(body)
    assert {"engine", "generation", "schema", "analysis", "stale"} == set(body["index"])
    ask(client, "/api/v1/account?files=1", 403)
    open_client = app_of(tmp_path, status_page=True).test_client()
    files = ask(open_client, "/api/v1/account?files=1")["files"]
    assert {each["reason"] for each in files} == {"", "encrypted"}


def test_health_is_good_when_it_can_search(client: FlaskClient) -> None:
    assert ask(client, "/api/v1/health")["status"] == "ok"


def test_a_wrong_method_is_a_problem(client: FlaskClient) -> None:
    answer = client.post("/api/v1/search")
    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


def test_the_same_search_gives_the_same_results_on_pages_and_in_the_api(tmp_path: Path) -> None:
    client = app_of(tmp_path, many(50)).test_client()
    for query in ("", "?q=laser", "?q=laser&sort=title&size=50&year=2019&year=none"):
        ids = [each["id"] for each in ask(client, f"/api/v1/search{query}")["documents"]]
        for language in ("pl", "en"):
            page = client.get(f"/{language}/search{query}", follow_redirects=True).text
            found = [page.find(f'class="title"><a href="/{language}/doc/{each}') for each in ids]
            assert found == sorted(found)
            assert -1 not in found
