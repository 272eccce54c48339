"""What a run promises: N files in, N outcomes out; identity through edits, copies and moves; nothing removed by mishap."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.catalogue import open_reader
from ingest.lock import run_lock
from shelf import MINUTES, PRACTICE, STRATEGY, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf with three documents, ingested."""
    made = Shelf(tmp_path, '[[corpus.rule]]\nfolder = "protokoly"\nkind = "minutes"\n')
    made.write("protokoly/2012-03-12.txt", MINUTES.encode("cp1250"))
    made.write("praktyki/kobot.txt", PRACTICE)
    made.write("strategy.md", STRATEGY)
    assert made.run() == 0
    return made


def test_every_file_ends_with_an_outcome_and_a_reason(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    good = {"a.txt": "Notatka o lakierowaniu.", "b/c.md": "# Plan\n\nOcynkownia w Policach."}
    bad: dict[str, tuple[bytes, str, str]] = {
        "pusty.txt": (b"", "failed", "empty"),
        "zly.pdf": (b"%PDF-1.4\nnic", "failed", "corrupt"),
        "zly.docx": (b"PK\x03\x04" + b"\0" * 100, "failed", "corrupt"),
        "~$a.docx": (b"x", "skipped", "lock_file"),
        ".ukryty": (b"x", "skipped", "hidden"),
        ".git/config": (b"x", "skipped", "hidden"),
        "a.txt.meta.toml": (b'title = "Lakiernia"', "skipped", "sidecar"),
        "paczka.zip": (b"PK\x05\x06" + b"\0" * 18, "skipped", "archive"),
    }
    for path, text in good.items():
        shelf.write(path, text)
    for path, (content, _, _) in bad.items():
        shelf.write(path, content)
    (shelf.root / "dowiazanie.txt").symlink_to(shelf.root / "a.txt")
    assert shelf.run() == 0
    on_disk = {p.relative_to(shelf.root).as_posix() for p in shelf.root.rglob("*") if p.is_file()}
    assert set(shelf.lines) == on_disk
    assert all(shelf.lines[path]["state"] == "indexed" for path in good)
    assert {p: (r["state"], r["reason"]) for p, r in shelf.lines.items() if p in bad} == {p: v[1:] for p, v in bad.items()}
    assert shelf.lines["dowiazanie.txt"]["reason"] == "symlink"
    account = open_reader(shelf.settings).account()
    assert account.balanced
    assert account.files_on_disk == len(on_disk)
    assert shelf.view().document(shelf.id_of("a.txt")).title == "Lakiernia"  # type: ignore[union-attr]


def test_a_file_that_failed_is_still_found_by_its_name(shelf: Shelf) -> None:
    shelf.write("oferta-suwnicy.pdf", b"%PDF-1.4\nnic")
    shelf.run()
    assert shelf.lines["oferta-suwnicy.pdf"]["reason"] == "corrupt"
    assert shelf.ids("suwnica") == {shelf.id_of("oferta-suwnicy.pdf")}
    document = shelf.view().document(shelf.id_of("oferta-suwnicy.pdf"))
    assert document is not None
    assert not document.available


def test_a_second_run_opens_nothing_and_changes_nothing(shelf: Shelf) -> None:
    for file in shelf.root.rglob("*.txt"):
        file.chmod(0)  # whoever opens it fails, root apart; the hash would be missed in the report below
    before = {path: row["sha256"] for path, row in shelf.lines.items()}
    assert shelf.run() == 0
    assert not any(row["changed"] for row in shelf.lines.values())
    assert {path: row["sha256"] for path, row in shelf.lines.items()} == before


def test_inflected_folded_and_trade_words_find_their_documents(shelf: Shelf) -> None:
    minutes, practice = shelf.id_of("protokoly/2012-03-12.txt"), shelf.id_of("praktyki/kobot.txt")
    assert shelf.ids("klastrami") == shelf.ids("KLASTER") == {minutes}
    assert shelf.ids("spoldzielnia") == shelf.ids("spółdzielnię") == {minutes}
    assert shelf.ids("kobotami") == shelf.ids("kobot") == {practice}
    assert shelf.ids("„dobra praktyka”") == {practice}
    assert shelf.ids('"praktyka dobra"') == set()


def test_an_edited_file_keeps_its_id_and_gets_a_new_revision(shelf: Shelf) -> None:
    before = shelf.id_of("praktyki/kobot.txt")
    shelf.write("praktyki/kobot.txt", PRACTICE + "\nNoweslowo na końcu.\n")
    shelf.run()
    assert shelf.ids("noweslowo") == {before}
    document = shelf.view().document(before)
    assert document is not None
    assert document.revision == 2


def test_a_moved_file_keeps_its_id_and_is_not_read_again(shelf: Shelf) -> None:
    before = shelf.id_of("praktyki/kobot.txt")
    (shelf.root / "archiwum").mkdir()
    (shelf.root / "praktyki/kobot.txt").rename(shelf.root / "archiwum/kobot 2019.txt")
    assert shelf.run() == 0
    assert shelf.id_of("archiwum/kobot 2019.txt") == before
    document = shelf.view().document(before)
    assert document is not None
    assert [place.path for place in document.files] == ["archiwum/kobot 2019.txt"]
    assert document.revision == 1
    assert shelf.lines["praktyki/kobot.txt"]["state"] == "removed"


def test_a_copy_is_another_file_of_the_same_document(shelf: Shelf) -> None:
    shelf.write("kopia.txt", PRACTICE)
    shelf.run()
    assert shelf.id_of("kopia.txt") == shelf.id_of("praktyki/kobot.txt")
    (shelf.root / "kopia.txt").unlink()
    shelf.run()
    document = shelf.view().document(shelf.id_of("praktyki/kobot.txt"))
    assert document is not None
    assert len(document.files) == 1


def test_an_edited_copy_becomes_a_document_of_its_own(shelf: Shelf) -> None:
    shelf.write("kopia.txt", PRACTICE)
    shelf.run()
    shelf.write("kopia.txt", PRACTICE + "Innesłowo.")
    shelf.run()
    assert shelf.id_of("kopia.txt") != shelf.id_of("praktyki/kobot.txt")
    assert shelf.ids("innesłowo") == {shelf.id_of("kopia.txt")}


def test_a_removed_file_leaves_no_hit_but_a_tombstone_and_comes_back_under_its_id(shelf: Shelf) -> None:
    before = shelf.id_of("praktyki/kobot.txt")
    (shelf.root / "praktyki/kobot.txt").unlink()
    shelf.run()
    assert shelf.ids("kobot") == set()
    assert shelf.view().document(before) is None
    left = shelf.view().tombstone(before)
    assert left is not None
    assert left.title
    shelf.write("inaczej.txt", PRACTICE)
    shelf.run()
    assert shelf.ids("kobot") == {before}


def test_a_missing_root_removes_nothing_and_exits_4(shelf: Shelf, tmp_path: Path) -> None:
    shelf.root.rename(tmp_path / "away")
    assert shelf.run() == 4
    assert shelf.ids("klaster")
    assert shelf.ids("cluster")
    assert shelf.ids("kobot")
    (tmp_path / "away").rename(shelf.root)
    assert shelf.run() == 0
    assert not any(row["changed"] for row in shelf.lines.values())


def test_an_empty_root_removes_nothing_and_exits_4(shelf: Shelf, tmp_path: Path) -> None:
    shelf.root.rename(tmp_path / "away")
    shelf.root.mkdir()
    assert shelf.run() == 4
    assert shelf.ids("kobot")


def test_mass_removals_are_held_back_until_allowed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for number in range(30):
        shelf.write(f"{number}.txt", f"Notatka numer {number} o przezbrojeniach.")
    shelf.run()
    for number in range(22):
        (shelf.root / f"{number}.txt").unlink()
    assert shelf.run() == 4
    assert shelf.search("przezbrojenie").total == 30
    assert shelf.run("--allow-removals") == 0
    assert shelf.search("przezbrojenie").total == 8


def test_moving_everything_is_no_mass_removal(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for number in range(30):
        shelf.write(f"stary/{number}.txt", f"Notatka numer {number} o przezbrojeniach.")
    shelf.run()
    (shelf.root / "stary").rename(shelf.root / "nowy")
    assert shelf.run() == 0
    assert shelf.search("przezbrojenie").total == 30


def test_only_the_part_asked_for_is_read_and_removed(shelf: Shelf) -> None:
    (shelf.root / "strategy.md").unlink()
    shelf.write("praktyki/nowa.txt", "Lutospawanie blach ocynkowanych.")
    shelf.write("nowa2.txt", "Szlifowanie spoin.")
    assert shelf.run(str(shelf.root / "praktyki")) == 0
    assert shelf.ids("lutospawanie")
    assert not shelf.ids("szlifowanie")
    assert shelf.ids("government")
    assert shelf.run("/gdzie/indziej") == 2


def test_a_changed_sidecar_or_rule_changes_the_description_without_reading(shelf: Shelf) -> None:
    document = shelf.id_of("praktyki/kobot.txt")
    shelf.write("praktyki/kobot.txt.meta.toml", 'title = "Kobot w Spawmecie"\norganisation = "Spawmet"\naudience = "member"\n')
    shelf.run()
    assert shelf.view("member").document(document).title == "Kobot w Spawmecie"  # type: ignore[union-attr]
    assert shelf.view("public").document(document) is None
    assert shelf.ids("kobot") == set(), "what only members may see is in no public index"
    shelf.write("praktyki/kobot.txt.meta.toml", 'title = "Kobot w Spawmecie"\n')
    shelf.run()
    assert shelf.ids("kobot") == {document}


def test_a_broken_sidecar_holds_its_document_back_and_is_named(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    shelf.write("praktyki/kobot.txt.meta.toml", 'audiense = "public"\n')
    shelf.run()
    assert "audiense" in capsys.readouterr().err
    assert shelf.ids("kobot") == set()


def test_a_document_that_nothing_names_is_for_coordinators(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.configure(access="")
    shelf.write("a.txt", "Notatka o przezbrojeniach.")
    shelf.run()
    assert shelf.ids("przezbrojenie") == set()
    assert shelf.view("public").held_back() == 1


def test_a_second_run_at_the_same_time_is_refused(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    with run_lock(shelf.settings.corpus.data):
        assert shelf.run() == 3
    assert str(os.getpid()) in capsys.readouterr().err


def test_verify_agrees_and_names_what_differs(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    assert shelf.command(capsys, "verify")[0] == 0
    shelf.write("nowy.txt", "Nowy plik.")
    code, told = shelf.command(capsys, "verify")
    assert code == 1
    assert "nowy.txt" in told


def test_the_index_is_rebuilt_from_the_catalogue_alone(shelf: Shelf, tmp_path: Path) -> None:
    before = {query: shelf.ids(query) for query in ("kobot", "klaster", "cluster")}
    shelf.root.rename(tmp_path / "away")
    assert shelf.run("--rebuild") == 0
    assert {query: shelf.ids(query) for query in before} == before


def test_a_lost_catalogue_gives_the_same_ids_again(shelf: Shelf) -> None:
    before = {path: shelf.id_of(path) for path in shelf.lines}
    for file in shelf.settings.corpus.data.glob("catalogue*"):
        file.unlink()
    shelf.run()
    assert {path: shelf.id_of(path) for path in shelf.lines} == before


def test_names_that_are_not_utf8_are_read_and_opened(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with open(os.fsencode(shelf.root) + b"/za\xb3\xb1cznik.txt", "wb") as file:
        file.write("Załącznik o wypalarce.".encode())
    assert shelf.run() == 0
    (document,) = shelf.ids("wypalarka")
    path = shelf.view().path(document)
    assert path is not None
    assert path.read_text(encoding="utf-8") == "Załącznik o wypalarce."
