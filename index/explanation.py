"""How a query was understood, told to people and programs (docs/interface.md, section 5)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from index.syntax import Ignored


@dataclass(frozen=True, slots=True)
class WordRead:
    """A word, compound or prefix of the query. `forms`: it folded, and its spellings with Polish letters restored.

    `lemmas`: the folded base forms and stems it is searched by; `corrections`, `translations`, `synonyms`: what else.
    """

    typed: str
    forms: tuple[str, ...]
    lemmas: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filter:
    """A field term that was obeyed: the field's English name, the value as searched, whether it keeps out."""

    field: str
    value: str
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of every part of a query. Tuples in the order of the query.

    `dropped`: stop words not searched; `relaxed`: words of which not all need be found; `ignored`: what is not obeyed.
    """

    words: tuple[WordRead, ...] = ()
    dropped: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    filters: tuple[Filter, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries under the same names."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return found
