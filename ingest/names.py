"""What the name of a file says: a title, a date, a kind. All there is for a file that could not be read.

Free of heavy libraries: the parent process uses it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from corpus.dates import first_and_last
from corpus.document import Derived

FILE_NAME: Final = "file_name"

_DATES: Final = (
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)"), (1, 2, 3), 0.85),
    (re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_. ](0?[1-9]|1[0-2])[-_. ]((?:19|20)\d\d)(?!\d)"), (3, 2, 1), 0.8),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.](0[1-9]|1[0-2])(?![-_.]?\d)"), (1, 2), 0.7),
    (re.compile(r"(?<![\d.])((?:19|20)\d\d)(?!\d)"), (1,), 0.5),
)
"""Patterns, the groups of year, month and day, and how far to trust them; the first that fits wins."""

KINDS: Final[Mapping[str, re.Pattern[str]]] = {
    kind: re.compile(rf"(?<![^\W_])(?:{pattern})", re.IGNORECASE)
    for kind, pattern in {
        "minutes": r"protok[oó][lł]u?\b(?! (?:komunik|transmis|sieci|wymian|przekaz|zdaw|odbior|badań|pomiar|tcp|http))"
        r"|notatk\w+ (?:służbow\w+ )?(?:ze |z )(?:spotkania|zebrania|narady)|(?:ustalenia|notatki) ze? (?:spotkania|zebrania)"
        r"|(?<!\b\d )(?<!\b\d\d )(?<!\b\d\d\d )(?<!taking )minutes\b(?! (?:ago|later|long|after|before|each|per|to|for|is|are)\b)|meeting notes",
        "practice": r"dobr(?:a|e|ej|ych|ą) praktyk|(?:good|best) practices?\b",
        "strategy": r"strategi[aąęi]\b|strateg(?:y|ies)\b",
        "plan": r"plan\w* dzia[lł]a[nń]|plan pracy|action plan|plan of action|work ?plan\b",
        "regulations": r"regulamin|statut(?:u|em|y)?\b|by-?laws|rules of procedure|statutes?\b",
        "report": r"raport|sprawozdani|analiz[ay]\b|ewaluacj|reports?\b|survey\b|feasibility study",
    }.items()
}
"""Words that name a kind of document; in this order where several stand at the same place."""

_HASHED: Final = re.compile(r"(?<![^\W_])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,}(?![^\W_])", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[_\s]+|(?<=\w)-(?=\w)|%20")
_CAMEL: Final = re.compile(r"(?<=[a-ząćęłńóśźż])(?=[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż])")


def from_name(relative: str) -> dict[str, Derived]:
    """Title (always), date and kind as far as the file's name, else its folders, tell them."""
    found = {"title": Derived(title(relative), FILE_NAME, 0.3)}
    path = PurePosixPath(relative)
    day = date(path.stem)
    if day:
        found["date"] = day
    else:
        year = _DATES[-1][0].search("/".join(path.parts[:-1]))
        if year:
            found["date"] = Derived(year[1], FILE_NAME, 0.4)
    named = kind(title(relative))
    if named:
        found["kind"] = Derived(named, FILE_NAME, 0.7)
    return found


def title(relative: str) -> str:
    """A title from a file's name: separators as spaces, without extension; never empty."""
    stem = PurePosixPath(relative).stem
    text = " ".join(_CAMEL.sub(" ", _HASHED.sub(" ", words(stem))).split())
    text = text[:1].upper() + text[1:]
    return text or PurePosixPath(relative).name or relative


def words(stem: str) -> str:
    """A stem with its separators as spaces; the hyphens of an ISO date stay."""
    dates = re.compile(r"(?:19|20)\d\d-\d\d(?:-\d\d)?").findall(stem)
    text = " ".join(_SEPARATORS.sub(" ", stem).split())
    for day in dates:
        text = text.replace(day.replace("-", " "), day)
    return text


def date(stem: str) -> Derived | None:
    """The date in a file's stem, to the precision it has; None for none."""
    stem = _HASHED.sub(" ", stem)
    for pattern, groups, confidence in _DATES:
        for match in pattern.finditer(stem):
            value = "-".join(match[group].zfill(2) for group in groups)
            if _exists(value):
                return Derived(value, FILE_NAME, confidence)
    return None


def kind(text: str) -> str:
    """The kind whose word stands first in a text, "" for none."""
    places = [
        (found.start(), order, name)
        for order, (name, pattern) in enumerate(KINDS.items())
        if (found := pattern.search(text))
    ]
    return min(places)[2] if places else ""


def _exists(value: str) -> bool:
    try:
        first_and_last(value)
    except ValueError:
        return False
    return True
