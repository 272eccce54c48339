"""A PDF's information dictionary in our names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_KEYS: Final = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "CreationDate": "created",
    "ModDate": "modified",
}
_DATE: Final = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")


def properties(information: Mapping[str, Any]) -> dict[str, str]:
    """Metadata under the names of `ingest.reading.Extraction.properties`, dates as ISO (ISO 32000-1, 7.9.4)."""
    found: dict[str, str] = {}
    for key, name in _KEYS.items():
        value = str(information.get(key) or information.get("/" + key) or "").replace("\0", "").strip()
        if name in {"created", "modified"}:
            parts = _DATE.match(value)
            value = "-".join(part for part in parts.groups() if part) if parts else ""
        if value:
            found[name] = value
    return found
