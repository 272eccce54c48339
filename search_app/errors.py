"""Every error as an answer: problem details for programs, a page in the visitor's language for people."""

from __future__ import annotations

import logging
from typing import Final

from flask import Flask, Response, abort, g, render_template, request
from werkzeug.exceptions import HTTPException

from search_app import translation
from search_app.answer import PastEndError
from search_app.files import ChangedError
from search_app.library import NotReadyError
from search_app.problem import REFUSED, problem
from search_app.rooms import GoneError, MissingError
from search_app.trace import trace
from search_app.translation import INTERFACE_LANGUAGES, current, message, words

_LOG = logging.getLogger(__name__)

_RETRY_SECONDS: Final = "30"
_TITLES: Final = {
    400: message("The question could not be read"),
    404: message("There is no such page"),
    405: message("A page cannot be asked for in this way"),
    409: message("The file has changed"),
    410: message("The document was removed"),
    414: message("The address is too long"),
    500: message("Something went wrong here"),
    503: message("There is nothing to search yet"),
}


_told: dict[str, str] = {}


def handle_errors(app: Flask) -> None:
    """Register the answers to all errors."""
    app.before_request(_begin)
    app.register_error_handler(NotReadyError, _not_ready)
    app.register_error_handler(PastEndError, _past_end)
    app.register_error_handler(GoneError, _gone)
    app.register_error_handler(MissingError, _missing)
    app.register_error_handler(ChangedError, _changed)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _own_fault)


def _begin() -> None:
    """Choose the language before anything can go wrong; refuse what the server could not read."""
    if "words" not in g:
        first = request.path.split("/")[1]
        accepted = request.accept_languages.best_match
        set_language(first if first in INTERFACE_LANGUAGES else translation.preferred(accepted))
    if refused := request.environ.get(REFUSED):
        abort(refused)


def _for_programs() -> bool:
    if request.path.startswith("/files/"):
        return request.accept_mimetypes.best_match(["application/problem+json", "text/html"]) != "text/html"
    return request.path.startswith("/api/")


def set_language(language: str) -> None:
    """Make the page in a language from here on."""
    g.words = words(language)


def _page(status: int, detail: str, **more: object) -> Response:
    title = current().gettext(_TITLES.get(status, _TITLES[400 if status < 500 else 500]))
    return Response(render_template("error.html", status=status, title=title, detail=detail, **more), status=status)


def _not_ready(error: NotReadyError) -> Response:
    """Say what the operator should do; why, which names folders, goes to the operator alone, once for each reason."""
    if _told.get("not ready") != str(error):
        _told["not ready"] = str(error)
        _LOG.warning("nothing to search yet: %s", error)
    if _for_programs():
        detail = "There is nothing to search yet. The operator of this server makes it so with: python -m ingest"
        answer = problem(503, detail, {"state": "not ready"})
    else:
        detail = message("The operator of this server runs the command below; this page then works by itself.")
        answer = _page(503, current().gettext(detail), command="python -m ingest")
    answer.headers["Retry-After"] = _RETRY_SECONDS
    return answer


def _past_end(error: PastEndError) -> Response:
    if _for_programs():
        return problem(404, str(error), {"total": error.total, "last_page": error.last_page})
    detail = current().gettext("These results end on page %(page)s.") % {"page": current().number(error.last_page)}
    way_back = error.address.on_page(error.last_page).beneath(request.path)
    return _page(404, detail, way_back=way_back, way_back_text=current().gettext("To the last page of the results"))


def _gone(error: GoneError) -> Response:
    stone = error.tombstone
    if _for_programs():
        removed = {"id": stone.id, "title": stone.title, "date": stone.date, "removed_at": stone.removed_at}
        return problem(410, f"The document “{stone.title}” was removed.", {"document": removed})
    day = current().date(stone.removed_at[:10])
    detail = current().gettext("Its file is no longer in the collection (since %(day)s).") % {"day": day}
    return _page(410, detail, gone=stone)


def _missing(error: MissingError) -> Response:
    if _for_programs():
        return problem(404, f"Not found: {error}.")
    return _page(404, current().gettext("Perhaps the address was cut off, or the document is not open to everyone."))


def _changed(error: ChangedError) -> Response:
    if _for_programs():
        return problem(409, f"Not served: {error}. Run python -m ingest to read it again.")
    detail = message("It was edited or moved after it had been read. It will be here again after the next reading.")
    return _page(409, current().gettext(detail))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return Response(status=status, headers=error.get_headers())
    if _for_programs():
        answer = problem(status, error.description or error.name)
    else:
        answer = _page(status, current().gettext("Perhaps the address was cut off or mistyped.") if status == 404 else "")
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(allowed)
    return answer


def _own_fault(error: Exception) -> Response:
    # Path and place alone: what people ask for never goes to logs, and messages of errors may repeat it.
    _LOG.error("failed to answer %s %s: %s", request.method, request.path, trace(error))
    if _for_programs():
        return problem(500, "A fault of ours; it has been logged.")
    return _page(500, current().gettext("The fault is ours and has been logged. Please try again."))
