"""The account: every file on disk beside what the catalogue says became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Engine, func, select

from corpus.catalogue.rows import FileRow, file_row
from corpus.catalogue.schema import documents, files, passages, runs
from corpus.outcome import State
from corpus.settings import Root, Rule
from corpus.walk import reachable, walk

_SUSPICIOUS: Final = ("pages_", "fallback:")
"""How flags begin that say a file may not have been read whole; others tell which tool or code page served."""


@dataclass(frozen=True, slots=True)
class Account:
    """Counts of files by outcome, walked and read at one moment; `balanced`: files_on_disk = indexed + failed + skipped.

    `suspicious` counts files that were indexed with a flag: pages without text, pages capped, a fallback reader.
    `last_run` is the newest ended run: {started_at, finished_at, exit_code, …}, {} before the first.
    """

    at: str
    roots: tuple[dict[str, Any], ...]
    files_on_disk: int
    indexed: int
    failed: int
    skipped: int
    removed: int
    documents: int
    passages: int
    by_reason: dict[str, int]
    suspicious: int
    last_run: dict[str, Any]

    @property
    def balanced(self) -> bool:
        """Whether every file on disk has an outcome and every outcome a file."""
        return self.files_on_disk == self.indexed + self.failed + self.skipped

    def as_json(self) -> dict[str, Any]:
        """The account as the contract has it, without the state of the index."""
        names = ("at", "files_on_disk", "indexed", "failed", "skipped", "removed", "balanced", "documents", "passages")
        rest = {"by_reason": self.by_reason, "suspicious": self.suspicious, "last_run": self.last_run}
        return {name: getattr(self, name) for name in names} | {"roots": list(self.roots)} | rest


def account(engine: Engine, roots: Sequence[Root], rules: tuple[Rule, ...]) -> Account:
    """Walk the disk and count the catalogue. Files of roots no longer configured count as what they are in the catalogue."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    on_disk = sum(len(walk(root, rules).found) for root in roots)
    with engine.connect() as connection:
        states: dict[str, int] = dict(connection.execute(select(files.c.state, func.count()).group_by(files.c.state)).all())
        reasons = select(files.c.reason, func.count()).where(files.c.reason != "", files.c.state != State.REMOVED)
        by_reason: dict[str, int] = dict(connection.execute(reasons.group_by(files.c.reason)).all())
        live = select(func.count()).select_from(documents).where(documents.c.removed_at == "")
        flagged = select(files.c.flags).where(files.c.state == State.INDEXED)
        last = connection.execute(select(runs).order_by(runs.c.started_at.desc()).limit(1)).one_or_none()
        return Account(
            at=now,
            roots=tuple({"name": r.name, "path": str(r.path), "reachable": reachable(r)} for r in roots),
            files_on_disk=on_disk,
            indexed=states.get(State.INDEXED, 0),
            failed=states.get(State.FAILED, 0),
            skipped=states.get(State.SKIPPED, 0),
            removed=states.get(State.REMOVED, 0),
            documents=int(connection.execute(live).scalar_one()),
            passages=int(connection.execute(select(func.count()).select_from(passages)).scalar_one()),
            by_reason=by_reason,
            suspicious=sum(any(flag.startswith(_SUSPICIOUS) for flag in flags) for flags in connection.execute(flagged).scalars()),
            last_run={} if last is None else {**last.summary, **{k: v for k, v in last._mapping.items() if k != "summary"}},
        )


def account_files(engine: Engine) -> Iterator[FileRow]:
    """Every file ever seen, in order of root and path."""
    with engine.connect() as connection:
        for row in connection.execute(select(files).order_by(files.c.root, files.c.path)):
            yield file_row(row)
