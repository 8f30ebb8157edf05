"""The commands for people's codings: bring them in, see how far coders agree."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accord.cli import printing, showing
from accord.cli.app import Database, Json, Project, Seed, app
from accord.cli.asking import names
from accord.errors import CallError, MaterialError

if TYPE_CHECKING:
    from accord.reading.adjudication import Disagreement
    from accord.reading.agreement import Agreement

_LISTED = 20


@app.command(name="import")
def import_(
    folder: Project,
    file: Annotated[
        Path, typer.Argument(help="Codings: statements.jsonl, a table (CSV), DNA's event list or its own file (.dna).")
    ],
    *,
    form: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="jsonl, csv or dna; left out, the file tells.")
    ] = None,
    coder: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose they are, where the file's rows name nobody; without, agreed on."),
    ] = None,
    database: Database = None,
    json: Json = False,
) -> int:
    """Bring in other people's codings of the project's documents.

    A coding whose words cannot be placed in a document is listed with its row and the reason, never dropped. Codings
    agreed on take the place of what was read by machine, at once; a coder's (named by --coder, or by the rows of the
    file) are kept apart: `accord agreement` compares them, `accord review --disputed` lists where they differ.
    """
    from accord.workspace import Workspace
    from accord.workspace.coders import import_file

    _check_format(file, form)
    found = import_file(Workspace.open(folder, database), file, coder)
    if json:
        unplaced = [{"row": one.row, "quote": one.quote, "why": one.why} for one in found.unplaced]
        printing.print_json({"statements": len(found.statements), "unplaced": unplaced})
    else:
        print(f"{len(found.statements)} statements brought in; {len(found.unplaced)} rows could not be placed.")
    return max(printing.print_problems(found.problems), int(bool(found.unplaced)))


def _check_format(file: Path, form: str | None) -> None:
    """Nothing, where the file can be in the format named; what it is else is told by `import_file`."""
    with file.open("rb") if file.is_file() else BytesIO() as stream:
        head = stream.read(4096)
    if form is None:
        return
    database = head.startswith(b"SQLite format 3")
    starts = {
        "jsonl": head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"),
        "dna": database
        or {b"statement id", b"document title"} <= set(re.split(rb'["\r\n]*[;,\t]"?|["\r\n]+', head.lower())),
        "csv": not database and not head.lstrip().startswith(b"{"),
    }
    if form not in starts:
        raise CallError(f"A format of codings is one of {', '.join(starts)}", f"got {form!r}", "name one of them")
    if not starts[form]:
        began = head[:60].decode("utf-8", "replace")
        raise MaterialError(f"{file} is {form}", f"it starts with {began!r}", "leave --format out, or name the file's")


@app.command()
def agreement(
    folder: Project,
    *,
    coders: Annotated[
        str | None, typer.Option(metavar="A,B", help="Only these; `by_rule` is the offline reader.")
    ] = None,
    seed: Seed = 0,
    database: Database = None,
    json: Json = False,
) -> int:
    """Tell how far the coders of a project agree, field by field, and on what they disagree.

    Coders are who brought codings in (`accord import --coder`) or reviewed what was read (`accord review --coder`).
    Compared are the passages that all of them looked at. With --coders, all that these disagree on is listed; without,
    what is still open between people.
    """
    from accord.reading.agreement import agreement_record
    from accord.workspace import Workspace
    from accord.workspace.settling import compare, dispute_records

    found, open_ones = compare(Workspace.open(folder, database), names(coders), seed=seed)
    if json:
        printing.print_json({**agreement_record(found), "disagreements": dispute_records(open_ones)})
    else:
        _print_agreement(found, open_ones)
    return 0


def _print_agreement(found: Agreement, open_ones: tuple[Disagreement, ...]) -> None:
    place = found.unitizing
    print(f"{', '.join(found.coders)}: {len(found.units)} passages in {found.documents} documents.")
    print(f"Where statements are: both have {_share(place.share)} of the spans; alpha {_number(place.alpha)}.")
    for one in found.fields:
        low, high = one.interval or (None, None)
        between = f" ({_number(low)} to {_number(high)})" if low is not None else ""
        print(f"{one.field:<10} alpha {_number(one.alpha)}{between}, same in {_share(one.percent)} of {one.units}")
    showing.print_disputes(open_ones, _LISTED)


def _number(value: float | None) -> str:
    return "not to be told" if value is None else f"{value:.2f}"


def _share(value: float | None) -> str:
    return "none" if value is None else f"{100 * value:.0f} %"
