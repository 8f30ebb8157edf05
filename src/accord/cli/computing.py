"""The commands that compute: findings, what if, and the solutions of a bargain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accord.cli import asking, conflicts, printing
from accord.cli.app import Database, Json, Members, Project, Rounds, Seed, app


@app.command()
def findings(
    folder: Project,
    *,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="ID", help="Leave a statement, or a piece of it, out.")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="CLAIM", help="Hear a claim: 'party=A says=refuses issue=...'")
    ] = None,
    scalar: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME.PARTY=VALUE", help="Fix impatience, ...; or give an outside_option."),
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As known on this day.")] = None,
    believe: Annotated[
        list[str] | None, typer.Option("--believe", metavar="PARTY", help="Only who speaks for it; or for nobody.")
    ] = None,
    link: Annotated[str | None, typer.Option("--link", metavar="TRACK,TRACK", help="Settle these together.")] = None,
    separate: Annotated[str | None, typer.Option("--separate", metavar="TRACK", help="Settle it by itself.")] = None,
    order: Annotated[
        str | None,
        typer.Option("--order", metavar="ISSUE,ISSUE", help="Add what this order brings each; the rest stays."),
    ] = None,
    rounds: Rounds = 0,
    seed: Seed = 0,
    members: Members = 1000,
    database: Database = None,
    json: Json = False,
) -> int:
    """Compute the findings; with any option that changes something, what each would be beside what it is."""
    from accord.findings import finding_record
    from accord.findings.changes import Changes, claim, scalars
    from accord.workspace import Settings, Workspace, day

    rates, outside = scalars(scalar or ())
    changes = Changes(
        without=tuple(without or ()),
        add=tuple(claim(words) for words in add or ()),
        rates=rates,
        outside=outside,
        as_of=day(as_of),
        believe=tuple(believe or ()),
        link=asking.names(link),
        separate=asking.names(separate),
        order=asking.names(order),
    )
    workspace, settings = Workspace.open(folder, database), Settings(seed, members, rounds)
    if changes:
        return asking.what_if(workspace, changes, settings, json=json)
    with printing.watched(quiet=json) as progress:
        contents = workspace.compute(settings, progress)
    if json:
        printing.print_json([finding_record(finding) for finding in contents.findings])
    else:
        printing.print_findings(contents.findings, {one.id: one.quote for one in contents.statements})
    return printing.print_problems(contents.problems)


@app.command()
def solve(
    path: Annotated[Path, typer.Argument(help="A bargain file, a scenario (NegMAS, Genius, GeniusWeb) or a project.")],
    json: Json = False,
) -> int:
    """Solve a bargain: zone, frontier, and the Nash, Kalai-Smorodinsky, egalitarian and utilitarian packages.

    A bargain file has `parties`, `issues` (each with `id`, `options` and, where it has one, a `counterfactual`) and
    `utilities` (party, issue, a number for each option). It may have `title`, `tracks`, `weights` of issues,
    `reservations`, `red_lines`, `exclusions` (options no package has together: {wage: high, hours: short}),
    `requirements` (issue, option, other, options), `interactions` (terms, and what they add for a party),
    `preconditions` (party, before, after) and `nash_weights`, with which the asymmetric Nash packages are told too.
    A scenario is a folder of NegMAS, Genius or GeniusWeb files, or its domain file with the profiles beside it. Of a
    conflict (GMCR+, FILE.gmcr) the stable states are told.
    """
    from accord.interchange import is_scenario, read_bargain_file, read_scenario
    from accord.interchange.gmcr import is_gmcr
    from accord.solve import solution_record, solve
    from accord.workspace import NEGOTIATION, bargain_at

    if is_gmcr(path):
        return conflicts.show(path, json=json)
    if (path / NEGOTIATION).is_file():
        record = solution_record(solve(bargain_at(path)))
    elif is_scenario(path):
        scenario = read_scenario(path)
        record = solution_record(solve(scenario.bargain))
        printing.print_problems(scenario.notes)
    else:
        given = read_bargain_file(path)
        record = solution_record(solve(given.bargain, weights=given.nash_weights))
    if json:
        printing.print_json(record)
        return 0
    edge = "no frontier" if record["frontier"] is None else f"{len(record['frontier'])} points on the frontier"
    print(f"{record['packages']} packages, {record['zone']} in the zone, {edge}")
    for what, why in record.get("unknown", {}).items():
        printing.tell(f"{what.replace('_', '-')}: {why}")
    asymmetric = {"asymmetric_nash": record["asymmetric_nash"]} if "asymmetric_nash" in record else {}
    rows = [
        {
            "solution": name.replace("_", "-"),
            "package": ", ".join(f"{issue}: {option}" for issue, option in package["package"].items()),
            "utilities": [f"{utility:.3f}" for utility in package["utilities"]],
        }
        for name, packages in {**record["solutions"], **asymmetric}.items()
        for package in packages
    ]
    printing.print_rows(("solution", "package", "utilities"), rows)
    return 0
