"""The command line's application: how its help is set, and the options that several commands have alike.

A command lives in the file of its subject and is imported by `commands`; `SECTIONS` says where the help
tells of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

SECTIONS = {
    "Start and finish": ("new", "draft", "analyze", "report", "serve"),
    "Read and review": ("read", "review", "train", "agreement"),
    "Look": ("matrix", "ledger"),
    "Compute": ("findings", "solve", "simulate", "sweep", "forecast"),
    "Exchange": ("import", "export"),
    "Check": ("verify", "schema", "doctor"),
}
"""The commands in the order of `accord --help`; one that stands in no section comes last, under `Other`."""

_SENTENCE = 200


class Sectioned(TyperGroup):
    """The commands of `accord`, told in sections."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Writes the commands section by section, all names in a column of one width."""
        shown = {name: command for name, command in self.commands.items() if not command.hidden}
        width = max(map(len, shown), default=0)
        placed = {name for names in SECTIONS.values() for name in names}
        for section, names in {**SECTIONS, "Other": [name for name in shown if name not in placed]}.items():
            rows = [(name.ljust(width), shown[name].get_short_help_str(_SENTENCE)) for name in names if name in shown]
            if rows:
                with formatter.section(section):
                    formatter.write_dl(rows)


app = typer.Typer(
    name="accord",
    cls=Sectioned,
    help="Reads documents about a negotiation and computes, with the quotation beside every number, what they settle.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Sources = Annotated[list[str], typer.Argument(help="Files, folders or URLs of documents.")]
Project = Annotated[Path, typer.Argument(help="A project folder: negotiation.yaml, sources/, talks.db.")]
Follow = Annotated[
    bool,
    typer.Option("--follow-links", help="Fetch the pages that a feed links to, in place of what it tells of them."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Seed = Annotated[
    int, typer.Option(min=0, max=2**63 - 1, help="Root of every random stream: the same seed, the same files.")
]
Members = Annotated[int, typer.Option(min=50, max=100_000, help="How many models to draw.")]
Rounds = Annotated[
    int,
    typer.Option(
        "--simulate",
        metavar="ROUNDS",
        min=0,
        max=1000,
        help="Also play the talks out in every model, in so many rounds.",
    ),
]
WorkerCount = Annotated[int, typer.Option("--workers", min=1, max=256, help="Processes here; changes no answer.")]
Cluster = Annotated[
    str, typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler (tcp://host:8786), or `local`.")
]
Database = Annotated[str | None, typer.Option("--database", help="A database URL in place of talks.db.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="As known on this day (YYYY-MM-DD).")]
Party = Annotated[str | None, typer.Option("--party", help="Only this party (id).")]
Issue = Annotated[str | None, typer.Option("--issue", help="Only this issue (id).")]
