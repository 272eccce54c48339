"""The store: generations switched whole, stale ones refused, foreign folders left alone, kills survived."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.engines import engine
from index.pointer import POINTER
from index.port import Entry, PassageEntry, Request, WordTerms
from index.store import GenerationWriter, Reader, StaleIndex, Store, StoreError
from index.tree import Term, Word

ROOT = Path(__file__).resolve().parent.parent
AUDIENCES = ("member", "public")


def entry(name: str, word: str, revision: int = 1) -> Entry:
    terms = (WordTerms(word, (word,)),)
    return Entry(name, revision, {}, 0, 0, name, (), (PassageEntry(0, terms),))


def words(word: str) -> Request:
    return Request(Word((Term("exact", word),)))


def store(folder: Path, analysis: str = "a1", audiences: tuple[str, ...] = AUDIENCES, name: str = "reference") -> Store:
    return Store(folder, engine(name), analysis, audiences)


@contextmanager
def ended(writer: GenerationWriter) -> Iterator[GenerationWriter]:
    with writer:
        yield writer


@pytest.fixture
def built(tmp_path: Path) -> Store:
    """A store whose first generation holds one public document."""
    made = store(tmp_path / "store")
    with made.rebuild() as generation:
        for audience in AUDIENCES:
            generation.put(audience, entry("a", "stal"))
        generation.switch()
    return made


def test_before_the_first_rebuild_there_is_nothing_to_read_and_the_message_says_what_to_run(tmp_path: Path) -> None:
    empty = store(tmp_path / "store")
    reader = Reader(empty, "public")
    assert (empty.state(), empty.stale()) == (None, "not built")
    with pytest.raises(StaleIndex, match="python -m ingest run --rebuild"):
        reader.searcher()
    with pytest.raises(StaleIndex):
        empty.update()
    assert not (tmp_path / "store").exists()


def test_a_switch_makes_a_generation_live_and_a_commit_counts_on(built: Store) -> None:
    state = built.state()
    assert state is not None
    assert (state.version, built.stale(), built.contents("public")) == ("1.1", "", {"a": 1})
    with built.update() as generation:
        generation.put("member", entry("b", "stal"))
        generation.remove("public", "a")
        generation.commit()
    state = built.state()
    assert state is not None
    assert (state.version, built.contents("public"), built.contents("member")) == ("1.2", {}, {"a": 1, "b": 1})


def test_a_reader_opens_what_changed_and_old_searchers_go_on(built: Store) -> None:
    reader = Reader(built, "public")
    before = reader.searcher()
    assert reader.searcher() is before
    with built.update() as generation:
        generation.put("public", entry("b", "stal"))
        assert reader.searcher() is before
        generation.commit()
    assert (reader.generation, reader.searcher().search(words("stal")).total) == ("1.2", 2)
    with built.rebuild() as generation:
        generation.put("public", entry("c", "laser"))
        assert reader.generation == "1.2"
        generation.switch()
    assert (reader.generation, reader.searcher().search(words("stal")).total) == ("2.1", 0)
    assert before.search(words("stal")).total == 1


def test_the_generation_before_the_live_one_stays_and_older_ones_go(built: Store) -> None:
    for _ in range(3):
        with built.rebuild() as generation:
            generation.switch()
    assert sorted(built.generations()) == [3, 4]


def test_a_rebuild_given_up_leaves_the_live_generation_alone(built: Store) -> None:
    generation = built.rebuild()
    generation.put("public", entry("b", "stal"))
    generation.discard()
    generation.discard()
    assert (sorted(built.generations()), built.contents("public")) == ([1], {"a": 1})
    with pytest.raises(ZeroDivisionError), ended(built.rebuild()):
        raise ZeroDivisionError
    assert sorted(built.generations()) == [1]


def test_what_a_killed_rebuild_left_is_swept_by_the_next(built: Store) -> None:
    (built.folder / "gen-000002" / "public").mkdir(parents=True)
    (built.folder / "gen-000009").mkdir()
    with built.rebuild() as generation:
        generation.put("public", entry("b", "stal"))
        generation.switch()
    assert (sorted(built.generations()), built.contents("public")) == ([1, 2], {"b": 1})


def test_one_writer_at_a_time(built: Store) -> None:
    with built.update(), pytest.raises(StoreError, match="another process"):
        built.rebuild()
    with built.rebuild(), pytest.raises(StoreError, match="another process"):
        built.update()
    with built.update() as generation:
        generation.commit()


def test_an_update_does_not_switch_and_a_rebuild_does_not_commit(built: Store) -> None:
    with built.update() as generation, pytest.raises(StoreError):
        generation.switch()
    with built.rebuild() as generation, pytest.raises(StoreError):
        generation.commit()


def test_a_foreign_folder_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "gen-000001").mkdir()
    (tmp_path / "letter.txt").write_text("mine")
    (tmp_path / POINTER).write_text("{}")
    foreign = store(tmp_path)
    with pytest.raises(StoreError, match="not a store of ours"):
        foreign.rebuild()
    assert foreign.stale() == "not built"
    assert sorted(path.name for path in tmp_path.iterdir()) == [POINTER, "gen-000001", "letter.txt"]


def test_an_index_of_another_version_is_refused(built: Store, tmp_path: Path) -> None:
    folder = built.folder
    others = {
        "engine changed": store(folder, name="whoosh"),
        "analysis changed": store(folder, analysis="a2"),
        "audiences changed": store(folder, audiences=("public",)),
    }
    for reason, other in others.items():
        assert other.stale() == reason
        with pytest.raises(StaleIndex, match=reason):
            Reader(other, "public").searcher()
        with pytest.raises(StaleIndex):
            other.update()
    with others["analysis changed"].rebuild() as generation:
        generation.switch()
    assert (others["analysis changed"].stale(), built.stale()) == ("", "analysis changed")


def test_another_schema_is_refused(built: Store) -> None:
    pointer = built.folder / POINTER
    pointer.write_text(json.dumps({**json.loads(pointer.read_text()), "schema": 0}))
    assert built.stale() == "schema changed"


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"generation": 1}'])
def test_a_damaged_pointer_is_told_and_mended_by_a_rebuild(built: Store, content: str) -> None:
    (built.folder / POINTER).write_text(content)
    assert built.stale() == "damaged"
    with pytest.raises(StoreError, match="--rebuild"):
        Reader(built, "public").searcher()
    with built.rebuild() as generation:
        generation.put("public", entry("b", "stal"))
        generation.switch()
    assert (built.stale(), built.contents("public")) == ("", {"b": 1})


def test_a_generation_that_was_deleted_is_told(built: Store) -> None:
    (built.folder / "gen-000001").rename(built.folder / "elsewhere")
    assert built.stale() == "damaged"


_SETUP = """
import os, sys
from pathlib import Path
from index.engines import engine
from index.port import Entry, PassageEntry, Request, WordTerms
from index.store import Reader, Store
from index.tree import Everything
store = Store(Path(sys.argv[1]), engine(sys.argv[2]), "a1", ("public",))
def entry(name, revision):
    terms = (WordTerms(f"r{revision}", ("r",)),) * 50
    return Entry(name, revision, {}, 0, 0, "", (), tuple(PassageEntry(place, terms) for place in range(3)))
