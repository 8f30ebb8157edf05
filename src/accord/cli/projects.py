"""The commands for a project: the whole flow, a new folder, a draft, reading, the report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accord.cli import printing
from accord.cli.app import Cluster, Database, Follow, Json, Members, Project, Rounds, Seed, Sources, WorkerCount, app


@app.command()
def analyze(
    sources: Sources,
    *,
    negotiation: Annotated[Path | None, typer.Option(help="The negotiation.yaml; drafted where none is given.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the report and its files.")] = Path("accord-report"),
    rounds: Rounds = 0,
    seed: Seed = 0,
    members: Members = 1000,
    follow_links: Follow = False,
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
    settings = Settings(seed, members, rounds)
    with printing.watched(quiet=json) as progress:
        contents = analyze(sources, negotiation, settings=settings, progress=progress, follow_links=follow_links)
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
    *,
    follow_links: Follow = False,
    json: Json = False,
) -> int:
    """Propose parties, tracks, issues and options from documents."""
    from accord.workspace import draft_file

    text, record, problems = draft_file(sources, out, follow_links=follow_links)
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
    follow_links: Follow = False,
    workers: WorkerCount = 1,
    cluster: Cluster = "",
    database: Database = None,
    json: Json = False,
) -> int:
    """Read the project's new or changed documents and keep their statements.

    By rules and with no network, unless --endpoint and --model name a language model; then documents are sent there,
    and what it answers counts where the text bears it out word for word. A key is taken from ACCORD_MODEL_KEY.
    A large corpus is read sooner by several --workers, or on a --cluster: the statements are the same.
    """
    from accord.cli.asking import model_of
    from accord.workspace import Workspace
    from accord.workspace.spreading import Workers

    workspace = Workspace.open(folder, database)
    many = Workers(workers, cluster) if workers > 1 or cluster else None
    with printing.watched(quiet=json) as progress:
        added, problems = workspace.read(
            progress, model=model_of(endpoint, model, requests), follow_links=follow_links, workers=many
        )
    documents, statements = workspace.documents(), workspace.statements()
    if json:
        printing.print_json({"added": added, "documents": len(documents), "statements": len(statements)})
    else:
        print(f"{added} statements read now; {len(documents)} documents and {len(statements)} statements in all.")
        if endpoint is None and (learned := workspace.learned()):
            print(f"Read by rule, and {' and '.join(learned)} by what `accord train` learned.")
    return printing.print_problems(problems)


@app.command()
def report(
    folder: Project, *, rounds: Rounds = 0, seed: Seed = 0, members: Members = 1000, database: Database = None
) -> int:
    """Write the report and its files into the project's report folder."""
    from accord.workspace import Settings, Workspace

    with printing.watched() as progress:
        page, contents = Workspace.open(folder, database).report(Settings(seed, members, rounds), progress)
    code = printing.print_problems(contents.problems)
    print(f"Report: {page}")
    return code
