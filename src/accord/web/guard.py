"""The door of the workbench: nothing passes without the token, from a foreign host or page, or beyond a size.

One ASGI layer around everything, static files too. The token arrives once in the address, moves into a cookie that no
script reads and no other site's page can send, and leaves the address by a redirect.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
"""What a page may load and do."""

MOST_JSON, MOST_UPLOAD = 2_000_000, 20_000_000
"""Bytes of a request: of JSON, and of a file that is dropped."""

UPLOADS = "/api/documents/files/"
_SAFE = frozenset({"GET", "HEAD"})
_OWN_PAGES = frozenset({"same-origin", "none"})


HEADERS = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}
"""Set on every answer that does not set them itself."""


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in: the token, the port that the cookie is named by, and the host names the server answers to."""

    token: str
    port: int
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")

    @property
    def cookie(self) -> str:
        """The cookie's name: two workbenches on one machine do not take each other's."""
        return f"accord_{self.port}"

    def answers_to(self, host: str) -> bool:
        """Whether a Host header names this server."""
        return host.lower() in {f"{name}:{self.port}" for name in self.hosts} or (
            self.port == 80 and host.lower() in self.hosts
        )

    def fits(self, token: str) -> bool:
        """Whether this is the token; takes the same time whatever is wrong with it."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())


@dataclass(frozen=True, slots=True)
class _Refusal:
    status: int
    sentence: str


_NO_TOKEN = _Refusal(401, "The workbench opens by the address that `accord serve` printed, with its token.")
_FOREIGN_HOST = _Refusal(421, "The workbench answers only under its own address.")
_FOREIGN_PAGE = _Refusal(403, "The workbench answers only its own pages; paste its address into the address bar.")
_NO_HEADER = _Refusal(403, "A change is asked for by the workbench's own pages, with the header X-Accord: 1.")
_NO_SOCKET = _Refusal(403, "The workbench has no web sockets.")


class Guard:
    """The layer: refuses, or lets in and sets the headers of the answer."""

    def __init__(self, inner: Application, door: Door) -> None:
        self.inner = inner
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] == "lifespan":
            await self.inner(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008, "reason": _NO_SOCKET.sentence})
            return
        sending = _with_headers(send)
        headers = _headers(scope)
        refusal = _stranger(self.door, scope["method"], headers)
        if refusal is None and self._brings_token(scope):
            await _answer(sending, 303, "", _entry(self.door, scope))
            return
        refusal = refusal or _uninvited(self.door, headers) or _unasked(scope, headers)
        if refusal is not None:
            await _answer(sending, refusal.status, refusal.sentence)
            return
        most = MOST_UPLOAD if scope["path"].startswith(UPLOADS) else MOST_JSON
        await _within(self.inner, most, scope, receive, sending)

    def _brings_token(self, scope: Scope) -> bool:
        brought = [value for name, value in _query(scope) if name == "token"]
        return scope["method"] == "GET" and len(brought) == 1 and self.door.fits(brought[0])


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)


def _stranger(door: Door, method: str, headers: dict[str, list[str]]) -> _Refusal | None:
    """Why a request of a foreign host name or page is refused, before anything else of it is looked at."""
    hosts = headers.get("host", [])
    if len(hosts) != 1 or not door.answers_to(hosts[0]):
        return _FOREIGN_HOST
    for origin in headers.get("origin", []):
        parts = urlsplit(origin) if origin.isascii() else None
        if parts is None or parts.scheme != "http" or parts.netloc.lower() != hosts[0].lower():
            return _FOREIGN_PAGE
    if any(site not in _OWN_PAGES for site in headers.get("sec-fetch-site", [])):
        return _FOREIGN_PAGE
    return None


def _uninvited(door: Door, headers: dict[str, list[str]]) -> _Refusal | None:
    for value in headers.get("authorization", []):
        kind, _, token = value.partition(" ")
        if kind.lower() == "bearer" and door.fits(token.strip()):
            return None
    for value in headers.get("cookie", []):
        if door.fits(_cookie(value, door.cookie)):
            return None
    return _NO_TOKEN


def _cookie(header: str, name: str) -> str:
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return "" if morsel is None else morsel.value


def _unasked(scope: Scope, headers: dict[str, list[str]]) -> _Refusal | None:
    """A change needs a header that a form of another site cannot send."""
    if scope["method"] in _SAFE or headers.get("x-accord") == ["1"]:
        return None
    return _NO_HEADER


def _entry(door: Door, scope: Scope) -> Iterable[tuple[str, str]]:
    """The headers that lead to the same address without the token, and leave it in the cookie."""
    rest = urlencode([(name, value) for name, value in _query(scope) if name != "token"])
    path = "/" + quote(scope["path"].lstrip("/\\"))  # `//host` would lead to another
    yield "location", path + (f"?{rest}" if rest else "")
    yield "set-cookie", f"{door.cookie}={door.token}; Path=/; HttpOnly; SameSite=Strict"


async def _answer(send: Send, status: int, sentence: str, headers: Iterable[tuple[str, str]] = ()) -> None:
    body = f"{sentence}\n".encode() if sentence else b""
    own = [("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(body))), *headers]
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in own]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", []))
            present = {name.lower() for name, _ in own}
            own += [(key.encode(), value.encode()) for key, value in HEADERS.items() if key.encode() not in present]
            message = {**message, "headers": [pair for pair in own if pair[0].lower() != b"server"]}
        await send(message)

    return sending


class _TooLargeError(Exception):
    """A request whose body goes on beyond the limit."""


async def _within(inner: Application, most: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Runs the application on a body of at most `most` bytes, whatever the request says of its length."""
    told = _Refusal(413, f"A request has at most {most:,} bytes; split the file, or put it into the folder `sources`.")
    length = _headers(scope).get("content-length", ["0"])[0]
    if not length.isdecimal() or int(length) > most:
        await _answer(send, told.status, told.sentence)
        return
    came, started = 0, False

    async def receiving() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise _TooLargeError
        return message

    async def sending(message: Message) -> None:
        nonlocal started
        if came > most and not started:  # whatever the application makes of it
            raise _TooLargeError
        started = True
        await send(message)

    try:
        await inner(scope, receiving, sending)
    except _TooLargeError:
        if not started:
            await _answer(send, told.status, told.sentence)
