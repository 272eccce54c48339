"""Extraction: what a file says, one module per format. `extract` is the only door.

Modules raise `container.Refused` for a reason known exactly and `container.Damaged` where nothing can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from corpus.outcome import Rejected
from ingest import media
from ingest.extract import docx, html, legacy, markdown, odf, pdf, pptx, text
from ingest.reading import Extraction, ReadLimits

_EXTRACTORS: Final[Mapping[str, Callable[[Path, ReadLimits], Extraction | Rejected]]] = {
    media.PDF: pdf.extract,
    media.DOCX: docx.extract,
    media.PPTX: pptx.extract,
    media.ODT: odf.extract_text,
    media.ODP: odf.extract_presentation,
    media.HTML: html.extract,
    media.MARKDOWN: markdown.extract,
    media.TEXT: text.extract,
    media.DOC: legacy.extract_doc,
    media.PPT: legacy.extract_ppt,
}

READABLE: Final = frozenset(_EXTRACTORS)
"""Media types that can be read."""


def extract(path: Path, media_type: str, limits: ReadLimits) -> Extraction | Rejected:
    """Read a file of a readable media type. Raises Refused or Damaged; KeyError for a type not in `READABLE`."""
    return _EXTRACTORS[media_type](path, limits)
