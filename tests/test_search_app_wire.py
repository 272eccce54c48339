"""The wire: what people type into an address is read; what cannot be read is answered as all errors; nothing is logged."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from index import analysis
from index.engines import engine
from index.entry import entry_of
from index.store import Store
from search_app import serve, wire
from search_app.trace import trace
from search_app_sample import settings_in, shelf, write

ROOT = Path(serve.__file__).resolve().parent.parent
SECRET = "spółdzielnia-tajne-pytanie"


class Running:
    """A server at work, and all that it wrote."""

    def __init__(self, config: Path) -> None:
        command = [sys.executable, "-m", "search_app", "--config", str(config), "--port", "0"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().rsplit(b":", 1)[1])
        self.written: list[bytes] = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.written += list(self.process.stderr)

    def ask(self, request: bytes) -> tuple[int, dict[str, str], str]:
        """Send bytes, read the answer: status, headers, body."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as wired:
            wired.sendall(request)
            answer = b""
            while piece := wired.recv(65536):
                answer += piece
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = [line.partition(": ")[::2] for line in lines]
        return int(first.split()[1]), {name.lower(): value for name, value in pairs}, body.decode()

    def get(self, target: bytes, version: bytes = b"HTTP/1.1") -> tuple[int, dict[str, str], str]:
        """GET a target as it stands."""
        return self.ask(b"GET " + target + b" " + version + b"\r\nHost: x\r\nConnection: close\r\n\r\n")

    def stop(self) -> str:
        """End the server; what it wrote."""
        self.process.terminate()
        self.process.wait(20)
        self.reader.join(20)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return b"".join(self.written).decode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The small shelf, served."""
    folder = tmp_path_factory.mktemp("wire")
    settings = settings_in(folder)
    (folder / "config.toml").write_text(
        '[corpus]\nroots = [{name = "zbiory", path = "files"}]\ndata = "var"\n[index]\nstore = "store"\n'
        '[access]\ndefault_audience = "public"\n',
        encoding="utf-8",
    )
    write(settings, shelf()).close()
    store = Store(settings.index.store, engine("tantivy"), analysis.stamp(), ("public",))
    with store.rebuild() as writer:
        for document, passages in shelf():
            writer.put("public", entry_of(document, passages))
        writer.switch()
    running = Running(folder / "config.toml")
    yield running
    written = running.stop()
    assert "tajne" not in written
    assert "dzielnia" not in written


@pytest.mark.slow
def test_raw_letters_in_an_address_are_read(server: Running) -> None:
    status, headers, body = server.get(f"/api/v1/search?q={SECRET}".encode())
    assert (status, headers["content-type"]) == (200, "application/json")
    assert SECRET in body
    assert server.get("/pl/search?q=spółka".encode())[0] == 200
    assert server.get(b"/api/v1/search?q=sp\xf3\xb3ka-tajne")[0] == 200


@pytest.mark.slow
def test_the_longest_question_passes_however_it_is_written(server: Running) -> None:
    for character in ("a", "ł", "🔥"):
        assert server.get(b"/api/v1/search?q=" + quote(character * 4000).encode())[0] == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    ("target", "version", "expected"),
    [
        (b"/api/v1/search?q=tajne" + b"a" * 200_000, b"HTTP/1.1", 414),
        (b"/api/v1/search?q=tajne pytanie", b"HTTP/1.1", 400),
        (b"/api/v1/search?q=tajne", b"HTTP/7", 400),
        (b"tajne", b"HTTP/1.1", 400),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_ours(server: Running, target: bytes, version: bytes, expected: int) -> None:
    status, headers, body = server.get(target, version)
    assert status == expected
    assert headers["content-type"].startswith("application/problem+json")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "tajne" not in body


@pytest.mark.slow
def test_too_long_an_address_of_a_page_is_answered_by_a_page_in_its_language(server: Running) -> None:
    status, headers, body = server.get(b"/en/search?q=tajne" + b"a" * 70_000)
    assert (status, headers["content-type"]) == (414, "text/html; charset=utf-8")
    assert '<html lang="en">' in body
    assert "Content-Security-Policy".lower() in headers


@pytest.mark.slow
def test_a_malformed_header_is_a_problem_and_its_text_is_not_logged(server: Running) -> None:
    status, headers, _ = server.ask(b"GET / HTTP/1.1\r\nHost: x\r\nReferer tajne\r\n\r\n")
    assert (status, headers["content-type"]) == (400, "application/problem+json; charset=utf-8")


def test_a_trace_says_where_but_not_what() -> None:
    def fail() -> None:
        try:
            raise KeyError("tajne pytanie")
        except KeyError as error:
            raise RuntimeError("tajne pytanie") from error

    try:
        fail()
    except RuntimeError as error:
        told = trace(error)
    assert "RuntimeError" in told
    assert "KeyError" in told
    assert "in fail" in told
    assert "tajne pytanie" not in told.replace('raise KeyError("tajne pytanie")', "").replace('raise RuntimeError("tajne pytanie")', "")


@pytest.mark.parametrize(
    ("line", "path"),
    [(b"GET /pl/search?q=tajne HTTP/1.1", "/pl/search"), (b"GET /pl/ HTTP/1.1", "/pl/"), (b"\xff\xfe", "/api/"), (b"GET tajne", "/api/"), (b"", "/api/")],
)
def test_the_path_of_a_line_is_told_without_its_question(line: bytes, path: str) -> None:
    assert wire.path_of(line) == path
