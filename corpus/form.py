"""Documents and passages as JSON, in the form the contract promises (docs/interface.md, section 4)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.document import Document, Passage


def document_json(document: Document) -> dict[str, Any]:
    """A document as `show --json` and /api/v1/documents/{id} give it."""
    same = ("id", "revision", "sha256", "title", "kind", "language", "languages", "date", "date_precision", "organisations")
    more = ("event", "place", "topics", "audience", "media_type", "bytes", "pages", "unit", "available", "reason")
    return {name: _plain(getattr(document, name)) for name in (*same, *more)} | {
        "files": [asdict(place) for place in document.files],
        "versions": [],
        "outline": [asdict(item) for item in document.outline],
        "derived": {name: asdict(value) for name, value in document.derived.items()},
    }


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage as `show --json` and /api/v1/documents/{id}/pages/{n} give it; `original_text` is always filled."""
    return {
        "number": passage.number,
        "label": passage.label,
        "role": passage.role.value,
        "heading": passage.heading,
        "paragraph": passage.paragraph,
        "language": passage.language,
        "text": passage.text,
        "original_text": passage.original_text or passage.text,
        "ocr": passage.ocr,
        "repairs": dict(passage.repairs),
    }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
