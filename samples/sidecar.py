"""Write the ``NAME.meta.toml`` beside a built document."""

from __future__ import annotations

from pathlib import Path

from samples.source import Source


def write_sidecar(source: Source, folder: Path) -> None:
    """Write the sidecar of a source that has one; texts and lists of texts are the only values."""
    if not source.sidecar:
        return
    lines = [f"{key} = {_value(value)}" for key, value in source.sidecar.items()]
    target = folder / source.target
    target.with_name(target.name + ".meta.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _value(value: object) -> str:
    """A TOML text or list; the corpus needs no escapes beyond quotes and backslashes."""
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
