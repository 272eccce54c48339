"""The layout of a Whoosh index: one record per document (titles and description), one document per passage.

A record holds no text of its passages: what a document matches is gathered from its passages when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from index.engines.whoosh_library import STORED, TEXT, Analyzer, Schema, Token
from index.port import Entry, Terms

STAMP: Final = "whoosh-1"

_NEXT_TEXT: Final = "\n"
_SAME_PLACE: Final = "\x1f"

POSITIONED: Final = ("exact", "heading_exact", "title", "title_exact")
BAGS: Final = ("lemma", "heading_lemma")


class FinishedTerms(Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """Reads back the terms that `joined` put in a row; Whoosh pickles it with the schema, by this name."""

    def __call__(self, value: str, **_: Any) -> Iterator[Any]:
        """Tokens with positions; a place is left empty between two texts, so that no phrase crosses from one to the next."""
        token = Token(positions=True, mode="index")
        token.boost, token.stopped = 1.0, False
        place = 0
        for text in value.split(_NEXT_TEXT):
            for word in text.split(" ") if text else ():
                for reading in word.split(_SAME_PLACE):
                    token.text = token.original = reading
                    token.pos = place
                    yield token
                place += 1
            place += 1


def build() -> Any:
    """The schema of both kinds of documents. `document` is the id; `about` and `ordinal` are stored only."""
    columns: dict[str, Any] = {name: TEXT(analyzer=FinishedTerms(), phrase=True) for name in POSITIONED}
    columns |= {name: TEXT(analyzer=FinishedTerms(), phrase=False) for name in BAGS}
    columns["document"] = TEXT(analyzer=FinishedTerms(), phrase=False)
    columns["about"] = STORED()
    columns["ordinal"] = STORED()
    return Schema(**columns)


@dataclass(frozen=True, slots=True)
class About:
    """What a record stores of its document, for filters, facets and order."""

    id: str
    revision: int
    facets: dict[str, tuple[str, ...]]
    first_day: int
    last_day: int
    title_key: str

    def plain(self) -> dict[str, Any]:
        """As a mapping of plain values: what is stored must not depend on where this class lives."""
        return {name: getattr(self, name) for name in self.__slots__}


def documents(entry: Entry) -> list[dict[str, Any]]:
    """The record of an entry, then its passages, as Whoosh takes them."""
    facets = {name: tuple(sorted(set(values))) for name, values in entry.facets.items()}
    about = About(entry.id, entry.revision, facets, entry.first_day, entry.last_day, entry.title_key)
    rows: list[dict[str, Any]] = [
        {
            "document": entry.id,
            "about": about.plain(),
            "title": joined(entry.titles, lemmas=True),
            "title_exact": joined(entry.titles, lemmas=False),
        }
    ]
    for passage in entry.passages:
        row: dict[str, Any] = {"document": entry.id, "about": entry.id, "ordinal": passage.ordinal}
        for column, terms in (("", passage.text), ("heading_", passage.heading)):
            if terms:
                row[f"{column}exact"] = joined((terms,), lemmas=False)
                row[f"{column}lemma"] = joined((terms,), lemmas=True)
        rows.append(row)
    return rows


def joined(texts: tuple[Terms, ...], *, lemmas: bool) -> str:
    """Texts as one string for `FinishedTerms`: a finished term holds no white space, so blanks can part them."""
    if lemmas:
        return _NEXT_TEXT.join(" ".join([_SAME_PLACE.join(set(w.lemmas)) for w in text]) for text in texts)
    return _NEXT_TEXT.join(" ".join([word.exact for word in text]) for text in texts)
