"""What each engine does besides the contract: choosing, ids, locks, sweeping, flushing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines import NAMES, engine
from index.engines.meaning import id_of, number_of
from index.engines.tantivy_schema import ended
from index.port import EngineError, Entry, PassageEntry, Request, WordTerms
from index.tree import Everything

ROOT = Path(__file__).resolve().parent.parent
IDS = st.text("-.0123456789_abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


def entry(name: str, word: str = "stal") -> Entry:
    return Entry(name, 1, {}, 0, 0, "", (), (PassageEntry(0, (WordTerms(word, (word,)),)),))


@pytest.mark.parametrize("name", NAMES)
def test_an_engine_is_chosen_by_name_and_stamped(name: str) -> None:
    assert engine(name).name == name
    assert engine(name).stamp.startswith(name)


def test_an_unknown_engine_is_named_with_those_there_are() -> None:
    with pytest.raises(EngineError, match=r"lucene.*tantivy, whoosh"):
        engine("lucene")


@pytest.mark.parametrize(("name", "other"), [("tantivy", "whoosh"), ("whoosh", "tantivy")])
def test_only_the_chosen_library_is_imported(name: str, other: str) -> None:
    script = f"import sys; from index.engines import engine; engine({name!r}); sys.exit({other!r} in sys.modules)"
    # With every warning an error: the libraries' own noise must not get out.
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=ROOT, check=False, timeout=60)
    assert done.returncode == 0


@given(IDS)
def test_an_id_comes_back_from_its_number(name: str) -> None:
    assert id_of(number_of(name)) == name
    assert 0 < number_of(name) < 2**64


@given(IDS, IDS)
def test_numbers_sort_as_ids_do(one: str, other: str) -> None:
    assert (number_of(one) < number_of(other)) == (one < other)


@given(st.text(), st.text(), IDS, IDS)
def test_a_title_key_with_an_id_behind_it_sorts_as_the_pair(key: str, other: str, name: str, last: str) -> None:
    assert (ended(key) + name < ended(other) + last) == ((key, name) < (other, last))


@pytest.mark.parametrize("name", ["tantivy", "whoosh"])
def test_a_second_writer_is_refused_at_once_and_let_in_later(name: str, tmp_path: Path) -> None:
    chosen, folder = engine(name), tmp_path / "index"
    chosen.create(folder)
    first = chosen.writer(folder)
    with pytest.raises(EngineError, match="another process"):
        chosen.writer(folder)
    first.close()
    second = chosen.writer(folder)
    second.put(entry("a"))
    second.commit()
    second.close()
    with pytest.raises(EngineError, match="closed"):
        second.put(entry("b"))
    assert chosen.searcher(folder).contents() == {"a": 1}


def test_a_forked_child_closes_the_lock_it_inherited_and_nothing_else(tmp_path: Path) -> None:
    locked = os.open(tmp_path / ".tantivy-meta.lock", os.O_CREAT | os.O_RDWR)
    other = os.open(tmp_path / "letter.txt", os.O_CREAT | os.O_RDWR)
    script = (
        "import os, sys; from index.engines import engine; engine('tantivy'); child = os.fork()\n"
        "def is_open(descriptor):\n"
        "    try: return bool(os.fstat(descriptor))\n"
        "    except OSError: return False\n"
        "wanted = (False, True) if not child else (True, True)\n"
        f"code = (is_open({locked}), is_open({other})) != wanted\n"
        "if not child: os._exit(code)\n"
        "sys.exit(code or os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    command = [sys.executable, "-W", "ignore", "-c", script]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=60, pass_fds=(locked, other))
    os.close(locked)
    os.close(other)
    assert done.returncode == 0


def test_tantivy_sweeps_segments_that_its_list_does_not_name(tmp_path: Path) -> None:
    chosen, folder = engine("tantivy"), tmp_path / "index"
    chosen.create(folder)
    writer = chosen.writer(folder)
    writer.put(entry("a"))
    writer.commit()
    writer.close()
    orphans = [folder / f"{'0123456789abcdef' * 2}.{end}" for end in ("idx", "store")] + [folder / ".tmpAbC123"]
    for orphan in orphans:
        orphan.write_bytes(b"left by a kill")
    chosen.writer(folder).close()
    assert not any(orphan.exists() for orphan in orphans)
    assert chosen.searcher(folder).search(Request(Everything())).total == 1


def test_whoosh_sweeps_what_a_killed_writer_left(tmp_path: Path) -> None:
    chosen, folder = engine("whoosh"), tmp_path / "index"
    chosen.create(folder)
    (folder / "MAIN.tmp").mkdir()
    (folder / "MAIN.tmp" / "run").write_bytes(b"left by a kill")
    (folder / "_MAIN_7.toc.1700000000.5").write_bytes(b"left by a kill")
    (folder / "MAIN_0123456789abcdef.trm").write_bytes(b"left by a kill")
    writer = chosen.writer(folder)
    writer.put(entry("a"))
    writer.commit()
    writer.close()
    names = {path.name for path in folder.iterdir()}
    assert not any(name.startswith(("MAIN.tmp", "_MAIN_7", "MAIN_0123456789abcdef")) for name in names)
    assert chosen.searcher(folder).contents() == {"a": 1}


def test_whoosh_flushes_every_file_before_it_switches_its_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, folder = engine("whoosh"), tmp_path / "index"
    chosen.create(folder)
    flushed: list[str] = []
    real_rename = os.rename

    def rename(old: str, new: str) -> None:
        flushed.append(f"renamed to {Path(new).name}")
        real_rename(old, new)

    monkeypatch.setattr("index.engines.whoosh.sync_file", lambda path: flushed.append(path.name))
    monkeypatch.setattr("index.engines.whoosh.sync_folder", lambda path: flushed.append(str(path)))
    monkeypatch.setattr(os, "rename", rename)
    writer = chosen.writer(folder)
    writer.put(entry("a"))
    writer.commit()
    writer.close()
    switch = flushed.index("renamed to _MAIN_1.toc")
    assert any(path.endswith(".seg") for path in flushed[:switch])
    assert any(path.startswith("_MAIN_1.toc.") for path in flushed[:switch])
    assert flushed[switch + 1] == str(folder)


def test_whoosh_gives_its_lock_back_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, folder = engine("whoosh"), tmp_path / "index"
    chosen.create(folder)
    writer = chosen.writer(folder)
    writer.put(entry("a"))

    def full(old: str, new: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", full)
        with pytest.raises(EngineError, match="No space left"):
            writer.commit()
    again = chosen.writer(folder)
    again.put(entry("b"))
    again.commit()
    again.close()
    assert chosen.searcher(folder).contents() == {"b": 1}
