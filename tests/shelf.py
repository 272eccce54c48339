"""A shelf for tests: a root with files, a configuration, and the commands run in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import View, open_reader
from corpus.config import load
from corpus.settings import Settings
from index.port import Request, Response
from index.store import Reader
from index.understand import understand
from ingest.cli import main
from ingest.sync import open_store

MINUTES = """Protokół ze spotkania koordynacyjnego klastra

Szczecin, 12 marca 2012 r.

1. Przedstawiono plan działań i oferty współpracy. Przedsiębiorstwa klastra rozmawiały o spawalni.
2. Ustalono, że spółdzielnia przygotuje ofertę do 30 kwietnia 2012 r.
"""
PRACTICE = """Dobra praktyka: kobot przy zgrzewarce

Zakład kupił kobota. Dwa koboty zastąpiły trzech zgrzewaczy, a koszt zgrzewania spadł o 18 %.
"""
STRATEGY = """# Cluster development strategy

The cluster supports companies of the metal industry, research units and local government.
"""


class Shelf:
    """A root called `proba` in a folder of its own. `run` gives the exit code and keeps the report's lines."""

    def __init__(self, folder: Path, extra: str = "") -> None:
        self.folder, self.root, self.config = folder, folder / "root", folder / "config.toml"
        self.root.mkdir(parents=True)
        self.configure(extra)
        self.lines: dict[str, dict[str, Any]] = {}

    def configure(self, extra: str = "", access: str = 'default_audience = "public"') -> None:
        """Write the configuration anew, with more tables at its end."""
        self.config.write_text(
            f'[corpus]\nroots = [{{name = "proba", path = "root"}}]\ndata = "var"\n[ingest]\nworkers = 1\n'
            f'[index]\nstore = "store"\n[access]\n{access}\n{extra}',
            encoding="utf-8",
        )

    @property
    def settings(self) -> Settings:
        """The configuration as read."""
        return load(self.config)

    def write(self, path: str, text: str | bytes) -> Path:
        """Put a file on the shelf."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return file

    def run(self, *words: str) -> int:
        """`python -m ingest` with a report; its lines are then in `lines` by path."""
        report = self.folder / "report.jsonl"
        report.unlink(missing_ok=True)
        code = main(["run", *words, "--config", str(self.config), "--report", str(report)])
        rows = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()] if report.exists() else []
        self.lines = {row["path"]: row for row in rows}
        return code

    def command(self, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
        """Any command: exit code and standard output."""
        capsys.readouterr()
        code = main([*words, "--config", str(self.config)])
        return code, capsys.readouterr().out

    def view(self, audience: str = "coordinator") -> View:
        """The catalogue as an audience sees it."""
        return open_reader(self.settings).view(audience)

    def search(self, query: str) -> Response:
        """Search as the open audience."""
        store = open_store(self.settings)
        searcher = Reader(store, self.settings.access.open_audience).searcher()
        return searcher.search(Request(understand(query).tree))

    def ids(self, query: str) -> set[str]:
        """Ids of the documents found."""
        return {hit.id for hit in self.search(query).hits}

    def id_of(self, path: str) -> str:
        """The id of the document that a path holds now."""
        found = [row for row in open_reader(self.settings).account_files() if row.path == path]
        return found[0].document or ""
