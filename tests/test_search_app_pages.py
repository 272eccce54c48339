"""The pages: what a person sees and can do, without script."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from search_app_sample import HOSTILE, app_of, many, shelf, text_of

PATHS = ("/", "/search", "/search?q=spawanie", "/search?q=spawanie&kind=plan", "/help", "/about", "/doc/{robot}", "/doc/{robot}?q=spawanie", "/doc/{hostile}?q=spawanie", "/doc/{locked}", "/search?page=99", "/nic", "/search?from=abc&page=x")  # fmt: skip
VOID = {"wbr", "meta", "link", "input", "img", "br"}


class Structure(HTMLParser):
    """Checks nesting, and gathers ids, elements, labels and headings."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(str(found["id"]))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag, (tag, self.getpos())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_of(tmp_path_factory.mktemp("pages"), shelf() + many(60)).test_client()


def path_of(path: str) -> str:
    """A path with ids of the shelf put in."""
    robot, _, _, hostile, locked = [document.id for document, _ in shelf()]
    return path.format(robot=robot, hostile=hostile, locked=locked)


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_well_formed_with_one_heading_and_labelled_fields(client: FlaskClient, language: str, path: str) -> None:
    page = client.get(f"/{language}{path_of(path)}").text
    found = Structure()
    found.feed(page)
    assert not found.stack
    assert len(found.ids) == len(set(found.ids))
    assert [tag for tag, _ in found.tags].count("h1") == 1
    assert ("html", {"lang": language}) in found.tags
    labelled = {attrs.get("for") for tag, attrs in found.tags if tag == "label"}
    for tag, attrs in found.tags:
        if tag in ("input", "select") and attrs.get("type") not in ("hidden", "checkbox"):
            assert attrs.get("id") in labelled
        assert tag not in ("script", "style")
        assert not any(name.startswith("on") or name == "style" for name in attrs), (tag, attrs)
    assert 'href="#main"' in page


def test_the_door_leads_to_the_visitors_language(client: FlaskClient) -> None:
    for accepted, target in (("en-GB,en;q=0.9", "/en/"), ("de", "/pl/"), ("", "/pl/"), ("pl,en;q=0.5", "/pl/")):
        answer = client.get("/", headers={"Accept-Language": accepted})
        assert (answer.status_code, answer.headers["Location"]) == (302, target)
        assert "Accept-Language" in answer.headers["Vary"]


def test_another_spelling_of_a_search_leads_to_the_canonical_one(client: FlaskClient) -> None:
    answer = client.get("/pl/search?sort=&kind=minutes&q=laser&page=1&size=20&from=")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/pl/search?q=laser&kind=minutes")
    assert client.get(answer.headers["Location"]).status_code == 200


def test_text_of_documents_is_always_escaped(client: FlaskClient) -> None:
    hostile = path_of("{hostile}")
    for address in (f"/pl/doc/{hostile}?q=spawanie", "/pl/search?q=spawanie", "/pl/", "/pl/search?q=tytu%C5%82", f"/en/doc/{hostile}"):
        page = client.get(address, follow_redirects=True).text
        assert "<script" not in page
        assert "<img src=x" not in page
        assert "<b>zły" not in page
    assert HOSTILE.split("(", maxsplit=1)[0] in unescape(client.get(f"/pl/doc/{hostile}").text)


def test_the_question_itself_is_escaped(client: FlaskClient) -> None:
    page = client.get("/pl/search", query_string={"q": '"><script>alert(1)</script>', "organisation": "<script>"}).text
    assert "<script" not in page


def test_a_malformed_value_is_told_beside_its_field_and_the_page_still_answers(client: FlaskClient) -> None:
    answer = client.get("/pl/search?q=laser&from=w+maju&page=x")
    assert answer.status_code == 200
    assert 'id="from-fault"' in answer.text
    assert 'aria-describedby="from-fault"' in answer.text
    assert "To nie jest numer strony" in answer.text
    above = answer.text[answer.text.index('class="found"') : answer.text.index('<ol class="results"')]
    assert "To nie jest data" in above
    assert 'value="w maju"' in answer.text


def test_a_parameter_that_means_nothing_is_told(client: FlaskClient) -> None:
    answer = client.get("/pl/search?q=laser&barwa=czerwona")
    assert answer.status_code == 200
    assert "„barwa”" in text_of(answer.text)


@pytest.mark.parametrize("query", ["", "?year=2012", "?q=zwrot", "?q=nieznanesłowo"])
def test_the_range_of_dates_stands_in_the_group_of_years_whatever_is_found(client: FlaskClient, query: str) -> None:
    page = client.get(f"/pl/search{query}").text
    group = page[page.index("<summary>Rok") :]
    assert 'id="from"' in group[: group.index("</details>")]
    assert page.count('id="from"') == 1


