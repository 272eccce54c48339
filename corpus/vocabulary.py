"""The closed vocabularies: audiences, kinds, languages, facet fields, each with Polish and English labels.

Values are the stable slugs used in config, sidecars, URLs, JSON and the index; labels are data for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

AUDIENCES: Final = ("public", "partner", "member", "coordinator")
"""From the widest to the narrowest; an audience sees its own documents and those of all before it."""

NO_DATE: Final = "none"
"""The value of the year facet for a document without a date."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a value is called in the interface's two languages."""

    pl: str
    en: str


KINDS: Final[Mapping[str, Label]] = {
    "strategy": Label("Strategie", "Strategies"),
    "plan": Label("Plany działań", "Action plans"),
    "minutes": Label("Protokoły i notatki ze spotkań", "Minutes and meeting notes"),
    "practice": Label("Dobre praktyki", "Good practices"),
    "presentation": Label("Prezentacje", "Presentations"),
    "report": Label("Raporty i analizy", "Reports and studies"),
    "regulations": Label("Regulaminy i statuty", "Rules and statutes"),
    "other": Label("Inne dokumenty", "Other documents"),
}
"""Every kind of document, in the order in which the start page shows them."""

KIND_SINGULAR: Final[Mapping[str, Label]] = {
    "strategy": Label("Strategia", "Strategy"),
    "plan": Label("Plan działań", "Action plan"),
    "minutes": Label("Protokół", "Minutes"),
    "practice": Label("Dobra praktyka", "Good practice"),
    "presentation": Label("Prezentacja", "Presentation"),
    "report": Label("Raport lub analiza", "Report or study"),
    "regulations": Label("Regulamin lub statut", "Rules or statute"),
    "other": Label("Inny dokument", "Other document"),
}
"""What one document of a kind is called."""

LANGUAGES: Final[Mapping[str, Label]] = {
    "pl": Label("polski", "Polish"),
    "en": Label("angielski", "English"),
    "und": Label("nieustalony", "undetermined"),
}
"""Languages a passage or document may be in (ISO 639; und: too little text to tell)."""

FACETS: Final[Mapping[str, Label]] = {
    "kind": Label("Rodzaj dokumentu", "Kind of document"),
    "topic": Label("Temat", "Topic"),
    "organisation": Label("Organizacja", "Organisation"),
    "event": Label("Wydarzenie", "Event"),
    "year": Label("Rok", "Year"),
    "language": Label("Język", "Language"),
    "folder": Label("Folder", "Folder"),
    "format": Label("Format pliku", "File format"),
}
"""Facet fields in the order in which they are shown."""

CLOSED_FACETS: Final = ("kind", "language")
"""Facets whose whole vocabulary is shown even where a value counts zero."""

FORMATS: Final[Mapping[str, Label]] = {
    "pdf": Label("PDF", "PDF"),
    "docx": Label("Word (DOCX)", "Word (DOCX)"),
    "pptx": Label("PowerPoint (PPTX)", "PowerPoint (PPTX)"),
    "xlsx": Label("Excel (XLSX)", "Excel (XLSX)"),
    "odt": Label("OpenDocument – tekst (ODT)", "OpenDocument text (ODT)"),
    "odp": Label("OpenDocument – prezentacja (ODP)", "OpenDocument presentation (ODP)"),
    "ods": Label("OpenDocument – arkusz (ODS)", "OpenDocument spreadsheet (ODS)"),
    "doc": Label("Word do 2003 (DOC)", "Word to 2003 (DOC)"),
    "ppt": Label("PowerPoint do 2003 (PPT)", "PowerPoint to 2003 (PPT)"),
    "rtf": Label("RTF", "RTF"),
    "html": Label("Strona WWW (HTML)", "Web page (HTML)"),
    "markdown": Label("Markdown", "Markdown"),
    "text": Label("Zwykły tekst", "Plain text"),
    "image": Label("Obraz", "Image"),
    "other": Label("Inny format", "Other format"),
}
"""What a file is, in words for people; the media type decides (`format_of`)."""

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_FORMAT_OF: Final[Mapping[str, str]] = {
    "application/pdf": "pdf",
    _OOXML + "wordprocessingml.document": "docx",
    _OOXML + "presentationml.presentation": "pptx",
    _OOXML + "spreadsheetml.sheet": "xlsx",
    _ODF + "text": "odt",
    _ODF + "presentation": "odp",
    _ODF + "spreadsheet": "ods",
    "application/msword": "doc",
    "application/vnd.ms-powerpoint": "ppt",
    "application/rtf": "rtf",
    "text/html": "html",
    "text/markdown": "markdown",
    "text/plain": "text",
}


def format_of(media_type: str) -> str:
    """The format facet's value for a media type: a key of `FORMATS`."""
    if media_type.startswith("image/"):
        return "image"
    return _FORMAT_OF.get(media_type, "other")


def audience_rank(audience: str) -> int:
    """Place of an audience in `AUDIENCES`: 0 is the widest. Raises ValueError for an unknown one."""
    return AUDIENCES.index(audience)
