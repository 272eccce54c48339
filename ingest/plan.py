"""What a run has to do: the disk beside the catalogue, file by file.

No document is opened here; contents are hashed only where size or modification time changed, or where the operator asks.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.catalogue import FileRow
from corpus.identity import sha256_of
from corpus.outcome import Reason, SkipReason, State
from corpus.rules import SUFFIX, candidates, rule_for, sidecar_bytes
from corpus.settings import Root, Settings
from corpus.walk import Found, disk_path, reachable, walk


@dataclass(frozen=True, slots=True)
class Choice:
    """What the operator asks of a run. `below`: the part of each root to read, by the root's name ("" is all of it)."""

    reread: bool = False
    rehash: bool = False
    retry: bool = False
    allow_removals: bool = False
    below: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A file on disk and its content: `sha256` "" where it could not be read (`error`: reason and detail, parted by ": ").

    `again` asks for reading even a content that is known.
    """

    root: str
    file: Found
    disk: str
    sha256: str
    context: str
    error: str = ""
    again: bool = False


@dataclass(slots=True)
class Plan:
    """What to do with the files of one root.

    `unchanged` need nothing; `touched` only a new note of size and time; `redescribe` have another rule or sidecar;
    `contents` are new or changed and have to be read, or found to be known already; `skipped` are passed over;
    `vanished` were there before; `kept` could not be looked for, because their root or folder could not be listed;
    `stray` are sidecars that lie beside no file of their name.
    """

    root: Root
    reachable: bool
    unchanged: list[FileRow] = field(default_factory=list)
    touched: list[tuple[FileRow, Seen]] = field(default_factory=list)
    redescribe: list[tuple[FileRow, Seen]] = field(default_factory=list)
    contents: list[Seen] = field(default_factory=list)
    skipped: list[tuple[Found, FileRow | None]] = field(default_factory=list)
    vanished: list[FileRow] = field(default_factory=list)
    kept: list[FileRow] = field(default_factory=list)
    unreadable: tuple[str, ...] = ()
    stray: list[str] = field(default_factory=list)


def plan_root(root: Root, known: Mapping[str, FileRow], settings: Settings, choice: Choice) -> Plan:
    """Compare a root, or the part of it asked for, with what the catalogue knows of it."""
    below = (choice.below or {}).get(root.name, "")
    live = {path: row for path, row in known.items() if row.state != State.REMOVED and _within(path, below)}
    there = reachable(root)
    if not there and (live or not root.path.is_dir()):
        return Plan(root, False, kept=list(live.values()))
    walked = walk(root, settings.corpus.rule, below)
    plan = Plan(root, True, unreadable=walked.unreadable)
    for file in walked.found:
        _place(plan, file, live.get(file.path), settings, choice)
    found = {file.path for file in walked.found}
    stems = {path.rpartition(".")[0] for path in found if not path.endswith(SUFFIX)}
    sidecars = [file.path for file in walked.found if file.skip == SkipReason.SIDECAR]
    plan.stray = [path for path in sidecars if not _serves(path, found, stems)]
    for path, row in live.items():
        if path not in found:
            (plan.kept if any(_within(path, folder) for folder in walked.unreadable) else plan.vanished).append(row)
    return plan


def plan_unconfigured(name: str, known: Mapping[str, FileRow], choice: Choice) -> Plan:
    """Files of a root that is in no configuration any more: kept, or gone where removals are allowed."""
    live = [row for row in known.values() if row.state != State.REMOVED]
    root = Root(name, Path())
    return Plan(root, True, vanished=live) if choice.allow_removals else Plan(root, False, kept=live)


def _serves(sidecar: str, found: AbstractSet[str], stems: AbstractSet[str]) -> bool:
    """Whether a sidecar's name is exactly that of a file beside it (with or without its ending), and ends as it should."""
    named = sidecar.removesuffix(SUFFIX)
    if named == sidecar:
        return False
    return named in found or named in stems


def _place(plan: Plan, file: Found, row: FileRow | None, settings: Settings, choice: Choice) -> None:
    """Put one file of the disk where it belongs in the plan."""
    if file.skip:
        plan.skipped.append((file, row))
        return
    disk = disk_path(str(plan.root.path), file.path)
    context = context_of(disk, plan.root.name, file.path, settings)
    same = row is not None and (row.size, row.mtime_ns) == (file.size, file.mtime_ns) and bool(row.sha256)
    again = choice.reread or (choice.retry and row is not None and row.state == State.FAILED)
    if row is not None and same and not again and not choice.rehash:
        if row.context == context or row.document is None:
            plan.unchanged.append(row)
        else:
            plan.redescribe.append((row, Seen(plan.root.name, file, disk, row.sha256, context)))
        return
    seen = _seen(Seen(plan.root.name, file, disk, "", context, again=again))
    if row is not None and row.sha256 == seen.sha256 != "" and not again:
        plan.touched.append((row, seen))
    else:
        plan.contents.append(seen)


def _seen(seen: Seen) -> Seen:
    """The file with its content's digest, or with the reason why it cannot be read."""
    if not seen.file.regular:
        return replace(seen, error=f"{Reason.UNSUPPORTED}: not a regular file")
    try:
        return replace(seen, sha256=sha256_of(Path(seen.disk)))
    except OSError as error:
        return replace(seen, error=f"{Reason.UNREADABLE}: {error.strerror}")


def context_of(disk: str, root: str, path: str, settings: Settings) -> str:
    """A digest of all that an operator says of a file: its rule, its sidecar, the default audience."""
    digest = hashlib.sha256(repr((rule_for(settings.corpus.rule, root, path), settings.access.default_audience)).encode())
    sidecar = sidecar_of(disk)
    if sidecar is not None:
        digest.update(sidecar.name.encode("utf-8", "surrogateescape") + _bytes(sidecar))
    return digest.hexdigest()[:16]


def sidecar_of(disk: str) -> Path | None:
    """The sidecar that lies beside a file, or None."""
    return next((each for each in candidates(Path(disk)) if os.path.lexists(each)), None)


def too_many(gone: int, known: Iterable[FileRow]) -> bool:
    """Whether so many files are gone that a mishap is likelier than an intention: more than half, and more than 20."""
    before = sum(1 for row in known if row.state != State.REMOVED)
    return gone > 20 and gone * 2 > before


def _bytes(path: Path) -> bytes:
    try:
        return sidecar_bytes(path)
    except (OSError, ValueError) as error:
        return str(error).encode()


def _within(path: str, below: str) -> bool:
    return below in ("", path) or path.startswith(below + "/")
