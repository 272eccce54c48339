"""What the running application holds for its requests: the library it reads from, and its settings."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app

from corpus.catalogue import Tombstone, View
from corpus.document import Document
from corpus.settings import Settings
from search_app.library import Library


class MissingError(Exception):
    """There is no such document for this audience, and never was."""


class GoneError(Exception):
    """The document was removed; the tombstone says what it was."""

    def __init__(self, tombstone: Tombstone) -> None:
        super().__init__(f"removed: {tombstone.id}")
        self.tombstone = tombstone


def furnish(app: Flask, settings: Settings, library: Library) -> None:
    """Give an application its settings and library."""
    app.extensions["metalika"] = (settings, library)


def settings() -> Settings:
    """The settings of the application at work."""
    return cast("tuple[Settings, Library]", current_app.extensions["metalika"])[0]


def library() -> Library:
    """The library of the application at work."""
    return cast("tuple[Settings, Library]", current_app.extensions["metalika"])[1]


def document_or_gone(view: View, identifier: str) -> Document:
    """A document by id. Raises GoneError for a removed one, MissingError for an unknown one."""
    document = view.document(identifier)
    if document is not None:
        return document
    tombstone = view.tombstone(identifier)
    if tombstone is not None:
        raise GoneError(tombstone)
    raise MissingError(identifier)
