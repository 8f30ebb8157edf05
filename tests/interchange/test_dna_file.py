"""DNA's own file: what is written is read again as it was, and what is no such file is refused."""

import base64
import hashlib
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.interchange.test_dna import NEGOTIATION, points, said, text

from accord.documents import Document
from accord.errors import MaterialError
from accord.interchange import dna_file
from accord.interchange.dna import agrees
from accord.interchange.dna_file import dna_database, dna_rows
from accord.interchange.dna_schema import PASSWORD, password_hash
from accord.reading.by_hand import Imported, import_codings
from accord.statements import Act, Point, make_statement

PAY = Point(Act.DEMAND, "union", "pay", "four")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dna") / "coded.dna"


def back(file: Path, content: bytes, document: Document) -> Imported:
    file.write_bytes(content)
    return import_codings(dna_rows(file), file.name, [document], NEGOTIATION, coder="Ana")


@given(
    st.text(st.sampled_from("ab ,;'\"–\r\n\U0001f91d"), min_size=1, max_size=40).map(lambda one: f"She: {one} x."),
    st.integers(0, 20),
    points,
    st.sampled_from(["", "Ana Ruiz", "T; Lee\U0001f600"]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_comes_back_in_the_same_characters(
    file: Path, content: str, cut: int, point: Point, speaker: str
) -> None:
    document = text(content)
    start = 0 if "\r" in content else min(cut, len(content) - 2)  # the program makes one character of each line's end
    one = make_statement(
        document, start, len(content), speakers=(speaker,) if speaker else (), parties=("port",), points=(point,)
    )
    found = back(file, dna_database([one], [document], NEGOTIATION)[0], document)
    assert not found.unplaced
    (read,) = found.statements
    assert read.quote.split() == one.quote.split()
    if "\r" not in content:
        assert read.span == one.span
    assert (read.speakers, read.parties) == (one.speakers, one.parties)
    assert [(p.issue, p.option, agrees(p)) for p in read.points] == [(point.issue, point.option, agrees(point))]


def test_repeated_words_are_placed_by_their_offsets(file: Path) -> None:
    document = text("Pay more. Talk. Pay more.")
    second = make_statement(document, 16, 25, speakers=("Ana Ruiz",), points=(PAY,))
    (read,) = back(file, dna_database([second], [document], NEGOTIATION)[0], document).statements
    assert read.span.start == 16


def test_the_file_holds_what_the_program_itself_would(file: Path) -> None:
    document = text("The union wants four.")
    one = said(document, speakers=("Tom Lee", "Ana Ruiz"), parties=("union",), points=(PAY,))
    content, left_out = dna_database([one], [document], NEGOTIATION)
    assert content == dna_database([one], [document], NEGOTIATION)[0]
    assert any("password" in told for told in left_out)
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        (integrity,) = database.execute("PRAGMA integrity_check").fetchone()
        assert integrity == "ok"
        rows = database.execute(
            "SELECT V.Variable, E.Value FROM DATASHORTTEXT D, VARIABLES V, ENTITIES E "
            "WHERE V.ID = D.VariableId AND E.ID = D.Entity AND D.StatementId = 2 ORDER BY V.ID"
        ).fetchall()
        assert rows == [("person", "Ana Ruiz"), ("organization", "Dockers Union"), ("concept", "pay: four")]
        assert database.execute("SELECT Date FROM DOCUMENTS").fetchone() == (1930089600,)  # 2031-03-01, midnight UTC
        assert database.execute("SELECT COUNT(*) FROM ENTITIES").fetchone() == (4,)  # the two share all but the person


def test_long_names_are_shortened_and_two_that_begin_alike_stay_two(file: Path) -> None:
    document = text("The union wants four.")
    names = ("x" * 300, "x" * 301)
    content, left_out = dna_database([said(document, speakers=names, points=(PAY,))], [document], NEGOTIATION)
    assert any("were shortened" in told for told in left_out)
    (read,) = back(file, content, document).statements
    assert len(read.speakers) == 1  # the second row's name differs, which is told; neither is lost
    assert all(len(one) <= 190 for one in read.speakers)


def test_the_password_is_kept_as_the_program_keeps_it() -> None:
    kept = password_hash()
    salt, digest = base64.b64decode(kept)[:16], base64.b64decode(kept)[16:]
    found = hashlib.sha256(salt + PASSWORD.encode()).digest()
    for _ in range(99_999):
        found = hashlib.sha256(found).digest()
    assert found == digest
    assert len(kept) == 64


def hostile(file: Path, *statements: str, start: bool = True) -> None:
    document = text("The union wants four.")
    content = dna_database([said(document, points=(PAY,))], [document], NEGOTIATION)[0]
    with closing(sqlite3.connect(":memory:")) as database:
        if start:
            database.deserialize(content)
        database.execute("PRAGMA foreign_keys = OFF")
        for one in statements:
            database.execute(one)
        database.commit()
        file.write_bytes(database.serialize())


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["DROP TABLE STATEMENTS", "CREATE VIEW STATEMENTS AS SELECT * FROM DOCUMENTS"], "has view"),
        (["DROP TABLE ENTITIES"], "table ENTITIES"),
        (["ALTER TABLE STATEMENTS RENAME COLUMN Start TO Begin"], "column start"),
        (["UPDATE SETTINGS SET Value = '2.0 beta 25'"], "version 3"),
        (["UPDATE VARIABLES SET Variable = 'frame' WHERE ID = 3"], "variable `concept`"),
        (
            [
                "DROP TABLE ENTITIES",
                "CREATE VIEW ENTITIES AS WITH RECURSIVE n(ID) AS (SELECT 1 UNION ALL SELECT ID + 1 FROM n) "
                "SELECT ID, 1 AS VariableId, 'x' AS Value FROM n",
            ],
            "has view",
        ),
    ],
)
def test_a_database_of_another_make_is_refused_in_a_sentence(file: Path, statements: list[str], sentence: str) -> None:
    hostile(file, *statements)
    with pytest.raises(MaterialError, match=sentence):
        dna_rows(file)


