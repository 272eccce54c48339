"""`make synthetic PASSAGES=100000 DIR=D`: a seeded, bilingual corpus of Markdown documents with its own configuration.

Twelve passages of about 150 to 190 words a document, two thirds Polish; kinds, years, organisations and events vary, so that
every facet has something to count. Each document has a subject: some words of the trade it holds often, most it hardly holds. The documents are ingested like any others: python -m ingest --config D/config.toml
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Final

from benchmarks.words import Vocabulary, vocabulary

PER_DOCUMENT: Final = 12
"""Passages of a document."""

_KINDS: Final = {"protokoly": "minutes", "praktyki": "practice", "strategia": "strategy", "analizy": "report", "plany": "plan"}
_COMPANIES: Final = tuple(
    f"{stem} {form}"
    for stem in ("Spawbud", "Metgryf", "Odramet", "Cynkpom", "Lasertech Dąbie", "Stalkon", "Regametal", "Inamont", "Pomtok", "Walcor")
    for form in ("Sp. z o.o.", "S.A.", "sp. j.", "GmbH")
)
_TOPICS: Final = ("welding", "galvanising", "cutting", "machining", "lean", "energy", "quality", "skills", "export", "research")


def make(folder: Path, passages: int, seed: int = 7) -> int:
    """Write the corpus with exactly `passages` passages below a folder. Gives the number of documents."""
    random_ = random.Random(seed)
    documents = -(-passages // PER_DOCUMENT)
    for number in range(documents):
        count = min(PER_DOCUMENT, passages - number * PER_DOCUMENT)
        _document(folder, number, count, random_)
    rules = "".join(f'\n[[corpus.rule]]\nfolder = "{name}"\nkind = "{kind}"\n' for name, kind in _KINDS.items())
    (folder / "config.toml").write_text(
        f'[corpus]\nroots = [{{ name = "synthetic", path = "documents" }}]\ndata = "var"\n{rules}\n'
        '[index]\nstore = "store"\n\n[access]\ndefault_audience = "public"\n',
        encoding="utf-8",
    )
    return documents


def _document(folder: Path, number: int, passages: int, random_: random.Random) -> None:
    language = "pl" if random_.random() < 2 / 3 else "en"
    year, month, day = random_.randint(2009, 2025), random_.randint(1, 12), random_.randint(1, 28)
    name = random_.choice(list(_KINDS))
    file = folder / "documents" / name / str(year) / f"{number:06d}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    words = vocabulary(language, random_)
    lines = [f"# {_phrase(words, random_, 6).capitalize()} {number}", ""]
    for _ in range(passages - 1):
        lines += [_paragraph(words, random_), "", f"## {_phrase(words, random_, 4).capitalize()}", ""]
    lines.append(_paragraph(words, random_))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    event = f"Dobre praktyki {'wiosna' if month < 7 else 'jesień'} {year}"
    file.with_name(file.name + ".meta.toml").write_text(
        f'date = "{year}-{month:02d}-{day:02d}"\norganisation = "{random_.choice(_COMPANIES)}"\nevent = "{event}"\n'
        f"topic = {random_.sample(_TOPICS, 2)}\n".replace("'", '"'),
        encoding="utf-8",
    )


def _paragraph(vocabulary: Vocabulary, random_: random.Random) -> str:
    """Sentences of Zipf-distributed words, 150 to 190 in all and at most 1,450 characters, so that it stays one passage."""
    words = _draw(vocabulary, random_, random_.randint(150, 190))
    while len(" ".join(words)) > 1400:
        words.pop()
    sentences, start = [], 0
    while start < len(words):
        end = start + random_.randint(7, 16)
        sentences.append(" ".join(words[start:end]).capitalize() + ".")
        start = end
    return " ".join(sentences)


def _phrase(vocabulary: Vocabulary, random_: random.Random, count: int) -> str:
    return " ".join(word for word in _draw(vocabulary, random_, count * 3) if len(word) > 3)[:60].strip() or "bez tytułu"


def _draw(vocabulary: Vocabulary, random_: random.Random, count: int) -> list[str]:
    words, weights = vocabulary
    return random_.choices(words, cum_weights=weights, k=count)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic", description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--dir", type=Path, default=Path("var/synthetic"))
    asked = parser.parse_args()
    if (asked.dir / "documents").exists():
        parser.error(f"{asked.dir} holds documents already; give an empty folder (DIR=…)")
    documents = make(asked.dir, asked.passages)
    print(f"{documents} documents, {asked.passages} passages; next: python -m ingest --config {asked.dir}/config.toml")


if __name__ == "__main__":
    main()
