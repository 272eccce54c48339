"""Which paragraph styles of a Word document are headings, and of what level.

Built-in styles keep their English name in the file whatever the language of Word; converters write local names, so both
are known. A style without a telling name takes the level of the style it is based on (ECMA-376 part 1, 17.7.4).
"""

from __future__ import annotations

import re
from typing import Final

from ingest.extract.container import Element
from ingest.extract.opc import Part, W
from ingest.extract.story import outline_level

_NUMBERED: Final = re.compile(r"(?:heading|nagłówek|naglowek)\s*([1-9])", re.IGNORECASE)
_TITLE: Final = re.compile(r"title|tytuł", re.IGNORECASE)
_CHAIN: Final = 12
"""How many based-on steps are followed: real chains are shorter, damaged ones may be circular."""


def heading_levels(main: Part) -> dict[str, int]:
    """Heading level (1 to 9) by style id, headings only; a title is of level 1."""
    styles = {
        style.get(W + "styleId") or "": style
        for relation in main.relations.values()
        if relation.kind == "styles"
        for style in relation.part.root.iter(W + "style")
    }
    levels = {key: _level(key, styles) for key in styles}
    return {key: level for key, level in levels.items() if level}


def _level(key: str, styles: dict[str, Element]) -> int:
    for _ in range(_CHAIN):
        style = styles.get(key)
        if style is None:
            return 0
        name = style.find(W + "name")
        named = (name.get(W + "val") or "") if name is not None else ""
        numbered = _NUMBERED.fullmatch(named.strip())
        if numbered:
            return int(numbered[1])
        own = style.find(f"{W}pPr/{W}outlineLvl")
        if own is not None:
            return outline_level(own)
        if _TITLE.fullmatch(named.strip()):
            return 1
        based = style.find(W + "basedOn")
        key = (based.get(W + "val") or "") if based is not None else ""
    return 0
