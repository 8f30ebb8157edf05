"""The command that trains a tagger on what people reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from accord.cli import printing
from accord.cli.app import Database, Json, Project, app

if TYPE_CHECKING:
    from accord.workspace.training import Trained


@app.command()
def train(
    folder: Project,
    *,
    forget: Annotated[bool, typer.Option("--forget", help="Remove what was learned; the rules read alone.")] = False,
    database: Database = None,
    json: Json = False,
) -> int:
    """Learn from reviewed statements, and read with it where that is better than the rules.

    Learns whether a passage is a statement at all (relevance) and what each point does (act), from corrections, from
    what was accepted in `accord review --accept`, and from codings agreed on. It is compared with the rules on
    documents it was not trained on, and takes over only where it is better beyond its error. What it learned is kept
    in the project's tagger.json; the next `accord read` uses it.
    """
    from accord.workspace import Workspace
    from accord.workspace.training import trained_record

    workspace = Workspace.open(folder, database)
    if forget:
        gone = workspace.forget()
        if json:
            printing.print_json({"forgotten": gone})
        else:
            print(
                f"Forgotten; run `accord read {folder}`." if gone else "Nothing was learned, so nothing is forgotten."
            )
        return 0
    with printing.watched(quiet=json) as progress:
        found = workspace.train(progress)
    if json:
        printing.print_json(trained_record(found))
    else:
        _print_trained(found, str(folder))
    return 0


def _print_trained(found: Trained, folder: str) -> None:
    from accord.reading.tagger import told

    reviewed = found.tagger.reviewed
    print(f"{reviewed} reviewed statement{'' if reviewed == 1 else 's'}.")
    if found.unplaced:
        print(f"{found.unplaced} corrections are of statements that the rules no longer read; they teach nothing.")
    for one in found.tagger.comparisons:
        print(printing.plain(told(one)))
    if found.kept is None:
        print(
            f"Nothing is kept. Correct statements, accept right ones (`accord review {folder} --accept ID`), try again."
        )
    else:
        print(f"Kept in {found.kept}; run `accord read {folder}` to read with it, `--forget` to read by rule alone.")
