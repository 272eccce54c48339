"""The wire: gunicorn's threaded worker, made to read what people type into an address, and to log nothing of it.

- Raw UTF-8 in a request line is read as if it were percent-encoded, as browsers and proxies read it.
- A request line may be as long as the longest question, percent-encoded, needs.
- What cannot be read is answered by the application, as every other error, and logged by the name of the fault alone.
"""

from __future__ import annotations

import re
import sys
from typing import Any, Final

from gunicorn.glogging import Logger
from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import ThreadWorker

from search_app.trace import trace

LONGEST_REQUEST_LINE: Final = 65_536
"""Bytes of a request line: 4,000 characters of four bytes each, percent-encoded, and filters beside them."""

_STATUSES: Final = {
    LimitRequestLine: 414,
    ExpectationFailed: 417,
    LimitRequestHeaders: 431,
    UnsupportedTransferCoding: 501,
}
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_TARGET: Final = re.compile(rb"[A-Z]+ (/[!-~]{0,80}?)(?:[? ]|$)")


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's logger, whose reports of exceptions hold no message of theirs and nothing of a request."""

    def exception(self, msg: str, *_args: object, **_options: object) -> None:
        """Log where the exception at hand was raised."""
        error = sys.exc_info()[1]
        self.error_log.error("%s: %s", msg.partition("%")[0].strip(), trace(error) if error else "")


class TypedRequest(Request):  # type: ignore[misc]  # gunicorn has no types
    """A request whose target may hold raw UTF-8, and may be as long as a question needs."""

    def read_line(self, unreader: Any, buf: Any, limit: int = 0) -> Any:
        """Read the request line, of a bounded length. Raises LimitRequestLine, which knows the path."""
        del limit  # gunicorn's own setting ends at 8,190
        try:
            return super().read_line(unreader, buf, LONGEST_REQUEST_LINE)
        except LimitRequestLine as error:
            error.path = path_of(bytes(buf[:100]))
            raise

    def parse_request_line(self, line_bytes: bytes) -> None:
        """Read the request line. Raises InvalidRequestLine and its like, which know the path."""
        try:
            super().parse_request_line(_NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], line_bytes))
        except ParseException as error:
            error.path = path_of(line_bytes)
            raise


class TypedParser(RequestParser):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's parser of requests as above."""

    mesg_class = TypedRequest


class QuietWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """The worker that reads as above and lets the application answer what cannot be read."""

    def handle(self, conn: Any) -> Any:
        """Handle a request on a connection, whose parser is ours."""
        if conn.parser is None:
            conn.parser = TypedParser(self.cfg, conn.sock, conn.client)
        return super().handle(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what could not be read (or a fault of ours) and log its name alone."""
        del req, addr
        if isinstance(exc, ParseException):
            status = next((code for kind, code in _STATUSES.items() if isinstance(exc, kind)), 400)
            self.log.warning("a request could not be read: %s", type(exc).__name__)
        else:
            status = 500
            self.log.error("a request could not be answered: %s", trace(exc))
        try:
            client.sendall(self._answer(status, getattr(exc, "path", "/api/")))
        except OSError:
            self.log.debug("the visitor is gone")

    def _answer(self, status: int, path: str) -> bytes:
        """The application's answer to a request that it cannot see, as bytes for the wire."""
        from werkzeug.test import create_environ, run_wsgi_app

        from search_app.problem import REFUSED

        body, phrase, headers = run_wsgi_app(self.wsgi, create_environ(path, environ_overrides={REFUSED: status}))
        content = b"".join(body)
        kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "connection")]
        lines = [f"HTTP/1.1 {phrase}", *(f"{name}: {value}" for name, value in kept)]
        head = "\r\n".join([*lines, f"Content-Length: {len(content)}", "Connection: close", "", ""])
        return head.encode("latin-1") + content


def path_of(line: bytes) -> str:
    """The path of a request line without its question, as far as it can be read; an address of the API where not."""
    found = _TARGET.match(line)
    return found[1].decode("ascii") if found else "/api/"
