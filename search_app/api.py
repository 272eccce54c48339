"""The JSON API: the same searches as the pages, for programs (the contract: docs/interface.md, sections 3 to 5)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, jsonify, request

from corpus.form import document_json
from index.understand import OFF
from search_app.address import Fault, parse
from search_app.answer import answer
from search_app.caching import revalidate, version
from search_app.present import Json, answer_json, document_path, file_json, page_json
from search_app.problem import problem
from search_app.rooms import MissingError, document_or_gone, library, settings
from search_app.translation import INTERFACE_LANGUAGES

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
revalidate(blueprint, exempt=("account", "health"))

_PAGES: Final = INTERFACE_LANGUAGES[0]
_WANTED: Final = {
    "number": "a whole number from 1",
    "size": "a whole number from 1 to 100",
    "date": "YYYY, YYYY-MM or YYYY-MM-DD",
    "sort": "relevance, newest, oldest or title",
    "too_long": "a shorter text",
}


def malformed(faults: tuple[Fault, ...]) -> Response:
    """The answer to parameters that cannot be read: each is named with what it should be."""
    errors = [{"parameter": each.name, "value": each.value, "expected": _WANTED[each.reason]} for each in faults]
    detail = "; ".join(f"{each['parameter']}: expected {each['expected']}" for each in errors)
    return problem(400, detail, {"errors": errors})


@blueprint.get("/search")
def search() -> Response:
    """Search: results, facets, and how the words were understood."""
    reading = parse(request.query_string, OFF)
    if reading.faults:
        return malformed(reading.faults)
    return jsonify(answer_json(answer(library(), reading.address), reading, request.path, _PAGES))


@blueprint.get("/documents/<identifier>")
def document(identifier: str) -> Response:
    """A document's record."""
    found = document_or_gone(library().view(), identifier)
    return jsonify({**document_json(found), "url": document_path(_PAGES, found.id)})


@blueprint.get("/documents/<identifier>/pages/<int:number>")
def page(identifier: str, number: int) -> Response:
    """The text of one page, slide or section."""
    view = library().view()
    found = document_or_gone(view, identifier)
    body = page_json(found, view.passages(identifier), number)
    if body is None:
        raise MissingError(f"{identifier} has no page {number}")
    return jsonify(body)


@blueprint.get("/account")
def account() -> Response:
    """The account of all files; the files one by one only where the status page is on."""
    shelf = library()
    body: Json = shelf.account()
    if request.args.get("files") == "1":
        if not settings().search_app.status_page:
            return problem(403, "The list of files is shown only where search_app.status_page is true.")
        body["files"] = [file_json(each) for each in shelf.catalogue().account_files()]
    return jsonify(body)


@blueprint.get("/health")
def health() -> Response:
    """200 when a search can be answered; else 503 (NotReadyError), saying what to run."""
    shelf = library()
    shelf.searcher()
    shelf.catalogue()
    return jsonify({"status": "ok", "generation": shelf.generation(), "version": version()})
