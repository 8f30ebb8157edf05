"""The tables of a project's database, and the engines that open it safely."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.engine import URL

SCHEMA_VERSION = 1

metadata = MetaData()

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
    UniqueConstraint("reading", "id"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("statement", String, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("when", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("changes", Text, nullable=False),
    Column("rejected", Boolean),
)


def writing_engine(url: URL) -> Engine:
    """An engine whose transactions take the write lock at once, so that no update is lost."""
    engine = create_engine(url)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin_immediate)
    return engine


def reading_engine(url: URL) -> Engine:
    """A second engine for queries: it never waits for a writer, and never writes."""
    engine = create_engine(url)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "connect", _query_only)
        event.listen(engine, "begin", _begin_deferred)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _query_only(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
