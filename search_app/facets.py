"""Facets as people and programs see them: labels, order, and the address each value leads to.

A value's count is the number of results with that value as its field's only choice (the other fields' choices kept).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import topics
from corpus.collation import key
from corpus.vocabulary import CLOSED_FACETS, FACETS, FORMATS, KINDS, LANGUAGES, NO_DATE, Label
from index.port import FacetCount
from search_app.address import Address

_UNDATED: Final = Label("bez daty", "no date")
_VOCABULARIES: Final[Mapping[str, Mapping[str, Label]]] = {"kind": KINDS, "language": LANGUAGES, "format": FORMATS}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, with its count, within a search."""

    field: str
    value: str
    label: Label
    count: int
    selected: bool
    within: Address

    @property
    def toggled(self) -> Address:
        """The search with this value chosen or, where it is chosen, without it."""
        return self.within.toggled(self.field, self.value)


def label_of(field: str, value: str) -> Label:
    """What a value is called. Names of organisations, events and folders are their own labels in both languages."""
    if field == "topic":
        return topics.labels().get(value, Label(value, value))
    if field == "year" and value == NO_DATE:
        return _UNDATED
    return _VOCABULARIES.get(field, {}).get(value, Label(value, value))


def facet_values(address: Address, counts: Mapping[str, Sequence[FacetCount]]) -> dict[str, tuple[FacetValue, ...]]:
    """All facets in the order in which they are shown; values by count, then in Polish alphabetical order.

    A value that counts zero is left out unless it is chosen, or its vocabulary is closed.
    """
    return {field: _values(address, field, counts.get(field, ())) for field in FACETS}


def _values(address: Address, field: str, counts: Sequence[FacetCount]) -> tuple[FacetValue, ...]:
    chosen = address.chosen(field)
    counted = dict.fromkeys((*chosen, *(_VOCABULARIES[field] if field in CLOSED_FACETS else ())), 0)
    counted.update({each.value: each.count for each in counts})
    values = [
        FacetValue(field, value, label_of(field, value), count, value in chosen, address)
        for value, count in counted.items()
    ]
    return tuple(sorted(values, key=lambda each: (-each.count, key(each.label.pl), each.value)))
