"""Tables of the catalogue. The version of the layout stands in the table `meta`; `migrations` brings old ones up."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

VERSION: Final = 1
"""Version of the layout below. A change of it needs a step in `migrations.STEPS`."""

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("media_type", String, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("unit", String, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("language", String, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("date", String, nullable=False),
    Column("organisations", JSON, nullable=False),
    Column("event", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("audience", String, nullable=False),
    Column("audience_rank", Integer, nullable=False, index=True),
    Column("available", Boolean, nullable=False),
    Column("reason", String, nullable=False),
    Column("outline", JSON, nullable=False),
    Column("derived", JSON, nullable=False),
    Column("read", JSON, nullable=False),
    Column("reader", String, nullable=False),
    Column("added_at", String, nullable=False),
    Column("removed_at", String, nullable=False, server_default=""),
)
"""Documents. `derived` is the description in force, `read` what the document itself said; removed ones keep their row."""

passages = Table(
    "passages",
    metadata,
    Column("document", String(12), ForeignKey("documents.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("label", String, nullable=False),
    Column("role", String, nullable=False),
    Column("heading", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("original_text", Text, nullable=False),
    Column("ocr", Boolean, nullable=False),
    Column("repairs", JSON, nullable=False),
)
"""Text of every live document, by its place in the document."""

files = Table(
    "files",
    metadata,
    Column("root", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("media_type", String, nullable=False),
    Column("document", String(12), ForeignKey("documents.id"), nullable=True),
    Column("passages", Integer, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("ocr_pages", Integer, nullable=False),
    Column("repairs", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("flags", JSON, nullable=False),
    Column("context", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Index("files_document", "document"),
)
"""Every file ever seen with its outcome. `context` is a digest of the rule and sidecar that described it."""

pending = Table("pending", metadata, Column("document", String(12), primary_key=True))
"""Documents whose change the index has not taken over yet: written with the change, deleted after the index commit."""

runs = Table(
    "runs",
    metadata,
    Column("started_at", String, primary_key=True),
    Column("finished_at", String, nullable=False),
    Column("exit_code", Integer, nullable=False),
    Column("summary", JSON, nullable=False),
)
"""Ended runs of the ingestion, for the status."""
