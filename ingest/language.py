"""The language of a document and of its passages: Polish, English or undetermined.

langdetect decides once for the document (lower-cased, both languages equally likely beforehand, seed 0: 97 % right at three
words where it is 70 % by itself); py3langid, limited to the two, decides for each passage (a tenth of the time, 100 % on
slide bullets). Names and number tables get arbitrary labels, so a passage needs three words of letters, else it inherits.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Final

from langdetect import detector_factory
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED: Final = "und"
_LANGUAGES: Final = ("pl", "en")
_SAMPLE: Final = 1600
"""Characters of a document that are looked at, in `_PLACES` pieces: 250 words, where ten give 99.5 %; the time is linear."""
_PLACES: Final = 4
_PASSAGE_SAMPLE: Final = 600
"""Characters of a passage that are looked at: 90 words, where three give 98.5 %; the time is linear."""
_WORDS: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LATIN: Final = re.compile("[a-z\u00df-\u024f]")


def of_document(text: str) -> str:
    """Language of a whole document: "pl", "en", or "und" for fewer than three words or nothing certain."""
    sample = _sample(text).lower()
    if not _enough(sample):
        return UNDETERMINED
    detector = _factory().create()
    detector.seed = 0
    detector.set_prior_map({"pl": 0.5, "en": 0.5})
    detector.append(sample)
    try:
        found = str(detector.detect())
    except LangDetectException:
        return UNDETERMINED
    return found if found in _LANGUAGES else UNDETERMINED


def of_passage(text: str, inherited: str) -> str:
    """Language of a passage; `inherited` (the document's) where it has fewer than three words of letters."""
    sample = text[:_PASSAGE_SAMPLE].lower()
    if not _enough(sample):
        return inherited
    language, _ = _identifier().classify(sample)
    return str(language)


def load() -> None:
    """Read both models now rather than at the first text."""
    _factory()
    _identifier()


def _enough(text: str) -> bool:
    """Whether there are three different words, more letters than digits (a table of numbers has no language), and most
    letters are Latin. `text` in lower case.
    """
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    if len(set(words)) < _WORDS or letters <= sum(map(str.isdigit, text)):
        return False
    return len(_LATIN.findall(text)) * 2 > letters


def _sample(text: str) -> str:
    """The whole of a short text; of a long one, pieces from its beginning to its end, cut at spaces."""
    if len(text) <= _SAMPLE:
        return text
    size = _SAMPLE // _PLACES
    step = (len(text) - size) // (_PLACES - 1)
    return "\n".join(text[at : at + size] for at in range(0, step * _PLACES, step))


@functools.cache
def _factory() -> Any:
    """Langdetect's profiles, read once (0.3 s)."""
    detector_factory.init_factory()
    return detector_factory._factory


@functools.cache
def _identifier() -> Any:
    """py3langid's model, limited to Polish and English, read once."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_LANGUAGES))
    # The tables of the other 95 languages, 28 MB, are kept only for a reset that never comes.
    identifier._full_model = (identifier.nb_ptc, identifier.nb_pc, identifier.nb_classes)
    return identifier
