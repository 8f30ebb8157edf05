"""The workbench: the project in a browser, on this machine, behind a token. Routes and views only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from accord.workspace import Settings

__all__ = ["create_app"]


def create_app(
    folder: Path,
    *,
    token: str,
    port: int,
    database: str | None = None,
    hosts: tuple[str, ...] = (),
    settings: Settings | None = None,
) -> FastAPI:
    """The workbench of a project as an ASGI application; a folder that is empty or absent becomes a project.

    `token`: who has it is let in. `port`: where it will answer, since it answers to no other address. `hosts`: names by
    which others reach this machine, beside loopback.

    Raises:
        StoreError: the folder is neither a project nor empty.
    """
    from accord.web.app import build
    from accord.web.desk import Desk
    from accord.web.guard import Door
    from accord.web.running import prepare
    from accord.workspace import Settings as Default
    from accord.workspace import Workspace

    prepare(folder)
    door = Door(token, port)
    desk = Desk(Workspace.open(folder, database), settings or Default())
    return build(desk, Door(token, port, (*door.hosts, *hosts)))
