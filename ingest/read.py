"""Reading one file, all of it inside the killable child: sniff, extract, clean, languages, describe.

A file that cannot be read is a value (`Rejected`). There is one boundary: whatever a parser throws at a file's content
becomes Rejected(corrupt) here, except MemoryError, which the pool reports as the reason "memory".
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from corpus.document import Derived, OutlineItem, Passage, Role
from corpus.outcome import Reason, Rejected
from ingest import clean, language, media
from ingest.describe import describe
from ingest.extract import READABLE, extract
from ingest.extract.container import Damaged, Refused
from ingest.reading import Extraction, RawPassage, Reading, ReadJob
from ingest.version import READER

VERSION: Final = READER
"""Of everything that decides what is read from a file; a reading of another version is stale."""

_TALKATIVE: Final = ("pypdf", "pypdfium2")
_BY_EXTENSION: Final = {
    ".docx": media.DOCX,
    ".pptx": media.PPTX,
    ".xlsx": media.XLSX,
    ".odt": media.ODT,
    ".odp": media.ODP,
}


def read(job: ReadJob) -> Reading | Rejected:
    """Read one file. Never raises but MemoryError (for the pool), whatever the file holds."""
    # Parsers warn about what they mend in a file; the outcome says what matters.
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(job)
    except MemoryError:
        raise
    except OSError as error:
        return Rejected(Reason.UNREADABLE, f"{type(error).__name__}: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - the one boundary: a file must never stop a run
        return Rejected(Reason.CORRUPT, f"{type(error).__name__}: {error}"[:500])


def _read(job: ReadJob) -> Reading | Rejected:
    path = Path(job.path)
    media_type = media.sniff(path)
    refused = _refuse(media_type, path)
    if refused is not None:
        return refused
    try:
        extraction = extract(path, media_type, job.limits)
    except Refused as error:
        return replace(error.rejected, media_type=media_type)
    except Damaged as error:
        return Rejected(Reason.CORRUPT, str(error)[:500], media_type)
    if isinstance(extraction, Rejected):
        return replace(extraction, media_type=media_type)
    return reading_of(extraction, job.relative)


def _refuse(media_type: str, path: Path) -> Rejected | None:
    """Why a file of this type is not read, None where it is."""
    if media_type in READABLE:
        return None
    if media_type == media.EMPTY:
        return Rejected(Reason.EMPTY, "0 bytes", media_type)
    if media_type == media.ENCRYPTED_OFFICE:
        return Rejected(Reason.ENCRYPTED, "an encrypted Office package", media_type)
    if media_type == media.BROKEN_ZIP:
        return Rejected(Reason.CORRUPT, "a damaged zip container", _BY_EXTENSION.get(path.suffix.lower(), media_type))
    if media_type.startswith("image/"):
        return Rejected(Reason.NEEDS_OCR, "a picture", media_type)
    return Rejected(Reason.UNSUPPORTED, media_type, media_type)


def reading_of(extraction: Extraction, relative: str) -> Reading | Rejected:
    """An extraction cleaned, with languages and description. Rejected(empty) where no passage has any text."""
    known = clean.vocabulary(passage.text for passage in extraction.passages)
    passages = [passage for raw in extraction.passages if (passage := _passage(raw, known)).text.strip()]
    if not passages:
        return Rejected(Reason.EMPTY, "no text in it", extraction.media_type)
    body = [passage.text for passage in passages if passage.role is not Role.HEADER]
    own = language.of_document("\n".join(body))
    passages = [replace(passage, language=language.of_passage(passage.text, own)) for passage in passages]
    derived = describe(extraction, passages, relative)
    derived["language"] = Derived(own, "text", 0.5 if own == language.UNDETERMINED else 0.95)
    return Reading(
        media_type=extraction.media_type,
        unit=extraction.unit,
        pages=extraction.pages,
        passages=tuple(passages),
        language=own,
        languages=_languages(own, passages),
        outline=tuple(_outline(extraction)),
        derived=derived,
        flags=extraction.flags,
    )


def _passage(raw: RawPassage, known: frozenset[str]) -> Passage:
    cleaned = clean.clean(raw.text, known)
    return Passage(
        number=raw.number,
        text=cleaned.text,
        label=clean.line(raw.label),
        role=raw.role,
        heading=clean.line(raw.heading),
        paragraph=raw.paragraph,
        original_text=raw.text if cleaned.text != raw.text else "",
        repairs=dict(cleaned.repairs),
    )


def _languages(own: str, passages: list[Passage]) -> tuple[str, ...]:
    """The document's language, then the others in which at least a tenth of its text is written."""
    lengths: dict[str, int] = {}
    for passage in passages:
        lengths[passage.language] = lengths.get(passage.language, 0) + len(passage.text)
    total = sum(lengths.values())
    others = [name for name, length in lengths.items() if name != own and length * 10 >= total]
    return (own, *sorted(name for name in others if name != language.UNDETERMINED))


def _outline(extraction: Extraction) -> Iterator[OutlineItem]:
    for item in extraction.outline:
        text = clean.line(item.text)
        if text:
            yield replace(item, text=text)
