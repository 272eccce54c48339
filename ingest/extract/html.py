"""Web pages: headings part the sections, table rows are lines, scripts and styles are dropped."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import lxml.html
from lxml import etree

from corpus.document import Unit
from ingest.extract.container import Damaged, Element
from ingest.extract.sections import Paragraph, divide
from ingest.extract.story import CELL_BORDER
from ingest.extract.text import decode
from ingest.media import HTML
from ingest.reading import Extraction, ReadLimits

_CHARSET: Final = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
_DROPPED: Final = frozenset({"script", "style", "noscript", "template", "head", "svg", "object", "iframe"})
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "ul",
        "caption",
    ]
)
_META_NAMES: Final = {"author": "author", "keywords": "keywords", "description": "subject", "dcterms.title": "title"}


def extract(path: Path, _limits: ReadLimits) -> Extraction:
    """Read an HTML file. Raises Damaged where nothing of it can be parsed."""
    text, encoding = _decode(path.read_bytes())
    # An encoding declared inside a decoded text makes lxml refuse it; zero characters end the parse.
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    parser = lxml.html.HTMLParser(huge_tree=True, no_network=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"not HTML: {error}") from error
    flags = () if encoding.startswith("utf-8") else (f"encoding:{encoding}",)
    try:
        # libxml2 drops what lies deeper than 2,048 elements, and says so.
        too_deep = any("depth" in entry.message for entry in parser.error_log)
        found = _flat(text) if too_deep else _paragraphs(root)
    except RecursionError:
        too_deep, found = True, _flat(text)
    flags = (*flags, "fallback:flat") if too_deep else flags
    passages, outline = divide(found)
    pages = max((passage.number for passage in passages), default=1)
    return Extraction(HTML, Unit.SECTION, pages, tuple(passages), _properties(root), tuple(outline), flags)


def _paragraphs(root: Element) -> list[Paragraph]:
    walk = _Walk()
    walk.block(root)
    walk.end()
    return walk.found


def _flat(text: str) -> list[Paragraph]:
    """The text of a page nested too deep for a tree (unclosed tags by the thousand), without its structure."""
    flat = _Flat()
    flat.feed(text)
    flat.close()
    return [Paragraph(line) for line in flat.lines]


class _Flat(HTMLParser):
    """Texts between tags, one a line, those of scripts and styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._dropping = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's names
        """A dropped element begins: its text is passed over until it ends."""
        if not self._dropping and tag in _DROPPED - {"head"}:
            self._dropping = tag

    def handle_endtag(self, tag: str) -> None:
        """A dropped element ends."""
        if tag == self._dropping:
            self._dropping = ""

    def handle_data(self, data: str) -> None:
        """Text between two tags."""
        line = " ".join(data.split())
        if line and not self._dropping:
            self.lines.append(line)


def _decode(data: bytes) -> tuple[str, str]:
    """Text of a page: by BOM, strict UTF-8, the declared encoding, else as plain text is decoded."""
    text, encoding = decode(data)
    declared = _CHARSET.search(data[:8192])
    if encoding.startswith("utf-") or declared is None:
        return text, encoding
    name = (declared[1] or declared[2]).decode("ascii").lower()
    # Browsers read the declaration of Latin 1 as windows-1252 (WHATWG Encoding, section 4.2).
    name = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "latin1": "cp1252"}.get(name, name)
    try:
        return data.decode(name, "replace"), name
    except LookupError:
        return text, encoding


def _properties(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    title = root.find(".//title")
    if title is not None and (title.text or "").strip():
        found["title"] = " ".join((title.text or "").split())
    for meta in root.iter("meta"):
        name = _META_NAMES.get((meta.get("name") or "").lower())
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


class _Walk:
    """Paragraphs of a page in order. White space collapses but in <pre>."""

    def __init__(self) -> None:
        self.found: list[Paragraph] = []
        self._parts: list[str] = []
        self._pre = 0

    def end(self, level: int = 0) -> None:
        """Close the paragraph being gathered."""
        text = "".join(self._parts)
        self._parts = []
        lines = (line.strip() if not self._pre else line.rstrip() for line in text.split("\n"))
        text = "\n".join(line for line in lines if line.strip())
        if text:
            self.found.append(Paragraph(text, level))

    def block(self, element: Element) -> None:
        """Text and children of an element, without its tail."""
        self._text(element.text)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _DROPPED:
                self._element(child)
            self._text(child.tail)

    def _element(self, element: Element) -> None:
        tag = str(element.tag)
        if tag == "br":
            self._parts.append("\n")
        elif tag == "img":
            self._text(f" {element.get('alt') or ''} ")
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.end()
            self.block(element)
            self.end(int(tag[1]))
        elif tag == "tr":
            self._row(element)
        elif tag in _BLOCKS:
            self.end()
            self._pre += tag == "pre"
            self.block(element)
            self.end()
            self._pre -= tag == "pre"
        else:
            self.block(element)

    def _row(self, row: Element) -> None:
        """A table row: one line, unless a cell holds several paragraphs (then cell by cell)."""
        self.end()
        outer, cells = self.found, []
        for cell in row:
            if isinstance(cell.tag, str):
                self.found = []
                self._element(cell)
                self.end()
                cells.append(self.found)
        self.found = outer
        filled = [cell for cell in cells if cell]
        if any(len(cell) > 1 for cell in filled) or len(filled) == 1:
            outer.extend(paragraph for cell in filled for paragraph in cell)
        elif filled:
            outer.append(Paragraph(CELL_BORDER.join(cell[0].text for cell in filled)))

    def _text(self, text: str | None) -> None:
        if text:
            self._parts.append(text if self._pre else re.sub(r"\s+", " ", text))
