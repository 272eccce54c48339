"""How the words of a search were read, for people: what was added, dropped or passed over, each undone by one link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from corpus.vocabulary import FACETS
from index.explanation import Filter, WordRead
from index.syntax import Ignored
from index.understand import OFF
from search_app import wording
from search_app.answer import Answer
from search_app.facets import label_of
from search_app.markup import forms
from search_app.translation import Words, message

IGNORED: Final[Mapping[str, str]] = {
    "length": message("the question was too long, this part was not read"),
    "clauses": message("the question had too many parts, this one was not read"),
    "depth": message("nested too deeply; the bracket was passed over"),
    "unbalanced_quote": message("a quotation mark has no partner"),
    "unbalanced_parenthesis": message("a bracket has no partner"),
    "unknown_field": message("there is no such field; read as words"),
    "unknown_value": message("the field has no such value; read as words"),
    "field_without_value": message("the field has no value; read as a word"),
    "wildcard": message("a star can only end a word"),
    "proximity": message("distance between words is not searched for yet"),
    "no_words": message("there is no word in it"),
}
"""Why a part of a question was not obeyed, for each of index.syntax.REASONS."""
_ALL: Final = "all"
_EXAMPLES: Final = 6


@dataclass(frozen=True, slots=True)
class Switch:
    """A step of the understanding, and the link that turns it off, or on again where it is off."""

    text: str
    action: str
    href: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """The whole reading. `words`: each word and what it was taken for, too; `forms`: examples of what was found by it.

    `told` is False where nothing was asked.
    """

    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    forms: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    told: bool = False


def reading_of(words: Words, answer: Answer, path: str) -> Understanding:
    """The reading of an answer's question."""
    if not answer.address.q:
        return Understanding()
    told = answer.understood.explanation
    typed = {each.typed.lower() for each in told.words}
    seen = forms(place.snippet for found in answer.found for place in found.passages)
    return Understanding(
        words=tuple((each.typed, _also(each)) for each in told.words),
        forms=tuple(form for form in seen if form not in typed)[:_EXAMPLES],
        dropped=told.dropped,
        relaxed=told.relaxed,
        filters=tuple(_filter(words, each) for each in told.filters),
        passed_over=tuple(_passed_over(words, each) for each in told.ignored),
        switches=tuple(_switches(words, answer, path)),
        told=True,
    )


def _also(word: WordRead) -> tuple[str, ...]:
    """What a word was searched as beside itself: spellings with Polish letters, corrections, translations, synonyms.

    Lemmas are left out: they are folded, and the forms found show better what was done.
    """
    added = (*word.forms[1:], *word.corrections, *word.translations, *word.synonyms)
    return tuple(each for each in dict.fromkeys(added) if each != word.typed.lower())


def _filter(words: Words, each: Filter) -> str:
    title = words.label(FACETS[each.field]) if each.field in FACETS else each.field
    value = words.label(label_of(each.field, each.value))
    text = words.gettext("not %(title)s: %(value)s") if each.excludes else words.gettext("%(title)s: %(value)s")
    return text % {"title": title, "value": value}


def _passed_over(words: Words, each: Ignored) -> str:
    why = words.gettext(IGNORED.get(each.reason, each.reason))
    return words.gettext("“%(text)s” (%(why)s)") % {"text": each.text, "why": why}


def _switches(words: Words, answer: Answer, path: str) -> Iterable[Switch]:
    address = answer.address
    alone = _ALL in address.off
    for name in (*sorted(OFF - {_ALL}), _ALL):
        if name == _ALL or not alone:
            # "all" is a restriction to turn on, the others are helps to turn off.
            acts = (name in address.off) == (name == _ALL)
            action = words.gettext("switch off") if acts else words.gettext("switch on")
            yield Switch(wording.switch(words, name), action, address.switched(name).beneath(path))
