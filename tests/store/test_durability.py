"""What was acknowledged is there: after a kill, a full disk, a crash of the server, and with many writers at once."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from tests.store.material import ADA, document, filled
from tests.store.server import MISSING, binaries, running

from accord.errors import StoreError
from accord.store import Reading, Store

WRITER = """
    import resource, signal, sys
    from accord.errors import StoreError
    from accord.store import Correction, Store
    place, statement, who, times, limit = sys.argv[1:]
    if int(limit):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    with Store.open(place) as store:
        try:
            for number in range(int(times)):
                correction = Correction(statement, who, "now", "why" * 50, {"event": str(number)})
                print(store.correct(correction).number, flush=True)
        except StoreError as fault:
            print(fault, file=sys.stderr)
"""


def writer(place: str, statement: str, who: str, times: int, *, limit: int = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", textwrap.dedent(WRITER), place, statement, who, str(times), str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def acknowledged(lines: list[str]) -> set[int]:
    return {int(line) for line in lines if line.endswith("\n") and line.strip()}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_killed_writer_loses_nothing_that_it_acknowledged(request: pytest.FixtureRequest, kind: str) -> None:
    place = str(request.getfixturevalue("file" if kind == "sqlite" else "database"))
    with Store.open(place) as store:
        statement = filled(store)[0].id
        for wanted in (1, 4):
            with writer(place, statement, "Ada", 10_000) as process:
                assert process.stdout is not None
                lines = [process.stdout.readline() for _ in range(wanted)]
                os.kill(process.pid, signal.SIGKILL)
                lines += process.stdout.readlines()
            assert acknowledged(lines) <= {decision.number for decision in store.since(0)}
        assert store.statement(statement).revision == store.history().total
        store.accept(statement, ADA)  # and nothing is locked for ever


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_processes_at_once_lose_no_correction(request: pytest.FixtureRequest, kind: str) -> None:
    place = str(request.getfixturevalue("file" if kind == "sqlite" else "database"))
    with Store.open(place) as store:
        statement = filled(store)[0].id
        count = 4  # the study has eight
        writers = [writer(place, statement, f"person {who}", 3) for who in range(count)]
        found = [acknowledged(process.communicate()[0].splitlines(keepends=True)) for process in writers]
        assert set().union(*found) == {decision.number for decision in store.since(0)}
        assert sum(map(len, found)) == 3 * count
        assert store.statement(statement).revision == 3 * count
        assert store.history(who="person 3").total == 3


def test_a_full_disk_loses_nothing_that_was_acknowledged(file: Path) -> None:
    with Store.open(file) as store:
        statement = filled(store)[0].id
    limit = file.stat().st_size + 150_000
    with writer(str(file), statement, "Ada", 10_000, limit=limit) as process:
        output, told = process.communicate()
    numbers = acknowledged(output.splitlines(keepends=True))
    assert numbers
    assert "not full" in told
    with Store.open(file) as store:
        assert {decision.number for decision in store.since(0)} >= numbers
        assert store.statement(statement).revision == store.history().total
        store.accept(statement, ADA)


def test_a_server_that_crashes_keeps_what_it_acknowledged_and_serves_again() -> None:
    if binaries() is None:
        pytest.skip(MISSING)
    with running() as server, Store.open(server.url("postgres")) as store:
        statement = filled(store)[0].id
        numbers = [store.accept(statement, ADA).number for _ in range(3)]
        server.crash()
        with pytest.raises(StoreError, match="server"):
            store.accept(statement, ADA)
        server.start()
        assert [decision.number for decision in store.since(0)] == numbers
        store.accept(statement, ADA)


def test_two_people_who_decide_at_once_both_see_what_the_other_did(file: Path) -> None:
    with Store.open(file) as one, Store.open(file) as other:
        statement = filled(one)[0].id
        assert other.statement(statement).revision == 0
        one.accept(statement, ADA)
        assert other.statement(statement).revision == 1
        other.add_reading(Reading(document().id, "by_rule", "2"), [], when="now")
        assert [found.id for found in one.statements()] == [statement]
