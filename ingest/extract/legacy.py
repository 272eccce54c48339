"""Word and PowerPoint up to 2003 (DOC, PPT), read by the programs that know them: antiword, catdoc, catppt, LibreOffice.

The first program that is installed and gives text wins. Programs run in a session of their own in a temporary folder,
without input, and their whole process group ends with them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from corpus.document import Unit
from corpus.outcome import Reason, Rejected, needs_tool
from ingest.extract import docx, pptx
from ingest.extract.container import Refused
from ingest.extract.sections import divide
from ingest.extract.text import paragraphs
from ingest.media import DOC, PPT
from ingest.reading import Extraction, RawPassage, ReadLimits

_SECONDS: Final = 30
"""How long one program may take: half of the usual limit of a file, so that a second one gets its chance."""
_OUTPUT_BYTES: Final = 50_000_000
_OFFICE: Final = ("soffice", "libreoffice")


def extract_doc(path: Path, limits: ReadLimits) -> Extraction | Rejected:
    """Read a DOC. Raises Refused(encrypted); gives needs_tool:antiword where no program is installed."""
    tools = (
        ("antiword", ("-m", "UTF-8.txt", "-w", "0", str(path))),
        ("catdoc", ("-w", "-d", "utf-8", str(path))),
    )
    if _encrypted_word(path.read_bytes()):
        raise Refused(Reason.ENCRYPTED, "the document's header says so")
    seen = False
    for name, arguments in tools:
        program = shutil.which(name)
        if program is None:
            continue
        seen = True
        text = _text(program, arguments)
        if text.strip():
            return _document(text, name)
    with _office(path, "docx") as converted:
        if converted is not None:
            return replace(docx.extract(converted, limits), media_type=DOC, flags=("tool:libreoffice",))
    return _neither(seen, "antiword", DOC)


def extract_ppt(path: Path, limits: ReadLimits) -> Extraction | Rejected:
    """Read a PPT. Raises Refused(encrypted); gives needs_tool:catppt where no program is installed."""
    if "EncryptedSummary".encode("utf-16-le") in path.read_bytes():
        raise Refused(Reason.ENCRYPTED, "it has an encrypted summary")
    program = shutil.which("catppt")
    if program is not None:
        text = _text(program, ("-d", "utf-8", str(path)))
        if text.strip():
            return _slides(text)
    with _office(path, "pptx") as converted:
        if converted is not None:
            return replace(pptx.extract(converted, limits), media_type=PPT, flags=("tool:libreoffice",))
    return _neither(program is not None, "catppt", PPT)


def _encrypted_word(data: bytes) -> bool:
    """Whether the header of the WordDocument stream, at the start of some sector, has fEncrypted set ([MS-DOC] 2.5.2)."""
    for at in range(512, len(data) - 12, 512):
        if data[at : at + 2] == b"\xec\xa5" and 0x0060 <= int.from_bytes(data[at + 2 : at + 4], "little") <= 0x0112:
            return bool(data[at + 11] & 0x01)
    return False


def _neither(seen: bool, tool: str, media_type: str) -> Rejected:
    """What a file is rejected with that no program gave text for."""
    if seen:
        return Rejected(Reason.CORRUPT, "no program gave any text", media_type)
    return Rejected(needs_tool(tool), f"{tool} is not installed", media_type)


def _document(text: str, tool: str) -> Extraction:
    # antiword marks pictures; nobody searches for the mark.
    passages, outline = divide(paragraphs(text.replace("[pic]", "")))
    pages = max((passage.number for passage in passages), default=1)
    return Extraction(DOC, Unit.SECTION, pages, tuple(passages), {}, tuple(outline), (f"tool:{tool}",))


def _slides(text: str) -> Extraction:
    """Slides of catppt's output, parted by form feeds."""
    slides = [slide.strip("\r\n") for slide in text.rstrip("\f\r\n").split("\f")]
    passages = tuple(
        RawPassage(number, slide, heading=_first_line(slide)) for number, slide in enumerate(slides, start=1)
    )
    return Extraction(PPT, Unit.SLIDE, len(slides), passages, flags=("tool:catppt",))


def _first_line(text: str) -> str:
    """A slide's first line where it is as short as a title."""
    line = " ".join(text.strip().split("\n")[0].split())
    return line if len(line) <= 100 else ""


def _text(program: str, arguments: Sequence[str]) -> str:
    """What a program writes, "" where it fails. Raises Refused where it says that the file is encrypted."""
    with tempfile.TemporaryDirectory() as folder:
        output, error = _run(program, arguments, Path(folder))
    if b"encrypted" in error.lower():
        raise Refused(Reason.ENCRYPTED, error.decode("utf-8", "replace").strip())
    return output.decode("utf-8", "replace")


@contextlib.contextmanager
def _office(path: Path, target: str) -> Iterator[Path | None]:
    """The file converted by LibreOffice for as long as the context lasts; None without LibreOffice or for a failure."""
    program = next((found for found in map(shutil.which, _OFFICE) if found), None)
    if program is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = (folder / "profile").as_uri()
        arguments = ("--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", target)
        _run(program, (*arguments, "--outdir", str(folder / "out"), str(path)), folder)
        yield next(iter(sorted((folder / "out").glob(f"*.{target}"))), None)


def _run(program: str, arguments: Sequence[str], folder: Path) -> tuple[bytes, bytes]:
    """Output and error text of a program run in `folder`; both empty where it takes too long or cannot start."""
    search = os.environ.get("PATH", os.defpath)
    environment = {"PATH": search, "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder)}
    output, errors = folder / "stdout", folder / "stderr"
    with output.open("wb") as out, errors.open("wb") as err:
        try:
            process = subprocess.Popen(
                [program, *arguments],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        except OSError:
            return b"", b""
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            return b"", b""
        finally:
            _end_group(process)
    with output.open("rb") as file:
        return file.read(_OUTPUT_BYTES), errors.read_bytes()[:10_000]


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and all it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
