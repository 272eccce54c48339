"""Paint the slide layouts of python-pptx's plain template: wide format, coloured title bar, footer, slide number."""

from __future__ import annotations

from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation
from pptx.shapes.base import BaseShape
from pptx.slide import Slide, SlideLayout
from pptx.util import Emu, Inches, Pt

from samples.source import Source

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.6)
BODY_TOP = Inches(1.35)
BODY_BOTTOM = Inches(6.85)
TITLE_LAYOUT, CONTENT_LAYOUT, TITLE_ONLY_LAYOUT = 0, 1, 5
_BAND = {TITLE_LAYOUT: Inches(3.7), CONTENT_LAYOUT: Inches(1.1), TITLE_ONLY_LAYOUT: Inches(1.1)}


def colour(digits: str) -> RGBColor:
    """A colour given as six hexadecimal digits; python-pptx left its own reader without types."""
    found: RGBColor = RGBColor.from_string(digits)  # type: ignore[no-untyped-call, unused-ignore]
    return found


def fill(format_: FillFormat, digits: str) -> None:
    """Fill a shape or cell evenly with a colour."""
    format_.solid()  # type: ignore[no-untyped-call, unused-ignore]
    format_.fore_color.rgb = colour(digits)


def paint(presentation: Presentation, source: Source) -> None:
    """Set the page and repaint the three layouts in use, so that slides only hold their own words."""
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    scratch = presentation.slides.add_slide(presentation.slide_layouts[6])
    for index, height in _BAND.items():
        layout = presentation.slide_layouts[index]
        _place(layout, index)
        _move_to_layout(_band(scratch, height, source.accent), layout)
        if index != TITLE_LAYOUT:
            for shape in _footer(scratch, source.footer):
                _move_to_layout(shape, layout)
    _drop_first_slide(presentation)


def _place(layout: SlideLayout, index: int) -> None:
    """Move title and body to the wide page, and take the template's own date, footer and number away."""
    inner = Emu(WIDTH - 2 * MARGIN)
    for shape in list(layout.placeholders):
        slot = shape.placeholder_format.idx
        if slot >= 10:
            layout.shapes._spTree.remove(shape._element)
        elif slot == 0:
            top, height = (Inches(1.0), Inches(2.4)) if index == TITLE_LAYOUT else (Inches(0.15), Inches(0.8))
            shape.left, shape.top, shape.width, shape.height = MARGIN, top, inner, height
        else:
            top = Inches(4.0) if index == TITLE_LAYOUT else BODY_TOP
            shape.left, shape.top, shape.width, shape.height = MARGIN, top, inner, Emu(BODY_BOTTOM - top)


def _band(slide: Slide, height: int, digits: str) -> BaseShape:
    """The coloured rectangle behind the title."""
    band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(0), Emu(0), WIDTH, Emu(height))
    fill(band.fill, digits)
    band.line.fill.background()
    return band


def _footer(slide: Slide, text: str) -> list[BaseShape]:
    """The line at the foot of each slide, and the slide's number, which is a field."""
    left = slide.shapes.add_textbox(MARGIN, Inches(6.98), Inches(11), Inches(0.35))
    left.text_frame.text = text
    right = slide.shapes.add_textbox(Inches(12.2), Inches(6.98), Inches(0.7), Inches(0.35))
    field = parse_xml(
        f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        '<a:rPr lang="pl-PL" sz="1100"/><a:t>#</a:t></a:fld>'
    )
    right.text_frame.paragraphs[0]._p.append(field)
    for run in left.text_frame.paragraphs[0].runs:
        run.font.size = Pt(11)
        run.font.color.rgb = colour("707070")
    return [left, right]


def _move_to_layout(shape: BaseShape, layout: SlideLayout) -> None:
    """python-pptx can't draw on a layout, so a shape is drawn on a slide and moved; index 2 puts it at the back."""
    layout.shapes._spTree.insert(2, shape._element)


def _drop_first_slide(presentation: Presentation) -> None:
    """Remove the scratch slide and its part."""
    identifiers = presentation.slides._sldIdLst
    presentation.part.drop_rel(identifiers[0].rId)
    identifiers.remove(identifiers[0])
