"""PDF by pypdf: files that pdfium cannot open. Slow and patient: it mends broken tables of objects.

pypdf may take very long on odd files; the time limit of the child bounds it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from corpus.document import OutlineItem, Unit
from corpus.outcome import Reason
from ingest.extract.container import Damaged, Refused
from ingest.extract.pdf_metadata import properties
from ingest.media import PDF
from ingest.reading import Extraction, RawPassage, ReadLimits

_ODD: Final = (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, OSError)
"""What pypdf raises on damaged objects: it does not wrap what its own code stumbles over."""


def read(data: bytes, limits: ReadLimits) -> Extraction:
    """Read a PDF's pages. Raises Refused(encrypted) or Damaged."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(Reason.ENCRYPTED, "a password is needed to open it")
        pages = len(reader.pages)
    except (FileNotDecryptedError, DependencyError) as error:
        raise Refused(Reason.ENCRYPTED, str(error)) from error
    except _ODD as error:
        raise Damaged(f"neither pdfium nor pypdf opens it: {error}") from error
    if not pages:
        raise Damaged("no pages")
    wanted = min(pages, limits.pages) if limits.pages else pages
    texts = [_text(reader, index) for index in range(wanted)]
    flags = ["fallback:pypdf"]
    flags.extend([f"pages_capped:{wanted}"] if wanted < pages else [])
    flags.extend([f"pages_broken:{texts.count(None)}"] if None in texts else [])
    labels = _labels(reader, wanted)
    passages = tuple(
        RawPassage(number, text or "", label=label if label != str(number) else "")
        for number, (text, label) in enumerate(zip(texts, labels, strict=True), start=1)
    )
    return Extraction(PDF, Unit.PAGE, pages, passages, _metadata(reader), tuple(_outline(reader)), tuple(flags))


def _text(reader: pypdf.PdfReader, index: int) -> str | None:
    """Text of a page, None where it is damaged."""
    try:
        return reader.pages[index].extract_text()
    except _ODD:
        return None


def _labels(reader: pypdf.PdfReader, pages: int) -> list[str]:
    """Printed labels of the pages; "" for each where there are none or they are damaged."""
    try:
        labels = reader.page_labels[:pages] if "/PageLabels" in reader.root_object else []
    except _ODD:
        labels = []
    return labels if len(labels) == pages else [""] * pages


def _metadata(reader: pypdf.PdfReader) -> dict[str, str]:
    try:
        return properties(dict(reader.metadata or {}))
    except _ODD:
        return {}


def _outline(reader: pypdf.PdfReader) -> list[OutlineItem]:
    try:
        return list(_items(reader, reader.outline, 1))
    except (*_ODD, RecursionError):
        return []


def _items(reader: pypdf.PdfReader, items: list[Any], level: int) -> Iterator[OutlineItem]:
    for item in items:
        if isinstance(item, list):
            yield from _items(reader, item, level + 1)
        else:
            page = reader.get_destination_page_number(item)
            title = " ".join(str(item.title or "").split())
            if title:
                yield OutlineItem(level, title, 0 if page is None else page + 1)
