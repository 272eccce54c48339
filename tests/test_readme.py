"""The README tells what is there: every file and link it names exists, and its commands are the program's."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.cli import COMMANDS

CHECKOUT = Path(__file__).resolve().parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_every_file_on_the_way_of_a_pdf_exists() -> None:
    named = {name for name in re.findall(r"`([\w./-]+)`", README) if "/" in name and name.split("/")[0] in {"corpus", "ingest", "index", "search_app"}}
    assert len(named) >= 15
    made_by_running = {"index/store", "corpus/documents"}
    assert not [name for name in named - made_by_running if not (CHECKOUT / name).exists()]


def test_every_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert len(links) >= 5
    assert not [link for link in links if not (CHECKOUT / link).exists()]


def test_every_command_of_the_program_is_shown() -> None:
    assert all(f"python -m ingest {command}" in README or command == "run" for command in COMMANDS)
