"""Measuring ingestion: a whole run of `python -m ingest` over a folder, then a second one over the unchanged folder.

Peer: poppler's pdftotext over the same PDFs, text only, one process per file (what a shell script would do).
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def config(folder: Path, documents: Path, engine: str) -> Path:
    """A configuration for one measured folder, everything written below `folder`."""
    file = folder / "config.toml"
    file.write_text(
        f'[corpus]\nroots = [{{ name = "bench", path = "{documents}" }}]\ndata = "var"\n'
        f'[index]\nengine = "{engine}"\nstore = "store"\n[access]\ndefault_audience = "public"\n',
        encoding="utf-8",
    )
    return file


def measure(configuration: Path, documents: Path, store: Path) -> dict[str, Any]:
    """Ingest twice. Seconds, rates, processor seconds by stage, peak memory of the largest process, index size."""
    first, second = _run(configuration), _run(configuration)
    status = subprocess.run(
        [sys.executable, "-m", "ingest", "status", "--json", "--config", str(configuration)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    account = json.loads(status.stdout)
    return {
        "files": first["files"],
        "account": {key: account[key] for key in ("files_on_disk", "indexed", "failed", "skipped", "balanced", "by_reason")},
        "documents": account["documents"],
        "passages": account["passages"],
        "wall_s": first["wall_s"],
        "documents_per_s": round(account["documents"] / first["wall_s"], 1),
        "passages_per_s": round(account["passages"] / first["wall_s"], 1),
        "cpu_s": first["cpu_s"],
        "cpu_s_by_stage": first["stages"],
        "peak_rss_mb": first["peak_rss_mb"],
        "index_mb": round(size(store) / 1e6, 1),
        "unchanged_wall_s": second["wall_s"],
        "unchanged_changed": second["changed"],
        "unchanged_share_of_first": round(second["wall_s"] / first["wall_s"], 3),
        "peer_pdftotext_cpu_s": pdftotext(documents),
    }


def _run(configuration: Path) -> dict[str, Any]:
    """One run as a process of its own, with the system's account of it and its children."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "run", "--json", "--config", str(configuration)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(done.stdout)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "files": told["files"],
        "changed": told["changed"],
        "wall_s": round(wall, 2),
        "cpu_s": round(max(own, sum(told["stages"].values())), 2),
        "stages": {name: round(seconds, 2) for name, seconds in told["stages"].items()},
        "peak_rss_mb": round(after.ru_maxrss / 1024),
    }


def pdftotext(documents: Path) -> float | None:
    """Processor seconds of pdftotext over every PDF of a folder; None where it is not installed."""
    if shutil.which("pdftotext") is None:
        return None
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for file in sorted(documents.rglob("*.pdf")):
        subprocess.run(["pdftotext", str(file), "/dev/null"], capture_output=True, check=False, timeout=120)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2)


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
