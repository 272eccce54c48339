"""A document's page: its description with sources, its contents, its text with what was asked for marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from markupsafe import Markup

from corpus.document import Document, Passage, Role
from corpus.vocabulary import FACETS, FORMATS, KIND_SINGULAR, LANGUAGES, Label, format_of
from index.highlight import marked, snippet
from index.understand import Understood
from search_app import wording
from search_app.address import Address
from search_app.answer import anchor
from search_app.facets import label_of
from search_app.files import PDF
from search_app.markup import marked_html, safe
from search_app.results import foreign
from search_app.translation import Words, message


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the description: what it says, where it leads, and where it was learnt."""

    term: str
    values: tuple[tuple[str, str], ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A passage on the page. `original`: the file at that page, where the format has such an address."""

    anchor: str
    place: str
    heading: Markup
    text: Markup
    language: str
    original: str
    hits: int
    snippet: Markup
    ocr: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents; `href` "" where it leads nowhere."""

    level: int
    text: str
    href: str


PLACE: Final = Label("Miejsce", "Place")
"""What the place of an event is called."""
_LINKED: Final = (("kind", "kind"), ("organisation", "organisations"), ("event", "event"), ("topic", "topics"))
_SURE: Final = 0.6
_FILE: Final = (message("File"), message("Size"), message("Length"))


def parts(words: Words, document: Document, passages: Sequence[Passage], understood: Understood | None) -> list[Part]:
    """All passages in order; `understood` marks what was asked for, None marks nothing."""
    return [_part(words, document, passage, understood) for passage in passages]


def _part(words: Words, document: Document, passage: Passage, understood: Understood | None) -> Part:
    ranges = marked(passage.text, understood.marks) if understood else []
    above = marked(passage.heading, understood.marks) if understood else []
    shown = safe(snippet(passage.text, understood.marks)) if understood and (ranges or above) else Markup("")
    inside = document.media_type == PDF and passage.role is Role.BODY
    return Part(
        anchor=anchor(passage),
        place=wording.place(words, document, passage),
        heading=marked_html(passage.heading, above),
        text=marked_html(passage.text, ranges),
        language=foreign(words, passage.language),
        original=f"/files/{document.id}#page={passage.number}" if inside else "",
        hits=len(ranges) + len(above),
        snippet=shown,
        ocr=passage.ocr,
    )


def contents(document: Document, passages: Sequence[Passage]) -> list[Line]:
    """The document's own contents."""
    there = {passage.number for passage in passages}
    lines = document.outline
    least = min((each.level for each in lines), default=1)
    return [
        Line(min(each.level - least, 3), each.text, f"#p{each.number}" if each.number in there else "") for each in lines
    ]


def description(words: Words, document: Document) -> list[Row]:
    """What is known of a document, and from where."""
    where = f"/{words.language}/search"
    rows = [_row(words, document, field, attribute, where) for field, attribute in _LINKED]
    rows.insert(0, Row(words.gettext("Title"), _plain(document.title), _source(words, document, "title")))
    rows.insert(2, _dated(words, document, where))
    rows.append(Row(words.label(PLACE), _plain(document.place), _source(words, document, "place")))
    rows.append(_languages(words, document))
    rows += _filed(words, document, where)
    return [row for row in rows if row.values]


def _row(words: Words, document: Document, field: str, attribute: str, where: str) -> Row:
    value = getattr(document, attribute)
    values = (value,) if isinstance(value, str) else value
    link = partial(_link, where, field)
    if field == "kind":
        shown = tuple((words.label(KIND_SINGULAR.get(each, Label(each, each))), link(each)) for each in values)
    else:
        shown = tuple((words.label(label_of(field, each)), link(each)) for each in values if each)
    return Row(words.label(FACETS[field]), shown, _source(words, document, field))


def _link(where: str, field: str, value: str) -> str:
    return Address().alone(field, value).beneath(where)


def _plain(value: str) -> tuple[tuple[str, str], ...]:
    return ((value, ""),) if value else ()


def _dated(words: Words, document: Document, where: str) -> Row:
    values = ((words.date(document.date), _link(where, "year", document.date[:4])),) if document.date else ()
    return Row(words.gettext("Date"), values, _source(words, document, "date"))


def _languages(words: Words, document: Document) -> Row:
    spoken = document.languages or (document.language,)
    names = ", ".join(words.label(LANGUAGES[each]) if each in LANGUAGES else each for each in spoken)
    return Row(words.label(FACETS["language"]), _plain(names), _source(words, document, "language"))


def _filed(words: Words, document: Document, where: str) -> list[Row]:
    file, size, length = (words.gettext(each) for each in _FILE)
    places = tuple(
        (f"{each.root}/{each.path}", _link(where, "folder", f"{each.root}/{each.path}".rpartition("/")[0]))
        for each in document.files
    )
    form = words.label(FORMATS[format_of(document.media_type)])
    pages = _plain(wording.length(words, document)) if document.pages else ()
    return [
        Row(length, pages),
        Row(words.label(FACETS["format"]), _plain(form)),
        Row(size, _plain(words.size(document.bytes))),
        Row(file, places),
    ]


def _source(words: Words, document: Document, field: str) -> str:
    derived = document.derived.get(field)
    if derived is None:
        return ""
    text = wording.source(words, derived.source)
    doubt = words.gettext("worth checking")
    return text if derived.confidence >= _SURE else f"{text} – {doubt}"
