"""Databases of earlier programs are brought up to date when they are opened, of later ones refused; nothing is lost."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from tests.store.material import TEXT, document, refusal, waiting
from tests.store.server import Server

from accord.errors import MissingPartError, StoreError
from accord.statements import statement_record
from accord.store import Kind, Review, Signature, State, Store, tables
from accord.store.engines import url_of

# The tables as accord 0.1 first made them, without a table of migrations.
FIRST = """
    CREATE TABLE about (key VARCHAR PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE documents (id VARCHAR PRIMARY KEY, file TEXT NOT NULL, title TEXT NOT NULL, source TEXT, date VARCHAR,
        text TEXT NOT NULL, media_type VARCHAR NOT NULL, present BOOLEAN NOT NULL);
    CREATE TABLE readings (number {number} PRIMARY KEY, document VARCHAR NOT NULL REFERENCES documents (id),
        reader VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL, "when" VARCHAR NOT NULL);
    CREATE INDEX ix_readings_document ON readings (document);
    CREATE TABLE statements (number {number} PRIMARY KEY, reading INTEGER NOT NULL REFERENCES readings (number),
        id VARCHAR NOT NULL, document VARCHAR NOT NULL REFERENCES documents (id), record TEXT NOT NULL,
        UNIQUE (reading, id));
    CREATE INDEX ix_statements_reading ON statements (reading);
    CREATE INDEX ix_statements_id ON statements (id);
    CREATE TABLE corrections (number {number} PRIMARY KEY, statement VARCHAR NOT NULL, who TEXT NOT NULL,
        "when" VARCHAR NOT NULL, why TEXT NOT NULL, changes TEXT NOT NULL, rejected BOOLEAN);
    CREATE INDEX ix_corrections_statement ON corrections (statement);
    INSERT INTO about VALUES ('schema', '1');
"""


def make_first(place: str) -> None:
    """A database as the first program left it: two readings, a correction, a rejection taken back."""
    engine = create_engine(url_of(place))
    of = document()
    older, newer = refusal(of), waiting(of)
    with engine.begin() as connection:
        number = "INTEGER" if engine.dialect.name == "sqlite" else "SERIAL"
        for step in FIRST.format(number=number).split(";"):
            if step.strip():
                connection.execute(text(step))
        row = {"id": of.id, "file": of.file, "text": TEXT}
        connection.execute(
            text("INSERT INTO documents VALUES (:id, :file, 'A', 'Wire', NULL, :text, 'text/plain', true)"), row
        )
        for fingerprint, found in (("1", (older,)), ("2", (older, newer))):
            connection.execute(
                text('INSERT INTO readings (document, reader, fingerprint, "when") VALUES (:id, :by, :print, :when)'),
                {"id": of.id, "by": "by_rule", "print": fingerprint, "when": "2031-01-01"},
            )
            for one in found:
                record = json.dumps(statement_record(one, of.id))
                connection.execute(
                    text("INSERT INTO statements (reading, id, document, record) VALUES (:n, :id, :document, :record)"),
                    {"n": int(fingerprint), "id": one.id, "document": of.id, "record": record},
                )
        for changes, rejected in (({"speakers": ["Ada Brenner"]}, None), ({}, True), ({}, False)):
            connection.execute(
                text(
                    'INSERT INTO corrections (statement, who, "when", why, changes, rejected)'
                    " VALUES (:id, 'Ada', '2031-01-02', 'misheard', :changes, :rejected)"
                ),
                {"id": older.id, "changes": json.dumps(changes), "rejected": rejected},
            )
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def first(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    place = str(tmp_path / "talks.db")
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        server.sql("DROP DATABASE IF EXISTS older")
        server.sql("CREATE DATABASE older")
        place = server.url("older")
    make_first(place)
    return place


def test_a_database_of_the_first_program_is_brought_up_to_date(first: str) -> None:
    of = document()
    with Store.open(first) as store:
        one, other = store.statements()
        assert (one.speakers, one.points, other) == (("Ada Brenner",), refusal(of).points, waiting(of))
        kinds = [decision.kind for decision in reversed(store.history().rows)]
        assert kinds == [Kind.CORRECT, Kind.REJECT, Kind.RESTORE]
        assert store.history().rows[-1].edits[0].before == {"speakers": ["the union"], "review": "unreviewed"}
        assert [correction.changes for correction in store.corrections()] == [{"speakers": ["Ada Brenner"]}, {}, {}]
        assert store.statement(one.id).review is Review.REVIEWED
        assert store.statement(one.id).revision == 3
        assert store.search("three percent").total == 2
        store.undo(1, decision_by())
        assert store.statements()[0] == refusal(of)
        assert store.latest() == 4
    with Store.open(first) as store:  # once is enough
        assert store.latest() == 4
        assert store.statement(refusal(of).id).state is State.STANDING


def decision_by() -> Signature:
    return Signature("Ben", "2031-01-03", "asked again")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_migrations_make_the_tables_that_the_program_knows(request: pytest.FixtureRequest, kind: str) -> None:
    engine = create_engine(url_of(str(request.getfixturevalue("file" if kind == "sqlite" else "database"))))
    found = inspect(engine)
    for name, known in tables.metadata.tables.items():
        columns = {column["name"]: bool(column["nullable"]) for column in found.get_columns(name)}
        columns.pop("words", None)
        assert columns == {column.name: bool(column.nullable) for column in known.columns}
        indexes = {(one["name"], tuple(one["column_names"])) for one in found.get_indexes(name)}
        assert indexes >= {(one.name, tuple(column.name for column in one.columns)) for one in known.indexes}
    engine.dispose()


@pytest.mark.parametrize(
    "change",
    ["UPDATE about SET value = '99' WHERE key = 'schema'", "UPDATE alembic_version SET version_num = '0099'"],
)
def test_a_newer_database_is_refused_and_left_as_it_is(file: Path, change: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(change)
    with pytest.raises(StoreError, match="99; update accord"):
        Store.open(file)


def test_a_migration_that_fails_leaves_the_old_database(tmp_path: Path) -> None:
    place = tmp_path / "talks.db"
    make_first(str(place))
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE terms (kind TEXT)")  # in the way
    with pytest.raises(StoreError, match="terms"):
        Store.open(place)
    with sqlite3.connect(place) as connection:
        assert connection.execute("SELECT count(*) FROM corrections").fetchone() == (3,)
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert not names & {"decisions", "standing"}
        connection.execute("DROP TABLE terms")
    with Store.open(place) as store:
        assert len(store.corrections()) == 3


OPENER = """
import sys
from accord.store import Store
sys.stdin.read(1)
with Store.open(sys.argv[1]) as store:
    print(len(store.corrections()), len(store.statements()))
"""


def test_processes_that_open_an_old_database_at_once_take_turns(first: str) -> None:
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, first], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    assert {process.communicate("x")[0].strip() for process in openers} == {"3 2"}


def test_a_database_of_another_kind_is_refused_with_a_sentence() -> None:
    for place in ("mysql://host/name", "nothing://host/name", "http://"):
        with pytest.raises((StoreError, MissingPartError)):
            Store.open(place)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://ada:secret@127.0.0.1:1/talks")
    assert "secret" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
