"""What a query says, before any linguistics: the syntax tree that `index.parse` makes and `index.understand` reads.

Texts in it are as typed. The tree is at most as deep as the budget allows, so that readers may recurse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of a query is read: characters, clauses (words, those in phrases too) and nested parentheses."""

    length: int = 1000
    clauses: int = 64
    depth: int = 16


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something of the query that is not obeyed: its text (shortened) and why, a slug of `REASONS`."""

    text: str
    reason: str


REASONS: Final = (
    "length",
    "clauses",
    "depth",
    "unbalanced_quote",
    "unbalanced_parenthesis",
    "unknown_field",
    "unknown_value",
    "field_without_value",
    "wildcard",
    "proximity",
    "no_words",
)
"""Why a part of a query is not obeyed.

length, clauses: beyond the budget, not read; depth, unbalanced_*: the sign is passed over, what it encloses is read;
unknown_field, unknown_value, field_without_value: read as plain words; wildcard: a star that does not end a word is
passed over; proximity: the ~n after a phrase is passed over; no_words: the query holds nothing that can be searched.
"""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters between spaces: a word, or a compound ("S355J2+N") whose parts belong together."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word: `klast*`."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """`name:value` with the field's English name. `quoted`: the value stood in quotes. `typed`: the whole as written."""

    name: str
    value: str
    quoted: bool
    typed: str


@dataclass(frozen=True, slots=True)
class Everything:
    """A lone star, or an empty query: all documents."""


@dataclass(frozen=True, slots=True)
class Negation:
    """What must not be found."""

    child: Expression


@dataclass(frozen=True, slots=True)
class All:
    """Operands of AND: every one must be found."""

    children: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Operands of OR: one is enough."""

    children: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Clauses side by side without an operator. How many of its words must be found is not the parser's to say."""

    children: tuple[Expression, ...]


Expression: TypeAlias = Word | Phrase | Prefix | Field | Everything | Negation | All | Either | Run


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as read: its tree, and everything in it that is not obeyed."""

    tree: Expression
    ignored: tuple[Ignored, ...] = ()
