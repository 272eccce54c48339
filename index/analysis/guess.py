"""A guess at the stem of words no dictionary knows: trade words and company names in Polish inflection.

kobot, kobota, kobotem, kobocie, kobotów share "kobot"; Spawmet, Spawmecie share "spawmet". The guess works on folded
words, so words typed without Polish letters meet the others. One ending is stripped, the longest that leaves a stem,
then the stem's end is brought to one form for all cases (kobocie -> kobot, nierdzewce and nierdzewek -> nierdzewk).

Source of the table: the case endings of Polish nouns and adjectives as any school grammar has them (compare Tokarski,
Schematyczny indeks a tergo polskich form wyrazowych), folded. Stems need not be words; they need only be the same.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class _Ending(NamedTuple):
    """A case ending, the shortest stem it may leave, and whether plain English words often end so."""

    text: str
    stem: int
    english: bool = False


_ENDINGS: Final = (
    _Ending("owie", 4),
    _Ending("ami", 4),
    _Ending("owi", 4),
    _Ending("ego", 4),
    _Ending("ymi", 4),
    _Ending("imi", 4),
    _Ending("ach", 4, english=True),
    _Ending("ich", 4, english=True),
    _Ending("ych", 4),
    _Ending("om", 5, english=True),
    _Ending("ow", 5, english=True),
    _Ending("em", 4, english=True),
    _Ending("im", 5, english=True),
    _Ending("ym", 4),
    _Ending("ej", 4),
    _Ending("a", 4),
    _Ending("e", 4, english=True),
    _Ending("i", 4),
    _Ending("u", 4),
    _Ending("y", 4, english=True),
)
"""Folded case endings, longest first. Those before which a soft stem writes an i (-iem, -iami, -ie) are covered by
taking that i off the stem."""

_ENGLISH: Final = re.compile(
    r"th|ph|gh|wh|sh|ck|qu|oo|ee|ou|oa|ai|ea[^n]|([bdfglmnprst])\1|(?:[oea]r|it|og|nc|l|nd|iv|ov|av)y$|[^aeiouy]{2}[lr]e$"
)
"""Spellings that Polish does not have, or English endings in -y and -le: before them an ending that English words
share is taken for a part of the word (story is no form of store, factory none of factor)."""

_VOWEL: Final = re.compile(r"[aeiouy]")
_SHORTEST: Final = 4
"""Words and stems below this many letters stay as they are: chance would merge too many."""

_FLEETING: Final = re.compile(r"(?<=[bcdfghjklmnprstwz])i?e(?=k$)|(?<=[td])e(?=r$)")
"""The e that comes and goes before the last consonant: nierdzewek and nierdzewka, klaster and klastra."""

_SOFT: Final = (("sc", "st"), ("zdz", "zd"), ("dz", "d"), ("c", "t"))
"""Consonants that an i after them shows to be softened, and the hard ones they come from (kobocie, o kobocie)."""

_HARD: Final = (("osc", "ost"), ("rz", "r"), ("dz", "g"), ("cz", "cz"), ("c", "k"))
"""Ends of stems brought to one form: -ość as -ości, klastrze as klaster, nierdzewce as nierdzewka."""


def stem(word: str) -> str:
    """The guessed stem of a folded word without digits: one form for all cases of one noun or adjective."""
    if len(word) < _SHORTEST or not word.isascii():
        return word
    english = _ENGLISH.search(word) is not None
    for ending in _ENDINGS:
        if word.endswith(ending.text) and not (english and ending.english):
            found = _settle(word[: -len(ending.text)], soft=ending.text == "i")
            if len(found) >= ending.stem and _VOWEL.search(found):
                return found
    return _settle(word, soft=False)


def _settle(stem_: str, *, soft: bool) -> str:
    """Bring the end of a stripped word to one form; `soft` says that the ending itself was the softening i."""
    if stem_.endswith("i") and len(stem_) > _SHORTEST:
        stem_, soft = stem_[:-1], True
    for table in (_SOFT, _HARD) if soft else (_HARD,):
        for old, new in table:
            if stem_.endswith(old):
                stem_ = stem_[: -len(old)] + new
                break
    return _FLEETING.sub("", stem_) if len(stem_) > _SHORTEST else stem_
