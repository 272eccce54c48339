"""Field terms of a query as nodes of the query tree: what `rodzaj:protokół` or `year:2019..2023` narrows.

Closed vocabularies take slugs and labels in either language (a beginning is enough); open ones take the value as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from corpus.dates import FIRST_DAY, LAST_DAY, first_and_last
from corpus.vocabulary import FORMATS, KIND_SINGULAR, KINDS, LANGUAGES, NO_DATE, Label
from index.analysis.fold import normalise
from index.syntax import Field
from index.tree import DateRange, FacetTerm, Node, Or

_CLOSED: Final[Mapping[str, tuple[Mapping[str, Label], ...]]] = {
    "kind": (KINDS, KIND_SINGULAR),
    "language": (LANGUAGES,),
    "format": (FORMATS,),
}
_YEAR: Final = re.compile(r"\d{4}")
_YEARS: Final = re.compile(r"(\d{4})[-–—](\d{4})")
_POLISH_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MOST_YEARS: Final = 200
"""Years that are written out as facet values; a longer range is a range of days."""
_UNDATED: Final = frozenset((NO_DATE, "brak"))
_SHORTEST_LABEL: Final = 3


def node_of(field: Field) -> Node | None:
    """The node for one field term; None where the field has no such value: the term is then read as words.

    For every field but `title`, which holds words and is the understanding's to read.
    """
    value = field.value
    if field.name in _CLOSED:
        return _any_of(field.name, _values(_CLOSED[field.name], value))
    if field.name == "year":
        return _years(value)
    if field.name == "date":
        days = _days(value)
        return DateRange(*days) if days else None
    return FacetTerm(field.name, value.rstrip("/") if field.name == "folder" else value)


def _any_of(name: str, values: Iterable[str]) -> Node | None:
    terms = tuple(FacetTerm(name, value) for value in values)
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else Or(terms)


def _values(vocabularies: tuple[Mapping[str, Label], ...], typed: str) -> list[str]:
    """The slugs that a typed value means: the slug itself, else all with a label that begins so."""
    wanted = normalise(typed)
    slugs = list(vocabularies[0])
    if wanted in slugs:
        return [wanted]
    if len(wanted) < _SHORTEST_LABEL:
        return []
    # Labels in singular and plural: "protokół" and "protokoły" both mean minutes.
    found: dict[str, None] = {}
    for vocabulary in vocabularies:
        for slug, label in vocabulary.items():
            if any(normalise(text).startswith(wanted) for text in (label.pl, label.en)):
                found[slug] = None
    return list(found)


def _range(value: str) -> tuple[str, str] | None:
    """The two sides of "a..b"; a single value is both sides; an open side is ""."""
    first, dots, last = value.partition("..")
    if not dots:
        years = _YEARS.fullmatch(value)
        return (years[1], years[2]) if years else (value, value)
    return (first, last) if first or last else None


def _years(value: str) -> Node | None:
    if value.casefold() in _UNDATED:
        return FacetTerm("year", NO_DATE)
    sides = _range(value)
    if sides is None or not all(not side or _YEAR.fullmatch(side) for side in sides):
        return None
    if "" in sides or int(sides[0]) == 0 or int(sides[1]) == 0:
        days = _days(value)
        return DateRange(*days) if days else None
    first, last = sorted(map(int, sides))
    if last - first > _MOST_YEARS:
        return DateRange(first * 10000 + 101, last * 10000 + 1231)
    return _any_of("year", (f"{year:04d}" for year in range(first, last + 1)))


def _days(value: str) -> tuple[int, int] | None:
    sides = _range(value)
    if sides is None:
        return None
    try:
        first = first_and_last(_iso(sides[0])) if sides[0] else (FIRST_DAY, FIRST_DAY)
        last = first_and_last(_iso(sides[1])) if sides[1] else (LAST_DAY, LAST_DAY)
    except ValueError:
        return None
    # Sides typed the wrong way round are meant as a range all the same.
    return min(first[0], last[0]), max(first[1], last[1])


def _iso(day: str) -> str:
    """A date as ISO has it, where it was typed as Poles write it: 12.03.2012."""
    found = _POLISH_DAY.fullmatch(day)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else day
