"""The one dialect of CSV: what a spreadsheet and a reader of RFC 4180 make of it."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.tables import csv_text

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_every_text_comes_back_but_for_what_a_formula_could_hide_behind(rows: list[list[str]]) -> None:
    back = read(csv_text(["a", "b"], rows))
    assert back[0] == ["a", "b"]
    told = [[cell.replace("\x00", "").lstrip("\t\r\n ") for cell in row] for row in rows]
    for cells, kept in zip(back[1:], told, strict=True):
        for cell, text in zip(cells, kept, strict=True):
            assert cell == text or cell == "'" + text.replace("|", "\\|")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "|", "%", "\t=", "\r\n=", " =", "\x00=", "\x00\t="])
def test_no_cell_and_no_name_of_a_column_runs_as_a_formula(begin: str) -> None:
    formula = begin + "SUM(A1)"
    told = read(csv_text([formula], [[formula], [(formula, "x")]]))
    assert all(cell.startswith("'") for (cell,) in told)


def test_numbers_are_bare_and_what_a_list_holds_opens_no_cell_in_a_spreadsheet_that_cuts_at_semicolons() -> None:
    row = [0.5, -2, True, None, date(2031, 3, 14), ("a", "=1+1"), 'said "no"']
    assert csv_text("abcdefg", [row]) == 'a,b,c,d,e,f,g\n0.5,-2,"yes","","2031-03-14","a; =1+1","said ""no"""\n'
