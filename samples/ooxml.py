"""The few pieces of raw WordprocessingML that python-docx has no call for: fields, footnotes, page numbers, shading."""

from __future__ import annotations

from html import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.styles.style import BaseStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def add_page_field(paragraph: Paragraph) -> None:
    """Append the number of the current page."""
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = "PAGE"
        run._r.append(mark)


def number_pages(section: Section, style: str) -> None:
    """Start the section's page numbers at one, in ``lowerRoman`` or ``decimal``."""
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:fmt"), style)
    numbering.set(qn("w:start"), "1")
    section._sectPr.append(numbering)


def set_font(style: BaseStyle, name: str) -> None:
    """Give a style a plain font; the template's theme fonts would win over it, so they go."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def set_language(document: Document, language: str) -> None:
    """Mark the whole document as written in a language such as ``pl-PL``."""
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)


def shade(cell: _Cell, colour: str) -> None:
    """Fill a table cell with a colour given as six hexadecimal digits."""
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{colour}"/>'))


def add_footnote_mark(paragraph: Paragraph, number: int) -> None:
    """Append the raised reference to footnote ``number``."""
    run = paragraph.add_run()
    run.font.superscript = True
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(number))
    run._r.append(mark)


def attach_footnotes(document: Document, texts: list[str]) -> None:
    """Add the footnotes part: the two separators every word processor expects, then the texts, numbered from 1."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{mark}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for mark, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    small = '<w:rPr><w:sz w:val="17"/></w:rPr>'
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r>{small}<w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(texts, 1)
    )
    content = f'<w:footnotes {nsdecls("w")}>{separators}{notes}</w:footnotes>'
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, content.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
