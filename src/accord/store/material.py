"""Documents, and what readers found in them, as they come in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, case, func, insert, select, update

from accord.documents import Document
from accord.errors import CallError
from accord.statements import Statement, statement_record
from accord.store import tables
from accord.store.deriving import derive, show
from accord.store.histories import documents_changed
from accord.store.loading import COUNTING
from accord.store.records import MACHINES, Passage, Reading


def add_document(connection: Connection, document: Document) -> bool:
    """Adds a document, or what is better known of one with the same text; returns whether it was new."""
    row, here = {**_document_row(document), "present": True}, tables.documents.c.id == document.id
    known = connection.execute(select(tables.documents).where(here)).mappings().first()
    if known is not None and dict(known) == row:
        return False
    if known is None:
        connection.execute(insert(tables.documents).values(row))
    else:
        connection.execute(update(tables.documents).where(here).values(row))
    documents_changed(connection, [{**row, "text": ""}])
    if known is None or (known["file"], known["present"]) != (document.file, True):
        show(connection, document.id, present=True)
    return known is None


def leave_only(connection: Connection, kept: Sequence[str]) -> None:
    """Marks all other documents as no longer present."""
    columns, keep = tables.documents.c, set(kept)
    present = connection.execute(select(columns.id).where(columns.present)).scalars().all()
    leave(connection, [id for id in present if id not in keep])


def leave(connection: Connection, ids: Iterable[str]) -> None:
    """Marks documents as no longer present."""
    columns = tables.documents.c
    gone = [{"gone": id} for id in ids]
    if gone:
        documents_changed(connection, gone)
        connection.execute(update(tables.documents).where(columns.id == bindparam("gone")).values(present=False), gone)
    for row in gone:
        show(connection, row["gone"], present=False)


def documents(connection: Connection) -> tuple[Document, ...]:
    """The documents that are present, by file."""
    columns = tables.documents.c
    query = select(tables.documents).where(columns.present).order_by(columns.file, columns.id)
    return tuple(_document(row) for row in connection.execute(query).mappings())


def document(connection: Connection, id: str) -> Document:
    """A present document by its id.

    Raises:
        CallError: there is none.
    """
    columns = tables.documents.c
    row = connection.execute(select(tables.documents).where(columns.id == id, columns.present)).mappings().first()
    if row is None:
        raise CallError("A document of the project", f"got {id!r:.60}", "name one of them")
    return _document(row)


def passages(connection: Connection, ids: Sequence[str], around: int) -> dict[str, Passage]:
    """The words of these statements with so many characters before and after, by id."""
    documents, standing = tables.documents.c, tables.standing.c
    first = case((standing.start > around, standing.start - around), else_=0)
    text = func.substr(documents.text, first + 1, standing.end - first + around)
    columns = (standing.id, documents.title, documents.file, documents.characters, first, text)
    query = select(*columns).join(tables.documents, documents.id == standing.document)
    found = {}
    for at in range(0, len(ids), 500):
        for id, title, file, *rest in connection.execute(query.where(standing.id.in_(ids[at : at + 500]))):
            found[id] = Passage(title or file, *rest)
    return found


def has(connection: Connection, reading: Reading) -> bool:
    """Whether this reading is the document's latest by that reader, or by any machine where it is one."""
    columns = tables.readings.c
    readers = MACHINES if reading.reader in MACHINES else (reading.reader,)
    query = select(columns.fingerprint).where(columns.document == reading.document, columns.reader.in_(readers))
    latest = connection.execute(query.order_by(columns.number.desc()).limit(1)).scalar_one_or_none()
    return latest == reading.fingerprint


def add_reading(connection: Connection, reading: Reading, statements: Sequence[Statement], when: str) -> bool:
    """Appends what a reader found in a document; False where the same reading is there already."""
    if has(connection, reading):
        return False
    row = {"document": reading.document, "reader": reading.reader, "fingerprint": reading.fingerprint, "when": when}
    inserted = connection.execute(insert(tables.readings).returning(tables.readings.c.number), row)
    number = int(inserted.scalar_one())
    rows = [_statement_row(statement, number) for statement in statements]
    if rows:
        connection.execute(insert(tables.statements), rows)
    if reading.reader in COUNTING:
        derive(connection, reading.document)
    return True


def _document_row(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "file": document.file,
        "title": document.title,
        "source": document.source,
        "date": document.date.isoformat() if document.date else None,
        "text": document.text,
        "media_type": document.media_type,
        "characters": len(document.text),
    }


def _document(row: RowMapping) -> Document:
    fields = {name: row[name] for name in ("id", "file", "title", "source", "text", "media_type")}
    return Document(**fields, date=date.fromisoformat(row["date"]) if row["date"] else None)


def _statement_row(statement: Statement, reading: int) -> dict[str, Any]:
    span = statement.span
    record = json.dumps(statement_record(statement, span.document), ensure_ascii=False, sort_keys=True)
    place = {"start": span.start, "end": span.end}
    return {"reading": reading, "id": statement.id, "document": span.document, "record": record, **place}
