"""Finish the PDFs that LibreOffice wrote: page labels, document properties, the page label of every heading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import ByteStringObject, Destination, NameObject

from samples.source import Source

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def finish(path: Path, source: Source) -> None:
    """Rewrite the PDF in place with labels (if it has front matter) and fixed dates."""
    reader = PdfReader(path)
    front = _front_pages(reader, source)
    writer = PdfWriter(clone_from=reader)
    if front:
        writer.set_page_label(0, front - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
        writer.set_page_label(front, len(reader.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    if source.core is None and writer._info is not None:
        # The moment of the building, which says nothing about the document and would differ every time.
        for key in ("/CreationDate", "/ModDate"):
            writer._info.pop(NameObject(key), None)
    writer.add_metadata(_properties(source))
    # LibreOffice draws a random identifier; the target's name is as unique within the corpus.
    name = ByteStringObject(str(source.target).encode())
    writer._ID = writer._ID.__class__([name, name]) if writer._ID else None
    with path.open("wb") as file:
        writer.write(file)


def page_labels(path: Path, source: Source) -> dict[str, str]:
    """The label of the page on which each heading of the outline stands."""
    reader = PdfReader(path)
    front = _front_pages(reader, source)
    return {title: _label(page, front) for title, page in _outline(reader)}


def _label(page: int, front: int) -> str:
    """Roman numerals for the front pages, then numbers from 1."""
    if page >= front:
        return str(page - front + 1)
    rest, label = page + 1, ""
    for value, letters in _ROMAN:
        while rest >= value:
            label, rest = label + letters, rest - value
    return label


def _front_pages(reader: PdfReader, source: Source) -> int:
    """Pages before the first heading that follows the section mark; 0 when the document has no front matter."""
    kinds = [block.kind for block in source.blocks]
    if "section" not in kinds:
        return 0
    body = source.blocks[kinds.index("section") :]
    first = next(block.text for block in body if block.kind == "heading")
    return next(page for title, page in _outline(reader) if title == first)


def _outline(reader: PdfReader) -> list[tuple[str, int]]:
    """All bookmarks in order, with the index of their page."""
    found: list[tuple[str, int]] = []
    waiting: list[Any] = list(reader.outline)
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, Destination):
            page = reader.get_destination_page_number(item)
            found.append((str(item.title), page if page is not None else 0))
        else:
            waiting[:0] = item
    return found


def _properties(source: Source) -> dict[str, str]:
    """Information dictionary; without properties of its own a PDF keeps LibreOffice's title, but no author and no dates."""
    if source.core is None:
        return {"/Author": ""}
    moment = f"D:{source.core.created:%Y%m%d}093000+01'00'"
    return {
        "/Title": source.core.title,
        "/Author": source.core.author,
        "/CreationDate": moment,
        "/ModDate": moment,
    }
