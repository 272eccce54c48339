"""What every engine must agree on before it runs anything: which entries and requests are sound, which leaves count.

Ids become numbers (`number_of`) that sort as the ids do, so that an engine can keep them in a column of integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from corpus.dates import FIRST_DAY, LAST_DAY
from corpus.vocabulary import FACETS
from index.port import TEXT_FIELDS, EngineError, Entry, Request, Terms
from index.tree import And, AtLeast, FacetTerm, Node, Not, Or, Phrase, Prefix, Word

FACET_FIELDS: Final = tuple(FACETS)
"""Facet fields an entry may carry and a request may name."""

PHRASE_FIELDS: Final = ("exact", "title")
"""Fields that keep positions, hence the only ones a phrase may name."""

DEPTH: Final = 64
"""How deep a tree may be nested: recursion ends in an error in Python, and in the end of the process in a library."""

Leaf = Word | Phrase | Prefix

_ALPHABET: Final = "-.0123456789_abcdefghijklmnopqrstuvwxyz"
_DIGIT: Final = {character: place for place, character in enumerate(_ALPHABET, 1)}
_BASE: Final = len(_ALPHABET) + 1
_ID_LENGTH: Final = 12


def number_of(document: str) -> int:
    """A document's id as a 64-bit number; numbers sort as their ids do.

    Base 40, zero standing for "no more characters": 40**12 < 2**64. Raises EngineError for an id that is not one to
    twelve characters of a-z, 0-9, "-", "." and "_".
    """
    number = 0
    try:
        for character in document:
            number = number * _BASE + _DIGIT[character]
    except KeyError:
        raise EngineError(f"not an id: {document!r}; it may hold a-z 0-9 - . _ only") from None
    if not 0 < len(document) <= _ID_LENGTH:
        raise EngineError(f"not an id: {document!r}; it must have one to {_ID_LENGTH} characters")
    return int(number * _BASE ** (_ID_LENGTH - len(document)))


def id_of(number: int) -> str:
    """The id that `number_of` made this number from."""
    characters = []
    while number:
        number, digit = divmod(number, _BASE)
        if digit:
            characters.append(_ALPHABET[digit - 1])
    return "".join(reversed(characters))


def check_entry(entry: Entry) -> None:
    """Raise EngineError for an entry that an engine could not keep faithfully.

    A finished term is neither empty nor holds white space: engines are fed terms joined by blanks.
    """
    number_of(entry.id)
    unknown = [name for name in entry.facets if name not in FACETS]
    if unknown:
        raise EngineError(f"document {entry.id}: no facet is called {unknown[0]!r}")
    if len({passage.ordinal for passage in entry.passages}) != len(entry.passages):
        raise EngineError(f"document {entry.id}: two passages have the same ordinal")
    for terms in entry.titles:
        _check_terms(entry.id, terms)
    for passage in entry.passages:
        _check_terms(entry.id, passage.text)
        _check_terms(entry.id, passage.heading)


def _check_terms(document: str, terms: Terms) -> None:
    # One join and one split for the whole text: a check per word would cost more than writing it.
    expected = [text for word in terms for text in (word.exact, *word.lemmas)]
    joined = " ".join(expected)
    try:
        joined.encode()
    except UnicodeEncodeError as error:
        raise EngineError(f"document {document}: its terms are not Unicode text ({error})") from error
    if joined.split() != expected:
        wrong = next(text for text in expected if text.split() != [text])
        raise EngineError(f"document {document}: {wrong!r} is not a finished term: it is empty or holds white space")
    if any(not word.lemmas for word in terms):
        raise EngineError(f"document {document}: a word has no lemma")


def check_request(request: Request) -> None:
    """Raise EngineError for a request no engine can run: unknown fields, negative numbers, phrases without positions."""
    if min(request.offset, request.limit, request.evidence, request.window) < 0:
        raise EngineError("offset, limit, evidence and window must not be negative")
    for name in (*request.filters, *request.facets):
        if name not in FACETS:
            raise EngineError(f"no facet is called {name!r}")
    _check_node(request.query, DEPTH)


def _check_node(node: Node, depth: int) -> None:
    if not depth:
        raise EngineError(f"the query is nested more than {DEPTH} deep")
    match node:
        case Word():
            wrong = [term.field for term in (*node.match, *node.rescore) if term.field not in TEXT_FIELDS]
            if wrong:
                raise EngineError(f"no text field is called {wrong[0]!r}")
            _check_text(*(term.text for term in (*node.match, *node.rescore)))
        case Phrase() if node.field not in PHRASE_FIELDS:
            raise EngineError(f"the field {node.field!r} keeps no positions: a phrase may stand in exact or title")
        case Phrase():
            _check_text(*node.terms)
        case Prefix():
            _check_text(node.text)
        case FacetTerm() if node.field not in FACETS:
            raise EngineError(f"no facet is called {node.field!r}")
        case And() | Or() | AtLeast():
            for child in node.children:
                _check_node(child, depth - 1)
        case Not():
            _check_node(node.child, depth - 1)
        case _:
            return


def _check_text(*texts: str) -> None:
    try:
        "".join(texts).encode()
    except UnicodeEncodeError as error:
        raise EngineError(f"a term of the query is not Unicode text ({error})") from error


def positive(node: Node) -> Iterator[Leaf]:
    """The words, phrases and prefixes that do not stand under a Not, in order: what relevance and evidence go by."""
    match node:
        case Word() | Phrase() | Prefix():
            yield node
        case And() | Or() | AtLeast():
            for child in node.children:
                yield from positive(child)
        case _:
            return


def bearing(leaf: Leaf) -> Leaf | None:
    """The leaf as it can be borne out by a passage's own text or heading; None where only a title could."""
    if isinstance(leaf, Word):
        own = tuple(term for term in leaf.match if term.field != "title")
        return replace(leaf, match=own) if own else None
    if isinstance(leaf, Phrase) and leaf.field == "title":
        return None
    return leaf


def touching(first_day: int, last_day: int) -> tuple[int, int] | None:
    """Bounds (lowest last day, highest first day) of documents touching a range; None where the range is all days.

    A document without a date has the day 0, which the lowest bound of 1 keeps out of all but the open range.
    A range that ends before it begins gives bounds that no document meets.
    """
    if first_day <= FIRST_DAY and last_day >= LAST_DAY:
        return None
    if first_day > last_day:
        return LAST_DAY + 1, 0
    return max(first_day, FIRST_DAY + 1), last_day
