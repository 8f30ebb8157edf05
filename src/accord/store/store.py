"""A project's documents, statements and corrections in a database: nothing overwritten, one transaction a decision."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, RowMapping, case, func, insert, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from accord.documents import Document
from accord.errors import CallError, StoreError
from accord.statements import Statement, statement_from, statement_record
from accord.store import tables
from accord.store.records import AGREED, MACHINES, Correction, Reading, corrected


class Store:
    """The database of one project; a context manager.

    Statements and corrections are appended, never changed. What was returned has been committed.
    """

    def __init__(self, url: URL) -> None:
        self.url = url
        self._writer = tables.writing_engine(url)
        self._reader = tables.reading_engine(url)

    @classmethod
    def open(cls, place: str | Path) -> Store:
        """The store at a path (SQLite, made where there is none) or a database URL.

        Raises:
            StoreError: it is no accord database, it is newer than this program, or it cannot be opened.
        """
        store = cls(_url(place))
        try:
            store._prepare()
        except BaseException:
            store.close()
            raise
        return store

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Releases the connections."""
        self._writer.dispose()
        self._reader.dispose()

    # documents

    def add_documents(self, documents: Iterable[Document], *, only: bool = False) -> int:
        """Adds documents, one transaction each; returns how many were new.

        With `only`, all others are no longer present.
        """
        kept, new = [], 0
        for document in documents:
            kept.append(document.id)
            row = {**_document_row(document), "present": True}
            with self._writing() as connection:
                known = connection.execute(
                    select(tables.documents.c.id).where(tables.documents.c.id == document.id)
                ).first()
                if known is None:
                    connection.execute(insert(tables.documents).values(row))
                    new += 1
                else:  # the text is the same, what is known of it may be better
                    connection.execute(update(tables.documents).where(tables.documents.c.id == document.id).values(row))
        if only:
            with self._writing() as connection:
                connection.execute(
                    update(tables.documents).where(tables.documents.c.id.not_in(kept)).values(present=False)
                )
        return new

    def documents(self) -> tuple[Document, ...]:
        """The documents that are present, by file."""
        query = (
            select(tables.documents)
            .where(tables.documents.c.present)
            .order_by(tables.documents.c.file, tables.documents.c.id)
        )
        with self._querying() as connection:
            return tuple(_document(row._mapping) for row in connection.execute(query))

    # readings

    def has(self, reading: Reading) -> bool:
        """Whether this reading is the document's latest by that reader, or by any machine where it is one."""
        with self._querying() as connection:
            return self._latest(connection, reading.document, reading.reader) == reading.fingerprint

    def add_reading(self, reading: Reading, statements: Sequence[Statement], *, when: str) -> bool:
        """Appends what a reader found in a document, in one transaction.

        False where the same reading is there already.
        """
        with self._writing() as connection:
            if self._latest(connection, reading.document, reading.reader) == reading.fingerprint:
                return False
            row = {
                "document": reading.document,
                "reader": reading.reader,
                "fingerprint": reading.fingerprint,
                "when": when,
            }
            result = connection.execute(insert(tables.readings).values(row))
            number = result.inserted_primary_key[0] if result.inserted_primary_key else None
            rows = [_statement_row(statement, number) for statement in statements]
            if rows:
                connection.execute(insert(tables.statements), rows)
        return True

    def statements(self, *, with_rejected: bool = False) -> tuple[Statement, ...]:
        """The latest readings' statements of the present documents with corrections applied, by document and span.

        Of a document's machine readings (by rule, by model) the last counts; codings that people agreed on take their
        place. What a single coder coded stays out (`readings` has it).
        """
        decided: dict[str, list[Correction]] = defaultdict(list)
        for correction in self.corrections():
            decided[correction.statement].append(correction)
        found = []
        every = self.readings()
        settled = {one.span.document for one in every if one.reader == AGREED}
        for statement in every:
            counting = (AGREED,) if statement.span.document in settled else MACHINES
            if statement.reader not in counting:
                continue
            outcome = corrected(statement, decided[statement.id])
            if outcome is not None:
                found.append(outcome)
            elif with_rejected:
                found.append(statement)
        return tuple(found)

    def readings(self) -> tuple[Statement, ...]:
        """The statements of every reader's latest reading of the present documents, uncorrected, each coder's too."""
        columns = tables.readings.c
        kind = case((columns.reader.in_(MACHINES), "machine"), else_=columns.reader)
        latest = select(func.max(columns.number).label("number")).group_by(columns.document, kind).subquery()
        query = (
            select(tables.statements.c.record, tables.statements.c.document, tables.documents.c.file)
            .join(latest, tables.statements.c.reading == latest.c.number)
            .join(tables.documents, tables.documents.c.id == tables.statements.c.document)
            .where(tables.documents.c.present)
        )
        with self._querying() as connection:
            rows = connection.execute(query).all()
        found = [(row.file, statement_from(json.loads(row.record), row.document)) for row in rows]
        return tuple(
            statement for _, statement in sorted(found, key=lambda pair: (pair[0], pair[1].span, pair[1].reader))
        )

    # corrections

    def correct(self, correction: Correction) -> None:
        """Appends a correction, after checking that it can be applied.

        Raises:
            CallError: no statement has that id, or the correction does not fit it.
        """
        known = {statement.id: statement for statement in self.readings()}
        if correction.statement not in known:
            raise CallError(
                "A correction names a statement of the project",
                f"got {correction.statement!r}",
                "list the ids with `accord review`",
            )
        earlier = [one for one in self.corrections() if one.statement == correction.statement]
        corrected(known[correction.statement], [*earlier, correction])
        row = {
            "statement": correction.statement,
            "who": correction.who,
            "when": correction.when,
            "why": correction.why,
            "changes": json.dumps(dict(correction.changes), ensure_ascii=False, sort_keys=True),
            "rejected": correction.rejected,
        }
        with self._writing() as connection:
            connection.execute(insert(tables.corrections).values(row))

    def corrections(self) -> tuple[Correction, ...]:
        """All corrections, oldest first."""
        with self._querying() as connection:
            rows = connection.execute(select(tables.corrections).order_by(tables.corrections.c.number)).all()
        return tuple(
            Correction(row.statement, row.who, row.when, row.why, json.loads(row.changes), row.rejected) for row in rows
        )

    # the database itself

    def _prepare(self) -> None:
        with self._writing() as connection:
            names = set(inspect(connection).get_table_names())
            if names and "about" not in names:
                raise StoreError(
                    "A project's database was made by accord", f"{self.url} holds other tables", "name another file"
                )
            if not names:
                tables.metadata.create_all(connection)
                connection.execute(
                    _insert_new(connection, tables.about)
                    .values(key="schema", value=str(tables.SCHEMA_VERSION))
                    .on_conflict_do_nothing()
                )
            version = connection.execute(
                select(tables.about.c.value).where(tables.about.c.key == "schema")
            ).scalar_one_or_none()
        if version is None or not version.isdigit() or int(version) > tables.SCHEMA_VERSION:
            raise StoreError(
                f"A database has schema {tables.SCHEMA_VERSION} or older", f"{self.url} has {version}", "update accord"
            )

    @staticmethod
    def _latest(connection: Connection, document: str, reader: str) -> str | None:
        columns = tables.readings.c
        readers = MACHINES if reader in MACHINES else (reader,)
        query = select(columns.fingerprint).where(columns.document == document, columns.reader.in_(readers))
        found = connection.execute(query.order_by(columns.number.desc()).limit(1)).scalar_one_or_none()
        return None if found is None else str(found)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _translated(self.url), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _querying(self) -> Iterator[Connection]:
        with _translated(self.url), self._reader.begin() as connection:
            yield connection


