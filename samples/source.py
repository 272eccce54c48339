"""Read one source file: TOML front matter between ``+++`` lines, then a small Markdown dialect.

One line is one block. ``#`` heading (a slide title in a slide deck), ``-`` bullet (two more spaces per level),
``1.`` numbered item, ``|`` table row, ``=>`` chain of boxes, ``>`` note (speaker note of the slide, or a remark),
``[TOC]`` contents, ``---`` new page, ``===`` new section with its own page numbers, ``[^1]:`` footnote text.
Anything else is a paragraph.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

Kind = Literal["heading", "paragraph", "bullet", "number", "table", "chain", "note", "toc", "page", "section"]

_FENCE = "+++"
_FOOTNOTE = re.compile(r"^\[\^(\w+)\]:\s+(.*)$")
_BULLET = re.compile(r"^( *)- (.*)$")
_NUMBER = re.compile(r"^\d+\. (.*)$")
_HEADING = re.compile(r"^(#+) (.*)$")
_RULE_ROW = re.compile(r"^\|[\s:|-]+\|$")


@dataclass(frozen=True)
class Block:
    """One line or table of a source: its kind, text, depth (heading or bullet level) and, for tables, rows."""

    kind: Kind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Core:
    """Document properties written into the built file; an absent Core leaves the properties empty."""

    title: str
    author: str
    created: date


@dataclass(frozen=True)
class Source:
    """One document to build. ``target`` is relative to the folder of built documents and its suffix is the format."""

    target: Path
    form: Literal["text", "slides", "scan"]
    language: Literal["pl", "en"]
    body: str
    blocks: tuple[Block, ...]
    footnotes: dict[str, str]
    core: Core | None = None
    header: str = ""
    footer: str = ""
    accent: str = "1F4E79"
    encoding: str = "utf-8"
    sidecar: dict[str, Any] = field(default_factory=dict)


def read_source(path: Path, root: Path) -> Source:
    """Parse ``path``; the target is the path below ``root`` without the last ``.md``. Raises ValueError with the path."""
    text = path.read_text(encoding="utf-8")
    opening, front, body = [*text.split(f"{_FENCE}\n", 2), "", ""][:3]
    if opening or not body:
        raise ValueError(f"{path}: front matter between two +++ lines expected")
    settings = tomllib.loads(front)
    blocks, footnotes = parse_blocks(body)
    core = settings.pop("core", None)
    try:
        return Source(
            target=path.relative_to(root).with_suffix(""),
            body=body.strip() + "\n",
            blocks=blocks,
            footnotes=footnotes,
            core=Core(**core) if core else None,
            **settings,
        )
    except TypeError as error:
        raise ValueError(f"{path}: {error}") from error


def parse_blocks(body: str) -> tuple[tuple[Block, ...], dict[str, str]]:
    """Turn the body into blocks in order, and the footnote texts by their mark."""
    blocks: list[Block] = []
    footnotes: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    for line in [*body.splitlines(), ""]:
        if line.startswith("|"):
            if not _RULE_ROW.match(line):
                rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(rows)))
            rows = []
        if note := _FOOTNOTE.match(line):
            footnotes[note[1]] = note[2]
        elif line.strip():
            blocks.append(_parse_line(line.rstrip()))
    return tuple(blocks), footnotes


def _parse_line(line: str) -> Block:
    """One line that is neither a table row nor a footnote."""
    fixed: dict[str, Block] = {"[TOC]": Block("toc"), "---": Block("page"), "===": Block("section")}
    if line in fixed:
        return fixed[line]
    if line.startswith("=> "):
        return Block("chain", rows=(tuple(part.strip() for part in line[3:].split("|")),))
    if line.startswith("> "):
        return Block("note", line[2:])
    if match := _HEADING.match(line):
        return Block("heading", match[2], len(match[1]))
    if match := _BULLET.match(line):
        return Block("bullet", match[2], len(match[1]) // 2)
    if match := _NUMBER.match(line):
        return Block("number", match[1])
    return Block("paragraph", line)
