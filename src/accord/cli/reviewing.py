"""The command with which a person lists statements and corrects them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from accord.cli import printing, showing
from accord.cli.app import Database, Json, Project, app
from accord.errors import CallError


@app.command()
def review(
    folder: Project,
    *,
    reject: Annotated[list[str] | None, typer.Option("--reject", metavar="ID", help="Take a statement out.")] = None,
    restore: Annotated[list[str] | None, typer.Option("--restore", metavar="ID", help="Take it in again.")] = None,
    change: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="ID FIELD=VALUE", help="Correct a field; points.0.option for a point's."),
    ] = None,
    why: Annotated[str, typer.Option(help="The reason, kept with every correction.")] = "",
    database: Database = None,
    json: Json = False,
) -> int:
    """List the statements, or correct them; the next step recomputes."""
    from accord.workspace import Workspace

    workspace = Workspace.open(folder, database)
    decisions: list[tuple[str, dict[str, Any], bool | None]] = []
    decisions += [(name, {}, True) for name in reject or ()]
    decisions += [(name, {}, False) for name in restore or ()]
    decisions += [(*_assignment(text), None) for text in change or ()]
    if decisions and not why.strip():
        raise CallError("A correction has a reason", "got none", 'add --why "..."')
    for name, changes, rejected in decisions:
        workspace.review(name, changes=changes, rejected=rejected, why=why)
    if decisions and not json:
        print(f"{len(decisions)} correction(s) kept; `accord findings {folder}` computes with them.")
        return 0
    _print_statements(workspace, json=json)
    return 0


def _assignment(text: str) -> tuple[str, dict[str, Any]]:
    """The statement and the change of `ID FIELD=VALUE`, the value as JSON where it is JSON, else as text."""
    from json import JSONDecodeError, loads

    statement, _, change = text.partition(" ")
    name, equals, value = change.partition("=")
    if not equals or not name:
        raise CallError(
            "A correction reads ID FIELD=VALUE", f"got {text!r}", "write for instance points.0.option=pause"
        )
    try:
        return statement, {name: loads(value)}
    except JSONDecodeError:
        return statement, {name: value}


def _print_statements(workspace: Any, *, json: bool) -> None:
    from accord.report.outputs import statement_records

    records = statement_records(workspace.statements(), workspace.documents())
    if json:
        printing.print_json(records)
        return
    showing.print_statements(records)
