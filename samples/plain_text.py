"""Blocks to the formats that need no office program: HTML, Markdown and plain text."""

from __future__ import annotations

import re
import textwrap
from html import escape
from itertools import groupby
from pathlib import Path

from samples.source import Block, Source

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_WIDTH = 88
_STYLE = (
    "body{font:16px/1.5 Arial,sans-serif;max-width:50em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3em .6em;text-align:left}"
)


def write_plain(source: Source, path: Path) -> None:
    """Write the source in the format that the suffix of ``path`` names, in the source's encoding."""
    makers = {".html": _html, ".md": _markdown, ".txt": _text}
    text = makers[path.suffix](source)
    # Windows-1250 files come from Windows editors, so they carry Windows line ends too.
    newline = "\r\n" if source.encoding == "cp1250" else "\n"
    path.write_text(text, encoding=source.encoding, newline=newline)


def _markdown(source: Source) -> str:
    """The body is Markdown already."""
    return source.body


def _text(source: Source) -> str:
    """Wrapped lines, headings in capitals, tables as rows of cells."""
    lines: list[str] = []
    for block in source.blocks:
        if block.kind == "table":
            lines.extend(" | ".join(row) for row in block.rows)
            lines.append("")
            continue
        mark = {"bullet": "- ", "number": "* "}.get(block.kind, "")
        text = block.text.upper() if block.kind == "heading" else _BOLD.sub(r"\1", block.text)
        if block.kind == "heading":
            lines.append("")
        lines.extend(textwrap.wrap(text, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark)))
        if block.kind in {"heading", "paragraph"}:
            lines.append("")
    return "\n".join(lines).strip() + "\n"


def _html(source: Source) -> str:
    """A whole page; its head carries a description only when the source has properties."""
    title = source.core.title if source.core else next(block.text for block in source.blocks)
    meta = ""
    if source.core:
        meta = f'<meta name="author" content="{escape(source.core.author)}">\n'
        meta += f'<meta name="date" content="{source.core.created.isoformat()}">\n'
    parts = []
    for kind, group in groupby(source.blocks, key=lambda block: block.kind):
        inner = "\n".join(_html_block(block) for block in group)
        wrapper = {"bullet": "ul", "number": "ol"}.get(kind)
        parts.append(f"<{wrapper}>\n{inner}\n</{wrapper}>" if wrapper else inner)
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{source.language}">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f"{meta}<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _html_block(block: Block) -> str:
    """One element."""
    if block.kind == "table":
        head, *rows = block.rows
        lines = [_html_row(head, "th"), *(_html_row(row, "td") for row in rows)]
        return "<table>\n" + "\n".join(lines) + "\n</table>"
    tags = {"heading": f"h{block.level}", "bullet": "li", "number": "li", "note": "blockquote"}
    tag = tags.get(block.kind, "p")
    text = _BOLD.sub(r"<strong>\1</strong>", escape(block.text, quote=False))
    return f"<{tag}>{text}</{tag}>"


def _html_row(cells: tuple[str, ...], tag: str) -> str:
    """One row of a table."""
    return "<tr>" + "".join(f"<{tag}>{escape(cell, quote=False)}</{tag}>" for cell in cells) + "</tr>"
