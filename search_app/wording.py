"""What things are called on pages: places in documents, sources, reasons, faults. Messages are English here (see translation)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.document import Document, Passage, Role, Unit
from search_app.address import Fault, Ignored
from search_app.translation import Words, message

_PLACES: Final[Mapping[Unit, str]] = {
    Unit.PAGE: message("page %(place)s"),
    Unit.SLIDE: message("slide %(place)s"),
    Unit.SECTION: message("section %(place)s"),
}
_ROLES: Final[Mapping[Role, str]] = {
    Role.NOTES: message("%(place)s, speaker notes"),
    Role.HEADER: message("%(place)s, header and footer"),
}
_REASONS: Final[Mapping[str, str]] = {
    "encrypted": message("the file is protected by a password"),
    "corrupt": message("the file is damaged"),
    "empty": message("the file is empty"),
    "unsupported": message("files of this format cannot be read"),
    "too_big": message("the file is too big to be read"),
    "timeout": message("reading the file took too long"),
    "memory": message("reading the file took too much memory"),
    "unreadable": message("the file could not be opened"),
    "changing": message("the file was being changed while it was read"),
    "needs_ocr": message("the file holds only images of pages, without text"),
}
_FORMS: Final[Mapping[str, str]] = {
    "number": message("This is not a page number; write a whole number from 1."),
    "size": message("Choose how many results a page shows: from 1 to 100."),
    "date": message("This is not a date; write a year (2019), a month (2019-05) or a day (2019-05-21)."),
    "sort": message("There is no such order; the usual one was used."),
    "too_long": message("The text was too long; only its beginning was read."),
}
_SOURCES: Final[Mapping[str, str]] = {
    "sidecar": message("from the description file"),
    "rule": message("from the rule for the folder “%(name)s”"),
    "metadata": message("from the file’s properties"),
    "first_page": message("read on the first page"),
    "file_name": message("from the file’s name"),
    "media_type": message("from the file’s format"),
    "text": message("recognised in the text"),
    "default": message("by default"),
}
_SWITCHES: Final[Mapping[str, str]] = {
    "inflection": message("other forms of words"),
    "diacritics": message("Polish letters restored"),
    "stopwords": message("common words left out"),
    "all": message("only exactly what was typed"),
}


def place(words: Words, document: Document, passage: Passage) -> str:
    """Where a passage stands: strona 7, slajd 7, sekcja 3; the printed page label goes first where there is one."""
    number = str(passage.number)
    named = passage.label if passage.label and document.unit is Unit.PAGE else number
    text = words.gettext(_PLACES[document.unit]) % {"place": named}
    if named != number:
        text += words.gettext(" (%(number)s in the file)") % {"number": number}
    role = _ROLES.get(passage.role)
    return words.gettext(role) % {"place": text} if role else text


def length(words: Words, document: Document) -> str:
    """How long a document is: 24 slajdy."""
    if document.unit is Unit.SLIDE:
        return words.counted("%(num)s slide", "%(num)s slides", document.pages)
    if document.unit is Unit.PAGE:
        return words.counted("%(num)s page", "%(num)s pages", document.pages)
    return words.counted("%(num)s section", "%(num)s sections", document.pages)


def further(words: Words, document: Document, number: int) -> str:
    """How many more places of a document hold what was asked for: 4 dalsze strony z trafieniami."""
    if document.unit is Unit.SLIDE:
        return words.counted("%(num)s more slide with hits", "%(num)s more slides with hits", number)
    if document.unit is Unit.PAGE:
        return words.counted("%(num)s more page with hits", "%(num)s more pages with hits", number)
    return words.counted("%(num)s more section with hits", "%(num)s more sections with hits", number)


def found(words: Words, total: int) -> str:
    """How much was found: 23 dokumenty."""
    return words.counted("%(num)s document", "%(num)s documents", total)


def coverage(words: Words, indexed: int, files: int, failed: int) -> str:
    """How much of what there is was searched."""
    numbers = {"indexed": words.number(indexed), "files": words.number(files)}
    text = words.ngettext("%(indexed)s of %(files)s file searched", "%(indexed)s of %(files)s files searched", files)
    unread = words.counted("%(num)s could not be read", "%(num)s could not be read", failed)
    return f"{text % numbers} – {unread}" if failed else text % numbers


def reason(words: Words, slug: str) -> str:
    """Why a file could not be read, in words."""
    name, _, detail = slug.partition(":")
    if name == "needs_tool":
        return words.gettext("the program %(name)s, needed to read the file, is not installed") % {"name": detail}
    return words.gettext(_REASONS.get(name, slug))


def source(words: Words, slug: str) -> str:
    """Where a piece of description came from, in words."""
    name, _, detail = slug.partition(":")
    text = words.gettext(_SOURCES.get(name, slug))
    return text % {"name": detail} if "%(name)s" in text else text


def fault(words: Words, each: Fault) -> str:
    """What is wrong with a value, for the person who typed it."""
    return words.gettext(_FORMS[each.reason])


def ignored(words: Words, each: Ignored) -> str:
    """What was passed over, for the person who typed it."""
    if each.value:
        text = words.gettext("There is no value “%(value)s” of “%(name)s”; it was passed over.")
        return text % {"value": each.value, "name": each.name}
    return words.gettext("The parameter “%(name)s” means nothing here; it was passed over.") % {"name": each.name}


def switch(words: Words, slug: str) -> str:
    """What a switch of the understanding turns off, in words."""
    return words.gettext(_SWITCHES.get(slug, slug))
