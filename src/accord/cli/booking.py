"""The commands for what was booked: the matrix and the ledger."""

from __future__ import annotations

from accord.cli import printing, showing
from accord.cli.app import Database, Issue, Json, On, Party, Project, app
from accord.errors import CallError


@app.command(name="matrix")
def show_matrix(folder: Project, *, on: On = None, database: Database = None, json: Json = False) -> int:
    """Show where each party stands on each issue."""
    from accord.ledger import matrix, matrix_rows
    from accord.workspace import Workspace, day

    ledger, negotiation = Workspace.open(folder, database).ledger()
    if json:
        printing.print_json(matrix_rows(ledger, negotiation, on=day(on)))
    else:
        showing.print_matrix(matrix(ledger, negotiation, day(on)), negotiation)
    return 0


@app.command()
def ledger(
    folder: Project, *, party: Party = None, issue: Issue = None, database: Database = None, json: Json = False
) -> int:
    """Show who moved, when, how far, and by whose account."""
    from accord.ledger import ledger_rows
    from accord.workspace import Workspace

    book, negotiation = Workspace.open(folder, database).ledger()
    for name, known in ((party, negotiation.parties), (issue, negotiation.issues)):
        if name is not None and name not in {one.id for one in known}:
            raise CallError(f"It is one of {', '.join(one.id for one in known)}", f"got {name!r}", "name one of them")
    rows = [
        row
        for row in ledger_rows(book)
        if (party is None or row["party"] == party) and (issue is None or row["issue"] == issue)
    ]
    if json:
        printing.print_json(rows)
    else:
        showing.print_ledger(rows)
    return 0
