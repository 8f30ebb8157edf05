"""The command that writes files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accord.cli import printing
from accord.cli.app import Database, Members, Seed, app
from accord.errors import CallError


@app.command()
def export(
    path: Annotated[Path, typer.Argument(help="A project; for a scenario also a bargain file or another scenario.")],
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help="csv, parquet, json, graphml, docx, html, dna, dna3; negmas, genius, geniusweb.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="The file or folder to make: a folder for several files.")],
    what: Annotated[
        str | None, typer.Option("--what", metavar="NAME", help="Only this table: matrix, moves, findings, ...")
    ] = None,
    seed: Seed = 0,
    members: Members = 1000,
    database: Database = None,
) -> int:
    """Write a project's tables, network, report or model for other programs, and say what a format cannot hold."""
    from accord.workspace.exports import SCENARIOS

    if to in SCENARIOS:
        return _scenario(path, to, out)
    from accord.store.exports import write_export
    from accord.workspace import Settings, Workspace
    from accord.workspace.exports import KINDS
    from accord.workspace.exports import export as made

    names = [name for name, kind in KINDS.items() if to in kind.forms and what in {None, name}]
    if not names:
        forms = list(dict.fromkeys(form for kind in KINDS.values() for form in kind.forms))
        asked = f"got {to!r}" + (f" for {what!r}" if what else "")
        raise CallError(
            f"A format is one of {', '.join(forms)}, and a table one of {', '.join(KINDS)} that comes in it",
            asked,
            "name one of them",
        )
    with printing.watched() as progress:
        contents = Workspace.open(path, database).compute(Settings(seed, members), progress)
    for name in names:
        file = made(contents, name, to)
        write_export(out if len(names) == 1 else out / file.name, file.content)
        for sentence in file.left_out:
            printing.tell(sentence)
    print(f"Wrote {out}: {', '.join(names)}.")
    return printing.print_problems(contents.problems)


def _scenario(path: Path, form: str, out: Path) -> int:
    from accord.interchange import scenario_files
    from accord.store.exports import write_export
    from accord.workspace import bargain_at

    files, left_out = scenario_files(bargain_at(path), form, path.stem)
    for name, text in files.items():
        write_export(out / name, text)
    print(f"Wrote {len(files)} files to {out}.")
    for sentence in left_out:
        printing.tell(sentence)
    return 0
