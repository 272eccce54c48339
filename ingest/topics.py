"""Which topics a document is about: labels and words of corpus.topics found in it in any inflected form.

A topic in the title or a heading counts at once; in the text it has to be there `OFTEN` times, so that a passing
mention gives no topic. A capitalised word of the text is taken for a part of a name ("Odlewnia Dąbie S.A.") and does not
count; what begins a sentence is lost with it. What an operator says (sidecar, rule) replaces the guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from corpus.document import Derived, Passage, Role
from corpus.topics import topics
from index.analysis import analyse, terms
from index.port import Terms, WordTerms

OFTEN: Final = 4
"""Mentions in the text that make a topic."""

MOST: Final = 5
"""Topics a document is given by guessing."""

_HEADING_COUNTS: Final = 4
_TITLE_COUNTS: Final = 8

_Pattern = tuple[frozenset[str], ...]


def guess(title: str, passages: Sequence[Passage]) -> Derived | None:
    """The topics a document shows, most mentioned first; None for none."""
    counts: Counter[str] = Counter()
    counts.update({slug: n * _TITLE_COUNTS for slug, n in _mentions(terms(title)).items()})
    headings = dict.fromkeys(passage.heading for passage in passages if passage.heading)
    for heading in headings:
        counts.update({slug: n * _HEADING_COUNTS for slug, n in _mentions(terms(heading)).items()})
    for passage in passages:
        if passage.role != Role.HEADER:
            counts.update(_mentions(_without_names(passage.text)))
    found = [slug for slug, count in counts.most_common() if count >= OFTEN][:MOST]
    return Derived(found, "text", 0.6) if found else None


def _without_names(text: str) -> Terms:
    """The terms of a text; none at the places of capitalised words, so that nothing is found there or across them."""
    return tuple(
        WordTerms("", ()) if text[span.start].isupper() and text[span.start : span.end].istitle() else span.terms
        for span in analyse(text)
    )


def _mentions(words: Terms) -> Mapping[str, int]:
    """How often each topic is mentioned in a text."""
    counts: Counter[str] = Counter()
    starts = _patterns()
    lemmas = [frozenset(word.lemmas) for word in words]
    for place, here in enumerate(lemmas):
        met = {hit for lemma in here for hit in starts.get(lemma, ())}
        counts.update({slug for slug, pattern in met if _stands(pattern, lemmas, place)})
    return counts


def _stands(pattern: _Pattern, lemmas: Sequence[frozenset[str]], place: int) -> bool:
    """Whether every word of a pattern shares a lemma with the text's word at its place."""
    return len(lemmas) - place >= len(pattern) and all(word & lemmas[place + n] for n, word in enumerate(pattern))


@cache
def _patterns() -> Mapping[str, tuple[tuple[str, _Pattern], ...]]:
    """(topic, pattern) by each lemma of the pattern's first word."""
    starts: dict[str, list[tuple[str, _Pattern]]] = {}
    for topic in topics():
        for text in _texts(topic.words, (topic.label.pl, topic.label.en)):
            pattern = tuple(frozenset(word.lemmas) for word in terms(text))
            for lemma in pattern[0]:
                starts.setdefault(lemma, []).append((topic.slug, pattern))
    return {lemma: tuple(hits) for lemma, hits in starts.items()}


def _texts(words: Iterable[str], labels: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys([*words, *labels])
