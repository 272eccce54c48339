"""Originals: the very bytes that were read, under a name that says what they are.

A file that changed on disk since it was read is not served: what was found in it may not be there any more.
"""

from __future__ import annotations

import os
import re
import stat
import threading
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import HTTPException

from corpus.document import Document
from search_app.rooms import MissingError, document_or_gone, library
from search_app.security import ATTACHMENT_POLICY, FILE_POLICY

blueprint = Blueprint("files", __name__, url_prefix="/files")

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
"""What cannot stand in a header: a name may hold line breaks, and bytes that are no text."""
PDF: Final = "application/pdf"
"""The media type that browsers show safely, and at a page."""


class ChangedError(Exception):
    """The file is not what was read: edited since, or out of reach."""


class Digests:
    """SHA-256 of open files, remembered as long as size, time and inode stay (at most `capacity` files)."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._known: OrderedDict[tuple[int, int, int, int], str] = OrderedDict()
        self._capacity = capacity
        self._lock = threading.Lock()

    def of(self, file: BufferedReader) -> str:
        """The digest of an open file, which is left at its beginning."""
        status = os.fstat(file.fileno())
        key = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        with self._lock:
            known = self._known.get(key)
        if known is None:
            known = file_digest(file, "sha256").hexdigest()
            file.seek(0)
            with self._lock:
                self._known[key] = known
                while len(self._known) > self._capacity:
                    self._known.popitem(last=False)
        return known


_digests = Digests()


@blueprint.get("/<identifier>")
def original(identifier: str) -> Response:
    """The original of a document: a PDF in the browser, everything else to be saved.

    Raises MissingError, GoneError, ChangedError.
    """
    view = library().view()
    document = document_or_gone(view, identifier)
    if request.if_none_match.contains(document.sha256):
        return _described(Response(status=304), document)
    paths = view.paths(identifier)
    if not paths:
        raise MissingError(f"no file of {identifier} is in place")
    path, file = _first_good(document, paths)
    try:
        answer = _send(document, path, file)
    except HTTPException:
        file.close()
        raise
    if request.method == "HEAD":
        file.close()
    return answer


def _first_good(document: Document, paths: Sequence[Path]) -> tuple[Path, BufferedReader]:
    """The first copy that is still what was read, open. Raises ChangedError, as it stands with the last one."""
    for path in paths[:-1]:
        try:
            return path, _open(document, path)
        except ChangedError:
            continue
    return paths[-1], _open(document, paths[-1])


def _open(document: Document, path: Path) -> BufferedReader:
    """A copy, open, if it is a regular file (a pipe would keep us waiting for ever) and still what was read."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise ChangedError(f"what lies in place of the file of {document.id} is no file")
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except (OSError, ValueError) as error:
        raise ChangedError(f"the file of {document.id} cannot be opened ({type(error).__name__})") from error
    if _digests.of(file) != document.sha256:
        file.close()
        raise ChangedError(f"the file of {document.id} was changed since it was read")
    return file


def _send(document: Document, path: Path, file: BufferedReader) -> Response:
    answer = send_file(
        file,
        mimetype=document.media_type if "/" in document.media_type else "application/octet-stream",
        as_attachment=document.media_type != PDF,
        download_name=_CONTROL.sub(" ", path.name).strip() or document.id,
        conditional=False,
        etag=False,
    )
    answer.content_length = document.bytes
    _described(answer, document)
    answer.make_conditional(request.environ, accept_ranges=True, complete_length=document.bytes)
    return answer


def _described(answer: Response, document: Document) -> Response:
    """What every answer about an original says of it."""
    answer.set_etag(document.sha256)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Content-Security-Policy"] = FILE_POLICY if document.media_type == PDF else ATTACHMENT_POLICY
    return answer
