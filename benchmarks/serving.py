"""Measuring the server as a user meets it: start, memory, and the latency of searches with facets and snippets.

One client, keep-alive, 200 different queries of one to six words, warm, no answer cache (docs/interface.md, section 7).
Start = exec to the first 200 of /api/v1/health. RSS = sum over the server's processes.
"""

from __future__ import annotations

import http.client
import json
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from benchmarks.words import frequent

QUERIES: Final = 200
"""Different queries of one measurement."""


def queries(file: Path | None = None, seed: int = 5) -> list[str]:
    """200 different queries of one to six words; from a file (one a line, or JSON lines with "text") if given."""
    random_ = random.Random(seed)
    if file is not None:
        lines = file.read_text(encoding="utf-8").splitlines()
        texts = [json.loads(line)["text"] if line.startswith("{") else line for line in lines if line.strip()]
        random_.shuffle(texts)
        return texts[:QUERIES]
    words = frequent(300)
    made: dict[str, None] = {}
    while len(made) < QUERIES:
        made[" ".join(random_.sample(words, random_.randint(1, 6)))] = None
    return list(made)


@contextmanager
def server(configuration: Path) -> Iterator[tuple[http.client.HTTPConnection, int, float]]:
    """A running server: a keep-alive connection, the process's id, and the seconds it took to start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    started = time.monotonic()
    command = [sys.executable, "-m", "search_app", "--config", str(configuration), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        connection = _healthy(port, process)
        yield connection, process.pid, time.monotonic() - started
        connection.close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _healthy(port: int, process: subprocess.Popen[bytes]) -> http.client.HTTPConnection:
    for _ in range(3000):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/api/v1/health")
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                return connection
        except OSError:
            connection.close()
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        time.sleep(0.005)
    raise RuntimeError("the server did not become healthy")


def measure(configuration: Path, asked: Sequence[str]) -> dict[str, Any]:
    """Start, memory, and latency in milliseconds: plain searches, and searches with two filters chosen."""
    starts = []
    for _ in range(3):
        with server(configuration) as (_, _, seconds):
            starts.append(seconds)
    with server(configuration) as (connection, pid, _):
        time.sleep(1.5)  # idle: what is loaded in the background is loaded
        idle = memory_mb(pid)
        for query in asked:
            _search(connection, [("q", query)])
        plain = [_search(connection, [("q", query)])[0] for query in asked]
        chosen = _two_filters(connection)
        filtered = [_search(connection, [("q", query), *chosen])[0] for query in asked]
        page = [_search(connection, [("q", query)], "/pl/search?")[0] for query in asked]
        totals = [_search(connection, [("q", query)])[1]["total"] for query in asked]
        return {
            "start_s": round(statistics.median(starts), 2),
            "idle_rss_mb": round(idle),
            "rss_mb": round(memory_mb(pid)),
            "api_ms": percentiles(plain),
            "api_two_filters_ms": percentiles(filtered),
            "page_ms": percentiles(page),
            "median_total": statistics.median(totals),
            "queries": len(asked),
        }


def _search(
    connection: http.client.HTTPConnection, parameters: Sequence[tuple[str, str]], path: str = "/api/v1/search?"
) -> tuple[float, dict[str, Any]]:
    """Milliseconds of one search on the client's clock, and the answer (empty for a page)."""
    started = time.perf_counter()
    connection.request("GET", path + urlencode(parameters))
    answer = connection.getresponse()
    body = answer.read()
    elapsed = (time.perf_counter() - started) * 1000
    if answer.status != 200:
        raise RuntimeError(f"{parameters}: {answer.status} {body[:200]!r}")
    return elapsed, json.loads(body) if path.startswith("/api") else {}


def _two_filters(connection: http.client.HTTPConnection) -> list[tuple[str, str]]:
    """The commonest language and the commonest year of the whole collection, as two filters."""
    facets = _search(connection, [("q", "")])[1]["facets"]
    return [(field, facets[field][0]["value"]) for field in ("language", "year") if facets.get(field)]


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99."""
    ordered = sorted(milliseconds)
    return {f"p{p}": round(ordered[min(len(ordered) - 1, len(ordered) * p // 100)], 2) for p in (50, 95, 99)}


def memory_mb(pid: int) -> float:
    """Resident megabytes of a process and all its descendants."""
    total = 0.0
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmRSS:"):
            total += int(line.split()[1]) / 1024
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return total + sum(memory_mb(int(child)) for child in children)
