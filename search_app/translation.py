"""The interface's two languages: gettext catalogues read at start, plural forms, dates and numbers as each writes them.

Messages are written in English in code and templates; catalogues/pl.po and en.po hold both languages in full
(tests refuse a missing, fuzzy or unused one). No compiled catalogue is kept: it is made in memory.
"""

from __future__ import annotations

import gettext as gnu
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import Flask, g
from jinja2.ext import InternationalizationExtension

from corpus.dates import first_and_last
from corpus.vocabulary import Label

INTERFACE_LANGUAGES: Final = ("pl", "en")
"""Languages of the interface, the first being the default."""
_LOCALES: Final = {"pl": "pl_PL", "en": "en_GB"}
CATALOGUES: Final = Path(__file__).parent / "catalogues"
"""Where the catalogues of messages lie."""


def message(text: str) -> str:
    """Mark a message that is translated later, where it is shown."""
    return text


class Words:
    """One language of the interface: messages, plural forms, numbers, dates."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = Locale.parse(_LOCALES[language])
        with (CATALOGUES / f"{language}.po").open("rb") as source:
            catalogue = read_po(source, locale=language)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        self._messages = gnu.GNUTranslations(compiled)
        # A page of results formats the same few numbers and dates a hundred times.
        self._formatted = lru_cache(maxsize=4096)(lambda number: format_decimal(number, locale=self._locale))
        self._dated = lru_cache(maxsize=4096)(self._long_date)

    def gettext(self, text: str) -> str:
        """A message in this language."""
        return self._messages.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        """A message in the plural form that a number takes; `%(num)s` is left for the number."""
        return self._messages.ngettext(one, many, number)

    def label(self, label: Label) -> str:
        """A vocabulary's label in this language."""
        return label.pl if self.language == "pl" else label.en

    def number(self, number: float) -> str:
        """A number with this language's separators."""
        return self._formatted(number)

    def counted(self, one: str, many: str, number: int) -> str:
        """A counted thing: 1 dokument, 22 dokumenty, 1 112 dokumentów."""
        return self.ngettext(one, many, number) % {"num": self.number(number)}

    def date(self, iso: str) -> str:
        """A date as exact as it is known: 12 marca 2021, marzec 2021, 2021; "" for none."""
        return iso if len(iso) < 7 else self._dated(iso)

    def _long_date(self, iso: str) -> str:
        first = first_and_last(iso)[0]
        day = date(first // 10000, first // 100 % 100, first % 100)
        return format_date(day, "long" if len(iso) == 10 else "LLLL y", locale=self._locale)

    def moment(self, iso: str) -> str:
        """A moment (ISO 8601) as day and time, in its own zone."""
        return format_datetime(datetime.fromisoformat(iso), "long", locale=self._locale) if iso else ""

    def size(self, number: int) -> str:
        """A number of bytes in the unit a person would use."""
        for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
            if number >= factor:
                rounded = round(number / factor, 1) if number < 10 * factor else round(number / factor)
                return f"{self.number(rounded)}\N{NO-BREAK SPACE}{unit}"
        return f"{self.number(number)}\N{NO-BREAK SPACE}B"


@cache
def words(language: str) -> Words:
    """The words of an interface language, read once. Raises KeyError for a language there is none of."""
    if language not in INTERFACE_LANGUAGES:
        raise KeyError(language)
    return Words(language)


def current() -> Words:
    """The words of the page being made; the default language where none is set yet."""
    chosen: Words = g.get("words") or words(INTERFACE_LANGUAGES[0])
    return chosen


def preferred(best_match: Callable[[Sequence[str]], str | None]) -> str:
    """The language to greet a visitor in, by what the browser accepts: Polish unless English is preferred."""
    return best_match(INTERFACE_LANGUAGES) or INTERFACE_LANGUAGES[0]


def install(app: Flask) -> None:
    """Read both catalogues now, and let templates translate into the language of the page being made."""
    for language in INTERFACE_LANGUAGES:
        words(language)
    app.jinja_env.add_extension(InternationalizationExtension)
    environment: Any = app.jinja_env  # the extension adds its installer as an attribute
    environment.install_gettext_callables(
        lambda text: current().gettext(text),
        lambda one, many, number: current().ngettext(one, many, number),
        newstyle=True,
    )
