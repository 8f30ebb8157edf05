"""The server's socket: an answer leaves it at once."""

from __future__ import annotations

import socket

import pytest

pytest.importorskip("fastapi")

from accord.web.running import announce


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_answer_waits_for_no_acknowledgement(host: str) -> None:
    """The event loop turns off Nagle's delay of some 40 ms only on a socket that says it is TCP's."""
    with announce(host, 0).listening as listening, socket.create_connection(listening.getsockname()):
        taken, _ = listening.accept()
        with taken:
            assert taken.proto == socket.IPPROTO_TCP
