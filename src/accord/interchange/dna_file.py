"""The Discourse Network Analyzer's own file (`.dna`), written and read: documents, and who is for or against what.

A statement here has a row there for each person, organization and concept, over the same characters. Such a file is
read as numbers and texts alone: in memory, at most so many bytes, with nothing allowed but to look at known tables.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from accord.documents import Document
from accord.errors import MaterialError, MissingPartError
from accord.interchange.dna import left_out, of_a_statement
from accord.interchange.dna_schema import CREATE, LONGEST, PASSWORD, VARIABLES, VERSION, WANTED, password_hash
from accord.negotiation import Negotiation
from accord.statements import Statement

MAGIC = b"SQLite format 3\x00"
MOST_BYTES = 200_000_000
MOST_STATEMENTS = 200_000
_MOST_TEXT = 5_000_000  # of one cell
_ONE_UNIT = 0xFFFF  # the last character that is one UTF-16 code unit
_STEPS = 1_000_000  # of SQLite's machine between two looks at how many there were
_MOST_STEPS = 2_000
_COLUMNS = ("statement id", "document title", "text", "start", "end", "coder", *VARIABLES)


# writing


def dna_database(
    statements: Sequence[Statement], documents: Sequence[Document], negotiation: Negotiation
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the file, and what it cannot hold, in sentences; the same material gives the same bytes.

    Raises:
        MissingPartError: this Python's SQLite cannot write a database into memory.
    """
    _able()
    short = _Shortened()
    with _in_memory() as database:
        for one in CREATE:
            database.execute(one)
        database.executemany("INSERT INTO SETTINGS VALUES (?, ?)", [("version", VERSION), ("date", "")])
        coder = "INSERT INTO CODERS (ID, Name, Red, Green, Password) VALUES (1, 'Admin', 255, 255, ?)"
        database.execute(coder, (password_hash(),))
        database.execute("INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement', 239, 208, 51)")
        variables = [(number, name, kind, 1) for number, (name, kind) in enumerate(VARIABLES.items(), 1)]
        database.executemany("INSERT INTO VARIABLES VALUES (?, ?, ?, ?)", variables)
        texts = _write_documents(database, documents, short)
        _write_statements(database, _rows(statements, negotiation, texts), short)
        database.commit()
        content = database.serialize()
    told = list(left_out(statements, documents, "A file of DNA"))
    if short.many:
        told.append(f"{short.many} titles or names have more than {LONGEST} characters and were shortened.")
    told.append(f"The coder of the file is Admin, and the password {PASSWORD!r}.")
    return content, tuple(told)


class _Shortened:
    """Texts as the file takes them: without what SQLite or Java cannot hold, and short; counts those cut."""

    def __init__(self) -> None:
        self.many = 0

    def __call__(self, text: str | None) -> str:
        plain = _plain(text or "")
        if len(plain) <= LONGEST:
            return plain
        self.many += 1
        mark = hashlib.sha256(plain.encode()).hexdigest()[:6]  # two that begin alike stay two
        return f"{plain[: LONGEST - 8]}… {mark}"


def _plain(text: str) -> str:
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")


def _write_documents(
    database: sqlite3.Connection, documents: Sequence[Document], short: _Shortened
) -> Mapping[str, tuple[int, str]]:
    """Number and text of each document by its id. A day is kept as its midnight; an unknown one as 1970's first."""
    rows, texts = [], {}
    for number, one in enumerate(documents, 1):
        day = one.date or date(1970, 1, 1)
        seconds = int(datetime.combine(day, time(), UTC).timestamp())
        rows.append((number, short(one.title or one.file), _told(one.text), short(one.source), seconds))
        texts[one.id] = number, one.text
    wanted = "INSERT INTO DOCUMENTS (ID, Title, Text, Coder, Source, Date) VALUES (?, ?, ?, 1, ?, ?)"
    database.executemany(wanted, rows)
    return texts


def _told(text: str) -> str:
    """A text as the program shows it: every end of a line is one character."""
    return _plain(text.replace("\r\n", "\n").replace("\r", "\n"))


def _units(text: str, at: int) -> int:
    """How many UTF-16 code units of the shown text stand before a character; none is within an end of line."""
    before = text[:at]
    if before.endswith("\r") and text[at : at + 1] == "\n":
        before = before[:-1]
    shown = _told(before)
    return len(shown) + sum(ord(one) > _ONE_UNIT for one in shown)


def _is_plain(text: str) -> bool:
    """Whether characters and UTF-16 code units are the same, and every end of a line one character."""
    return not text or (max(text) <= chr(_ONE_UNIT) and "\r" not in text)


