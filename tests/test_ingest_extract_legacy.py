"""Old Office formats: programs are used where they are, their absence is named, and none of them outlives its time."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from corpus.outcome import Reason, Rejected
from ingest.extract import legacy
from ingest.extract.container import Refused
from ingest.reading import Extraction, ReadLimits

LIMITS = ReadLimits()


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH: only the programs that a test puts there are installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def install(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    program.chmod(0o755)


def file(folder: Path, data: bytes = b"\xd0\xcf") -> Path:
    path = folder / "a.doc"
    path.write_bytes(data)
    return path


@pytest.mark.usefixtures("tools")
def test_a_missing_program_is_named(tmp_path: Path) -> None:
    for read, tool in ((legacy.extract_doc, "antiword"), (legacy.extract_ppt, "catppt")):
        rejected = read(file(tmp_path), LIMITS)
        assert isinstance(rejected, Rejected)
        assert rejected.reason == f"needs_tool:{tool}"


def test_the_first_program_that_gives_text_wins(tmp_path: Path, tools: Path) -> None:
    install(tools, "antiword", "echo 'not a Word document' >&2; exit 1")
    install(tools, "catdoc", "printf 'Protokół\\n\\nSzczecin'")
    extraction = legacy.extract_doc(file(tmp_path), LIMITS)
    assert isinstance(extraction, Extraction)
    assert extraction.passages[0].text == "Protokół\nSzczecin"
    assert extraction.flags == ("tool:catdoc",)


def test_slides_of_an_old_presentation_keep_their_numbers(tmp_path: Path, tools: Path) -> None:
    install(tools, "catppt", "printf 'Tytuł\\nautor\\n\\fCel\\n\\f\\fWynik\\n\\f'")
    extraction = legacy.extract_ppt(file(tmp_path), LIMITS)
    assert isinstance(extraction, Extraction)
    assert [(passage.number, passage.heading) for passage in extraction.passages] == [
        (1, "Tytuł"),
        (2, "Cel"),
        (3, ""),
        (4, "Wynik"),
    ]


def test_encrypted_documents_are_named_so_whatever_is_installed(tmp_path: Path, tools: Path) -> None:
    header = bytearray(512) + bytearray(b"\xec\xa5\xc1\x00") + bytearray(508)
    header[512 + 11] = 0x01
    with pytest.raises(Refused):
        legacy.extract_doc(file(tmp_path, bytes(header)), LIMITS)
    with pytest.raises(Refused):
        legacy.extract_ppt(file(tmp_path, "EncryptedSummary".encode("utf-16-le")), LIMITS)
    install(tools, "antiword", "echo 'Encrypted documents are not supported' >&2; exit 1")
    with pytest.raises(Refused):
        legacy.extract_doc(file(tmp_path), LIMITS)


def test_a_program_that_gives_nothing_leaves_a_corrupt_file(tmp_path: Path, tools: Path) -> None:
    install(tools, "antiword", "exit 1")
    rejected = legacy.extract_doc(file(tmp_path), LIMITS)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == Reason.CORRUPT


def test_a_program_that_hangs_ends_with_all_it_started(
    tmp_path: Path, tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = tmp_path / "pid"
    install(tools, "antiword", f"sleep 60 & echo $! > {pid}; wait")
    monkeypatch.setattr(legacy, "_SECONDS", 1)
    started = time.monotonic()
    assert isinstance(legacy.extract_doc(file(tmp_path), LIMITS), Rejected)
    assert time.monotonic() - started < 10
    child = int(pid.read_text())
    for _ in range(100):
        if not _lives(child):
            break
        time.sleep(0.05)
    assert not _lives(child)


def _lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_libreoffice_is_the_last_resort_and_its_conversion_is_read(tmp_path: Path, tools: Path) -> None:
    import docx

    made = tmp_path / "converted.docx"
    document = docx.Document()
    document.add_heading("Statut", 1)
    document.add_paragraph("Treść")
    document.save(str(made))
    install(tools, "soffice", f'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; cp {made} "$2/a.docx"')
    extraction = legacy.extract_doc(file(tmp_path), LIMITS)
    assert isinstance(extraction, Extraction)
    assert extraction.media_type == "application/msword"
    assert extraction.passages[0].text == "Statut\nTreść"
    assert extraction.flags == ("tool:libreoffice",)
