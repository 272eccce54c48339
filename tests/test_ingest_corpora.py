"""Real and hostile files through the real command: every one has an outcome, within its bounds, and nothing falls over."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import open_reader
from corpus.config import load

CHECKOUT = Path(__file__).resolve().parent.parent
SECONDS = 30

pytestmark = [pytest.mark.corpora, pytest.mark.slow]


def configured(folder: Path, root: Path) -> Path:
    """A configuration that reads `root` and writes below `folder`."""
    config = folder / "config.toml"
    config.write_text(
        f'[corpus]\nroots = [{{name = "real", path = "{root}"}}]\ndata = "var"\n[ingest.limits]\nseconds = {SECONDS}\n'
        '[index]\nstore = "store"\n[access]\ndefault_audience = "public"\n',
        encoding="utf-8",
    )
    return config


def ingested(config: Path, address_space_kb: int = 0) -> tuple[int, list[dict[str, Any]], float, int]:
    """Run the command: exit code, report, wall seconds, peak megabytes of its largest process."""
    report = config.with_name("report.jsonl")
    started = time.monotonic()
    command = [sys.executable, "-m", "ingest", "--config", str(config), "--report", str(report)]
    if address_space_kb:
        command = ["sh", "-c", 'ulimit -v "$0"; exec "$@"', str(address_space_kb), *command]
    told, peak = config.with_name("stderr.txt"), 0
    with told.open("wb") as errors, subprocess.Popen(command, cwd=CHECKOUT, stderr=errors) as process:
        while process.poll() is None:
            peak = max(peak, peak_mb(process.pid))
            time.sleep(0.1)
    assert "Traceback" not in told.read_text(encoding="utf-8")
    rows = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    return process.returncode, rows, time.monotonic() - started, peak


def peak_mb(pid: int) -> int:
    """Most memory a process has held; the system's account of an ended child would begin with this process's own."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return max((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM:")), default=0)


def test_real_documents_all_have_an_outcome_and_a_second_run_opens_none(corpora: Path, tmp_path: Path) -> None:
    root = tmp_path / "documents"
    shutil.copytree(corpora / "documents", root)
    config = configured(tmp_path, root)
    code, rows, seconds, _ = ingested(config)
    files = [path for path in root.rglob("*") if path.is_file()]
    assert code == 0
    assert len(rows) == len({row["path"] for row in rows}) == len(files)
    account = open_reader(load(config)).account()
    assert account.balanced
    assert not {"corrupt", "timeout", "memory", "too_big", "unreadable"} & set(account.by_reason)
    code, rows, again, _ = ingested(config)
    assert code == 0
    assert not any(row["changed"] for row in rows)
    assert again < seconds / 5, "the bar is a tenth; a fifth leaves room for a noisy machine"
    root.rename(tmp_path / "away")
    assert ingested(config)[0] == 4
    assert open_reader(load(config)).account().documents == account.documents


def test_hostile_files_cost_themselves_alone(corpora: Path, tmp_path: Path) -> None:
    root = corpora / "hostile"
    code, rows, _, peak = ingested(configured(tmp_path, root), address_space_kb=4_000_000)
    assert code == 0
    assert {row["path"] for row in rows} == {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}
    assert all(row["state"] == "indexed" or row["reason"] for row in rows)
    assert max(row["seconds"] for row in rows) < SECONDS + 1
    assert peak < 600
