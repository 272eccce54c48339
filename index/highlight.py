"""Marks what a query found in a text, by the same analysis that found it, and cuts the best fragment for a snippet.

Nothing is marked that did not match: words by their lemmas or exact forms, phrases only as phrases, prefixes by their
beginning. Laws: marked ranges lie within the text, grow and never touch a part of a word; a snippet without its tags and
ellipses, unescaped, is a piece of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import chain, pairwise, zip_longest
from typing import Final, NamedTuple

from index.analysis import terms_of
from index.analysis.fold import plain, spans, surfaces, within_word
from index.port import Terms, WordTerms
from index.remembered import Inverted, remembered

ELLIPSIS: Final = "…"
_STOPS: Final = ".,:;!?·|–-"
_DEBRIS: Final = " \t\n.,;:·–-|)•"
_MEMO_LIMIT: Final = 20_000
"""Surfaces remembered for one query: 2 MB at most, for each of the 16 queries kept."""


@dataclass(frozen=True, slots=True)
class MarkedWord:
    """One word of a query: the folded forms and the lemmas by which a word of a text is a hit of it."""

    exact: frozenset[str]
    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Marks:
    """What to mark: words, phrases (folded forms in order, two at least) and folded prefixes."""

    words: tuple[MarkedWord, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()


class _Hit(NamedTuple):
    """A range to mark, and a bit for each part of the query that it is a hit of."""

    start: int
    end: int
    parts: int


def marked(text: str, marks: Marks) -> list[tuple[int, int]]:
    """The ranges of a text to mark: start and end (excluded), growing, apart from each other."""
    return _ranges(_highlighter(marks).hits(text))


def snippet(text: str, marks: Marks, lo: int = 150, hi: int = 240) -> str:
    """The fragment of a text that shows most of a query, as HTML: escaped, hits in `<mark>`, "…" where it was cut.

    At most `hi` characters without the tags, and `lo` at least where the text has them; most distinct parts of the
    query first, then most hits. The beginning of a text without a hit. Cut at words' edges where there is one in reach.
    """
    text = flowing(text)
    hits = _highlighter(marks).hits(text)
    start, end = 0, len(text)
    if end > hi:
        room = hi - 2 * len(ELLIPSIS)
        first, last = _densest(hits, room)
        start, end = _widen(text, first, last, min(lo, room), room)
    start, end = _strip(text, start, end)
    before = ELLIPSIS if text[:start].strip() else ""
    after = ELLIPSIS if text[end:].strip() else ""
    return before + _html(text, start, end, _ranges(hits)) + after


class _Highlighter:
    """One query's marks, turned round: from a term to the bits of the query's words that it is a hit of.

    A surface is always a hit of a query or never, so every surface is looked at once for a query; for a passage it is
    sets that are compared, in C, and only the few hits get lines of Python of their own.
    """

    def __init__(self, marks: Marks) -> None:
        self._exact: dict[str, int] = {}
        self._lemmas: dict[str, int] = {}
        for place, word in enumerate(marks.words):
            for bits, terms in ((self._exact, word.exact), (self._lemmas, word.lemmas)):
                bits.update({term: bits.get(term, 0) | 1 << place for term in terms})
        self._prefixes = [(prefix, 1 << place) for place, prefix in enumerate(marks.prefixes, len(marks.words))]
        first = len(marks.words) + len(marks.prefixes)
        self._phrases = [(phrase, 1 << place) for place, phrase in enumerate(marks.phrases, first)]
        self._seen: set[str] = set()
        self._hits: dict[str, int] = {}

    def hits(self, text: str) -> list[_Hit]:
        """All hits in order of their start; a phrase's hit spans its words."""
        shown = remembered(text)
        parts = self._found_in(shown.words) if shown.new() else self._looked_up(shown.inverted)
        found = sorted(_located(text, parts)) if parts else []
        if self._phrases:
            found.extend(self._phrase_hits(text, terms_of(surfaces(text))))
            found.sort()
        return found

    def _found_in(self, words: frozenset[str]) -> dict[str, int]:
        """The hits among a text's surfaces, by looking at each that this query has not met before."""
        self._look_at(words - self._seen)
        return {word: self._hits[word] for word in words & self._hits.keys()}

    def _looked_up(self, text: Inverted) -> dict[str, int]:
        """The same by looking up the query's few terms in the text turned round."""
        parts: dict[str, int] = {}
        for ours, theirs in ((self._lemmas, text.lemmas), (self._exact, text.exacts)):
            for term, bits in ours.items():
                for surface in theirs.get(term, ()):
                    parts[surface] = parts.get(surface, 0) | bits
        for prefix, bit in self._prefixes:
            for exact, surfaces_ in text.exacts.items():
                if exact.startswith(prefix):
                    parts.update({surface: parts.get(surface, 0) | bit for surface in surfaces_})
        return parts

    def _look_at(self, words: AbstractSet[str]) -> None:
        """Sort surfaces not met before into hits and others."""
        if not words:
            return
        if len(self._seen) >= _MEMO_LIMIT:
            self._seen, self._hits = set(), {}
        listed = list(words)
        pairs = zip(listed, terms_of(listed), strict=True)
        exacts, apart = self._exact, frozenset(self._lemmas).isdisjoint
        if exacts or self._prefixes:
            starts = tuple(prefix for prefix, _ in self._prefixes)
            found = [(w, t) for w, t in pairs if t[0] in exacts or not apart(t[1]) or t[0].startswith(starts)]
        else:  # the usual case, on the way of every snippet
            found = [(w, t) for w, t in pairs if not apart(t[1])]
        self._hits.update((word, self._parts(terms)) for word, terms in found)
        self._seen.update(listed)

    def _parts(self, word: WordTerms) -> int:
        """Bits of the query's words and prefixes that a word is a hit of."""
        found = self._exact.get(word.exact, 0)
        for lemma in word.lemmas:
            found |= self._lemmas.get(lemma, 0)
        for prefix, bit in self._prefixes:
            if word.exact.startswith(prefix):
                found |= bit
        return found

    def _phrase_hits(self, text: str, terms: Terms) -> Iterator[_Hit]:
        folded = [word.exact for word in terms]
        ends: list[tuple[int, int]] = []
        for phrase, part in self._phrases:
            length, place = len(phrase), -1
            while True:
                try:
                    place = folded.index(phrase[0], place + 1)
                except ValueError:
                    break
                if tuple(folded[place : place + length]) == phrase:
                    ends = ends or [each.span() for each in spans(text)]
                    yield _Hit(ends[place][0], ends[place + length - 1][1], part)


