"""Where words begin and end, and how they are folded: the floor that lemmas, prefixes and highlights stand on.

A word is an unbroken run of letters and digits, so that the parts of "S355J2+N", "3,5" or "plan_2023" stand at
successive positions. Combining marks (text in NFD) and invisible joiners (soft hyphens) belong to the word they stand in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

INVISIBLE: Final = "\u00ad\u200c\u200d\u2060"
"""Soft hyphen, zero-width non-joiner and joiner, word joiner: they stand inside words and mean nothing."""

WORD_LIMIT: Final = 128
"""Characters of a folded word that are kept: longer runs are data, not words, and engines bound their terms."""

_WORD: Final = re.compile(rf"\w[\w\u0300-\u036f{INVISIBLE}]*")
_PLAIN_WORD: Final = re.compile(r"\w+")
_INSIDE: Final = re.compile(rf"[\u0300-\u036f{INVISIBLE}]")
_DROP_INVISIBLE: Final = dict.fromkeys(map(ord, INVISIBLE))

# Letters whose stroke or form is not a combining mark, so that decomposition leaves them (NFD does not fold ł).
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n"}
)


def surfaces(text: str) -> list[str]:
    """The words of a text as they are written, in order."""
    # `\w` holds the underscore; replacing it (one character by one) is faster than a class that leaves it out.
    text = text.replace("_", " ")
    return (_PLAIN_WORD if plain(text) else _WORD).findall(text)


def spans(text: str) -> Iterator[re.Match[str]]:
    """The words of a text as matches: `span()` counts characters of the given text, `group()` is the surface."""
    return _WORD.finditer(text.replace("_", " "))


def plain(text: str) -> bool:
    """Whether words are plain runs of letters and digits here: no combining mark, nothing invisible."""
    return text.isascii() or _INSIDE.search(text) is None


def within_word(character: str) -> bool:
    """Whether a character can stand inside a word."""
    return character.isalnum() or _INSIDE.match(character) is not None


def clean(surface: str) -> str:
    """A surface in composed form (NFKC) and lower case, without invisible characters: what a dictionary is asked for."""
    if surface.isascii():
        return surface.lower()
    return unicodedata.normalize("NFKC", surface.translate(_DROP_INVISIBLE)).lower()


def normalise(word: str) -> str:
    """Fold a word or its beginning: compatibility forms, case and all diacritics go; only letters and digits stay.

    "Łódź" -> "lodz", "CO₂" -> "co2", "Straße" -> "strasse". Idempotent. "" where no letter or digit is left.
    """
    if word.isascii():
        lower = word.lower()
        return lower if lower.isalnum() else "".join(filter(str.isalnum, lower))
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold()).translate(_LETTERS)
    return "".join(filter(str.isalnum, folded))


def folded(surface: str) -> str:
    """The folded form of one surface as it is indexed: never empty, at most `WORD_LIMIT` characters."""
    return (normalise(surface) or surface)[:WORD_LIMIT]
