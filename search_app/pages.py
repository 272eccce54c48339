"""The pages, in Polish under /pl and in English under /en: start, search, document, help, about and, if wanted, status."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from corpus.outcome import State
from corpus.vocabulary import KINDS
from index.understand import OFF, understand
from search_app import panel, record, results, wording
from search_app.address import SIZES, Address, AddressRead, parse
from search_app.answer import Answer, alternatives, answer
from search_app.caching import revalidate, today
from search_app.errors import set_language
from search_app.facets import label_of
from search_app.library import NotReadyError
from search_app.rooms import document_or_gone, library, settings
from search_app.translation import INTERFACE_LANGUAGES, current, message, preferred
from search_app.understanding import reading_of

blueprint = Blueprint("pages", __name__, url_prefix=f"/<any({', '.join(INTERFACE_LANGUAGES)}):language>")
doors = Blueprint("doors", __name__)

NEWEST: Final = 6
"""Documents on the start page."""
TOPICS: Final = 10
"""Topics on the start page."""
_ORDERS: Final = {
    "relevance": message("most relevant first"),
    "newest": message("newest first"),
    "oldest": message("oldest first"),
    "title": message("by title"),
}


@blueprint.url_value_preprocessor
def speak(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Make the page in the language of its path."""
    set_language((values or {}).pop("language", INTERFACE_LANGUAGES[0]))


revalidate(blueprint, exempt=("status",))


@doors.get("/")
def door() -> BaseResponse:
    """To the start page in the visitor's language."""
    answer = redirect(f"/{preferred(request.accept_languages.best_match)}/", 302)
    answer.vary.add("Accept-Language")
    return answer


@doors.get("/robots.txt")
def robots() -> tuple[str, dict[str, str]]:
    """Searches are for people; documents may be found from outside."""
    return "User-agent: *\nDisallow: /*/search\nDisallow: /api/\n", {"Content-Type": "text/plain; charset=utf-8"}


@blueprint.get("", endpoint="home")
def without_slash() -> BaseResponse:
    """To the start page, by a relative address: one made from the Host header could lead anywhere."""
    return redirect(f"/{current().language}/", 302)


@blueprint.get("/")
def start() -> str:
    """The search box, the kinds of documents, the newest ones, the commonest topics."""
    words, everything = current(), answer(library(), Address())
    here = f"/{words.language}/search"
    counts = {each.value: each.count for each in everything.facets["kind"]}
    tiles = [
        (words.label(label), counts[kind], Address().alone("kind", kind).beneath(here))
        for kind, label in KINDS.items()
        if counts.get(kind)
    ]
    topics = [
        (words.label(label_of("topic", each.value)), each.count, each.toggled.beneath(here))
        for each in everything.facets["topic"][:TOPICS]
    ]
    newest = [results.listed(words, each) for each in library().view().newest(NEWEST)]
    coverage = _coverage(everything)
    return render_template("start.html", tiles=tiles, topics=topics, newest=newest, coverage=coverage, address=Address())


def _coverage(found: Answer) -> str:
    counts = found.coverage
    return wording.coverage(current(), counts.indexed, counts.files, counts.failed)


@blueprint.get("/search")
def search() -> str | BaseResponse:
    """Results with filters. A query string that says the same in another spelling leads to the canonical one.

    Where something in it was wrong or means nothing, the page says so first.
    """
    reading = parse(request.query_string, OFF)
    if not reading.canonical and not reading.faults and not reading.ignored:
        return redirect(reading.address.beneath(request.path), 302)
    found = answer(library(), reading.address)
    return render_template("search.html", **_search_screen(found, reading))


def _search_screen(found: Answer, reading: AddressRead) -> dict[str, Any]:
    words, address, here = current(), found.address, request.path
    nothing = not found.total
    ways = alternatives(library(), address) if nothing and address.active else ()
    return {
        "address": address,
        "total": found.total,
        "found": wording.found(words, found.total),
        "coverage": _coverage(found),
        "groups": panel.groups(words, found.facets),
        "chips": panel.chips(words, address, here),
        "clear": address.without_filters().beneath(here),
        "results": results.results(words, found),
        "pager": results.pager(words, address, found.last_page, here),
        "last_page": found.last_page,
        "orders": _orders(address),
        "sizes": sorted({*SIZES, address.size}),
        "ways_out": panel.ways_out(words, address, ways, here),
        "faults": {each.name: wording.fault(words, each) for each in reading.faults},
        "typed": {each.name: each.value for each in reading.faults},
        "passed_over": [wording.ignored(words, each) for each in reading.ignored],
        "understanding": reading_of(words, found, here),
        "today": words.date(today().isoformat()),
    }


def _orders(address: Address) -> list[tuple[str, str, bool]]:
    """The orders that make sense for the words, the default with an empty value first: (value, text, chosen)."""
    words, default = current(), Address(q=address.q).order
    offered = [order for order in _ORDERS if address.q or order != "relevance" or address.sort == order]
    offered.sort(key=lambda order: order != default)
    return [("" if each == default else each, words.gettext(_ORDERS[each]), each == address.order) for each in offered]


@blueprint.get("/doc/<identifier>")
def document(identifier: str) -> str:
    """A document: description, hits by page where something was asked, contents, text."""
    words, view = current(), library().view()
    found = document_or_gone(view, identifier)
    address = parse(request.query_string, OFF).address
    understood = understand(address.q, frozenset(address.off)) if address.q else None
    passages = view.passages(identifier)
    parts = record.parts(words, found, passages, understood)
    return render_template(
        "document.html",
        address=Address(q=address.q, off=address.off),
        document=found,
        listed=results.listed(words, found),
        facts=results.facts(words, found),
        rows=record.description(words, found),
        parts=parts,
        hits=[each for each in parts if each.hits],
        contents=record.contents(found, passages),
        reason="" if found.available else wording.reason(words, found.reason),
    )


@blueprint.get("/help")
def help_page() -> str:
    """How to search."""
    return render_template("help.html", address=Address())


@blueprint.get("/about")
def about() -> str:
    """What this is, and what became of the files."""
    try:
        counts = library().view().coverage()
        coverage = {"files": counts.files, "indexed": counts.indexed, "failed": counts.failed}
    except NotReadyError:
        # The page says what this is even before there is anything in it.
        coverage = {}
    return render_template("about.html", address=Address(), coverage=coverage)


@blueprint.get("/status")
def status() -> str:
    """The account for coordinators, file by file for those that failed; there only where the settings want it."""
    if not settings().search_app.status_page:
        abort(404)
    shelf, words = library(), current()
    account = shelf.account()
    failed = [
        (f"{each.root}/{each.path}", wording.reason(words, each.reason), each.document, each.recorded_at)
        for each in shelf.catalogue().account_files()
        if each.state == State.FAILED
    ]
    return render_template(
        "status.html",
        address=Address(),
        account=account,
        failed=failed,
        at=words.moment(account["at"]),
        last_run=words.moment(account["last_run"].get("finished_at", "")),
    )
