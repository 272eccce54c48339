"""The query tree: what the parser understood, in terms that every engine can run.

Nobody hands an engine a raw string. Nodes are immutable and hold finished terms (see `index.analysis`).

What a node means for a document (membership) and for a passage (relevance, evidence) is told in `index.port`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Term:
    """One finished term in one text field (`exact`, `lemma`, `title`) with a weight for ranking."""

    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the query: matches where any of `match` stands.

    Ranking: the best of `match` (DisMax: several lemmas of one word are readings of it, not evidence added up;
    a plain OR cost 6 points of nDCG) plus the sum of `rescore`, which never make anything match.
    """

    match: tuple[Term, ...]
    rescore: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms of one field at adjacent positions, in this order, within one passage (or within the title)."""

    field: str
    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Terms of the field `exact` that begin with `text` (folded)."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class FacetTerm:
    """Documents that carry `value` in the facet `field` (see corpus.vocabulary.FACETS)."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Documents whose date touches first_day..last_day (YYYYMMDD, both included)."""

    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class And:
    """All children match the document."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one child matches the document."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the children match the document."""

    count: int
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The child does not match the document (anywhere in it, whichever passage)."""

    child: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


Node: TypeAlias = Word | Phrase | Prefix | FacetTerm | DateRange | And | Or | AtLeast | Not | Everything | Nothing
