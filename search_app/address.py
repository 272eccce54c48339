"""The search address: an immutable search state, and its only spelling as a query string.

Laws:
- one state, one string: parameters in one order, values sorted, defaults left out; `read(pairs(a)) == a` for every state;
- the same string is valid for pages in both languages and for the API;
- reading is total: whatever stands in a query string gives an address; what is wrong with it is told as values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote_plus

from corpus.dates import first_and_last
from corpus.vocabulary import FORMATS, KINDS, LANGUAGES, NO_DATE
from index.port import Sort

FILTERS: Final = ("kind", "language", "topic", "organisation", "event", "folder", "format", "year")
"""Filter parameters, each a facet field, in the order of the query string."""
PARAMETERS: Final = ("q", *FILTERS, "from", "to", "sort", "page", "size", "off")
"""Every parameter of a search, in canonical order."""
SIZES: Final = (20, 50, 100)
"""Results on a page that are offered; any number to the largest is understood."""
LONGEST_QUERY: Final = 4000
"""Characters of q that are read at all (the parser's own budget is smaller and cuts visibly)."""
LONGEST_VALUE: Final = 500
"""Characters of a filter's value."""

_CLOSED: Final = {"kind": KINDS, "language": LANGUAGES, "format": FORMATS}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_WHOLE = re.compile(r"[0-9]{1,9}")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Fault:
    """A malformed value. `reason`: number, size, date, sort, or too_long."""

    name: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """What was passed over: an unknown parameter (`value` ""), or an unknown value of a known one."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """One search. `filters`: chosen values per field, both sorted, no field empty; "" stands for a default.

    `since`, `until`: ISO dates of day, month or year precision, not reversed. `sort`: "" or a `Sort` that is not the
    default of this query. Make one with `read` or by the methods below, which keep it canonical.
    """

    q: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: str = ""
    until: str = ""
    sort: str = ""
    page: int = 1
    size: int = SIZES[0]
    off: tuple[str, ...] = ()

    @property
    def order(self) -> Sort:
        """The order in force: the chosen one; else by relevance, or newest first where nothing is asked."""
        return Sort(self.sort) if self.sort else default_order(self.q)

    @property
    def offset(self) -> int:
        """How many results stand before this page."""
        return (self.page - 1) * self.size

    @property
    def active(self) -> int:
        """How many filters are on; a range of dates counts once."""
        return sum(len(values) for _, values in self.filters) + bool(self.since or self.until)

    @property
    def blank(self) -> bool:
        """True where neither words nor filters narrow anything: the whole collection."""
        return not self.q and not self.active

    def chosen(self, field: str) -> tuple[str, ...]:
        """The chosen values of a field, sorted."""
        return dict(self.filters).get(field, ())

    def _with(self, field: str, values: Iterable[str]) -> Address:
        kept = {**dict(self.filters), field: tuple(sorted(set(values)))}
        filters = tuple((name, kept[name]) for name in FILTERS if kept.get(name))
        return replace(self, filters=filters, page=1)

    def toggled(self, field: str, value: str) -> Address:
        """The search with a value added to its field's choice, or taken out of it; back on the first page."""
        return self._with(field, set(self.chosen(field)) ^ {value})

    def alone(self, field: str, value: str) -> Address:
        """The search with a value as its field's only choice: what a facet's count counts."""
        return self._with(field, [value])

    def without_field(self, field: str) -> Address:
        """The search without any choice in a field."""
        return self._with(field, ())

    def without_dates(self) -> Address:
        """The search without its range of dates."""
        return replace(self, since="", until="", page=1)

    def without_filters(self) -> Address:
        """The words, the order and the switches alone."""
        return replace(self, filters=(), since="", until="", page=1)

    def asking(self, q: str) -> Address:
        """The same filters for other words."""
        words = _clean(q)
        sort = "" if self.sort and Sort(self.sort) is default_order(words) else self.sort
        return replace(self, q=words, sort=sort, page=1)

    def switched(self, name: str) -> Address:
        """The search with one step of understanding switched off, or on again; back on the first page."""
        return replace(self, off=tuple(sorted(set(self.off) ^ {name})), page=1)

    def on_page(self, page: int) -> Address:
        """Another page of the same results. Raises ValueError below 1."""
        if page < 1:
            raise ValueError(f"no page {page}: pages count from 1")
        return replace(self, page=page)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in canonical order, defaults left out."""
        listed = [("q", self.q), *((name, value) for name, values in self.filters for value in values)]
        listed += [("from", self.since), ("to", self.until), ("sort", self.sort)]
        listed += [("page", "" if self.page == 1 else str(self.page))]
        listed += [("size", "" if self.size == SIZES[0] else str(self.size)), *(("off", name) for name in self.off)]
        return [pair for pair in listed if pair[1]]

    def query_string(self) -> str:
        """The canonical query string, "" for the default state."""
        return encoded(self.pairs())

    def beneath(self, path: str) -> str:
        """The address of this search at a path, e.g. /pl/search?q=spawanie."""
        query = self.query_string()
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class AddressRead:
    """What a query string says: the address, what is malformed, what was ignored, and whether it is spelt canonically."""

    address: Address
    faults: tuple[Fault, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    canonical: bool = True


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters as a query string."""
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs)


