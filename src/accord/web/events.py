"""What happens in the project, told to every open page as server-sent events."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

_SILENCE = 15.0  # seconds without an event, after which `still` tells a page that the connection is alive
_MOST_WAITING = 2_000  # events that a page which reads none may leave; it is told to load anew


class Events:
    """Tells events from any thread to all who listen."""

    def __init__(self) -> None:
        self._listeners: dict[int, tuple[asyncio.AbstractEventLoop, asyncio.Queue[str | None]]] = {}
        self._lock = threading.Lock()
        self._number = 0
        self._is_over = False

    def tell(self, kind: str, data: dict[str, Any]) -> None:
        """Tells an event of this kind; never waits for a listener."""
        with self._lock:
            self._number += 1
            text = f"id: {self._number}\nevent: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
            self._send(text)

    def end(self) -> None:
        """Ends every stream, so that the server can stop."""
        with self._lock:
            self._is_over = True
            self._send(None)

    @property
    def is_heard(self) -> bool:
        """Whether any page listens."""
        return bool(self._listeners)

    def _send(self, text: str | None) -> None:
        for loop, queue in list(self._listeners.values()):
            with suppress(RuntimeError):  # the loop has been closed
                loop.call_soon_threadsafe(_put, queue, text)

    async def listen(self, greet: Callable[[], dict[str, Any]] = dict) -> AsyncIterator[str]:
        """The stream of one page, as text; begins with `hello`, and what `greet` tells, once it will miss nothing."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        with self._lock:
            self._listeners[id(queue)] = (asyncio.get_running_loop(), queue)
            over = self._is_over
        try:
            told = json.dumps(await asyncio.to_thread(greet))
            yield f"event: hello\ndata: {told}\n\n"
            while not over:
                try:
                    text = await asyncio.wait_for(queue.get(), _SILENCE)
                except TimeoutError:
                    text = "event: still\ndata: {}\n\n"
                if text is None:
                    return
                yield text
        finally:
            with self._lock:
                self._listeners.pop(id(queue), None)


def _put(queue: asyncio.Queue[str | None], text: str | None) -> None:
    if queue.qsize() < _MOST_WAITING:
        queue.put_nowait(text)
    else:
        queue.put_nowait(None)
