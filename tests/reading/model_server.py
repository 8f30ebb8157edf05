"""A server on loopback that speaks the chat-completions protocol and answers as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any]], object]
"""From what was asked (`codebook`, `before`, `code`) to what is answered: statements, raw text, or a status code."""


@dataclass
class Served:
    """The address of a running server, and every request it got."""

    address: str
    requests: list[dict[str, Any]] = field(default_factory=list)

    @property
    def asked(self) -> list[dict[str, Any]]:
        """What each request asked about."""
        return [json.loads(request["messages"][-1]["content"]) for request in self.requests]


@contextmanager
def serving(answer: Answer) -> Iterator[Served]:
    """A server that answers each question with `answer`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.requests.append(body)
            told = answer(json.loads(body["messages"][-1]["content"]))
            if isinstance(told, int):
                self._send(told, {"error": {"message": "not now", "type": "server_error"}})
                return
            content = told if isinstance(told, str) else json.dumps({"statements": told})
            message = {"role": "assistant", "content": content}
            self._send(
                200,
                {
                    "id": "1",
                    "object": "chat.completion",
                    "created": 0,
                    "model": body["model"],
                    "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                },
            )

        def _send(self, status: int, record: dict[str, Any]) -> None:
            data = json.dumps(record).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Served(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
