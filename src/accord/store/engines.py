"""The engines that open a project's database safely, SQLite or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from accord.errors import MissingPartError, StoreError

WAIT = 10_000  # milliseconds that a writer waits for another
_LOCK = 0x6163636F7264  # one number for all projects: writers of one database take turns, as in SQLite
_POSTGRESQL = ("postgres", "postgresql")


def url_of(place: str | Path) -> URL:
    """The database URL of a path (SQLite) or of a URL; PostgreSQL is reached by psycopg 3.

    Raises:
        StoreError: it looks like a URL and is none.
    """
    if not isinstance(place, str) or "://" not in place:
        return URL.create("sqlite", database=str(place))
    try:
        url = make_url(place)
    except ArgumentError as fault:
        raise StoreError(
            "A database is a path or a URL such as postgresql://name@host/database", f"got {place!r}", "correct it"
        ) from fault
    return url.set(drivername="postgresql+psycopg") if url.drivername in _POSTGRESQL else url


def writing_engine(url: URL) -> Engine:
    """An engine whose transactions take the write lock at once, so that no update is lost."""
    engine = _engine(url)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin_immediate)
    else:
        event.listen(engine, "begin", _take_turns)
    return engine


def reading_engine(url: URL) -> Engine:
    """A second engine for queries: it never waits for a writer, and never writes."""
    if url.get_backend_name() != "sqlite":
        return _engine(url, execution_options={"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"})
    engine = _engine(url)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "connect", _query_only)
    event.listen(engine, "begin", _begin_deferred)
    return engine


def _engine(url: URL, **settings: Any) -> Engine:
    backend = url.get_backend_name()
    try:
        if backend == "sqlite":
            return create_engine(url)
        if backend == "postgresql":
            return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10}, **settings)
    except ModuleNotFoundError as fault:
        must = "A team's database needs psycopg, the driver of PostgreSQL"
        raise MissingPartError(must, f"{fault.name} is not installed", "pip install 'accord[postgres]'") from fault
    except (ArgumentError, NoSuchModuleError):
        pass
    raise StoreError("A database is SQLite or PostgreSQL", f"got {url.render_as_string()}", "name one of these")


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    # The wait comes first: another process may hold the file while this one asks for its journal.
    for pragma in (f"busy_timeout={WAIT}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _query_only(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def _take_turns(connection: Any) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {WAIT}")
    connection.exec_driver_sql("SET LOCAL synchronous_commit = on")  # what is acknowledged is on disk, always
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
