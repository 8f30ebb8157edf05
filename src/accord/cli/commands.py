"""The commands of `accord`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from accord.cli import asking, printing, showing
from accord.errors import AccordError, CallError, MaterialError, NegotiationError

app = typer.Typer(
    name="accord",
    help="Reads documents about a negotiation and computes, with the quotation beside every number, what they settle.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Sources = Annotated[list[str], typer.Argument(help="Files, folders or URLs of documents (txt, md, html).")]
Project = Annotated[Path, typer.Argument(help="A project folder: negotiation.yaml, sources/, talks.db.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Seed = Annotated[
    int, typer.Option(min=0, max=2**63 - 1, help="Root of every random stream: the same seed, the same files.")
]
Members = Annotated[int, typer.Option(min=50, max=100_000, help="How many models to draw.")]
Database = Annotated[str | None, typer.Option("--database", help="A database URL in place of talks.db.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="As known on this day (YYYY-MM-DD).")]
Party = Annotated[str | None, typer.Option("--party", help="Only this party (id).")]
Issue = Annotated[str | None, typer.Option("--issue", help="Only this issue (id).")]


def run() -> int:
    """Runs the command line and returns the exit code: 0 done, 1 with errors in the material, 2 a wrong call."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        outcome = app(_paired(sys.argv[1:]), standalone_mode=False)
    except NegotiationError as fault:
        printing.print_problems(fault.problems)
        printing.tell(f"accord: {fault}")
        return 2
    except AccordError as fault:
        printing.tell(f"accord: {fault}")
        return 2
    except typer.TyperException as fault:
        printing.tell(f"accord: {fault.format_message() or 'a command is missing; accord --help lists them'}")
        return 2
    except (typer.Abort, KeyboardInterrupt):
        printing.tell("accord: interrupted; what was reported as kept has been kept.")
        return 130
    except BrokenPipeError:
        return 0
    return int(outcome or 0)


def _paired(arguments: list[str]) -> list[str]:
    """The arguments with the two words after each `--set` of `review` as one, since an option takes one."""
    if arguments[:1] != ["review"]:
        return arguments
    joined: list[str] = []
    for argument in arguments:
        if len(joined) >= 2 and joined[-2] == "--set" and " " not in joined[-1] and "=" not in joined[-1]:
            joined[-1] = f"{joined[-1]} {argument}"
        else:
            joined.append(argument)
    return joined


@app.callback()
def _options(
    show_version: Annotated[bool, typer.Option("--version", "-V", is_eager=True, help="Print the version.")] = False,
) -> None:
    """Options of accord itself; `--version` alone is answered before this module loads."""
    if show_version:
        from importlib.metadata import version

        print(f"accord {version('accord')}")
        raise typer.Exit


@app.command()
def analyze(
    sources: Sources,
    negotiation: Annotated[Path | None, typer.Option(help="The negotiation.yaml; drafted where none is given.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the report and its files.")] = Path("accord-report"),
    seed: Seed = 0,
    members: Members = 1000,
    json: Json = False,
) -> int:
    """Do the whole flow: read, book, weigh, compute, and write the report."""
    from accord.findings import finding_record, headlines
    from accord.workspace import Settings, analyze, now, project_of, publish

    started = now()
    found = project_of(sources)
    if found is not None:
        own, sources = found
        if negotiation is None:
            negotiation = own
            printing.tell(f"Using {negotiation}.")
    with printing.watched(quiet=json) as progress:
        contents = analyze(sources, negotiation, settings=Settings(seed, members), progress=progress)
        progress("report", 0, 0)
        page = publish(contents, out, sources, started)
    if json:
        printing.print_json([finding_record(finding) for finding in contents.findings])
    else:
        quotes = {statement.id: statement.quote for statement in contents.statements}
        told = [finding for finding in contents.findings if finding.status.value != "silent"]
        printing.print_findings(headlines(contents.findings), quotes)
        print(
            f"\n{len(contents.documents)} documents, {len(contents.statements)} statements, {len(told)} findings with "
            f"evidence, {len(contents.problems)} problems, {(now() - started).total_seconds():.0f} s."
        )
    code = printing.print_problems(contents.problems)
    if not json:
        print(f"Report: {page}")
    return code


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="The folder to make.")]) -> int:
    """Start a project: a commented negotiation.yaml and a folder for sources."""
    from accord.workspace import Workspace

    workspace = Workspace.new(folder)
    print(f"Made {workspace.folder}: put documents into {workspace.folder / 'sources'}, edit negotiation.yaml")
    print(f"(or let `accord draft` propose one), then run `accord read {folder}` and `accord report {folder}`.")
    return 0


