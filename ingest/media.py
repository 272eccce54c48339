"""What a file is, by its content: media types sniffed from magic bytes, container members and text.

The extension is a tie-breaker among text-like files only (Markdown is plain text but for its name).
Word's and PowerPoint's sub-types (templates, macros, flat ODF) get the media type of their family: they are read alike.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
PDF: Final = "application/pdf"
DOCX: Final = _OOXML + "wordprocessingml.document"
PPTX: Final = _OOXML + "presentationml.presentation"
XLSX: Final = _OOXML + "spreadsheetml.sheet"
ODT: Final = _ODF + "text"
ODP: Final = _ODF + "presentation"
DOC: Final = "application/msword"
PPT: Final = "application/vnd.ms-powerpoint"
XLS: Final = "application/vnd.ms-excel"
ENCRYPTED_OFFICE: Final = "application/x-ole-encrypted"
HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"
TEXT: Final = "text/plain"
EMPTY: Final = "application/x-empty"
UNKNOWN: Final = "application/octet-stream"
BROKEN_ZIP: Final = "application/x-broken-zip"

HEAD_BYTES: Final = 65536
"""How much of a file decides what it is (an OLE or zip directory is read wherever it lies)."""
_PDF_HEAD: Final = 8192
"""Bytes within which %PDF may be preceded by junk: readers ask for the first 1,024, damaged files in the wild exceed it."""

ARCHIVES: Final = frozenset(
    {
        "application/zip",
        "application/x-7z-compressed",
        "application/vnd.rar",
        "application/x-tar",
        "application/gzip",
        "application/x-bzip2",
        "application/x-xz",
        "application/zstd",
        "application/vnd.ms-cab-compressed",
    }
)

_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"MSCF", "application/vnd.ms-cab-compressed"),
    (b"%!PS", "application/postscript"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)

_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final[tuple[tuple[str, str], ...]] = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("__nameid_version1.0", "application/vnd.ms-outlook"),
    ("PowerPoint Document", PPT),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("VisioDocument", "application/vnd.visio"),
)
"""Directory entry names in the order in which they decide: a document may embed others, whose streams it lists too."""

_ZIP_PARTS: Final[tuple[tuple[str, str], ...]] = (
    ("word/", DOCX),
    ("ppt/", PPTX),
    ("xl/", XLSX),
)
_MAIN_TYPES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"wordprocessingml.document.main", DOCX),
    (b"wordprocessingml.template.main", DOCX),
    (b"ms-word.document.macroEnabled", DOCX),
    (b"ms-word.template.macroEnabled", DOCX),
    (b"presentationml.presentation.main", PPTX),
    (b"presentationml.slideshow.main", PPTX),
    (b"presentationml.template.main", PPTX),
    (b"ms-powerpoint.presentation.macroEnabled", PPTX),
    (b"ms-powerpoint.slideshow.macroEnabled", PPTX),
    (b"ms-powerpoint.template.macroEnabled", PPTX),
    (b"spreadsheetml.", XLSX),
    (b"ms-excel.", XLSX),
)

_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|title|body|meta|h1|div|table|p|script|frameset)[\s>/]", re.IGNORECASE
)
_FLAT_ODF = re.compile(rb"office:mimetype=[\"']application/vnd\.oasis\.opendocument\.(text|presentation|spreadsheet)")
_MAIL = re.compile(rb"(?:^|\n)(?:received|return-path|message-id|mime-version|x-[\w-]+): .*\r?\n", re.IGNORECASE)
_MAIL_FROM = re.compile(rb"(?:^|\n)(?:from|subject|date): ", re.IGNORECASE)


def is_archive(media_type: str) -> bool:
    """Whether this is a plain archive (skipped by policy). An Office container is none."""
    return media_type in ARCHIVES


def sniff(path: Path) -> str:
    """Media type of a file by its content. Raises OSError where it cannot be read; EMPTY for no bytes at all."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        return EMPTY
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_type(path)
    if head.startswith(_OLE_MAGIC):
        return _ole_type(path)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and len(head) > 30 and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    if b"%PDF-" in head[:_PDF_HEAD]:
        return PDF
    return _text_type(head, path.suffix.lower())


def _zip_type(path: Path) -> str:
    """Type of a zip container by its mimetype member, its [Content_Types].xml or its folders."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            declared = _member(archive, "mimetype", 200).strip()
            if declared.startswith(_ODF.encode()):
                return _odf_family(declared.decode("ascii", "replace"))
            if declared.startswith(b"application/epub"):
                return "application/epub+zip"
            types = _member(archive, "[Content_Types].xml", 1 << 20)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return BROKEN_ZIP
    for mark, media_type in _MAIN_TYPES:
        if mark in types:
            return media_type
    for folder, media_type in _ZIP_PARTS:
        if any(name.startswith(folder) and name.endswith(".xml") for name in names):
            return media_type
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return ODT
    return "application/zip"


def _odf_family(media_type: str) -> str:
    for family in ("text", "presentation", "spreadsheet"):
        if media_type.startswith(_ODF + family):
            return _ODF + family
    return media_type


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The first `limit` bytes of a member; none where it is missing or damaged."""
    try:
        with archive.open(name) as member:
            return member.read(limit)
    except (KeyError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile):
        return b""


def _ole_type(path: Path) -> str:
    """Type of an OLE compound file by the names in its directory: UTF-16, entries aligned to 128 bytes, and without regard
    to case ([MS-CFB] 2.6.4 compares names in capitals).
    """
    data = path.read_bytes().lower()
    for name, media_type in _OLE_STREAMS:
        entry = name.lower().encode("utf-16-le") + b"\0\0"
        at = data.find(entry)
        while at >= 0:
            if at % 128 == 0:
                return media_type
            at = data.find(entry, at + 1)
    return "application/x-ole-storage"


def _text_type(head: bytes, suffix: str) -> str:
    if not looks_like_text(head):
        return UNKNOWN
    sample = head.replace(b"\0", b"") if b"\0" in head else head
    flat = _FLAT_ODF.search(sample[:8192])
    if flat:
        return _ODF + flat[1].decode()
    if suffix in {".md", ".markdown"}:
        return MARKDOWN
    start = sample.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:8192]
    if suffix in {".htm", ".html", ".xhtml"} and b"<" in start:
        return HTML
    if start.startswith(b"<") and _HTML.search(start):
        return HTML
    if start.startswith(b"<?xml"):
        return "application/xml"
    if suffix == ".eml" or (_MAIL.match(start) and _MAIL_FROM.search(start)):
        return "message/rfc822"
    return TEXT


def looks_like_text(head: bytes) -> bool:
    """Whether bytes may be text in some encoding: a BOM, UTF-16 without one, or hardly any control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if b"\0" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        many, few = max(even, odd), min(even, odd)
        return many > len(head) * 0.2 and few <= len(head) * 0.01
    controls = len(head.translate(None, _NOT_CONTROL))
    return controls <= len(head) * 0.01


_NOT_CONTROL: Final = bytes(b for b in range(256) if b >= 32 or b in b"\t\n\r\f\x0b\x1a\x1b\x08")
