"""Headers that keep a page to itself: what it may load, where its forms may go, who may frame it."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response

PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of pages and answers: nothing from elsewhere, nothing inline."""
FILE_POLICY: Final = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""Policy of originals: browsers' PDF viewers need their own script and style, and a sandbox keeps them from opening."""
ATTACHMENT_POLICY: Final = "default-src 'none'; sandbox"
"""Policy of originals that are saved, not shown: nothing in them runs, should a browser show them all the same."""


def protect(app: Flask) -> None:
    """Set the headers on every answer of an application; a policy that an answer brings along stands."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        if response.status_code >= 400:
            headers["Cache-Control"] = "no-store"
        headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response
