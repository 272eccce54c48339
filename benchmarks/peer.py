"""The peer of a search: SQLite FTS5 over the same passages in the same run - ten best with snippets, no facets, no lemmas."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.serving import percentiles


def measure(catalogue: Path, asked: Sequence[str]) -> dict[str, float]:
    """Latency in milliseconds of FTS5 (unicode61, diacritics removed, OR of the words), inside this process, warm."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE passage USING fts5(document UNINDEXED, text, tokenize='unicode61 remove_diacritics 2')")
    source = sqlite3.connect(f"file:{catalogue}?mode=ro", uri=True)
    base.executemany("INSERT INTO passage VALUES (?, ?)", source.execute("SELECT document, text FROM passages"))
    source.close()
    for query in asked:
        _search(base, query)
    return percentiles([_search(base, query) for query in asked])


def _search(base: sqlite3.Connection, query: str) -> float:
    words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
    started = time.perf_counter()
    base.execute(
        "SELECT document, snippet(passage, 1, '<mark>', '</mark>', '…', 30), bm25(passage) FROM passage"
        " WHERE passage MATCH ? ORDER BY rank LIMIT 10",
        (words,),
    ).fetchall()
    base.execute("SELECT count(*), count(DISTINCT document) FROM passage WHERE passage MATCH ?", (words,)).fetchone()
    return (time.perf_counter() - started) * 1000
