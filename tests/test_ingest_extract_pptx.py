"""PPTX: groups, tables, charts, diagrams, notes and comments; slide numbers and titles."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any, cast

import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from corpus.document import OutlineItem, Role
from ingest.extract.pptx import extract
from ingest.reading import Extraction, ReadLimits

LIMITS = ReadLimits()
ONE = Inches(1)


def deck(path: Path) -> Any:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    slide.shapes.title.text = "Robot spawalniczy"
    slide.placeholders[1].text = "Spawmet Sp. z o.o."
    second = presentation.slides.add_slide(presentation.slide_layouts[5])
    second.shapes.title.text = "Wynik"
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(ONE, ONE, ONE, ONE).text_frame.text = "w grupie"
    table = second.shapes.add_table(2, 2, ONE, ONE, ONE, ONE).table
    for number, text in enumerate(("Koszt", "180 tys.", "Zwrot", "14 mies.")):
        table.cell(number // 2, number % 2).text = text
    data = cast("Any", CategoryChartData)()
    data.categories = ["kwartał pierwszy", "kwartał drugi"]
    data.add_series("Wydajność", (1.0, 2.0))
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, ONE, ONE, ONE, ONE, data)
    second.notes_slide.notes_text_frame.text = "Powiedzieć o szkoleniu"
    second._element.set("show", "0")
    presentation.save(str(path))
    return presentation


def texts(extraction: Extraction, role: Role, number: int) -> str:
    return "\n".join(
        passage.text for passage in extraction.passages if passage.role is role and passage.number == number
    )


def test_groups_tables_charts_notes_and_hidden_slides_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    deck(path)
    extraction = extract(path, LIMITS)
    assert extraction.pages == 2
    body = texts(extraction, Role.BODY, 2)
    for text in ("Wynik", "w grupie", "Koszt | 180 tys.", "Zwrot | 14 mies.", "kwartał pierwszy", "Wydajność"):
        assert text in body
    assert texts(extraction, Role.NOTES, 2) == "Powiedzieć o szkoleniu"
    assert extraction.outline == (OutlineItem(1, "Robot spawalniczy", 1), OutlineItem(1, "Wynik", 2))
    assert [passage.heading for passage in extraction.passages if passage.number == 2] == ["Wynik", "Wynik"]


def rewritten(
    source: Path, target: Path, change: dict[str, tuple[str, str]], extra: dict[str, str] | None = None
) -> Path:
    """A copy of a package with texts replaced in members, and members added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name in change:
                before, after = change[name]
                assert before.encode() in data
                data = data.replace(before.encode(), after.encode())
            new.writestr(name, data)
        for name, text in (extra or {}).items():
            new.writestr(name, text)
    return target


def test_a_diagram_and_comments_belong_to_their_slide(tmp_path: Path) -> None:
    plain = tmp_path / "a.pptx"
    deck(plain)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        f'<Relationship Id="rId80" Type="{office}/diagramData" Target="../diagrams/data1.xml"/>'
        f'<Relationship Id="rId81" Type="{office}/comments" Target="../comments/comment1.xml"/></Relationships>'
    )
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/"
    path = rewritten(
        plain,
        tmp_path / "b.pptx",
        {"ppt/slides/_rels/slide1.xml.rels": ("</Relationships>", relations)},
        {
            "ppt/diagrams/data1.xml": f'<d:dataModel xmlns:d="{drawing}diagram" xmlns:a="{drawing}main"><a:p><a:r>'
            "<a:t>schemat</a:t></a:r></a:p></d:dataModel>",
            "ppt/comments/comment1.xml": '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
            "<p:cm><p:text>uwaga</p:text></p:cm></p:cmLst>",
        },
    )
    extraction = extract(path, LIMITS)
    assert "schemat" in texts(extraction, Role.BODY, 1)
    assert texts(extraction, Role.NOTES, 1) == "uwaga"


def test_a_slide_show_that_the_library_refuses_is_read_from_the_zip(tmp_path: Path) -> None:
    plain = tmp_path / "a.pptx"
    deck(plain)
    change = {"[Content_Types].xml": ("presentation.main+xml", "slideshow.main+xml")}
    extraction = extract(rewritten(plain, tmp_path / "a.ppsx", change), LIMITS)
    assert extraction.flags == ("fallback:zip:ValueError",)
    assert "Koszt | 180 tys." in texts(extraction, Role.BODY, 2)
    assert texts(extraction, Role.NOTES, 2) == "Powiedzieć o szkoleniu"


def test_slides_come_in_the_order_of_the_presentation(tmp_path: Path) -> None:
    presentation = deck(tmp_path / "a.pptx")
    listed = presentation.slides._sldIdLst
    listed.append(listed[0])
    presentation.save(str(tmp_path / "b.pptx"))
    extraction = extract(tmp_path / "b.pptx", LIMITS)
    assert [item.text for item in extraction.outline] == ["Wynik", "Robot spawalniczy"]


def test_what_repeats_on_every_slide_is_kept_once(tmp_path: Path) -> None:
    presentation = deck(tmp_path / "a.pptx")
    for slide in presentation.slides:
        box = slide.shapes.add_textbox(ONE, ONE, ONE, ONE)
        box.text_frame.text = "Klaster METALIKA"
        properties = box._element.nvSpPr.nvPr
        properties.append(properties.makeelement(f"{{{properties.nsmap['p']}}}ph", {"type": "ftr"}))
    presentation.save(str(tmp_path / "b.pptx"))
    extraction = extract(tmp_path / "b.pptx", LIMITS)
    assert texts(extraction, Role.HEADER, 1) == "Klaster METALIKA"
    assert "METALIKA" not in texts(extraction, Role.BODY, 1) + texts(extraction, Role.BODY, 2)
    shutil.rmtree(tmp_path)
