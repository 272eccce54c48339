"""Originals: the very bytes that were read, safely."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from corpus.document import Location
from search_app_sample import DOCX, PDF, app_of, made, page

CONTENT = b"%PDF-1.4\n" + b"x" * 5000
PAPER = made("a/Protokół – załącznik.pdf", "Protokół", CONTENT, media_type=PDF, pages=1)
TEXT = made('a/spółka & "plik".docx', "Umowa", b"PK content", media_type=DOCX)
LOST = made("a/zgubiony.pdf", "Zgubiony", b"gone")


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    app = app_of(tmp_path, [(PAPER, [page(1, "tekst")]), (TEXT, []), (LOST, [])])
    folder = tmp_path / "files" / "a"
    folder.mkdir()
    (folder / "Protokół – załącznik.pdf").write_bytes(CONTENT)
    (folder / 'spółka & "plik".docx').write_bytes(b"PK content")
    return app.test_client()


def test_a_pdf_is_shown_in_the_browser_with_its_own_name(client: FlaskClient) -> None:
    answer = client.get(f"/files/{PAPER.id}", buffered=True)
    assert answer.status_code == 200
    assert answer.data == CONTENT
    assert answer.mimetype == PDF
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "filename*=UTF-8''" + quote("Protokół – załącznik.pdf") in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" not in answer.headers["Content-Security-Policy"]


def test_everything_else_is_saved_and_sandboxed(client: FlaskClient) -> None:
    answer = client.get(f"/files/{TEXT.id}", buffered=True)
    assert answer.data == b"PK content"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert quote('spółka & "plik".docx', safe="&") in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_changed_since_it_was_read_is_not_served(client: FlaskClient, tmp_path: Path) -> None:
    assert client.get(f"/files/{PAPER.id}", buffered=True).status_code == 200
    (tmp_path / "files" / "a" / "Protokół – załącznik.pdf").write_bytes(CONTENT + b"y")
    answer = client.get(f"/files/{PAPER.id}", buffered=True)
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    page = client.get(f"/files/{PAPER.id}", buffered=True, headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (409, "text/html")


def test_a_file_that_is_not_there_is_told_like_a_changed_one(client: FlaskClient) -> None:
    assert client.get(f"/files/{LOST.id}").status_code == 409


def test_a_part_of_a_file_can_be_asked_for(client: FlaskClient) -> None:
    answer = client.get(f"/files/{PAPER.id}", buffered=True, headers={"Range": "bytes=0-7"})
    assert (answer.status_code, answer.data) == (206, b"%PDF-1.4")


def test_a_file_the_visitor_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(f"/files/{PAPER.id}", buffered=True)
    again = client.get(f"/files/{PAPER.id}", buffered=True, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_pipe_in_place_of_a_file_keeps_nobody_waiting(client: FlaskClient, tmp_path: Path) -> None:
    place = tmp_path / "files" / "a" / "Protokół – załącznik.pdf"
    place.unlink()
    os.mkfifo(place)
    assert client.get(f"/files/{PAPER.id}", buffered=True).status_code == 409


def test_a_name_with_line_breaks_is_served_under_a_name_without(tmp_path: Path) -> None:
    odd = made("b/dwa\nwiersze\r\n.pdf", "Dwa wiersze", b"%PDF odd", media_type=PDF)
    client = app_of(tmp_path, [(odd, [])]).test_client()
    (tmp_path / "files" / "b").mkdir()
    (tmp_path / "files" / "b" / "dwa\nwiersze\r\n.pdf").write_bytes(b"%PDF odd")
    answer = client.get(f"/files/{odd.id}", buffered=True)
    assert (answer.status_code, answer.data) == (200, b"%PDF odd")
    assert "dwa wiersze" in answer.headers["Content-Disposition"]


def test_of_several_copies_the_first_that_is_still_the_same_is_served(tmp_path: Path) -> None:
    names = ("c/brak.pdf", "c/inny.pdf", "c/ten sam.pdf")
    copied = replace(made("c/kopie.pdf", "Kopie", b"%PDF same"), files=tuple(Location("zbiory", name) for name in names))
    client = app_of(tmp_path, [(copied, [])]).test_client()
    (tmp_path / "files" / "c").mkdir()
    (tmp_path / "files" / names[1]).write_bytes(b"%PDF else")
    assert client.get(f"/files/{copied.id}", buffered=True).status_code == 409
    (tmp_path / "files" / names[2]).write_bytes(b"%PDF same")
    answer = client.get(f"/files/{copied.id}", buffered=True)
    assert (answer.status_code, answer.data) == (200, b"%PDF same")
    assert "ten sam.pdf" in answer.headers["Content-Disposition"]


def test_an_unknown_file_is_not_found(client: FlaskClient) -> None:
    assert client.get("/files/nieznany").status_code == 404
    assert client.get("/files/..%2f..%2fetc%2fpasswd").status_code == 404


def test_documents_that_are_not_open_have_no_file(tmp_path: Path) -> None:
    secret = replace(made("b/tajne.pdf", "Tajne", b"secret"), audience="member", files=(Location("zbiory", "b/tajne.pdf"),))
    client = app_of(tmp_path, [(secret, [])]).test_client()
    (tmp_path / "files" / "b").mkdir()
    (tmp_path / "files" / "b" / "tajne.pdf").write_bytes(b"secret")
    for address in (f"/files/{secret.id}", f"/api/v1/documents/{secret.id}", f"/pl/doc/{secret.id}"):
        assert client.get(address).status_code == 404
