"""Promises of the one analysis: forms of a word meet, unrelated words do not, places are the given text's own."""

from __future__ import annotations

import sys
import threading
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import analysis
from index.analysis import Span, analyse, knows, normalise, restored, stamp, terms, warm, word_terms
from index.analysis.lemmatiser import Lemmatiser, Morfeusz, Simplemma, load
from index.analysis.words import Analyser

TEXTS = st.text(max_size=80) | st.text("aąbcćłóżŁÓ ß́\u00ad_-.,5₂ﬁ\u200d", max_size=40)


def lemmas(word: str) -> set[str]:
    """The lemmas of a text of one word."""
    (found,) = terms(word)
    return set(found.lemmas)


def shared_lemmas(words: str) -> set[str]:
    """The lemmas that all the words of a list parted by blanks share."""
    return set.intersection(*(lemmas(word) for word in words.split()))


@pytest.mark.parametrize(
    ("forms", "lemma"),
    [
        ("klaster klastrze klastrami klastrów KLASTER Klastra", "klaster"),
        ("spółdzielnia spółdzielni SPÓŁDZIELNIAMI", "spoldzielnia"),
        ("stal stali stalą stalom", "stal"),
        ("Łódź Łodzi łodzią", "lodz"),
        ("Polska Polsce Polskę POLSKĄ", "polska"),
        ("robiłem robiliśmy robiłby robić", "robic"),
        ("spawany spawanie spawać", "spawac"),
        ("weld welded welding welds", "weld"),
        ("strategy strategies", "strategi"),
    ],
)
def test_all_forms_of_a_word_share_its_lemma(forms: str, lemma: str) -> None:
    assert lemma in shared_lemmas(forms)


@pytest.mark.parametrize(
    "forms",
    [
        "kobot kobota kobotem kobotów kobotami kobocie koboty kobotow kobotom kobotach",
        "Spawmet Spawmetu Spawmetem Spawmecie Spawmetowi",
        "Metalchem Metalchemu Metalchemem Metalchemie",
        "Inoxpol Inoxpolu Inoxpolem",
        "ocynkownia ocynkowni ocynkownią ocynkowniami ocynkownie ocynkownię ocynkowniach ocynkownia",
        "kanban kanbanu kanbanem kanbanie kanbanów",
        "klastering klasteringu klasteringiem klasteringowi",
        "nierdzewka nierdzewki nierdzewkę nierdzewek nierdzewce nierdzewką nierdzewkami nierdzewke",
        "lean leanu leanem",
        "influencer influencera influencerzy influencerów influencerami",
        "lutoplater lutoplatera lutoplaterem lutoplaterze",
        "klastrowicz klastrowicza klastrowiczowi klastrowiczem klastrowicze",
    ],
)
def test_forms_of_a_word_no_dictionary_knows_find_each_other(forms: str) -> None:
    assert shared_lemmas(forms)


@pytest.mark.parametrize(
    "pair",
    """factory factor|window wind|kingdom king|freedom freed|cookie cook|theme them|shallow shall|approach approve
    movie move|party partner|welding welder|quality quantity|galvanising galvanic|kobot kobold|kanban kaizen
    Spawmet Spawtech|Spawmet Spawmex|Metalchem Metaltech|Inoxpol Inoxmet|Stalbud Stalmet|Rolmet Polmet|Drutrom Drutpol
    Lasertech Laserpol|Gryfmet Gryftech|Odlewpol Odlewmet|klastering benchmarking|coworking coaching
    ocynkownia ocynkarz|lutoplater lutomet|Hydromet Hydrotech|Energopol Energomet|kobotyka kobot|reach react
    breach bread|battery battle|cavity cave|machinery machinist|vendor vend|holder hold|inventory inventor
    delivery deliver|supply supple|county count|company compare|journal journey|pocket pock|cluster clutch
    Polmor Polmar|workshop workload|anchor anchovy|sheet shed|crane cranial|nozzle noz|gasket gas|hopper hope""".replace(
        "\n", "|"
    ).split("|"),
)
def test_unrelated_words_share_no_lemma(pair: str) -> None:
    assert not shared_lemmas(pair), pair


@pytest.mark.parametrize("pair", ["robots robot", "firms firm", "sales sale", "castings casting", "plans plan"])
def test_an_english_plural_meets_its_singular_though_polish_has_that_word_too(pair: str) -> None:
    assert shared_lemmas(pair)


def test_a_surname_is_no_reading_of_a_common_noun() -> None:
    assert lemmas("Robot") == {"robot"}
    assert "nowak" in lemmas("Nowaka")


def test_a_word_of_letters_and_digits_is_its_own_lemma() -> None:
    assert terms("CO₂ S355J2 9001") == (("co2", ("co2",)), ("s355j2", ("s355j2",)), ("9001", ("9001",)))