_Row = tuple[int, int, int, str, str, str, int]


def _rows(
    statements: Sequence[Statement], negotiation: Negotiation, texts: Mapping[str, tuple[int, str]]
) -> Iterator[_Row]:
    """Document, start, stop, person, organization, concept and agreement, for each row of each statement."""
    plain = {number: _is_plain(text) for number, text in texts.values()}
    for one in statements:
        document, text = texts[one.span.document]
        start, stop = one.span.start, one.span.end
        if not plain[document]:
            start, stop = _units(text, start), _units(text, stop)
        for cells in of_a_statement(one, negotiation):
            yield document, start, stop, *cells


def _write_statements(database: sqlite3.Connection, rows: Iterable[_Row], short: _Shortened) -> None:
    entities: dict[tuple[int, str], int] = {}
    names = list(VARIABLES)[:3]
    for number, (document, start, stop, *texts, agreement) in enumerate(rows, 1):
        database.execute("INSERT INTO STATEMENTS VALUES (?, 1, ?, ?, ?, 1)", (number, document, start, stop))
        for variable, (_, text) in enumerate(zip(names, texts, strict=True), 1):
            key = variable, short(str(text))
            if key not in entities:
                entities[key] = len(entities) + 1
                made = "INSERT INTO ENTITIES (ID, VariableId, Value, Red, Green, Blue) VALUES (?, ?, ?, 0, 0, 0)"
                database.execute(made, (entities[key], *key))
            wanted = "INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, ?, ?)"
            database.execute(wanted, (number, variable, entities[key]))
        wanted = "INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, ?, ?)"
        database.execute(wanted, (number, len(VARIABLES), agreement))


# reading


def is_database(head: bytes) -> bool:
    """Whether a file that begins so is an SQLite database, as DNA's are."""
    return head.startswith(MAGIC)


def dna_rows(path: Path) -> str:
    """The statements of a file of DNA as an event list (CSV) with offsets, for `import_codings`.

    Raises:
        MaterialError: it cannot be read, is too large, or is no file of DNA 3.
        MissingPartError: this Python's SQLite cannot read a database from memory.
    """
    _able()
    try:
        with path.open("rb") as stream:
            content = bytearray(stream.read(MOST_BYTES + 1))
    except OSError as fault:
        raise MaterialError("A file of DNA can be read", f"{path}: {fault.strerror}") from fault
    if len(content) > MOST_BYTES:
        raise MaterialError(f"A file of DNA has at most {MOST_BYTES:,} bytes", f"{path.name} has more")
    if not is_database(bytes(content[:16])):
        raise MaterialError("A file of DNA is an SQLite database", f"{path.name} starts with {bytes(content[:16])!r}")
    content[18:20] = b"\x01\x01"  # a database in memory keeps no log beside it
    try:
        with _in_memory() as database:
            database.deserialize(bytes(content))
            return _read(database, path.name)
    except (sqlite3.Error, OverflowError, MemoryError) as fault:
        raise MaterialError("A file of DNA is a sound SQLite database", f"{path.name}: {fault}"[:200]) from fault


def _read(database: sqlite3.Connection, file: str) -> str:
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_TEXT)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    steps = iter(range(_MOST_STEPS))
    database.set_progress_handler(lambda: int(next(steps, None) is None), _STEPS)
    database.set_authorizer(_only_looking)
    _check(database, file)
    documents: dict[Any, tuple[str, str, bool]] = {}
    for id, title, text in database.execute("SELECT ID, Title, Text FROM DOCUMENTS"):
        documents[id] = str(title), str(text), str(text) == "" or max(str(text)) <= chr(_ONE_UNIT)
    coders = _coders(database)
    values = _values(database, file)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_COLUMNS)
    asked = "SELECT ID, DocumentId, Start, Stop, Coder FROM STATEMENTS ORDER BY ID"
    for id, document, start, stop, coder in database.execute(asked):
        if id not in values:  # a kind of statement that names no concept
            continue
        title, text, plain = documents.get(document, ("", "", True))
        place = _place(text, start, stop, plain=plain)
        quote = text[place[0] : place[1]] if place else ""
        held = values[id]
        told = [held.get(name, "") for name in VARIABLES]
        table.writerow([id, title, quote.replace("\x00", " "), *(place or ("", "")), coders.get(coder, ""), *told])
    return written.getvalue()


def _coders(database: sqlite3.Connection) -> dict[Any, str]:
    """Names of the coders by id, where there are several; where one coded all, `--coder` says whose it is."""
    (many,) = database.execute("SELECT COUNT(DISTINCT Coder) FROM STATEMENTS").fetchone()
    return {id: str(name) for id, name in database.execute("SELECT ID, Name FROM CODERS")} if many > 1 else {}


