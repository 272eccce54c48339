"""Make office files reproducible: document properties from the source, and one fixed time for every zip entry."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime, time
from pathlib import Path
from typing import Protocol

from samples.source import Source

# The earliest time a zip entry can carry; any fixed value would do.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# A time without a zone, because office files carry none.
UNKNOWN_TIME = datetime(2000, 1, 1, 12, 0)  # noqa: DTZ001
# LibreOffice draws a random number for the revision save identifiers of a text document.
_RANDOM = re.compile(rb'(config:name="Rsid(?:Root)?"[^>]*>)\d+')


class CoreProperties(Protocol):
    """The properties that python-docx and python-pptx documents share."""

    title: str
    author: str
    comments: str
    last_modified_by: str
    created: datetime
    modified: datetime
    revision: int
    language: str


def set_properties(properties: CoreProperties, source: Source) -> None:
    """Write the source's properties; without any, keep the template's title, as many real files do, but no author."""
    moment = datetime.combine(source.core.created, time(9, 30)) if source.core else UNKNOWN_TIME
    properties.comments = ""
    properties.author = source.core.author if source.core else ""
    properties.last_modified_by = properties.author
    properties.created = moment
    properties.modified = moment
    properties.revision = 1
    if source.core:
        properties.title = source.core.title
        properties.language = {"pl": "pl-PL", "en": "en-GB"}[source.language]


def freeze_zip(path: Path) -> None:
    """Rewrite a zip-based office file with fixed entry times and no random numbers, keeping the order and each entry's compression."""
    with zipfile.ZipFile(path) as archive:
        entries = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for old, content in entries:
            entry = zipfile.ZipInfo(old.filename, _ZIP_EPOCH)
            entry.compress_type = old.compress_type
            archive.writestr(entry, _RANDOM.sub(rb"\g<1>1", content) if old.filename == "settings.xml" else content)
