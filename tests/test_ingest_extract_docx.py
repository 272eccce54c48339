"""DOCX: every raw word of every part, in order, in sections with their headings."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Inches

from corpus.document import Role
from corpus.outcome import Reason
from ingest.extract.container import Damaged, Refused
from ingest.extract.docx import extract
from ingest.reading import Extraction, RawPassage, ReadLimits

LIMITS = ReadLimits()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def package(path: Path, body: str, parts: dict[str, tuple[str, str]] | None = None, main: str = MAIN) -> Path:
    """A DOCX from its body and further parts: member name under word/ -> (kind of relationship, XML)."""
    parts = parts or {}
    rels = "".join(
        f'<Relationship Id="r{number}" Type="{R}/{kind}" Target="{name}"/>'
        for number, (name, (kind, _)) in enumerate(parts.items())
    )
    package_rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        office = f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{package_rels}">{office}</Relationships>')
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{package_rels}">{rels}</Relationships>'
        )
        for name, (_, xml) in parts.items():
            archive.writestr(f"word/{name}", xml)
    return path


def story(tag: str, content: str) -> str:
    return f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>"


def texts(extraction: Extraction, role: Role = Role.BODY) -> list[str]:
    return [passage.text for passage in extraction.passages if passage.role is role]


def test_a_library_document_gives_sections_headings_outline_and_properties(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "Plan działań"
    document.core_properties.author = "MP Polskie Klastry"
    document.add_heading("Plan działań", 0)
    document.add_heading("Eksport", 1)
    document.add_paragraph("Misja do Hanoweru.")
    document.add_heading("Szkolenia", 1)
    document.add_paragraph("Kurs spawania.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Koszt"
    table.rows[0].cells[1].text = "1 200 zł"
    document.sections[0].header.paragraphs[0].text = "Klaster METALIKA"
    document.add_paragraph("x").add_run().add_break()
    document.sections[0].left_margin = Inches(1)
    path = tmp_path / "plan.docx"
    document.save(str(path))
    extraction = extract(path, LIMITS)
    assert [(item.level, item.text, item.number) for item in extraction.outline] == [
        (1, "Plan działań", 1),
        (1, "Eksport", 2),
        (1, "Szkolenia", 3),
    ]
    assert extraction.passages[2].heading == "Szkolenia"
    assert "Koszt | 1 200 zł" in extraction.passages[2].text
    assert texts(extraction, Role.HEADER) == ["Klaster METALIKA"]
    assert extraction.properties["title"] == "Plan działań"
    assert extraction.properties["author"] == "MP Polskie Klastry"
    assert extraction.flags == ()


def test_runs_join_into_words_and_marks_become_characters(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>ocynk</w:t></w:r><w:r><w:t>ownia</w:t><w:tab/><w:t>A</w:t><w:br/><w:t>B</w:t>"
        "<w:noBreakHyphen/><w:t>C</w:t><w:softHyphen/><w:t>D</w:t></w:r></w:p>"
    )
    assert texts(extract(package(tmp_path / "a.docx", body), LIMITS)) == ["ocynkownia A\nB-CD"]


def test_deleted_text_field_codes_and_fallback_copies_are_not_text(tmp_path: Path) -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>skreslone</w:delText></w:r></w:del><w:ins><w:r><w:t>wstawione</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGEREF</w:instrText></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>"
        f"{p('ramka')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{p('ramka')}</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(extract(package(tmp_path / "a.docx", body), LIMITS)) == ["ramka\nwstawione"]


def test_words_of_every_part_are_there_and_notes_stand_in_their_section(tmp_path: Path) -> None:
    chart = (
        f"<c:chartSpace {NAMESPACES}><a:p><a:r><a:t>wykresowy</a:t></a:r></a:p><c:strCache><c:pt><c:v>kategoria</c:v></c:pt>"
        "</c:strCache></c:chartSpace>"
    )
    diagram = f"<dgm:dataModel {NAMESPACES}><dgm:t><a:p><a:r><a:t>diagramowy</a:t></a:r></a:p></dgm:t></dgm:dataModel>"
    parts = {
        "footnotes.xml": ("footnotes", story("footnotes", f'<w:footnote w:id="2">{p("przypis")}</w:footnote>')),
        "endnotes.xml": ("endnotes", story("endnotes", f'<w:endnote w:id="3">{p("koncowy")}</w:endnote>')),
        "comments.xml": ("comments", story("comments", f'<w:comment w:id="4">{p("komentarz")}</w:comment>')),
        "header1.xml": ("header", story("hdr", p("naglowek"))),
        "header2.xml": ("header", story("hdr", p("naglowek"))),
        "footer1.xml": ("footer", story("ftr", p("stopka"))),
        "charts/chart1.xml": ("chart", chart),
        "diagrams/data1.xml": ("diagramData", diagram),
    }
    body = (
        f'{p("wstep")}<w:p><w:r><w:t>tekst</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
        '<w:p><w:r><w:drawing><c:chart r:id="r6"/></w:drawing></w:r></w:p>'
        "<w:p><w:r><w:drawing><a:p><a:r><a:t>rysunkowy</a:t></a:r></a:p></w:drawing></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('kontrolka')}</w:sdtContent></w:sdt><w:p><m:t>wzor</m:t></w:p>"
    )
    extraction = extract(package(tmp_path / "a.docx", body, parts), LIMITS)
    body_words = set(" ".join(texts(extraction)).split())
    assert {"wstep", "tekst", "wykresowy", "kategoria", "diagramowy", "rysunkowy", "kontrolka", "wzor"} <= body_words
    assert set(" ".join(texts(extraction, Role.NOTES)).split()) == {"przypis", "koncowy", "komentarz"}
    assert texts(extraction, Role.HEADER) == ["naglowek\nstopka"]


def test_nested_tables_and_cells_with_paragraphs_keep_their_order(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('c1')}</w:tc><w:tc>{p('c2')}</w:tc></w:tr></w:tbl>"
    body = (
        f"<w:tbl><w:tr><w:tc>{p('a')}{p('b')}</w:tc><w:tc>{inner}{p('d')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p('e')}</w:tc><w:tc>{p('')}</w:tc><w:tc>{p('f')}</w:tc></w:tr></w:tbl>"
    )
    assert texts(extract(package(tmp_path / "a.docx", body), LIMITS)) == ["a\nb\nc1 | c2\nd\ne | f"]


@pytest.mark.parametrize(
    "style",
    [
        '<w:style w:styleId="X"><w:name w:val="heading 2"/></w:style>',
        '<w:style w:styleId="X"><w:name w:val="Nagłówek 2"/></w:style>',
        '<w:style w:styleId="X"><w:name w:val="Moja"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>',
        (
            '<w:style w:styleId="X"><w:name w:val="Moja"/><w:basedOn w:val="Y"/></w:style>'
            '<w:style w:styleId="Y"><w:name w:val="heading 2"/></w:style>'
        ),
    ],
)
def test_heading_styles_are_known_by_name_level_and_base(tmp_path: Path, style: str) -> None:
    body = f'{p("wstęp")}<w:p><w:pPr><w:pStyle w:val="X"/></w:pPr><w:r><w:t>Eksport</w:t></w:r></w:p>{p("misja")}'
    extraction = extract(package(tmp_path / "a.docx", body, {"styles.xml": ("styles", story("styles", style))}), LIMITS)
    assert [(item.level, item.text) for item in extraction.outline] == [(2, "Eksport")]
    assert extraction.passages[1] == RawPassage(2, "Eksport\nmisja", heading="Eksport", paragraph=2)


def test_a_circle_of_styles_ends(tmp_path: Path) -> None:
    style = '<w:style w:styleId="X"><w:name w:val="q"/><w:basedOn w:val="X"/></w:style>'
    extraction = extract(
        package(tmp_path / "a.docx", p("x"), {"styles.xml": ("styles", story("styles", style))}), LIMITS
    )
    assert texts(extraction) == ["x"]


def test_what_the_library_refuses_is_read_from_the_zip(tmp_path: Path) -> None:
    template = MAIN.replace("document.main", "template.main")
    extraction = extract(package(tmp_path / "a.dotx", p("szablon"), main=template), LIMITS)
    assert texts(extraction) == ["szablon"]
    assert extraction.flags == ("fallback:zip:ValueError",)


def test_a_part_that_nothing_points_to_is_still_read(tmp_path: Path) -> None:
    path = package(tmp_path / "a.docx", p("tekst"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", story("footnotes", f'<w:footnote w:id="1">{p("sierota")}</w:footnote>'))
    assert texts(extract(path, LIMITS), Role.NOTES) == ["sierota"]


def test_a_damaged_part_does_not_cost_the_document(tmp_path: Path) -> None:
    path = package(tmp_path / "a.docx", p("tekst"), {"comments.xml": ("comments", "nothing like XML")})
    assert texts(extract(path, LIMITS)) == ["tekst"]


def test_entities_are_not_resolved_and_the_text_after_them_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    package(path, "")
    secret = tmp_path / "secret"
    secret.write_text("tajne")
    content = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document {NAMESPACES}><w:body><w:p><w:r><w:t>przed &x; po'
        "</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist() if name != "word/document.xml"}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.writestr("word/document.xml", content)
    assert texts(extract(path, LIMITS))[0].split() == ["przed", "po"]


def test_declared_sizes_are_summed_before_anything_is_unpacked(tmp_path: Path) -> None:
    path = package(tmp_path / "a.docx", p("x" * 3_000_000))
    with pytest.raises(Refused) as refusal:
        extract(path, ReadLimits(archive_mb=2))
    assert refusal.value.rejected.reason == Reason.TOO_BIG


def test_a_broken_zip_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04garbage")
    with pytest.raises(Damaged):
        extract(path, LIMITS)


def test_long_sections_are_split_at_paragraph_ends_and_keep_their_heading(tmp_path: Path) -> None:
    heading = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Wstęp</w:t></w:r></w:p>'
    body = heading + "".join(p(f"Akapit {number} " + "słowo " * 40) for number in range(30))
    passages = extract(package(tmp_path / "a.docx", body), LIMITS).passages
    assert len(passages) > 3
    assert {passage.heading for passage in passages} == {"Wstęp"}
    assert all(len(passage.text) < 2000 for passage in passages)
    assert [passage.text.split("\n")[0].split()[1] for passage in passages[1:]] == [
        str(passage.paragraph - 2) for passage in passages[1:]
    ]
