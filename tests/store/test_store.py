"""What the store promises: nothing lost, nothing doubled, nothing overwritten."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.documents import Document, document_id
from accord.errors import CallError, StoreError
from accord.statements import Act, Claim, Point, Says, Statement, make_statement
from accord.store import Correction, Reading, Store

TEXT = "The union said it would not accept three percent. The port said it would wait."


def document(text: str = TEXT, file: str = "a.txt") -> Document:
    return Document(document_id(text), file, "A", "Example Wire", None, text, "text/plain")


def refusal(of: Document) -> Statement:
    claim = Claim(Says.REFUSES, "union", "pay", "three_percent")
    point = Point(Act.REJECT, about="union", issue="pay", option="three_percent", claim=claim)
    return make_statement(of, 0, 49, speakers=("the union",), parties=("union",), points=(point,))


@pytest.fixture
def store(file: Path) -> Store:
    return Store.open(file)


def filled(store: Store) -> Statement:
    text = document()
    store.add_documents([text])
    store.add_reading(Reading(text.id, "by_rule", "1"), [refusal(text)], when="2031-01-01")
    return refusal(text)


def correction(statement: str, *, rejected: bool | None = None, **changes: object) -> Correction:
    return Correction(statement, "Ada", "2031-01-02", "read again", changes, rejected)


def test_what_was_read_comes_back_equal(store: Store) -> None:
    statement = filled(store)
    assert store.documents() == (document(),)
    assert store.statements() == (statement,)


def test_reading_the_same_document_twice_adds_nothing(store: Store) -> None:
    statement = filled(store)
    assert store.add_documents([document()]) == 0
    assert not store.add_reading(Reading(document().id, "by_rule", "1"), [statement], when="2031-01-03")
    assert store.statements() == (statement,)


def test_a_new_reading_takes_the_place_of_the_old_without_erasing_it(store: Store, tmp_path: Path) -> None:
    statement = filled(store)
    changed = replace(statement, confidence=0.5)
    assert store.add_reading(Reading(document().id, "by_rule", "2"), [changed], when="2031-01-03")
    assert store.statements() == (changed,)
    rows = sqlite3.connect(tmp_path / "talks.db").execute("select count(*) from statements").fetchone()
    assert rows == (2,)


def test_a_correction_survives_a_new_reading(store: Store) -> None:
    statement = filled(store)
    store.correct(correction(statement.id, speakers=["Ada Brenner"]))
    store.add_reading(Reading(document().id, "by_rule", "2"), [statement], when="2031-01-03")
    (found,) = store.statements()
    assert found.speakers == ("Ada Brenner",)
    assert "Ada" in found.reached["speakers"]


def test_a_point_is_corrected_by_its_dotted_name(store: Store) -> None:
    statement = filled(store)
    store.correct(Correction(statement.id, "Ada", "now", "misread", {"points.0.claim.option": "six_percent"}))
    (found,) = store.statements()
    assert found.points[0].claim is not None
    assert found.points[0].claim.option == "six_percent"


def test_a_rejected_statement_is_gone_until_it_is_restored(store: Store) -> None:
    statement = filled(store)
    store.correct(correction(statement.id, rejected=True))
    assert store.statements() == ()
    assert store.statements(with_rejected=True) == (statement,)
    store.correct(correction(statement.id, rejected=False))
    assert store.statements() == (statement,)
    assert [one.rejected for one in store.corrections()] == [True, False]


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "x"},
        {"quote": "x"},
        {"nothing": 1},
        {"points.3.act": "offer"},
        {"kind": "loud"},
        {"speakers": "Ada"},
        {"points": 7},
    ],
)
def test_a_correction_that_does_not_fit_is_refused_and_not_kept(store: Store, changes: dict[str, object]) -> None:
    statement = filled(store)
    with pytest.raises(CallError):
        store.correct(Correction(statement.id, "Ada", "now", "why", changes))
    assert store.corrections() == ()
    assert store.statements() == (statement,)


def test_a_correction_of_an_unknown_statement_is_refused(store: Store) -> None:
    filled(store)
    with pytest.raises(CallError, match="nobody"):
        store.correct(correction("nobody", rejected=True))


def test_a_document_that_left_the_sources_takes_its_statements_along(store: Store) -> None:
    filled(store)
    other = document("Something else was said.", "b.txt")
    store.add_documents([other], only=True)
    assert store.documents() == (other,)
    assert store.statements() == ()
    store.add_documents([document(), other], only=True)
    assert len(store.statements()) == 1


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "talks.db").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(tmp_path / "talks.db")


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "talks.db"
    with sqlite3.connect(place) as connection:
        connection.execute("create table songs (name text)")
    with pytest.raises(StoreError, match="other tables"):
        Store.open(place)
    names = sqlite3.connect(place).execute("select name from sqlite_master where type = 'table'").fetchall()
    assert names == [("songs",)]


def test_a_database_from_a_newer_accord_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "talks.db"
    Store.open(place).close()
    with sqlite3.connect(place) as connection:
        connection.execute("update about set value = '99'")
    with pytest.raises(StoreError, match="99"):
        Store.open(place)


def test_many_writers_lose_no_correction(tmp_path: Path) -> None:
    place = tmp_path / "talks.db"
    with Store.open(place) as store:
        statement = filled(store)

    def write(who: int) -> None:
        with Store.open(place) as own:
            for _ in range(5):
                own.correct(Correction(statement.id, f"person {who}", "now", "why", {"confidence": 0.5}))

    threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.open(place) as store:
        assert len(store.corrections()) == 20


WRITER = """
    import sys
    from accord.store import Correction, Store
    place, statement = sys.argv[1:]
    with Store.open(place) as store:
        for number in range(10_000):
            store.correct(Correction(statement, "Ada", str(number), "why", {"confidence": 0.5}))
            print(number, flush=True)
"""


def test_a_killed_process_loses_no_acknowledged_correction(tmp_path: Path) -> None:
    place = tmp_path / "talks.db"
    with Store.open(place) as store:
        statement = filled(store)
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(place), statement.id]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _ in range(10)]
        os.kill(process.pid, signal.SIGKILL)
        acknowledged += process.stdout.readlines()
    last = max(int(line) for line in acknowledged if line.strip().isdigit())
    with Store.open(place) as store:
        assert [one.when for one in store.corrections()][: last + 1] == [str(number) for number in range(last + 1)]


@settings(max_examples=15)
@given(texts=st.lists(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=40), unique=True, max_size=5))
def test_any_text_and_span_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, empty_file: Path, texts: list[str]
) -> None:
    documents = [document(text, f"{number}.txt") for number, text in enumerate(texts)]
    with Store.open(shutil.copy(empty_file, tmp_path_factory.mktemp("store") / "talks.db")) as store:
        store.add_documents(documents)
        for one in documents:
            statement = make_statement(one, 0, len(one.text), speakers=(one.text,))
            store.add_reading(Reading(one.id, "by_rule", "1"), [statement], when="now")
        assert store.documents() == tuple(documents)
        quotes = [statement.quote for statement in store.statements()]
    assert quotes == texts
