"""The title of a document: metadata where it is one, else the first heading or slide title, else a title-like first line.

Metadata titles are usable in 35 % of real files: the others are file names, names of templates, or another document's.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.document import Derived
from ingest import clean, names
from ingest.describe.first import First
from ingest.reading import Extraction

_PROGRAMS: Final = re.compile(
    r"^(?:microsoft (?:word|powerpoint|office \w+) ?-|powerpoint presentation|prezentacja (?:programu )?powerpoint|slajd \d+|"
    r"slide \d+|untitled|bez (?:tytułu|nazwy)|dokument ?\d*$|document ?\d*$|presentation ?\d*$|prezentacja ?\d*$|"
    r"title$|tytuł$|no title|brak tytułu|click to edit|kliknij,? aby|template|szablon|print|wydruk|null$|none$|home$|index$|"
    r"strona główna$|google slides|pdf|scan|skan|new document|nowy dokument|arkusz|\.{2,})",
    re.IGNORECASE,
)
_FILE_LIKE: Final = re.compile(
    r"\.(?:docx?|dotx?|pptx?|ppsx?|potx?|xlsx?|pdf|odt|odp|rtf|txt|html?|tex|dvi|ps|indd|pub|qxd|qxp|md|cdr)\b",
    re.IGNORECASE,
)
_NOT_A_TITLE: Final = re.compile(
    r"^(?:strona|str\.|page|załącznik|zał\.|dz\.|nr |http|www\.|tel|fax|e-?mail|from:|to:|date:|subject:|\d+[.)]?$|©|table of)|@",
    re.IGNORECASE,
)
_GENERIC: Final = re.compile(
    r"(?:attendees|attendance|agenda|obecni|uczestnicy|lista obecności|porządek (?:obrad|spotkania)|spis treści|"
    r"(?:table of )?contents|toc|wstęp|wprowadzenie|introduction|abstract|streszczenie|summary|podsumowanie|overview|"
    r"(?:project )?overview|prerequisites|prerequirements|name of [\w ]+|notes?|notatki|uwagi|cel|goals?)\W*",
    re.IGNORECASE,
)
"""Titles of a part, not of a document."""
_OPEN_END: Final = re.compile(
    r"(?:\b(?:for|of|and|in|on|to|the|with|by|w|we|z|ze|i|na|dla|do|o|oraz|od|przy|ds\.)|[-–&,])$", re.IGNORECASE
)
_LONGEST: Final = 160
_LONGEST_LINE: Final = 120


def title_of(extraction: Extraction, first: First, named: Derived) -> Derived:
    """The title with its source; `named`, from the file name, is the last resort."""
    metadata = clean.line(extraction.properties.get("title", ""))
    known = _plausible(metadata)
    if known and _stands(metadata, first.text):
        return Derived(metadata, "metadata", 0.9)
    heading = _heading(extraction, first)
    if heading:
        return Derived(heading, "first_page", 0.8, first.page)
    if known and not first.text:
        return Derived(metadata, "metadata", 0.5)
    line = _first_line(extraction, first)
    if line:
        return Derived(line, "first_page", 0.6, first.page)
    if known:
        return Derived(metadata, "metadata", 0.4)
    return named


def _plausible(title: str) -> bool:
    """Whether a metadata title may be one: not a program's, a file's or a template's name, and not a single token."""
    if len(title) < 5 or len(title) > _LONGEST * 2 or _unfit(title) or _FILE_LIKE.search(title):
        return False
    if "_" in title or "\\" in title or not re.search(r"[^\W\d_]{3}", title):
        return False
    return " " in title or title[:1].isupper()


def _unfit(title: str) -> bool:
    return bool(_PROGRAMS.search(title) or _GENERIC.fullmatch(title))


def _stands(title: str, text: str) -> bool:
    """Whether at least half of a title's words stand on the first page: else it is another document's."""
    words = {word.lower() for word in re.findall(r"[^\W\d_]{3,}", title)}
    page = {word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)}
    return bool(words) and len(words & page) * 2 >= len(words)


def _heading(extraction: Extraction, first: First) -> str:
    """The first heading of a document, or the title of its first slide."""
    heading = first.heading
    if not heading:
        heading = next((item.text for item in extraction.outline[:1] if 0 < item.number <= first.page), "")
    heading = clean.line(heading)
    if len(heading) < 4 or len(heading) > _LONGEST or _unfit(heading) or _NOT_A_TITLE.search(heading):
        return ""
    if first.lines and not _early(heading, first):
        return ""
    return heading if re.search(r"[^\W\d_]{3}", heading) else ""


def _early(heading: str, first: First) -> bool:
    """Whether a heading stands in the opening of the first page: a heading below much text is a chapter's."""
    opening = " ".join(" ".join(first.lines).split())[:600]
    return heading.lower()[:40] in opening.lower()


def _first_line(extraction: Extraction, first: First) -> str:
    """The opening line that names the kind of document ("Minutes of…"), else the first that reads like a title, with its
    continuation; "" for none. A letterhead or the author's name often stand above the title.
    """
    author = clean.line(extraction.properties.get("author", "")).lower()
    likely = [at for at, line in enumerate(first.lines[:8]) if _title_like(line) and line.lower() != author]
    if not likely:
        return ""
    naming = [at for at in likely if any(pattern.match(first.lines[at]) for pattern in names.KINDS.values())]
    at = (naming or likely)[0]
    line = first.lines[at]
    for following in first.lines[at + 1 : at + 3]:
        if not _continues(line, following):
            break
        line = f"{line} {following}"
    return line[:_LONGEST].rstrip(" ,;:-–—|")


def _title_like(line: str) -> bool:
    if not 6 <= len(line) <= _LONGEST_LINE or _NOT_A_TITLE.search(line) or _unfit(line):
        return False
    words = re.findall(r"[^\W\d_]{2,}", line)
    letters = sum(map(len, words))
    if len(words) < 2 and not names.kind(line):
        return False
    if letters * 2 < len(line) or not line.lstrip("„\"'«“ ")[:1].isupper():
        return False
    return not line.endswith((",", ".", ";")) or line.isupper() or line.endswith(" r.")


def _continues(line: str, following: str) -> bool:
    """Whether the next line goes on with the title: capitals after capitals, or a small letter after an open end."""
    if not following or len(line) + len(following) > _LONGEST or _NOT_A_TITLE.search(following):
        return False
    if _OPEN_END.search(line):
        return True
    if line.isupper():
        return following.isupper() and len(following) > 3
    return following[:1].islower() and not line.endswith((".", ":", "!", "?"))
