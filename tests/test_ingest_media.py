"""Sniffing: content decides, the extension only between texts."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import media


def sniff(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return media.sniff(path)


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def ole(*streams: str) -> bytes:
    """A compound file's header and a directory of the named streams: as much as sniffing looks at."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504) + entries


def types(main: str) -> str:
    return f'<Types><Override PartName="/x" ContentType="application/{main}+xml"/></Types>'


def tarred() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    return buffer.getvalue()


WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document.main"
SLIDES = "vnd.openxmlformats-officedocument.presentationml.presentation.main"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.4\n", media.PDF),
        (b"junk" * 200 + b"%PDF-1.4\n", media.PDF),
        (zipped(**{"[Content_Types].xml": types(WORD)}), media.DOCX),
        (zipped(**{"[Content_Types].xml": types("vnd.ms-word.document.macroEnabled.main")}), media.DOCX),
        (zipped(**{"[Content_Types].xml": types(SLIDES)}), media.PPTX),
        (zipped(**{"xl/workbook.xml": "<x/>"}), media.XLSX),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), media.ODT),
        (zipped(mimetype="application/vnd.oasis.opendocument.presentation-template"), media.ODP),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        (b'<?xml version="1.0"?><o office:mimetype="application/vnd.oasis.opendocument.text"/>', media.ODT),
        (zipped(readme="x"), "application/zip"),
        (b"PK\x03\x04garbage", media.BROKEN_ZIP),
        (ole("WordDocument"), media.DOC),
        (ole("WORDDOCUMENT"), media.DOC),
        (ole("WordDocument", "Workbook"), media.DOC),
        (ole("PowerPoint Document"), media.PPT),
        (ole("Workbook"), media.XLS),
        (ole("EncryptedPackage", "EncryptionInfo"), media.ENCRYPTED_OFFICE),
        (ole("__nameid_version1.0"), "application/vnd.ms-outlook"),
        (b"{\\rtf1 x}", "application/rtf"),
        (b"<!DOCTYPE html><html><body>x</body></html>", media.HTML),
        (b"\xef\xbb\xbf\n<html><p>x", media.HTML),
        ("zażółć".encode("utf-16"), media.TEXT),
        ("za\u017c\u00f3\u0142\u0107".encode("cp1250"), media.TEXT),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (b"Rar!\x1a\x07\x00", "application/vnd.rar"),
        (gzip.compress(b"x"), "application/gzip"),
        (tarred(), "application/x-tar"),
        (bytes(range(256)), media.UNKNOWN),
        (b"From: a@b.pl\nSubject: x\nMIME-Version: 1.0\n\nx", media.TEXT),
        (b"Received: x\nFrom: a@b.pl\nSubject: x\n\nx", "message/rfc822"),
        (b"", media.EMPTY),
    ],
)
@pytest.mark.parametrize("name", ["a.bin", "a.pdf"])
def test_content_decides_whatever_the_extension_says(tmp_path: Path, data: bytes, expected: str, name: str) -> None:
    assert sniff(tmp_path, name, data) == expected


def test_the_extension_decides_between_texts(tmp_path: Path) -> None:
    assert sniff(tmp_path, "a.md", b"# Plan\n") == media.MARKDOWN
    assert sniff(tmp_path, "a.txt", b"# Plan\n") == media.TEXT
    assert sniff(tmp_path, "a.html", b"no tags at all") == media.TEXT
    assert sniff(tmp_path, "a.html", b"<center>x") == media.HTML
    assert sniff(tmp_path, "a.md", b"%PDF-1.4") == media.PDF


def test_an_office_container_is_no_archive_and_a_zip_is(tmp_path: Path) -> None:
    assert media.is_archive(sniff(tmp_path, "a.docx", zipped(readme="x")))
    assert not media.is_archive(sniff(tmp_path, "a.zip", zipped(**{"[Content_Types].xml": types(WORD)})))
    assert not media.is_archive(media.BROKEN_ZIP)


@given(st.binary(max_size=600))
def test_sniffing_never_fails(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"RIFF"):
        assert sniff(folder, "a.txt", start + data)
