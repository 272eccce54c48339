"""The configuration: strict, with errors that say what to write."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from corpus.config import SettingsError, load
from corpus.rules import candidates, checked, read_sidecar, rule_for
from corpus.settings import (
    AccessSettings,
    CorpusSettings,
    IndexSettings,
    IngestSettings,
    Limits,
    Rule,
    SearchAppSettings,
    Settings,
)

CHECKOUT = Path(__file__).resolve().parent.parent


def written(folder: Path, text: str) -> Path:
    """A config file with this text."""
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_empty_file_gives_the_defaults_with_paths_below_its_folder(tmp_path: Path) -> None:
    settings = load(written(tmp_path, ""))
    assert settings.index == IndexSettings(store=tmp_path / "index/store")
    assert settings.access == AccessSettings() == AccessSettings("open", "public", "coordinator", False)
    assert settings.corpus.data == tmp_path / "var"
    assert settings.corpus.roots[0].path == tmp_path / "corpus/documents"


def test_absolute_paths_stay_as_they_are(tmp_path: Path) -> None:
    settings = load(written(tmp_path, '[corpus]\ndata = "/srv/data"\n[index]\nstore = "/srv/store"\n'))
    assert (settings.corpus.data, settings.index.store) == (Path("/srv/data"), Path("/srv/store"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[nieznana]\nklucz = 1\n", ["nieznana", "corpus", "access"]),
        ("[index]\nsilnik = 1\n", ["index", "silnik", "engine", "store"]),
        ('[index]\nengine = "solr"\n', ["index.engine", "solr", "tantivy", "whoosh"]),
        ("[ingest.limits]\nseconds = true\n", ["ingest.limits.seconds", "whole number"]),
        ("[ingest.limits]\nseconds = 0\n", ["ingest.limits.seconds", "from 1 to"]),
        ('[corpus]\nroots = [{name = "a"}]\n', ["corpus.roots", "path"]),
        ('[corpus]\nroots = [{name = "a", path = "x"}, {name = "a", path = "y"}]\n', ["corpus.roots", "'a'"]),
        ("[corpus]\nroots = []\n", ["corpus.roots", "at least one"]),
        ("corpus = 1\n", ["[corpus]", "table"]),
        ('[[corpus.rule]]\nfolder = "x"\nkind = "protokół"\n', ["'x'", "protokół", "minutes"]),
        ('[[corpus.rule]]\nfolder = "x"\ndate = "12.03.2012"\n', ["'x'", "12.03.2012", "YYYY"]),
        ('[[corpus.rule]]\nfolder = "x"\nroot = "inny"\n', ["'x'", "inny", "sample"]),
        ('[access]\nopen_audience = "wszyscy"\n', ["access.open_audience", "public", "coordinator"]),
        ("[corpus\n", ["TOML"]),
    ],
)
def test_a_wrong_configuration_names_what_and_what_is_allowed(tmp_path: Path, text: str, names: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, text))
    assert all(name in str(caught.value) for name in ["config.toml", *names]), str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"brak\.toml"):
        load(tmp_path / "brak.toml")


def test_the_longest_folder_wins_as_a_whole() -> None:
    rules = (Rule("protokoly", kind="minutes", audience="member"), Rule("protokoly/2012", kind="report"), Rule("", kind="other"))
    assert rule_for(rules, "a", "protokoly/x.pdf") == rules[0]
    assert rule_for(rules, "a", "protokoly/2012/x.pdf") == rules[1]
    assert rule_for(rules, "a", "protokoly2/x.pdf") == rules[2]
    assert rule_for(rules[:2], "a", "x.pdf") is None


def test_a_rule_of_one_root_does_not_hold_in_another() -> None:
    rules = (Rule("p", root="a", kind="minutes"),)
    assert rule_for(rules, "b", "p/x.pdf") is None


def test_a_sidecar_lies_beside_its_file_under_the_full_name_or_the_stem(tmp_path: Path) -> None:
    assert [each.name for each in candidates(tmp_path / "plan.docx")] == ["plan.docx.meta.toml", "plan.meta.toml"]


def test_a_sidecar_takes_single_texts_for_lists_and_toml_dates(tmp_path: Path) -> None:
    sidecar = tmp_path / "x.meta.toml"
    sidecar.write_text('organisation = "Spawmet Sp. z o.o."\ndate = 2019-10-17\n', encoding="utf-8")
    assert read_sidecar(sidecar) == {"organisation": ["Spawmet Sp. z o.o."], "date": "2019-10-17"}


@pytest.mark.parametrize("table", [{"autor": "x"}, {"kind": "nieznany"}, {"date": "wczoraj"}, {"title": 3}, {"topic": [1]}])
def test_a_wrong_sidecar_is_refused_with_its_key(table: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(table)) if "date" not in table else "wczoraj"):
        checked(table)


def test_readme_shows_every_key_with_its_default() -> None:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    tables: dict[str, type] = {
        "corpus": CorpusSettings,
        "ingest": IngestSettings,
        "ingest.limits": Limits,
        "index": IndexSettings,
        "search_app": SearchAppSettings,
        "access": AccessSettings,
    }
    for table, kind in tables.items():
        for field in fields(kind):
            if (table, field.name) in {("corpus", "roots"), ("corpus", "rule"), ("ingest", "limits")}:
                continue
            default = getattr(kind(), field.name)
            shown = {True: "true", False: "false"}.get(default, str(default)) if isinstance(default, bool) else str(default)
            row = f"| `[{table}]` `{field.name}` | `{shown}` |" if shown else f"| `[{table}]` `{field.name}` | empty |"
            assert row in text, row


def test_the_sample_configuration_is_valid() -> None:
    settings = load(CHECKOUT / "config.toml")
    assert isinstance(settings, Settings)
    assert settings.access.default_audience == "public"
