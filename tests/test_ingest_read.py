"""Reading one file: always a reading or a reason, never an exception; and no raw word of real files lost."""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.document import Unit
from corpus.outcome import Reason, Rejected
from ingest import read as reading
from ingest.read import read
from ingest.reading import Reading, ReadJob, ReadLimits

POLISH = "Spotkanie koordynacyjne poświęcono planowi działań. Członkowie klastra omówili wspólną ofertę eksportową."


def job(path: Path, limits: ReadLimits | None = None) -> ReadJob:
    return ReadJob(str(path), path.name, limits or ReadLimits())


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_file_becomes_cleaned_passages_with_languages_and_description(tmp_path: Path) -> None:
    text = f"Protokół ze spotkania\n\nSzczecin, 12 marca 2012 r.\n\n{POLISH}\n\nocynko-\nwnia"
    result = read(job(written(tmp_path / "a.txt", text.encode("cp1250"))))
    assert isinstance(result, Reading)
    assert (result.media_type, result.unit, result.language, result.languages) == (
        "text/plain",
        Unit.SECTION,
        "pl",
        ("pl",),
    )
    passage = result.passages[0]
    assert passage.text.endswith("ocynkownia")
    assert passage.original_text.endswith("ocynko-\nwnia")
    assert passage.repairs == {"joined_words": 1}
    assert result.derived["date"].value == "2012-03-12"
    assert result.derived["language"].value == "pl"
    assert result.flags == ("encoding:cp1250",)


def test_text_that_needed_no_cleaning_is_kept_once(tmp_path: Path) -> None:
    result = read(job(written(tmp_path / "a.txt", POLISH.encode())))
    assert isinstance(result, Reading)
    assert result.passages[0].original_text == ""


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"", Reason.EMPTY),
        ("a.txt", b" \n\t\n", Reason.EMPTY),
        ("a.docx", b"PK\x03\x04 garbage", Reason.CORRUPT),
        ("a.pdf", b"%PDF-1.7 garbage", Reason.CORRUPT),
        ("a.rtf", b"{\\rtf1 x}", Reason.UNSUPPORTED),
        ("a.dat", bytes(range(256)) * 4, Reason.UNSUPPORTED),
        ("a.png", b"\x89PNG\r\n\x1a\n", Reason.NEEDS_OCR),
    ],
)
def test_every_unreadable_file_gets_its_reason(tmp_path: Path, name: str, data: bytes, reason: Reason) -> None:
    result = read(job(written(tmp_path / name, data)))
    assert isinstance(result, Rejected)
    assert result.reason == reason
    assert result.media_type


def test_a_broken_container_is_known_by_its_name(tmp_path: Path) -> None:
    result = read(job(written(tmp_path / "a.docx", b"PK\x03\x04 garbage")))
    assert isinstance(result, Rejected)
    assert result.media_type.endswith("wordprocessingml.document")


def test_an_encrypted_office_package_is_not_corrupt(tmp_path: Path) -> None:
    directory = "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + directory
    result = read(job(written(tmp_path / "a.docx", data)))
    assert isinstance(result, Rejected)
    assert result.reason == Reason.ENCRYPTED


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    result = read(job(tmp_path / "none.pdf"))
    assert isinstance(result, Rejected)
    assert result.reason == Reason.UNREADABLE


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.save(str(path))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.xml", b"0" * 30_000_000)
    assert path.stat().st_size < 200_000
    result = read(job(path, ReadLimits(archive_mb=20)))
    assert isinstance(result, Rejected)
    assert result.reason == Reason.TOO_BIG


def test_whatever_a_parser_throws_becomes_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr(reading, "extract", explode)
    result = read(job(written(tmp_path / "a.txt", b"x")))
    assert result == Rejected(Reason.CORRUPT, "RecursionError: deep")


def test_running_out_of_memory_is_left_to_the_pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reading, "extract", explode)
    with pytest.raises(MemoryError):
        read(job(written(tmp_path / "a.txt", b"x")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_damage_anywhere_in_a_file_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    whole = tmp_path / "whole.docx"
    if not whole.exists():
        document = docx.Document()
        document.add_heading("Plan", 1)
        document.add_paragraph(POLISH)
        document.save(str(whole))
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([len(content), len(content) // 2]))
    assert isinstance(read(job(written(tmp_path / "a.docx", bytes(content[:cut])))), Reading | Rejected)


CORPORA = Path(os.environ.get("CORPORA", str(Path(__file__).resolve().parents[1] / ".." / "shared" / "corpora")))
PARTS = re.compile(
    r"word/(?:document|(?:header|footer|footnotes|endnotes|comments)\d*|charts/chart\d+|diagrams/data\d+)\.xml$"
    r"|ppt/(?:slides/slide\d+|notesSlides/notesSlide\d+|comments/\w+|charts/chart\d+|diagrams/data\d+)\.xml$"
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def paragraphs(root: etree._Element) -> Iterator[str]:
    """Texts of the paragraphs of a part: runs joined, breaks as spaces, fallback copies left out."""
    for fallback in list(root.iter(FALLBACK)):
        parent = fallback.getparent()
        if parent is not None:
            parent.remove(fallback)
    marks = {WORD + "tab": " ", WORD + "br": " ", WORD + "cr": " ", DRAWING + "br": " ", WORD + "noBreakHyphen": "-"}
    for paragraph in root.iter(WORD + "p", DRAWING + "p"):
        yield "".join(
            element.text or "" if element.tag in (WORD + "t", DRAWING + "t") else marks.get(str(element.tag), "")
            for element in paragraph.iter()
            if next(element.iterancestors(WORD + "p", DRAWING + "p"), None) is paragraph
        )


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", unicodedata.normalize("NFKC", text.replace("\u00ad", ""))))


@pytest.mark.corpora
def test_no_raw_word_of_real_office_files_is_lost() -> None:
    folder = CORPORA / "documents"
    assert folder.is_dir(), f"no real documents at {folder}: set CORPORA to their folder"
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in {".docx", ".pptx"}]
    assert len(files) >= 50
    lost = {}
    for path in files:
        result = read(job(path))
        assert isinstance(result, Reading), (path.name, result)
        found = words("\n".join(passage.text for passage in result.passages))
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if PARTS.match(name)]
            raw = {
                word
                for name in names
                for text in paragraphs(etree.fromstring(archive.read(name)))
                for word in words(text)
            }
        if raw - found:
            lost[path.name] = sorted(raw - found)[:10]
    assert not lost


@pytest.mark.corpora
def test_nearly_all_real_files_are_read_and_the_others_have_reasons() -> None:
    folder = CORPORA / "documents"
    assert folder.is_dir(), f"no real documents at {folder}: set CORPORA to their folder"
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "MANIFEST.tsv"]
    results = [read(job(path)) for path in files]
    unread = [result for result in results if isinstance(result, Rejected)]
    tools = [result for result in unread if result.reason.startswith("needs_tool:")]
    assert len(unread) - len(tools) <= len(files) * 16 // 231
    assert {result.reason for result in unread} - {tool.reason for tool in tools} <= {
        Reason.NEEDS_OCR,
        Reason.ENCRYPTED,
    }
