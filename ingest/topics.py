"""Which topics a document is about: labels and words of corpus.topics found in it in any inflected form.

A topic in the title or a heading counts at once; in the text it has to be there `OFTEN` times, so that a passing
mention gives no topic. A capitalised word of the text is taken for a part of a name ("Odlewnia Dąbie S.A.") and does not
count; what begins a sentence is lost with it. What an operator says (sidecar, rule) replaces the guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from corpus.document import Derived, Passage, Role
from corpus.topics import topics
from index.analysis import terms, word_terms
from index.analysis.fold import surfaces

OFTEN: Final = 4
"""Mentions in the text that make a topic."""

MOST: Final = 5
"""Topics a document is given by guessing."""

_HEADING_COUNTS: Final = 4
_TITLE_COUNTS: Final = 8

_BEGINNING: Final = 3
"""Letters that a word's forms share with it: Polish inflects at the end."""

_Pattern = tuple[frozenset[str], ...]
_Entry = tuple[str, _Pattern]


def guess(title: str, passages: Sequence[Passage]) -> Derived | None:
    """The topics a document shows, most mentioned first; None for none."""
    counts: Counter[str] = Counter()
    counts.update({slug: n * _TITLE_COUNTS for slug, n in _mentions(title, names=True).items()})
    headings = dict.fromkeys(passage.heading for passage in passages if passage.heading)
    for heading in headings:
        counts.update({slug: n * _HEADING_COUNTS for slug, n in _mentions(heading, names=True).items()})
    for passage in passages:
        if passage.role != Role.HEADER:
            counts.update(_mentions(passage.text))
    found = [slug for slug, count in counts.most_common() if count >= OFTEN][:MOST]
    return Derived(found, "text", 0.6) if found else None


def _mentions(text: str, *, names: bool = False) -> Counter[str]:
    """How often each topic is mentioned in a text; in capitalised words too if `names`."""
    counts: Counter[str] = Counter()
    patterns, beginnings = _vocabulary()
    words = surfaces(text)
    for place, word in enumerate(words):
        # Analysing every word took half of all the time of reading; few begin as a topic does.
        if word[:_BEGINNING] in beginnings and (names or not word.istitle()):
            counts.update({slug for slug, pattern in _beginning(patterns, word) if _stands(pattern, words, place)})
    return counts


def _beginning(patterns: Mapping[str, Sequence[_Entry]], word: str) -> set[_Entry]:
    """The patterns whose first word this is a form of."""
    return {entry for lemma in word_terms(word).lemmas for entry in patterns.get(lemma, ())}


def _stands(pattern: _Pattern, words: Sequence[str], place: int) -> bool:
    """Whether every word of a pattern shares a lemma with the text's word at its place."""
    here = words[place : place + len(pattern)]
    return len(here) == len(pattern) and all(
        not lemmas.isdisjoint(word_terms(word).lemmas) for lemmas, word in zip(pattern, here, strict=True)
    )


@cache
def _vocabulary() -> tuple[Mapping[str, Sequence[_Entry]], frozenset[str]]:
    """(topic, pattern) by each lemma of the pattern's first word, and how the words that begin a pattern may begin."""
    patterns: dict[str, list[_Entry]] = {}
    beginnings: set[str] = set()
    for topic in topics():
        for text in dict.fromkeys((*topic.words, topic.label.pl, topic.label.en)):
            pattern = tuple(frozenset(word.lemmas) for word in terms(text))
            for lemma in pattern[0]:
                patterns.setdefault(lemma, []).append((topic.slug, pattern))
            for written in (surfaces(text)[0].lower(), *pattern[0]):
                start = written[:_BEGINNING]
                beginnings |= {start, start.upper(), start.capitalize()}
    return patterns, frozenset(beginnings)
