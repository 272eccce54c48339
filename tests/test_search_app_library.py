"""The library: a catalogue that was deleted or replaced is let go of."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue.connect import FILE_NAME
from corpus.settings import CorpusSettings
from index import analysis
from index.engines import engine
from index.entry import entry_of
from index.store import Store
from search_app.factory import create_app
from search_app.library import NotReadyError
from search_app.opening import edition, open_library
from search_app_sample import settings_in, shelf, write


def removed(data: Path) -> None:
    """A catalogue's files deleted, as an operator would."""
    for file in data.glob(f"{FILE_NAME}*"):
        file.unlink()


def test_a_catalogue_that_is_deleted_is_gone_and_a_new_one_is_seen(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    library = open_library(settings)
    with pytest.raises(NotReadyError):
        library.view()
    write(settings, shelf()).close()
    first = library.catalogue()
    assert library.catalogue() is first
    assert library.coverage().files == 5
    removed(settings.corpus.data)
    with pytest.raises(NotReadyError):
        library.view()
    with pytest.raises(NotReadyError):
        library.coverage()
    write(settings, shelf()[:1]).close()
    assert library.coverage().files == 1
    assert library.view().document(shelf()[1][0].id) is None


def test_a_catalogue_that_is_replaced_is_read_anew_and_copies_of_pages_are_no_longer_good(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    write(settings, shelf()).close()
    store = Store(settings.index.store, engine("tantivy"), analysis.stamp(), ("public",))
    with store.rebuild() as writer:
        for document, passages in shelf():
            writer.put("public", entry_of(document, passages))
        writer.switch()
    client, gone = create_app(settings).test_client(), shelf()[1][0].id
    before = client.get(f"/pl/doc/{gone}")
    assert before.status_code == 200
    other = replace(settings, corpus=replace(settings.corpus, data=tmp_path / "other"))
    write(other, shelf()[:1]).close()
    removed(settings.corpus.data)
    for file in other.corpus.data.glob(f"{FILE_NAME}*"):
        os.replace(file, settings.corpus.data / file.name)
    assert client.get(f"/pl/doc/{gone}").status_code == 404
    assert client.get(f"/pl/doc/{gone}", headers={"If-None-Match": before.headers["ETag"]}).status_code == 404
    assert client.get(f"/pl/doc/{shelf()[0][0].id}").status_code == 200


def test_another_database_has_no_file_to_watch() -> None:
    assert edition(CorpusSettings(catalogue="postgresql://host/name")) == ""
