"""What a nasty shelf must not do: leak a held-back document, lose one, change an id, or stop a run for one file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.catalogue import open_reader
from corpus.walk import disk_path, stored_path
from shelf import MINUTES, PRACTICE, Shelf

CHECKOUT = Path(__file__).resolve().parent.parent
COORDINATOR = 'audience = "coordinator"\n'


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf."""
    return Shelf(tmp_path)


def two_roots(shelf: Shelf, access: str = 'default_audience = "public"') -> Path:
    """A second root called `druga`, beside the shelf's own."""
    other = shelf.folder / "other"
    other.mkdir(exist_ok=True)
    shelf.configure(access=access)
    text = shelf.config.read_text(encoding="utf-8")
    shelf.config.write_text(
        text.replace('[{name = "proba", path = "root"}]', '[{name = "proba", path = "root"}, {name = "druga", path = "other"}]'),
        encoding="utf-8",
    )
    return other


def test_a_document_stays_held_back_while_the_root_that_holds_it_back_is_away(shelf: Shelf) -> None:
    other = two_roots(shelf)
    shelf.write("tajne.txt", PRACTICE)
    shelf.write("tajne.txt.meta.toml", COORDINATOR)
    (other / "kopia.txt").write_text(PRACTICE, encoding="utf-8")
    shelf.run()
    assert shelf.ids("kobot") == set()
    shelf.root.rename(shelf.folder / "away")
    (other / "kopia2.txt").write_text(PRACTICE, encoding="utf-8")
    assert shelf.run() == 4
    assert shelf.ids("kobot") == set()
    (shelf.folder / "away").rename(shelf.root)
    shelf.write("tajne.txt.meta.toml", 'audience = "public"\n')
    assert shelf.run() == 0
    assert shelf.ids("kobot")


def test_narrowing_by_configuration_reaches_files_out_of_reach(shelf: Shelf) -> None:
    shelf.write("a/plan.txt", PRACTICE)
    shelf.run()
    assert shelf.ids("kobot")
    shelf.root.rename(shelf.folder / "away")
    shelf.configure('[[corpus.rule]]\nfolder = "a"\naudience = "member"\n')
    assert shelf.run() == 4
    assert shelf.ids("kobot") == set()


def test_copies_that_vanish_together_are_a_mass_removal(shelf: Shelf) -> None:
    for number in range(15):
        for copy in "ab":
            shelf.write(f"{copy}{number}.txt", f"Notatka numer {number} o przezbrojeniach.")
    shelf.write("inny.txt", PRACTICE)
    shelf.run()
    for file in shelf.root.glob("[ab]*.txt"):
        file.unlink()
    assert shelf.run() == 4
    assert shelf.search("przezbrojenie").total == 15


