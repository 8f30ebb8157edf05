"""Tables out: rows with typed columns as CSV, Parquet or JSON records.

A column's type is a Python type: `str`, `int`, `float`, `bool`, `date`, or `tuple` for a list of texts. Unknown is
None: an empty cell in CSV, null in Parquet and JSON.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from accord import tables
from accord.errors import CallError, MissingPartError

TYPES = (str, int, float, bool, date, tuple)
"""What a column may hold."""

Columns = Mapping[str, type]
Rows = Iterable[Mapping[str, Any]]


def csv_text(columns: Columns, rows: Rows) -> str:
    """Rows as CSV, its first line the names, in the dialect of `accord.tables`.

    Raises:
        CallError: a column has another type than its values, or none that a table knows.
    """
    return tables.csv_text(columns, checked(columns, rows))


def parquet_bytes(columns: Columns, rows: Rows) -> bytes:
    """Rows as a Parquet file, each column with its type; the same rows give the same bytes.

    Raises:
        MissingPartError: pyarrow is not installed.
        CallError: as for `csv_text`.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as missing:
        raise MissingPartError(
            "Parquet files need pyarrow", "it is not installed", "install accord[parquet], or write CSV"
        ) from missing
    kinds = {
        str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_(),
        date: pyarrow.date32(), tuple: pyarrow.list_(pyarrow.string()),
    }  # fmt: skip
    read = [[_stored(value) for value in row] for row in checked(columns, rows)]
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
    arrays = [
        pyarrow.array([row[number] for row in read], type=kinds[kind]) for number, kind in enumerate(columns.values())
    ]
    buffer = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), buffer)
    return buffer.getvalue()


def json_rows(columns: Columns, rows: Rows) -> list[dict[str, Any]]:
    """Rows as JSON objects with a key for each column: days in ISO 8601, lists as lists, unknown as null.

    Raises:
        CallError: as for `csv_text`.
    """
    return [dict(zip(columns, map(_json, row), strict=True)) for row in checked(columns, rows)]


def checked(columns: Columns, rows: Rows) -> list[tuple[Any, ...]]:
    """The values of each row in the order of the columns, None where a row has none.

    Raises:
        CallError: a column has no type that a table knows, or a value has another type than its column.
    """
    for name, kind in columns.items():
        if kind not in TYPES:
            known = ", ".join(each.__name__ for each in TYPES)
            raise CallError(f"A column holds one of {known}", f"{name} holds {kind.__name__}", "change its type")
    return [tuple(_fitting(name, kind, row.get(name)) for name, kind in columns.items()) for row in rows]


def _fitting(name: str, kind: type, value: Any) -> Any:
    if value is None:
        return None
    if kind is tuple and isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(str(part) for part in value)
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return None if math.isnan(value) else float(value)
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return str(value) if kind is str else value
    raise CallError(f"The column {name} holds {kind.__name__}", f"got {value!r:.60}", "give it a value of that type")


def _stored(value: Any) -> Any:
    """A value for Parquet, whose texts are UTF-8 and know no lone surrogates."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return [_stored(part) for part in value] if isinstance(value, tuple) else value


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and math.isinf(value):
        return None
    return list(value) if isinstance(value, tuple) else value
