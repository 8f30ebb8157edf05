"""Tables as CSV, written in one way wherever one leaves the program.

The dialect is that of RFC 4180 with a line feed at the end of each line: cells parted by commas, every text below the
names of the columns in quotation marks (so that a spreadsheet that cuts at semicolons does not open a cell inside a
list), a quotation mark in it doubled; numbers bare. Lists are joined by `; `, days are as in ISO 8601, yes and no are
`yes` and `no`, unknown is empty. No cell runs as a formula in a spreadsheet: a text that it would take for one begins
with an apostrophe.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows of cells as CSV, its first line the names of the columns.

    >>> print(csv_text(["party", "asks", "share"], [["The 'A' Union", ("=A1", "pay"), 0.5], ["Mill", None, 1]]), end="")
    party,asks,share
    "The 'A' Union","'=A1; pay",0.5
    "Mill","",1
    """
    from defusedcsv import csv

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([_cell(name) for name in columns])
    below = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    below.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> int | float | str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        value = "; ".join(str(part) for part in value)
    # Spreadsheets pass over what stands before a formula's sign, and some cut a cell at a null.
    return str(value).replace("\x00", "").lstrip("\t\r\n ")
