"""What a person does in a real browser, with JavaScript off: search, filter, turn pages, open a hit, go back, change language."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from corpus.config import load
from ingest.cli import main as ingest

CHECKOUT: Final = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample corpus, ingested afresh and served."""
    folder = tmp_path_factory.mktemp("sample")
    text = (CHECKOUT / "config.toml").read_text(encoding="utf-8")
    text = text.replace('path = "corpus/documents"', f'path = "{CHECKOUT}/corpus/documents"')
    (folder / "config.toml").write_text(text, encoding="utf-8")
    assert load(folder / "config.toml").corpus.data == folder / "var"
    assert ingest(["--config", str(folder / "config.toml")]) == 0
    command = [sys.executable, "-u", "-m", "search_app", "--config", str(folder / "config.toml"), "--port", "0"]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        told = next(line for line in server.stdout if "http://" in line)
        yield "http://" + told.split("http://")[1].split()[0].rstrip("/.")
        server.terminate()
        server.stdout.read()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it."""
    executable = shutil.which("chromium")
    assert executable, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page without JavaScript that tells of every request that leaves the server, and of every error on the page."""
    context = browser.new_context(java_script_enabled=False, base_url=address, locale="pl-PL", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("request", lambda request: None if request.url.startswith((address, "data:")) else faults.append(request.url))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    assert context.cookies() == []
    assert faults == []
    context.close()


def search(page: Page, query: str) -> None:
    """Type a question into the box and press Enter."""
    page.get_by_role("searchbox").fill(query)
    page.keyboard.press("Enter")


def total(page: Page) -> int:
    """The number of documents that the page tells."""
    told = page.get_by_role("status").inner_text()
    return int("".join(c for c in told.split("dokument")[0].split("document")[0] if c.isdigit()) or 0)


def chosen(page: Page) -> set[tuple[str, str]]:
    """The boxes that are ticked."""
    boxes = page.locator("form.search input[type=checkbox]:checked").all()
    return {(box.get_attribute("name") or "", box.get_attribute("value") or "") for box in boxes}


def tick(page: Page, field: str, value: str) -> int:
    """Open the filters as far as need be, tick a value, apply. Gives the count that stood beside it."""
    box = page.locator(f"input[name={field}][value='{value}']")
    for details in (page.locator("details.panel"), page.locator("details.group", has=box)):
        summary = details.locator("> summary")
        if summary.is_visible() and details.get_attribute("open") is None:
            summary.click()
    count = int(box.locator("xpath=..").locator(".count").inner_text())
    box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Zastosuj filtry").click()
    return count


def test_the_way_from_a_question_to_the_slide(page: Page) -> None:
    page.goto("/")
    assert urlsplit(page.url).path == "/pl/"
    search(page, "spawanie robotem")
    assert total(page) > 0
    first = page.locator("ol.results > li").first
    expect(first.locator("mark").first).to_be_visible()
    first.locator("ol.places a").first.click()
    assert "/pl/doc/" in page.url
    anchor = urlsplit(page.url).fragment
    assert anchor
    expect(page.locator(f"#{anchor}")).to_be_visible()
    expect(page.locator(f"#{anchor} mark").first).to_be_visible()


def test_every_filter_gives_the_number_that_stood_beside_it(page: Page) -> None:
    page.goto("/pl/search")
    everything = total(page)
    count = tick(page, "kind", "minutes")
    assert total(page) == count < everything
    narrowed = tick(page, "language", "pl")
    assert total(page) == narrowed <= count
    page.get_by_role("link", name="Usuń filtr Rodzaj").click()
    assert chosen(page) == {("language", "pl")}
    page.get_by_role("link", name="Wyczyść filtry").click()
    assert total(page) == everything


def test_back_and_forward_show_the_boxes_of_their_address(page: Page) -> None:
    page.goto("/pl/search")
    tick(page, "kind", "minutes")
    tick(page, "kind", "practice")
    steps = [{("kind", "minutes")}, set[tuple[str, str]](), {("kind", "minutes")}, {("kind", "minutes"), ("kind", "practice")}]
    for step, expected in zip((page.go_back, page.go_back, page.go_forward, page.go_forward), steps, strict=True):
        step()
        assert chosen(page) == expected
        assert {("kind", value) for value in parse_qs(urlsplit(page.url).query).get("kind", [])} == expected


def test_the_pages_of_an_answer_join_up_to_its_total(page: Page) -> None:
    page.goto("/pl/search")
    ids = []
    while True:
        ids += [link.get_attribute("href") for link in page.locator("ol.results .title a").all()]
        following = page.get_by_role("link", name="Następna")
        if not following.count():
            break
        following.click()
    assert len(ids) == len(set(ids)) == total(page)


def test_the_language_changes_and_the_question_stays(page: Page) -> None:
    page.goto("/pl/search?q=cynkowanie&kind=practice")
    before = total(page)
    page.get_by_role("link", name="English").click()
    assert urlsplit(page.url).path == "/en/search"
    assert parse_qs(urlsplit(page.url).query) == {"q": ["cynkowanie"], "kind": ["practice"]}
    assert total(page) == before
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_nothing_found_keeps_the_question_and_offers_a_way_out(page: Page) -> None:
    page.goto("/pl/search?q=cynkowanie&kind=practice&from=1950&to=1951")
    assert total(page) == 0
    way = page.locator(".nothing .ways a").first
    promised = int(way.locator("xpath=..").inner_text().rsplit("–", 1)[1].split()[0])
    way.click()
    assert total(page) == promised > 0
    expect(page.get_by_role("searchbox")).to_have_value("cynkowanie")


def test_the_original_comes_back_as_a_file(page: Page) -> None:
    page.goto("/pl/search?format=pptx")
    page.locator("ol.results .title a").first.click()
    link = page.locator("a[href^='/files/']").first
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.ok
    assert answer.body()[:2] == b"PK"
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("path", ["/pl/", "/pl/search?q=spawanie", "/en/search?q=welding&kind=practice", "/pl/help", "/en/about"])
def test_no_page_scrolls_sideways(page: Page, browser: Browser, address: str, width: int, path: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800})
    wide = context.new_page()
    wide.goto(path)
    assert wide.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_everything_is_reached_by_keyboard_in_reading_order(page: Page) -> None:
    page.goto("/pl/search?q=spawanie")
    names = []
    for _ in range(12):
        page.keyboard.press("Tab")
        names.append(page.locator(":focus").evaluate("e => e.tagName + ' ' + (e.name || e.className || e.textContent.trim().slice(0, 20))"))
    assert names[0].startswith("A skip")
    assert any("INPUT q" in name for name in names)
