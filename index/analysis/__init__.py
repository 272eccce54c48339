"""Analysis of text: one function feeds indexing, queries and highlighting, so Polish is the same under every engine.

`terms` and `analyse` give every word its folded form (exact) and its folded lemmas; `normalise` only folds, for
prefixes. Dictionaries load on first use; `warm` loads them ahead, in a thread if need be.

Laws: `terms(text)` equals the terms of `analyse(text)`; spans grow and never overlap; no term is empty; `normalise` is
idempotent; a word's terms do not depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import Stemmer

from index.analysis.fold import normalise
from index.analysis.restore import restored as _restored
from index.analysis.words import Span, shared
from index.port import Terms, WordTerms

__all__ = [
    "VERSION",
    "Span",
    "Terms",
    "WordTerms",
    "analyse",
    "knows",
    "nominative",
    "normalise",
    "restored",
    "stamp",
    "terms",
    "terms_of",
    "warm",
    "word_terms",
]

VERSION: Final = "1"
"""Raised with every change of ours that gives a text other terms: folding, word borders, the guess."""


def terms(text: str) -> Terms:
    """The finished terms of a text's words; the place in the tuple is the position. 1.5 million words a second warm."""
    return shared().terms(text)


def analyse(text: str) -> list[Span]:
    """The words of a text with the characters they span, for highlighting."""
    return shared().analyse(text)


def word_terms(surface: str) -> WordTerms:
    """The terms of one word as it stands in a text: what `terms` has for it, without looking for words' borders."""
    return shared().word(surface)


def terms_of(surfaces: Sequence[str]) -> Terms:
    """The terms of words whose borders are known already, as `fold.surfaces` gives them."""
    return shared().terms_of(surfaces)


def knows(word: str) -> bool:
    """Whether the dictionary has a word as written or as a name."""
    dictionary = shared().lemmatiser
    return dictionary.knows(word.lower()) or dictionary.knows(word.capitalize())


def nominative(word: str) -> bool:
    """Whether a word may stand in the nominative, as the names of companies do where they are given and not declined."""
    return shared().lemmatiser.nominative(word)


@lru_cache(maxsize=8192)
def restored(word: str) -> tuple[str, ...]:
    """What a word typed without Polish letters may stand for: known spellings, fewest added marks first.

    () for a word that has Polish letters, or that the dictionary knows as it is. Case is ignored.
    """
    return _restored(word.lower(), shared().lemmatiser)


def stamp() -> str:
    """The version of this analysis, dictionaries included: an index written under another stamp is stale."""
    return f"analysis-{VERSION} {shared().lemmatiser.name} snowball-{Stemmer.version()}"


def warm() -> None:
    """Load the dictionaries now, and work through one word of each kind."""
    terms("klaster welding kobotami")
