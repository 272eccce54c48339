"""How files become searchable documents: the page to read first.

    walk -> plan -> read -> ledger -> index
                     |
                     sniff -> extract -> clean -> language -> describe     (ingest.read, in a killable child)

1. `corpus.walk` lists the files of every root; `ingest.plan` holds them against the catalogue. Unchanged size and time:
   nothing is opened. Else the content is hashed.
2. Contents the catalogue knows (copies, moved files) are attached to their documents, unread.
3. New contents are read, each once, in killable children with bounds of time and memory (`corpus.isolation`).
4. `ingest.ledger` writes every outcome into the catalogue, the truth; `ingest.sync` carries it into the index, a cache.
5. Files that are gone are removed last, when moves are known - unless a root is missing or so many are gone that a
   mishap is likelier: then nothing is removed, and the run says so.

N files in, N outcomes out: every file on disk ends as indexed, failed with a reason, or skipped with a reason.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from corpus.catalogue import CatalogueWriter, open_writer
from corpus.isolation import Bounds, Finished, Pool
from corpus.outcome import Outcome, Reason, Rejected, State
from corpus.settings import Settings
from corpus.walk import time_of
from ingest.ledger import Ledger
from ingest.plan import Choice, Plan, Seen, plan_root, plan_unconfigured, too_many
from ingest.reading import Reading, ReadJob, ReadLimits
from ingest.report import Report, say
from ingest.sync import Sync, open_store

INTERRUPTED: Final = 130
"""Exit code of a run that was stopped."""

_COMMIT_SECONDS: Final = 1.0
_INDEX_SECONDS: Final = 5.0
_TASK: Final = "ingest.worker:work"
_PRELOAD: Final = ("ingest.warm",)


@dataclass(slots=True)
class Result:
    """How a run ended: counts by state and reason, what was held back and what is wrong, in words.

    `stages`: processor seconds by stage; reading happens in the children, the rest in the run's own process.
    """

    files: int = 0
    changed: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    held_back: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=lambda: dict.fromkeys(("plan", "read", "write_down", "index"), 0.0))


def run(
    settings: Settings, choice: Choice, report: Report, reader: str, interrupted: Callable[[], bool] = lambda: False
) -> Result:
    """Bring catalogue and index level with the disk. `reader` is the version of the reading; `interrupted` is asked between
    files whether to stop.

    Raises CatalogueError and OSError where the machine fails (disk full), KeyboardInterrupt when stopped: all that was
    read until then is kept, and a later run goes on from there.
    """
    return Run(settings, choice, report, reader, interrupted).work()


class Run:
    """One run over all roots."""

    def __init__(
        self, settings: Settings, choice: Choice, report: Report, reader: str, interrupted: Callable[[], bool]
    ) -> None:
        self._interrupted = interrupted
        self._settings, self._choice, self._report = settings, choice, report
        self._writer: CatalogueWriter = open_writer(settings)
        self._ledger = Ledger(self._writer, settings, reader)
        self._sync = Sync(self._writer, open_store(settings))
        self._result = Result()
        self._started_at = datetime.now(UTC).isoformat(timespec="microseconds")
        self._started = self._committed = self._indexed = time.monotonic()

    def work(self) -> Result:
        """Do it all. Where the machine fails, what was not committed is dropped: the next run does it again."""
        try:
            self._level_index()
            with self._stage("plan"):
                plans = self._plan()
            try:
                with self._stage("write_down"):
                    self._settle_known(plans)
                self._read([seen for plan in plans for seen in plan.contents])
                self._remove(plans)
            except KeyboardInterrupt:
                self._finish(INTERRUPTED)
                raise
            self._finish(4 if self._result.held_back else 0)
        finally:
            self._writer.close()
        return self._result

    def _level_index(self) -> None:
        """An index that is missing, damaged, or of another version is built anew from the catalogue first."""
        stale = self._sync.stale()
        if stale:
            count = self._sync.rebuild()
            if count:
                say(f"the index was rebuilt from the catalogue ({stale}): {count} documents")
        else:
            self._sync.heal()

    def _plan(self) -> list[Plan]:
        """Hold every root against the catalogue; take down what cannot be reached."""
        chosen, settings = self._choice.below, self._settings
        known = {name: self._writer.files(name) for name in self._writer.roots()}
        roots = [root for root in settings.corpus.roots if chosen is None or root.name in chosen]
        plans = [plan_root(root, known.get(root.name, {}), settings, self._choice) for root in roots]
        configured = {root.name for root in settings.corpus.roots}
        gone = [name for name in known if name not in configured and chosen is None]
        plans += [plan_unconfigured(name, known[name], self._choice) for name in gone]
        for plan in plans:
            self._warn(plan, configured)
            rows = known.get(plan.root.name, {})
            changed = [s.file.path for s in plan.contents if s.file.path in rows and rows[s.file.path].sha256 != s.sha256]
            self._ledger.leaving.update((plan.root.name, path) for path in (*(row.path for row in plan.vanished), *changed))
        self._report.expect(sum(_expected(plan) for plan in plans))
        return plans

    def _warn(self, plan: Plan, configured: Collection[str]) -> None:
        """Say what of a root is out of reach, and which sidecars serve no file."""
        name = plan.root.name
        self._result.warnings += [f"{name}/{path} lies beside no file of its name: it says nothing" for path in plan.stray]
        if name not in configured and plan.kept:
            self._hold(
                f"no configuration names root {name!r} any more: its {len(plan.kept)} files are kept;"
                " to remove them, run again with --allow-removals"
            )
        elif not plan.reachable:
            self._hold(f"root {name!r} ({plan.root.path}) is missing, empty or unreadable: nothing is removed")
        for folder in plan.unreadable:
            self._hold(f"folder {name}/{folder} cannot be listed: the files known of it are kept")

    def _settle_known(self, plans: Sequence[Plan]) -> None:
        """Everything that needs no reading; contents left to read stay in the plans."""
        for plan in plans:
            for row in plan.unchanged:
                self._report.add(self._ledger.unchanged(row))
            for row, seen in plan.touched:
                self._report.add(self._ledger.touched(row, seen))
            for row, seen in plan.redescribe:
                self._report.add(self._ledger.redescribed(row, seen))
            for file, before in plan.skipped:
                self._report.add(self._ledger.skipped(plan.root.name, file, before))
            for row in plan.kept:
                self._ledger.kept(row)
            plan.contents = [seen for seen in plan.contents if not self._known(seen)]
        self._pause()

    def _known(self, seen: Seen) -> bool:
        outcome = self._ledger.failed(seen) if seen.error else self._ledger.attached(seen)
        if outcome is not None:
            self._report.add(outcome)
        return outcome is not None

    def _read(self, contents: Sequence[Seen]) -> None:
        """Read every new content once, and write down what became of all files that have it."""
        groups: dict[str, list[Seen]] = {}
        for seen in contents:
            groups.setdefault(seen.sha256, []).append(seen)
        if not groups:
            return
        ingest, limits = self._settings.ingest, self._settings.ingest.limits
        bounds = Bounds(limits.seconds, limits.memory_mb)
        by_path = {group[0].disk: group for group in groups.values()}
        jobs = [ReadJob(disk, group[0].file.path, ReadLimits(limits.pages, limits.archive_mb)) for disk, group in by_path.items()]
        with Pool[ReadJob, Reading | Rejected](_TASK, ingest.workers, bounds, _PRELOAD) as pool:
            for finished in pool.run(jobs):
                self._result.stages["read"] += finished.cpu
                with self._stage("write_down"):
                    for outcome in self._outcomes(by_path[finished.job.path], finished):
                        self._report.add(outcome)
                self._keep_level()
                self._pause()

    def _pause(self) -> None:
        """The place where a run may be interrupted: between two files, never within a statement of the database."""
        if self._interrupted():
            raise KeyboardInterrupt

    def _outcomes(self, group: list[Seen], finished: Finished[ReadJob, Reading | Rejected]) -> Iterator[Outcome]:
        """Outcomes of all files of one content. Those that changed while being read wait for the next run."""
        steady = [seen for seen in group if _steady(seen)]
        if steady and steady[0] is group[0]:
            yield from self._ledger.read(steady, finished.result, finished.seconds)
        else:  # what was read may be neither the old content nor the new
            steady = []
        for seen in group:
            if seen not in steady:
                yield self._ledger.failed(_changing(seen))

    def _remove(self, plans: Sequence[Plan]) -> None:
        """Take out what is gone, root by root, unless that looks like a mishap; which ones do is decided before the first."""
        mishaps = {plan.root.name for plan in plans if not self._choice.allow_removals and self._mishap(plan)}
        for plan in plans:
            for row in plan.vanished if plan.root.name not in mishaps else ():
                self._report.add(self._ledger.removed(row))

    def _mishap(self, plan: Plan) -> bool:
        """Whether so much of a root would be removed that its loss is likelier than an intention; said if so."""
        gone = sum(self._ledger.leaves_nothing(row) for row in plan.vanished)
        if not too_many(gone, self._writer.files(plan.root.name).values()):
            return False
        self._hold(
            f"{gone} files of root {plan.root.name!r} are gone, more than half: nothing is removed;"
            " if they were meant to go, run again with --allow-removals"
        )
        return True

    def _keep_level(self) -> None:
        """Make what was done so far durable, now and then searchable too."""
        now = time.monotonic()
        if now - self._committed >= _COMMIT_SECONDS:
            self._writer.commit()
            self._committed = time.monotonic()
        if now - self._indexed >= _INDEX_SECONDS:
            self._writer.commit()
            with self._stage("index"):
                self._sync.take_over()
            self._indexed = time.monotonic()

    def _finish(self, exit_code: int) -> None:
        """Durable and searchable, also when interrupted; then the run's own line in the catalogue."""
        self._writer.commit()
        with self._stage("index"):
            self._sync.take_over()
        report, result = self._report, self._result
        result.counts, result.reasons = dict(report.counts), dict(report.reasons)
        result.files = sum(n for state, n in report.counts.items() if state != State.REMOVED)
        result.changed, result.seconds = report.changed, round(time.monotonic() - self._started, 2)
        result.warnings += [f"{path}: {fault}" for path, fault in sorted(self._ledger.faults.items())]
        summary = {"files": result.files, "changed": result.changed, "seconds": result.seconds, "states": result.counts}
        self._writer.put_run(self._started_at, exit_code, summary)
        self._writer.commit()

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        """Count the processor time of a part of the run."""
        started = time.process_time()
        try:
            yield
        finally:
            self._result.stages[name] += time.process_time() - started

    def _hold(self, why: str) -> None:
        self._result.held_back.append(why)


def _expected(plan: Plan) -> int:
    return len(plan.unchanged) + len(plan.touched) + len(plan.redescribe) + len(plan.skipped) + len(plan.contents)


def _steady(seen: Seen) -> bool:
    """Whether a file is still what it was when it was hashed."""
    try:
        info = Path(seen.disk).stat()
    except OSError:
        return False
    return (info.st_size, time_of(info)) == (seen.file.size, seen.file.mtime_ns)


def _changing(seen: Seen) -> Seen:
    error = f"{Reason.CHANGING}: the file changed while it was read; the next run takes it up"
    return Seen(seen.root, seen.file, seen.disk, "", seen.context, error)