def test_a_root_no_longer_configured_is_said_kept_and_removed_when_allowed(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    other = two_roots(shelf)
    shelf.write("a.txt", MINUTES)
    (other / "b.txt").write_text(PRACTICE, encoding="utf-8")
    shelf.run()
    shelf.configure()
    assert shelf.run() == 4
    assert "'druga'" in capsys.readouterr().err
    assert shelf.ids("kobot")
    assert shelf.run("--allow-removals") == 0
    assert shelf.ids("kobot") == set()
    assert shelf.command(capsys, "verify")[0] == 0


def test_an_index_that_knows_more_than_the_catalogue_is_put_right(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    shelf.write("p.txt", PRACTICE)
    shelf.write("q.txt", MINUTES)
    shelf.run()
    shutil.rmtree(shelf.folder / "var")
    (shelf.root / "q.txt").unlink()
    assert shelf.run() == 0
    assert shelf.ids("klaster") == set()
    assert shelf.command(capsys, "verify")[0] == 0


@pytest.mark.parametrize("damage", ["{", "[]", '{"folder": null}'])
def test_a_damaged_pointer_is_told_and_mended(shelf: Shelf, capsys: pytest.CaptureFixture[str], damage: str) -> None:
    shelf.write("p.txt", PRACTICE)
    shelf.run()
    (shelf.folder / "store" / "current.json").write_text(damage, encoding="utf-8")
    code, told = shelf.command(capsys, "status", "--json")
    assert code == 0
    assert json.loads(told)["index"]["stale"] == "damaged"
    assert shelf.run() == 0
    assert shelf.ids("kobot")


def test_copies_edited_alike_keep_their_id(shelf: Shelf) -> None:
    for name in ("a.txt", "b.txt"):
        shelf.write(name, PRACTICE)
    shelf.run()
    before = shelf.id_of("a.txt")
    for name in ("a.txt", "b.txt"):
        shelf.write(name, PRACTICE + "Nowe zdanie.")
    shelf.run()
    assert shelf.id_of("a.txt") == shelf.id_of("b.txt") == before


def test_an_edited_copy_keeps_the_id_when_the_other_copy_is_gone(shelf: Shelf) -> None:
    for name in ("a.txt", "b.txt"):
        shelf.write(name, PRACTICE)
    shelf.run()
    before = shelf.id_of("a.txt")
    (shelf.root / "a.txt").unlink()
    shelf.write("b.txt", PRACTICE + "Nowe zdanie.")
    shelf.run()
    assert shelf.id_of("b.txt") == before


@pytest.mark.parametrize("name", [b"przyk\xef\xbf\xbdad.txt", b"za\xef\xbf\xbd41.txt", b"a\xff.txt", b"a\xef\xbf\xbdff.txt", b"\xe9\xe8"])
def test_any_name_is_stored_and_found_again(name: bytes) -> None:
    given = os.fsdecode(name)
    stored = stored_path(given)
    assert stored.encode("utf-8")
    assert disk_path("/r", stored) == f"/r/{given}"


def test_a_pipe_where_a_document_was_does_not_revive_it(shelf: Shelf) -> None:
    shelf.write("p.txt", PRACTICE)
    shelf.run()
    before = shelf.id_of("p.txt")
    (shelf.root / "p.txt").unlink()
    shelf.write("q.txt", MINUTES)
    shelf.run()
    os.mkfifo(shelf.root / "p.txt")
    shelf.run()
    assert shelf.view().document(before) is None
    assert shelf.lines["p.txt"]["reason"] == "unsupported"
    shelf.run()
    assert not shelf.lines["p.txt"]["changed"]


def test_sidecars_that_are_no_sidecars_cost_their_document_alone(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        shelf.write(name, f"{PRACTICE} {name}")
    os.mkfifo(shelf.root / "a.txt.meta.toml")
    (shelf.root / "b.txt.meta.toml").symlink_to("/dev/zero")
    shelf.write("c.txt.meta.toml", "title = " + "[" * 20_000)
    shelf.write("d.txt.META.toml", COORDINATOR)
    assert shelf.run() == 0
    assert shelf.ids("kobot") == {shelf.id_of("d.txt")}
    assert "d.txt.META.toml" in capsys.readouterr().err


def test_a_deep_tree_and_a_far_date_stop_no_run(shelf: Shelf) -> None:
    file = shelf.write("p.txt", PRACTICE)
    os.utime(file, ns=(2**62, 2**62 * 3))
    deep = shelf.root
    for _ in range(900):
        deep = deep / "d"
    os.makedirs(deep)
    assert shelf.run() == 0
    assert shelf.ids("kobot")
    assert open_reader(shelf.settings).account().balanced


def test_a_path_that_is_gone_is_a_removal(shelf: Shelf) -> None:
    shelf.write("p.txt", PRACTICE)
    shelf.write("q/r.txt", MINUTES)
    shelf.run()
    (shelf.root / "p.txt").unlink()
    assert shelf.run(str(shelf.root / "p.txt")) == 0
    assert shelf.ids("kobot") == set()
    shutil.rmtree(shelf.root / "q")
    shelf.write("s.txt", "Spoiny.")
    assert shelf.run(str(shelf.root / "q")) == 0
    assert shelf.ids("klaster") == set()


def test_a_renamed_file_is_called_by_its_new_name(shelf: Shelf) -> None:
    file = shelf.write("Plan-2020.pdf", b"%PDF-1.4\nnic")
    shelf.run()
    before = shelf.id_of("Plan-2020.pdf")
    file.rename(shelf.root / "Raport-2023.pdf")
    shelf.run()
    document = shelf.view().document(before)
    assert document is not None
    assert (document.title, document.date) == ("Raport 2023", "2023")


def test_what_is_written_must_not_lie_among_the_documents(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    text = shelf.config.read_text(encoding="utf-8")
    shelf.config.write_text(text.replace('data = "var"', 'data = "root/var"'), encoding="utf-8")
    assert shelf.run() == 2
    assert "corpus.data" in capsys.readouterr().err


def test_the_command_may_stand_behind_its_options(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    shelf.write("p.txt", PRACTICE)
    shelf.run()
    capsys.readouterr()
    command = [sys.executable, "-m", "ingest", "--config", str(shelf.config), "--json", "status"]
    told = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    assert json.loads(told.stdout)["indexed"] == 1


def test_a_bad_database_address_is_a_configuration_error(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    text = shelf.config.read_text(encoding="utf-8")
    shelf.config.write_text(text.replace('data = "var"', 'data = "var"\ncatalogue = "garbage"'), encoding="utf-8")
    assert shelf.run() == 2
    assert "corpus.catalogue" in capsys.readouterr().err
