"""Promises of the parser: it reads any text, obeys signs and operators where they are meant, and names what it cuts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parse import DEEPEST, parse
from index.syntax import (
    REASONS,
    All,
    Budget,
    Either,
    Everything,
    Expression,
    Field,
    Negation,
    Phrase,
    Prefix,
    Run,
    Word,
)

SIGNS = st.lists(
    st.sampled_from(
        [
            "klaster",
            "lean",
            "AND",
            "OR",
            "NIE",
            "I",
            "LUB",
            "(",
            ")",
            '"',
            "„",
            "”",
            "«",
            "-",
            "*",
            ":",
            "kind:",
            "x:y",
            "year:2019..2023",
            "~3",
            "..",
            " ",
            "  ",
            "\n",
            "\x00",
            "\ud800",
            "é",
            "KLASTER",
            "etap",
            "'",
            "3,5",
        ]
    ),
    max_size=30,
).map("".join)


def tree(text: str) -> Expression:
    """The tree of a query that is obeyed in full."""
    parsed = parse(text)
    assert parsed.ignored == ()
    return parsed.tree


def reasons(text: str, budget: Budget | None = None) -> set[str]:
    """Why parts of a query are not obeyed."""
    return {each.reason for each in parse(text, budget).ignored}


def depth(node: Expression) -> int:
    """How deep a tree is."""
    match node:
        case Run(children) | All(children) | Either(children):
            return 1 + max(map(depth, children))
        case Negation(child):
            return 1 + depth(child)
        case _:
            return 1


def kind(value: str, *, quoted: bool = False, typed: str = "") -> Field:
    """A field term of the field `kind`."""
    return Field("kind", value, quoted=quoted, typed=typed or f"kind:{value}")


@settings(deadline=None, max_examples=400)
@given(st.text(max_size=200) | SIGNS)
def test_any_text_is_read(text: str) -> None:
    parsed = parse(text)
    assert depth(parsed.tree) <= 4 * DEEPEST
    assert all(each.reason in REASONS for each in parsed.ignored)
    repr(parsed).encode("utf-8")


@pytest.mark.parametrize(
    "sign", ["(", ")", '"', "-", "*", "a ", "(a ", '"a ', "NOT ", "a:", "a-", "kind:", "a OR (", "a,"]
)
def test_time_grows_no_faster_than_the_text(sign: str) -> None:
    budget = Budget(length=10**7, clauses=10**7, depth=16)

    def took(size: int) -> float:
        """The best of five runs: the machine pauses, the parser does not."""
        runs = []
        for _ in range(5):
            started = time.thread_time()
            parse(sign * (size // len(sign)), budget if sign != "NOT " else None)
            runs.append(time.thread_time() - started)
        return min(runs)

    assert took(32_000) < 0.25 + 32 * 8 * took(1_000), "quadratic growth would take a thousandfold"


def test_two_thousand_parentheses_are_read() -> None:
    parsed = parse("(" * 2000 + "klaster" + ")" * 2000, Budget(length=10_000))
    assert parsed.tree == Word("klaster")
    assert {each.reason for each in parsed.ignored} == {"depth"}


def test_words_side_by_side_are_a_run() -> None:
    assert tree("klaster  metalowy, Szczecin") == Run((Word("klaster"), Word("metalowy"), Word("Szczecin")))


@pytest.mark.parametrize("text", ['"dobra praktyka"', "„dobra praktyka”", "«dobra praktyka»", "“dobra praktyka”"])
def test_quotes_of_every_kind_make_a_phrase(text: str) -> None:
    assert tree(text) == Phrase("dobra praktyka")


def test_a_quote_without_its_end_reaches_to_the_end_and_is_noted() -> None:
    assert parse('stal "dobra praktyka').tree == Run((Word("stal"), Phrase("dobra praktyka")))
    assert reasons('stal "dobra praktyka') == {"unbalanced_quote"}


def test_an_inch_is_no_quote() -> None:
    assert tree('rura 3/4" ocynk') == Run((Word("rura"), Word("3/4"), Word("ocynk")))


@pytest.mark.parametrize(("text", "operator"), [("AND", All), ("I", All), ("OR", Either), ("LUB", Either)])
def test_operators_in_capitals_between_operands_act(text: str, operator: type[All | Either]) -> None:
    assert tree(f"stal {text} lean") == operator((Word("stal"), Word("lean")))


@pytest.mark.parametrize("text", ["NOT", "NIE"])
def test_not_excludes_what_follows(text: str) -> None:
    assert tree(f"stal {text} lean") == Run((Word("stal"), Negation(Word("lean"))))
    assert tree(f"stal AND {text} lean") == All((Word("stal"), Negation(Word("lean"))))


def test_and_binds_tighter_than_side_by_side_and_that_tighter_than_or() -> None:
    a, b, c, d = map(Word, "abcd")
    assert tree("a b AND c OR d") == Either((Run((a, All((b, c)))), d))


@pytest.mark.parametrize(
    "text",
    [
        "KLASTER I PRZEMYSŁ",
        "AND klaster",
        "klaster OR",
        "stal and lean",
        "etap I badania",
        "wyniki I kwartału 2023",
        "załącznik I umowy",
        "część I strategii",
        "NOT",
        "klaster NIE",
        "stal i nierdzewka",
        "nagroda I stopnia",
    ],
)
def test_a_word_that_looks_like_an_operator_is_a_word(text: str) -> None:
    words = tuple(map(Word, text.split()))
    assert tree(text) == (Run(words) if len(words) > 1 else words[0])


def test_an_operator_with_a_sign_at_its_side_is_a_word() -> None:
    assert tree("dzieła I. Kanta") == Run((Word("dzieła"), Word("I"), Word("Kanta")))


def test_an_operator_in_a_phrase_is_a_word() -> None:
    assert tree('"stal AND lean"') == Phrase("stal AND lean")


def test_minus_excludes_words_phrases_groups_and_fields() -> None:
    assert tree('stal -lean -"dobra praktyka" -(a b) -kind:plan') == Run(
        (
            Word("stal"),
            Negation(Word("lean")),
            Negation(Phrase("dobra praktyka")),
            Negation(Run((Word("a"), Word("b")))),
            Negation(kind("plan")),
        )
    )


@pytest.mark.parametrize("text", ["stal - lean", "stal --lean", '-"" stal lean', "stal -!!! lean", "stal-owy"])
def test_a_dash_that_excludes_nothing_is_passed_over(text: str) -> None:
    assert "Negation" not in repr(parse(text).tree)


def test_parentheses_beside_an_operator_group_and_others_are_punctuation() -> None:
    a, b, c = map(Word, "abc")
    assert tree("(a b) OR c") == Either((Run((a, b)), c))
    assert tree("a AND (b OR c)") == All((a, Either((b, c))))
    assert tree("a (b) c") == Run((a, b, c))
    assert tree("a ( b c )") == Run((a, b, c))


@pytest.mark.parametrize("text", ["((a b", "a b)", "(a) b)", ")a b"])
def test_parentheses_without_partner_are_noted(text: str) -> None:
    assert parse(text).tree == Run((Word("a"), Word("b")))
    assert reasons(text) == {"unbalanced_parenthesis"}


@pytest.mark.parametrize(
    ("text", "name"),
    [("rodzaj", "kind"), ("ROK", "year"), ("język", "language"), ("jezyk", "language"), ("organizacja", "organisation")]
    + [("wydarzenie", "event"), ("temat", "topic"), ("tytuł", "title"), ("tytul", "title"), ("data", "date")]
    + [(name, name) for name in ("kind", "year", "language", "organisation", "event", "topic", "folder", "format")],
)
def test_fields_have_polish_and_english_names(text: str, name: str) -> None:
    assert tree(f"{text}:x") == Field(name, "x", quoted=False, typed=f"{text}:x")
    assert tree(f'{text}:"x y"') == Field(name, "x y", quoted=True, typed=f'{text}:"x y"')


def test_an_unknown_field_is_words_and_noted() -> None:
    assert parse("foo:bar").tree == Run((Word("foo"), Word("bar")))
    assert parse('foo:"bar x"').tree == Run((Word("foo"), Phrase("bar x")))
    assert reasons("foo:bar") == reasons('foo:"bar x"') == {"unknown_field"}


def test_a_field_without_a_value_is_a_word_and_noted() -> None:
    assert parse("temat: spawanie").tree == Run((Word("temat"), Word("spawanie")))
    assert reasons("temat: spawanie") == {"field_without_value"}


@pytest.mark.parametrize("text", ["12:30", "https://metalika.example/a", "Uwaga: klaster"])
def test_a_colon_elsewhere_makes_no_field(text: str) -> None:
    assert "Field" not in repr(tree(text))


def test_stars_end_prefixes_and_a_lone_star_is_everything() -> None:
    assert tree("klast*") == Prefix("klast")
    assert tree("*") == tree("") == tree("  ") == Everything()
    assert parse("fo*o").tree == Run((Word("fo"), Word("o")))
    assert reasons("fo*o") == reasons("*lean") == {"wildcard"}


def test_compounds_stay_one_word() -> None:
    assert tree("PN-EN S355J2+N 3,5 a,b") == Run(tuple(map(Word, ("PN-EN", "S355J2+N", "3,5", "a", "b"))))


def test_proximity_is_noted_as_not_obeyed() -> None:
    assert parse('"a b"~3').tree == Phrase("a b")
    assert reasons('"a b"~3') == {"proximity"}


def test_a_query_that_says_nothing_lists_everything_and_says_so() -> None:
    assert parse("!!!").tree == Everything()
    assert reasons("!!!") == reasons("()") == {"no_words"}


def test_what_exceeds_the_length_is_named_and_cut_between_words() -> None:
    parsed = parse("klaster " * 10, Budget(length=20))
    assert parsed.tree == Run((Word("klaster"), Word("klaster")))
    assert [(each.reason, each.text.split()[0]) for each in parsed.ignored] == [("length", "klaster")]


def test_what_exceeds_the_clauses_is_named() -> None:
    parsed = parse("a b c d", Budget(clauses=2))
    assert parsed.tree == Run((Word("a"), Word("b")))
    assert [(each.text, each.reason) for each in parsed.ignored] == [("c d", "clauses")]


def test_words_of_a_phrase_are_clauses_and_a_phrase_too_long_is_cut() -> None:
    parsed = parse('a "b c d e" f', Budget(clauses=3))
    assert parsed.tree == Run((Word("a"), Phrase("b c")))
    assert [(each.text, each.reason) for each in parsed.ignored] == [("d e", "clauses"), ("f", "clauses")]


def test_what_is_nested_too_deep_is_read_without_its_parentheses() -> None:
    parsed = parse("a OR (b OR (c OR d))", Budget(depth=1))
    assert {each.reason for each in parsed.ignored} == {"depth"}
    assert all(name in repr(parsed.tree) for name in ("'a'", "'b'", "'c'", "'d'"))


def test_lone_surrogates_do_not_come_back() -> None:
    parse("klaster \ud800x").tree.__repr__().encode("utf-8")