def _only_looking(action: int, first: str | None, second: str | None, *_: Any) -> int:
    """Whether SQLite may do this: look at the tables that are read, and nothing else."""
    if action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION}:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() == "count":
        return sqlite3.SQLITE_OK
    known = {*WANTED, "sqlite_master", "sqlite_schema"}
    if action == sqlite3.SQLITE_READ and (first or "").lower() in known:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _check(database: sqlite3.Connection, file: str) -> None:
    """Nothing, where all tables that are read are tables, with the columns that they must have.

    Raises:
        MaterialError: they are not, or the file is of another version.
    """
    found = {
        str(name).lower(): (kind, str(made))
        for kind, name, made in database.execute("SELECT type, name, sql FROM sqlite_master")
        if kind in {"table", "view"}
    }
    for name, columns in WANTED.items():
        kind, made = found.get(name, ("none", ""))
        if kind != "table" or "virtual" in made[:30].lower():
            raise MaterialError(f"A file of DNA 3 has a table {name.upper()}", f"{file} has {kind}", _EXPORT)
        had = {part[0].lower() for part in database.execute(f"SELECT * FROM {name} LIMIT 0").description}  # noqa: S608
        if not columns <= had:
            lacking = ", ".join(sorted(columns - had))
            raise MaterialError(
                f"The table {name.upper()} of DNA 3 has a column {lacking}", f"{file} has none", _EXPORT
            )
    versions = [
        str(value) for key, value in database.execute("SELECT Property, Value FROM SETTINGS") if key == "version"
    ]
    if versions and not versions[0].startswith("3"):
        raise MaterialError("A file of DNA is of version 3", f"{file} is of {versions[0]:.20}", _EXPORT)
    (many,) = database.execute("SELECT COUNT(ID) FROM STATEMENTS").fetchone()
    if many > MOST_STATEMENTS:
        raise MaterialError(f"A file of DNA has at most {MOST_STATEMENTS:,} statements", f"{file} has {many:,}")


_EXPORT = "open it in DNA 3, or export an event list (CSV) there and name that"


def _values(database: sqlite3.Connection, file: str) -> dict[Any, dict[str, Any]]:
    """What the statements with a concept have of the four variables, by the statement's id.

    Raises:
        MaterialError: no kind of statement has a concept.
    """
    variables = {
        id: (str(name).casefold(), type_)
        for id, name, type_ in database.execute("SELECT ID, Variable, StatementTypeId FROM VARIABLES")
    }
    usual = {type_ for name, type_ in variables.values() if name == "concept"}
    if not usual:
        came = f"{file} has {', '.join(sorted(name for name, _ in variables.values())[:8]) or 'none'}"
        raise MaterialError("A kind of statement in a file of DNA has the variable `concept`", came, _EXPORT)
    found: dict[Any, dict[str, Any]] = {
        id: {} for id, type_ in database.execute("SELECT ID, StatementTypeId FROM STATEMENTS") if type_ in usual
    }
    entities = dict(database.execute("SELECT ID, Value FROM ENTITIES").fetchall())
    for id, variable, entity in database.execute("SELECT StatementId, VariableId, Entity FROM DATASHORTTEXT"):
        if id in found and variable in variables:
            found[id][variables[variable][0]] = str(entities.get(entity, "")).replace("\x00", " ")
    for id, variable, value in database.execute("SELECT StatementId, VariableId, Value FROM DATABOOLEAN"):
        if id in found and variable in variables:
            found[id][variables[variable][0]] = int(value == 1)
    return found


def _place(text: str, start: Any, stop: Any, *, plain: bool) -> tuple[int, int] | None:
    """Where a span stands in characters, from UTF-16 code units; None where it lies outside the text."""
    if not (isinstance(start, int) and isinstance(stop, int) and 0 <= start < stop <= 2 * len(text)):
        return None
    if plain:
        return (start, stop) if stop <= len(text) else None
    units = text.encode("utf-16-le", "replace")
    if 2 * stop > len(units):
        return None
    before = len(units[: 2 * start].decode("utf-16-le", "replace"))
    return before, before + len(units[2 * start : 2 * stop].decode("utf-16-le", "replace"))


def _in_memory() -> Any:
    from contextlib import closing

    return closing(sqlite3.connect(":memory:"))


def _able() -> None:
    if not hasattr(sqlite3.Connection, "deserialize"):
        must, came = "Files of DNA need an SQLite that works in memory", "this Python's cannot"
        raise MissingPartError(must, came, "use the event list (CSV) in its place")