# A page holds a hundred addresses made of the same few values.
@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    return quote_plus(value, safe="/:")


def default_order(q: str) -> Sort:
    """The order of a search that names none: relevance needs words, without them the newest come first."""
    return Sort.RELEVANCE if q else Sort.NEWEST


def parse(query_string: bytes, off: frozenset[str]) -> AddressRead:
    """Read a raw query string as it came over the wire. `off`: the switches there are."""
    text = query_string.decode("utf-8", "replace")
    return read(parse_qsl(text, keep_blank_values=True, errors="replace"), off)


def read(pairs: Sequence[tuple[str, str]], off: frozenset[str]) -> AddressRead:
    """Read decoded parameters. Never raises. Of a parameter that cannot repeat the first value that is not empty counts."""
    reading = _Reading(pairs)
    q = reading.text("q", LONGEST_QUERY)
    since, until = reading.dates()
    sort = reading.sort(q)
    page, size = reading.whole("page", 1, 10**9, "number"), reading.whole("size", SIZES[0], SIZES[-1], "size")
    switches = reading.many("off", off)
    filters = tuple((name, values) for name in FILTERS if (values := reading.many(name, _known(name))))
    reading.ignored += [Ignored(name[:LONGEST_VALUE]) for name in reading.unknown()]
    address = Address(q, filters, since, until, sort, page, size, switches)
    canonical = list(pairs) == address.pairs()
    return AddressRead(address, tuple(reading.faults), tuple(reading.ignored), canonical)


def _known(name: str) -> frozenset[str] | None:
    return frozenset(_CLOSED[name]) if name in _CLOSED else None


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


class _Reading:
    """Parameters being read; gathers faults and what was ignored."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.faults: list[Fault] = []
        self.ignored: list[Ignored] = []
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            if cleaned := _clean(value):
                self._values.setdefault(name, []).append(cleaned)
            else:
                self._values.setdefault(name, [])

    def unknown(self) -> list[str]:
        """Names that are no parameter of ours, once each."""
        return [_clean(name) or "(?)" for name in self._values if name not in PARAMETERS]

    def text(self, name: str, longest: int) -> str:
        """The first value; cut, with a fault, above the longest."""
        value = next(iter(self._values.get(name, ())), "")
        if len(value) > longest:
            self.faults.append(Fault(name, value[:80] + "…", "too_long"))
        return value[:longest].strip()

    def whole(self, name: str, default: int, largest: int, reason: str) -> int:
        """A whole number from 1 to the largest."""
        value = self.text(name, LONGEST_VALUE)
        if not value:
            return default
        if not _WHOLE.fullmatch(value) or not 1 <= int(value) <= largest:
            self.faults.append(Fault(name, value, reason))
            return default
        return int(value)

    def dates(self) -> tuple[str, str]:
        """Read from and to, put the right way round."""
        since, until = self._date("from"), self._date("to")
        if since and until and first_and_last(since)[0] > first_and_last(until)[1]:
            return until, since
        return since, until

    def _date(self, name: str) -> str:
        value = self.text(name, LONGEST_VALUE)
        try:
            if value and value.isascii():
                first_and_last(value)
                return value
        except ValueError:
            self.faults.append(Fault(name, value, "date"))
            return ""
        if value:
            self.faults.append(Fault(name, value, "date"))
        return ""

    def sort(self, q: str) -> str:
        """The order, "" where it is the default of these words."""
        value = self.text("sort", LONGEST_VALUE)
        if value and value not in set(Sort):
            self.faults.append(Fault("sort", value, "sort"))
            return ""
        return "" if not value or Sort(value) is default_order(q) else value

    def many(self, name: str, known: frozenset[str] | None) -> tuple[str, ...]:
        """Sorted distinct values; of a closed vocabulary only those it knows, the others are ignored by name."""
        values = sorted({value[:LONGEST_VALUE].strip() for value in self._values.get(name, ())})
        good = [value for value in values if _good(name, value, known)]
        self.ignored += [Ignored(name, value) for value in values if value not in good]
        return tuple(good)


def _good(name: str, value: str, known: frozenset[str] | None) -> bool:
    if name == "year":
        return value == NO_DATE or bool(_YEAR.fullmatch(value))
    return known is None or value in known
