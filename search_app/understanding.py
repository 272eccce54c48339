"""How the words of a search were read, for people: what was added, dropped or passed over, each undone by one link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from corpus.vocabulary import FACETS
from index.explanation import Filter, WordRead
from index.parse import parse
from index.syntax import All, Either, Expression, Negation, Phrase, Prefix, Run, Word
from index.understand import OFF
from search_app import wording
from search_app.answer import Answer
from search_app.facets import label_of
from search_app.markup import forms
from search_app.translation import Words, message

IGNORED: Final[Mapping[str, str]] = {
    "length": message("The question was too long; this part was not read: “%(text)s”."),
    "clauses": message("The question had too many parts; this one was not read: “%(text)s”."),
    "depth": message("Brackets nested too deeply were passed over: “%(text)s”."),
    "unbalanced_quote": message("A quotation mark has no partner; read as a phrase to the end: %(text)s"),
    "unbalanced_parenthesis": message("A bracket without a partner was passed over: “%(text)s”."),
    "unknown_field": message("There is no such field; read as words: “%(text)s”."),
    "unknown_value": message("The field has no such value; read as words: “%(text)s”."),
    "field_without_value": message("The field has no value; read as a word: “%(text)s”."),
    "wildcard": message("A star can only end a word; it was passed over here: “%(text)s”."),
    "proximity": message("The distance between words was passed over: “%(text)s”."),
    "no_words": message("There is no word to search for in “%(text)s”."),
}
"""What became of a part of a question that was not obeyed as it stands, for each of index.syntax.REASONS."""
_FIELDS: Final[Mapping[str, str]] = {"title": message("Title"), "date": message("Date")}
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

    `phrases` stand as typed; `excluded`: words, phrases and filters that keep results out; `told` is False where nothing
    was asked.
    """

    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    told: bool = False

    @property
    def single(self) -> bool:
        """Whether fewer words cannot be tried."""
        return len(self.words) + len(self.phrases) + len(self.dropped) < 2 and not any(" " in each for each in self.phrases)


def reading_of(words: Words, answer: Answer, path: str) -> Understanding:
    """The reading of an answer's question."""
    if not answer.address.q:
        return Understanding()
    told = answer.understood.explanation
    parts = list(_parts(parse(answer.address.q).tree, excluded=False))
    wanted = {text.lower() for text, _, excluded in parts if not excluded}
    unwanted = {text.lower() for text, _, excluded in parts if excluded} - wanted
    searched = tuple(each for each in told.words if each.typed.lower() not in unwanted)
    typed = {each.typed.lower().removesuffix("*") for each in searched}
    seen = forms(place.snippet for found in answer.found for place in found.passages)
    kept_out = [words.gettext("“%(text)s”") % {"text": text} for text, _, excluded in parts if excluded]
    return Understanding(
        words=tuple((each.typed, _also(each)) for each in searched),
        phrases=tuple(text for text, phrase, excluded in parts if phrase and not excluded and text.lower() not in typed),
        excluded=(*kept_out, *(_filter(words, each) for each in told.filters if each.excludes)),
        forms=tuple(form for form in seen if form not in typed)[:_EXAMPLES],
        dropped=told.dropped,
        relaxed=told.relaxed,
        filters=tuple(_filter(words, each) for each in told.filters if not each.excludes),
        passed_over=tuple(words.gettext(IGNORED.get(each.reason, each.reason)) % {"text": each.text} for each in told.ignored),
        switches=tuple(_switches(words, answer, path)),
        told=True,
    )


def _parts(tree: Expression, *, excluded: bool) -> Iterator[tuple[str, bool, bool]]:
    """Words and phrases of a question as typed: the text, whether it is a phrase, whether it keeps results out."""
    if isinstance(tree, Negation):
        yield from _parts(tree.child, excluded=not excluded)
    elif isinstance(tree, All | Either | Run):
        for child in tree.children:
            yield from _parts(child, excluded=excluded)
    elif isinstance(tree, Prefix):
        yield f"{tree.text}*", False, excluded
    elif isinstance(tree, Word | Phrase):
        yield tree.text, isinstance(tree, Phrase), excluded


def _also(word: WordRead) -> tuple[str, ...]:
    """What a word was searched as beside itself: spellings with Polish letters, corrections, translations, synonyms.

    Lemmas are left out: they are folded, and the forms found show better what was done.
    """
    added = (*word.forms[1:], *word.corrections, *word.translations, *word.synonyms)
    return tuple(each for each in dict.fromkeys(added) if each != word.typed.lower())


def _filter(words: Words, each: Filter) -> str:
    title = words.label(FACETS[each.field]) if each.field in FACETS else words.gettext(_FIELDS.get(each.field, each.field))
    value = words.label(label_of(each.field, each.value))
    return words.gettext("%(title)s: %(value)s") % {"title": title, "value": value}


def _switches(words: Words, answer: Answer, path: str) -> Iterable[Switch]:
    address = answer.address
    alone = _ALL in address.off
    for name in (*sorted(OFF - {_ALL}), _ALL):
        if name == _ALL or not alone:
            # "all" is a restriction to turn on, the others are helps to turn off.
            acts = (name in address.off) == (name == _ALL)
            action = words.gettext("switch off") if acts else words.gettext("switch on")
            yield Switch(wording.switch(words, name), action, address.switched(name).beneath(path))
