"""Rebuild the sample corpus: ``python -m samples [word]``; a word builds only documents with it in their path."""

from __future__ import annotations

import sys
from pathlib import Path

from samples.build import build, read_sources

_HERE = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    """Build into ``corpus/documents`` beside this package and say what was written."""
    target = _HERE.parent / "corpus" / "documents"
    sources = [source for source in read_sources(_HERE / "sources") if all(word in str(source.target) for word in arguments)]
    written = build(sources, target)
    size = sum(path.stat().st_size for path in written)
    sys.stdout.write(f"{len(written)} documents, {size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
