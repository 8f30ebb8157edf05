"""The tables of the Discourse Network Analyzer's own file: an SQLite database of version 3.

What a table must have to be read stands in `WANTED`; `CREATE` makes all the tables that the program itself makes, with
its limits: names and values of at most 190 characters, a span that ends after it starts, one value of each variable for
each statement. Dates are seconds since 1970 in UTC; a span counts UTF-16 code units, as Java does.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache

VERSION = "3.0.11"
"""The version that a file says of itself: the program opens what begins with 3.0."""

LONGEST = 190
"""Characters of a title or a value."""

PASSWORD = "accord"  # no secret: the program asks for one, and the file is not encrypted
"""The password of the coder `Admin` in files that are written here."""

VARIABLES: Mapping[str, str] = {
    "person": "short text", "organization": "short text", "concept": "short text", "agreement": "boolean",
}  # fmt: skip
"""The variables of the usual kind of statement, with their kinds of data."""

WANTED: Mapping[str, frozenset[str]] = {
    "settings": frozenset({"property", "value"}),
    "coders": frozenset({"id", "name"}),
    "documents": frozenset({"id", "title", "text"}),
    "variables": frozenset({"id", "variable", "datatype", "statementtypeid"}),
    "statements": frozenset({"id", "statementtypeid", "documentid", "start", "stop", "coder"}),
    "entities": frozenset({"id", "variableid", "value"}),
    "datashorttext": frozenset({"statementid", "variableid", "entity"}),
    "databoolean": frozenset({"statementid", "variableid", "value"}),
}
"""Table -> the columns that are read of it."""


def _bounded(*names: str, low: int = 0, high: int = 1, default: str = "0") -> str:
    """Columns of whole numbers between two ends."""
    made = (f"{name} INTEGER NOT NULL DEFAULT {default} CHECK ({name} BETWEEN {low} AND {high})" for name in names)
    return ", ".join(made)


def _short(*names: str, default: str = "") -> str:
    """Columns of short texts."""
    return ", ".join(f"{name} TEXT NOT NULL{default} CHECK (LENGTH({name}) <= {LONGEST})" for name in names)


def _of(column: str, table: str) -> str:
    """A column that names a row of another table, gone when that is gone."""
    return f"FOREIGN KEY ({column}) REFERENCES {table} (ID) ON DELETE CASCADE"


def _data(value: str, *more: str) -> str:
    """What statements have of variables, one value for each."""
    columns = f"{_ID}, StatementId INTEGER NOT NULL, VariableId INTEGER NOT NULL, {value}"
    held = (_of("StatementId", "STATEMENTS"), _of("VariableId", "VARIABLES"), *more)
    return ", ".join([columns, *held, "UNIQUE (StatementId, VariableId)"])


_ID = "ID INTEGER NOT NULL PRIMARY KEY"
_COLOUR = _bounded("Red", "Green", "Blue", high=255)
_MAY = [
    *(f"Permission{does}{what}" for what in ("Documents", "Statements") for does in ("Add", "Edit", "Delete")),
    "PermissionImportDocuments",
    *(f"PermissionEdit{what}" for what in ("Attributes", "Regex", "StatementTypes", "Coders", "CoderRelations")),
    *(f"Permission{does}Others{what}" for what in ("Documents", "Statements") for does in ("View", "Edit")),
]
_SEES = [f"{does}{what}" for what in ("Statements", "Documents") for does in ("view", "edit")]

_TABLES: Mapping[str, tuple[str, ...]] = {
    "SETTINGS": ("Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"),
    "CODERS": (
        _ID,
        _short("Name"),
        _COLOUR,
        _bounded("Refresh", high=9999),
        _bounded("FontSize", low=1, high=99, default="14"),
        _short("Password"),
        _bounded("PopupWidth", low=100, high=9999, default="300"),
        _bounded("ColorByCoder", "PopupDecoration"),
        _bounded("PopupAutoComplete", *_MAY, default="1"),
    ),
    "DOCUMENTS": (
        _ID,
        _short("Title"),
        "Text TEXT NOT NULL",
        "Coder INTEGER",
        _short("Author", "Source", "Section", "Type", default=" DEFAULT ''"),
        "Notes TEXT NOT NULL DEFAULT ''",
        "Date INTEGER NOT NULL",
        _of("Coder", "CODERS"),
    ),
    "STATEMENTTYPES": (_ID, _short("Label"), _COLOUR),
    "VARIABLES": (
        _ID,
        _short("Variable"),
        "DataType TEXT NOT NULL DEFAULT 'short text' "
        "CHECK (DataType IN ('boolean', 'integer', 'long text', 'short text'))",
        "StatementTypeId INTEGER",
        _of("StatementTypeId", "STATEMENTTYPES"),
        "UNIQUE (Variable, StatementTypeId)",
    ),
    "VARIABLELINKS": (
        _ID,
        "SourceVariableId INTEGER",
        "TargetVariableId INTEGER",
        "CHECK (TargetVariableId != SourceVariableId)",
        _of("SourceVariableId", "VARIABLES"),
        _of("TargetVariableId", "VARIABLES"),
    ),
    "REGEXES": (f"Label TEXT PRIMARY KEY CHECK (LENGTH(Label) <= {LONGEST})", _COLOUR),
    "CODERRELATIONS": (
        _ID,
        "Coder INTEGER CHECK (Coder > 0)",
        "OtherCoder INTEGER CHECK (OtherCoder > 0)",
        _bounded(*_SEES, default="1"),
        "CHECK (Coder != OtherCoder)",
        _of("Coder", "CODERS"),
        _of("OtherCoder", "CODERS"),
    ),
    "STATEMENTS": (
        _ID,
        "StatementTypeId INTEGER",
        "DocumentId INTEGER",
        "Start INTEGER NOT NULL CHECK (Start >= 0)",
        "Stop INTEGER NOT NULL CHECK (Stop >= 0)",
        "Coder INTEGER",
        "CHECK (Start < Stop)",
        _of("StatementTypeId", "STATEMENTTYPES"),
        _of("Coder", "CODERS"),
        _of("DocumentId", "DOCUMENTS"),
    ),
    "DATABOOLEAN": (_data("Value INTEGER NOT NULL DEFAULT 1"),),
    "DATAINTEGER": (_data("Value INTEGER NOT NULL DEFAULT 0"),),
    "ENTITIES": (
        _ID,
        "VariableId INTEGER NOT NULL",
        _short("Value", default=" DEFAULT ''"),
        "Red INTEGER CHECK (Red BETWEEN 0 AND 255)",
        "Green INTEGER CHECK (Green BETWEEN 0 AND 255)",
        "Blue INTEGER CHECK (Blue BETWEEN 0 AND 255)",
        "ChildOf INTEGER CHECK (ChildOf > 0)",
        "UNIQUE (VariableId, Value)",
        _of("ChildOf", "ENTITIES"),
        _of("VariableId", "VARIABLES"),
    ),
    "DATASHORTTEXT": (_data("Entity INTEGER NOT NULL", _of("Entity", "ENTITIES")),),
    "DATALONGTEXT": (_data("Value TEXT DEFAULT ''"),),
    "ATTRIBUTEVARIABLES": (
        _ID,
        "VariableId INTEGER NOT NULL",
        _short("AttributeVariable"),
        "UNIQUE (VariableId, AttributeVariable)",
        _of("VariableId", "VARIABLES"),
    ),
    "ATTRIBUTEVALUES": (
        _ID,
        "EntityId INTEGER NOT NULL",
        "AttributeVariableId INTEGER NOT NULL",
        _short("AttributeValue", default=" DEFAULT ''"),
        "UNIQUE (EntityId, AttributeVariableId)",
        _of("EntityId", "ENTITIES"),
        _of("AttributeVariableId", "ATTRIBUTEVARIABLES"),
    ),
}

CREATE = tuple(f"CREATE TABLE {name} ({', '.join(parts)})" for name, parts in _TABLES.items())
"""The statements that make the tables, each after those that it names."""


_SALT = b"no secret at all"


@cache
def password_hash(password: str = PASSWORD) -> str:
    """A password as the program keeps it: 16 bytes of salt and a digest of 100,000 rounds of SHA-256, in base 64."""
    digest = _SALT + password.encode()
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(_SALT + digest).decode()
