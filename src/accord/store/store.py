"""A project's documents, statements and decisions in a database: nothing overwritten, one transaction a decision."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as BusyError

from accord.documents import Document
from accord.errors import StoreError
from accord.statements import Statement
from accord.store import deciding, histories, material, pages, scenarios, searching
from accord.store.engines import reading_engine, url_of, writing_engine
from accord.store.library import Library
from accord.store.opening import prepare
from accord.store.pages import EVERYTHING, Filter
from accord.store.reading import Statements, latest_readings, standing_by_id
from accord.store.records import (
    Correction,
    Decision,
    DocumentEntry,
    Hit,
    Page,
    Part,
    Passage,
    Reading,
    Scenario,
    Signature,
    Standing,
    State,
)

Revision = Callable[[tuple[Statement, ...]], Iterable[tuple[Reading, Sequence[Statement]]]]
"""Makes new readings of documents out of the statements that a reader has of all of them."""


class Store:
    """The database of one project; a context manager, usable by many threads.

    Readings and decisions are appended, never changed. What was returned has been committed.
    """

    def __init__(self, url: URL) -> None:
        self.url = url
        self._writer = writing_engine(url)
        self._reader = reading_engine(url)
        self._statements = Statements()
        self._library = Library()
        self._documents: tuple[str, tuple[Document, ...]] | None = None

    @classmethod
    def open(cls, place: str | Path) -> Store:
        """The store at a path (SQLite, made where there is none) or a database URL, brought up to date.

        Raises:
            StoreError: it is no accord database, it is newer than this program, or it cannot be opened.
        """
        store = cls(url_of(place))
        try:
            with _translated(store.url):
                prepare(store._writer, store._reader, store.url.render_as_string())
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

    # documents and readings

    def add_documents(self, documents: Iterable[Document], *, only: bool = False) -> int:
        """Adds documents, one transaction each; returns how many were new.

        With `only`, all others are no longer present.
        """
        kept, new = [], 0
        for document in documents:
            kept.append(document.id)
            with self._writing() as connection:
                new += material.add_document(connection, document)
        if only:
            with self._writing() as connection:
                material.leave_only(connection, kept)
        return new

    def remove_documents(self, ids: Iterable[str]) -> None:
        """Marks documents as no longer present; what was read and decided of them is kept."""
        with self._writing() as connection:
            material.leave(connection, ids)

    def documents(self) -> tuple[Document, ...]:
        """The documents that are present, by file."""
        with self._querying() as connection:
            word, known = histories.extent(connection).documents, self._documents
            if known is None or known[0] != word:
                self._documents = known = (word, material.documents(connection))
            return known[1]

    def document(self, id: str) -> Document:
        """A present document by its id.

        Raises:
            CallError: there is none.
        """
        with self._querying() as connection:
            return material.document(connection, id)

    def library(
        self,
        *,
        sort: str = "file",
        limit: int = 200,
        after: str | None = None,
        words: str | None = None,
        source: str | None = None,
    ) -> Page[DocumentEntry]:
        """A page of the documents without their text, with counts of their statements.

        By file, title, source, date, statements or unreviewed; `-` before it: from the last to the first.
        """
        with self._querying() as connection:
            return self._library.page(connection, sort=sort, limit=limit, after=after, words=words, source=source)

    def entries(self) -> tuple[DocumentEntry, ...]:
        """Every document of the library, by file."""
        with self._querying() as connection:
            return self._library.all(connection)

    def has(self, reading: Reading) -> bool:
        """Whether this reading is the document's latest by that reader, or by any machine where it is one."""
        with self._querying() as connection:
            return material.has(connection, reading)

    def add_reading(self, reading: Reading, statements: Sequence[Statement], *, when: str) -> bool:
        """Appends what a reader found in a document, in one transaction.

        False where the same reading is there already.
        """
        with self._writing() as connection:
            return material.add_reading(connection, reading, statements, when)

    def revise_readings(self, reader: str, revise: Revision, *, when: str) -> None:
        """Appends what `revise` makes of all that a reader has, in one transaction in which nobody else writes.

        What two people or programs do to one reader's statements at once is so done one after the other.
        """
        with self._writing() as connection:
            for reading, statements in revise(latest_readings(connection, reader)):
                material.add_reading(connection, reading, statements, when)

    def readings(self) -> tuple[Statement, ...]:
        """The statements of every reader's latest reading of the present documents, uncorrected, each coder's too."""
        with self._querying() as connection:
            return latest_readings(connection)

    # statements as they stand

    def statements(self, *, with_rejected: bool = False) -> tuple[Statement, ...]:
        """The statements that stand in the present documents, with people's decisions, by document and span.

        Of a document's machine readings (by rule, by model) the last counts; codings that people agreed on take their
        place. What a single coder coded stays out (`readings` has it).
        """
        with self._querying() as connection:
            return self._statements.all(connection, with_rejected=with_rejected)

    def statement(self, id: str) -> Standing:
        """A statement of a present document, whatever its state.

        Raises:
            CallError: there is none with that id.
        """
        return self.standing([id])[0]

    def standing(self, ids: Sequence[str]) -> tuple[Standing, ...]:
        """The statements with these ids, in their order.

        Raises:
            CallError: there is none with one of them.
        """
        with self._querying() as connection:
            return standing_by_id(connection, ids)

    def statements_page(
        self, filter: Filter = EVERYTHING, *, sort: str = "place", limit: int = 200, after: str | None = None
    ) -> Page[Standing]:
        """A page of the statements that a filter leaves, sorted by one of `SORTS`; `total` counts them all."""
        with self._querying() as connection:
            return pages.statements_page(connection, filter, sort=sort, limit=limit, after=after)

    def statements_in(
        self, document: str, *, states: Sequence[State] = (State.STANDING, State.REJECTED)
    ) -> tuple[Standing, ...]:
        """The statements of a present document in these states, by span."""
        with self._querying() as connection:
            return self._statements.of_document(connection, document, states)

    def passages(self, ids: Sequence[str], around: int) -> dict[str, Passage]:
        """The words of these statements with so many characters before and after, by id."""
        with self._querying() as connection:
            return material.passages(connection, ids, around)

    def left_by(self, filter: Filter, ids: Sequence[str]) -> tuple[str, ...]:
        """Those of these statements that a filter leaves, in their order."""
        with self._querying() as connection:
            return pages.left_by(connection, filter, ids)

    def speakers(self, limit: int = 1_000) -> tuple[str, ...]:
        """Names of those who speak in some statement, the most frequent first."""
        with self._querying() as connection:
            return pages.speakers(connection, limit)

    def unreviewed(self) -> tuple[str, ...]:
        """The ids of standing statements that nobody has decided on as they are read now, by document and span."""
        with self._querying() as connection:
            return pages.unreviewed(connection)

    def counts(self, filter: Filter = EVERYTHING) -> dict[str, dict[str, int]]:
        """How many statements a filter leaves, by state, review, reader, tier, party, issue, option, act, speaker."""
        with self._querying() as connection:
            return pages.counts(connection, filter)

    def search(self, words: str, *, within: str = "all", limit: int = 50, after: str | None = None) -> Page[Hit]:
        """Passages of documents and quotes of statements with all these words, best first.

        `within`: "all", "documents" or "statements". Words in quotation marks follow each other; `negotiat*` goes on.
        """
        with self._querying() as connection:
            return searching.search(connection, words, within=within, limit=limit, after=after)

    # decisions

    def correct(self, correction: Correction, *, revision: int | None = None) -> Decision:
        """Appends a correction, after checking that it can be applied.

        Raises:
            CallError: no statement has that id, or the correction does not fit it.
            StaleError: the statement has moved on since `revision`.
        """
        by = Signature(correction.who, correction.when, correction.why)
        id, changes, rejected = correction.statement, correction.changes, correction.rejected
        return self._decide(lambda c: deciding.correct(c, id, changes, rejected, by), {id: revision})

    def accept(self, statement: str, by: Signature, *, revision: int | None = None) -> Decision:
        """Accepts a statement as it stands; raises as `correct`."""
        return self._decide(lambda c: deciding.correct(c, statement, {}, None, by), {statement: revision})

    def add(
        self, document: str, start: int, end: int, by: Signature, *, changes: Mapping[str, Any] | None = None
    ) -> Decision:
        """Adds a statement that no reader found; `Decision.made` has its id.

        Raises:
            CallError: the span is outside the text or has no words, a statement is there already, or a field is wrong.
        """
        return self._decide(lambda c: deciding.add(c, document, (start, end), changes or {}, by))

    def move(self, statement: str, span: tuple[int, int], by: Signature, *, revision: int | None = None) -> Decision:
        """Moves a statement to another span of its document; it keeps its id.  Raises as `correct` and `add`."""
        return self._decide(lambda c: deciding.move(c, statement, span, by), {statement: revision})

    def split(self, statement: str, parts: Sequence[Part], by: Signature, *, revision: int | None = None) -> Decision:
        """Puts two or more statements in the place of one; each has its fields but for the part's changes."""
        return self._decide(lambda c: deciding.split(c, statement, parts, by), {statement: revision})

    def merge(
        self,
        statements: Sequence[str],
        by: Signature,
        *,
        changes: Mapping[str, Any] | None = None,
        revisions: Mapping[str, int] | None = None,
    ) -> Decision:
        """Puts one statement in the place of several, over all their words, with the fields of the first in the text.

        It has the points of all.
        """
        return self._decide(lambda c: deciding.merge(c, statements, changes or {}, by), revisions or {})

    def undo(self, number: int, by: Signature) -> Decision:
        """Takes back a decision; the taking back is a decision itself.

        Raises:
            CallError: it has been taken back, or later decisions build on it.
        """
        return self._decide(lambda c: deciding.undo(c, number, by))

    def redo(self, number: int, by: Signature) -> Decision:
        """Puts a decision that was taken back in force again.

        Raises:
            CallError: it was not taken back, or decisions since then stand against it.
        """
        return self._decide(lambda c: deciding.redo(c, number, by))

    def corrections(self) -> tuple[Correction, ...]:
        """All corrections, acceptances and rejections in force, oldest first."""
        with self._querying() as connection:
            return histories.corrections(connection)

    def history(
        self,
        *,
        statement: str | None = None,
        document: str | None = None,
        who: str | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> Page[Decision]:
        """Decisions, newest first: the project's, or on one statement, in one document, by one person."""
        with self._querying() as connection:
            return histories.history(
                connection, statement=statement, document=document, who=who, limit=limit, after=after
            )

    def since(self, number: int) -> tuple[Decision, ...]:
        """The decisions after one, oldest first, at most a thousand: what a page that stays open has missed."""
        with self._querying() as connection:
            return histories.since(connection, number)

    def latest(self) -> int:
        """The number of the last decision; 0 where there is none."""
        with self._querying() as connection:
            return histories.latest(connection)

    def revision(self) -> str:
        """A word for all that the database holds of the material: another state, another word."""
        with self._querying() as connection:
            return histories.revision(connection)

    # scenarios

    def keep_scenario(
        self, name: str, changes: Mapping[str, Any], by: Signature, *, revision: int | None = None
    ) -> Scenario:
        """Keeps changes under a name; an earlier version stays in its history.

        Raises:
            StaleError: `revision` is not the number of the version that counts now (0: there is none).
        """
        with self._writing() as connection:
            scenarios.keep(connection, name, changes, by, revision)
            return scenarios.one(connection, name)

    def drop_scenario(self, name: str, by: Signature) -> None:
        """Takes a scenario out of the list."""
        with self._writing() as connection:
            scenarios.one(connection, name)
            scenarios.keep(connection, name, None, by, None)

    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, by name."""
        with self._querying() as connection:
            return scenarios.every(connection)

    def scenario(self, name: str) -> Scenario:
        """A scenario as it is now.

        Raises:
            CallError: there is none of that name.
        """
        with self._querying() as connection:
            return scenarios.one(connection, name)

    def scenario_history(self, name: str) -> tuple[Scenario, ...]:
        """The versions of a scenario, oldest first."""
        with self._querying() as connection:
            return scenarios.history(connection, name)

    def compare_scenarios(self, one: str, other: str) -> dict[str, tuple[Any, Any]]:
        """What two scenarios change otherwise, by dotted key; None where one leaves it."""
        return scenarios.compared(self.scenario(one), self.scenario(other))

    # transactions

    def _decide(
        self, decide: Callable[[Connection], int], revisions: Mapping[str, int | None] | None = None
    ) -> Decision:
        with self._writing() as connection:
            deciding.check_revisions(connection, revisions or {})
            return histories.one(connection, decide(connection))

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
    except (DBAPIError, BusyError, sqlite3.Error) as fault:
        file = url.get_backend_name() == "sqlite"
        raise StoreError(
            "The project's database can be opened and written",
            f"{url.render_as_string()}: {getattr(fault, 'orig', fault)}",
            "see that the file is whole, writable and not full" if file else "see that the server is up",
        ) from fault