def test_signs_part_words_and_joiners_do_not() -> None:
    assert [word.exact for word in terms("plan_2023 PN-EN 3,5 S355J2+N POIG.05.01")] == (
        ["plan", "2023", "pn", "en", "3", "5", "s355j2", "n", "poig", "05", "01"]
    )
    assert [word.exact for word in terms("kla\u00adster z\u200dgoda")] == ["klaster", "zgoda"]


def test_text_in_decomposed_form_has_the_same_terms() -> None:
    text = "Spółdzielnia żółwi w Łodzi, gęślą jaźń – Åkerström"
    assert terms(unicodedata.normalize("NFD", text)) == terms(text)


def test_offsets_count_characters_of_the_text_as_given() -> None:
    text = "z\u0307o\u0301łw, kla\u00adster_nr 5"
    assert [text[span.start : span.end] for span in analyse(text)] == ["z\u0307o\u0301łw", "kla\u00adster", "nr", "5"]


@pytest.mark.parametrize(
    ("word", "folded"), [("ŁÓDŹ", "lodz"), ("Straße", "strasse"), ("Ørsted", "orsted"), ("Đà", "da"), ("ﬁnał", "final")]
)
def test_folding_takes_strokes_and_marks_away(word: str, folded: str) -> None:
    assert normalise(word) == folded


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@settings(deadline=None)
@given(TEXTS)
def test_terms_are_the_terms_of_the_spans_and_no_term_is_empty(text: str) -> None:
    spans = analyse(text)
    assert terms(text) == tuple(span.terms for span in spans)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        end = span.end
        assert span.terms.lemmas
        for term in (span.terms.exact, *span.terms.lemmas):
            assert term.split() == [term]
        assert word_terms(text.replace("_", " ")[span.start : span.end]) == span.terms


@settings(deadline=None)
@given(st.lists(st.sampled_from(["klastrami", "Spawmecie", "3,5", "CO₂", "żółw", "the_file"]), max_size=6))
def test_the_terms_of_a_word_do_not_depend_on_its_neighbours(words: list[str]) -> None:
    assert terms(" ".join(words)) == tuple(term for word in words for term in terms(word))


def test_a_run_of_thousands_of_letters_is_one_bounded_term() -> None:
    (found,) = terms("x" * 100_000)
    assert len(found.exact) <= 128
    assert found.lemmas == (found.exact,)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("spoldzielnia", "spółdzielnia"),
        ("zrodla", "źródła"),
        ("lodz", "łódź"),
        ("Zolw", "żółw"),
        ("przedsiebiorstwa", "przedsiębiorstwa"),
    ],
)
def test_polish_letters_are_put_back(typed: str, meant: str) -> None:
    assert meant in restored(typed)


@pytest.mark.parametrize("word", ["spawalnia", "spółdzielnia", "welding", "9001", "", "x" * 500, "aceln" * 6])
def test_nothing_is_put_back_into_words_known_or_not_polish(word: str) -> None:
    assert restored(word) == ()


def test_the_stamp_names_every_dictionary() -> None:
    assert "snowball" in stamp()
    assert analysis.VERSION in stamp()
    assert load().name in stamp()


def test_another_lemmatiser_has_another_name() -> None:
    assert Morfeusz().name != Simplemma().name


@pytest.mark.parametrize("make", [Morfeusz, Simplemma])
def test_either_lemmatiser_unites_known_and_unknown_words(make: type[Morfeusz | Simplemma]) -> None:
    lemmatiser: Lemmatiser = make()
    analyser = Analyser(lemmatiser)
    for forms in ("klaster klastrami klastrze", "kobot kobotami kobocie", "Spawmet Spawmecie"):
        assert set.intersection(*(set(word.lemmas) for word in analyser.terms(forms))), forms
    assert lemmatiser.lemmas("klastrami") == ("klaster",)
    assert lemmatiser.lemmas("qwxzv") == ()
    assert lemmatiser.knows("klastrami")
    assert not lemmatiser.knows("qwxzv")


def test_simplemma_stands_in_where_morfeusz_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "morfeusz2", None)
    assert isinstance(load(), Simplemma)


def test_a_full_memo_is_emptied_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.analysis.words.MEMO_LIMIT", 3)
    analyser = Analyser(Simplemma())
    text = " ".join(f"kobot{letter}" for letter in "abcdefgh")
    assert analyser.terms(text) == analyser.terms(text)
    assert isinstance(analyser.analyse(text)[0], Span)


def test_threads_get_what_one_thread_gets() -> None:
    words = [
        f"{stem}{end}" for stem in ("klastr", "kobot", "robot", "stal", "weld") for end in ("", "a", "em", "ami", "ing")
    ]
    expected = Analyser(load()).terms(" ".join(words))
    analyser = Analyser(load())
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(analyser.terms(" ".join(words)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_warming_loads_the_dictionary() -> None:
    warm()
    assert knows("klastrami")
    assert knows("szczecin")
    assert not knows("kobotami")
