"""Run LibreOffice without a window to turn DOCX and PPTX into the formats it alone can write."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

# Filter names of LibreOffice, by the suffix of the wanted file.
_FILTERS = {".pdf": "pdf", ".odt": "odt", ".odp": "odp", ".doc": "doc:MS Word 97"}
_TIMEOUT_SECONDS = 300
# A fixed time keeps the dates that LibreOffice writes by itself from changing at every build (2020-01-01).
_EPOCH = "1577836800"


def convert(files: Sequence[Path], suffix: str, folder: Path) -> None:
    """Convert ``files`` in one run of LibreOffice; results land in ``folder`` under the same stems.

    Raises RuntimeError naming the missing results, because LibreOffice ends with success even when it wrote nothing.
    """
    if not files:
        return
    with TemporaryDirectory() as profile:
        # A profile of its own, or a LibreOffice that is open on the same desk would swallow the command.
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", _FILTERS[suffix]]
        subprocess.run(
            [*command, "--outdir", str(folder), *map(str, files)],
            check=True,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            env={**os.environ, "SOURCE_DATE_EPOCH": _EPOCH},
        )
    missing = [file.name for file in files if not (folder / file.name).with_suffix(suffix).is_file()]
    if missing:
        raise RuntimeError(f"LibreOffice wrote no {suffix} for {', '.join(missing)}")
