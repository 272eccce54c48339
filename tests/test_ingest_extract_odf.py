"""OpenDocument: mixed content, notes, tables, headers; slides with speaker notes; encrypted files named so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.document import OutlineItem, Role
from corpus.outcome import Reason
from ingest.extract.container import Refused
from ingest.extract.odf import extract_presentation, extract_text
from ingest.reading import Extraction, ReadLimits

LIMITS = ReadLimits()
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
                      ("presentation", "presentation"), ("meta", "meta"), ("svg", "svg-compatible"))
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip

TEXT_BODY = (
    "<text:tracked-changes><text:p>skreslone</text:p></text:tracked-changes>"
    '<text:h text:outline-level="1">Plan<text:s text:c="2"/>działań</text:h>'
    "<text:p>ocynk<text:span>ownia</text:span> i<text:tab/>lakiernia<text:note><text:note-citation>1</text:note-citation>"
    "<text:note-body><text:p>przypis</text:p></text:note-body></text:note> dalej<text:line-break/>koniec"
    "<office:annotation><dc:creator>ktoś</dc:creator><text:p>uwaga</text:p></office:annotation></text:p>"
    "<table:table><table:table-row><table:table-cell><text:p>Koszt</text:p></table:table-cell>"
    "<table:table-cell><text:p>1 200</text:p></table:table-cell></table:table-row></table:table>"
    "<text:list><text:list-item><text:p>punkt</text:p></text:list-item></text:list>"
    "<text:p><draw:frame><draw:text-box><text:p>ramka</text:p></draw:text-box></draw:frame>z ramką</text:p>"
)
SLIDES = (
    "<presentation:footer-decl>Klaster</presentation:footer-decl>"
    '<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>Robot</text:p></draw:text-box></draw:frame>'
    "<draw:g><draw:custom-shape><text:p>w grupie</text:p></draw:custom-shape></draw:g>"
    "<presentation:notes><draw:frame><draw:text-box><text:p>notatka</text:p></draw:text-box></draw:frame></presentation:notes>"
    "</draw:page><draw:page><draw:frame><draw:text-box><text:p>drugi slajd</text:p></draw:text-box></draw:frame></draw:page>"
)
META = (
    "<office:meta><dc:title>Plan</dc:title><meta:creation-date>2013-02-03T10:00:00</meta:creation-date></office:meta>"
)
STYLES = "<style:master-page><style:header><text:p>nagłówek strony</text:p></style:header></style:master-page>"


def content(kind: str, body: str) -> str:
    return f"<office:document-content {NAMESPACES}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"


def packed(path: Path, kind: str, body: str, manifest: str = "<m/>") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content(kind, body))
        archive.writestr("styles.xml", f"<office:document-styles {NAMESPACES}>{STYLES}</office:document-styles>")
        archive.writestr("meta.xml", f"<office:document-meta {NAMESPACES}>{META}</office:document-meta>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def texts(extraction: Extraction, role: Role) -> list[str]:
    return [passage.text for passage in extraction.passages if passage.role is role]


EXPECTED = "Plan  działań\nocynkownia i lakiernia dalej\nkoniec\nKoszt | 1 200\npunkt\nramka\nz ramką"


def test_a_text_document_keeps_every_word_in_order(tmp_path: Path) -> None:
    extraction = extract_text(packed(tmp_path / "a.odt", "text", TEXT_BODY), LIMITS)
    assert texts(extraction, Role.BODY) == [EXPECTED]
    assert texts(extraction, Role.NOTES) == ["przypis\nuwaga"]
    assert texts(extraction, Role.HEADER) == ["nagłówek strony"]
    assert extraction.outline == (OutlineItem(1, "Plan działań", 1),)
    assert extraction.properties == {"title": "Plan", "created": "2013-02-03"}


def test_a_flat_file_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "a.fodt"
    body = f"<office:body><office:text>{TEXT_BODY}</office:text></office:body>"
    path.write_text(f"<office:document {NAMESPACES}>{META}{STYLES}{body}</office:document>", "utf-8")
    extraction = extract_text(path, LIMITS)
    assert texts(extraction, Role.BODY) == [EXPECTED]
    assert extraction.properties["title"] == "Plan"


def test_a_presentation_has_slides_titles_notes_and_footers(tmp_path: Path) -> None:
    extraction = extract_presentation(packed(tmp_path / "a.odp", "presentation", SLIDES), LIMITS)
    assert texts(extraction, Role.BODY) == ["Robot\nw grupie", "drugi slajd"]
    assert texts(extraction, Role.NOTES) == ["notatka"]
    assert texts(extraction, Role.HEADER) == ["Klaster"]
    assert extraction.outline == (OutlineItem(1, "Robot", 1),)
    assert extraction.pages == 2


def test_an_encrypted_document_is_named_so(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.odt", "text", "", "<manifest:encryption-data/>")
    with pytest.raises(Refused) as refusal:
        extract_text(path, LIMITS)
    assert refusal.value.rejected.reason == Reason.ENCRYPTED


def test_an_embedded_chart_gives_its_words(tmp_path: Path) -> None:
    body = '<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    path = packed(tmp_path / "a.odt", "text", body)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Object 1/content.xml", content("chart", "<text:p>Wydajność</text:p><text:p>12,5</text:p>"))
    assert texts(extract_text(path, LIMITS), Role.BODY) == ["Wydajność"]
