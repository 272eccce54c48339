"""Blocks to a PPTX presentation; ODP and PDF slides are made from it by LibreOffice."""

from __future__ import annotations

from math import ceil
from pathlib import Path

import pptx
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.presentation import Presentation
from pptx.shapes.group import GroupShape
from pptx.shapes.placeholder import SlidePlaceholder
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Inches, Pt

from samples import theme
from samples.source import Block, Source
from samples.stamp import freeze_zip, set_properties

_INNER = Emu(theme.WIDTH - 2 * theme.MARGIN)
_ROW_HEIGHT = Inches(0.42)
_CHAIN_HEIGHT = Inches(1.25)
_GAP = Inches(0.25)
# Letters that fit on one line of body text across the slide.
_LINE_LETTERS = 92


def write_pptx(source: Source, path: Path) -> None:
    """Write the deck: one slide per heading, the first one as the title slide, notes as speaker notes."""
    presentation = pptx.Presentation()
    theme.paint(presentation, source)
    for number, (title, blocks) in enumerate(_split(source.blocks)):
        if number == 0:
            _add_title_slide(presentation, title, blocks)
        else:
            _add_slide(presentation, title, blocks, source.accent)
    set_properties(presentation.core_properties, source)
    presentation.save(str(path))
    freeze_zip(path)


def _split(blocks: tuple[Block, ...]) -> list[tuple[str, list[Block]]]:
    """Group the blocks by slide."""
    slides: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if block.kind == "heading":
            slides.append((block.text, []))
        else:
            slides[-1][1].append(block)
    return slides


def _add_title_slide(presentation: Presentation, title: str, blocks: list[Block]) -> None:
    """Title in the coloured band; company, event and date below."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[theme.TITLE_LAYOUT])
    _write_title(slide, title, 38)
    frame = _placeholder(slide, 1).text_frame
    lines = [block.text for block in blocks if block.kind == "paragraph"]
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _write(paragraph, line, 24 if number == 0 else 20)
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.color.rgb = theme.colour("333333")
    _add_notes(slide, blocks)


def _add_slide(presentation: Presentation, title: str, blocks: list[Block], accent: str) -> None:
    """Words first, tables and boxes below them."""
    words = [block for block in blocks if block.kind in {"paragraph", "bullet", "number"}]
    layout = theme.CONTENT_LAYOUT if words else theme.TITLE_ONLY_LAYOUT
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    _write_title(slide, title, 28)
    top = int(theme.BODY_TOP)
    if words:
        top = _add_words(slide, words, alone=not any(block.rows for block in blocks))
    for block in blocks:
        if block.kind == "table":
            _add_table(slide, block.rows, top, accent)
            top += len(block.rows) * _ROW_HEIGHT + _GAP
        elif block.kind == "chain":
            _add_chain(slide, block.rows[0], top, accent)
            top += _CHAIN_HEIGHT + _GAP
    _add_notes(slide, blocks)


def _placeholder(slide: Slide, index: int) -> SlidePlaceholder:
    """A placeholder of the slide by its index: 0 the title, 1 the body."""
    found = slide.placeholders[index]
    assert isinstance(found, SlidePlaceholder)
    return found


def _write(paragraph: _Paragraph, text: str, size: float) -> None:
    """Text with ``**bold**`` stretches, in points."""
    for number, piece in enumerate(text.split("**")):
        if piece:
            run = paragraph.add_run()
            run.text = piece
            run.font.bold = number % 2 == 1
    paragraph.font.size = Pt(size)


def _write_title(slide: Slide, title: str, size: float) -> None:
    """The real title placeholder: white, bold, to the left."""
    frame = _placeholder(slide, 0).text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = title
    run.font.size = Pt(size)
    run.font.bold = True
    run.font.color.rgb = theme.colour("FFFFFF")
    paragraph.alignment = PP_ALIGN.LEFT


def _add_words(slide: Slide, words: list[Block], *, alone: bool) -> int:
    """Fill the body placeholder and return where it ends; a slide of words alone gets larger type and the whole page."""
    body = _placeholder(slide, 1)
    size = 22 if alone else 19
    for number, block in enumerate(words):
        paragraph = body.text_frame.paragraphs[0] if number == 0 else body.text_frame.add_paragraph()
        _write(paragraph, block.text, size - 2 * block.level)
        paragraph.level = block.level
        paragraph.space_after = Pt(6)
        if block.kind == "paragraph":
            _drop_bullet(paragraph)
    if alone:
        return int(theme.BODY_BOTTOM)
    lines = sum(ceil(len(block.text) / _LINE_LETTERS) for block in words)
    height = int(lines * Inches(0.4) + Inches(0.2))
    body.left, body.top, body.width, body.height = theme.MARGIN, theme.BODY_TOP, _INNER, Emu(height)
    return int(theme.BODY_TOP + height + _GAP)


def _drop_bullet(paragraph: _Paragraph) -> None:
    """A plain line inside the body, which the layout would otherwise give a bullet."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.insert_element_before(OxmlElement("a:buNone"), "a:tabLst", "a:defRPr", "a:extLst")


def _add_table(slide: Slide, rows: tuple[tuple[str, ...], ...], top: int, accent: str) -> None:
    """A table with a coloured heading row."""
    height = Emu(len(rows) * _ROW_HEIGHT)
    frame = slide.shapes.add_table(len(rows), len(rows[0]), theme.MARGIN, Emu(top), _INNER, height)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            cell = frame.table.cell(row, column)
            _write(cell.text_frame.paragraphs[0], text, 16)
            if row == 0:
                theme.fill(cell.fill, accent)


def _add_chain(slide: Slide, items: tuple[str, ...], top: int, accent: str) -> None:
    """A grouped row of boxes with arrows; ``a + b`` in one place becomes two stacked boxes in a group of their own."""
    group = slide.shapes.add_group_shape()
    step = int(_INNER) // len(items)
    arrow = int(Inches(0.3))
    width = step - arrow - int(Inches(0.1))
    for number, item in enumerate(items):
        left = int(theme.MARGIN) + number * step
        parts = item.split(" + ")
        home = group if len(parts) == 1 else group.shapes.add_group_shape()
        height = int(_CHAIN_HEIGHT) // len(parts)
        for place, part in enumerate(parts):
            _add_box(home, part, (left, top + place * height, width, height - int(Inches(0.05))), accent)
        if number:
            middle = top + int(_CHAIN_HEIGHT) // 2 - arrow // 2
            group.shapes.add_shape(MSO_SHAPE.RIGHT_ARROW, Emu(left - arrow - 45720), Emu(middle), Emu(arrow), Emu(arrow))


def _add_box(group: GroupShape, text: str, place: tuple[int, int, int, int], accent: str) -> None:
    """One rounded box with centred words; ``place`` is left, top, width, height in EMU."""
    box = group.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(Emu(value) for value in place))
    theme.fill(box.fill, "EEF2F6")
    box.line.color.rgb = theme.colour(accent)
    frame: TextFrame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Emu(45720)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    _write(paragraph, text, 15)
    paragraph.alignment = PP_ALIGN.CENTER
    for run in paragraph.runs:
        run.font.color.rgb = theme.colour("222222")


def _add_notes(slide: Slide, blocks: list[Block]) -> None:
    """Speaker notes, one paragraph for each note line."""
    notes = [block.text for block in blocks if block.kind == "note"]
    frame = slide.notes_slide.notes_text_frame if notes else None
    if frame is not None:
        frame.text = "\n".join(notes)
