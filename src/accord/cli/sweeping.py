"""The command that sweeps the uncertain numbers of a project or a bargain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accord.cli import printing
from accord.cli.app import Cluster, Database, Json, Seed, WorkerCount, app
from accord.errors import CallError

if TYPE_CHECKING:
    from accord.workspace.sweep_subjects import Subject
    from accord.workspace.sweeping import Sweep

_SHOWN = 8


@app.command()
def sweep(
    path: Annotated[Path, typer.Argument(help="A project folder, a bargain file, or a scenario.")],
    *,
    of: Annotated[
        list[str] | None,
        typer.Option(
            "--of", metavar="OUTCOME", help="agreement, zone, nash.PARTY, a finding's id, ...; --list has all."
        ),
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary", metavar="NAME[=LOW..HIGH]", help="impatience, impatience.A, reservation.A=0.2..0.5, ..."
        ),
    ] = None,
    points: Annotated[int, typer.Option(min=4, max=10**7, help="The most points to compute.")] = 1024,
    design: Annotated[str, typer.Option(metavar="NAME", help="sobol, morris or latin.")] = "sobol",
    out: Annotated[
        Path | None, typer.Option(help="Keep points in this folder; the same call again goes on where it stopped.")
    ] = None,
    workers: WorkerCount = 1,
    cluster: Cluster = "",
    strategies: Annotated[
        str | None, typer.Option(metavar="A,B,...", help="Play a bargain out at each point, as `accord simulate` does.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, max=1_000_000, help="Rounds, where talks are played.")] = 100,
    runs: Annotated[int, typer.Option(min=1, max=10**6, help="Runs at each point, where talks are played.")] = 1,
    listed: Annotated[bool, typer.Option("--list", help="Only list what can be varied and asked.")] = False,
    seed: Seed = 0,
    members: Annotated[int, typer.Option(min=50, max=100_000, help="Models drawn at each point of a project.")] = 200,
    database: Database = None,
    json: Json = False,
) -> int:
    """Tell how much each uncertain number does to the deal space, to findings, or to talks played out.

    Every rate, reliability, reservation or weight is varied within its range over a design of points; Sobol indices say
    which share of an outcome's variance each makes, alone (first) and with the others (total), with half the width of a
    95 % interval. `--list` names what can be varied, its range, and what can be asked.
    """
    from accord.workspace.spreading import Workers
    from accord.workspace.sweeping import caveats, index_rows, indices, plan, run

    with printing.watched(quiet=json) as progress:
        subject = _subject(path, _play(strategies, steps, runs, seed), seed, members, database)
        if listed:
            return _list(subject, json=json)
        planned = plan(subject, vary=vary or (), asked=of or (), points=points, design=design, seed=seed)
        many = Workers(workers, cluster)
        values = run(subject, planned, workers=many, folder=out, progress=progress)
    rows = index_rows(planned, indices(planned, values))
    told = caveats(planned, values)
    if json:
        printing.print_json({**_record(planned), "indices": rows, "caveats": list(told)})
    else:
        _tell(planned, rows, out)
    for sentence in () if json else told:
        printing.tell(sentence)
    return 0


def _play(strategies: str | None, steps: int, runs: int, seed: int) -> Any:
    from accord.cli.simulating import _named
    from accord.workspace.sweep_subjects import Play

    return None if strategies is None else Play(_named(strategies), steps, runs, seed)


def _subject(path: Path, play: Any, seed: int, members: int, database: str | None) -> Subject:
    from accord.workspace import NEGOTIATION, Settings, Workspace, bargain_at
    from accord.workspace.sweep_subjects import BargainSubject, ProjectSubject

    if not path.exists():
        raise CallError("PATH must be a project folder, a bargain file or a scenario", f"there is no {path}")
    if play is not None or not (path / NEGOTIATION).is_file():
        return BargainSubject(bargain_at(path), play)
    workspace = Workspace.open(path, database)
    read = (workspace.documents(), workspace.negotiation()[0], workspace.statements())
    return ProjectSubject.of(read, Settings(seed, members))


def _list(subject: Subject, *, json: bool) -> int:
    numbers = [{"number": one.name, "low": one.low, "high": one.high} for one in subject.numbers()]
    outcomes = subject.outcomes()
    baseline = dict(zip(outcomes, subject.ready(outcomes)({}), strict=True))
    if json:
        printing.print_json({"numbers": numbers, "outcomes": baseline})
        return 0
    printing.print_rows(("number", "low", "high"), numbers)
    shown = [{"outcome": name, "now": value} for name, value in baseline.items()]
    printing.print_rows(("outcome", "now"), shown)
    return 0


def _record(planned: Sweep) -> dict[str, Any]:
    return {
        "design": planned.design,
        "points": len(planned.points),
        "numbers": [{"number": one.name, "low": one.low, "high": one.high} for one in planned.numbers],
        "asked": list(planned.asked),
    }


def _tell(planned: Sweep, rows: list[dict[str, Any]], out: Path | None) -> None:
    from accord.workspace.sweeping import index_columns

    columns = ("number", *index_columns(planned.design))
    print(f"{len(planned.points)} points, {len(planned.numbers)} numbers, {planned.design} design")
    for outcome in planned.asked:
        own = [row for row in rows if row["outcome"] == outcome]
        print(printing.plain(f"\n{outcome}"))
        printing.print_rows(columns, own[:_SHOWN])
        if len(own) > _SHOWN:
            print(f"... and {len(own) - _SHOWN} numbers with less; --json and indices.csv have all")
    if out is not None:
        print(f"\nPoints, table and indices: {out}")
