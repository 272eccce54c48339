"""Results as a page draws them: documents with their best places, why they were found, and the pager."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from corpus.document import Document
from corpus.vocabulary import FORMATS, KIND_SINGULAR, LANGUAGES, format_of
from index.highlight import marked
from search_app import wording
from search_app.address import Address
from search_app.answer import Answer, Found
from search_app.markup import forms, marked_html, safe
from search_app.present import document_path
from search_app.translation import Words


@dataclass(frozen=True, slots=True)
class Place:
    """A page, slide or section that bears a result out. `language` "" where it is the interface's."""

    text: str
    href: str
    heading: Markup
    snippet: Markup
    language: str


@dataclass(frozen=True, slots=True)
class Result:
    """One document of a list. `facts`: kind, organisation, date, length; `forms`: what was found, for "why this result"."""

    href: str
    title: Markup
    language: str
    language_name: str
    format: str
    facts: tuple[str, ...]
    folder: str
    unavailable: str
    places: tuple[Place, ...] = ()
    further: str = ""
    further_href: str = ""
    forms: tuple[str, ...] = ()
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the pager; `number` "" stands for a gap."""

    number: str
    href: str
    current: bool = False


def listed(words: Words, document: Document) -> Result:
    """A document in a list without a question, e.g. among the newest."""
    return _result(words, document, escape(document.title), document_path(words.language, document.id))


def _result(words: Words, document: Document, title: Markup, href: str) -> Result:
    place = document.files[0] if document.files else None
    return Result(
        href=href,
        title=title,
        language=foreign(words, document.language),
        language_name=words.label(LANGUAGES[document.language]) if document.language in LANGUAGES else document.language,
        format=words.label(FORMATS[format_of(document.media_type)]),
        facts=facts(words, document),
        folder=f"{place.root}/{place.path}".rpartition("/")[0] if place else "",
        unavailable="" if document.available else wording.reason(words, document.reason),
    )


def facts(words: Words, document: Document) -> tuple[str, ...]:
    """A document in a line: kind, organisations, event or place, date, length."""
    kind = words.label(KIND_SINGULAR[document.kind]) if document.kind in KIND_SINGULAR else document.kind
    length = wording.length(words, document) if document.pages else ""
    all_facts = (kind, ", ".join(document.organisations[:2]), words.date(document.date), length)
    return tuple(each for each in all_facts if each)


def foreign(words: Words, language: str) -> str:
    """The lang attribute of a text that is not in the interface's language; "" where none is needed or known."""
    return "" if language in (words.language, "und", "") else language


def results(words: Words, answer: Answer) -> list[Result]:
    """All results of an answer's page."""
    return [_found(words, answer, found) for found in answer.found]


def _found(words: Words, answer: Answer, found: Found) -> Result:
    document, address = found.document, answer.address
    href = document_path(words.language, document.id, address)
    ranges = marked(document.title, answer.understood.marks) if address.q else []
    base = _result(words, document, marked_html(document.title, ranges), href)
    asked = bool(address.q)
    places = tuple(
        Place(
            text=wording.place(words, document, each.passage),
            href=f"{href}#{each.anchor}",
            heading=marked_html(each.passage.heading, marked(each.passage.heading, answer.understood.marks)),
            snippet=safe(each.snippet),
            language=foreign(words, each.passage.language),
        )
        for each in found.passages
    )
    more = found.passages_found - len(places)
    return replace(
        base,
        places=places if asked else (),
        further=wording.further(words, document, more) if asked and more > 0 else "",
        further_href=f"{href}#hits",
        forms=tuple(forms(each.snippet for each in found.passages)),
        in_title=bool(ranges),
    )


def pager(words: Words, address: Address, last: int, path: str) -> list[PageLink]:
    """Links to the first, the last and the neighbouring pages; [] where there is one page only."""
    if last == 1:
        return []
    near = sorted({1, last, *(n for n in range(address.page - 2, address.page + 3) if 1 <= n <= last)})
    links: list[PageLink] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            links.append(PageLink("", ""))
        links.append(PageLink(words.number(number), address.on_page(number).beneath(path), number == address.page))
    return links
