"""OpenDocument text and presentations (ODT, ODP, and their flat XML form): the XML walked, every word kept.

OpenDocument 1.3 part 3: 5 (text content), 6.1 (white space), 6.3 (notes), 10.2 (drawings), 14.1 (annotations).
Deleted text of tracked changes is not text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from corpus.document import OutlineItem, Role, Unit
from corpus.outcome import Reason
from ingest.extract.container import Container, Damaged, Element, Refused, parse, text_of
from ingest.extract.sections import Paragraph, divide
from ingest.extract.story import CELL_BORDER
from ingest.media import ODP, ODT
from ingest.reading import Extraction, RawPassage, ReadLimits

_NS: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = _NS + "office:1.0}"
TEXT: Final = _NS + "text:1.0}"
TABLE: Final = _NS + "table:1.0}"
DRAW: Final = _NS + "drawing:1.0}"
STYLE: Final = _NS + "style:1.0}"
PRESENTATION: Final = _NS + "presentation:1.0}"
META: Final = _NS + "meta:1.0}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
XLINK: Final = "{http://www.w3.org/1999/xlink}"
SVG: Final = _NS + "svg-compatible:1.0}"

_SKIPPED: Final = frozenset(
    {TEXT + "tracked-changes", TEXT + "note-citation", OFFICE + "forms", OFFICE + "binary-data"}
)
_FURNITURE: Final = tuple(
    STYLE + part for part in ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")
)
_META: Final = {
    DC + "title": "title",
    DC + "creator": "author",
    META + "initial-creator": "author",
    DC + "subject": "subject",
    META + "keyword": "keywords",
    META + "creation-date": "created",
    DC + "date": "modified",
}
_DEPTH_OF_OBJECTS: Final = 2
"""Objects embedded in objects are read to this depth: a chart in a document, no further dolls."""
_MAX_SPACES: Final = 80


def extract_text(path: Path, limits: ReadLimits) -> Extraction:
    """Read an ODT or FODT. Raises Refused (too big, encrypted) or Damaged."""
    return _with(path, limits, _text_document)


def extract_presentation(path: Path, limits: ReadLimits) -> Extraction:
    """Read an ODP or FODP. Raises Refused (too big, encrypted) or Damaged."""
    return _with(path, limits, _presentation)


class _Source:
    """The XML of a document wherever it lies: members of a zip, or one flat file."""

    def __init__(self, path: Path, limits: ReadLimits) -> None:
        with path.open("rb") as file:
            flat = file.read(4) != b"PK\x03\x04"
        self.container = None if flat else Container(path, limits.archive_mb)
        if self.container is None:
            self.content = self.styles = self.meta = parse(path.read_bytes(), path.name)
            return
        if "META-INF/manifest.xml" in self.container and b"encryption-data" in self.container.read(
            "META-INF/manifest.xml"
        ):
            raise Refused(Reason.ENCRYPTED, "the manifest names encryption data")
        self.content = self.container.xml("content.xml")
        self.styles = self._optional("styles.xml")
        self.meta = self._optional("meta.xml")

    def embedded(self, href: str) -> Element | None:
        """Root of an object embedded in the container (a chart, a formula), None where there is none to read."""
        name = href.removeprefix("./") + "/content.xml"
        if self.container is None or name not in self.container:
            return None
        return self._optional(name)

    def _optional(self, name: str) -> Element:
        if self.container is None or name not in self.container:
            return parse(b"<none/>")
        try:
            return self.container.xml(name)
        except Damaged:
            return parse(b"<none/>")


def _with(path: Path, limits: ReadLimits, read: Callable[[_Source, dict[str, str]], Extraction]) -> Extraction:
    source = _Source(path, limits)
    try:
        return read(source, properties(source.meta))
    finally:
        if source.container is not None:
            source.container.close()


def _text_document(source: _Source, found: dict[str, str]) -> Extraction:
    walk = Walk(source)
    body: list[Paragraph] = []
    for element in source.content.iter(OFFICE + "text"):
        walk.block(element, body)
    passages, outline = divide(body)
    pages = max((passage.number for passage in passages), default=1)
    furniture = _furniture(source, walk)
    if furniture:
        passages.append(RawPassage(1, "\n".join(furniture), Role.HEADER))
    return Extraction(ODT, Unit.SECTION, pages, tuple(passages), found, tuple(outline))


def _furniture(source: _Source, walk: Walk) -> list[str]:
    """Lines of headers and footers, each distinct one once."""
    lines: dict[str, None] = {}
    for element in source.styles.iter(*_FURNITURE):
        found: list[Paragraph] = []
        walk.block(element, found)
        lines.update(dict.fromkeys(paragraph.text for paragraph in found if paragraph.text))
    return list(lines)


def _presentation(source: _Source, found: dict[str, str]) -> Extraction:
    passages: list[RawPassage] = []
    outline: list[OutlineItem] = []
    number = 0
    for number, page in enumerate(source.content.iter(DRAW + "page"), start=1):
        walk = Walk(source)
        body: list[Paragraph] = []
        walk.block(page, body)
        heading = _slide_title(page, source)
        if heading:
            outline.append(OutlineItem(1, heading, number))
        notes = [*walk.speaker_notes, *(note for paragraph in body for note in paragraph.notes)]
        text = "\n".join(paragraph.text for paragraph in body if paragraph.text)
        passages.append(RawPassage(number, text, heading=heading))
        if notes:
            passages.append(RawPassage(number, "\n".join(notes), Role.NOTES, heading=heading))
    declarations = source.content.iter(
        *(PRESENTATION + tag for tag in ("header-decl", "footer-decl", "date-time-decl"))
    )
    furniture = [text for text in (text_of(declaration).strip() for declaration in declarations) if text]
    if furniture:
        passages.append(RawPassage(1, "\n".join(dict.fromkeys(furniture)), Role.HEADER))
    return Extraction(ODP, Unit.SLIDE, number, tuple(passages), found, tuple(outline))


def _slide_title(page: Element, source: _Source) -> str:
    """Text of the slide's title frame, "" for none."""
    for frame in page.iterchildren(DRAW + "frame"):
        if frame.get(PRESENTATION + "class") == "title":
            found: list[Paragraph] = []
            Walk(source).block(frame, found)
            return " ".join(" ".join(paragraph.text for paragraph in found).split())
    return ""


