"""Reading config.toml strictly: what is unknown or of the wrong type is refused, naming table, key and what is allowed.

Nothing is read at import time. Relative paths count from the config file's folder.
"""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields, is_dataclass, replace
from pathlib import Path
from types import UnionType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from corpus.dates import first_and_last
from corpus.settings import Root, Rule, Settings
from corpus.vocabulary import AUDIENCES, KINDS, LANGUAGES


class SettingsError(Exception):
    """The configuration cannot be used; the message names file, table and key and says what is allowed."""


def load(config: Path) -> Settings:
    """Read a config file. Raises SettingsError with the file's name and what to mend."""
    try:
        table = tomllib.loads(config.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{config}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"{config}: not valid TOML: {error}") from error
    folder = config.resolve().parent
    try:
        read = cast(Settings, _dataclass(Settings, table, "", folder))
        _check(read)
        settings = _anchored(replace(read, folder=folder))
        _check_apart(settings)
    except SettingsError as error:
        raise SettingsError(f"{config}: {error}") from None
    return settings


def _anchored(settings: Settings) -> Settings:
    """The settings with every path absolute, defaults too."""
    base = settings.folder
    corpus = replace(
        settings.corpus,
        roots=tuple(replace(root, path=base / root.path) for root in settings.corpus.roots),
        data=base / settings.corpus.data,
    )
    return replace(settings, corpus=corpus, index=replace(settings.index, store=base / settings.index.store))


def _dataclass(kind: type[Any], table: object, name: str, folder: Path) -> object:
    """One table as its dataclass; `name` is the table's name in the file, "" for the whole file."""
    if not isinstance(table, dict):
        raise SettingsError(f"[{name}] must be a table")
    hints = get_type_hints(kind)
    known = {f.name: f for f in fields(kind) if not (kind is Settings and f.name == "folder")}
    for key in table:
        if key not in known:
            what = f"unknown key {key!r} in [{name}]" if name else f"unknown table [{key}]"
            raise SettingsError(f"{what}; allowed: {', '.join(known)}")
    missing = [k for k, f in known.items() if k not in table and f.default is MISSING and f.default_factory is MISSING]
    if missing:
        raise SettingsError(f"[{name}] lacks {', '.join(map(repr, missing))}")
    dotted = f"{name}." if name else ""
    return kind(**{key: _value(hints[key], value, f"{dotted}{key}", folder) for key, value in table.items()})


def _value(kind: Any, value: object, name: str, folder: Path) -> object:
    """One value checked against its type hint."""
    if is_dataclass(kind):
        return _dataclass(cast(type[Any], kind), value, name, folder)
    origin = get_origin(kind)
    if origin is Literal:
        return _choice(get_args(kind), value, name)
    if origin is tuple:
        return _tuple(get_args(kind)[0], value, name, folder)
    if kind is Path:
        return _path(_typed(str, value, name), name)
    return _typed(kind, value, name)


def _choice(allowed: tuple[object, ...], value: object, name: str) -> object:
    if value not in allowed:
        raise SettingsError(f"{name} = {value!r}; allowed: {', '.join(map(repr, allowed))}")
    return value


def _tuple(item: Any, value: object, name: str, folder: Path) -> tuple[object, ...]:
    """A list as a tuple; a single text stands for a list of one."""
    if item is str and isinstance(value, str):
        return (value,)
    if not isinstance(value, list):
        raise SettingsError(f"{name} = {value!r}; a list is expected")
    return tuple(_value(item, each, name, folder) for each in value)


def _path(text: str, name: str) -> Path:
    if not text or "\0" in text:
        raise SettingsError(f"{name} = {text!r}; the path of a folder is expected")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise SettingsError(f"{name} = {text!r}; {error}") from None


def _typed(kind: type[Any] | UnionType, value: object, name: str) -> Any:
    words = {str: "a text in quotes", int: "a whole number", bool: "true or false", float: "a number"}
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise SettingsError(f"{name} = {value!r}; {words.get(cast(type[Any], kind), str(kind))} is expected")
    return value


def _check(settings: Settings) -> None:
    """What types alone do not say. Raises SettingsError."""
    _check_roots(settings.corpus.roots)
    for rule in settings.corpus.rule:
        _check_rule(rule, {root.name for root in settings.corpus.roots})
    limits, index, app = settings.ingest.limits, settings.index, settings.search_app
    for name, low, number, high in (
        ("ingest.workers", 0, settings.ingest.workers, 256),
        ("ingest.limits.seconds", 1, limits.seconds, 86_400),
        ("ingest.limits.memory_mb", 64, limits.memory_mb, 1_000_000),
        ("ingest.limits.pages", 0, limits.pages, 1_000_000_000),
        ("ingest.limits.archive_mb", 1, limits.archive_mb, 1_000_000),
        ("index.window", 1, index.window, 1_000_000),
        ("index.title_weight", 0, index.title_weight, 1_000),
        ("index.heading_weight", 0, index.heading_weight, 1_000),
        ("search_app.port", 0, app.port, 65_535),
        ("search_app.workers", 1, app.workers, 256),
    ):
        if not low <= number <= high:  # nan lies in no range
            raise SettingsError(f"{name} = {number}; a number from {low} to {high} is expected")


def _check_apart(settings: Settings) -> None:
    """What is written must not lie among the documents. Raises SettingsError."""
    for name, folder in (("corpus.data", settings.corpus.data), ("index.store", settings.index.store)):
        for root in settings.corpus.roots:
            if folder.resolve().is_relative_to(root.path.resolve()):
                raise SettingsError(f"{name} ({folder}) lies within root {root.name!r}; give a folder outside of all roots")


def _check_roots(roots: tuple[Root, ...]) -> None:
    names = [root.name for root in roots]
    if not roots:
        raise SettingsError("corpus.roots is empty; give at least one {name = …, path = …}")
    for name in names:
        if not name or "/" in name or names.count(name) > 1:
            raise SettingsError(f"corpus.roots: name {name!r}; each root needs a name of its own, without '/'")


def _check_rule(rule: Rule, roots: set[str]) -> None:
    where = f"corpus.rule for folder {rule.folder!r}"
    for key, value, allowed in (("kind", rule.kind, KINDS), ("audience", rule.audience, AUDIENCES), ("language", rule.language, LANGUAGES)):
        if value and value not in allowed:
            raise SettingsError(f"{where}: {key} = {value!r}; allowed: {', '.join(allowed)}")
    if rule.root and rule.root not in roots:
        raise SettingsError(f"{where}: root = {rule.root!r}; roots: {', '.join(sorted(roots))}")
    if rule.date:
        try:
            first_and_last(rule.date)
        except ValueError as error:
            raise SettingsError(f"{where}: {error}") from None
