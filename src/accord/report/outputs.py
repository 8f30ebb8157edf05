"""The files that a run leaves, beside the report: the same input, seed and versions give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from accord.documents import Document
from accord.errors import problem_record
from accord.files import write_atomically
from accord.findings import finding_record
from accord.ledger import LEDGER_COLUMNS, MATRIX_COLUMNS, ledger_rows, matrix_rows
from accord.negotiation import dump_negotiation
from accord.report.contents import Contents
from accord.statements import Statement, statement_record
from accord.tables import csv_text


def write_outputs(contents: Contents, folder: Path, *, run: Mapping[str, Any]) -> tuple[Path, ...]:
    """Writes every machine-readable file of a run into `folder` and returns their paths.

    `run`: what belongs to this run alone, such as times and paths; it goes into `run.json`.
    """
    texts = {
        "negotiation.yaml": dump_negotiation(contents.negotiation),
        "documents.jsonl": json_lines(document_record(document) for document in contents.documents),
        "statements.jsonl": json_lines(statement_records(contents.statements, contents.documents)),
        "matrix.csv": _table(MATRIX_COLUMNS, matrix_rows(contents.ledger, contents.negotiation)),
        "ledger.csv": _table(LEDGER_COLUMNS, ledger_rows(contents.ledger)),
        "findings.json": json_text([finding_record(finding) for finding in contents.findings]),
        "problems.json": json_text([problem_record(problem) for problem in contents.problems]),
        "run.json": json_text(dict(run)),
    }
    for name, text in texts.items():
        write_atomically(folder / name, text)
    return tuple(folder / name for name in texts)


def document_record(document: Document) -> dict[str, Any]:
    """A document as a JSON object."""
    return {
        "id": document.id,
        "file": document.file,
        "title": document.title,
        "source": document.source,
        "date": document.date.isoformat() if document.date else None,
        "text": document.text,
    }


def statement_records(statements: Iterable[Statement], documents: Iterable[Document]) -> list[dict[str, Any]]:
    """Statements as JSON objects, their spans naming documents by file."""
    files = {document.id: document.file for document in documents}
    return [statement_record(statement, files[statement.span.document]) for statement in statements]


def json_text(value: Any) -> str:
    """A JSON text with a line end, refusing numbers that JSON does not have."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def json_lines(records: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line; line separators inside strings are escaped, since some readers cut there."""
    lines = (json.dumps(record, ensure_ascii=False, allow_nan=False) for record in records)
    escapes = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
    return "".join(line.translate(escapes) + "\n" for line in lines)


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    return csv_text(columns, ([row[column] for column in columns] for row in rows))
