"""Cleaning: what extraction leaves in text that no reader would type, repaired and counted by name.

Laws: cleaning is idempotent; no word vanishes (but the halves of a word that a line end had split); lines stay lines.
The repairs, by the names under which they are counted: line_ends, controls, soft_hyphens, ligatures, spaces, bullets, nfc,
joined_words, kept_hyphens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_HYPHEN_MARK: Final = re.compile("(?<=[^\\W\\d_])[\x02\ufffe]\n?(?=[^\\W\\d_])")
"""What pdfium writes for a hyphen at a line's end (U+0002 or U+FFFE, with the line end or without)."""
_MARK: Final = "\ue000"
"""Stands for a hyphen at a line's end until all such hyphens are settled; private use, so taken out of the text before."""
_SOFT: Final = re.compile("(?<=\\w)\u00ad\n?(?=\\w)")
_DASH: Final = re.compile("\u00ad")
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\u206a-\u206f\ufeff\ufdd0-\ufdef"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, zero widths, bidirectional controls, non-characters, lone surrogates, tags."""
_LIGATURES: Final = re.compile("[\ufb00-\ufb06]")
_SPACES: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BULLETS: Final = re.compile("(?<!\\S)[\uf020-\uf0ff](?!\\S)")
"""A lone character of a symbol font (Symbol, Wingdings) that has no Unicode: a bullet or an arrow."""
_SPLIT: Final = re.compile("(?<=[a-ząćęłńóśźż])-[ \t]*\n(?=[a-ząćęłńóśźż])")
_JOINT: Final = re.compile(f"(?P<left>[^\\W\\d_]+){_MARK}(?=(?P<right>[^\\W\\d_]+))")
_HALVES: Final = re.compile("[^\\W\\d_]+(?:-[ \t]*\r?\n|[\x02\ufffe](?:\r?\n)?)[^\\W\\d_]+")
"""A word or pair of words with a hyphen at the line's end between them."""
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Cleaned text, and how often each repair was made."""

    text: str
    repairs: Mapping[str, int] = field(default_factory=dict)


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The lower-cased words of a document: they decide whether a hyphen at a line's end splits a word or belongs to it.

    Empty where no text has such a hyphen, so that most documents pay nothing.
    """
    texts = list(texts)
    if not any(_HALVES.search(text) for text in texts):
        return frozenset()
    # The halves themselves are no evidence of being words.
    return frozenset(word.lower() for text in texts for word in _WORD.findall(_HALVES.sub(" ", text)))


def clean(text: str, words: AbstractSet[str] = frozenset()) -> Cleaned:
    """Clean a text. `words`: the document's vocabulary (see `vocabulary`)."""
    repairs: dict[str, int] = {}
    text = _replace(_LINE_ENDS, "\n", text, "line_ends", repairs)
    if not text.isascii() or _CONTROLS.search(text):
        text = _characters(text, repairs)
    text = _SPLIT.sub(_MARK, text)
    if _MARK in text:
        text = _joints(text, words, repairs)
    return Cleaned(text, repairs)


def line(text: str) -> str:
    """A heading, label or property: cleaned, on one line."""
    return " ".join(clean(text).text.split())


def _characters(text: str, repairs: dict[str, int]) -> str:
    """All repairs of single characters. Hyphen marks of pdfium become `_MARK`."""
    text = _HYPHEN_MARK.sub(_MARK, text.replace(_MARK, ""))
    text = _replace(_SOFT, "", text, "soft_hyphens", repairs)
    text = _replace(_DASH, "-", text, "soft_hyphens", repairs)
    text = _replace(_CONTROLS, "", text, "controls", repairs)
    text = _replace(_LIGATURES, lambda found: unicodedata.normalize("NFKC", found[0]), text, "ligatures", repairs)
    text = _replace(_SPACES, " ", text, "spaces", repairs)
    text = _replace(_BULLETS, "•", text, "bullets", repairs)
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        repairs["nfc"] = 1
    return composed


def _joints(text: str, words: AbstractSet[str], repairs: dict[str, int]) -> str:
    """Settle the hyphens at line ends: a word split by the line is joined; a hyphen between two words of the document
    whose joined form it does not know stays ("clean-up", "polsko-angielski").
    """

    def settle(found: re.Match[str]) -> str:
        left, right = found["left"].lower(), found["right"].lower()
        keep = left in words and right in words and left + right not in words
        name = "kept_hyphens" if keep else "joined_words"
        repairs[name] = repairs.get(name, 0) + 1
        return found["left"] + ("-" if keep else "")

    return _JOINT.sub(settle, text).replace(_MARK, "-\n")


def _replace(
    pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str], text: str, name: str, repairs: dict[str, int]
) -> str:
    text, count = pattern.subn(by, text)
    if count:
        repairs[name] = repairs.get(name, 0) + count
    return text
