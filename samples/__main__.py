"""Rebuild the sample corpus: ``python -m samples [PATH…]``.

A PATH is a source file or a folder of sources, from where you stand or from ``samples/sources/``. A word that is no
path chooses the documents with it in their name. Without arguments everything is built.
"""

from __future__ import annotations

import sys
from pathlib import Path

from samples.build import build, find_sources
from samples.source import read_source

_HERE = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    """Build into ``corpus/documents`` beside this package and say what was written; 2 when nothing or nonsense is asked."""
    root = _HERE / "sources"
    try:
        sources = [read_source(path, root) for path in find_sources(root, arguments)]
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    written = build(sources, _HERE.parent / "corpus" / "documents")
    size = sum(path.stat().st_size for path in written)
    sys.stdout.write(f"{len(written)} documents, {size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
