"""The filter panel and the chips: facets as a page draws them, and every active filter as a link that takes it off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from corpus.collation import key
from corpus.vocabulary import CLOSED_FACETS, FACETS, NO_DATE
from search_app.address import Address
from search_app.answer import Alternative
from search_app.facets import FacetValue, label_of
from search_app.translation import Words, message

SHOWN: Final = 8
"""Values of a facet that are shown at once."""
_OPEN: Final = ("kind", "topic", "organisation", "year")


@dataclass(frozen=True, slots=True)
class Choice:
    """One box of a facet. `depth`: how far it is set in below its parent (folders)."""

    value: str
    text: str
    count: str
    selected: bool
    disabled: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: the values shown at once, and the rest; `open` whether it is unfolded, `all_open` whether the rest is."""

    field: str
    title: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...]
    chosen: int
    open: bool
    all_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the address of the search without it; `count` what that search finds, where it was asked."""

    title: str
    text: str
    href: str
    count: str = ""


def groups(words: Words, facets: Mapping[str, tuple[FacetValue, ...]]) -> list[Group]:
    """The facets worth drawing: those with something to choose or chosen, the closed vocabularies, and the year.

    The range of dates stands in the year's group, which is drawn whatever years there are.
    """
    return [
        _group(words, field, values)
        for field, values in facets.items()
        if field in CLOSED_FACETS or field == "year" or len(values) > 1 or any(each.selected for each in values)
    ]


def _group(words: Words, field: str, values: tuple[FacetValue, ...]) -> Group:
    choices = [_choice(words, each) for each in _in_order(words, field, values)]
    first, rest = tuple(choices[:SHOWN]), tuple(choices[SHOWN:])
    chosen = sum(each.selected for each in choices)
    return Group(
        field=field,
        title=words.label(FACETS[field]),
        first=first,
        rest=rest,
        chosen=chosen,
        open=field in _OPEN or bool(chosen),
        all_open=any(each.selected for each in rest),
    )


def _choice(words: Words, value: FacetValue) -> Choice:
    folder = value.field == "folder"
    return Choice(
        value=value.value,
        text=value.value.rpartition("/")[2] if folder else words.label(value.label),
        count=words.number(value.count),
        selected=value.selected,
        disabled=not value.count and not value.selected,
        depth=min(value.value.count("/"), 4) if folder else 0,
    )


def _in_order(words: Words, field: str, values: tuple[FacetValue, ...]) -> list[FacetValue]:
    """By count, then by name in the page's language; but years newest first, undated last, and folders as a tree."""
    if field == "year":
        return sorted(values, key=lambda each: "" if each.value == NO_DATE else each.value, reverse=True)
    if field == "folder":
        counts = {each.value: each.count for each in values}
        return sorted(values, key=lambda each: _branch(each.value, counts))
    return sorted(values, key=lambda each: (-each.count, key(words.label(each.label))))


def _branch(folder: str, counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """The sort key of a folder: each ancestor by count, then by name, so that children follow their parent."""
    parts = folder.split("/")
    paths = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    return [(-counts.get(path, 0), key(path)) for path in paths]


def chips(words: Words, address: Address, path: str) -> list[Chip]:
    """One chip for each active filter, in the order of the query string."""
    listed = [
        Chip(words.label(FACETS[field]), _text(words, field, value), address.toggled(field, value).beneath(path))
        for field, values in address.filters
        for value in values
    ]
    if address.since or address.until:
        listed.append(Chip(words.gettext("Date"), _dates(words, address), address.without_dates().beneath(path)))
    return listed


def ways_out(words: Words, address: Address, found: tuple[Alternative, ...], path: str) -> list[Chip]:
    """What to drop when nothing was found, each with what it then finds."""
    return [Chip(*_dropped(words, address, each), each.address.beneath(path), _count(words, each.count)) for each in found]


def _dropped(words: Words, address: Address, way: Alternative) -> tuple[str, str]:
    if not way.field:
        return words.gettext("without any filters"), ""
    title = words.gettext("Date") if way.field == "date" else words.label(FACETS[way.field])
    value = _dates(words, address) if way.field == "date" else _text(words, way.field, way.value)
    return words.gettext("without the filter"), words.gettext("“%(title)s: %(value)s”") % {"title": title, "value": value}


def _count(words: Words, number: int) -> str:
    return words.counted("%(num)s document", "%(num)s documents", number)


def _text(words: Words, field: str, value: str) -> str:
    return words.label(label_of(field, value))


_RANGES: Final = (message("from %(since)s to %(until)s"), message("from %(since)s"), message("until %(until)s"))


def _dates(words: Words, address: Address) -> str:
    both, since, until = _RANGES
    text = both if address.since and address.until else since if address.since else until
    return words.gettext(text) % {"since": words.date(address.since), "until": words.date(address.until)}
