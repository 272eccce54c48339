"""Dictionaries of Polish: which words they know and the base forms (lemmas) of those, behind one small protocol.

Morfeusz 2 with the SGJP dictionary is the real one. It has wheels for Linux x86_64 and macOS only; elsewhere simplemma
stands in, knows fewer forms and gives one lemma to a form. The analysis stamp differs, so an index is never read with
another lemmatiser than it was written with.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Any, Final, NamedTuple, Protocol


class Lemmatiser(Protocol):
    """A dictionary of Polish. Safe to use from threads."""

    @property
    def name(self) -> str:
        """Its name and version, as the analysis stamp tells them."""
        ...

    def lemmas(self, word: str) -> tuple[str, ...]:
        """Distinct lemmas of one word, unfolded, in the dictionary's order; () for a word it does not know.

        A proper name is found by its capital letter; without one only where the word can be nothing else.
        """
        ...

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word."""
        ...

    def nominative(self, word: str) -> bool:
        """Whether the word may stand in the nominative: True for what the dictionary does not know."""
        ...


_UNKNOWN_TAG: Final = "ign"
_SKIPPED_TAGS: Final = ("aglt", "interp", "sym")
"""Tags of segments that say nothing of the word they are part of: the -m of "robiłem", punctuation."""
_CASE: Final = re.compile(r":((?:nom|gen|dat|acc|inst|loc|voc)(?:\.(?:nom|gen|dat|acc|inst|loc|voc))*)(?::|$)")
_SURNAME: Final = "nazwisko"
_PARTICLE: Final = "part"
"""Skipped where it does not begin the word: the -by of "robiłby"."""


class _Part(NamedTuple):
    """One interpretation of a word or of a segment of it, which begins at node `place`."""

    place: int
    lemma: str
    tag: str
    surname: bool


def _surname(part: Any, raw: Any) -> bool:
    """Whether an interpretation of Morfeusz is a surname; the name is asked for only where a capital makes it one."""
    return bool(part.lemma[:1].isupper()) and list(part.getName(raw)) == [_SURNAME]


class Morfeusz:
    """Morfeusz 2 (SGJP): loads in 0.1 to 0.3 s and 58 MB; some 20,000 words a second, so callers keep what it said."""

    def __init__(self) -> None:
        """Load the dictionary. Raises ImportError where there is no wheel of morfeusz2."""
        import morfeusz2

        self._analyser: Any = morfeusz2.Morfeusz(generate=False, expand_tags=False)
        # The instance below the wrapper gives interpretations lazily: without names and labels it is twice as fast.
        self._raw: Any = self._analyser._morfeusz_obj
        # An analysis fills buffers of the instance, and the C++ call lets other threads run.
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Its name with the versions of library and dictionary."""
        return f"morfeusz2-{version('morfeusz2')}/{self._analyser.dict_id()}"

    def lemmas(self, word: str) -> tuple[str, ...]:
        """See `Lemmatiser.lemmas`. Suffixes that tell homonyms apart ("stać:Vi") are cut off."""
        with self._lock:
            raw = self._raw
            found = [_Part(p.startNode, p.lemma, p.getTag(raw), _surname(p, raw)) for p in raw.analyse(word)]
        kept: dict[str, bool] = {}
        for part in found:
            kind = part.tag.partition(":")[0]
            if kind == _UNKNOWN_TAG:
                # A part the dictionary does not know makes the whole unknown: "2023r" is no form of anything.
                return ()
            if kind not in _SKIPPED_TAGS and not (part.place and kind == _PARTICLE):
                lemma = part.lemma.partition(":")[0] or part.lemma
                kept[lemma] = kept.get(lemma, True) and part.surname
        # Nearly every noun is somebody's name, declined otherwise: "Robot" at the head of a sentence would be found by
        # "robota". A surname is a reading only of what can be nothing else.
        return tuple(lemma for lemma, surname in kept.items() if not surname) or tuple(kept)

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word."""
        with self._lock:
            return not any(part.isIgn() for part in self._raw.analyse(word))

    def nominative(self, word: str) -> bool:
        """See `Lemmatiser.nominative`."""
        with self._lock:
            tags = [part.getTag(self._raw) for part in self._raw.analyse(word)]
        cases = [_CASE.search(tag) for tag in tags]
        return not all(cases) or any("nom" in found[1].split(".") for found in cases if found)


class Simplemma:
    """simplemma's Polish list: the stand-in where Morfeusz has no wheel."""

    def __init__(self) -> None:
        """Load the list. Raises ImportError where simplemma is not installed."""
        import simplemma

        self._lemma: Callable[[str], str] = partial(simplemma.lemmatize, lang="pl")
        self._known: Callable[[str], bool] = partial(simplemma.is_known, lang="pl")
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Its name and version."""
        return f"simplemma-{version('simplemma')}"

    def lemmas(self, word: str) -> tuple[str, ...]:
        """See `Lemmatiser.lemmas`; at most one."""
        with self._lock:
            return (self._lemma(word),) if self._known(word) else ()

    def knows(self, word: str) -> bool:
        """Whether the list has the word."""
        with self._lock:
            return self._known(word)

    def nominative(self, word: str) -> bool:
        """See `Lemmatiser.nominative`; the list tells no cases, so only a base form counts, or what it does not know."""
        with self._lock:
            return not self._known(word) or self._lemma(word).casefold() == word.casefold()


def load() -> Lemmatiser:
    """Morfeusz where it can be imported, else simplemma. Raises ImportError where neither is installed."""
    try:
        return Morfeusz()
    except ImportError:
        return Simplemma()
