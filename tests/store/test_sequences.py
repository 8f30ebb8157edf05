"""Whatever people decide in whatever order: words stay exact, a refusal changes nothing, all can be taken back."""

import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.material import ADA, document

from accord.errors import CallError
from accord.statements import AGREED, Statement, holds, make_statement
from accord.store import Correction, Kind, Part, Reading, Store
from accord.store.deriving import derive

_DECISIONS = ("correct", "accept", "reject", "restore", "add", "move", "split", "merge", "undo", "redo")
_PLACES = st.sampled_from([0, 1, 5, 10, 20, 21, 30, 45, 46, 60]) | st.integers(
    0, 99
)  # most where passages begin or end
_STEPS = st.lists(
    st.tuples(st.sampled_from([*_DECISIONS, "undo", "read", "agree"]), st.integers(0, 99), _PLACES, _PLACES),
    max_size=10,
)
_NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def people(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database for all examples, each with a document of its own."""
    with Store.open(shutil.copy(empty_file, tmp_path_factory.mktemp("sequences") / "talks.db")) as store:
        yield store


class Table:
    """People at one document."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.readings = store, 0
        words = " ".join(f"word{(seed * 7 + at) % 97}" for at in range(12))
        name = f"{next(_NUMBERS)} {seed}"
        self.document = document(f"{name} {words}", f"{name}.txt")
        store.add_documents([self.document])
        self.read(0b111)

    def read(self, which: int, reader: str = "by_rule") -> None:
        """A reading that finds some of three passages and their like."""
        spans = [(0, 20), (21, 45), (10, 60), (1, 20), (21, 46)]
        found = [make_statement(self.document, *span) for at, span in enumerate(spans) if which >> at & 1]
        self.readings += 1
        self.store.add_reading(Reading(self.document.id, reader, str(self.readings)), found, when="now")

    def ids(self) -> list[str]:
        return sorted(one.id for one in self.mine())

    def mine(self) -> list[Statement]:
        return [one for one in self.store.statements(with_rejected=True) if one.span.document == self.document.id]

    def step(self, name: str, one: int, two: int, three: int) -> None:
        store, ids, size = self.store, self.ids(), len(self.document.text)
        made = [decision.number for decision in store.history(document=self.document.id).rows]
        id, other = (ids[one % len(ids)], ids[two % len(ids)]) if ids else ("none", "none")
        start, end = sorted((two % size, three % size))
        number = made[one % len(made)] if made else 0
        {
            "correct": lambda: store.correct(Correction(id, "Ada", "now", "why", {"event": str(two)})),
            "accept": lambda: store.accept(id, ADA),
            "reject": lambda: store.correct(Correction(id, "Ada", "now", "why", {}, rejected=True)),
            "restore": lambda: store.correct(Correction(id, "Ada", "now", "why", {}, rejected=False)),
            "add": lambda: store.add(self.document.id, start, end, ADA),
            "move": lambda: store.move(id, (start, end), ADA),
            "split": lambda: store.split(id, [Part(start, end), Part(0, three % size)], ADA),
            "merge": lambda: store.merge([id, other], ADA),
            "undo": lambda: store.undo(number, ADA),
            "redo": lambda: store.redo(number, ADA),
            "read": lambda: self.read(two),
            "agree": lambda: self.read(two, AGREED),
        }[name]()

    def rows(self) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(str(self.store.url.database))) as connection:
            return connection.execute(
                "SELECT s.id, s.start, s.end, s.state, s.review, s.found, s.decided, s.revision, s.facets,"
                " coalesce(s.record, t.record), (SELECT text FROM quotes WHERE number = s.number),"
                " (SELECT count(*) FROM terms WHERE statement = s.number)"
                " FROM standing s LEFT JOIN statements t ON t.number = s.source WHERE s.document = ? ORDER BY s.id",
                (self.document.id,),
            ).fetchall()


@settings(max_examples=20)
@given(steps=_STEPS, seed=st.integers(0, 10**9))
def test_any_sequence_of_decisions_keeps_what_the_store_promises(
    people: Store, steps: list[tuple[str, int, int, int]], seed: int
) -> None:
    table = Table(people, seed)
    kept = table.rows()
    for name, *numbers in steps:
        latest = people.latest()
        try:
            table.step(name, *numbers)
        except CallError:
            assert table.rows() == kept
            assert people.latest() == latest
        kept = table.rows()
        with people._writing() as connection:
            derive(connection, table.document.id, anew=True)
        assert (
            table.rows() == kept
        )  # what a decision carries on is what follows from the whole log, no more and no less
    for one in table.mine():
        assert holds(one, table.document)
    with Store.open(str(people.url.database)) as fresh:  # what was kept in memory is what another program reads
        assert people.statements() == fresh.statements()
        assert people.entries() == fresh.entries()
        assert people.statements_in(table.document.id) == fresh.statements_in(table.document.id)


@settings(max_examples=6)
@given(steps=_STEPS, seed=st.integers(0, 10**9))
def test_everything_can_be_taken_back_the_last_first(
    people: Store, steps: list[tuple[str, int, int, int]], seed: int
) -> None:
    table = Table(people, seed)
    read = table.mine()
    for name, *numbers in steps:
        if name in _DECISIONS and name not in ("undo", "redo"):
            try:
                table.step(name, *numbers)
            except CallError:
                continue
    done = [one for one in people.history(document=table.document.id).rows if one.kind is not Kind.UNDO]
    reached = table.mine()
    for decision in done:
        people.undo(decision.number, ADA)
    assert table.mine() == read
    for decision in reversed(done):
        people.redo(decision.number, ADA)
    assert table.mine() == reached
