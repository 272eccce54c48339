"""The layout of a tantivy index, and how an entry becomes its documents: one record, and one document per passage.

Records and passages share the fields `exact` and `lemma`, so that BM25 takes its averages over both: ranking passages
in a field of their own cost 3.6 points of nDCG (evidence, section 3). Each text is a value of its own, and tantivy leaves
a gap of one position between the values of a field: a phrase never crosses a border.

tantivy leaves out terms of more than 65,530 bytes. No text is stored. `number` is the document's id as an integer (`meaning.number_of`), read from a column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import tantivy

from index.engines.meaning import FACET_FIELDS, number_of
from index.port import Entry, PassageEntry, Terms

STAMP: Final = "tantivy-2"
RECORD: Final = "r"
PASSAGE: Final = "p"
FIRST: Final = "place"
"""The column that segments are sorted by: records before passages. Interleaved, one record to a dozen passages, every
block of a common word's postings had to be read for records too: counting members took 2.5 times as long."""

_BETWEEN: Final = "\x1f"

Fields = dict[str, list[str] | list[int]]

POSITIONED: Final = ("exact", "heading_exact", "title")
"""Columns that keep positions, for phrases."""

_NO_DAY: Final = 99_999_999
"""A key after all days, in both directions: documents without a date come last."""


def build() -> tantivy.Schema:
    """The schema of both kinds of documents."""
    schema = tantivy.SchemaBuilder()
    for name in ("what", "document", "choice"):
        schema.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in POSITIONED:
        schema.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("lemma", "heading_lemma", "title_exact"):
        schema.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in (*map(facet_column, FACET_FIELDS), *ORDER_COLUMNS):
        schema.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("number", "revision", "ordinal", FIRST):
        schema.add_unsigned_field(name, fast=True)
    for name in ("first_day", "last_day"):
        schema.add_unsigned_field(name, fast=True, indexed=True)
    return schema.build()


def facet_column(name: str) -> str:
    """The column of records that holds a facet's values."""
    return f"facet_{name}"


ORDER_COLUMNS: Final = ("order_newest", "order_oldest", "order_title")
"""Columns of records whose values sort, ascending, by the day or title and then by id."""


def choice(name: str, value: str) -> str:
    """The term by which records and passages are filtered on a facet's value."""
    return f"{name}{_BETWEEN}{value}"


def documents(entry: Entry, schema: tantivy.Schema) -> Iterator[tantivy.Document]:
    """The record of an entry, then its passages."""
    common = _common(entry)
    texts = [(passage, _exact(passage.text), _lemmas(passage.text)) for passage in entry.passages]
    headings = {passage.heading: (_exact(passage.heading), _lemmas(passage.heading)) for passage in entry.passages}
    titles = [_positioned(title) for title in entry.titles]
    yield _document(_record(entry, common, texts, headings.values()), titles, schema)
    title_exact = [_exact(title) for title in entry.titles]
    for passage, exact, lemma in texts:
        fields = {
            **common,
            "what": [PASSAGE],
            FIRST: [1],
            "ordinal": [passage.ordinal],
            "exact": [exact],
            "lemma": [lemma],
        }
        if passage.heading:
            heading_exact, heading_lemma = headings[passage.heading]
            fields["heading_exact"], fields["heading_lemma"] = [heading_exact], [heading_lemma]
        fields["title_exact"] = title_exact
        yield _document(fields, titles, schema)


def _common(entry: Entry) -> Fields:
    return {
        "document": [entry.id],
        "number": [number_of(entry.id)],
        "choice": [choice(name, value) for name, values in entry.facets.items() for value in set(values)],
        "first_day": [entry.first_day],
        "last_day": [entry.last_day],
    }


def _record(
    entry: Entry,
    common: Fields,
    texts: list[tuple[PassageEntry, str, str]],
    headings: Iterable[tuple[str, str]],
) -> Fields:
    fields = {**common, "what": [RECORD], FIRST: [0], "revision": [entry.revision]}
    heading_exact, heading_lemma = [exact for exact, _ in headings], [lemma for _, lemma in headings]
    fields["exact"] = [*map(_exact, entry.titles), *heading_exact, *(exact for _, exact, _ in texts)]
    fields["lemma"] = [*map(_lemmas, entry.titles), *heading_lemma, *(lemma for _, _, lemma in texts)]
    for name, values in entry.facets.items():
        fields[facet_column(name)] = sorted(set(values))
    first = entry.first_day
    fields["order_newest"] = [f"{_NO_DAY - first if first else _NO_DAY:08d}{entry.id}"]
    fields["order_oldest"] = [f"{first or _NO_DAY:08d}{entry.id}"]
    fields["order_title"] = [ended(entry.title_key) + entry.id]
    return fields


def _document(fields: Fields, titles: list[tantivy.PreTokenizedString], schema: tantivy.Schema) -> tantivy.Document:
    # Without the schema, whole numbers would become signed ones, which the commit refuses.
    document = tantivy.Document.from_dict(fields, schema)
    for title in titles:
        document.add_pre_tokenized_text("title", title)
    return document


def ended(key: str) -> str:
    """A sort key followed by an end mark that sorts before any continuation, so that an id can stand behind it."""
    return key.replace("\x00", "\x00\x01") + "\x00\x00"


def _exact(terms: Terms) -> str:
    return " ".join([word.exact for word in terms])


def _lemmas(terms: Terms) -> str:
    return " ".join([lemma for word in terms for lemma in word.lemmas])


def _positioned(terms: Terms) -> tantivy.PreTokenizedString:
    # Titles keep positions, and a word may have several lemmas at its one.
    tokens = [
        tantivy.Token(lemma, position, 0, 0)
        for position, word in enumerate(terms)
        for lemma in sorted(set(word.lemmas))
    ]
    return tantivy.PreTokenizedString(_lemmas(terms), tokens)
