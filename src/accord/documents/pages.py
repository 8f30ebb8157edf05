"""Fetching a web page that the user named: public addresses only, within limits of time, size and redirects."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from typing import TYPE_CHECKING, NamedTuple

from accord.documents.limits import FETCH_SECONDS as SECONDS
from accord.documents.limits import MOST_BYTES, MOST_REDIRECTS, megabytes
from accord.errors import DocumentError

if TYPE_CHECKING:
    import httpx

# Ranges that look public and lead elsewhere: 6to4, Teredo, and local translation to IPv4.
_TRANSLATED = tuple(IPv6Network(block) for block in ("2002::/16", "2001::/32", "64:ff9b:1::/48", "64:ff9b::/96"))
_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)


class Fetched(NamedTuple):
    """What a server sent: the content, its media type, and the encoding it declares."""

    content: bytes
    media_type: str
    encoding: str | None


def is_address(source: str) -> bool:
    """Whether the source is a web address, not a path."""
    return bool(_ADDRESS.match(source))


def fetched(address: str, *, allow_loopback: bool = False) -> Fetched:
    """What the address holds. `allow_loopback` is for a server of one's own on this machine.

    Raises:
        DocumentError: the address is not public, does not answer in time, or answers with too much or an error.
    """
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    # A thread of its own: the caller may run an event loop already.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(_fetched(address, allow_loopback))).result()


async def _fetched(address: str, allow_loopback: bool) -> Fetched:
    import asyncio

    import httpx
    from httpx_secure import SSRFProtectionError, httpx_ssrf_protection

    def reachable(host: str, ip: IPv4Address | IPv6Address, port: int) -> bool:
        return is_public(ip) or (allow_loopback and ip.is_loopback)

    client = httpx.AsyncClient(
        trust_env=False, follow_redirects=True, max_redirects=MOST_REDIRECTS, timeout=SECONDS, headers=_HEADERS
    )
    httpx_ssrf_protection(client, check_globally_reachable=not allow_loopback, custom_validator=reachable)
    try:
        async with asyncio.timeout(SECONDS), client, client.stream("GET", address) as answer:
            answer.raise_for_status()
            return await _body(answer)
    except SSRFProtectionError as error:
        raise _refused(address, "it leads to this machine or a private network", "save the page as .html") from error
    except TimeoutError as error:
        raise _refused(address, f"no answer within {SECONDS:.0f} seconds", "save the page as .html") from error
    except httpx.HTTPStatusError as error:
        raise _refused(address, f"the server answered {error.response.status_code}", "check the address") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        said = str(error) or type(error).__name__
        raise _refused(address, said, "check the address, or save the page as .html") from error


_HEADERS = {
    "accept": "text/html, text/markdown, text/plain, application/pdf, application/rss+xml, application/atom+xml",
    "user-agent": "accord",
}


async def _body(answer: httpx.Response) -> Fetched:
    """The answer's content, read only up to the limit, whatever the server says of its length."""
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > MOST_BYTES:
            raise ValueError(f"it is larger than {megabytes(MOST_BYTES)}")
    media_type = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    return Fetched(bytes(content), media_type, answer.charset_encoding)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether the address is one of the open network, also behind the forms that embed another address."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(ip.ipv4_mapped)
        if any(ip in block for block in _TRANSLATED):
            return False
    return ip.is_global and not ip.is_multicast


def _refused(address: str, came: str, mend: str) -> DocumentError:
    return DocumentError(f"A web address can be read ({address})", came, mend)
