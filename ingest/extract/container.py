"""Zip containers and their XML, opened with care: declared sizes summed first, no entity ever resolved.

Nobody else checks declared sizes (zip bombs take 3-8 GB in every reader); zipfile itself never gives more of a member
than its declared size, so that the sum holds while reading as well.
"""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final, TypeAlias

from lxml import etree

from corpus.outcome import Reason, Rejected

Element: TypeAlias = etree._Element
"""An XML element; lxml publishes no other name for its type."""

_MEGABYTE: Final = 1 << 20
_UNPACKING: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)
"""What zipfile raises for damaged members: it passes on what the decompressors raise."""


class Refused(Exception):  # noqa: N818 - the field's word for a file turned away, beside Rejected
    """A file that cannot be read, for a reason known exactly; carries the value that `ingest.read` gives back."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.rejected = Rejected(reason, detail)


class Damaged(Exception):  # noqa: N818 - names a state of the file, as Refused does
    """A container or an XML part that cannot be read even with patience."""


class Container:
    """A zip container with its members by name; names are looked up without regard to a leading slash or to case."""

    def __init__(self, path: Path, archive_mb: int) -> None:
        """Open and check. Raises Refused(too_big, encrypted) or Damaged."""
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise Damaged(str(error)) from error
        infos = self._zip.infolist()
        declared = sum(info.file_size for info in infos)
        if declared > archive_mb * _MEGABYTE:
            raise Refused(Reason.TOO_BIG, f"{declared // _MEGABYTE} MB unpacked, limit {archive_mb} MB")
        if any(info.flag_bits & 1 for info in infos):
            raise Refused(Reason.ENCRYPTED, "members of the container are encrypted")
        self._names = {info.filename.lstrip("/").lower(): info for info in infos}
        self.names = tuple(info.filename.lstrip("/") for info in infos)

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/").lower() in self._names

    def read(self, name: str) -> bytes:
        """Bytes of a member, unpacked. Raises Damaged where it is missing or broken."""
        info = self._names.get(name.lstrip("/").lower())
        if info is None:
            raise Damaged(f"no member {name}")
        try:
            return self._zip.read(info)
        except _UNPACKING as error:
            raise Damaged(f"{name}: {error}") from error

    def xml(self, name: str) -> Element:
        """Root element of an XML member. Raises Damaged."""
        return parse(self.read(name), name)

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()


def parse(data: bytes, name: str = "") -> Element:
    """Parse XML: strictly, then with a high tree allowed (sizes are checked by now), then mending. Raises Damaged.

    Entities are never resolved and nothing is fetched; the text after an unresolved entity stays.
    """
    for huge, recover in ((False, False), (True, False), (True, True)):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=huge, recover=recover)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            return root
    raise Damaged(f"{name}: not XML")


def text_of(element: Element) -> str:
    """Own text of an element, and what follows comments or unresolved entities inside it."""
    parts = [element.text or ""]
    parts.extend(child.tail or "" for child in element)
    return "".join(parts)


def join(base: str, target: str) -> str:
    """Name of the member that a relationship of the part `base` points to."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
