"""The wheel carries the program with templates, catalogues and static files, and no document and no index."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PARTS = ("corpus", "ingest", "index", "search_app", "pyproject.toml", "README.md", "LICENSE")

pytestmark = pytest.mark.slow


def test_the_wheel_holds_what_the_program_needs_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for part in PARTS:  # a copy, for the build leaves its leavings beside the sources
        found = CHECKOUT / part
        if found.is_dir():
            shutil.copytree(found, source / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(found, source / part)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("metalika_knowledge-*.whl")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {p.relative_to(CHECKOUT).as_posix() for room in PARTS[:4] for p in (CHECKOUT / room).rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == ours
    data = {name for name in names if not name.endswith(".py")}
    kept = [*(CHECKOUT / "search_app").glob("templates/*"), *(CHECKOUT / "search_app").glob("catalogues/*.po")]
    kept += [*(CHECKOUT / "search_app").glob("static/*"), CHECKOUT / "corpus/topics.toml"]
    assert data == {path.relative_to(CHECKOUT).as_posix() for path in kept}
