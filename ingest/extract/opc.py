"""Parts of an Office package and their relationships, whether a library opened it or we read the zip ourselves.

python-docx and python-pptx refuse packages that Word opens (templates, macros, a missing or misnamed part); `RawPart`
reads those from the zip with the same face, so that one walk of the XML serves both ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from corpus.document import OutlineItem
from ingest.extract.container import Container, Damaged, Element, join, parse, text_of

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/presentationml/main", P[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/chart", C[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/diagram", DGM[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
"""ISO strict namespaces and their transitional twins: the elements have the same names."""

_CORE: Final[Mapping[str, str]] = {
    "title": "title",
    "creator": "author",
    "subject": "subject",
    "keywords": "keywords",
    "created": "created",
    "modified": "modified",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points to: the last word of the relationship's type (header, chart, notesSlide…) and the part."""

    kind: str
    part: Part


@dataclass(slots=True)
class Part:
    """One part of a package: its name without leading slash and its root element; relations by their id, in file order."""

    name: str
    root: Element
    relations: dict[str, Relation] = field(default_factory=dict)


WANTED: Final = frozenset(
    {
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "comments",
        "styles",
        "chart",
        "chartEx",
        "chartUserShapes",
        "diagramData",
        "slide",
        "notesSlide",
        "officeDocument",
    }
)
"""Kinds of relationship that lead to text (or to the styles that tell headings); images, themes, masters are passed over."""


def from_library(part: Any, seen: dict[str, Part] | None = None) -> Part:
    """Our view of a python-docx or python-pptx part and of all parts with text below it.

    Raises Damaged where the part itself is not XML; damaged parts below it are left out (the account of words is kept by
    the tests, the file stays readable).
    """
    seen = {} if seen is None else seen
    name = str(part.partname).lstrip("/")
    element = getattr(part, "_element", None)
    view = seen[name] = Part(name, element if element is not None else _xml(part.blob, name))
    for key, relation in part.rels.items():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind not in WANTED or relation.is_external:
            continue
        target = relation.target_part
        below = seen.get(str(target.partname).lstrip("/"))
        try:
            view.relations[key] = Relation(kind, below or from_library(target, seen))
        except Damaged:
            continue
    return view


def from_container(container: Container, name: str, seen: dict[str, Part] | None = None) -> Part:
    """The part `name` read from the zip, and all parts with text below it. Raises Damaged where it is missing or no XML."""
    seen = {} if seen is None else seen
    view = seen[name] = Part(name, _xml(container.read(name), name))
    for key, kind, target in relationships(container, name):
        if kind not in WANTED:
            continue
        try:
            view.relations[key] = Relation(kind, seen.get(target) or from_container(container, target, seen))
        except Damaged:
            continue
    return view


def relationships(container: Container, name: str) -> Iterator[tuple[str, str, str]]:
    """Id, kind and target member of each internal relationship of a part ("" for the package itself)."""
    folder, _, leaf = name.rpartition("/")
    rels = f"{folder}/_rels/{leaf}.rels" if folder else f"_rels/{leaf}.rels"
    if rels not in container:
        return
    for element in container.xml(rels):
        target = element.get("Target")
        if target and element.get("TargetMode") != "External":
            kind = (element.get("Type") or "").rsplit("/", 1)[-1]
            yield element.get("Id") or "", kind, join(name, target)


def main_part(container: Container, usual: str, folder: str) -> Part:
    """The main part of a package: where its relationships say, else the usual name. Raises Damaged for none."""
    try:
        targets = [target for _, kind, target in relationships(container, "") if kind == "officeDocument"]
    except Damaged:
        targets = []
    for name in (*targets, usual):
        if name in container:
            return from_container(container, name)
    raise Damaged(f"no main part in {folder}")


def properties(container: Container) -> dict[str, str]:
    """The package's own metadata under the names of `ingest.reading.Extraction.properties`."""
    found: dict[str, str] = {}
    for name, wanted in (("docProps/core.xml", _CORE), ("docProps/app.xml", {"Company": "company"})):
        if name not in container:
            continue
        try:
            root = container.xml(name)
        except Damaged:
            continue
        for element in root.iter(etree.Element):
            key = wanted.get(etree.QName(element).localname)
            text = text_of(element).strip()
            if key and text:
                found[key] = text[:10] if key in {"created", "modified"} else text
    return found


def string_caches(chart: Element) -> Iterator[str]:
    """Category and series names of a chart: they stand in caches beside the DrawingML text."""
    for tag in ("strCache", "strLit", "multiLvlStrCache"):
        for cache in chart.iter(C + tag):
            for value in cache.iter(C + "v"):
                yield text_of(value)


def drawing_lines(root: Element) -> list[str]:
    """Lines of text of a chart or diagram part: its paragraphs in order, then a chart's category and series names."""
    lines = ["".join(_runs(paragraph)) for paragraph in root.iter(A + "p")]
    loose = [text_of(t) for t in root.iter(A + "t") if not _inside(t, A + "p")]
    return [line for line in (*lines, *loose, *dict.fromkeys(string_caches(root))) if line.strip()]


def _runs(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter(A + "t", A + "br"):
        yield "\n" if element.tag == A + "br" else text_of(element)


def _inside(element: Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _xml(data: bytes, name: str) -> Element:
    if b"purl.oclc.org/ooxml" in data[:4096]:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    return parse(data, name)


def outline_of(titles: list[tuple[int, str]]) -> tuple[OutlineItem, ...]:
    """An outline of one level from slide numbers and titles."""
    return tuple(OutlineItem(1, title, number) for number, title in titles if title)


def number_in(name: str) -> int:
    """The number in a part's name (slide12.xml: 12), for an order where the package gives none."""
    found = re.search(r"(\d+)\.xml$", name)
    return int(found[1]) if found else 0
