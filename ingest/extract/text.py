"""Plain text, and what encoding bytes are in: BOM, strict UTF-8, UTF-16 without a BOM, else the likeliest Polish code page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from corpus.document import Unit
from ingest.extract.sections import Paragraph, divide
from ingest.media import TEXT
from ingest.reading import Extraction, ReadLimits

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES: Final = ("cp1250", "iso8859-2", "cp852")
_POLISH: Final = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_COMMON: Final = frozenset("„”–—…’“«»§°€´·•©®±×½²³µ\u00a0")
"""Typographic characters that office programs put into plain text: neither for nor against a code page."""


def extract(path: Path, _limits: ReadLimits) -> Extraction:
    """Read a text file: paragraphs parted by blank lines, sections of about 1,500 characters."""
    text, encoding = decode(path.read_bytes())
    passages, outline = divide(paragraphs(text))
    pages = max((passage.number for passage in passages), default=1)
    flags = () if encoding.startswith("utf-8") else (f"encoding:{encoding}",)
    return Extraction(TEXT, Unit.SECTION, pages, tuple(passages), {}, tuple(outline), flags)


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Paragraphs of plain text: blocks parted by blank lines, keeping their line ends; form feeds part them too."""
    for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+|\f", text.replace("\r\n", "\n").replace("\r", "\n")):
        yield Paragraph(block.strip("\n"))


def decode(data: bytes) -> tuple[str, str]:
    """Text of bytes, and the name of the encoding it was read in. Never fails: what no encoding knows becomes U+FFFD."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace").lstrip("\ufeff"), encoding
    try:
        if b"\0" not in data:
            return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        mended = _nearly_utf8(data)
        if mended is not None:
            return mended, "utf-8:mended"
    wide = _utf16(data)
    if wide:
        return data.decode(wide, "replace"), wide
    best = max(_CODE_PAGES, key=lambda name: _score(data, name))
    return data.decode(best, "replace"), best


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few damaged places (a cut end, one pasted byte); None where it is another encoding."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    good = sum(1 for character in text if character >= "\x80") - damaged
    return text if good > 10 * damaged else None


def _utf16(data: bytes) -> str:
    """utf-16-le or utf-16-be where zero bytes lie on one side of each pair of bytes, else ""."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if max(even, odd) < len(data) * 0.2 or min(even, odd) > len(data) * 0.01:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _score(data: bytes, encoding: str) -> int:
    """How Polish bytes look in a code page: Polish letters within words for it, control and odd characters against it."""
    text = data[:200_000].decode(encoding, "replace")
    score = 0
    for at, character in enumerate(text):
        if character < "\x80":
            continue
        if character in _POLISH:
            before = text[at - 1] if at else " "
            # A capital after a small letter is a sign of the wrong code page ("zaıoŻenie", "wiĄcej").
            score += -1 if character.isupper() and before.islower() else 2
        elif character not in _COMMON:
            score -= 3 if character < "\xa0" or character == "\ufffd" or not character.isalpha() else 1
    return score