@lru_cache(maxsize=16)
def _highlighter(marks: Marks) -> _Highlighter:
    return _Highlighter(marks)


def _located(text: str, parts: Mapping[str, int]) -> Iterator[_Hit]:
    """The characters of the hits in a text; `parts` holds the surfaces in it that are hits."""
    if not plain(text):
        for found in spans(text):
            if found.group() in parts:
                yield _Hit(*found.span(), parts[found.group()])
        return
    for word, part in parts.items():  # looking for the few hits costs half of matching all words anew
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if not text[end : end + 1].isalnum() and not (start and text[start - 1].isalnum()):
                yield _Hit(start, end, part)
            start = text.find(word, end)


def _ranges(hits: Sequence[_Hit]) -> list[tuple[int, int]]:
    """The hits' ranges, those that overlap made one."""
    ranges: list[tuple[int, int]] = []
    for start, end, _ in hits:
        if ranges and start < ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return ranges


def _densest(hits: Sequence[_Hit], room: int) -> tuple[int, int]:
    """First and last character of the hits that fit in `room` and show most of the query; (0, 0) without hits."""
    best, place = (0, 0), (0, 0)
    counts: dict[int, int] = {}
    left = 0
    for right, hit in enumerate(hits):
        counts[hit.parts] = counts.get(hit.parts, 0) + 1
        while left < right and hit.end - hits[left].start > room:
            gone = hits[left].parts
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
            left += 1
        shown = 0
        for parts in counts:
            shown |= parts
        score = (shown.bit_count(), right - left + 1)
        if score > best:
            best, place = score, (hits[left].start, min(hit.end, hits[left].start + room))
    return place


def _widen(text: str, first: int, last: int, least: int, room: int) -> tuple[int, int]:
    """A range of at most `room` characters around first..last, cut at words' edges, or anywhere where that leaves less
    than `least` (a run of hundreds of letters).
    """
    # A third of the free room goes before the hits: what follows a word explains it more than what precedes it.
    start = max(0, min(first - (room - (last - first)) // 3, len(text) - room))
    end = min(len(text), start + room)
    cut_start, cut_end = start, end
    if start and within_word(text[start - 1]):
        while cut_start < end and within_word(text[cut_start]):
            cut_start += 1
    if end < len(text) and within_word(text[end]):
        while cut_end > start and within_word(text[cut_end - 1]):
            cut_end -= 1
    if last:
        cut_start, cut_end = min(cut_start, first), max(cut_end, last)
    return (cut_start, cut_end) if cut_end - cut_start >= least else (start, end)


def flowing(text: str) -> str:
    """A text in one line: a dot between what stood on lines of its own, so that bullets and cells do not run together."""
    if "\n" not in text:
        return text
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    joints = [" · " if one[-1] not in _STOPS and other[0] not in "·|" else "\n" for one, other in pairwise(lines)]
    return "".join(chain.from_iterable(zip_longest(lines, joints, fillvalue="")))


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends, nor what punctuation a cut left there."""
    piece = text[start:end]
    first = len(piece) - len(piece.lstrip(_DEBRIS if start else None))
    last = len(piece) - len(piece.rstrip(_DEBRIS if end < len(text) else None))
    return (start + first, end - last) if first + last < len(piece) else (start, end)


def _html(text: str, start: int, end: int, ranges: Sequence[tuple[int, int]]) -> str:
    """A piece of text as HTML, with the ranges that lie in it marked."""
    parts = []
    place = start
    for first, last in ranges:
        if last <= start or first >= end:
            continue
        first, last = max(first, start), min(last, end)
        parts += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
        place = last
    parts.append(escape(text[place:end]))
    return "".join(parts)
