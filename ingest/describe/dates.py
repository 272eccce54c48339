"""The date of a document, in Polish or English: from the line "Szczecin, 12 marca 2012 r.", the opening lines, the file name.

A date of creation in a file's properties is never used: it tells when a file was converted or copied. Dates of statutes
quoted on the first page ("ustawa z dnia 7 kwietnia 1989 r.") are not the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.dates import first_and_last
from corpus.document import Derived
from ingest.describe.first import First

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "styczeń stycznia styczniu january jan",
            "luty lutego lutym february feb",
            "marzec marca marcu march mar",
            "kwiecień kwietnia kwietniu april apr",
            "maj maja maju may",
            "czerwiec czerwca czerwcu june jun",
            "lipiec lipca lipcu july jul",
            "sierpień sierpnia sierpniu august aug",
            "wrzesień września wrześniu september sept sep",
            "październik października październiku october oct",
            "listopad listopada listopadzie november nov",
            "grudzień grudnia grudniu december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR: Final = r"(?:19[5-9]|20[0-4])\d"
DAY: Final = (
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<m1>{_MONTH})\.?,?\s+(?P<y1>{_YEAR})"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR})-(?P<m3>\d{{2}})-(?P<d3>\d{{2}})"
    rf"|(?P<d4>\d{{1,2}})[./-](?P<m4>\d{{1,2}})[./-](?P<y4>{_YEAR}))(?!\d)"
)
"""A date of day precision; the groups are day, month and year in four ways of writing."""
_DAY: Final = re.compile(rf"(?<![\w.,/-]){DAY}", re.IGNORECASE)
_MONTH_YEAR: Final = re.compile(rf"(?<!\w)(?<!\d\s)(?P<month>{_MONTH})\.?,?\s+(?P<year>{_YEAR})(?!\d)", re.IGNORECASE)
_LAW: Final = re.compile(
    r"(?:ustaw|rozporządzen|dyrektyw|konkordat|Dz\.\s?U|kodeks|directive|regulation \(|\bact\b).{0,120}$",
    re.IGNORECASE | re.DOTALL,
)
_OTHERS: Final = re.compile(
    r"(?:urodz|ur\.|born|ważn[ae]|termin|do dnia|od dnia|until|by|deadline|before|next meeting|następne spotkanie|"
    r"last (?:updated|modified))[^\n]{0,40}$",
    re.IGNORECASE,
)
"""Words before a date that make it some other day than the document's."""
_OWN: Final = re.compile(
    r"(?:z\s+dnia|dnia|dn\.|w dniu|data\w*:?|date\w*:?|dated|held on|odby\w+ się)\s*:?\s*$", re.IGNORECASE
)

_OPENING: Final = 400
_CLEAR: Final = 0.5
"""Below this confidence a date is left out."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a text: ISO value and where it stands."""

    value: str
    start: int


def mentions(text: str) -> Iterator[Mention]:
    """Existing dates of day precision in a text, in order."""
    for found in _DAY.finditer(text):
        value = iso(found)
        if value:
            yield Mention(value, found.start())


def iso(found: re.Match[str]) -> str:
    """The ISO form of a match of `DAY`, "" for a day that does not exist."""
    groups = found.groupdict()
    for way in "1234":
        year, month, day = groups["y" + way], groups["m" + way], groups["d" + way]
        if year:
            number = int(month) if month.isdecimal() else _MONTHS[month.lower()]
            value = f"{year}-{number:02}-{int(day):02}"
            return value if _exists(value) else ""
    return ""


def date_of(first: First, title: str, named: Derived | None) -> Derived | None:
    """The likeliest date with at least even odds; `named` is what the file name says."""
    candidates = [*_in_title(title, first), *_on_page(first), *([named] if named else [])]
    clear = [candidate for candidate in candidates if candidate.confidence >= _CLEAR or candidate is named]
    return max(clear, key=lambda candidate: candidate.confidence, default=None)


def _in_title(title: str, first: First) -> Iterator[Derived]:
    for mention in mentions(title):
        if _someone_elses(title[: mention.start]):
            continue
        yield Derived(mention.value, "first_page", 0.9, first.page)
    found = _MONTH_YEAR.search(title)
    if found:
        yield Derived(_month(found), "first_page", 0.75, first.page)


def _on_page(first: First) -> Iterator[Derived]:
    found = list(mentions(first.text))
    for order, mention in enumerate(found):
        before = first.text[max(0, mention.start - 160) : mention.start]
        line = before.rsplit("\n", 1)[-1]
        if _someone_elses(before):
            continue
        confidence = 0.45
        if re.fullmatch(r"\s*(?:[^\W\d_][^\W\d_ -]+[ -]?){1,3},?\s*(?:dn\w*\.?|on)?\s*", line):
            confidence = 0.95
        elif _OWN.search(line) or (not line.strip() and mention.start < 2 * _OPENING):
            confidence = 0.8
        elif mention.start < _OPENING:
            confidence = 0.65
        # Of equal claims the earlier wins.
        yield Derived(mention.value, "first_page", round(confidence - order * 0.001, 3), first.page)
    month = _MONTH_YEAR.search(first.text[:_OPENING])
    if month and not found:
        yield Derived(_month(month), "first_page", 0.6, first.page)


def _someone_elses(before: str) -> bool:
    """Whether the words before a date make it a law's, a deadline or a person's day."""
    return bool(_LAW.search(before) or _OTHERS.search(before.rsplit("\n", 1)[-1]))


def _month(found: re.Match[str]) -> str:
    return f"{found['year']}-{_MONTHS[found['month'].lower()]:02}"


def _exists(value: str) -> bool:
    try:
        first_and_last(value)
    except ValueError:
        return False
    return True
