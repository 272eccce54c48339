"""Word documents (DOCX and its templates and macro-bearing kin): every word of every part, in document order.

python-docx opens the package; then the whole XML is walked, because reading paragraphs only loses 14 % of the words
(tables, headers, footnotes, text boxes). What python-docx refuses is read from the zip itself.
Deleted text, field codes and the mc:Fallback copies of text boxes are not text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from corpus.document import Role, Unit
from ingest.extract.container import Container, Damaged
from ingest.extract.opc import Part, from_container, from_library, main_part, properties
from ingest.extract.sections import divide
from ingest.extract.story import Story
from ingest.extract.wordstyles import heading_levels
from ingest.media import DOCX
from ingest.reading import Extraction, RawPassage, ReadLimits

_STRAY: Final = re.compile(
    r"word/(?:(?:header|footer|footnotes|endnotes|comments)\d*|charts/chart\d*|diagrams/data\d*)\.xml$", re.IGNORECASE
)
"""Parts with text by their usual names: read even where no relationship leads to them."""


def extract(path: Path, limits: ReadLimits) -> Extraction:
    """Read a DOCX. Raises Refused (too big, encrypted) or Damaged."""
    container = Container(path, limits.archive_mb)
    try:
        main, flags = _open(path, container)
        found = properties(container)
        return _read(container, main, found, flags)
    finally:
        container.close()


def _open(path: Path, container: Container) -> tuple[Part, tuple[str, ...]]:
    try:
        return from_library(docx.Document(str(path)).part), ()
    except (OpcError, KeyError, ValueError, AttributeError, etree.LxmlError, zipfile.BadZipFile, Damaged) as error:
        # python-docx raises all of these for packages that Word opens: a template's content type, a missing part…
        main = main_part(container, "word/document.xml", "word/")
        return main, (f"fallback:zip:{type(error).__name__}",)


def _read(container: Container, main: Part, found: dict[str, str], flags: tuple[str, ...]) -> Extraction:
    passages, outline = divide(Story(main, heading_levels(main)).paragraphs())
    pages = max((passage.number for passage in passages), default=0)
    furniture = list(_furniture(main))
    if furniture:
        passages.append(RawPassage(1, "\n".join(furniture), Role.HEADER))
    strays = [paragraph.text for part in _strays(main, container) for paragraph in Story(part, {}).paragraphs()]
    if strays:
        pages = max(pages, 1)
        passages.append(RawPassage(pages, "\n".join(strays), Role.NOTES))
    return Extraction(DOCX, Unit.SECTION, max(pages, 1), tuple(passages), found, tuple(outline), flags)


def _furniture(main: Part) -> Iterator[str]:
    """Text of headers and footers, each distinct one once."""
    parts = [relation.part for relation in main.relations.values() if relation.kind in {"header", "footer"}]
    seen: set[str] = set()
    for part in parts:
        text = "\n".join(paragraph.text for paragraph in Story(part, {}).paragraphs() if paragraph.text.strip())
        if text and text not in seen:
            seen.add(text)
            yield text


def _strays(main: Part, container: Container) -> Iterator[Part]:
    """Parts with text that no relationship of the main part leads to."""
    reached: set[str] = set()
    waiting = [main]
    while waiting:
        part = waiting.pop()
        if part.name.lower() not in reached:
            reached.add(part.name.lower())
            waiting.extend(relation.part for relation in part.relations.values())
    for name in container.names:
        if _STRAY.match(name) and name.lower() not in reached:
            try:
                yield from_container(container, name)
            except Damaged:
                continue
