"""The version of the reading: raise it when extraction, cleaning or describing change what a file gives."""

from __future__ import annotations

from typing import Final

READER: Final = "1"
"""Stands beside every document in the catalogue."""
