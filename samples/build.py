"""Build all documents from their sources: the order of the steps, and which writer makes which format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from samples.office import convert
from samples.pdf_finish import finish, page_labels
from samples.plain_text import write_plain
from samples.scan import scan
from samples.sidecar import write_sidecar
from samples.slide_deck import write_pptx
from samples.source import Source
from samples.stamp import UNKNOWN_TIME, freeze_zip
from samples.text_document import write_docx

_PLAIN = {".html", ".md", ".txt"}
_NATIVE = {".docx", ".pptx"}


def find_sources(root: Path, wanted: Sequence[str] = ()) -> list[Path]:
    """Source files below ``root`` in the order of their names: all, or those that ``wanted`` names.

    A wanted text is a file or folder, from the working folder or from ``root``, or else a part of the name.
    Raises ValueError for a text that chooses nothing.
    """
    everything = sorted(path.resolve() for path in root.rglob("*.md"))
    if not wanted:
        return everything
    chosen: set[Path] = set()
    for text in wanted:
        places = [place.resolve() for place in (Path(text), root / text) if place.exists()]
        found = [path for path in everything if any(path.is_relative_to(place) for place in places)]
        found = found or [path for path in everything if text in str(path.relative_to(root.resolve()))]
        if not found:
            raise ValueError(f"{text}: no source below {root}")
        chosen.update(found)
    return sorted(chosen)


def build(sources: Sequence[Source], target: Path) -> list[Path]:
    """Write every source into ``target`` and return the files written, sidecars left out."""
    written = [target / source.target for source in sources]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as workshop:
        _build_all(sources, target, Path(workshop))
    for source in sources:
        write_sidecar(source, target)
    return written


def _build_all(sources: Sequence[Source], target: Path, workshop: Path) -> None:
    """Plain files at once; the others as DOCX or PPTX first, then through LibreOffice, one run for each format."""
    waiting: dict[str, list[tuple[Source, Path]]] = defaultdict(list)
    for number, source in enumerate(sources):
        suffix = source.target.suffix
        if suffix in _PLAIN:
            write_plain(source, target / source.target)
            continue
        draft = workshop / f"{number:03}{'.pptx' if source.form == 'slides' else '.docx'}"
        if source.form == "slides":
            write_pptx(source, draft)
        else:
            write_docx(source, draft, _heading_pages(source, draft, workshop))
        if suffix in _NATIVE:
            copyfile(draft, target / source.target)
        else:
            waiting[suffix].append((source, draft))
    for suffix, pairs in waiting.items():
        convert([draft for _, draft in pairs], suffix, workshop)
        for source, draft in pairs:
            _deliver(source, draft.with_suffix(suffix), target / source.target)


def _heading_pages(source: Source, draft: Path, workshop: Path) -> dict[str, str] | None:
    """The page labels for the contents, from a first printing; the contents take the same room with and without."""
    if not any(block.kind == "toc" for block in source.blocks):
        return None
    write_docx(source, draft)
    convert([draft], ".pdf", workshop)
    return page_labels(draft.with_suffix(".pdf"), source)


def _deliver(source: Source, made: Path, target: Path) -> None:
    """Finish what LibreOffice made and put it in its place."""
    if source.form == "scan":
        scan(made, target, source.core.created if source.core else UNKNOWN_TIME.date())
        return
    if made.suffix == ".pdf":
        finish(made, source)
    elif made.suffix in {".odt", ".odp"}:
        freeze_zip(made)
    copyfile(made, target)
