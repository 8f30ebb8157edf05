"""The server around the workbench: its address, its start and its end."""

from __future__ import annotations

import re
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from accord.errors import CallError, StoreError
from accord.names import NEGOTIATION

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,200}")
_TURN = 0.0005  # seconds that reading and computing keep a page waiting at most, each time it needs a turn


@dataclass(frozen=True, slots=True)
class Address:
    """Where the workbench answers, with the token that opens it, and a socket that listens there already."""

    host: str
    port: int
    token: str
    listening: socket.socket

    @property
    def url(self) -> str:
        """The address to open, with its token."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/?token={self.token}"


def check(folder: Path) -> bool:
    """Whether a folder holds a project; false where one can be made in it. Takes no time: the address waits for it.

    Raises:
        StoreError: the folder holds other things, or cannot be looked into.
    """
    if (folder / NEGOTIATION).is_file():
        return True
    try:
        is_other = folder.exists() and any(not path.name.startswith(".") for path in folder.iterdir())
    except OSError:
        is_other = True
    if is_other:
        raise StoreError(
            f"A project is a folder with {NEGOTIATION}, or an empty or new one",
            f"{folder} holds other things",
            f"name a new folder, or make it a project with `accord new {folder}`",
        )
    return False


def prepare(folder: Path) -> None:
    """Makes a project in a folder that is absent or empty; one that holds a project stays as it is.

    Raises:
        StoreError: the folder holds other things, or cannot be written.
    """
    if not check(folder):
        from accord.workspace import Workspace

        Workspace.new(folder)


def announce(host: str, port: int, token: str = "") -> Address:
    """Takes the port (any free one for 0), with this token, or a new one.

    Raises:
        CallError: the port is taken, the host is none of this machine, or the token can be guessed.
    """
    if token and not _TOKEN.fullmatch(token):
        told = f"one of {len(token)} characters"
        mend = "make one with `openssl rand -hex 32`"
        raise CallError("A token has 32 to 200 letters, digits, - or _", told, mend)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, since asyncio turns off Nagle's delay (40 ms an answer) only where the protocol is known to be TCP.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as fault:
        listening.close()
        raise CallError(
            "The workbench needs a free port of this machine", f"{host}:{port}: {fault}", "name another --port"
        ) from fault
    return Address(host, int(listening.getsockname()[1]), token or secrets.token_urlsafe(32), listening)


def run(
    folder: Path,
    address: Address,
    *,
    database: str | None = None,
    hosts: tuple[str, ...] = (),
    seed: int = 0,
    members: int = 1000,
) -> None:
    """Serves the project until it is interrupted."""
    import uvicorn

    sys.setswitchinterval(_TURN)

    from accord.web import create_app
    from accord.workspace import Settings

    settings = Settings(seed, members)
    app = create_app(folder, token=address.token, port=address.port, database=database, hosts=hosts, settings=settings)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=32_768,
    )
    uvicorn.Server(config).run(sockets=[address.listening])
