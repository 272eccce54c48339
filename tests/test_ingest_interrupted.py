"""Stopping a run at any moment loses nothing: Ctrl-C ends it cleanly, kill -9 at once, and the next run goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.catalogue import open_reader
from shelf import Shelf

CHECKOUT = Path(__file__).resolve().parent.parent
FILES = 400

pytestmark = pytest.mark.slow


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf with many small files, not ingested yet."""
    made = Shelf(tmp_path)
    for number in range(FILES):
        made.write(f"{number % 20}/{number}.txt", f"Notatka numer{number} o przezbrajaniu pras.\n\n" * 20)
    return made


def started(shelf: Shelf) -> subprocess.Popen[str]:
    """The run as a process of its own, which has begun to write."""
    command = [sys.executable, "-m", "ingest", "--config", str(shelf.config)]
    process = subprocess.Popen(command, cwd=CHECKOUT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (shelf.folder / "var" / "catalogue.sqlite").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return process


def whole(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    """After one more run every file is there exactly once, in the account and in the index."""
    assert shelf.run() == 0
    assert shelf.command(capsys, "verify")[0] == 0
    account = open_reader(shelf.settings).account()
    assert account.balanced
    assert account.indexed == account.documents == FILES
    assert shelf.search("przezbrajanie").total == FILES


def test_ctrl_c_ends_cleanly_with_130_and_keeps_what_was_read(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    process = started(shelf)
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    if process.returncode == 0:
        pytest.fail("the run ended before it could be interrupted: give it more files")
    assert process.returncode == 130, told
    assert "run again" in told
    assert "Traceback" not in told
    kept = open_reader(shelf.settings).account().indexed
    assert shelf.search("przezbrajanie").total == kept, "what was read before the interruption is searchable"
    whole(shelf, capsys)


def test_kill_9_at_random_moments_loses_nothing(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    random_ = random.Random(3)
    for _ in range(6):
        process = started(shelf)
        time.sleep(random_.uniform(0.2, 5))
        process.kill()
        process.communicate()
    whole(shelf, capsys)


def test_a_run_refuses_to_share_the_shelf_with_another(shelf: Shelf) -> None:
    process = started(shelf)
    try:
        deadline = time.monotonic() + 30
        while "process" not in (shelf.folder / "var" / "ingest.lock").read_text(encoding="utf-8") and time.monotonic() < deadline:
            time.sleep(0.02)
        assert shelf.run() == 3
    finally:
        process.kill()
        process.communicate()
