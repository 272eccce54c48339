"""The topics documents may be about: a small vocabulary with labels in both languages, kept as data in topics.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.vocabulary import Label


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: slug, labels, and the words (either language, any number of words each) by which a text shows it."""

    slug: str
    label: Label
    words: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order of the file."""
    table = tomllib.loads(files("corpus").joinpath("topics.toml").read_text(encoding="utf-8"))
    return tuple(Topic(slug, Label(entry["pl"], entry["en"]), tuple(entry["words"])) for slug, entry in table.items())


def labels() -> Mapping[str, Label]:
    """Labels by slug. A topic an operator wrote in a sidecar need not be among them: it is its own label."""
    return {topic.slug: topic.label for topic in topics()}