def test_words_are_marked_in_headings_too(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=wynik").text
    assert '<span class="heading"><mark>Wynik</mark></span>' in page
    page = client.get(path_of("/pl/doc/{robot}?q=wynik")).text
    assert page.count('<span class="heading"><mark>Wynik</mark></span>') == 2
    assert "1 trafienie" in text_of(page)


def test_a_document_without_text_is_described_in_the_main_column(client: FlaskClient) -> None:
    assert '<article class="document bare">' in client.get(path_of("/pl/doc/{locked}")).text
    assert '<article class="document">' in client.get(path_of("/pl/doc/{robot}")).text


def test_chips_take_filters_off_one_by_one(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=laser&kind=minutes&year=2019").text
    assert "Usuń filtr Rodzaj dokumentu: Protokoły i notatki ze spotkań" in text_of(page)
    assert 'href="/pl/search?q=laser&amp;year=2019"' in page
    assert 'class="clear" href="/pl/search?q=laser"' in page


def test_nothing_found_keeps_the_question_and_offers_ways_out_with_counts(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=spawanie&kind=plan").text
    assert 'value="spawanie"' in page
    assert "Nic nie znaleziono" in page
    way = re.search(r'<li><a href="([^"]+)">bez filtra <b>„Rodzaj dokumentu: Plany działań”</b></a> – (\d+) ', page)
    assert way
    assert client.get("/api/v1" + unescape(way[1]).removeprefix("/pl")).get_json()["total"] == int(way[2])


def test_results_start_with_their_place_and_mark_what_was_found(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=spawanie&kind=practice&organisation=Stalmorska+Konstrukcje+sp.+z+o.o.").text
    words = text_of(page)
    assert "slajd 2 Punkt wyjścia Problem: brak spawaczy. Spawanie ręczne" in words
    assert "+ 1 slajd z trafieniami" in words
    assert "Dlaczego ten wynik?" in words
    assert "<mark>Spawanie</mark>" in page


def test_the_status_line_counts_documents(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=zwrot").text
    assert re.search(r'role="status"[^>]*><b>1 dokument</b>', page)
    assert "Przeszukano 64 z 65 plików – 1 nie udało się odczytać" in text_of(page)


def test_text_in_the_other_language_says_so(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=internationalisation").text
    assert re.search(r'<a href="[^"]+" lang="en">Metal Processing', page)
    assert '<q lang="en">' in page
    assert 'lang="en"' not in re.sub(r'<a class="other".*?</a>|hreflang="en"', "", client.get("/pl/search?q=zwrot").text)


def test_the_other_language_shows_the_same_search(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=laser&kind=minutes").text
    assert '<a class="other" href="/en/search?q=laser&amp;kind=minutes" lang="en" hreflang="en">English</a>' in page
    assert '<link rel="alternate" hreflang="en" href="/en/search?q=laser&amp;kind=minutes">' in page


def test_a_document_page_shows_sources_places_and_text_with_anchors(client: FlaskClient) -> None:
    page = client.get(path_of("/pl/doc/{robot}?q=spawanie")).text
    words = text_of(page)
    assert "12 marca 2021 odczytano z pierwszej strony" in words
    assert "Dobra praktyka z reguły dla folderu „praktyki”" in words
    assert "z właściwości pliku – warto sprawdzić" in words
    assert "Miejsca z trafieniami: „spawanie”" in words
    for anchor in ("p1", "p2", "p3", "p3-notes"):
        assert f'id="{anchor}"' in page
        assert f'href="#{anchor}"' in page


def test_a_pdf_opens_at_the_page_and_a_printed_label_goes_first(client: FlaskClient) -> None:
    strategy = shelf()[2][0].id
    page = client.get(f"/pl/doc/{strategy}").text
    assert f'href="/files/{strategy}#page=1"' in page
    assert "strona iv (1. w pliku)" in text_of(page)


def test_contents_lead_to_their_sections(client: FlaskClient) -> None:
    page = client.get(f"/pl/doc/{shelf()[1][0].id}").text
    assert re.search(r'<li class="d1"><a href="#p2">Uchwały</a>', page)


def test_a_document_without_text_says_why(client: FlaskClient) -> None:
    words = text_of(client.get(path_of("/pl/doc/{locked}")).text)
    assert "Treść niedostępna : plik jest zabezpieczony hasłem" in words


def test_years_run_backwards_with_the_undated_last(client: FlaskClient) -> None:
    page = client.get("/pl/search").text
    years = re.findall(r'name="year" value="(\w+)"', page)
    assert years == [*sorted((year for year in years if year != "none"), reverse=True), "none"]


def test_folders_are_shown_as_a_tree(client: FlaskClient) -> None:
    page = client.get("/pl/search").text
    folders = re.findall(r'name="folder" value="([^"]+)"', page)
    assert folders[0] == "zbiory"
    for folder in folders[1:]:
        assert folder.rpartition("/")[0] in folders[: folders.index(folder)]


def test_more_than_eight_values_are_behind_show_all(client: FlaskClient) -> None:
    page = client.get("/pl/search").text
    folders = len(re.findall(r'name="folder"', page))
    assert folders > 8
    assert f"Pokaż wszystkie ({folders})" in page


def test_the_status_page_is_off_unless_wanted(client: FlaskClient, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert client.get("/pl/status").status_code == 404
    open_client = app_of(tmp_path_factory.mktemp("status"), status_page=True).test_client()
    words = text_of(open_client.get("/pl/status").text)
    assert "zbiory/inne/tajny.pdf plik jest zabezpieczony hasłem" in words
    for told in ("w tym nieotwarte dla wszystkich 0", "Pliki odczytane tylko w części 0", "Ostatnie czytanie jeszcze nie było", "Indeks"):
        assert told in words
    assert "/pl/status" in open_client.get("/pl/").text


def test_filters_survive_a_new_question_and_the_form_forgets_on_back(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=laser&kind=minutes&off=diacritics").text
    assert 'autocomplete="off"' in page
    assert 'name="kind" value="minutes" checked' in page
    assert '<input type="hidden" name="off" value="diacritics">' in page
    assert 'name="page"' not in page


def test_how_the_question_was_read_can_be_switched_off(client: FlaskClient) -> None:
    page = client.get("/pl/search?q=spawania").text
    href = re.search(r'inne formy wyrazów: <a href="([^"]+)">wyłącz', page)
    assert href
    assert unescape(href[1]) == "/pl/search?q=spawania&off=inflection"
    fewer = client.get("/api/v1/search?q=spawania&off=inflection").get_json()["total"]
    assert fewer < client.get("/api/v1/search?q=spawania").get_json()["total"]
