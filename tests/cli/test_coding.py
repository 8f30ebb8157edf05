"""People's codings on the command line: brought in, compared, and in use where they are agreed on."""

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_commands import NEGOTIATION, REPORT

from accord.reading.adjudication import AGREED as AGREED_READER
from accord.store import AGREED
from accord.workspace import Workspace
from accord.workspace.coders import compare, import_file

ROWS = [
    {
        "document": "report.txt",
        "quote": "We will never accept 3 percent on pay",
        "speaker": "Ada Brenner",
        "act": "reject",
    },
    {"document": "report.txt", "quote": "the authority would accept a pay rise of 3 percent", "act": "offer"},
]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "sources").mkdir()
    (tmp_path / "negotiation.yaml").write_text(NEGOTIATION)
    (tmp_path / "sources" / "report.txt").write_text(REPORT)
    made = Workspace.open(tmp_path)
    made.read()
    return made


def table(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "coded.csv"
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, ["document", "quote", "speaker", "act"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_one_coders_codings_are_compared_and_used_for_nothing_else(workspace: Workspace, tmp_path: Path) -> None:
    before = workspace.statements()
    found = import_file(workspace, table(tmp_path, *ROWS), "ann")
    assert (len(found.statements), found.unplaced) == (2, ())
    assert workspace.statements() == before
    agreed, _ = compare(workspace)
    assert agreed.coders == ("ann", "by_rule")


def test_codings_agreed_on_take_the_machines_place(workspace: Workspace, tmp_path: Path) -> None:
    import_file(workspace, table(tmp_path, *ROWS), None)
    assert {one.reader for one in workspace.statements()} == {AGREED}
    assert AGREED == AGREED_READER


def test_words_that_are_not_there_are_listed(workspace: Workspace, tmp_path: Path) -> None:
    found = import_file(workspace, table(tmp_path, {**ROWS[0], "quote": "We will gladly accept 3 percent"}), "ann")
    assert [one.row for one in found.unplaced] == [2]
    assert found.problems
