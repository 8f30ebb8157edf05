"""The commands for what was booked: the matrix and the ledger, as tables, CSV, Parquet, JSON and a network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accord.cli import booked, printing, showing
from accord.cli.app import Database, Issue, Json, On, Party, Project, app
from accord.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accord.ledger import Row
    from accord.ledger.tables import Booked, Section
    from accord.negotiation import Negotiation


class What(StrEnum):
    """The sections of the ledger."""

    POSITIONS = "positions"
    MOVES = "moves"
    UNCHANGED = "unchanged"
    AGREED = "agreed"
    READOUTS = "readouts"
    VOICES = "voices"


_SHOWN = (What.MOVES, What.UNCHANGED, What.AGREED, What.POSITIONS)
Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the table as CSV into this new file.")]
Parquet = Annotated[Path | None, typer.Option("--parquet", metavar="FILE", help="Write it as Parquet into a new file.")]


@app.command(name="matrix")
def show_matrix(
    folder: Project,
    *,
    on: On = None,
    party: Party = None,
    issue: Issue = None,
    csv: Csv = None,
    parquet: Parquet = None,
    database: Database = None,
    json: Json = False,
) -> int:
    """Show where each party stands on each issue."""
    from accord.ledger import matrix, matrix_rows
    from accord.ledger.tables import narrowed, section
    from accord.workspace import day

    told = replace(_booked(folder, database), on=day(on))
    _known(told.negotiation, party, issue)
    if csv or parquet:
        return _written(narrowed(section(told, "matrix"), party=party, issue=issue)[0], csv, parquet)
    if json:
        rows = matrix_rows(told.ledger, told.negotiation, on=told.on)
        printing.print_json([row for row in rows if party in {None, row["party"]} and issue in {None, row["issue"]}])
    else:
        rows_shown = [row for row in matrix(told.ledger, told.negotiation, told.on) if issue in {None, row.issue}]
        _show_matrix(rows_shown, told.negotiation, party)
    return 0


def _show_matrix(rows: Sequence[Row], negotiation: Negotiation, party: str | None) -> None:
    ours = tuple(one for one in negotiation.parties if party in {None, one.id})
    cells = [replace(row, cells=tuple(cell for cell in row.cells if party in {None, cell.party})) for row in rows]
    showing.print_matrix(cells, negotiation.model_copy(update={"parties": ours}))


@app.command()
def ledger(
    folder: Project,
    *,
    what: Annotated[What | None, typer.Option("--what", help="One section in full.")] = None,
    party: Party = None,
    issue: Issue = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Not before this day.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Not after this day.")] = None,
    csv: Csv = None,
    parquet: Parquet = None,
    graphml: Annotated[
        Path | None, typer.Option("--graphml", metavar="FILE", help="Write the voices as a network into a new file.")
    ] = None,
    database: Database = None,
    json: Json = False,
) -> int:
    """Show who moved, when, how far, and by whose account; what stayed, what is agreed, who claims what.

    A date told as a month or a year is kept as that, and lies within --from and --to if one of its days does. What
    has no known date is left out where these are given.
    """
    from accord.workspace import day

    told = _booked(folder, database)
    _known(told.negotiation, party, issue)
    asked = _Asked(party, issue, day(first), day(last))
    if asked.first and asked.last and asked.first > asked.last:
        came = f"got --from {asked.first} and --to {asked.last}"
        raise CallError("The first day is not after the last", came, "exchange them")
    if graphml is not None:
        return _network(told, asked, graphml)
    if csv or parquet:
        return _written(asked.of(told, what.value if what else "ledger"), csv, parquet)
    if json:
        return _print_json(told, asked, what)
    for name in (what,) if what else _SHOWN:
        booked.print_section(name.value, asked.of(told, name.value).rows)
    return 0


@dataclass(frozen=True, slots=True)
class _Asked:
    """What part of the ledger is asked for."""

    party: str | None
    issue: str | None
    first: date | None
    last: date | None

    def of(self, told: Booked, name: str) -> Section:
        """The rows asked for; a note on standard error counts those of no known day that fell."""
        from accord.ledger.tables import narrowed, section

        if self.last is not None:
            told = replace(told, on=self.last)
        table, undated = narrowed(
            section(told, name), party=self.party, issue=self.issue, first=self.first, last=self.last
        )
        if undated:
            printing.tell(f"note: {undated} of {name} without a known date left out.")
        return table


def _print_json(told: Booked, asked: _Asked, what: What | None) -> int:
    from accord.interchange.tables import json_rows

    table = asked.of(told, what.value if what else "ledger")
    printing.print_json(json_rows(table.columns, table.rows))
    return 0


def _network(told: Booked, asked: _Asked, path: Path) -> int:
    from accord.interchange.graphml import graphml, voices_graph
    from accord.ledger import voices
    from accord.store.exports import write_export

    edges = [
        edge
        for edge in voices(replace(told, on=asked.last).known, told.negotiation)
        if asked.party in {None, edge.about} and asked.issue in {None, edge.issue}
    ]
    write_export(path, graphml(voices_graph(edges, told.negotiation)))
    print(f"Wrote {path}: {len(edges)} claims.")
    return 0


def _written(table: Section, csv: Path | None, parquet: Path | None) -> int:
    from accord.interchange.tables import csv_text, parquet_bytes
    from accord.store.exports import write_export

    for path, written in ((csv, csv_text), (parquet, parquet_bytes)):
        if path is not None:
            write_export(path, written(table.columns, table.rows))
            print(f"Wrote {path}: {len(table.rows)} rows.")
    return 0


def _booked(folder: Path, database: str | None) -> Booked:
    """The project's ledger, reprints of one text counted once as in the findings."""
    from accord.ledger.tables import booked_once
    from accord.workspace import Workspace

    workspace = Workspace.open(folder, database)
    return booked_once(workspace.statements(), workspace.documents(), workspace.negotiation()[0])


def _known(negotiation: Negotiation, party: str | None, issue: str | None) -> None:
    for name, known in ((party, negotiation.parties), (issue, negotiation.issues)):
        if name is not None and name not in {one.id for one in known}:
            raise CallError(f"It is one of {', '.join(one.id for one in known)}", f"got {name!r}", "name one of them")
