"""Words typed without Polish letters get them back: "spoldzielnia" -> "spółdzielnia". At query time only.

Letters are put back in all ways that Polish spelling allows, fewest first, and what the dictionary knows is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, product
from typing import Final

from index.analysis.lemmatiser import Lemmatiser

LOOK_UPS: Final = 512
"""Spellings tried for one word: 10 to 15 ms at most, the first time."""

LONGEST: Final = 32
"""Letters of a word that is tried at all."""

_WITH_MARKS: Final = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź"}
_SOFT: Final = frozenset("ćńśź")
_VOWELS: Final = frozenset("aeiouy")


def restored(word: str, lemmatiser: Lemmatiser) -> tuple[str, ...]:
    """Spellings with Polish letters that the dictionary knows, of a lower-case ASCII word that it does not know.

    Fewest added marks first; () for any other word. Tries at most `LOOK_UPS` spellings.
    """
    if not (word.isascii() and word.isalpha()) or len(word) > LONGEST or lemmatiser.knows(word):
        return ()
    return tuple(spelling for spelling in islice(_spellings(word), LOOK_UPS) if lemmatiser.knows(spelling))


def _spellings(word: str) -> Iterator[str]:
    """All spellings of a word with one, two, three… letters replaced by those with marks."""
    choices = {place: marks for place in range(len(word)) if (marks := _marks(word, place))}
    for count in range(1, len(choices) + 1):
        for places in combinations(choices, count):
            for chosen in product(*(choices[place] for place in places)):
                letters = list(word)
                for place, mark in zip(places, chosen, strict=True):
                    letters[place] = mark
                yield "".join(letters)


def _marks(word: str, place: int) -> str:
    """The marked letters that Polish spelling allows in place of one letter of a word."""
    marks = _WITH_MARKS.get(word[place], "")
    following = word[place + 1 : place + 2]
    if following in _VOWELS and following:
        # Before a vowel softness is written with an i: ń, ć, ś, ź never stand there; ł never before i.
        marks = "".join(mark for mark in marks if mark not in _SOFT and not (mark == "ł" and following == "i"))
    return "" if place == 0 and marks in ("ą", "ę", "ń") else marks
