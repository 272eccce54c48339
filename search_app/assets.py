"""Style and icon under addresses that carry their digest, so that a browser may keep them for a year."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort

blueprint = Blueprint("assets", __name__, url_prefix="/static")

_TYPES: Final = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


def _read() -> dict[str, tuple[str, bytes, str]]:
    """Each file's address, bytes and type, by name."""
    found = {}
    for file in sorted((Path(__file__).parent / "static").iterdir()):
        if file.suffix in _TYPES:
            content = file.read_bytes()
            digest = sha256(content).hexdigest()[:12]
            found[file.name] = (f"/static/{digest}/{file.name}", content, _TYPES[file.suffix])
    return found


_ASSETS: Final = _read()


def asset(name: str) -> str:
    """The address of a static file. Raises KeyError for one there is not."""
    return _ASSETS[name][0]


@blueprint.get("/<digest>/<name>")
def static(digest: str, name: str) -> Response:
    """A static file at its present address."""
    address, content, media_type = _ASSETS.get(name, ("", b"", ""))
    if address != f"/static/{digest}/{name}":
        abort(404)
    response = Response(content, content_type=media_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
