"""Tables as CSV, Parquet and JSON: types, unknowns, and cells that no spreadsheet runs."""

import csv
import io
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import CallError, MissingPartError
from accord.interchange.tables import csv_text, json_rows, parquet_bytes

COLUMNS = {"name": str, "day": date, "size": float, "times": int, "own": bool, "quotes": tuple}
ROW = {"name": "pay", "day": date(2031, 3, 14), "size": -0.5, "times": 2, "own": True, "quotes": ("a", "b, c")}


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_csv_has_a_head_and_a_cell_for_each_column() -> None:
    assert read(csv_text(COLUMNS, [ROW])) == [
        ["name", "day", "size", "times", "own", "quotes"],
        ["pay", "2031-03-14", "-0.5", "2", "yes", "a; b, c"],
    ]


def test_unknown_is_empty_in_csv_and_null_in_json() -> None:
    assert read(csv_text(COLUMNS, [{}]))[1] == [""] * 6
    assert json_rows(COLUMNS, [{}]) == [dict.fromkeys(COLUMNS)]


def test_json_keeps_lists_and_writes_days_as_text() -> None:
    assert json_rows(COLUMNS, [ROW]) == [{**ROW, "day": "2031-03-14", "quotes": ["a", "b, c"]}]


@pytest.mark.parametrize("formula", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r\n=1+1", " =1+1", "|cmd", "%x"])
@pytest.mark.parametrize("column", ["name", "quotes"])
def test_no_cell_is_run_as_a_formula(formula: str, column: str) -> None:
    value: Any = (formula, "x") if column == "quotes" else formula
    cell = read(csv_text({column: COLUMNS[column]}, [{column: value}]))[1][0]
    assert cell.startswith("'")


def test_a_list_that_a_spreadsheet_would_cut_stands_in_quotation_marks() -> None:
    text = csv_text({"quotes": tuple}, [{"quotes": ("a", "=1+1")}])
    assert text.splitlines()[1] == '"a; =1+1"'


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30), max_size=4))
def test_every_csv_has_as_many_rows_as_there_are(names: list[str]) -> None:
    assert len(read(csv_text({"name": str, "own": bool}, [{"name": name} for name in names]))) == len(names) + 1


@pytest.mark.parametrize(("column", "value"), [("day", "2031-03-14"), ("times", True), ("own", "yes"), ("quotes", "a")])
def test_a_value_of_another_type_is_refused(column: str, value: object) -> None:
    with pytest.raises(CallError, match=column):
        csv_text(COLUMNS, [{column: value}])


def test_a_type_that_tables_do_not_know_is_refused() -> None:
    with pytest.raises(CallError, match="one of str"):
        json_rows({"a": dict}, [])


def test_parquet_keeps_the_types_and_the_same_rows_give_the_same_bytes() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    written = parquet_bytes(COLUMNS, [ROW, {}])
    table = parquet.read_table(io.BytesIO(written))
    assert [str(field.type) for field in table.schema] == [
        "string", "date32[day]", "double", "int64", "bool", "list<element: string>",
    ]  # fmt: skip
    assert table.to_pylist() == [{**ROW, "quotes": ["a", "b, c"]}, dict.fromkeys(COLUMNS)]
    assert parquet_bytes(COLUMNS, [ROW, {}]) == written


def test_a_text_that_utf_8_cannot_hold_does_not_stop_parquet() -> None:
    pytest.importorskip("pyarrow")
    assert parquet_bytes({"name": str}, [{"name": "\ud800"}])


def test_without_pyarrow_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPartError, match=r"accord\[parquet\]"):
        parquet_bytes(COLUMNS, [ROW])
