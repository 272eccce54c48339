"""What goes over the wire beside the content: policies, validators, no cookies, and no fault for any question."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from search_app.assets import asset
from search_app.factory import application
from search_app.library import Library, NotReadyError
from search_app.security import PAGE_POLICY
from search_app_sample import app_of, doors_of, index_of, many, settings_in, shelf, write

ADDRESSES = ("/pl/", "/en/search?q=laser", "/pl/nic", "/api/v1/search", "/api/v1/search?page=x", "/api/v1/health", "/", "/robots.txt")
HOSTILE = (
    "%00", "%ff%fe", "'\"><script>", "(" * 2000, "*" * 300, '"' * 999, "AND OR NOT", "-", "- -", '-"', "a:b:c", "kind:", ":", "~5",
    "%F0%9F%94%A5", "%E2%80%AE", "\\", "%25", "../../etc", "${7*7}", "{{7*7}}", "a" * 3900, "NOT NOT NOT", "year:9999999999..1", "[]^!",
    "date:2012-99", "rok:0000", "„", "%C5%82" * 600, "a*b*c", "((a OR b) AND (c", "off", "%0d%0aSet-Cookie:x=1",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(tmp_path_factory.mktemp("security"), shelf() + many(20)).test_client()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_kept_to_itself_and_sets_no_cookie(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == PAGE_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


def test_the_policy_is_the_one_agreed() -> None:
    assert PAGE_POLICY == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def test_an_unchanged_answer_is_not_sent_again_and_not_searched_again(tmp_path: Path) -> None:
    chosen = settings_in(tmp_path)
    index = index_of(chosen, shelf())
    write(chosen, shelf()).close()
    client = application(chosen, Library("public", doors_of(chosen), index)).test_client()
    for address in ("/pl/search?q=spawanie", "/api/v1/search?q=spawanie", "/en/"):
        first = client.get(address)
        asked = index.asked
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert index.asked == asked
        assert again.headers["ETag"] == first.headers["ETag"]
        index.generation += "1"
        assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_different_addresses_and_languages_have_different_validators(client: FlaskClient) -> None:
    addresses = ("/pl/search?q=a", "/en/search?q=a", "/pl/search?q=b", "/api/v1/search?q=a", "/pl/")
    assert len({client.get(address).headers["ETag"] for address in addresses}) == len(addresses)


def test_errors_are_not_kept(client: FlaskClient) -> None:
    answer = client.get("/pl/search?page=99")
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_a_year_under_their_digest(client: FlaskClient) -> None:
    answer = client.get(asset("style.css"))
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert client.get("/static/0123456789ab/style.css").status_code == 404
    assert client.get("/static/x/../../address.py").status_code == 404


@pytest.mark.parametrize("path", ["/pl/search", "/api/v1/search"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_hostile_question_is_a_fault_of_ours(client: FlaskClient, path: str, hostile: str) -> None:
    for name in ("q", "kind", "organisation", "year", "from", "page", "size", "off", "sort"):
        assert client.get(f"{path}?{name}={hostile}", follow_redirects=True).status_code < 500


def test_no_random_query_string_is_a_fault_of_ours(client: FlaskClient) -> None:
    dice = random.Random(11)
    names = ["q", "kind", "year", "from", "to", "page", "size", "sort", "off", "folder", "x", ""]
    alphabet = "aąłź09 *\"„”()-:.%&=+;/\\<>'~[]\x00\ud800".encode("utf-8", "surrogatepass").decode("latin-1")
    for _ in range(200):
        query = "&".join(f"{dice.choice(names)}={''.join(dice.choices(alphabet, k=dice.randrange(20)))}" for _ in range(dice.randrange(6)))
        path = dice.choice(["/pl/search", "/en/search", "/api/v1/search", "/pl/doc/x", "/api/v1/account"])
        answer = client.get(path, query_string=query.encode("latin-1", "ignore").decode("latin-1"))
        assert answer.status_code < 500, query


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_text_is_a_fault_of_ours(client: FlaskClient, text: str) -> None:
    query = {"q": text.encode("utf-8", "replace").decode()}
    assert client.get("/pl/search", query_string=query, follow_redirects=True).status_code == 200
    assert client.get("/api/v1/search", query_string=query).status_code == 200


def test_before_the_first_ingest_pages_say_what_to_run_and_the_log_says_why(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    chosen = settings_in(tmp_path)

    class Unbuilt:
        """An index that is not built."""

        def searcher(self) -> object:
            """Never there."""
            raise NotReadyError("no index is built in /secret/folder")

        @property
        def generation(self) -> str:
            """Never there."""
            raise NotReadyError("no index is built in /secret/folder")

    write(chosen, []).close()
    client = application(chosen, Library("public", doors_of(chosen), Unbuilt())).test_client()  # type: ignore[arg-type]  # never gives a searcher
    page = client.get("/pl/search")
    assert page.status_code == 503
    assert page.text.count("python -m ingest") == 1
    for answer in (page, client.get("/api/v1/search")):
        assert int(answer.headers["Retry-After"]) > 0
        assert "secret" not in answer.text
    assert "no index is built in /secret/folder" in caplog.text
    health = client.get("/api/v1/health")
    assert (health.status_code, health.mimetype) == (503, "application/problem+json")
    assert client.get("/pl/help").status_code == 200
    assert client.get("/pl/about").status_code == 200
    assert client.get("/api/v1/account").get_json()["index"]["stale"] == "not built"


def test_a_fault_of_ours_is_told_without_its_insides(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = app_of(tmp_path)

    def broken() -> str:
        raise RuntimeError("tajne szczegóły")

    app.add_url_rule("/api/v1/broken", view_func=broken)
    app.add_url_rule("/pl/broken", view_func=broken, endpoint="other")
    for address in ("/api/v1/broken?q=pytanie", "/pl/broken?q=pytanie"):
        answer = app.test_client().get(address)
        assert answer.status_code == 500
        assert "tajne" not in answer.text
    assert "pytanie" not in caplog.text
    assert caplog.text.count("in broken") == 2
    assert "tajne szczegóły" not in caplog.text.replace('raise RuntimeError("tajne szczegóły")', "")


@pytest.mark.parametrize("address", ["/nic", "/pl/nic", "/api/v1/nic", "/files/nic", "/static/x/y", "/api/v1/search?page=x"])
def test_no_fault_is_kept_by_a_cache(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code >= 400
    assert answer.headers["Cache-Control"] == "no-store"


def test_any_copy_of_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    any_copy = {"If-None-Match": "*"}
    for address in ("/pl/doc/nieznany", "/api/v1/documents/nieznany", "/files/nieznany", "/pl/search?page=99"):
        assert client.get(address, headers=any_copy).status_code == 404
    there = client.get("/pl/search?q=laser", headers=any_copy)
    assert (there.status_code, there.data) == (304, b"")
    assert there.headers["ETag"]


def test_no_redirect_trusts_the_host_header(client: FlaskClient) -> None:
    for address in ("/", "/pl", "/en", "/pl/search?page=1", "/pl//search", "//pl/search"):
        answer = client.get(address, headers={"Host": "attacker.example"})
        assert answer.status_code in (302, 404), address
        assert "attacker" not in answer.headers.get("Location", "")
    assert client.get("/pl").headers["Location"] == "/pl/"
