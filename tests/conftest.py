"""What several tests share: a small shelf of documents with its own configuration, and the corpora folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real documents, hostile files and test collections. It stays out of the repository."""
    folder = Path(os.environ.get("CORPORA", CHECKOUT.parent / "shared" / "corpora")).resolve()
    if not (folder / "documents").is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"the corpora are missing: {folder} (set CORPORA)")
        pytest.skip(f"THE CORPORA ARE MISSING: {folder} (set CORPORA); real documents were NOT tested")
    return folder
