"""The command `python -m ingest [run|status|verify|show]`: what is asked, and the exit code that answers.

0 completed (even if files failed), 1 failure of ours or disk full, 2 usage or configuration, 3 another run holds the lock,
4 a root is missing or removals were held back, 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import json
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Final

from corpus.catalogue import CatalogueError, SchemaError, open_writer
from corpus.config import SettingsError, load
from corpus.settings import Settings
from corpus.walk import stored_path
from index.port import EngineError
from ingest import shelf
from ingest.lock import LockHeldError, run_lock
from ingest.pipeline import Result, run
from ingest.plan import Choice
from ingest.report import Report, say
from ingest.sync import Sync, open_store
from ingest.version import READER

COMMANDS: Final = ("run", "status", "verify", "show")
"""Words the command line may begin with; none is `run`. A path named like one is written ./status."""


class UsageError(Exception):
    """The command's words cannot be followed; the message says what to write."""


def main(arguments: Sequence[str]) -> int:
    """Run one command. Gives the exit code; speaks on standard error, answers on standard output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files may be anything
    asked = _parse(arguments)
    try:
        settings = load(Path(asked.config))
        return {"run": _run, "status": _status, "verify": _verify, "show": _show}[asked.command](settings, asked)
    except (SettingsError, UsageError) as error:
        say(f"error: {error}")
        return 2
    except LockHeldError as error:
        say(f"error: {error}; wait until it has ended, or stop it")
        return 3
    except KeyboardInterrupt:
        say("interrupted: what was read until now is kept and searchable; run again to go on")
        return 130
    except (CatalogueError, SchemaError, EngineError, OSError) as error:
        say(f"error: {error}")
        return 1


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line; ends the process with code 2 where it cannot be understood."""
    before = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    before.add_argument("--config", default="config.toml")
    before.add_argument("--json", action="store_true")
    known, words = before.parse_known_args(arguments)
    command = words.pop(0) if words and words[0] in COMMANDS else "run"
    parser = argparse.ArgumentParser(prog=f"python -m ingest {command}", description=_describe(command), epilog=_EPILOG)
    parser.add_argument("--config", default="config.toml", metavar="F", help="the configuration (default: config.toml)")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    _OPTIONS[command](parser)
    asked = parser.parse_args(words, argparse.Namespace(command=command))
    asked.config, asked.json = known.config, known.json
    return asked


_EPILOG: Final = "commands: run (default), status, verify, show; each has its own --help"


def _describe(command: str) -> str:
    return {
        "run": "Bring catalogue and index level with the documents on disk.",
        "status": "The account: what became of every file.",
        "verify": "Hold disk, catalogue and index against one another; exit 1 if they differ.",
        "show": "What was read from one file or document.",
    }[command]


def _run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="read only this part of a root")
    parser.add_argument("--report", metavar="F.jsonl", type=Path, help="write one JSON line per file")
    parser.add_argument("--rebuild", action="store_true", help="build the index anew from the catalogue; no file is read")
    parser.add_argument("--reread", action="store_true", help="extract every file again")
    parser.add_argument("--rehash", action="store_true", help="hash every file, even if size and time are unchanged")
    parser.add_argument("--retry", action="store_true", help="read files again that failed")
    parser.add_argument("--allow-removals", action="store_true", help="remove even more than half of a root")


def _status_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", action="store_true", help="one line for every file")


def _show_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("which", metavar="PATH|ID", help="a file, or a document's id")


_OPTIONS: Final = {"run": _run_options, "status": _status_options, "verify": lambda _: None, "show": _show_options}


def _run(settings: Settings, asked: argparse.Namespace) -> int:
    if asked.rebuild and (asked.paths or asked.reread or asked.rehash or asked.retry):
        raise UsageError("--rebuild reads no file: it goes with no PATH, and not with --reread, --rehash or --retry")
    with run_lock(settings.corpus.data), _stopping() as stop:
        if asked.rebuild:
            with _report(asked.report):  # no file was read: an empty report
                return _rebuild(settings, as_json=asked.json)
        choice = Choice(asked.reread, asked.rehash, asked.retry, asked.allow_removals, _below(settings, asked.paths))
        with _report(asked.report) as report:
            result = run(settings, choice, report, READER, stop.is_set)
    _tell(result, asked)
    return 4 if result.held_back else 0


@contextmanager
def _stopping() -> Iterator[Event]:
    """An event that the first Ctrl-C sets; the second one stops at once, as ever."""
    stop = Event()

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            signal.default_int_handler(number, frame)
        stop.set()

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _rebuild(settings: Settings, *, as_json: bool) -> int:
    writer = open_writer(settings)
    try:
        count = Sync(writer, open_store(settings)).rebuild()
    finally:
        writer.close()
    if as_json:
        print(json.dumps({"rebuilt": count}))
    say(f"the index was rebuilt from the catalogue: {count} documents; no file was read")
    return 0


def _report(file: Path | None) -> Report:
    try:
        return Report(file)
    except OSError as error:
        raise UsageError(f"--report {file}: {error.strerror}") from error


def _tell(result: Result, asked: argparse.Namespace) -> None:
    """Say how the run ended."""
    for line in [*result.warnings, *result.held_back]:
        say(f"warning: {line}")
    if asked.json:
        keys = ("files", "changed", "counts", "reasons", "seconds", "held_back", "warnings", "stages")
        print(json.dumps({key: getattr(result, key) for key in keys}, ensure_ascii=False))
        return
    states = ", ".join(f"{count} {state}" for state, count in sorted(result.counts.items())) or "no files"
    say(f"{result.files} files: {states}; {result.changed} changed; {result.seconds:.1f} s")
    if result.reasons:
        say("reasons: " + ", ".join(f"{reason} {count}" for reason, count in sorted(result.reasons.items())))


def _below(settings: Settings, paths: Sequence[str]) -> dict[str, str] | None:
    """The parts of roots that paths name. Raises UsageError for a path outside every root."""
    chosen: dict[str, str] = {}
    for path in paths:
        wanted = Path(path).absolute().resolve()
        for root in settings.corpus.roots:
            if wanted.is_relative_to(root.path.resolve()):
                below = stored_path(wanted.relative_to(root.path.resolve()).as_posix())
                if root.name in chosen:
                    raise UsageError(f"{path}: one path per root at a time")
                chosen[root.name] = "" if below == "." else below
                break
        else:
            names = ", ".join(f"{root.name} ({root.path})" for root in settings.corpus.roots)
            raise UsageError(f"{path} lies in no root; roots: {names}")
    return chosen or None


def _status(settings: Settings, asked: argparse.Namespace) -> int:
    shelf.print_status(settings, as_json=asked.json, each_file=asked.files)
    return 0


def _verify(settings: Settings, asked: argparse.Namespace) -> int:
    differences = shelf.differences(settings)
    if asked.json:
        print(json.dumps({"differences": differences}, ensure_ascii=False))
    else:
        for line in differences:
            print(line)
        say(f"{len(differences)} differences" if differences else "disk, catalogue and index agree")
    return 1 if differences else 0


def _show(settings: Settings, asked: argparse.Namespace) -> int:
    if not shelf.show(settings, asked.which, as_json=asked.json):
        raise UsageError(f"{asked.which}: neither a document's id nor a file the catalogue knows; see: python -m ingest status --files")
    return 0


