"""Every command of `accord`, and how a call ends."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from accord.cli import (
    booking,
    checking,
    coding,
    computing,
    conflicts,
    exporting,
    printing,
    projects,
    reviewing,
    serving,
    simulating,
    sweeping,
    training,
)
from accord.cli.app import app
from accord.errors import AccordError, NegotiationError

SUBJECTS = (
    projects,
    serving,
    reviewing,
    training,
    coding,
    booking,
    computing,
    conflicts,
    simulating,
    sweeping,
    exporting,
    checking,
)
"""The files of commands; each adds its own to `app` when it is imported."""


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
