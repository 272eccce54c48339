"""Promises of the understanding: forms meet, few words must all be found, signs are obeyed, everything done is told."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import terms
from index.port import TEXT_FIELDS
from index.tree import (
    And,
    AtLeast,
    DateRange,
    Everything,
    FacetTerm,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Word,
)
from index.understand import OFF, required, understand

QUERIES = st.text(max_size=120) | st.lists(
    st.sampled_from(
        [
            "klastrami",
            "spoldzielnia",
            "the",
            "jak",
            "AND",
            "OR",
            "NIE",
            "(",
            ")",
            '"',
            "-",
            "*",
            "title:",
            "kind:plan",
            "3,5",
        ]
    ),
    max_size=14,
).map(" ".join)


def tree(text: str, *off: str) -> Node:
    """The query tree of a text."""
    return understand(text, frozenset(off)).tree


def word(text: str, *off: str) -> Word:
    """The node of a query of one word."""
    found = tree(text, *off)
    assert isinstance(found, Word)
    return found


def leaves(node: Node) -> Iterator[Node]:
    """All nodes of a tree without children."""
    match node:
        case And(children) | Or(children) | AtLeast(_, children):
            for child in children:
                yield from leaves(child)
        case Not(child):
            yield from leaves(child)
        case _:
            yield node


@settings(deadline=None, max_examples=150)
@given(QUERIES, st.sets(st.sampled_from(sorted(OFF))))
def test_any_text_gives_a_sound_tree_and_a_plain_explanation(text: str, off: set[str]) -> None:
    understood = understand(text, frozenset(off))
    for leaf in leaves(understood.tree):
        if isinstance(leaf, Word):
            assert leaf.match
            assert all(term.field in TEXT_FIELDS and term.text for term in (*leaf.match, *leaf.rescore))
        if isinstance(leaf, Phrase):
            assert len(leaf.terms) > 1
            assert all(leaf.terms)
        if isinstance(leaf, Prefix):
            assert leaf.text
    told = understood.explanation.as_json()
    assert json.loads(json.dumps(told)) == told
    assert set(told) == {"words", "dropped", "relaxed", "ignored", "filters"}


def test_forms_of_a_word_are_one_query_but_for_what_ranks() -> None:
    assert word("klastrze").match == word("klastrami").match == word("KLASTER").match == (Term("lemma", "klaster"),)
    assert word("klastrami").rescore == (Term("exact", "klastrami", 0.25),)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("spoldzielnia", "spółdzielni"),
        ("kobotów", "kobot"),
        ("polska", "w Polsce"),
        ("szczecin", "Szczecina"),
        ("swiatkowy", "Świątkowy"),
        ("welded", "welding"),
        ("zrodla", "źródłami"),
    ],
)
def test_a_word_matches_its_forms_in_a_text(typed: str, written: str) -> None:
    found = word(typed).match
    text = terms(written)[-1]
    assert any(
        (term.field == "lemma" and term.text in text.lemmas) or (term.field == "exact" and term.text == text.exact)
        for term in found
    )


def test_a_restored_word_weighs_less_than_one_typed_so() -> None:
    weights = {term.text: term.weight for term in word("zrodla").match}
    assert weights["zrodlo"] < 1.0


def test_steps_can_be_switched_off() -> None:
    assert word("klastrami", "inflection") == word("klastrami", "all") == Word((Term("exact", "klastrami"),))
    assert "zrodlo" not in {term.text for term in word("zrodla", "diacritics").match}
    assert len(list(leaves(tree("jak spawać", "stopwords")))) == 2


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(ValueError, match="spelling"):
        understand("klaster", frozenset({"spelling"}))


@pytest.mark.parametrize(("words", "least"), [(1, 1), (2, 2), (3, 2), (6, 2), (7, 3), (12, 3)])
def test_how_many_words_must_be_found_grows_slowly(words: int, least: int) -> None:
    assert required(words) == least


def test_several_words_need_not_all_be_found() -> None:
    found = tree("spawanie laserowe aluminium kanban robot stal jakość")
    assert isinstance(found, AtLeast)
    assert (found.count, len(found.children)) == (3, 7)
    assert isinstance(tree("spawanie laserowe"), And)
    assert understand("spawanie laserowe aluminium").explanation.relaxed == ("spawanie", "laserowe", "aluminium")


def test_the_same_word_twice_is_one_word() -> None:
    assert tree("robot Robot").__class__ is Word


def test_stop_words_are_dropped_and_named_while_other_words_remain() -> None:
    understood = understand("Jak wdrożyć kanban w firmie")
    assert understood.explanation.dropped == ("Jak", "w")
    assert len(list(leaves(understood.tree))) == 3
    assert understand("who is the").explanation.dropped == ()
    assert understand("the").tree != Everything()
    assert tree('"jak wdrożyć"') == Phrase("exact", ("jak", "wdrozyc"))


def test_quoted_words_are_adjacent_exact_forms() -> None:
    assert tree("„dobra praktyka”") == tree('"dobra praktyka"') == Phrase("exact", ("dobra", "praktyka"))
    assert tree('"praktykami"') == Word((Term("exact", "praktykami"),))


def test_phrases_fields_and_prefixes_must_match_beside_free_words() -> None:
    found = tree('"dobra praktyka" klast* kind:plan spawanie laser aluminium')
    assert isinstance(found, And)
    assert [type(child) for child in found.children] == [AtLeast, Phrase, Prefix, FacetTerm]


def test_operators_are_obeyed_strictly() -> None:
    found = tree("spawanie AND laser AND aluminium OR kanban")
    assert isinstance(found, Or)
    assert isinstance(found.children[0], And)
    assert len(found.children[0].children) == 3


def test_exclusions_alone_exclude_from_everything() -> None:
    assert tree("-klaster") == And((Everything(), Not(word("klaster"))))
    assert tree("-klaster -lean").__class__ is And
    assert tree("-*") == Nothing()


def test_nothing_typed_is_everything() -> None:
    assert tree("") == tree("*") == tree("!!!") == Everything()


def test_codes_are_phrases_of_their_parts_and_hyphened_words_are_inflected() -> None:
    assert tree("S355J2+N") == Phrase("exact", ("s355j2", "n"))
    assert tree("3,5") == Phrase("exact", ("3", "5"))
    assert isinstance(tree("badawczo-rozwojowego"), And)
    assert tree("badawczo-rozwojowego", "all") == Phrase("exact", ("badawczo", "rozwojowego"))
    assert tree("member's") == tree("member")


def test_a_prefix_is_folded() -> None:
    assert tree("Spół*") == Prefix("spol")
    assert tree("PN-EN*") == And((Word((Term("exact", "pn"),)), Prefix("en")))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("kind:minutes", FacetTerm("kind", "minutes")),
        ("rodzaj:protokół", FacetTerm("kind", "minutes")),
        ("rodzaj:protokoły", FacetTerm("kind", "minutes")),
        ('rodzaj:"dobra praktyka"', FacetTerm("kind", "practice")),
        ("język:polski", FacetTerm("language", "pl")),
        ("language:EN", FacetTerm("language", "en")),
        ("format:pdf", FacetTerm("format", "pdf")),
        ("year:2020", FacetTerm("year", "2020")),
        ("rok:brak", FacetTerm("year", "none")),
        ("year:2021..2020", Or((FacetTerm("year", "2020"), FacetTerm("year", "2021")))),
        ("year:2019..", DateRange(20190101, 99991231)),
        ("date:2019-03..2020", DateRange(20190301, 20201231)),
        ("data:2019-03-05", DateRange(20190305, 20190305)),
        ('organizacja:"Stalmet Gryf"', FacetTerm("organisation", "Stalmet Gryf")),
        ("folder:sample/protokoly/", FacetTerm("folder", "sample/protokoly")),
        ("title:strategii", Word((Term("title", "strategia"),))),
    ],
)
def test_field_terms_narrow(text: str, node: Node) -> None:
    assert tree(text) == node


def test_a_quoted_title_is_a_phrase_of_lemmas_in_any_reading() -> None:
    found = tree('title:"strategii klastra"')
    assert found == Phrase("title", ("strategia", "klaster"))


def test_the_years_of_a_range_are_bounded() -> None:
    assert isinstance(tree("year:0001..9999"), DateRange)


@pytest.mark.parametrize("text", ["kind:xyz", "year:20xx", "date:2020-13", "year:..", "language:zz"])
def test_a_value_that_a_field_does_not_have_is_noted(text: str) -> None:
    assert [each.reason for each in understand(text).explanation.ignored] == ["unknown_value"]


def test_the_explanation_tells_words_filters_and_what_is_not_obeyed() -> None:
    told = understand("spoldzielni kind:plan -year:2020 foo:bar").explanation.as_json()
    assert told["words"][0]["typed"] == "spoldzielni"
    assert "spółdzielni" in told["words"][0]["forms"]
    assert "spoldzielnia" in told["words"][0]["lemmas"]
    assert told["filters"] == [
        {"field": "kind", "value": "plan", "excludes": False},
        {"field": "year", "value": "2020", "excludes": True},
    ]
    assert told["ignored"] == [{"text": "foo:bar", "reason": "unknown_field"}]


def test_what_is_excluded_is_not_marked() -> None:
    marks = understand('klaster -lean -"dobra praktyka" -spaw*').marks
    assert (len(marks.words), marks.phrases, marks.prefixes) == (1, (), ())
