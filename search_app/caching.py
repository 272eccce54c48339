"""Validators: an answer's ETag is known before it is computed, so that a repeated question costs nothing.

ETag = index generation + the catalogue's file + audience + URL + language + version of the application + today. Today stands in it because
pages are dated in print. It is weak: an answer computed again may differ in the time it took.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from search_app.library import NotReadyError
from search_app.rooms import library
from search_app.translation import current

_OWN: Final = Path(__file__).parent


@cache
def version() -> str:
    """Digest of everything the application is made of: code, templates, words and style."""
    digest = sha256()
    for file in sorted(each for each in _OWN.rglob("*") if each.suffix in (".py", ".html", ".po", ".css", ".svg")):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def today() -> date:
    """The day here."""
    return datetime.now(UTC).astimezone().date()


def validator() -> str:
    """The ETag of the request at hand. Raises NotReadyError where nothing can be searched yet."""
    shelf = library()
    parts = (shelf.generation(), shelf.edition(), shelf.audience, request.full_path, current().language, version(), today().isoformat())
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def revalidate(blueprint: Blueprint, exempt: tuple[str, ...] = ()) -> None:
    """Answer 304 where the visitor's copy is still good; put the ETag on every other good answer.

    `exempt` names endpoints of the blueprint whose answer hangs on more than the index, e.g. the account.
    """

    @blueprint.before_request
    def unchanged() -> BaseResponse | None:
        g.etag = ""
        if request.method not in ("GET", "HEAD") or (request.endpoint or "").rpartition(".")[2] in exempt:
            return None
        try:
            g.etag = validator()
        except NotReadyError:
            return None
        wanted = request.if_none_match
        # "*" stands for any copy of what there is; whether it is there is known after the answer only.
        return Response(status=304) if not wanted.star_tag and wanted.contains_weak(g.etag) else None

    @blueprint.after_request
    def stamp(response: BaseResponse) -> BaseResponse:
        if request.if_none_match.star_tag and response.status_code == 200:
            response = Response(status=304)
        if g.get("etag") and response.status_code in (200, 304):
            response.set_etag(g.etag, weak=True)
            response.headers["Cache-Control"] = "no-cache"
        else:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response
