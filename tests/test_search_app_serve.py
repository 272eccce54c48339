"""Serving: which address, which settings are refused, what the server may import."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import Namespace
from pathlib import Path

import pytest

from corpus.config import SettingsError
from corpus.settings import AccessSettings, SearchAppSettings, Settings
from index import analysis
from index.engines import engine
from index.entry import entry_of
from index.store import Store
from search_app import serve
from search_app_sample import settings_in, shelf, write

ROOT = Path(serve.__file__).resolve().parent.parent
FORBIDDEN = ("spacy", "pypdf", "docx", "pptx", "lxml", "langdetect", "py3langid", "ingest", "pypdfium2", "whoosh", "rdflib", "tqdm")


def options(*flags: str) -> Namespace:
    """Flags as the command line gives them."""
    return serve._options().parse_args(flags)


def test_flags_beat_the_environment_and_the_environment_the_settings() -> None:
    settings = Settings(search_app=SearchAppSettings(host="127.0.0.1", port=1111))
    assert serve.settle(settings, options(), {})[1] == serve.Bind("127.0.0.1", 1111)
    assert serve.settle(settings, options(), {"PORT": "2222", "HOST": "::1"})[1] == serve.Bind("::1", 2222)
    assert serve.settle(settings, options("--port", "3333"), {"PORT": "2222"})[1].port == 3333


@pytest.mark.parametrize(("environment", "said"), [({"PORT": "web"}, "port"), ({"PORT": "70000"}, "port")])
def test_a_port_that_is_none_is_refused(environment: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        serve.settle(Settings(), options(), environment)


def test_documents_that_are_not_public_are_not_offered_to_a_network_unasked() -> None:
    settings = Settings(access=AccessSettings(open_audience="member"))
    with pytest.raises(SettingsError, match="open_audience"):
        serve.settle(settings, options("--host", "0.0.0.0"), {})
    serve.settle(settings, options("--host", "localhost"), {})
    serve.settle(Settings(), options("--host", "0.0.0.0"), {})
    trusted = Settings(access=AccessSettings(open_audience="member", trusted_network=True))
    serve.settle(trusted, options("--host", "0.0.0.0"), {})


def test_an_address_is_written_for_a_browser() -> None:
    assert serve.Bind("127.0.0.1", 8000).url == "http://127.0.0.1:8000"
    assert serve.Bind("::1", 8000).url == "http://[::1]:8000"


def test_a_configuration_that_cannot_be_used_ends_with_2_and_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[search_app]\nprot = 1\n", encoding="utf-8")
    assert serve.main(["--config", str(config)]) == 2
    said = capsys.readouterr().err
    assert "prot" in said
    assert "search_app" in said
    assert serve.main(["--config", str(tmp_path / "none.toml")]) == 2


def test_the_server_imports_nothing_that_only_ingestion_needs() -> None:
    code = "import sys, search_app.factory, search_app.serve; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(FORBIDDEN) & set(done.stdout.split()) == set()


@pytest.mark.slow
def test_a_real_server_says_where_it_listens_answers_and_takes_up_a_new_index(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    config = tmp_path / "config.toml"
    config.write_text(
        '[corpus]\nroots = [{name = "zbiory", path = "files"}]\ndata = "var"\n[index]\nstore = "store"\n'
        '[access]\ndefault_audience = "public"\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "search_app", "--config", str(config), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().removeprefix("Listening at ").strip()
            assert address.startswith("http://127.0.0.1:")
            assert status(f"{address}/api/v1/health") == 503
            assert status(f"{address}/pl/") == 503
            write(settings, shelf()).close()
            store = Store(settings.index.store, engine("tantivy"), analysis.stamp(), ("public",))
            with store.rebuild() as writer:
                for document, passages in shelf():
                    writer.put("public", entry_of(document, passages))
                writer.switch()
            assert status(f"{address}/api/v1/health") == 200
            assert status(f"{address}/pl/search?q=spawanie") == 200
        finally:
            server.terminate()
        assert server.wait(15) == 0


def status(address: str) -> int:
    """The status an address answers with, once it answers."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError(f"no answer at {address}")


def test_a_port_in_use_is_told_at_once_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[search_app]\nport = 8000\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        started = time.monotonic()
        assert serve.main(["--config", str(config), "--port", str(port)]) == 1
        assert time.monotonic() - started < 2
    said = capsys.readouterr().err
    assert f"port {port}" in said
    assert "in use" in said
    assert serve.refusal(serve.Bind("127.0.0.1", 0)) == ""
    assert "--host" in serve.refusal(serve.Bind("192.0.2.1", 0))