def batch(generation, revision):
    for place in range(12):
        generation.put("public", entry(f"d{place}", revision))
"""

_FORK = (
    _SETUP
    + """
with store.rebuild() as generation:
    batch(generation, 1)
    generation.switch()
reader = Reader(store, "public")
assert reader.searcher().search(Request(Everything())).total == 12
child_reads, parent_writes = os.pipe()
parent_reads, child_writes = os.pipe()
child = os.fork()
if not child:
    found = reader.searcher().search(Request(Everything())).total
    os.write(child_writes, b"x")
    os.read(child_reads, 1)
    assert found == 12
    os._exit(0 if reader.searcher().search(Request(Everything())).total == 11 else 7)
os.read(parent_reads, 1)
with store.update() as generation:
    generation.remove("public", "d3")
    generation.commit()
os.write(parent_writes, b"x")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
)

_WRITE_FOR_EVER = (
    _SETUP
    + """
revision = int(sys.argv[3])
print("ready", flush=True)
while True:
    revision += 1
    if revision % 4 == 0 or store.stale():
        with store.rebuild() as generation:
            batch(generation, revision)
            generation.switch()
    else:
        with store.update() as generation:
            batch(generation, revision)
            generation.commit()
"""
)


def _run(script: str, *arguments: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-c", script, *arguments]


@pytest.mark.parametrize("name", ["reference", "tantivy", "whoosh"])
def test_a_forked_child_reads_on_and_sees_later_commits(tmp_path: Path, name: str) -> None:
    done = subprocess.run(_run(_FORK, str(tmp_path / "store"), name), cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tantivy", "whoosh"])
def test_a_writer_killed_at_any_moment_leaves_a_whole_index(tmp_path: Path, name: str) -> None:
    folder, chance, revision = tmp_path / "store", random.Random(7), 0
    for _ in range(8):
        command = _run(_WRITE_FOR_EVER, str(folder), name, str(revision))
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0.02, 0.7))
            os.kill(writer.pid, signal.SIGKILL)
        opened = store(folder, audiences=("public",), name=name)
        if opened.state() is None:
            continue
        assert opened.stale() == ""
        held = opened.contents("public")
        assert (len(held), len(set(held.values()))) == (12, 1), "a batch is visible whole or not at all"
        assert held["d0"] >= revision
        revision = held["d0"]
        assert Reader(opened, "public").searcher().search(words(f"r{revision}")).passages_total == 36
    assert revision > 0
    left = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with store(folder, audiences=("public",), name=name).rebuild() as generation:
        generation.put("public", entry("a", "stal"))
        generation.switch()
    assert len(store(folder, audiences=("public",)).generations()) <= 2
    assert left < 2_000_000, "orphans pile up"
