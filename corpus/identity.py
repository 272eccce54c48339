"""Ids of documents: given once, from the content at first sight, so that a lost catalogue gives the same ids again."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

LENGTH: Final = 12
"""Characters of an id: 60 bits of the SHA-256, in lower-case base32 (a-z, 2-7)."""

_CHUNK: Final = 1 << 20


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def document_id(sha256: str, taken: Callable[[str], bool]) -> str:
    """The id of a new document with this content: the first 12 base32 characters of its SHA-256.

    Where another document has that id already (it had this content once and was edited since, or a collision), the next
    12 are taken, and so on; after the last of the digest, the digest of the digest.
    """
    digest = sha256
    while True:
        text = base64.b32encode(bytes.fromhex(digest)).decode("ascii").rstrip("=").lower()
        for start in range(0, len(text) - LENGTH + 1, LENGTH):
            candidate = text[start : start + LENGTH]
            if not taken(candidate):
                return candidate
        digest = hashlib.sha256(digest.encode("ascii")).hexdigest()
