"""PDF: pages with labels, outline and metadata; passwords, scans, damage and caps each with their own answer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest
from pypdf.constants import PageLabelStyle

from corpus.document import OutlineItem, Unit
from corpus.outcome import Reason, Rejected
from ingest.extract import pdf_fallback
from ingest.extract.container import Damaged, Refused
from ingest.extract.pdf import extract
from ingest.extract.pdf_metadata import properties
from ingest.reading import Extraction, ReadLimits

LIMITS = ReadLimits()


def plain(pages: Sequence[str]) -> bytes:
    """A PDF of one line of Helvetica a page, written out object by object."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for line in pages:
        content = f"BT /F1 12 Tf 50 700 Td ({line}) Tj ET" if line else ""
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
        stream = len(objects)
        resources = "<</Font<</F1 3 0 R>>>>"
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {stream} 0 R/Resources{resources}>>"
        objects.append(page)
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def writer(pages: Sequence[str]) -> pypdf.PdfWriter:
    return pypdf.PdfWriter(clone_from=io.BytesIO(plain(pages)))


def read(path: Path, limits: ReadLimits = LIMITS) -> Extraction:
    extraction = extract(path, limits)
    assert isinstance(extraction, Extraction)
    return extraction


def test_pages_labels_outline_and_metadata_are_read(tmp_path: Path) -> None:
    made = writer(["Wstep", "Rozdzial pierwszy", "Rozdzial drugi"])
    made.set_page_label(0, 0, style=PageLabelStyle.LOWERCASE_ROMAN)
    made.set_page_label(1, 2, style=PageLabelStyle.DECIMAL, prefix="A-", start=7)
    parent = made.add_outline_item(title="Rozdział 1", page_number=1)
    made.add_outline_item(title="Część", page_number=2, parent=parent)
    made.add_metadata({"/Title": "Strategia", "/CreationDate": "D:20130205100000+01'00'"})
    path = tmp_path / "a.pdf"
    made.write(path)
    extraction = read(path)
    assert extraction.unit is Unit.PAGE
    assert [(passage.number, passage.text, passage.label) for passage in extraction.passages] == [
        (1, "Wstep", "i"),
        (2, "Rozdzial pierwszy", "A-7"),
        (3, "Rozdzial drugi", "A-8"),
    ]
    assert extraction.outline == (OutlineItem(1, "Rozdział 1", 2), OutlineItem(2, "Część", 3))
    assert extraction.properties == {"title": "Strategia", "created": "2013-02-05"}


def test_the_fallback_reads_the_same_as_pdfium(tmp_path: Path) -> None:
    made = writer(["Pierwsza", "Druga"])
    made.add_outline_item(title="Rozdział", page_number=1)
    made.add_metadata({"/Title": "Plan"})
    path = tmp_path / "a.pdf"
    made.write(path)
    first, second = read(path), pdf_fallback.read(path.read_bytes(), LIMITS)
    assert first.passages == second.passages
    assert first.outline == second.outline
    assert first.properties == second.properties
    assert second.flags == ("fallback:pypdf",)


def test_junk_before_the_header_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"\0junk" * 400 + plain(["Tekst"]))
    assert read(path).passages[0].text == "Tekst"


def test_a_password_for_the_owner_only_does_not_hide_the_text(tmp_path: Path) -> None:
    made = writer(["Jawne"])
    made.encrypt(user_password="", owner_password="tajne", algorithm="AES-256")
    path = tmp_path / "a.pdf"
    made.write(path)
    assert read(path).passages[0].text == "Jawne"


def test_a_user_password_is_encrypted_and_not_corrupt(tmp_path: Path) -> None:
    made = writer(["Niejawne"])
    made.encrypt(user_password="haslo", algorithm="AES-128")
    path = tmp_path / "a.pdf"
    made.write(path)
    with pytest.raises(Refused) as refusal:
        extract(path, LIMITS)
    assert refusal.value.rejected.reason == Reason.ENCRYPTED


def test_a_scan_needs_ocr_and_tells_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(plain(["", ""]))
    rejected = extract(path, LIMITS)
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.detail) == (Reason.NEEDS_OCR, "2 pages without text")


def test_pages_without_text_are_counted_in_a_flag(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(plain(["Tekst", "", ""]))
    extraction = read(path)
    assert extraction.flags == ("pages_without_text:2",)
    assert extraction.pages == 3


def test_a_cap_on_pages_is_never_silent(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(plain(["a1", "b2", "c3"]))
    extraction = read(path, ReadLimits(pages=2))
    assert len(extraction.passages) == 2
    assert extraction.pages == 3
    assert extraction.flags == ("pages_capped:2",)


def test_a_broken_table_of_objects_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(plain(["Tekst"]).split(b"xref\n")[0])
    assert read(path).passages[0].text == "Tekst"


def test_what_nothing_opens_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing else")
    with pytest.raises(Damaged):
        extract(path, LIMITS)


def test_dates_in_metadata_become_iso() -> None:
    assert properties({"CreationDate": "D:2012"})["created"] == "2012"
    assert properties({"/ModDate": "20120312"})["modified"] == "2012-03-12"
    assert properties({"CreationDate": "yesterday", "Title": "\0"}) == {}
