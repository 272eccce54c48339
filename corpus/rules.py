"""What an operator says of files: folder rules from config.toml, and sidecars `NAME.meta.toml` beside a file.

A sidecar beats a rule; both beat what is read from the document itself. TOML dates are taken as texts.
"""

from __future__ import annotations

import stat
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from corpus.dates import first_and_last
from corpus.document import DESCRIBED, LISTS
from corpus.settings import Rule
from corpus.vocabulary import AUDIENCES, KINDS, LANGUAGES

SUFFIX: Final = ".meta.toml"
"""What a sidecar's name ends in."""

_LONGEST: Final = 65_536

Values = dict[str, str | list[str]]
"""Checked pieces of description by name; lists for corpus.document.LISTS, texts for the others."""


def rule_for(rules: tuple[Rule, ...], root: str, path: str) -> Rule | None:
    """The rule that holds for a file: the longest folder that contains it; None where no rule names it."""
    parent = path.rpartition("/")[0]
    holding = [rule for rule in rules if rule.root in ("", root) and _contains(rule.folder.strip("/"), parent)]
    return max(holding, key=lambda rule: (len(rule.folder.strip("/")), bool(rule.root)), default=None)


def _contains(folder: str, parent: str) -> bool:
    return folder in ("", ".") or parent == folder or parent.startswith(folder + "/")


def candidates(path: Path) -> tuple[Path, Path]:
    """Where a file's sidecar may lie: `plan.docx.meta.toml`, else `plan.meta.toml` for every file called plan."""
    return path.with_name(path.name + SUFFIX), path.with_name(path.stem + SUFFIX)


def read_sidecar(sidecar: Path) -> Values:
    """Read and check a sidecar. Raises ValueError saying what is wrong and what is allowed, OSError if unreadable."""
    try:
        return checked(tomllib.loads(sidecar_bytes(sidecar).decode("utf-8-sig")))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def sidecar_bytes(sidecar: Path) -> bytes:
    """What stands in a sidecar. Raises ValueError for what is no ordinary file or too big for one, and OSError."""
    info = sidecar.stat()
    if not stat.S_ISREG(info.st_mode) or info.st_size > _LONGEST:
        raise ValueError(f"it is no ordinary file of at most {_LONGEST} bytes")
    return sidecar.read_bytes()


def checked(table: Mapping[str, object]) -> Values:
    """Check pieces of description. Raises ValueError naming the key and what is allowed."""
    values: Values = {}
    for key, value in table.items():
        if key not in DESCRIBED:
            raise ValueError(f"unknown key {key!r}; allowed: {', '.join(DESCRIBED)}")
        if key in LISTS:
            values[key] = _list(key, value)
        elif isinstance(value, str) or (isinstance(value, date) and key == "date"):
            values[key] = str(value)
        else:
            raise ValueError(f"{key} = {value!r}; a text is expected")
    for key, allowed in (("kind", KINDS), ("audience", AUDIENCES), ("language", LANGUAGES)):
        if key in values and values[key] not in allowed:
            raise ValueError(f"{key} = {values[key]!r}; allowed: {', '.join(allowed)}")
    if "date" in values:
        first_and_last(str(values["date"]))
    return values


def _list(key: str, value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [str(each) for each in value]
    raise ValueError(f"{key} = {value!r}; a text or a list of texts is expected")
