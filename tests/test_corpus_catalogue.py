"""The catalogue: what is written is read back, old layouts are brought up, newer ones refused, audiences kept apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, select, text

from corpus.catalogue import (
    CatalogueError,
    DocumentRecord,
    FileRow,
    SchemaError,
    migrations,
    open_reader,
    open_writer,
    schema,
)
from corpus.catalogue.connect import connect
from corpus.document import Derived, Document, Location, OutlineItem, Passage, Role, Unit
from corpus.outcome import State
from corpus.settings import CorpusSettings, Root, Settings

DOCUMENT = Document(
    id="abcdefghijkl",
    revision=3,
    sha256="0" * 64,
    media_type="application/pdf",
    bytes=1234,
    title="Strategia rozwoju – część „B”",
    unit=Unit.PAGE,
    pages=2,
    kind="strategy",
    language="pl",
    languages=("pl", "en"),
    date="2012-03",
    organisations=("Spawmet Sp. z o.o.",),
    event="Dobre praktyki, jesień 2012",
    place="Szczecin",
    topics=("welding",),
    audience="member",
    files=(Location("a", "x/y.pdf"),),
    outline=(OutlineItem(1, "Wstęp", 1),),
    derived={"title": Derived("Strategia rozwoju – część „B”", "metadata", 0.9, 1)},
)
TEXT = (
    Passage(1, "Pierwsza strona.", label="iv", heading="Wstęp", language="pl", repairs={"hyphens": 2}, original_text="Pierw-\nsza"),
    Passage(1, "Uwagi do strony.", role=Role.NOTES),
    Passage(2, "Second page.", language="en", ocr=True),
)


def settings_in(folder: Path) -> Settings:
    """Settings with everything below a folder."""
    return Settings(corpus=CorpusSettings(roots=(Root("a", folder / "root"),), data=folder / "var"))


def stored(folder: Path, *documents: Document) -> Settings:
    """A catalogue that holds these documents, each with a file and the same text."""
    settings = settings_in(folder)
    writer = open_writer(settings)
    for document in documents:
        writer.put_document(DocumentRecord(document, document.derived, "1"), TEXT)
        for place in document.files:
            row = FileRow(place.root, place.path, 1, 1, document.sha256, State.INDEXED, document=document.id)
            writer.put_file(row)
    writer.commit()
    writer.close()
    return settings


def test_a_document_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    view = open_reader(stored(tmp_path, DOCUMENT)).view("member")
    assert view.document(DOCUMENT.id) == DOCUMENT
    assert tuple(view.passages(DOCUMENT.id)) == TEXT
    assert view.passages_at([(DOCUMENT.id, 2), (DOCUMENT.id, 9)]) == {(DOCUMENT.id, 2): TEXT[2]}
    assert view.path(DOCUMENT.id) == tmp_path / "root" / "x/y.pdf"


@pytest.mark.parametrize(("audience", "seen"), [("public", False), ("partner", False), ("member", True), ("coordinator", True)])
def test_a_view_shows_nothing_of_a_narrower_audience(tmp_path: Path, audience: str, seen: bool) -> None:
    view = open_reader(stored(tmp_path, DOCUMENT)).view(audience)
    assert bool(view.document(DOCUMENT.id)) is seen
    assert bool(view.passages(DOCUMENT.id)) is seen
    assert bool(view.passages_at([(DOCUMENT.id, 0)])) is seen
    assert bool(view.path(DOCUMENT.id)) is seen
    assert bool(view.newest(5)) is seen
    assert bool(list(view.all())) is seen
    assert view.coverage().files == int(seen)
    assert view.held_back() == int(not seen)


def test_a_removed_document_leaves_a_tombstone_for_those_who_could_see_it(tmp_path: Path) -> None:
    settings = stored(tmp_path, DOCUMENT)
    writer = open_writer(settings)
    writer.remove_document(DOCUMENT.id)
    writer.commit()
    writer.close()
    catalogue = open_reader(settings)
    left = catalogue.view("member").tombstone(DOCUMENT.id)
    assert left is not None
    assert (left.title, left.date) == (DOCUMENT.title, DOCUMENT.date)
    assert catalogue.view("public").tombstone(DOCUMENT.id) is None
    assert catalogue.view("member").passages(DOCUMENT.id) == []


def test_a_change_waits_for_the_index_until_it_is_taken_over(tmp_path: Path) -> None:
    writer = open_writer(stored(tmp_path, DOCUMENT))
    assert writer.pending() == [DOCUMENT.id]
    writer.taken_over([DOCUMENT.id])
    assert writer.pending() == []
    writer.close()


def test_what_is_not_committed_is_not_there(tmp_path: Path) -> None:
    settings = stored(tmp_path, DOCUMENT)
    writer = open_writer(settings)
    writer.put_document(DocumentRecord(replace(DOCUMENT, id="zzzzzzzzzzzz", title="x")), None)
    writer.close()
    assert open_reader(settings).view("coordinator").document("zzzzzzzzzzzz") is None


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    stored(tmp_path, DOCUMENT)
    engine = connect(settings_in(tmp_path).corpus, read_only=True)
    with pytest.raises(CatalogueError, match="readonly"), engine.begin() as connection:
        connection.execute(text("DELETE FROM documents"))


def test_without_a_catalogue_a_reader_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="python -m ingest"):
        open_reader(settings_in(tmp_path))


def test_a_newer_layout_is_refused_and_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = stored(tmp_path, DOCUMENT)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION - 1)
    with pytest.raises(SchemaError, match="newer version"):
        open_reader(settings)
    with pytest.raises(SchemaError, match="newer version"):
        open_writer(settings)


def test_an_older_layout_is_brought_up_step_by_step_with_its_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = stored(tmp_path, DOCUMENT)
    old = schema.VERSION
    added = Table("extra", MetaData(), Column("id", Integer, primary_key=True), Column("name", String))

    def add(connection: Connection) -> None:
        added.create(connection)

    def fill(connection: Connection) -> None:
        connection.execute(added.insert().values(name="filled"))

    monkeypatch.setattr(schema, "VERSION", old + 2)
    monkeypatch.setattr(migrations, "STEPS", {old: add, old + 1: fill})
    with pytest.raises(SchemaError, match="older layout"):
        open_reader(settings)
    open_writer(settings).close()
    assert open_reader(settings).view("member").document(DOCUMENT.id) == DOCUMENT
    with connect(settings.corpus, read_only=True).connect() as connection:
        assert connection.execute(select(added.c.name)).scalars().all() == ["filled"]
        assert migrations.version_of(connection) == old + 2


def test_a_migration_that_fails_leaves_the_old_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = stored(tmp_path, DOCUMENT)

    def fail(connection: Connection) -> None:
        connection.execute(text("DELETE FROM meta WHERE key = 'schema_version'"))
        raise RuntimeError("no")

    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(migrations, "STEPS", {schema.VERSION - 1: fail})
    with pytest.raises(RuntimeError):
        open_writer(settings)
    monkeypatch.undo()
    assert open_reader(settings).view("member").document(DOCUMENT.id) == DOCUMENT
