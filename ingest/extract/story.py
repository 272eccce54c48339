"""One story of a Word document (body, header, footnotes…): its paragraphs and table rows in order, with their notes.

The walk follows ECMA-376 part 1: 17.3 (runs), 17.4 (tables), 17.11 (notes), 17.13.4 (comments); part 3: mc:AlternateContent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ingest.extract.container import Element, text_of
from ingest.extract.opc import DGM, MC, A, C, Part, R, W, drawing_lines
from ingest.extract.sections import Paragraph

_TEXT: Final = frozenset({W + "t", A + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_AS_TEXT: Final[Mapping[str, str]] = {
    W + "tab": " ",
    W + "ptab": " ",
    W + "br": "\n",
    W + "cr": "\n",
    A + "br": "\n",
    W + "noBreakHyphen": "-",
}
_SKIPPED: Final = frozenset(
    W + name
    for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "instrText", "delText", "delInstrText")
)
_NOTES: Final[Mapping[str, str]] = {
    W + "footnoteReference": "footnotes",
    W + "endnoteReference": "endnotes",
    W + "commentReference": "comments",
}
_DRAWN: Final[Mapping[str, str]] = {C + "chart": R + "id", DGM + "relIds": R + "dm"}
_DRAWING_KINDS: Final = frozenset({"chart", "chartEx", "chartUserShapes", "diagramData"})
CELL_BORDER: Final = " | "


class Story:
    """A part of a Word document read as paragraphs."""

    def __init__(self, part: Part, levels: Mapping[str, int]) -> None:
        """`levels`: heading level by style id (see `wordstyles.heading_levels`)."""
        self._part = part
        self._levels = levels
        self._placed: set[str] = set()
        self._notes: dict[tuple[str, str], str] = {}
        for relation in part.relations.values():
            if relation.kind in _NOTES.values():
                self._notes.update(_notes_of(relation.kind, relation.part))

    def paragraphs(self) -> list[Paragraph]:
        """Paragraphs and table rows in document order; then the notes, charts and diagrams that nothing refers to."""
        found: list[Paragraph] = []
        self._block(self._part.root, found)
        for key, relation in self._part.relations.items():
            if relation.kind in _DRAWING_KINDS and key not in self._placed:
                self._draw(key, found)
        found.extend(Paragraph("", notes=(text,)) for text in self._notes.values())
        self._notes.clear()
        return found

    def _block(self, element: Element, found: list[Paragraph]) -> None:
        """Everything between paragraphs: bodies, cells, content controls, insertions."""
        for child in chosen(element):
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child, found)
            elif tag == W + "tr":
                self._row(child, found)
            elif tag == A + "p" or tag in _TEXT:
                self._paragraph(element, found)
                return
            elif tag not in _SKIPPED:
                self._block(child, found)

    def _paragraph(self, element: Element, found: list[Paragraph]) -> None:
        parts: list[str] = []
        notes: list[str] = []
        self._inline(element, parts, notes, found)
        text = "".join(parts).strip()
        if text or notes:
            found.append(Paragraph(text, self._level(element), tuple(notes)))

    def _inline(self, element: Element, parts: list[str], notes: list[str], found: list[Paragraph]) -> None:
        """Text within a paragraph. Text boxes, charts and diagrams in it become paragraphs before it."""
        for child in chosen(element):
            tag = child.tag
            if tag in _TEXT:
                parts.append(text_of(child))
            elif tag in _AS_TEXT:
                parts.append(_AS_TEXT[tag])
            elif tag in _SKIPPED:
                continue
            elif tag in _NOTES:
                note = self._notes.pop((_NOTES[tag], child.get(W + "id") or ""), "")
                notes.extend([note] if note else [])
            elif tag == W + "txbxContent":
                self._block(child, found)
            elif tag == W + "p":
                self._paragraph(child, found)
            elif tag in _DRAWN:
                self._draw(child.get(_DRAWN[tag]) or "", found)
            else:
                self._inline(child, parts, notes, found)
                if tag == A + "p":
                    parts.append("\n")

    def _row(self, row: Element, found: list[Paragraph]) -> None:
        """A table row: one line, unless a cell holds several paragraphs (then cell by cell)."""
        cells: list[list[Paragraph]] = []
        for cell in row.iter(W + "tc"):
            if next(cell.iterancestors(W + "tr")) is row:
                cells.append([])
                self._block(cell, cells[-1])
        filled = [cell for cell in cells if cell]
        if any(len(cell) > 1 for cell in filled) or len(filled) == 1:
            found.extend(paragraph for cell in filled for paragraph in cell)
        elif filled:
            notes = tuple(note for cell in filled for note in cell[0].notes)
            found.append(Paragraph(CELL_BORDER.join(cell[0].text for cell in filled), 0, notes))

    def _draw(self, key: str, found: list[Paragraph]) -> None:
        relation = self._part.relations.get(key)
        if relation and relation.kind in _DRAWING_KINDS and key not in self._placed:
            self._placed.add(key)
            found.extend(Paragraph(line) for line in drawing_lines(relation.part.root))

    def _level(self, paragraph: Element) -> int:
        """Heading level: the paragraph's own outline level, else its style's; 0 for text."""
        settings = paragraph.find(W + "pPr")
        if settings is None:
            return 0
        own = settings.find(W + "outlineLvl")
        if own is not None:
            return outline_level(own)
        style = settings.find(W + "pStyle")
        return 0 if style is None else self._levels.get(style.get(W + "val") or "", 0)


def outline_level(element: Element) -> int:
    """Heading level 1 to 9 of a w:outlineLvl; 0 where it says body text (9) or nonsense."""
    value = element.get(W + "val") or ""
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def chosen(element: Element) -> Iterator[Element]:
    """Child elements, with mc:AlternateContent replaced by its first choice (by the fallback only where it has none)."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag != MC + "AlternateContent":
            yield child
            continue
        choice = child.find(MC + "Choice")
        if choice is None:
            choice = child.find(MC + "Fallback")
        if choice is not None:
            yield choice


def _notes_of(kind: str, part: Part) -> Iterator[tuple[tuple[str, str], str]]:
    """Text of each footnote, endnote or comment of a part by kind and id."""
    for note in part.root:
        story = Story(Part(part.name, note, part.relations), {})
        text = "\n".join(paragraph.text for paragraph in story.paragraphs())
        if text:
            yield (kind, note.get(W + "id") or ""), text
