"""The matrix and the ledger from the command line: what is asked for, and where it goes."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import networkx
import pytest
from tests.ledger.builder import DISPUTE, DOCKERS, PORT, claim, expert, material, point, report, says

from accord.cli import booking
from accord.ledger.tables import Booked

REPORTS = (
    report(3, says(DOCKERS, point("demand", DOCKERS, "pay", "nine"))),
    report(9, says(DOCKERS, point("offer", DOCKERS, "pay", "seven"))),
    report(9, says(PORT, point("accept", PORT, "sundays", "free")), source="Quay Post"),
    report(None, expert(claim("seeks", PORT, "pay", "three")), source="Letter"),
)
DOCUMENTS, STATEMENTS = material(REPORTS)


@pytest.fixture(autouse=True)
def project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every folder holds this dispute."""
    held = Booked(tuple(STATEMENTS), tuple(DOCUMENTS), DISPUTE)
    monkeypatch.setattr(booking, "_booked", lambda folder, database: held)


def rows_of(path: Path) -> list[dict[str, str]]:
    return [*csv.DictReader(path.read_text(encoding="utf-8").splitlines())]


def test_the_ledger_tells_moves_what_stayed_what_is_agreed_and_positions(call: Any) -> None:
    code, out, _ = call("ledger", ".")
    shown = " ".join(out.split())
    assert code == 0
    assert "2030-03-09 dockers, pay: nine → seven (concession, 25% of the range)" in shown
    assert "sundays: free (one side only: port in their own word; nothing told of dockers)" in shown
    assert "Of no demand it is told that it stayed" in shown
    assert STATEMENTS[0].id in shown


@pytest.mark.parametrize("what", ["positions", "moves", "unchanged", "agreed", "readouts", "voices"])
def test_each_section_is_told_alone_and_as_json(call: Any, what: str) -> None:
    assert call("ledger", ".", "--what", what)[0] == 0
    code, out, _ = call("ledger", ".", "--what", what, "--json")
    assert code == 0
    assert isinstance(json.loads(out), list)


def test_json_has_the_words_of_each_statement(call: Any) -> None:
    (row,) = json.loads(call("ledger", ".", "--what", "moves", "--party", "dockers", "--json")[1])
    assert (row["on"], row["size"]) == ("2030-03-09", 0.25)
    assert row["quotes"] == [next(s.quote for s in STATEMENTS if s.id == one) for one in row["statements"]]


def test_the_ledger_is_narrowed_by_party_issue_and_days(call: Any) -> None:
    def options(*arguments: str) -> set[str]:
        return {
            row["option"] for row in json.loads(call("ledger", ".", "--what", "positions", "--json", *arguments)[1])
        }

    assert options("--party", "dockers") == {"nine", "seven"}
    assert options("--issue", "sundays") == {"free"}
    assert options("--to", "2030-03-08") == {"nine"}
    assert options("--from", "2030-03-04") == {"seven", "free"}


def test_what_has_no_known_day_is_told_where_days_are_asked_for(call: Any) -> None:
    _, out, err = call("ledger", ".", "--what", "voices", "--from", "2030-01-01", "--json")
    assert json.loads(out) == []
    assert "1 of voices without a known date left out" in err


def test_days_the_wrong_way_round_are_refused(call: Any) -> None:
    code, _, err = call("ledger", ".", "--from", "2030-03-09", "--to", "2030-03-01")
    assert code == 2
    assert "not after the last" in err


def test_csv_and_parquet_hold_the_same_rows(call: Any, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table, columns = tmp_path / "moves.csv", tmp_path / "moves.parquet"
    assert call("ledger", ".", "--what", "moves", "--party", "dockers", "--csv", table, "--parquet", columns)[0] == 0
    (row,) = rows_of(table)
    (stored,) = parquet.read_table(columns).to_pylist()
    assert (row["from"], row["to"], row["size"]) == (stored["from"], stored["to"], str(stored["size"]))
    assert stored["earliest"] == date(2030, 3, 9)


def test_an_export_never_overwrites_a_file(call: Any, tmp_path: Path) -> None:
    table = tmp_path / "ledger.csv"
    table.write_text("mine")
    code, _, err = call("ledger", ".", "--csv", table)
    assert code == 2
    assert "never overwrites" in err
    assert table.read_text() == "mine"


def test_the_matrix_is_narrowed_and_exported(call: Any, tmp_path: Path) -> None:
    _, out, _ = call("matrix", ".", "--party", "dockers", "--on", "2030-03-04", "--json")
    (row,) = json.loads(out)
    assert (row["options"], row["on"]) == ("nine", "2030-03-03")
    table = tmp_path / "matrix.csv"
    assert call("matrix", ".", "--issue", "sundays", "--csv", table)[0] == 0
    (row,) = rows_of(table)
    assert (row["party"], row["options"]) == ("port", "free")
    shown = call("matrix", ".", "--party", "dockers")[1]
    assert "Harbour Company" not in shown


def test_the_voices_are_written_as_a_network(call: Any, tmp_path: Path) -> None:
    path = tmp_path / "voices.graphml"
    assert call("ledger", ".", "--graphml", path)[0] == 0
    assert networkx.read_graphml(path).has_edge("voice:Ines Okafor", "party:port")


@pytest.mark.parametrize("arguments", [("ledger", ".", "--party", "nobody"), ("matrix", ".", "--issue", "weather")])
def test_a_name_that_the_codebook_does_not_have_is_refused(call: Any, arguments: tuple[str, ...]) -> None:
    code, _, err = call(*arguments)
    assert code == 2
    assert "name one of them" in err
