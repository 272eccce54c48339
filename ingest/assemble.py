"""From what was read of a file, and what an operator says of it, to a document.

A document may have several files (equal contents): its description comes from the first of them that has a sidecar, else
the first that has a rule, else the first. Its audience is the narrowest that any of their sidecars or rules names; only
where none names one is it the default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import DocumentRecord
from corpus.document import Derived, Document
from corpus.outcome import Rejected
from corpus.rules import Values, read_sidecar, rule_for
from corpus.settings import Rule, Settings
from corpus.vocabulary import AUDIENCES, audience_rank
from ingest.names import FILE_NAME, from_name
from ingest.plan import sidecar_of
from ingest.reading import Reading
from ingest.settle import settle


@dataclass(frozen=True, slots=True)
class Place:
    """A file of a document: its root's name, its path below it, and the path by which the system knows it."""

    root: str
    path: str
    disk: str


@dataclass(frozen=True, slots=True)
class Said:
    """What an operator says of one file. `fault` tells what is wrong with its sidecar, "" for nothing.

    `held`: it could not be looked at, and only what must go on holding is here.
    """

    place: Place
    rule: Rule | None
    sidecar: Values
    fault: str = ""
    held: bool = False


def said_of(place: Place, settings: Settings) -> Said:
    """Rule and sidecar of a file that can be looked at.

    A sidecar that cannot be used may have been meant to keep the document back: it gives the narrowest audience.
    """
    rule = rule_for(settings.corpus.rule, place.root, place.path)
    sidecar = sidecar_of(place.disk)
    if sidecar is None:
        return Said(place, rule, {})
    try:
        return Said(place, rule, read_sidecar(sidecar))
    except (OSError, ValueError) as error:
        return Said(place, rule, {"audience": AUDIENCES[-1]}, f"{sidecar.name} was not used, and holds the document back: {error}")


def held_of(place: Place, audience: Derived | None, settings: Settings) -> Said:
    """What is held to be said of a file whose folder is out of reach: its rule, and the audience a sidecar gave.

    The sidecar that cannot be seen now may be the one that keeps the document back.
    """
    sidecar: Values = {"audience": audience.value} if audience is not None and audience.source == "sidecar" else {}
    return Said(place, rule_for(settings.corpus.rule, place.root, place.path), sidecar, held=True)


def record_of(
    document: str, revision: int, sha256: str, size: int, read: Reading | Rejected, reader: str
) -> DocumentRecord:
    """A document as its content alone tells it; `described` lays over it what an operator says."""
    if isinstance(read, Rejected):
        bare = Document(document, revision, sha256, read.media_type, size, "", available=False, reason=read.reason)
        return DocumentRecord(bare, {}, reader)
    told = Document(
        id=document,
        revision=revision,
        sha256=sha256,
        media_type=read.media_type,
        bytes=size,
        title="",
        unit=read.unit,
        pages=read.pages,
        language=read.language,
        languages=read.languages,
        outline=read.outline,
    )
    return DocumentRecord(told, read.derived, reader)


def described(record: DocumentRecord, files: Sequence[Said], settings: Settings) -> DocumentRecord:
    """The document with the description in force. `files` are all its live files, at least one."""
    chosen = min(files, key=lambda each: (each.held, not each.sidecar, each.rule is None))
    read = _renamed(record.read, chosen.place.path)
    derived = settle(read, chosen.rule, chosen.sidecar, settings.access.default_audience)
    derived["audience"] = _audience(files, settings)
    language = _text(derived, "language") or record.document.language
    document = replace(
        record.document,
        title=_text(derived, "title") or chosen.place.path.rpartition("/")[2],
        kind=_text(derived, "kind") or "other",
        date=_text(derived, "date"),
        organisations=tuple(_texts(derived, "organisation")),
        event=_text(derived, "event"),
        place=_text(derived, "place"),
        topics=tuple(_texts(derived, "topic")),
        audience=_text(derived, "audience"),
        language=language,
        languages=record.document.languages or ((language,) if language != "und" else ()),
        derived=derived,
    )
    return replace(record, document=document, removed_at="")


def _renamed(read: Mapping[str, Derived], path: str) -> dict[str, Derived]:
    """What a document says of itself, with what its file's name says as the file is called now."""
    own = {name: value for name, value in read.items() if value.source != FILE_NAME}
    named = from_name(path)
    taken = {name for name, value in read.items() if value.source == FILE_NAME} if read else set(named)
    return own | {name: value for name, value in named.items() if name in taken}


def _audience(files: Sequence[Said], settings: Settings) -> Derived:
    """The narrowest audience that any file's sidecar or rule names, else the default."""
    named: list[tuple[str, str]] = []
    for each in files:
        if each.sidecar.get("audience"):
            named.append((str(each.sidecar["audience"]), "sidecar"))
        elif each.rule is not None and each.rule.audience:
            named.append((each.rule.audience, f"rule:{each.rule.folder}"))
    value, source = max(named, key=lambda one: audience_rank(one[0]), default=(settings.access.default_audience, "default"))
    return Derived(value, source)


def _text(derived: Mapping[str, Derived], name: str) -> str:
    value = derived[name].value if name in derived else ""
    return value if isinstance(value, str) else ", ".join(value)


def _texts(derived: Mapping[str, Derived], name: str) -> list[str]:
    value = derived[name].value if name in derived else []
    return [value] if isinstance(value, str) else list(value)
