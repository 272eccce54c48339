"""What people call a value of an open facet, resolved to the values the index has.

`temat:spawalnictwo`, `organizacja:spawmet`, `folder:praktyki` are typed as the pages show them or shorter; the facets hold
slugs, full names and full paths. A value typed exactly is left alone; else every value that has it at the beginning of
one of its words (letter case and Polish letters ignored) is meant; a value that means nothing matches nothing, and is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from corpus.topics import labels
from index.analysis.fold import normalise, surfaces
from index.port import Request, Searcher
from index.syntax import Ignored
from index.tree import And, AtLeast, Everything, FacetTerm, Node, Not, Or
from index.understand import Understood, understand

OPEN: Final = ("topic", "organisation", "event", "folder")
"""Facets whose values are the operator's and the documents' own."""


def understand_for(text: str, off: frozenset[str], searcher: Searcher) -> Understood:
    """`index.understand.understand`, with field terms resolved to the values of this index; unknown ones are named."""
    understood = understand(text, off)
    tree, unknown = resolved(understood.tree, searcher)
    if tree is understood.tree:
        return understood
    named = tuple(Ignored(f"{term.field}:{term.value}", "unknown_value") for term in unknown)
    explanation = replace(understood.explanation, ignored=understood.explanation.ignored + named)
    return replace(understood, tree=tree, explanation=explanation)


def resolved(tree: Node, searcher: Searcher) -> tuple[Node, tuple[FacetTerm, ...]]:
    """The tree with every open facet term resolved, and the terms that mean nothing in this index."""
    wanted = {term.field for term in _terms(tree)}
    if not wanted:
        return tree, ()
    counted = searcher.search(Request(Everything(), limit=0, facets=tuple(sorted(wanted)))).facets
    values = {field: [count.value for count in counts] for field, counts in counted.items()}
    unknown: list[FacetTerm] = []

    def change(node: Node) -> Node:
        if isinstance(node, FacetTerm) and node.field in OPEN:
            meant = _meant(node, values[node.field])
            if not meant:
                unknown.append(node)
                return node
            terms = tuple(replace(node, value=value) for value in meant)
            return terms[0] if len(terms) == 1 else Or(terms)
        if isinstance(node, And | Or | AtLeast):
            return replace(node, children=tuple(change(child) for child in node.children))
        return Not(change(node.child)) if isinstance(node, Not) else node

    return change(tree), tuple(unknown)


def _terms(node: Node) -> list[FacetTerm]:
    """The open facet terms of a tree."""
    if isinstance(node, FacetTerm):
        return [node] if node.field in OPEN else []
    children = node.children if isinstance(node, And | Or | AtLeast) else (node.child,) if isinstance(node, Not) else ()
    return [term for child in children for term in _terms(child)]


def _meant(term: FacetTerm, values: Sequence[str]) -> list[str]:
    """The values that a typed one means: itself, else all that have it at the beginning of one of their words."""
    if term.value in values:
        return [term.value]
    typed = _words(term.value)
    if not typed:
        return []
    whole = [value for value in values if any(_words(name) == typed for name in _names(term.field, value))]
    return whole or [value for value in values if any(_begins(typed, _words(name)) for name in _names(term.field, value))]


def _names(field: str, value: str) -> list[str]:
    """What a value is called: a topic by its slug and labels, a folder by its path and its last part."""
    label = labels().get(value) if field == "topic" else None
    if label is not None:
        return [value, label.pl, label.en]
    return [value, value.rpartition("/")[2]] if field == "folder" else [value]


def _words(text: str) -> list[str]:
    return [normalise(word) for word in surfaces(text)]


def _begins(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the typed words stand in a row among the others, the last one perhaps unfinished."""
    for place in range(len(words) - len(typed) + 1):
        here = words[place : place + len(typed)]
        if here[:-1] == list(typed[:-1]) and here[-1].startswith(typed[-1]):
            return True
    return False
