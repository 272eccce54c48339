"""What a killable child does with one file: read it, and say which topics it shows."""

from __future__ import annotations

from dataclasses import replace

from corpus.outcome import Rejected
from ingest import topics
from ingest.read import read
from ingest.reading import Reading, ReadJob


def work(job: ReadJob) -> Reading | Rejected:
    """Read one file completely. Raises MemoryError only."""
    reading = read(job)
    if isinstance(reading, Rejected):
        return reading
    title = reading.derived.get("title")
    topic = topics.guess(str(title.value) if title else "", reading.passages)
    return replace(reading, derived={**reading.derived, "topic": topic}) if topic else reading
