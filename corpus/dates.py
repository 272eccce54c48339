"""Dates of differing precision as ranges of days, so that a year lies in every range that touches it.

A day is an integer YYYYMMDD: comparable, readable in an index, free of time zones.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Final

FIRST_DAY: Final = 0
"""Before every date: an open start, and the day of a document without a date."""
LAST_DAY: Final = 99991231
"""After every date: an open end."""

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def first_and_last(text: str) -> tuple[int, int]:
    """First and last day (YYYYMMDD) of "2012", "2012-03" or "2012-03-12". Raises ValueError for anything else."""
    found = _ISO.fullmatch(text)
    if not found:
        raise ValueError(f"not a date: {text!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(x) if x else 0 for x in found.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        raise ValueError(f"not a date: {text!r} ({error})") from None
    last = first
    if not month:
        last = date(year, 12, 31)
    elif not day:
        last = date(year, month, calendar.monthrange(year, month)[1])
    return _number(first), _number(last)


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day
