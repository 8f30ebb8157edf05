"""What the project's database takes with 2,000 documents and 50,000 statements, and what it keeps when it is killed.

Run from the root of the checkout: `python -m benchmarks.study_store` (SQLite) or `... postgresql`; `--kills N` kills a
writing process N times and counts what it had acknowledged. The tables of docs/guide/team.md are what it prints.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from tests.store.server import running

from accord.documents import Document, document_id
from accord.statements import Act, Point, Statement, make_statement
from accord.store import Correction, Filter, Part, Reading, Signature, Store

DOCUMENTS = int(os.environ.get("DOCUMENTS", "2000"))
EACH = 25
WORDS = "the union port said would not accept percent wage strike dock hours pay offer talks week members vote".split()
BY = Signature("Ada", "2031-01-01", "a study")


def main(arguments: list[str]) -> None:
    """Measures, and asserts that what was counted is there."""
    backend = "postgresql" if "postgresql" in arguments else "sqlite"
    with place_of(backend) as place:
        if "--kills" in arguments:
            kill(place, int(arguments[arguments.index("--kills") + 1]))
        else:
            measure(place, backend)


@contextmanager
def place_of(backend: str) -> Iterator[str]:
    """A fresh database."""
    if backend == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield str(Path(folder) / "talks.db")
        return
    with running() as server:
        server.sql("CREATE DATABASE talks")
        yield server.url("talks")


def material(rng: np.random.Generator, number: int) -> tuple[Document, list[Statement]]:
    """A document of some 40 paragraphs, with statements in it."""
    paragraphs = [" ".join(rng.choice(WORDS, 45)) + f" {number}x{at}." for at in range(40)]
    text = "\n\n".join(paragraphs)
    document = Document(document_id(text), f"{number:05}.txt", f"Report {number}", "Wire", None, text, "text/plain")
    statements = []
    for at in range(EACH):
        start = text.index(paragraphs[at])
        point = Point(list(Act)[rng.integers(10)], about="union", issue=f"i{rng.integers(8)}", option="a")
        statements.append(
            make_statement(
                document,
                start,
                start + 120,
                speakers=(f"Speaker {rng.integers(60)}",),
                parties=("union" if rng.random() < 0.5 else "port",),
                confidence=round(float(rng.random()), 3),
                reached={
                    f"points[0].{name}": "the verb and its object" for name in ("act", "issue", "option", "about")
                },
                points=(point,),
            )
        )
    return document, statements


def fill(place: str) -> tuple[float, str]:
    """Writes all the material; returns the seconds and an id."""
    rng, some, begun = np.random.default_rng(7), "", time.perf_counter()
    with Store.open(place) as store:
        for number in range(DOCUMENTS):
            document, statements = material(rng, number)
            store.add_documents([document])
            store.add_reading(Reading(document.id, "by_rule", "1"), statements, when="2031-01-01")
            some = statements[3].id
    return time.perf_counter() - begun, some


def measure(place: str, backend: str) -> None:
    """Prints what each query of the workbench takes."""
    seconds, some = fill(place)
    print(f"{backend}: {DOCUMENTS} documents, {DOCUMENTS * EACH} statements written in {seconds:.0f} s")
    with Store.open(place) as store:
        assert store.statements_page().total == DOCUMENTS * EACH
        for number in range(150):  # a history worth paging
            store.correct(Correction(some, "Ada", "2031-01-02", "again", {"confidence": number / 1_000}))
        rows = store.statements_page(limit=200)
        home = store.statement(some).statement.span.document
        second = store.statements_page(sort="-doubt", limit=200)
        asked: dict[str, Callable[[], Any]] = {
            "a page of 200 statements": lambda: store.statements_page(limit=200),
            "the page after it": lambda: store.statements_page(limit=200, after=rows.next),
            "a page by doubt, from the last": lambda: store.statements_page(sort="-doubt", after=second.next),
            "of one issue and act, by speaker": lambda: store.statements_page(
                Filter(issue="i3", act="offer"), sort="speaker"
            ),
            "of one party, by day": lambda: store.statements_page(Filter(party="port"), sort="on"),
            "not reviewed, by doubt": lambda: store.statements_page(Filter(review="unreviewed"), sort="doubt"),
            "with a word in the quote": lambda: store.statements_page(Filter(words="strike wage")),
            "a document's statements": lambda: store.statements_page(Filter(document=home)),
            "ids that wait for review": store.unreviewed,
            "what can be filtered, counted": store.counts,
            "200 documents with counts": store.library,
            "documents by what waits in them": lambda: store.library(sort="-unreviewed"),
            "documents with a word": lambda: store.library(words="strike"),
            "history of the project": store.history,
            "history of a statement": lambda: store.history(statement=some),
            "search: a word in every passage": lambda: store.search("wage"),
            "search: three words": lambda: store.search("wage strike vote"),
            "search: a phrase": lambda: store.search('"wage strike vote"'),
            "search: a rare word": lambda: store.search("1999x7"),
            "search: a beginning": lambda: store.search("memb*"),
            "a correction": lambda: store.correct(Correction(some, "Ada", "now", "w", {"speakers": ["Ben"]})),
            "a split and its undoing": lambda: store.undo(split(store, rows.rows[5].statement).number, BY),
        }
        print("| what | median | worst of 15 | median of this process's processor time |\n|---|---|---|---|")
        for name, ask in asked.items():
            times, spent = [], []
            for _ in range(15):
                begun, busy = time.perf_counter(), time.process_time()
                ask()
                times.append(1000 * (time.perf_counter() - begun))
                spent.append(1000 * (time.process_time() - busy))
            median, worst, own = statistics.median(times), max(times), statistics.median(spent)
            print(f"| {name} | {median:.0f} ms | {worst:.0f} ms | {own:.0f} ms |", flush=True)
    with Store.open(place) as store:
        for name in ("all statements, the first time", "all statements, again"):
            begun, spent = time.perf_counter(), time.process_time()
            assert len(store.statements()) == DOCUMENTS * EACH
            print(
                f"| {name} | {time.perf_counter() - begun:.2f} s | {time.process_time() - spent:.2f} s of processor |"
            )


def split(store: Store, statement: Statement) -> Any:
    """Cuts a statement in two."""
    start, end = statement.span.start, statement.span.end
    return store.split(statement.id, [Part(start, start + 20), Part(start + 20, end)], BY)


WRITER = """
import sys
from accord.store import Correction, Store
place, statement = sys.argv[1:]
with Store.open(place) as store:
    for number in range(1_000_000):
        decision = store.correct(Correction(statement, "Ada", str(number), "why", {"confidence": 0.5}))
        print(decision.number, flush=True)
"""


def kill(place: str, times: int) -> None:
    """Kills a writer again and again; every decision that it acknowledged must be there."""
    document, statements = material(np.random.default_rng(1), 1)
    with Store.open(place) as store:
        store.add_documents([document])
        store.add_reading(Reading(document.id, "by_rule", "1"), statements, when="now")
    acknowledged = 0
    rng = np.random.default_rng(2)
    for _ in range(times):
        command = [sys.executable, "-c", WRITER, place, statements[int(rng.integers(EACH))].id]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline()]
            time.sleep(float(rng.uniform(0.01, 0.4)))
            os.kill(process.pid, signal.SIGKILL)
            lines += process.stdout.readlines()
        numbers = [int(line) for line in lines if line.endswith("\n") and line.strip()]
        acknowledged += len(numbers)
        with Store.open(place) as store:
            assert store.latest() >= max(numbers), "an acknowledged decision was lost"
            kept = {decision.number for decision in store.since(min(numbers) - 1)}
            assert kept >= set(numbers), "an acknowledged decision was lost"
    print(f"{times} kills, {acknowledged} acknowledged decisions, none lost")


if __name__ == "__main__":
    main(sys.argv[1:])
