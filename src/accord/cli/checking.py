"""The commands that check: worked cases, the schema of negotiation.yaml, the installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from accord.cli import printing
from accord.cli.app import Json, app
from accord.errors import MaterialError


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON file with a list `cases`.")],
    json: Json = False,
) -> int:
    """Run worked cases of the models, and show where an answer is not the expected one."""
    from accord.verify import cases_in, verify

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MaterialError("A file of worked cases is readable text", f"{path}: {error}", "check the path") from error
    outcomes = verify(cases_in(text))
    failed = [outcome for outcome in outcomes if not outcome.passed]
    if json:
        printing.print_json([_outcome_record(outcome) for outcome in outcomes])
        return 1 if failed else 0
    for outcome in failed:
        if outcome.fault:
            print(printing.plain(f"{outcome.case}: {outcome.fault}"))
        for fault in outcome.mismatches:
            place = f" {fault.key}" if fault.key else ""
            print(printing.plain(f"{outcome.case}:{place} expected {fault.expected!r}, got {fault.got!r}"))
    print(f"{len(outcomes) - len(failed)} of {len(outcomes)} cases pass")
    return 1 if failed else 0


def _outcome_record(outcome: Any) -> dict[str, Any]:
    """An outcome as JSON; both values as they are printed, since JSON knows no infinity."""
    differences = [
        {"key": fault.key, "expected": repr(fault.expected), "got": repr(fault.got)} for fault in outcome.mismatches
    ]
    record = {"case": outcome.case, "model": outcome.model, "passed": outcome.passed, "fault": outcome.fault}
    return record | {"mismatches": differences}


@app.command()
def schema() -> int:
    """Print the JSON Schema of negotiation.yaml."""
    from accord.negotiation import json_schema

    printing.print_json(json_schema())
    return 0


@app.command()
def doctor(json: Json = False) -> int:
    """Show what is installed and whether it works."""
    from accord.cli.doctoring import health

    rows = health()
    if json:
        printing.print_json(rows)
    else:
        printing.print_rows(("part", "state", "needed_for"), rows)
    return 1 if any(row["state"].startswith("broken") for row in rows) else 0
