"""What the contract's tests share: entries made by hand, queries in short, and one index of each engine to try them on."""

from __future__ import annotations

from pathlib import Path

from index.port import Engine, Entry, PassageEntry, Request, Response, Searcher, Terms, WordTerms, Writer
from index.tree import Node, Term, Word

NAMES = ("reference", "tantivy", "whoosh")
"""Engines that keep the contract."""


def terms(text: str) -> Terms:
    """Words whose one lemma is their first four letters; "stali|stal|stac" has the lemmas stal and stac."""
    return tuple(WordTerms(word.split("|")[0], tuple(word.split("|")[1:]) or (word[:4],)) for word in text.split())


def entry(
    name: str,
    *passages: str | tuple[str, str],
    titles: tuple[str, ...] = (),
    revision: int = 1,
    days: tuple[int, int] = (0, 0),
    title_key: str = "",
    **facets: str | tuple[str, ...],
) -> Entry:
    """A document; a passage is its text, or heading and text."""
    pairs = [("", passage) if isinstance(passage, str) else passage for passage in passages]
    return Entry(
        id=name,
        revision=revision,
        facets={key: (value,) if isinstance(value, str) else value for key, value in facets.items()},
        first_day=days[0],
        last_day=days[1],
        title_key=title_key,
        titles=tuple(map(terms, titles)),
        passages=tuple(PassageEntry(place, terms(text), terms(heading)) for place, (heading, text) in enumerate(pairs)),
    )


def exact(text: str) -> Word:
    return Word((Term("exact", text),))


def lemma(text: str) -> Word:
    return Word((Term("lemma", text),))


def title(text: str) -> Word:
    return Word((Term("title", text),))


class Shelf:
    """One index in a folder, written and searched in turn."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self._open: list[Searcher | Writer] = []
        engine.create(folder)

    def writer(self) -> Writer:
        writer = self.engine.writer(self.folder)
        self._open.append(writer)
        return writer

    def searcher(self) -> Searcher:
        searcher = self.engine.searcher(self.folder)
        self._open.append(searcher)
        return searcher

    def hold(self, *entries: Entry, without: tuple[str, ...] = ()) -> None:
        writer = self.writer()
        for each in entries:
            writer.put(each)
        for name in without:
            writer.remove(name)
        writer.commit()
        writer.close()

    def search(self, query: Node | Request) -> Response:
        return self.searcher().search(query if isinstance(query, Request) else Request(query))

    def ids(self, query: Node | Request) -> list[str]:
        found = [hit.id for hit in self.search(query).hits]
        return found if isinstance(query, Request) else sorted(found)

    def close(self) -> None:
        for each in self._open:
            each.close()
