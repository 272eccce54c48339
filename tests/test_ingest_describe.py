"""Description: what is sure is found with its source, what is unsure is left out, and precedence is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Derived, Passage, Role, Unit
from corpus.settings import Rule
from ingest.describe import describe, organisations
from ingest.describe.dates import mentions
from ingest.describe.organisations import named_in
from ingest.names import date, from_name, kind, title
from ingest.reading import Extraction
from ingest.settle import settle


def described(text: str, name: str = "plik.pdf", unit: Unit = Unit.PAGE, **properties: str) -> dict[str, Derived]:
    passages = (Passage(1, text),)
    return describe(Extraction("application/pdf", unit, 1, (), properties), passages, name)


MINUTES = "Protokół ze spotkania koordynacyjnego nr 3\nSzczecin, 12 marca 2012 r.\nObecni: Spawmet Sp. z o.o., Odlewnia Dąbie SA"


def test_minutes_tell_title_kind_date_place_event_and_organisations() -> None:
    found = described(MINUTES)
    assert {name: derived.value for name, derived in found.items()} == {
        "title": "Protokół ze spotkania koordynacyjnego nr 3",
        "kind": "minutes",
        "date": "2012-03-12",
        "place": "Szczecin",
        "event": "Spotkanie koordynacyjne",
        "organisation": ["Spawmet Sp. z o.o.", "Odlewnia Dąbie S.A."],
    }
    assert {derived.source for derived in found.values()} == {"first_page"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Szczecin, dnia 12 marca 2012 r.", "2012-03-12"),
        ("Szczecin, 12.03.2012", "2012-03-12"),
        ("Data: 2012-03-12", "2012-03-12"),
        ("Minutes of the meeting\n12 March 2012", "2012-03-12"),
        ("Minutes of the meeting\nMarch 12th, 2012", "2012-03-12"),
        ("Raport\nmarzec 2012", "2012-03"),
        ("Raport za październik 2012", "2012-10"),
        ("Uchwała nr 3 z dnia 5 kwietnia 2013 r.", "2013-04-05"),
    ],
)
def test_dates_are_read_in_polish_and_english(text: str, expected: str) -> None:
    assert described(text)["date"].value == expected


@pytest.mark.parametrize(
    "text",
    [
        "Statut klastra\nna podstawie ustawy z dnia 7 kwietnia 1989 r. Prawo o stowarzyszeniach",
        "Oferta\nTermin składania wniosków: 30 kwietnia 2012 r.",
        "Cennik\n31.02.2012",
        "Instrukcja obsługi prasy 2012",
    ],
)
def test_dates_of_laws_deadlines_and_impossible_days_are_left_out(text: str) -> None:
    assert "date" not in described(text)


def test_a_date_of_creation_in_the_properties_is_never_the_documents() -> None:
    assert "date" not in described("Oferta współpracy", created="2012-03-12")


@given(st.text(max_size=200))
def test_looking_for_dates_never_fails(text: str) -> None:
    assert all(len(mention.value) == 10 for mention in mentions(text))


@pytest.mark.parametrize(
    ("name", "expected", "confidence"),
    [
        ("2012-03-12", "2012-03-12", 0.85),
        ("protokol_20120312_final", "2012-03-12", 0.85),
        ("protokol 12.03.2012", "2012-03-12", 0.8),
        ("raport-2012-03", "2012-03", 0.7),
        ("strategia 2012", "2012", 0.5),
    ],
)
def test_file_names_tell_dates_to_their_precision(name: str, expected: str, confidence: float) -> None:
    assert date(name) == Derived(expected, "file_name", confidence)


@pytest.mark.parametrize("name", ["20121332", "a1b2c3d42012", "isbn 9788320120125", "plan"])
def test_numbers_that_are_no_dates_stay_numbers(name: str) -> None:
    assert date(name) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Protokół ze spotkania", "minutes"),
        ("protokol 2012", "minutes"),
        ("Protokół komunikacyjny OPC UA", ""),
        ("Minutes of the board", "minutes"),
        ("Cutting setup to 12 minutes", ""),
        ("Strategia rozwoju klastra", "strategy"),
        ("Development strategy", "strategy"),
        ("Plan działań na rok 2013", "plan"),
        ("Action plan 2013", "plan"),
        ("Regulamin klastra", "regulations"),
        ("Raport z badania", "report"),
        ("Dobra praktyka: kobot", "practice"),
        ("Kobot w spawalni", ""),
    ],
)
def test_kinds_are_told_by_the_words_that_name_them(text: str, expected: str) -> None:
    assert kind(text) == expected


def test_a_first_slide_of_the_good_practices_meeting_is_a_practice_with_its_event() -> None:
    text = "Robot spawalniczy\nSpawmet Sp. z o.o.\nDobre praktyki Klastra METALIKA, jesień 2019"
    found = described(text, "robot.pptx", Unit.SLIDE)
    assert found["kind"].value == "practice"
    assert found["event"].value == "Dobre praktyki Klastra METALIKA, jesień 2019"
    english = described("Laser\nGood practices of the METALIKA Cluster, spring 2021", "l.pptx", Unit.SLIDE)
    assert english["event"].value == "Good practices of the METALIKA Cluster, spring 2021"


def test_slides_without_a_telling_word_are_a_presentation_with_little_confidence() -> None:
    assert described("Oferta firmy", "a.pptx", Unit.SLIDE)["kind"] == Derived("presentation", "media_type", 0.5)


@pytest.mark.parametrize(
    "metadata",
    ["Microsoft Word - protokol.doc", "Slajd 1", "PowerPoint Presentation", "protokol_final_v2", "plan.indd", "x", "Agenda",
     "Zupełnie inny dokument o rybach"],
)  # fmt: skip
def test_metadata_that_is_no_title_of_this_document_is_passed_over(metadata: str) -> None:
    found = described("Plan współpracy firm\nSzczecin", title=metadata)
    assert found["title"] == Derived("Plan współpracy firm", "first_page", 0.6, 1)


def test_metadata_that_stands_on_the_first_page_is_the_title() -> None:
    found = described("MP Polskie Klastry\nPlan współpracy firm\nSzczecin", title="Plan współpracy firm")
    assert found["title"] == Derived("Plan współpracy firm", "metadata", 0.9)


def test_a_line_that_names_the_kind_beats_the_letterhead_and_open_ends_go_on() -> None:
    found = described("Klaster Metalowy METALIKA\nProtokół ze spotkania w\nSzczecinie dnia\n12 marca 2012")
    assert str(found["title"].value).startswith("Protokół ze spotkania w Szczecinie")


def test_the_authors_name_is_no_title() -> None:
    found = described("Jan Kowalski\nSpawanie robotem w praktyce", author="Jan Kowalski")
    assert found["title"].value == "Spawanie robotem w praktyce"


def test_the_file_name_is_the_last_resort_for_a_title() -> None:
    assert described("1\n2", "oferty/nasza_oferta-2013_0a1b2c3d.pdf")["title"] == Derived(
        "Nasza oferta 2013", "file_name", 0.3
    )
    assert title("a/2012-03-12.txt") == "2012-03-12"
    assert from_name("protokoly/2012/x.txt")["date"] == Derived("2012", "file_name", 0.4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prelegent: Spawmet sp. z o. o., Goleniów", ["Spawmet Sp. z o.o."]),
        ("Gospodarz spotkania Odlewnia Dąbie Spółka Akcyjna", ["Odlewnia Dąbie S.A."]),
        ("Kowalski i Syn Sp.j. oraz Gryf Laser Sp. z o.o.", ["Kowalski i Syn Sp. j.", "Gryf Laser Sp. z o.o."]),
        ("hosted by Nordic Zinc AS and Müller GmbH", ["Nordic Zinc AS", "Müller GmbH"]),
        ("licencja CC-BY-SA, sa dwie firmy", []),
        ("nasza spółka z o.o. rośnie", []),
    ],
)
def test_organisations_are_known_by_their_legal_form(text: str, expected: list[str]) -> None:
    assert named_in(text) == expected


def test_a_company_property_counts_only_where_it_is_plausible() -> None:
    assert "organisation" not in described("Oferta", company="Microsoft Corporation")
    assert "organisation" not in described("Oferta", company="HP")
    assert described("Oferta", company="Spawmet sp. z o.o.")["organisation"].value == ["Spawmet Sp. z o.o."]
    assert described("Oferta firmy Spawmet", company="Spawmet")["organisation"].source == "metadata"


def test_the_first_line_of_a_date_is_a_place_only_where_it_is_one() -> None:
    assert "place" not in described("Poniedziałek, 12 marca 2012")
    assert "place" not in described("Minutes, March 12, 2012")
    assert described("Nowa Sól, 12 marca 2012")["place"].value == "Nowa Sól"


def test_a_document_without_text_has_a_title_all_the_same() -> None:
    found = describe(
        Extraction("application/pdf", Unit.PAGE, 1, ()), (Passage(1, "x", role=Role.HEADER),), "a/plan.pdf"
    )
    assert found["title"].value == "Plan"


READ = {"title": Derived("Z dokumentu", "first_page", 0.6, 1), "audience": Derived("public", "metadata")}


def test_a_sidecar_beats_a_rule_and_a_rule_beats_the_document() -> None:
    rule = Rule("protokoly", kind="minutes", title="Z reguły", organisation=("A", "B"), audience="member")
    settled = settle(READ, rule, {"title": "Obok", "topic": "laser"}, "coordinator")
    assert settled["title"] == Derived("Obok", "sidecar")
    assert settled["kind"] == Derived("minutes", "rule:protokoly")
    assert settled["organisation"] == Derived(["A", "B"], "rule:protokoly")
    assert settled["topic"] == Derived(["laser"], "sidecar")
    assert settled["audience"] == Derived("member", "rule:protokoly")


def test_defaults_fill_what_nothing_tells_and_a_document_never_sets_its_audience() -> None:
    settled = settle(READ, None, {"title": ""}, "coordinator")
    assert settled == {
        "title": READ["title"],
        "kind": Derived("other", "default", 0.0),
        "audience": Derived("coordinator", "default"),
    }


def test_every_spelling_of_a_legal_form_is_worth_a_look() -> None:
    for form, spellings in organisations._FORMS.items():
        for spelling in spellings:
            assert named_in(f"firma Gryf Laser {spelling}") == [f"Gryf Laser {form}"], spelling
