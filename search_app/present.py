"""Answers and documents as JSON has them (the contract: docs/interface.md, sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from corpus.catalogue import FileRow
from corpus.document import Document, Passage, Role
from corpus.form import passage_json
from corpus.vocabulary import Label
from search_app.address import Address, AddressRead, Ignored, encoded
from search_app.answer import Answer, Found, anchor
from search_app.facets import FacetValue

Json = dict[str, Any]


def document_path(language: str, identifier: str, address: Address | None = None, at: str = "") -> str:
    """The path of a document's page in a language: with the words of a search to mark, and at an anchor."""
    pairs = [] if address is None else [pair for pair in address.pairs() if pair[0] in ("q", "off")]
    query = f"?{encoded(pairs)}" if pairs else ""
    return f"/{language}/doc/{quote(identifier)}{query}" + (f"#{at}" if at else "")


def answer_json(answer: Answer, reading: AddressRead, path: str, language: str) -> Json:
    """A search's answer. `path`: where toggle_url leads; `language`: whose pages the results' url is of."""
    return {
        "query": answer.address.q,
        "total": answer.total,
        "passages_total": answer.passages_total,
        "page": answer.address.page,
        "size": answer.address.size,
        "sort": str(answer.address.order),
        "took_ms": answer.took_ms,
        "generation": answer.generation,
        "coverage": coverage_json(answer),
        "explanation": explanation_json(answer, reading.ignored),
        "documents": [found_json(found, answer.address, language) for found in answer.found],
        "facets": {field: [facet_json(each, path) for each in values] for field, values in answer.facets.items()},
    }


def coverage_json(answer: Answer) -> Json:
    """How much of what there is was searched."""
    return {"files": answer.coverage.files, "indexed": answer.coverage.indexed, "failed": answer.coverage.failed}


def explanation_json(answer: Answer, ignored: Sequence[Ignored]) -> Json:
    """How the words were understood, and everything that was passed over, parameters included."""
    explanation: Json = dict(answer.understood.explanation.as_json())
    passed = [{"text": each.value, "parameter": each.name, "reason": _why_ignored(each)} for each in ignored]
    explanation["ignored"] = [*explanation.get("ignored", ()), *passed]
    return explanation


def _why_ignored(ignored: Ignored) -> str:
    return "unknown_value" if ignored.value else "unknown_parameter"


def found_json(found: Found, address: Address, language: str) -> Json:
    """One result with its best passages."""
    document, url = found.document, document_path(language, found.document.id, address)
    return {
        "id": document.id,
        "title": document.title,
        "kind": document.kind,
        "language": document.language,
        "date": document.date,
        "audience": document.audience,
        "files": files_json(document),
        "media_type": document.media_type,
        "score": round(found.score, 6),
        "url": url,
        "passages_found": found.passages_found,
        "passages": [
            {
                "number": each.passage.number,
                "label": each.passage.label,
                "role": str(each.passage.role),
                "snippet": each.snippet,
                "url": f"{url}#{each.anchor}",
            }
            for each in found.passages
        ],
        "versions": [],
    }


def facet_json(value: FacetValue, path: str) -> Json:
    """One value of a facet."""
    return {
        "value": value.value,
        "label": label_json(value.label),
        "count": value.count,
        "selected": value.selected,
        "toggle_url": value.toggled.beneath(path),
    }


def label_json(label: Label) -> Json:
    """A label in both languages."""
    return {"pl": label.pl, "en": label.en}


def files_json(document: Document) -> list[Json]:
    """Where a document's files lie."""
    return [{"root": each.root, "path": each.path} for each in document.files]


def page_json(document: Document, passages: Sequence[Passage], number: int) -> Json | None:
    """The text of one page, slide or section; other roles of the same number under "also". None if there is no such page.

    A page without text is one all the same.
    """
    here = [passage for passage in passages if passage.number == number]
    if not here and not 1 <= number <= document.pages:
        return None
    here.sort(key=lambda passage: passage.role != Role.BODY)
    first, *others = here or [Passage(number=number, text="", language="und")]
    return {**_anchored(first), "also": [_anchored(each) for each in others]}


def _anchored(passage: Passage) -> Json:
    """One passage, and where it stands on its document's page."""
    return {**passage_json(passage), "anchor": anchor(passage)}


def file_json(file: FileRow) -> Json:
    """One file of the account with what became of it."""
    return {
        "path": file.path,
        "root": file.root,
        "sha256": file.sha256,
        "state": file.state,
        "reason": file.reason,
        "media_type": file.media_type,
        "document": file.document,
        "passages": file.passages,
        "characters": file.characters,
        "ocr_pages": file.ocr_pages,
        "repairs": file.repairs,
        "seconds": file.seconds,
    }
