"""PDF: text, outline, page labels and metadata of each page by pdfium; what it cannot open, by pypdf.

pdfium reads 400 pages a second where pypdf reads 58, finds the same outlines and labels (95 of 95 real files, a twelfth of
the CPU time) and has no endless loops there; pypdf opens some damaged files that pdfium does not, and knows encryption.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pypdfium2

from corpus.document import OutlineItem, Unit
from corpus.outcome import Reason, Rejected
from ingest.extract import pdf_fallback
from ingest.extract.pdf_metadata import properties
from ingest.media import PDF
from ingest.reading import Extraction, RawPassage, ReadLimits

_JUNK: Final = 8192
_CATALOG: Final = re.compile(rb"(\d+)\s+0\s+obj\s*<<[^>]{0,200}/Type\s*/Catalog")
_OUTLINE_ITEMS: Final = 5000


def extract(path: Path, limits: ReadLimits) -> Extraction | Rejected:
    """Read a PDF. A PDF without any text is rejected with needs_ocr. Raises Refused(encrypted) or Damaged."""
    data = _without_junk(path.read_bytes())
    try:
        document = _open(data)
    except pypdfium2.PdfiumError:
        # A password too: pypdf knows some ciphers better, and says "encrypted" where it fails as well.
        return settle(pdf_fallback.read(data, limits))
    try:
        extraction = _read(document, limits)
    finally:
        document.close()
    if extraction is None:
        return settle(pdf_fallback.read(data, limits))
    return settle(extraction)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF, one that lost its end too: given a trailer, pdfium finds the objects by itself. Raises PdfiumError."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        roots = _CATALOG.findall(data)
        if b"trailer" in data or not roots:
            raise
        trailer = b"\ntrailer<</Size 1/Root %s 0 R>>\nstartxref\n0\n%%%%EOF" % roots[-1]
        return pypdfium2.PdfDocument(data + trailer)


def settle(extraction: Extraction) -> Extraction | Rejected:
    """A PDF with text, its pages without any counted in a flag; needs_ocr where no page has any."""
    empty = sum(1 for passage in extraction.passages if not _has_text(passage.text))
    if empty == len(extraction.passages):
        return Rejected(Reason.NEEDS_OCR, f"{extraction.pages} pages without text", PDF)
    if not empty:
        return extraction
    flags = (*extraction.flags, f"pages_without_text:{empty}")
    return Extraction(
        PDF, Unit.PAGE, extraction.pages, extraction.passages, extraction.properties, extraction.outline, flags
    )


def _has_text(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _without_junk(data: bytes) -> bytes:
    """The file from its %PDF on: pdfium looks for it in the first 1,024 bytes only."""
    at = data.find(b"%PDF-", 0, _JUNK)
    return data[at:] if at > 1000 else data


def _read(document: pypdfium2.PdfDocument, limits: ReadLimits) -> Extraction | None:
    """All pages; None where pdfium can load none of them."""
    pages = len(document)
    wanted = min(pages, limits.pages) if limits.pages else pages
    flags = (f"pages_capped:{wanted}",) if wanted < pages else ()
    broken = 0
    passages: list[RawPassage] = []
    outline = list(_outline(document))
    for index in range(wanted):
        text = _page_text(document, index)
        broken += text is None
        label = _decoded(document.get_page_label, index)
        passages.append(RawPassage(index + 1, text or "", label=label if label != str(index + 1) else ""))
    if broken == wanted:
        return None
    if broken:
        flags = (*flags, f"pages_broken:{broken}")
    return Extraction(
        PDF,
        Unit.PAGE,
        pages,
        tuple(passages),
        properties({key: _decoded(document.get_metadata_value, key) for key in document.METADATA_KEYS}),
        tuple(outline),
        flags,
    )


def _page_text(document: pypdfium2.PdfDocument, index: int) -> str | None:
    """Text of a page with plain line ends; None where pdfium cannot load the page."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        text: str = page.get_textpage().get_text_range()
    except pypdfium2.PdfiumError:
        return None
    finally:
        # Closing a page closes its text page as well, in the right order.
        page.close()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _outline(document: pypdfium2.PdfDocument) -> Iterator[OutlineItem]:
    for count, bookmark in enumerate(document.get_toc()):
        if count >= _OUTLINE_ITEMS:
            return
        destination = bookmark.get_dest()
        index = destination.get_index() if destination else None
        title = " ".join(_decoded(bookmark.get_title).split())
        if title:
            yield OutlineItem(bookmark.level + 1, title, 0 if index is None else index + 1)


def _decoded(read: Callable[..., str], *arguments: object) -> str:
    """What pdfium says, "" where it is no valid UTF-16: a damaged label must not cost the document."""
    try:
        return read(*arguments)
    except UnicodeDecodeError:
        return ""
