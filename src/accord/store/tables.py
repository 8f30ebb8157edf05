"""The tables of a project's database as the latest migration leaves them.

What is read and what people decide is appended: `readings`, `statements`, `decisions`, `touched`, `scenarios`. From
these follow `standing`, `terms`, `paragraphs` and `quotes`, which `accord.store.deriving` can make anew at any time.
"""

from __future__ import annotations

from sqlalchemy import (
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
    UniqueConstraint,
)

metadata = MetaData()

SORTED = ("on", "decided", "speaker", "party", "act", "issue")
"""Columns of `standing` that have an index of their own to sort by."""

about = Table("about", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("id", String, primary_key=True),
    Column("file", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text),
    Column("date", String),
    Column("text", Text, nullable=False),
    Column("media_type", String, nullable=False),
    Column("present", Boolean, nullable=False),  # still among the sources
    Column("characters", Integer),
)

readings = Table(
    "readings",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("reader", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("when", String, nullable=False),
)

statements = Table(
    "statements",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("reading", ForeignKey("readings.number"), nullable=False, index=True),
    Column("id", String, nullable=False, index=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("record", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    UniqueConstraint("reading", "id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("statements", Text, nullable=False),  # JSON: the ids it was made on
    Column("made", Text, nullable=False),  # JSON: the records of statements it brought into being
    Column("changes", Text, nullable=False),
    Column("rejected", Boolean),
    Column("takes_back", ForeignKey("decisions.number")),
    Column("root", Integer, index=True),  # of an undo: the decision at the end of the chain
    Column("reading", Integer),  # the reading that the person saw
    Column("who", Text, nullable=False),
    Column("when", String, nullable=False),
    Column("why", Text, nullable=False),
    Index("decisions_of_document", "document", "number"),
)

touched = Table(
    "touched",
    metadata,
    Column("statement", String, primary_key=True),
    Column("decision", ForeignKey("decisions.number"), primary_key=True),
    Column("revision", Integer, nullable=False),  # the statement's, after the decision
    Column("before", Text),  # JSON of the fields that differ; null: there was no such statement
    Column("after", Text),
    Index("touched_by_decision", "decision"),
)

standing = Table(
    "standing",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("file", Text, nullable=False),
    Column("present", Boolean, nullable=False),  # the document is
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("source", ForeignKey("statements.number")),  # as read, where `record` is null
    Column("record", Text),
    Column("state", String, nullable=False),
    Column("review", String, nullable=False),
    Column("found", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("decided", Integer, nullable=False),  # the last decision on it; 0: none
    # What pages are sorted and filtered by; the first where there are several, "" where there is none.
    Column("confidence", Float, nullable=False),
    Column("on", String, nullable=False),
    Column("tier", String, nullable=False),
    Column("reader", String, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("party", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("facets", Text, nullable=False),  # its terms once more, as JSON: to count them without a join
    Index("standing_of_document", "document", "state", "review"),
    Index("standing_waiting", "state", "present", "review", "file", "start", "end", "id"),
    Index("standing_place", "state", "present", "file", "start", "end", "id"),
    *(
        Index(f"standing_{name}", "state", "present", column, "file", "start", "end", "id")
        for name, column in (("doubt", "confidence"), *((one, one) for one in SORTED))
    ),
)

terms = Table(
    "terms",
    metadata,
    Column("kind", String, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("statement", ForeignKey("standing.number"), primary_key=True),
    Index("terms_of_statement", "statement"),
)

paragraphs = Table(  # of present documents
    "paragraphs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),  # folded (`accord.store.words`), character for character
)

quotes = Table(  # of statements that stand in present documents
    "quotes",
    metadata,
    Column("number", ForeignKey("standing.number"), primary_key=True),
    Column("text", Text, nullable=False),  # folded
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False, index=True),
    Column("changes", Text),  # null: dropped
    Column("who", Text, nullable=False),
    Column("when", String, nullable=False),
    Column("why", Text, nullable=False),
)