@contextmanager
def _translated(url: URL) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as fault:
        raise StoreError(
            "The project's database can be opened and written",
            f"{url.render_as_string()}: {getattr(fault, 'orig', fault)}",
            "see that the file is whole, writable and not full",
        ) from fault


def _url(place: str | Path) -> URL:
    if isinstance(place, str) and "://" in place:
        try:
            return make_url(place)
        except ArgumentError as fault:
            raise StoreError(
                "A database is a path or a URL such as postgresql+psycopg://host/name", f"got {place!r}", "correct it"
            ) from fault
    return URL.create("sqlite", database=str(place))


def _insert_new(connection: Connection, table: Any) -> Any:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def _document_row(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "file": document.file,
        "title": document.title,
        "source": document.source,
        "date": document.date.isoformat() if document.date else None,
        "text": document.text,
        "media_type": document.media_type,
    }


def _document(row: RowMapping) -> Document:
    fields = {name: row[name] for name in ("id", "file", "title", "source", "text", "media_type")}
    return Document(**fields, date=date.fromisoformat(row["date"]) if row["date"] else None)


def _statement_row(statement: Statement, reading: int | None) -> dict[str, Any]:
    record = json.dumps(statement_record(statement, statement.span.document), ensure_ascii=False, sort_keys=True)
    return {"reading": reading, "id": statement.id, "document": statement.span.document, "record": record}
