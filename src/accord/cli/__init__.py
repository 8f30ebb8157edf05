"""The command line: arguments, printing, exit codes."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs `accord` with the arguments of the process; ends with its exit code.

    0: done; 1: done, with problems of severity error; 2: a wrong call or unreadable input; 130: interrupted.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):  # answered without loading anything
        from importlib.metadata import version

        print(f"accord {version('accord')}")
        raise SystemExit(0)
    from accord.cli.commands import run

    raise SystemExit(run())
