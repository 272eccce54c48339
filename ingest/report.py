"""Telling a run: one JSON line per file where asked for, a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from tqdm import tqdm

from corpus.outcome import Outcome, State

_LINE_SECONDS: Final = 5.0
_KEYS: Final = ("path", "root", "sha256", "state", "changed", "reason", "detail", "media_type", "passages", "characters")
_NUMBERS: Final = ("ocr_pages", "repairs", "seconds")


class Report:
    """Counts outcomes, writes their lines, shows progress. Use as a context manager; `total` files are expected."""

    def __init__(self, file: Path | None) -> None:
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.changed = 0
        self._file: IO[str] | None = file.open("w", encoding="utf-8") if file else None
        self._bar: tqdm[Any] | None = None
        self._total, self._done = 0, 0
        self._started = self._said = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()
        if self._file is not None:
            self._file.close()

    def expect(self, total: int) -> None:
        """How many files the run will report on; the clock of the rate starts now."""
        self._total = total
        self._started = self._said = time.monotonic()
        if sys.stderr.isatty() and total:
            self._bar = tqdm(total=total, unit="file", file=sys.stderr, dynamic_ncols=True)

    def add(self, outcome: Outcome) -> None:
        """One more file has its outcome."""
        self.counts[outcome.state] += 1
        self.changed += outcome.changed
        if outcome.reason and outcome.state != State.REMOVED:
            self.reasons[outcome.reason] += 1
        if self._file is not None:
            values = asdict(outcome)
            line = {key: values[key] for key in (*_KEYS, *_NUMBERS)}
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._progress(outcome)

    def _progress(self, outcome: Outcome) -> None:
        self._done += 1
        if self._bar is not None:
            self._bar.set_postfix_str(outcome.path[-40:], refresh=False)
            self._bar.update()
            return
        now = time.monotonic()
        if now - self._said >= _LINE_SECONDS:
            self._said = now
            rate = self._done / (now - self._started)
            left = max(0, self._total - self._done) / rate
            say(f"{self._done} of {self._total} files, {rate:.0f} a second, about {left:.0f} s left")


def say(line: str) -> None:
    """One plain line for the person who runs this."""
    print(line, file=sys.stderr, flush=True)
