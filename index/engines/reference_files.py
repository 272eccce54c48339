"""The reference engine's one file: all entries as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from index.engines.durable import read_json, write_atomically
from index.port import EngineError, Entry, PassageEntry, Terms, WordTerms

FILE: Final = "entries.json"


def save(folder: Path, entries: dict[str, Entry]) -> None:
    """Write all entries at once, durably."""
    content = json.dumps({name: asdict(entry) for name, entry in entries.items()}, ensure_ascii=False)
    write_atomically(folder / FILE, content.encode("utf-8", "surrogatepass"))


def load(folder: Path) -> dict[str, Entry]:
    """Read all entries by id. Raises EngineError for a missing or damaged file."""
    try:
        return {name: _entry(raw) for name, raw in read_json(folder / FILE).items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"{folder / FILE} cannot be read ({error}): rebuild the index") from error


def _entry(raw: dict[str, Any]) -> Entry:
    return Entry(
        id=raw["id"],
        revision=raw["revision"],
        facets={name: tuple(values) for name, values in raw["facets"].items()},
        first_day=raw["first_day"],
        last_day=raw["last_day"],
        title_key=raw["title_key"],
        titles=tuple(_terms(title) for title in raw["titles"]),
        passages=tuple(PassageEntry(p["ordinal"], _terms(p["text"]), _terms(p["heading"])) for p in raw["passages"]),
    )


def _terms(raw: list[list[Any]]) -> Terms:
    return tuple(WordTerms(exact, tuple(lemmas)) for exact, lemmas in raw)
