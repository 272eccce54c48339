"""The meeting a document belongs to, and where it was written or held: phrases of the first page."""

from __future__ import annotations

import re
from typing import Final

from corpus.document import Derived
from ingest.describe.dates import DAY, iso
from ingest.describe.first import First

_SEASON_PL: Final = "wiosna|lato|jesień|zima"
_SEASON_EN: Final = "spring|summer|autumn|fall|winter"
_NAME: Final = r"[^\W\d_][\w-]*"
_PRACTICES: Final = (
    re.compile(
        rf"(?P<name>dobr(?:e|ych) praktyki? klastra(?: {_NAME}){{1,3}}),?\s+\(?(?P<season>{_SEASON_PL})\s+(?P<year>20\d\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<name>good practices (?:of|in) the(?: {_NAME}){{1,3}} cluster),?\s+\(?(?P<season>{_SEASON_EN})\s+(?P<year>20\d\d)",
        re.IGNORECASE,
    ),
)
_MEETINGS: Final = (
    (re.compile(r"spotkani\w+\s+koordynacyjn\w+", re.IGNORECASE), "Spotkanie koordynacyjne"),
    (re.compile(r"spotkani\w+\s+integracyjn\w+", re.IGNORECASE), "Spotkanie integracyjne"),
    (re.compile(r"coordination\s+meeting", re.IGNORECASE), "Coordination meeting"),
    (re.compile(r"integration\s+meeting", re.IGNORECASE), "Integration meeting"),
)
_OPENING: Final = 800
_PLACE: Final = re.compile(
    rf"^\W*(?P<place>[^\W\d_]{{3,}}(?:[ -][^\W\d_]{{3,}}){{0,2}})(?:,[ \t]*|[ \t]+(?=dn))(?:dn(?:ia|\.)[ \t]*)?{DAY}",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_PLACES: Final = re.compile(
    r"\b(?:poniedziałek|wtorek|środ[aę]|czwartek|piątek|sobot[aę]|niedziel[aę]|\w+day|data|date\w*|dnia|dniu|from|until|"
    r"godzina|termin|minutes|meeting|protokół|spotkanie|version|wersja|updated?|created|published|draft|revised|"
    r"approved|for|the|and|due|effective|since|by|on)\b",
    re.IGNORECASE,
)


def event_of(first: First) -> Derived | None:
    """A named meeting: the half-yearly good practices with season and year, or a kind of meeting of the coordinator's."""
    opening = " ".join(f"{first.text}\n{first.notes}".split())
    for pattern in _PRACTICES:
        found = pattern.search(opening)
        if found:
            name = found["name"][:1].upper() + found["name"][1:]
            return Derived(f"{name}, {found['season'].lower()} {found['year']}", "first_page", 0.9, first.page)
    for pattern, name in _MEETINGS:
        if pattern.search(opening[:_OPENING]):
            return Derived(name, "first_page", 0.7, first.page)
    return None


def place_of(first: First) -> Derived | None:
    """The place in a line that begins "Szczecin, 12 marca 2012 r."."""
    for found in _PLACE.finditer(first.text):
        place = " ".join(found["place"].split())
        if not place.istitle() or _NOT_PLACES.search(place) or not iso(found):
            continue
        # Two words may be a person's name before a date.
        return Derived(place, "first_page", 0.6 if " " in place else 0.85, first.page)
    return None
