"""Problem details for HTTP APIs: every error of the API as application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from flask import Response
from werkzeug.http import HTTP_STATUS_CODES

REFUSED: Final = "metalika.refused"
"""The WSGI variable that holds a status where the server could not read a request and asks for our answer to it."""


def problem(status: int, detail: str, members: Mapping[str, object] | None = None) -> Response:
    """An error answer: `detail` says what is wrong and what to do, `members` are further members of the object.

    `type` is about:blank, so `title` is the status' own phrase (RFC 9457 section 4.2.1).
    """
    body = {"type": "about:blank", "title": HTTP_STATUS_CODES.get(status, "Error"), "status": status, "detail": detail}
    text = json.dumps({**body, **(members or {})}, ensure_ascii=False)
    return Response(text + "\n", status=status, content_type="application/problem+json; charset=utf-8")