def properties(meta: Element) -> dict[str, str]:
    """Metadata under the names of `ingest.reading.Extraction.properties`."""
    found: dict[str, str] = {}
    for element in meta.iter(*_META):
        name, text = _META[str(element.tag)], text_of(element).strip()
        if text and name not in found:
            found[name] = text[:10] if name in {"created", "modified"} else text
    return found


class Walk:
    """One walk over content: paragraphs and table rows in order, notes with the paragraph they hang on."""

    def __init__(self, source: _Source) -> None:
        self.speaker_notes: list[str] = []
        self._source = source
        self._depth = 0

    def block(self, element: Element, found: list[Paragraph]) -> None:
        """Everything between paragraphs."""
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag in (TEXT + "p", TEXT + "h"):
                self._paragraph(child, found)
            elif tag == TABLE + "table-row":
                self._row(child, found)
            elif tag == PRESENTATION + "notes":
                self._collect(child, self.speaker_notes)
            elif tag == DRAW + "object":
                self._object(child, found)
            elif tag in (SVG + "title", SVG + "desc"):
                found.extend([Paragraph(text_of(child))] if text_of(child).strip() else [])
            elif tag == OFFICE + "annotation":
                notes: list[str] = []
                self._collect(child, notes)
                found.append(Paragraph("", notes=tuple(notes)))
            else:
                self.block(child, found)

    def _collect(self, element: Element, lines: list[str]) -> None:
        found: list[Paragraph] = []
        self.block(element, found)
        lines.extend(text for paragraph in found for text in (paragraph.text, *paragraph.notes) if text)

    def _paragraph(self, element: Element, found: list[Paragraph]) -> None:
        parts: list[str] = []
        notes: list[str] = []
        self._inline(element, parts, notes, found)
        text = "".join(parts).strip()
        level = element.get(TEXT + "outline-level") or ""
        if text or notes:
            heads = element.tag == TEXT + "h"
            found.append(Paragraph(text, (int(level) if level.isdecimal() else 1) if heads else 0, tuple(notes)))

    def _inline(self, element: Element, parts: list[str], notes: list[str], found: list[Paragraph]) -> None:
        """Mixed content of a paragraph; frames anchored in it become paragraphs before it."""
        parts.append(element.text or "")
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                pass
            elif tag == TEXT + "s":
                count = child.get(TEXT + "c") or "1"
                parts.append(" " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES))
            elif tag == TEXT + "tab":
                parts.append(" ")
            elif tag == TEXT + "line-break":
                parts.append("\n")
            elif tag in (TEXT + "note", OFFICE + "annotation"):
                self._collect(child, notes)
            elif tag.startswith((DRAW, TABLE)) and tag != DRAW + "a":
                self._anchored(child, found)
            elif tag in (TEXT + "p", TEXT + "h"):
                self._paragraph(child, found)
            else:
                self._inline(child, parts, notes, found)
            parts.append(child.tail or "")

    def _anchored(self, element: Element, found: list[Paragraph]) -> None:
        if element.tag == DRAW + "object":
            self._object(element, found)
        else:
            self.block(element, found)

    def _row(self, row: Element, found: list[Paragraph]) -> None:
        """A table row: one line, unless a cell holds several paragraphs (then cell by cell)."""
        cells: list[list[Paragraph]] = []
        for cell in row:
            if isinstance(cell.tag, str):
                cells.append([])
                self.block(cell, cells[-1])
        filled = [cell for cell in cells if cell]
        if any(len(cell) > 1 for cell in filled) or len(filled) == 1:
            found.extend(paragraph for cell in filled for paragraph in cell)
        elif filled:
            notes = tuple(note for cell in filled for note in cell[0].notes)
            found.append(Paragraph(CELL_BORDER.join(cell[0].text for cell in filled), 0, notes))

    def _object(self, element: Element, found: list[Paragraph]) -> None:
        """An embedded object: its own content where it is in the container, else what lies inline."""
        root = self._source.embedded(element.get(XLINK + "href") or "")
        if root is None or self._depth >= _DEPTH_OF_OBJECTS:
            self.block(element, found)
            return
        self._depth += 1
        inner: list[Paragraph] = []
        self.block(root, inner)
        self._depth -= 1
        found.extend(paragraph for paragraph in inner if not _is_number(paragraph.text))


def _is_number(text: str) -> bool:
    """Whether a cell of a chart's data table is a bare number (not worth a paragraph)."""
    return text.replace(" ", "").replace(",", "").replace(".", "").lstrip("-").isdecimal()
