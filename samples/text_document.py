"""Blocks to a DOCX document; ODT, DOC and PDF are made from it by LibreOffice."""

from __future__ import annotations

import re
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from samples import ooxml
from samples.source import Block, Source
from samples.stamp import freeze_zip, set_properties

_INLINE = re.compile(r"(\*\*.+?\*\*|\[\^\w+\])")
_TEXT_WIDTH = Cm(16.5)


def write_docx(source: Source, path: Path, pages: dict[str, str] | None = None) -> None:
    """Write the document; ``pages`` gives the page label of each heading for the table of contents."""
    document = docx.Document()
    _set_styles(document, source)
    _set_page(document.sections[0], source)
    writer = _Writer(document, source, pages or {})
    for block in source.blocks:
        writer.add(block)
    if source.footnotes:
        ooxml.attach_footnotes(document, list(source.footnotes.values()))
    set_properties(document.core_properties, source)
    document.save(str(path))
    freeze_zip(path)


def _set_styles(document: Document, source: Source) -> None:
    """Arial throughout (every office has it or a metric twin), headings in the document's colour."""
    ooxml.set_language(document, {"pl": "pl-PL", "en": "en-GB"}[source.language])
    sizes = {"Normal": 10.5, "Title": 22.0, "Heading 1": 15.0, "Heading 2": 12.0, "Heading 3": 11.0}
    for name, size in sizes.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        ooxml.set_font(style, "Arial")
        style.font.size = Pt(size)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(source.accent)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.12


def _set_page(section: Section, source: Source) -> None:
    """A4, with the source's header, and its footer followed by the page number."""
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin = section.bottom_margin = Cm(2.3)
    if source.header:
        line = section.header.paragraphs[0]
        line.text = source.header
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.runs[0].font.size = Pt(8.5)
    if source.footer:
        line = section.footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(f"{source.footer}  ·  ").font.size = Pt(8.5)
        ooxml.add_page_field(line)


class _Writer:
    """Adds one block after another to a document."""

    def __init__(self, document: Document, source: Source, pages: dict[str, str]) -> None:
        self._document = document
        self._source = source
        self._pages = pages
        self._marks = {mark: number for number, mark in enumerate(source.footnotes, 1)}

    def add(self, block: Block) -> None:
        """Append a block; a chain of boxes has no meaning in running text and is written as a line with arrows."""
        styles = {"bullet": ("List Bullet", "List Bullet 2")[min(block.level, 1)], "number": "List Number"}
        match block.kind:
            case "heading":
                self._document.add_heading(block.text, block.level - 1)
            case "table":
                self._add_table(block.rows)
            case "page":
                self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case "section":
                self._start_body()
            case "toc":
                self._add_contents()
            case "chain":
                self._fill(self._document.add_paragraph(), " → ".join(block.rows[0]))
            case "note":
                self._fill(self._document.add_paragraph(style="Intense Quote"), block.text)
            case _:
                self._fill(self._document.add_paragraph(style=styles.get(block.kind)), block.text)

    def _start_body(self) -> None:
        """End the front matter: its pages count in Roman numerals, the rest from 1."""
        ooxml.number_pages(self._document.sections[-1], "lowerRoman")
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        ooxml.number_pages(section, "decimal")

    def _fill(self, paragraph: Paragraph, text: str) -> None:
        """Write text with ``**bold**`` stretches and footnote marks."""
        for piece in filter(None, _INLINE.split(text)):
            if piece.startswith("[^"):
                ooxml.add_footnote_mark(paragraph, self._marks[piece[2:-1]])
            elif piece.startswith("**"):
                paragraph.add_run(piece.strip("*")).bold = True
            else:
                paragraph.add_run(piece)

    def _add_table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        """A ruled table whose first row is the heading."""
        table = self._document.add_table(len(rows), len(rows[0]), style="Table Grid")
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                cell = table.cell(row, column)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                self._fill(paragraph, f"**{text}**" if row == 0 and text else text)
                for run in paragraph.runs:
                    run.font.size = Pt(9.5)
                if row == 0:
                    ooxml.shade(cell, "DDE5EE")
        self._document.add_paragraph()

    def _add_contents(self) -> None:
        """Contents as ordinary lines: a field would stay empty until somebody opens the file and updates it."""
        for block in self._source.blocks:
            if block.kind == "heading" and 2 <= block.level <= 3:
                line = self._document.add_paragraph(f"{block.text}\t{self._pages.get(block.text, '')}")
                line.paragraph_format.left_indent = Cm(0.7 * (block.level - 2))
                line.paragraph_format.space_after = Pt(2)
                line.paragraph_format.tab_stops.add_tab_stop(
                    _TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
                )
