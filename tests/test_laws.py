"""The laws of the house, with the standard library alone: sizes, names, documentation, types, and which way imports run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "ingest", "index", "search_app")
KNOWS = {
    "corpus": {"corpus"},
    "index": {"index", "corpus"},
    "ingest": {"ingest", "index", "corpus"},
    "search_app": {"search_app", "index", "corpus"},
}
HOME = {
    "flask": "search_app",
    "jinja2": "search_app",
    "babel": "search_app",
    "werkzeug": "search_app",
    "markupsafe": "search_app",
    "gunicorn": "search_app",
    "sqlalchemy": "corpus.catalogue",
    "pypdf": "ingest.extract",
    "docx": "ingest.extract",
    "pptx": "ingest.extract",
    "lxml": "ingest.extract",
    "pypdfium2": "ingest.extract",
    "tantivy": "index.engines",
    "whoosh": "index.engines",
    "morfeusz2": "index.analysis",
    "Stemmer": "index.analysis",
    "simplemma": "index.analysis",
    "langdetect": "ingest.language",
    "py3langid": "ingest.language",
    "spacy": "ingest.describe",
    "tqdm": "ingest.report",
}
VAGUE = {"utils", "helpers", "common", "manager", "misc", "tools"}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the rooms, the sample builder, the benchmarks and the tests: dotted name and file."""
    for top in (*ROOMS, "samples", "benchmarks", "tests"):
        for path in sorted((ROOT / top).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


ALL = [pytest.param(name, path, id=name) for name, path in modules()]
OURS = [pytest.param(name, path, id=name) for name, path in modules() if not name.startswith("tests")]


def imports(name: str, path: Path) -> set[str]:
    """Dotted names a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            base = node.module or ""
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return found


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method below a node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize(("name", "path"), ALL)
def test_no_module_is_longer_than_300_lines_and_no_function_than_40(name: str, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    long = [f"{f.name}: {f.end_lineno - f.lineno + 1}" for f in functions(ast.parse(text)) if f.end_lineno and f.end_lineno - f.lineno >= 40]
    assert not long, f"{name}: {long}"


@pytest.mark.parametrize(("name", "path"), ALL)
def test_no_module_has_a_vague_name(name: str, path: Path) -> None:
    assert path.exists()
    assert not VAGUE & set(name.split("."))


@pytest.mark.parametrize(("name", "path"), ALL)
def test_everything_is_typed(name: str, path: Path) -> None:
    bare = []
    for function in functions(ast.parse(path.read_text(encoding="utf-8"))):
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        untyped = [a.arg for a in arguments if a.annotation is None and a.arg not in {"self", "cls"}]
        if untyped or function.returns is None:
            bare.append(f"{function.name} {untyped}")
    assert not bare, f"{name}: {bare}"


@pytest.mark.parametrize(("name", "path"), OURS)
def test_every_module_and_public_name_is_documented(name: str, path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{name} has no docstring"
    bare = list(undocumented(tree, inside=False))
    assert not bare, f"{name}: {bare}"


def undocumented(node: ast.AST, *, inside: bool) -> Iterator[str]:
    """Public names without a docstring. A method that carries out a port or overrides may leave it to where it is promised."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or child.name.startswith("_"):
            continue
        if not ast.get_docstring(child) and not (inside and child.name in PROMISED):
            yield child.name
        if isinstance(child, ast.ClassDef):
            yield from undocumented(child, inside=True)


def promised() -> set[str]:
    """Methods documented at the engine port, whose carrying out needs no second docstring."""
    tree = ast.parse((ROOT / "index" / "port.py").read_text(encoding="utf-8"))
    ports = [n for n in tree.body if isinstance(n, ast.ClassDef) and any(getattr(b, "id", "") == "Protocol" for b in n.bases)]
    return {f.name for port in ports for f in functions(port)}


PROMISED = promised()


@pytest.mark.parametrize(("name", "path"), OURS)
def test_imports_run_one_way_and_libraries_stay_in_their_room(name: str, path: Path) -> None:
    room = name.split(".", maxsplit=1)[0]
    for target in imports(name, path):
        top = target.split(".")[0]
        if top in ROOMS and room in ROOMS:
            assert top in KNOWS[room], f"{name} imports {target}"
        if top in HOME and room in ROOMS:
            home = HOME[top]
            allowed = name == home or name.startswith(home + ".")
            assert allowed, f"{name} imports {top}, which belongs in {home}"
        if top in ("samples", "benchmarks", "tests"):
            assert room == top, f"{name} imports {target}"


def test_there_is_no_circle_of_imports() -> None:
    names = dict(modules())
    graph = {name: {found for target in imports(name, path) if (found := nearest(target, names)) and found != name} for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, f"circle: {' -> '.join([*path[path.index(name):], name])}"
        if name in done:
            return
        for target in sorted(graph[name]):
            if not name.startswith(target + "."):
                visit(target, (*path, name))
        done.add(name)

    for name in sorted(graph):
        visit(name, ())


def nearest(target: str, names: dict[str, Path]) -> str:
    """The module a dotted name lives in, or "" if it is none of ours."""
    while target and target not in names:
        target = target.rpartition(".")[0]
    return target


def test_packages_are_listed_and_every_lock_names_hashes_but_no_address() -> None:
    import tomllib

    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    there = {name for name, path in modules() if path.name == "__init__.py" and name.split(".")[0] in ROOMS}
    assert listed == there
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]
        assert pins
        assert all(line.endswith("\\") for line in pins), "a pin without a hash"


def test_this_python_is_one_the_project_promises() -> None:
    assert (3, 11) <= sys.version_info[:2] <= (3, 14)