@app.command()
def draft(
    sources: Sources,
    out: Annotated[
        Path | None, typer.Option(help="Write here (a file that does not exist); else standard output.")
    ] = None,
    json: Json = False,
) -> int:
    """Propose parties, tracks, issues and options from documents."""
    from accord.workspace import draft_file

    text, record, problems = draft_file(sources, out)
    if json:
        printing.print_json(record)
    elif out is None:
        print(text, end="")
    else:
        print(
            f"Wrote {out}: every part is marked `drafted`; correct it, then run `accord analyze --negotiation {out}`."
        )
    return printing.print_problems(problems)


@app.command()
def read(
    folder: Project,
    *,
    endpoint: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Read by a language model that answers here (http://127.0.0.1:8000/v1)."),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="The model's name at the endpoint.")] = None,
    requests: Annotated[int, typer.Option(metavar="N", help="The most requests that may be sent.")] = 200,
    database: Database = None,
    json: Json = False,
) -> int:
    """Read the project's new or changed documents and keep their statements.

    By rules and with no network, unless --endpoint and --model name a language model; then documents are sent there,
    and what it answers counts where the text bears it out word for word. A key is taken from ACCORD_MODEL_KEY.
    """
    from accord.cli.asking import model_of
    from accord.workspace import Workspace

    workspace = Workspace.open(folder, database)
    with printing.watched(quiet=json) as progress:
        added, problems = workspace.read(progress, model=model_of(endpoint, model, requests))
    documents, statements = workspace.documents(), workspace.statements()
    if json:
        printing.print_json({"added": added, "documents": len(documents), "statements": len(statements)})
    else:
        print(f"{added} statements read now; {len(documents)} documents and {len(statements)} statements in all.")
    return printing.print_problems(problems)


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
    workspace, settings = Workspace.open(folder, database), Settings(seed, members)
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
def report(folder: Project, *, seed: Seed = 0, members: Members = 1000, database: Database = None) -> int:
    """Write the report and its files into the project's report folder."""
    from accord.workspace import Settings, Workspace

    with printing.watched() as progress:
        page, contents = Workspace.open(folder, database).report(Settings(seed, members), progress)
    code = printing.print_problems(contents.problems)
    print(f"Report: {page}")
    return code


@app.command()
def solve(
    path: Annotated[Path, typer.Argument(help="A bargain file (YAML or JSON) or a project folder.")],
    json: Json = False,
) -> int:
    """Solve a bargain: zone, frontier, and the Nash, Kalai-Smorodinsky, egalitarian and utilitarian packages.

    A bargain file has `parties`, `issues` (each with `id`, `options` and, where it has one, a `counterfactual`) and
    `utilities` (party, issue, a number for each option). It may have `title`, `tracks`, `weights` of issues,
    `reservations`, `red_lines`, `exclusions` (options no package has together: {wage: high, hours: short}),
    `requirements` (issue, option, other, options), `interactions` (terms, and what they add for a party),
    `preconditions` (party, before, after) and `nash_weights`, with which the asymmetric Nash packages are told too.
    """
    from accord.interchange import read_bargain_file
    from accord.solve import solution_record, solve
    from accord.workspace import bargain_at

    if path.is_dir():
        record = solution_record(solve(bargain_at(path)))
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
