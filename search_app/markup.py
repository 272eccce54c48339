"""Document text as HTML: always escaped, with <mark> round what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

from markupsafe import Markup, escape

_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)


def marked_html(text: str, ranges: Sequence[tuple[int, int]]) -> Markup:
    """A text, escaped, its ranges (ascending, not overlapping) marked."""
    parts: list[Markup] = []
    done = 0
    for start, end in ranges:
        parts += [escape(text[done:start]), Markup("<mark>%s</mark>") % text[start:end]]
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def safe(snippet: str) -> Markup:
    """A snippet of index.highlight as HTML: it is escaped there, where nothing but <mark> is added."""
    return Markup(snippet)  # noqa: S704  (the promise above, kept by tests)


def forms(snippets: Iterable[str]) -> list[str]:
    """The word forms marked in snippets, lower-cased, each once, in order of appearance."""
    return list(dict.fromkeys(unescape(found).lower() for each in snippets for found in _MARKED.findall(each)))
