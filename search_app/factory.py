"""The application: a Flask app over a library, made by `create_app` from settings or by `application` from a library."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request
from flask.json.provider import DefaultJSONProvider

from corpus.settings import Settings
from search_app import api, assets, files, pages, translation
from search_app.errors import handle_errors
from search_app.library import Library
from search_app.opening import open_library
from search_app.rooms import furnish, settings
from search_app.security import protect
from search_app.translation import INTERFACE_LANGUAGES, current

_TEMPLATE_WORDS = ("number", "counted", "date", "moment", "label")


class Json(DefaultJSONProvider):
    """JSON as written: Polish letters as themselves, members in the order of the contract."""

    ensure_ascii = False
    sort_keys = False


def create_app(chosen: Settings) -> Flask:
    """The application for settings. Opens nothing yet: what cannot be opened is told by the pages."""
    return application(chosen, open_library(chosen))


def application(chosen: Settings, library: Library) -> Flask:
    """The application over a given library."""
    app = Flask(__name__, static_folder=None)
    app.json = Json(app)
    # Both would answer by redirects to the host that the request names.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    furnish(app, chosen, library)
    translation.install(app)
    protect(app)
    handle_errors(app)
    for blueprint in (pages.doors, pages.blueprint, api.blueprint, files.blueprint, assets.blueprint):
        app.register_blueprint(blueprint)
    app.context_processor(_page_words)
    return app


def _page_words() -> dict[str, Any]:
    """What every template may use."""
    words = current()
    other = next(each for each in INTERFACE_LANGUAGES if each != words.language)
    path, query = request.path, request.query_string.decode("ascii", "ignore")
    known = "words" in g and path.startswith(f"/{words.language}/")
    tail = path.removeprefix(f"/{words.language}/") if known else ""
    suffix = f"?{query}" if query else ""
    return {
        "language": words.language,
        "other_language": other,
        "here": {each: f"/{each}/{tail}{suffix}" for each in INTERFACE_LANGUAGES},
        "url_now": request.url,
        "asset": assets.asset,
        "status_page": settings().search_app.status_page,
        **{name: getattr(words, name) for name in _TEMPLATE_WORDS},
    }


