"""Texts that were shown lately, with their words: what is found often is analysed once, not for every search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from index.analysis import terms_of
from index.analysis.fold import surfaces

_REMEMBERED: Final = 1_500
"""Texts kept, about 10 kB each."""

_OFTEN: Final = 2


class Inverted(NamedTuple):
    """A text turned round: its surfaces by their lemmas, and by their folded forms."""

    lemmas: Mapping[str, Sequence[str]]
    exacts: Mapping[str, Sequence[str]]


class Shown:
    """A text that was shown lately. Turning it round costs three times a look at its words, and pays from the third time."""

    def __init__(self, text: str) -> None:
        self.words = frozenset(surfaces(text))
        self._times = 0

    def new(self) -> bool:
        """Whether it is met for the first or second time; asking counts."""
        self._times += 1
        return self._times <= _OFTEN

    @cached_property
    def inverted(self) -> Inverted:
        """The text turned round."""
        lemmas: dict[str, tuple[str, ...]] = {}
        exacts: dict[str, tuple[str, ...]] = {}
        listed = list(self.words)
        for surface, (exact, readings) in zip(listed, terms_of(listed), strict=True):
            exacts[exact] = (*exacts.get(exact, ()), surface)
            for lemma in readings:
                lemmas[lemma] = (*lemmas.get(lemma, ()), surface)
        return Inverted(lemmas, exacts)


@lru_cache(maxsize=_REMEMBERED)
def remembered(text: str) -> Shown:
    """The text among those shown lately, or newly among them."""
    return Shown(text)
