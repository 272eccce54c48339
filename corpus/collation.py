"""Polish alphabetical order, for titles and facet values.

Order: the letters of the Polish alphabet (a ą b c ć … z ź ż) with q, v, x at their Latin places; digits before letters;
punctuation and spaces before digits; capital and small letters alike but for ties, small first. Other letters with
diacritics stand with their base letter (é with e), after it in a tie.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_ALPHABET: Final = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_PLACE: Final = {letter: index for index, letter in enumerate(_ALPHABET)}
_SPACE, _DIGIT, _LETTER, _FOREIGN = 0x20, 0x30, 0x100, 0x200


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """A text whose code-point order is the Polish order of `text`."""
    composed = unicodedata.normalize("NFKC", text).strip()
    primary = [chr(place) for place in map(_place, _letters(composed.lower())) if place]
    return "".join(primary) + "\x01" + composed.swapcase()


def _letters(text: str) -> str:
    """`text` with letters outside the Polish alphabet taken to their base letter, where they have one."""
    return "".join(c if c in _PLACE or not c.isalpha() else unicodedata.normalize("NFD", c)[0] for c in text)


def _place(character: str) -> int:
    """Rank of one character; 0 for those that do not count."""
    if character in _PLACE:
        return _LETTER + _PLACE[character]
    if character.isdigit():
        return _DIGIT + int(unicodedata.digit(character, 0))
    if character.isalpha():
        return _FOREIGN + ord(character)
    if character.isspace() or unicodedata.category(character).startswith("P"):
        return _SPACE
    return 0
