"""Organisations named by their legal form on the first page ("Spawmet Sp. z o.o."), found by spaCy's rule-based matcher."""

from __future__ import annotations

import re
from typing import Final

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from corpus.document import Derived
from index.analysis import nominative
from ingest import clean
from ingest.describe.first import First
from ingest.reading import Extraction

_FORMS: Final = {
    "Sp. z o.o.": (
        "Sp. z o.o.", "Sp. z o. o.", "Sp.z o.o.", "Sp. zo.o.", "Sp z o.o.", "Spółka z o.o.", "Spółka z o. o.", "Sp. z o.o",
        "Spółka z ograniczoną odpowiedzialnością", "Spółki z ograniczoną odpowiedzialnością", "Spółka z o.o",
    ),
    "S.A.": ("S.A.", "S. A.", "S.A", "Spółka Akcyjna"),
    "Sp. j.": ("Sp. j.", "Sp.j.", "Sp. J", "Spółka jawna"),
    "Sp. k.": ("Sp. k.", "Sp.k.", "Spółka komandytowa"),
    "Ltd": ("Ltd", "Ltd."),
    "GmbH": ("GmbH",),
}  # fmt: skip
"""Legal forms as we spell them, and as they are written; letter case does not matter."""
_EXACT: Final = {"S.A.": ("SA",), "AS": ("AS",)}
"""Forms that are ordinary words in lower case."""

_HINT: Final = re.compile(r"o\.\s?o|oo\b|s\.\s?a|\bSA\b|\bAS\b|sp[oó]ł|sp\.?\s?[jk]|ltd|gmbh", re.IGNORECASE)
"""What a line must hold to be worth tokenising: every spelling above has one of these."""
_AT_MOST: Final = 3
_LONGEST_NAME: Final = 6
_CHARACTERS: Final = 5000
_JOINERS: Final = frozenset({"i", "&", "and", "of", "-", "–", "+"})
_NOT_NAMES: Final = frozenset(
    [
        "firma",
        "firmy",
        "firmie",
        "spółka",
        "spółki",
        "prezes",
        "prezesa",
        "zarząd",
        "zarządu",
        "członek",
        "dyrektor",
        "właściciel",
        "przedstawiciel",
        "pan",
        "pani",
        "w",
        "z",
        "dla",
        "przez",
        "obecni",
        "klient",
        "gość",
        "company",
        "the",
        "host",
        "hosted",
        "by",
        "from",
        "at",
        "gospodarz",
        "prelegent",
        "autor",
        "oraz",
        "siedziba",
        "siedzibie",
    ]
)
_NOT_COMPANIES: Final = re.compile(
    r"microsoft|hewlett|^hp\b|^dell|lenovo|acer|asus|toshiba|^home$|^dom$|^company$|^firma$|organi[sz]ation$|repack|grizli|"
    r"^\W*$|^(?:your|twoja)\b|^user$|^pc$",
    re.IGNORECASE,
)

_NLP: Final = spacy.blank("pl")


def _matcher() -> PhraseMatcher:
    matcher = PhraseMatcher(_NLP.vocab, attr="LOWER")
    for form, spellings in _FORMS.items():
        matcher.add(form, [_NLP.make_doc(text) for spelling in spellings for text in (spelling, spelling.lower())])
    return matcher


def _exact_matcher() -> PhraseMatcher:
    matcher = PhraseMatcher(_NLP.vocab, attr="ORTH")
    for form, spellings in _EXACT.items():
        matcher.add(form, [_NLP.make_doc(spelling) for spelling in spellings])
    return matcher


_MATCHERS: Final = (_matcher(), _exact_matcher())


def organisations_of(extraction: Extraction, first: First) -> Derived | None:
    """At most three organisations of the first page (or slide and its notes), in order; else the file's company property."""
    found = named_in(f"{first.text}\n{first.notes}"[:_CHARACTERS])
    company = clean.line(extraction.properties.get("company", ""))
    if not found:
        return Derived(named_in(company) or [company], "metadata", 0.6) if _plausible(company, first.text) else None
    return Derived(found[:_AT_MOST], "first_page", 0.8 if len(found) <= _AT_MOST else 0.6, first.page)


def named_in(text: str) -> list[str]:
    """Names with legal forms in a text, each once, in order, in our spelling of the form."""
    names: dict[str, None] = {}
    for line in text.split("\n"):
        if not _HINT.search(line):
            continue
        document = _NLP.make_doc(line)
        spans = [span for matcher in _MATCHERS for span in matcher(document, as_spans=True)]
        after = 0
        for span in spacy.util.filter_spans(spans):
            name = _name_before(document, after, span.start)
            after = span.end
            # "w Konstrukcjach Wolin Sp. z o.o.": a declined name would be an organisation of its own. Better none.
            if name and nominative(name.split()[0]):
                names[f"{name} {span.label_}"] = None
    return list(names)


def _name_before(document: Doc, begin: int, end: int) -> str:
    """The longest run of capitalised words from token `begin` on that ends before token `end`, without titles and joiners at its beginning."""
    start = end
    if end > begin and document[end - 1].text in {"-", "–"}:
        # "CC-BY-SA" is a licence.
        return ""
    while start > begin and end - start < _LONGEST_NAME and _in_name(document[start - 1].text):
        start -= 1
    while start < end and (document[start].text.lower() in _NOT_NAMES | _JOINERS):
        start += 1
    # "Prezes Spawmet": a title inside the run parts it.
    for at in range(end - 1, start - 1, -1):
        if document[at].text.lower() in _NOT_NAMES - _JOINERS and not document[at].text.isupper():
            start = at + 1
            break
    name = document[start:end].text.strip("„”\"'«»,.:;–- ")
    return name if re.search(r"[^\W\d_]{2}", name) else ""


def _in_name(word: str) -> bool:
    return word[:1].isupper() or word.lower() in _JOINERS or word in "„”\"«»'" or word.isdecimal()


def _plausible(company: str, text: str) -> bool:
    """Whether a company property names the document's organisation: it has a legal form or stands on the first page."""
    if len(company) < 3 or _NOT_COMPANIES.search(company):
        return False
    return bool(named_in(company)) or company.lower() in text.lower()
