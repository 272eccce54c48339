"""Markdown: headings part the sections, marks are taken off lightly, every word stays (link addresses too)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from corpus.document import Unit
from ingest.extract.sections import Paragraph, divide
from ingest.extract.text import decode
from ingest.media import MARKDOWN
from ingest.reading import Extraction, ReadLimits

_FRONT: Final = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_LINE: Final = re.compile(
    r"^(title|author|date|subject|keywords)\s*[:=]\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE | re.IGNORECASE
)
_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+|(?=[^\s#]))(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE: Final = re.compile(r"^ {0,3}(=+|-{2,})[ \t]*$")
_FENCE: Final = re.compile(r"^ {0,3}(```+|~~~+)")
_TABLE_RULE: Final = re.compile(r"^[ |:+-]*-[ |:+-]*$")
_LINK: Final = re.compile(r"(?<!\\)!?\[([^\]\[]*)\]\((\S*?)(?:\s+[\"'(]([^\"')]*)[\"')])?\)")
_EMPHASIS: Final = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3}|~~)(?=\S)(.{1,500}?)(?<=\S)\1(?!\w)")
_LONG_LINE: Final = 20_000
"""Marks of emphasis stay in longer lines: looking for pairs in them could take minutes."""
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>\n]*>")


def extract(path: Path, _limits: ReadLimits) -> Extraction:
    """Read a Markdown file."""
    text, encoding = decode(path.read_bytes())
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    found = {}
    if front:
        found = {name.lower(): value for name, value in _FRONT_LINE.findall(front[2])}
        text = text[front.end() :]
    passages, outline = divide(paragraphs(text))
    pages = max((passage.number for passage in passages), default=1)
    flags = () if encoding.startswith("utf-8") else (f"encoding:{encoding}",)
    return Extraction(MARKDOWN, Unit.SECTION, pages, tuple(passages), found, tuple(outline), flags)


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Headings and paragraphs; list items and table rows are lines of their paragraph, code keeps its lines."""
    lines: list[str] = []
    fence = ""
    for line in _COMMENT.sub("", text).split("\n"):
        mark = _FENCE.match(line)
        if fence or mark:
            if mark and not fence:
                fence = mark[1]
                lines.append(line.strip()[len(fence) :].strip())
            elif mark and line.strip().startswith(fence):
                fence = ""
            else:
                lines.append(line)
            continue
        heading = _HEADING.match(line)
        underline = _UNDERLINE.match(line)
        if heading:
            yield Paragraph("\n".join(lines))
            yield Paragraph(plain(heading[2]), len(heading[1]))
            lines = []
        elif underline and len(lines) == 1 and lines[0]:
            yield Paragraph(lines[0], 1 if underline[1][0] == "=" else 2)
            lines = []
        elif not line.strip():
            yield Paragraph("\n".join(lines))
            lines = []
        elif not _TABLE_RULE.match(line):
            lines.append(plain(line))
    yield Paragraph("\n".join(lines))


def plain(line: str) -> str:
    """A line without its marks: emphasis, links (text, then address), images, quotes, code ticks, table borders, tags."""
    line = re.sub(r"^(\s*>)+ ?", "", line)
    line = _LINK.sub(_link, line)
    line = _TAG.sub(_tag, line)
    for _ in range(3 if len(line) <= _LONG_LINE else 0):
        line = _EMPHASIS.sub(r"\2", line)
    line = line.replace("`", "")
    if line.strip().startswith("|"):
        line = " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", line).rstrip()


def _link(found: re.Match[str]) -> str:
    return " ".join(part for part in (found[1], found[3], f"({found[2]})" if found[2] else "") if part)


def _tag(found: re.Match[str]) -> str:
    """An HTML tag leaves its readable attributes (alternative text, address) behind."""
    kept = re.findall(r"(?:alt|title|href|src)\s*=\s*[\"']([^\"']+)[\"']", found[0], re.IGNORECASE)
    return " ".join(["", *kept, ""]) if kept else " "
