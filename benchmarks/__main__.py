"""`make bench CORPORA=DIR [QUERIES=F] OUT=F.json`: ingest and serve real and synthetic documents, and print what was measured.

Figures of one noisy machine: compare ratios and medians. Exit code 0 says that it was measured, not that it is good.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import ingestion, peer, serving, synthetic


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--out", type=Path, default=Path("var/bench.json"))
    parser.add_argument("--synthetic", type=int, nargs="*", default=[10_000], metavar="PASSAGES")
    parser.add_argument("--engine", default="tantivy", choices=["tantivy", "whoosh"])
    asked = parser.parse_args()
    told: dict[str, Any] = {"machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"}
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        documents = (asked.corpora / "documents").resolve()
        if documents.is_dir():
            told["documents"] = _folder(Path(scratch) / "documents", documents, asked.engine, asked.queries)
        else:
            print(f"THE REAL DOCUMENTS ARE MISSING: {documents} (give CORPORA=…); they were not measured")
        for passages in asked.synthetic:
            folder = Path(scratch) / f"synthetic-{passages}"
            synthetic.make(folder, passages)
            told[f"synthetic {passages}"] = _folder(folder, folder / "documents", asked.engine, None)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    show(told)
    print(f"\nwritten to {asked.out}")


def _folder(folder: Path, documents: Path, engine: str, file: Path | None) -> dict[str, Any]:
    """Ingest a folder, serve it, and measure both, with the peer in the same run."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "config.toml"
    if not configuration.exists():
        ingestion.config(folder, documents, engine)
    elif engine != "tantivy":
        text = configuration.read_text(encoding="utf-8").replace("[index]", f'[index]\nengine = "{engine}"')
        configuration.write_text(text, encoding="utf-8")
    asked = serving.queries(file)
    told = ingestion.measure(configuration, documents, folder / "store")
    told["serving"] = serving.measure(configuration, asked)
    told["peer_fts5_ms"] = peer.measure(folder / "var" / "catalogue.sqlite", asked)
    told["api_p95_to_peer"] = round(told["serving"]["api_ms"]["p95"] / max(told["peer_fts5_ms"]["p95"], 0.001), 2)
    if told["peer_pdftotext_cpu_s"]:
        told["read_cpu_to_pdftotext"] = round(told["cpu_s_by_stage"]["read"] / told["peer_pdftotext_cpu_s"], 2)
    return told


def show(told: dict[str, Any]) -> None:
    """Print one table: a row for each figure, a column for each folder measured."""
    columns = {name: dict(_flat(value)) for name, value in told.items() if isinstance(value, dict)}
    print(told["machine"])
    rows = list(dict.fromkeys(row for column in columns.values() for row in column))
    width = max(map(len, rows), default=0)
    print(f"{'':{width}}  " + "  ".join(f"{name:>18}" for name in columns))
    for row in rows:
        print(f"{row:{width}}  " + "  ".join(f"{column.get(row, '')!s:>18}" for column in columns.values()))


def _flat(values: dict[str, Any], before: str = "") -> list[tuple[str, object]]:
    flat: list[tuple[str, object]] = []
    for key, value in values.items():
        flat += _flat(value, f"{before}{key}.") if isinstance(value, dict) else [(before + key, value)]
    return flat


if __name__ == "__main__":
    main()
