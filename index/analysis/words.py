"""The one analysis: a text becomes words with finished terms, for indexing, queries and highlights alike.

A word's lemmas are all its dictionary readings, folded. A word the dictionary does not know gets an English stem
(Porter2) and a guess at its Polish stem. So a text needs no language: the analyser chosen per word equals perfect
language routing within half a point of nDCG, while a wrong language costs thirty (docs/decisions).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import Stemmer

from index.analysis import guess
from index.analysis.fold import clean, folded, normalise, spans, surfaces
from index.analysis.lemmatiser import Lemmatiser, load
from index.port import Terms, WordTerms

MEMO_LIMIT: Final = 200_000
"""Surfaces remembered before the memo is emptied: about 440 bytes each, 90 MB; 10,000 Polish paragraphs have 120,000."""

DICTIONARY_LIMIT: Final = 48
"""Longer words are not looked up: no dictionary has them, and the time of an analysis grows with length."""

_ENGLISH_ENDINGS: Final = ("s", "ed", "ing")
"""Endings after which an unknown word's English stem is looked up: "firms" must meet "firm", and "castings"
"casting", which the dictionary has as Polish words."""


class Span(NamedTuple):
    """A word in its text: characters `start` to `end` (excluded) of the text as given, and its terms."""

    start: int
    end: int
    terms: WordTerms


class Analyser:
    """Words to terms with one lemmatiser. Safe to use from threads; remembers every surface it has seen."""

    def __init__(self, lemmatiser: Lemmatiser) -> None:
        """Take the lemmatiser; nothing is looked up yet."""
        self.lemmatiser = lemmatiser
        self._english: Callable[[str], str] = Stemmer.Stemmer("english").stemWord
        # PyStemmer's object holds the word in work and is not made for several threads.
        self._lock = threading.Lock()
        self._memo = _Memo(self._word)

    def terms(self, text: str) -> Terms:
        """The finished terms of a text's words, in order."""
        return self.terms_of(surfaces(text))

    def terms_of(self, found: Sequence[str]) -> Terms:
        """The terms of surfaces as `fold.surfaces` gives them."""
        return tuple(map(self._memo.__getitem__, found))

    def analyse(self, text: str) -> list[Span]:
        """The words of a text with their places."""
        memo = self._memo
        return [Span(*found.span(), memo[found.group()]) for found in spans(text)]

    def word(self, surface: str) -> WordTerms:
        """The terms of one surface as `fold.surfaces` gives it."""
        return self._memo[surface]

    def _word(self, surface: str) -> WordTerms:
        exact = folded(surface)
        if len(exact) > DICTIONARY_LIMIT or any(map(str.isdigit, exact)):
            return WordTerms(exact, (exact,))
        lemmas = self._known(surface) or self._unknown(exact)
        return WordTerms(exact, tuple(exact if lemma == exact else lemma for lemma in lemmas))

    def _known(self, surface: str) -> tuple[str, ...]:
        word = clean(surface)
        readings: tuple[str, ...] = ()
        if surface[:1].isupper():
            # With its capital a word is read as a name too; the dictionary's other readings come along.
            readings = self.lemmatiser.lemmas(word.capitalize())
        readings = readings or self.lemmatiser.lemmas(word)
        if not readings:
            return ()
        # "Szkoła_Podstawowa" spells an abbreviation out and is no word; where it is alone the word is its own lemma.
        lemmas = dict.fromkeys(normalise(lemma) for lemma in readings if "_" not in lemma)
        lemmas.pop("", None)
        return tuple(lemmas) or (folded(surface),)

    def _unknown(self, exact: str) -> tuple[str, ...]:
        stem = exact
        if exact.isascii():
            with self._lock:
                stem = self._english(exact)
        lemmas = dict.fromkeys((stem, guess.stem(exact)))
        if stem != exact and exact.endswith(_ENGLISH_ENDINGS):
            for singular in dict.fromkeys((stem, exact.removesuffix("s"))):
                lemmas.update(dict.fromkeys(map(normalise, self.lemmatiser.lemmas(singular))))
        return tuple(lemmas)


class _Memo(dict[str, WordTerms]):
    """Surface to terms, filled on demand; emptied when full, which costs less than keeping an order of use."""

    def __init__(self, make: Callable[[str], WordTerms]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, surface: str) -> WordTerms:
        if len(self) >= MEMO_LIMIT:
            self.clear()
        found = self[surface] = self._make(surface)
        return found


_loading = threading.Lock()
_shared: list[Analyser] = []


def shared() -> Analyser:
    """The analyser of this process; the first call loads the dictionary. Raises ImportError where there is none."""
    if not _shared:
        with _loading:
            if not _shared:
                _shared.append(Analyser(load()))
    return _shared[0]
