"""tantivy and whoosh answer as the reference does, on random small collections, trees, filters and histories.

Compared: ids (as a list where a field orders them, as a set by relevance), totals, facet counts, evidence. Scores are each
engine's own; what must hold of them is that they fall, that ties go by id, and that the rest follow with 0.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.dates import FIRST_DAY, LAST_DAY
from index.engines import engine
from index.port import Entry, PassageEntry, Request, Response, Searcher, Sort, Terms, Weights, WordTerms, Writer
from index.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    FacetTerm,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Word,
)

ENGINES = ("tantivy", "whoosh")
EXAMPLES = int(os.environ.get("DIFFERENTIAL_EXAMPLES", "60"))
"""Histories tried per engine; thousands while an engine is being changed."""
EXACT = ("stal", "stali", "ż", "stal.owy")
LEMMAS = ("stal", "stac", "z")
IDS = ("aa", "ab", "b", "c2", "d-4", "e.5", "zz_zzzzzzzzz")
KINDS = ("minutes", "practice", "plan")
TOPICS = ("laser", "lean Ω", "a|b")
DAYS = ((0, 0), (20120101, 20121231), (20120601, 20120630), (20120615, 20120615), (20200229, 20200229))

words = st.builds(
    WordTerms, st.sampled_from(EXACT), st.lists(st.sampled_from(LEMMAS), min_size=1, max_size=2, unique=True).map(tuple)
)
texts = st.lists(words, min_size=1, max_size=5).map(tuple)
headings = st.one_of(st.just(()), texts)
passages = st.lists(st.tuples(texts, headings), min_size=1, max_size=4).map(
    lambda pairs: tuple(PassageEntry(place, text, heading) for place, (text, heading) in enumerate(pairs))
)
facets = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(KINDS).map(lambda value: (value,)),
        "topic": st.lists(st.sampled_from(TOPICS), unique=True).map(tuple),
    },
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """A document with an id from a short list, so that histories replace and remove."""
    first, last = draw(st.sampled_from(DAYS))
    return Entry(
        id=draw(st.sampled_from(IDS)),
        revision=draw(st.integers(1, 5)),
        facets=draw(facets),
        first_day=first,
        last_day=last,
        title_key=draw(st.sampled_from(("", "a", "a\x00", "a\x01", "ab", "ż", "\U0001f600"))),
        titles=draw(st.lists(texts, min_size=1, max_size=2).map(tuple)),
        passages=draw(st.one_of(passages, passages, passages, st.just(()))),
    )


days = st.sampled_from((FIRST_DAY, 1, 20111231, 20120101, 20120615, 20120630, 20121231, 20200229, LAST_DAY))
terms = st.one_of(
    st.builds(Term, st.just("exact"), st.sampled_from((*EXACT, "brak"))),
    st.builds(
        Term, st.sampled_from(("lemma", "title")), st.sampled_from((*LEMMAS, "brak")), st.sampled_from((0.25, 1.0))
    ),
)
word_nodes = st.builds(Word, st.lists(terms, min_size=1, max_size=3).map(tuple), st.lists(terms, max_size=2).map(tuple))
phrases = st.one_of(
    st.builds(Phrase, st.just("exact"), st.lists(st.sampled_from(EXACT), min_size=1, max_size=3).map(tuple)),
    st.builds(Phrase, st.just("title"), st.lists(st.sampled_from(LEMMAS), max_size=3).map(tuple)),
)
leaves: st.SearchStrategy[Node] = st.one_of(
    word_nodes,
    word_nodes,
    word_nodes,
    phrases,
    st.builds(Prefix, st.sampled_from(("", "st", "stal", "ż", "stal.", "stal.*"))),
    st.builds(FacetTerm, st.just("kind"), st.sampled_from(KINDS)),
    st.builds(FacetTerm, st.just("topic"), st.sampled_from((*TOPICS, "?"))),
    st.builds(DateRange, days, days),
    st.just(Everything()),
    st.just(Nothing()),
)


def _branches(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(AtLeast, st.sampled_from((1, 2, 0, 3, 4)), several),
        st.builds(Not, children),
    )


trees = st.one_of(
    word_nodes,
    st.recursive(leaves, _branches, max_leaves=6),
    st.sampled_from((And(()), Or(()), Phrase("exact", ()), Word(()))),
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.lists(st.sampled_from(KINDS), max_size=2).map(tuple),
        "topic": st.lists(st.sampled_from((*TOPICS, "?")), max_size=2).map(tuple),
    },
)
requests = st.builds(
    Request,
    query=trees,
    filters=st.one_of(st.just({}), st.just({}), filters),
    first_day=st.one_of(st.just(FIRST_DAY), st.just(FIRST_DAY), days),
    last_day=st.one_of(st.just(LAST_DAY), st.just(LAST_DAY), days),
    sort=st.sampled_from((Sort.RELEVANCE, Sort.RELEVANCE, *Sort)),
    offset=st.integers(0, 3),
    limit=st.integers(0, 4),
    facets=st.sampled_from(((), ("kind",), ("kind", "topic", "year"))),
    evidence=st.integers(0, 5),
    window=st.sampled_from((1000, 1000, 2, 1, 0)),
    weights=st.sampled_from((Weights(), Weights(title=2.0, heading=1.0))),
)
changes = st.tuples(
    st.lists(entries(), min_size=2, max_size=6),
    st.lists(st.one_of(entries(), entries(), st.sampled_from(IDS), st.none()), max_size=6),
).map(lambda parts: [*parts[0], *parts[1]])
"""A history: put an entry, remove an id, or commit."""


History = list[Entry | str | None]


def _play(writer: Writer, history: History) -> None:
    for change in history:
        if change is None:
            writer.commit()
        elif isinstance(change, str):
            writer.remove(change)
        else:
            writer.put(change)
    writer.commit()
    writer.close()


@contextmanager
def _both(name: str, history: History) -> Iterator[tuple[Searcher, Searcher]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        searchers = []
        for chosen in (name, "reference"):
            place = Path(folder, chosen)
            engine(chosen).create(place)
            _play(engine(chosen).writer(place), history)
            searchers.append(engine(chosen).searcher(place))
            closing.callback(searchers[-1].close)
        yield searchers[0], searchers[1]


def _all_pages(searcher: Searcher, request: Request) -> list[str]:
    """Ids over all pages of two hits."""
    found: list[str] = []
    while page := searcher.search(replace(request, offset=len(found), limit=2)).hits:
        found += [hit.id for hit in page]
    return found


def _agree(request: Request, found: Response, expected: Response) -> None:
    assert (found.total, found.passages_total) == (expected.total, expected.passages_total)
    assert found.facets == expected.facets
    assert len(found.hits) == len(expected.hits)
    for hit in found.hits:
        assert len(hit.passages) == min(request.evidence, hit.passages_total)
        ranks = [(-passage.score, passage.ordinal) for passage in hit.passages]
        assert ranks == sorted(ranks)
    if request.sort is not Sort.RELEVANCE:
        assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits]
    else:
        ranks_of_hits = [(-hit.score, hit.id) for hit in found.hits]
        assert ranks_of_hits == sorted(ranks_of_hits)


def _same_evidence(request: Request, found: Searcher, expected: Searcher) -> None:
    full = replace(request, offset=0, limit=len(IDS), evidence=10)
    answers = (found.search(full), expected.search(full))
    proofs = [
        {hit.id: (hit.passages_total, {passage.ordinal for passage in hit.passages}) for hit in answer.hits}
        for answer in answers
    ]
    assert proofs[0] == proofs[1]


@pytest.mark.parametrize("name", ENGINES)
@given(history=changes, asked=st.lists(requests, min_size=1, max_size=6))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_engine_answers_as_the_reference_does(name: str, history: History, asked: list[Request]) -> None:
    with _both(name, history) as (found, expected):
        assert found.contents() == expected.contents()
        assert found.passages() == expected.passages()
        for request in asked:
            _agree(request, found.search(request), expected.search(request))
            _same_evidence(request, found, expected)
            pages = _all_pages(found, request)
            assert len(pages) == len(set(pages)) == found.search(request).total
            assert sorted(pages) == sorted(_all_pages(expected, request))


@pytest.mark.parametrize("name", ENGINES)
def test_many_small_commits_answer_as_one(name: str) -> None:
    """Enough commits for segments to be merged, with replaced and removed documents in them."""
    chance = random.Random(5)
    history: History = []
    for _ in range(40):
        history += [_drawn(chance) for _ in range(3)]
        history += [chance.choice(IDS), None]
    queries: list[Node] = [Word((Term(name, text),)) for name in ("lemma", "title") for text in LEMMAS]
    queries += [Phrase("exact", ("stal", "ż")), Not(Word((Term("exact", "stali"),))), Everything(), Prefix("stal")]
    with _both(name, history) as (found, expected):
        assert found.contents() == expected.contents()
        for query in queries:
            for sort in Sort:
                request = Request(query, sort=sort, limit=4, facets=("kind", "topic"), filters={"kind": KINDS[:2]})
                _agree(request, found.search(request), expected.search(request))
                _same_evidence(request, found, expected)


def _drawn(chance: random.Random) -> Entry:
    def text(most: int) -> Terms:
        return tuple(
            WordTerms(chance.choice(EXACT), tuple(chance.sample(LEMMAS, chance.randint(1, 2))))
            for _ in range(chance.randint(0, most))
        )

    first, last = chance.choice(DAYS)
    return Entry(
        id=chance.choice(IDS),
        revision=chance.randint(1, 99),
        facets={"kind": (chance.choice(KINDS),), "topic": tuple(chance.sample(TOPICS, 2))},
        first_day=first,
        last_day=last,
        title_key=chance.choice(("", "a", "ż")),
        titles=(text(3), text(2)),
        passages=tuple(PassageEntry(place, text(6), text(2)) for place in range(chance.randint(0, 4))),
    )
