"""Conflicts of other programs, and tables of actors: the stable states, and where an issue will end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accord.cli import printing
from accord.cli.app import Json, app


def show(path: Path, *, json: bool) -> int:
    """Prints the stable states of a conflict by concept."""
    from accord.interchange.gmcr import read_gmcr, stability_record

    conflict = read_gmcr(path)
    record = stability_record(conflict)
    if json:
        printing.print_json(record)
    else:
        told = ", ".join(record["parties"])
        print(printing.plain(f"{len(record['states'])} states, {len(record['options'])} options; {told}"))
        concepts = tuple(record["equilibria"])
        stable = {one for states in record["equilibria"].values() for one in states}
        rows = [
            {
                "state": one["state"],
                "options taken": one["taken"],
                **{name: "stable" if one["state"] in record["equilibria"][name] else "" for name in concepts},
            }
            for one in record["states"]
            if one["state"] in stable
        ]
        printing.print_rows(("state", "options taken", *concepts), rows)
        if not rows:
            print("No state is stable for every party.")
    return printing.print_problems(conflict.notes)


@app.command()
def forecast(
    file: Annotated[Path, typer.Argument(help="A table (CSV) of actors: position, salience, capability on an issue.")],
    *,
    rounds: Annotated[int, typer.Option(min=1, max=1000, help="Rounds of challenges to show.")] = 10,
    json: Json = False,
) -> int:
    """Forecast where an issue ends by who stands where, how much it matters to each, and what each can do.

    Three models: the mean of positions by salience times capability (the compromise model), the median by the same
    weights, and rounds of challenges (the expected-utility model), which do not settle: they are shown round by round,
    by two rules for choosing among compromises. Reads the tables of the Challenge model and of KTAB's SMP.
    """
    from accord.interchange.actors import forecast_record, read_actors

    table = read_actors(file)
    record = forecast_record(table, rounds)
    if json:
        printing.print_json(record)
        return printing.print_problems(table.notes)
    for issue in record["issues"]:
        print(printing.plain(f"{issue['issue']}: {len(table.actors)} actors"))
        rows = [
            {"model": "compromise (weighted mean)", "forecast": issue["compromise_mean"]},
            {"model": "weighted median", "forecast": issue["weighted_median"]},
        ]
        for name, one in issue["challenges"].items():
            low, high = one["median_range"]
            told = f"{low:.2f} to {high:.2f} over rounds 1 to {rounds}"
            rows.append({"model": f"challenges, {name.replace('_', ' ')} (median)", "forecast": told})
        printing.print_rows(("model", "forecast"), rows)
    return printing.print_problems(table.notes)
