"""Both languages of the interface are complete, and count as people count."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from index.syntax import REASONS
from search_app import translation, understanding
from search_app.translation import CATALOGUES, INTERFACE_LANGUAGES, words

ROOM = Path(translation.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "counted": (1, 2), "message": None}


@cache
def used() -> frozenset[object]:
    """Every message in code and templates; a plural one as its pair."""
    found = extract_from_dir(ROOM, METHODS, OPTIONS, keywords=KEYWORDS)
    return frozenset(message for _, _, message, _, _ in found)


def catalogue(language: str) -> Catalog:
    """A catalogue of messages."""
    with (CATALOGUES / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def key(message: Message) -> object:
    """A message as extraction names it."""
    return message.id if isinstance(message.id, str) else tuple(message.id)


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_no_message_is_missing_unused_or_fuzzy(language: str) -> None:
    messages = {key(message): message for message in catalogue(language) if message.id}
    assert used() - set(messages) == set()
    assert set(messages) - used() == set()
    assert [key for key, message in messages.items() if message.fuzzy] == []


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_every_plural_form_is_written_and_every_place_is_kept(language: str) -> None:
    forms = {"pl": 3, "en": 2}[language]
    for message in catalogue(language):
        if not message.id:
            continue
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        assert len(texts) == (1 if isinstance(message.id, str) else forms), message.id
        for text in texts:
            assert text, message.id
            assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", sources[0])), message.id


def test_templates_hold_no_words_of_their_own() -> None:
    for template in (ROOM / "templates").glob("*.html"):
        source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        source = re.sub(r"<[^>]*>|aria-current=\"page\"", " ", source)
        assert set(re.findall(r"[^\W\d_]{2,}", source)) <= {"METALIKA", "DOCTYPE", "api", "search", "health"}, template.name


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1 dokument"),
        (2, "2 dokumenty"),
        (5, "5 dokumentów"),
        (12, "12 dokumentów"),
        (22, "22 dokumenty"),
        (112, "112 dokumentów"),
        (0, "0 dokumentów"),
        (1843, "1\N{NO-BREAK SPACE}843 dokumenty"),
        (12345, "12\N{NO-BREAK SPACE}345 dokumentów"),
    ],
)
def test_documents_are_counted_in_polish_as_poles_count(number: int, text: str) -> None:
    assert words("pl").counted("%(num)s document", "%(num)s documents", number) == text


@pytest.mark.parametrize(("number", "text"), [(1, "1 document"), (2, "2 documents"), (12345, "12,345 documents")])
def test_documents_are_counted_in_english(number: int, text: str) -> None:
    assert words("en").counted("%(num)s document", "%(num)s documents", number) == text


@pytest.mark.parametrize(
    ("iso", "polish", "english"),
    [("2021-03-12", "12 marca 2021", "12 March 2021"), ("2021-03", "marzec 2021", "March 2021"), ("2021", "2021", "2021"), ("", "", "")],
)
def test_dates_are_as_exact_as_they_are_known(iso: str, polish: str, english: str) -> None:
    assert (words("pl").date(iso), words("en").date(iso)) == (polish, english)


def test_sizes_are_in_units_people_use() -> None:
    assert words("pl").size(1_234_567) == "1,2\N{NO-BREAK SPACE}MB"
    assert words("en").size(45_000) == "45\N{NO-BREAK SPACE}kB"
    assert words("pl").size(12) == "12\N{NO-BREAK SPACE}B"


def test_every_reason_for_passing_something_over_has_words() -> None:
    assert set(understanding.IGNORED) == set(REASONS)
