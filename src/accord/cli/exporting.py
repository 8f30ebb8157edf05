"""The command that writes files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accord.cli import printing
from accord.cli.app import app


@app.command()
def export(
    path: Annotated[Path, typer.Argument(help="A bargain file, a scenario or a project (its central model).")],
    *,
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="negmas, genius or geniusweb.")],
    out: Annotated[Path, typer.Option(help="The folder to make.")],
) -> int:
    """Write a bargain as another program's scenario, and say what its format cannot hold."""
    from accord.interchange import scenario_files
    from accord.store import write_new
    from accord.workspace import bargain_at

    files, left_out = scenario_files(bargain_at(path), to, path.stem)
    for name, text in files.items():
        write_new(out / name, text)
    print(f"Wrote {len(files)} files to {out}.")
    for sentence in left_out:
        printing.tell(sentence)
    return 0
