"""Presentations (PPTX and kin): every word of every slide, its notes and comments, hidden slides too.

python-pptx opens the package; then the whole XML is walked, because reading top-level frames only loses 38 % of the words
(groups, tables, SmartArt, charts, notes). Masters and layouts are not text. What python-pptx refuses is read from the zip.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pptx
from lxml import etree
from pptx.exc import PythonPptxError

from corpus.document import OutlineItem, Role, Unit
from ingest.extract.container import Container, Damaged, Element, text_of
from ingest.extract.opc import DGM, A, C, P, Part, R, drawing_lines, from_library, main_part, number_in, properties
from ingest.extract.story import CELL_BORDER, chosen
from ingest.media import PPTX
from ingest.reading import Extraction, RawPassage, ReadLimits

_DRAWN: Final = {C + "chart": R + "id", DGM + "relIds": R + "dm"}
_DRAWING_KINDS: Final = frozenset({"chart", "chartEx", "chartUserShapes", "diagramData"})
_TITLES: Final = frozenset({"title", "ctrTitle"})
_FURNITURE: Final = frozenset({"dt", "ftr", "hdr", "sldNum"})
"""Placeholders that repeat on every slide: kept once for the presentation, not on each slide."""


def extract(path: Path, limits: ReadLimits) -> Extraction:
    """Read a PPTX. Raises Refused (too big, encrypted) or Damaged."""
    container = Container(path, limits.archive_mb)
    try:
        main, flags = _open(path, container)
        return _read(main, properties(container), flags)
    finally:
        container.close()


def _open(path: Path, container: Container) -> tuple[Part, tuple[str, ...]]:
    try:
        return from_library(pptx.Presentation(str(path)).part), ()
    except (
        PythonPptxError,
        KeyError,
        ValueError,
        AttributeError,
        etree.LxmlError,
        zipfile.BadZipFile,
        Damaged,
    ) as error:
        # python-pptx raises all of these for packages that PowerPoint opens: a slide show's content type, a missing part…
        main = main_part(container, "ppt/presentation.xml", "ppt/")
        return main, (f"fallback:zip:{type(error).__name__}",)


def _read(main: Part, found: dict[str, str], flags: tuple[str, ...]) -> Extraction:
    passages: list[RawPassage] = []
    outline: list[OutlineItem] = []
    furniture: dict[str, None] = {}
    slides = _slides(main)
    for number, part in enumerate(slides, start=1):
        slide = _Slide(part)
        heading = " ".join(slide.title.split())
        if heading:
            outline.append(OutlineItem(1, heading, number))
        passages.append(RawPassage(number, "\n".join(slide.lines), heading=heading))
        notes = [line for kind in ("notesSlide", "comments") for line in _attached(part, kind, furniture)]
        if notes:
            passages.append(RawPassage(number, "\n".join(notes), Role.NOTES, heading=heading))
        furniture.update(dict.fromkeys(slide.furniture))
    if furniture:
        passages.append(RawPassage(1, "\n".join(furniture), Role.HEADER))
    return Extraction(PPTX, Unit.SLIDE, len(slides), tuple(passages), found, tuple(outline), flags)


def _slides(main: Part) -> list[Part]:
    """Slides in the order of the presentation, then those it does not list, by the number in their names."""
    by_key = {key: relation.part for key, relation in main.relations.items() if relation.kind == "slide"}
    listed = [by_key.pop(entry.get(R + "id") or "", None) for entry in main.root.iter(P + "sldId")]
    rest = sorted(by_key.values(), key=lambda part: number_in(part.name))
    return [part for part in listed if part is not None] + rest


def _attached(part: Part, kind: str, furniture: dict[str, None]) -> Iterator[str]:
    """Lines of a slide's notes or comments (old comments hold their text in p:text)."""
    for relation in part.relations.values():
        if relation.kind != kind:
            continue
        page = _Slide(relation.part)
        furniture.update(dict.fromkeys(page.furniture))
        yield from ([page.title] if page.title else [])
        yield from (line for line in page.lines if line != page.title)
        yield from (text_of(comment) for comment in relation.part.root.iter(P + "text"))


class _Slide:
    """Lines of a slide or notes page in file order; its title; what stands in its furniture placeholders."""

    def __init__(self, part: Part) -> None:
        self.title = ""
        self.lines: list[str] = []
        self.furniture: list[str] = []
        self._part = part
        self._placed: set[str] = set()
        self._walk(part.root, self.lines)
        for key, relation in part.relations.items():
            if relation.kind in _DRAWING_KINDS:
                self._draw(key, self.lines)

    def _walk(self, element: Element, lines: list[str]) -> None:
        for child in chosen(element):
            tag = child.tag
            if tag == P + "sp":
                self._shape(child, lines)
            elif tag == A + "p":
                text = "".join(_runs(child)).strip()
                lines.extend([text] if text else [])
            elif tag == A + "tr":
                self._row(child, lines)
            elif tag in _DRAWN:
                self._draw(child.get(_DRAWN[tag]) or "", lines)
            else:
                self._walk(child, lines)

    def _shape(self, shape: Element, lines: list[str]) -> None:
        own: list[str] = []
        self._walk(shape, own)
        placeholder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        kind = "" if placeholder is None else placeholder.get("type") or ""
        if kind in _FURNITURE:
            self.furniture.extend(own)
            return
        if kind in _TITLES and not self.title:
            self.title = "\n".join(own)
        lines.extend(own)

    def _row(self, row: Element, lines: list[str]) -> None:
        cells: list[list[str]] = []
        for cell in row.iterchildren(A + "tc"):
            cells.append([])
            self._walk(cell, cells[-1])
        filled = [" ".join(cell) for cell in cells if cell]
        lines.extend([CELL_BORDER.join(filled)] if filled else [])

    def _draw(self, key: str, lines: list[str]) -> None:
        relation = self._part.relations.get(key)
        if relation and relation.kind in _DRAWING_KINDS and key not in self._placed:
            self._placed.add(key)
            lines.extend(drawing_lines(relation.part.root))


def _runs(paragraph: Element) -> Iterator[str]:
    """Text of a drawing paragraph: runs and fields in order, a line break as a line end; mc:Fallback copies left out."""
    for child in chosen(paragraph):
        if child.tag == A + "t":
            yield text_of(child)
        elif child.tag == A + "br":
            yield "\n"
        else:
            yield from _runs(child)
