"""The command that opens a project as a workbench in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from accord.cli import printing
from accord.cli.app import Database, Members, Seed, app
from accord.errors import CallError, MissingPartError


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(help="A project folder; one is made where it is empty or absent.")],
    *,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 takes any that is free.")] = 8737,
    host: Annotated[str, typer.Option(help="The address to listen on; another than loopback needs --allow-host.")] = (
        "127.0.0.1"
    ),
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A name that others on the network reach this machine by."),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the address in the browser.")] = False,
    database: Database = None,
    seed: Seed = 0,
    members: Members = 1000,
) -> int:
    """Open the workbench: library, reader, matrix, deal space, findings, in the browser.

    The first line printed is its address with its token; who has that line has the project. Ctrl-C ends it. The token
    is a new one each time, unless the environment has one under ACCORD_TOKEN: open pages then outlive a restart.
    """
    import os
    from importlib.util import find_spec

    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise MissingPartError("The workbench needs its libraries", "they are not installed", "pip install accord[web]")
    from accord.web.running import LOOPBACK, announce, check, run

    if host not in LOOPBACK and not allow_host:
        raise CallError(
            "The workbench listens on this machine alone unless you say by which name others reach it",
            f"got --host {host}",
            "add --allow-host NAME, on a network where you trust everybody",
        )
    check(folder)
    address = announce(host, port, os.environ.get("ACCORD_TOKEN", ""))
    print(address.url, flush=True)  # before the libraries come: what is asked meanwhile waits at the port
    printing.tell(f"accord: the workbench of {folder} is at this address; Ctrl-C ends it.")
    if browser:
        import webbrowser

        webbrowser.open(address.url)
    run(folder, address, database=database, hosts=tuple(allow_host or ()), seed=seed, members=members)
    return 0