def test_numbers_that_are_none_and_spans_outside_the_text_are_told_not_followed(file: Path) -> None:
    hostile(
        file,
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE STATEMENTS SET Start = 'x' || char(0), Stop = 1e300",
        "UPDATE ENTITIES SET Value = x'ff00ff'",
        "UPDATE DOCUMENTS SET Text = NULL WHERE 0",
    )
    document = text("The union wants four.")
    found = import_codings(dna_rows(file), file.name, [document], NEGOTIATION)
    assert not found.statements
    assert [one.why for one in found.unplaced] == ["it has neither words nor a span"]


def test_a_trigger_or_an_index_on_an_expression_never_runs(file: Path) -> None:
    hostile(
        file,
        "CREATE TRIGGER t AFTER INSERT ON STATEMENTS BEGIN DELETE FROM DOCUMENTS; END",
        "CREATE INDEX i ON STATEMENTS (abs(Start))",
    )
    assert "pay: four" in dna_rows(file)


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_read_or_refused(file: Path, data: st.DataObject) -> None:
    document = text("The union wants four.")
    content = bytearray(CONTENT)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(16, len(content) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(content[: data.draw(st.integers(16, len(content)))])
    with suppress(MaterialError):
        import_codings(dna_rows(file), file.name, [document], NEGOTIATION)


CONTENT = dna_database(
    [said(text("The union wants four."), points=(PAY,))], [text("The union wants four.")], NEGOTIATION
)[0]


def test_a_file_beyond_the_limit_or_of_another_kind_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(CONTENT)
    monkeypatch.setattr(dna_file, "MOST_BYTES", 1000)
    with pytest.raises(MaterialError, match="at most 1,000 bytes"):
        dna_rows(file)
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(MaterialError, match="is an SQLite database"):
        dna_rows(file)
    with pytest.raises(MaterialError, match="can be read"):
        dna_rows(file.parent)
