"""E-mail messages to text: what the sender wrote, without what the sender quotes; what was forwarded by itself."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from email.message import Message
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from itertools import pairwise
from pathlib import PurePosixPath
from typing import NamedTuple

from accord.documents.converting.lines import tidy, unwrapped, without_furniture
from accord.documents.converting.records import Content, Part
from accord.documents.converting.web import blocks_of
from accord.documents.decoding import decoded
from accord.documents.limits import DEEPEST_MESSAGE, MOST_MESSAGE_PARTS
from accord.errors import DocumentError

_MOST_DASHES = 20 * MOST_MESSAGE_PARTS  # lines that may part a message, or only draw a line
_QUOTED = re.compile(r"^[ \t]?(?:>[ \t]?)+")
_INTRODUCTION = re.compile(r"(?:On\b.{4,200}|.{0,120}[@\d].{0,120}|[^.]{2,60})\bwrote ?:")
_SIGNATURE = re.compile(r"^-- ?$|^_{20,}$|^Sent from my \w[\w ]{1,30}\.?$", re.MULTILINE)
_ORIGINAL = re.compile(
    r"^[ \t]*-{2,}[ \t]*(?:Original Message|Forwarded message|Forwarded by[^\n]*)[ \t]*-{2,}[ \t]*$"
    r"|^[ \t]*Begin forwarded message:[ \t]*$"
    r"|^(?=From:[^\n]+\n(?:[A-Z][\w-]+:[^\n]*\n){2,})",
    re.MULTILINE | re.IGNORECASE,
)
_HEADER = re.compile(r"^\**(From|Date|Sent|Subject|To|Cc|Bcc|Reply-To)\**:\**[ \t]*(.*)$", re.IGNORECASE)
# Mail programs mark what they quote in HTML.
_QUOTED_HTML = (
    "//blockquote[@type='cite']|//*[contains(@class,'gmail_signature')]"
    "|//*[contains(@class,'gmail_quote')][not(contains(., 'Forwarded message'))]"
    "|//*[contains(@class,'moz-cite-prefix')]|//*[contains(@class,'moz-signature')]|//*[@id='appendonsend']/following::*"
)

Converts = Callable[[str, bytes], Content | None]
"""From an attachment's name and content to its documents; None where it is of no known kind."""


class _Headers(NamedTuple):
    title: str | None
    source: str | None
    date: str | None


def message(content: bytes, converts: Converts, *, depth: int = 1) -> Content:
    """The message and its attachments of known kinds; quoted replies and signatures are left out."""
    # The parser takes seconds for thousands of parts: they are counted before.
    if content.lower().count(b"\ncontent-type:") > 2 * MOST_MESSAGE_PARTS or content.count(b"\n--") > _MOST_DASHES:
        raise _too_many_parts()
    parsed = email.message_from_bytes(content, policy=default)
    if not any(parsed.get(name) for name in ("from", "subject", "date", "message-id", "received")):
        raise DocumentError("A message begins with its headers", "this one has none", "save its text as .txt")
    parts = _leaves(parsed)
    body = _body(parts)
    own, noted = _own_parts(body, _headers(parsed))
    found: list[Part] = [*own]
    unread: list[str] = []
    told: list[str] = []
    for part in parts:
        if part is not body and _is_attached(part, body):
            name, inner = _attached(part, converts, depth)
            found += inner
            if not inner:
                unread.append(name)
    if unread:
        shown = ", ".join(unread[:5]) + (", ..." if len(unread) > 5 else "")
        told.append(f"attachments are not read: {shown}; save them beside it in a format that is.")
    return Content(tuple(found), tuple(told), tuple(noted))


def _leaves(parsed: Message) -> list[Message]:
    """The parts that hold something, in order, not those inside a forwarded message."""
    leaves: list[Message] = []
    waiting: list[Message] = [parsed]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            waiting.extend(reversed([inner for inner in part.get_payload() if isinstance(inner, Message)]))
        else:
            leaves.append(part)
        if len(leaves) + len(waiting) > MOST_MESSAGE_PARTS:
            raise _too_many_parts()
    return leaves


def _too_many_parts() -> DocumentError:
    must = f"A message has at most {MOST_MESSAGE_PARTS} parts"
    return DocumentError(must, "this one has more", "save its text as .txt")


def _body(parts: list[Message]) -> Message | None:
    """The plain text where there is one, else the page."""
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html"):
        for part in shown:
            if part.get_content_type() == kind and _text(part).strip():
                return part
    return None


def _is_attached(part: Message, body: Message | None) -> bool:
    """Whether the part is more than another dress of the body or a picture inside it."""
    if part.get_content_disposition() == "attachment" or part.get_content_type() == "message/rfc822":
        return True
    named = part.get_filename() is not None
    return named and not (part.get("content-id") and part.get_content_maintype() == "image")


def _attached(part: Message, converts: Converts, depth: int) -> tuple[str, list[Part]]:
    """The attachment's name, and its documents under that name."""
    if part.get_content_type() == "message/rfc822":
        return _inner_message(part, converts, depth)
    name = tidy(PurePosixPath(str(part.get_filename() or "unnamed").replace("\\", "/")).name)[:80] or "unnamed"
    payload = part.get_payload(decode=True)
    try:
        content = converts(name, payload) if isinstance(payload, bytes) else None
    except DocumentError:
        content = None
    return name, _under(name, content)


def _inner_message(part: Message, converts: Converts, depth: int) -> tuple[str, list[Part]]:
    inner = part.get_payload()
    if not isinstance(inner, list) or not inner or not isinstance(inner[0], Message) or depth >= DEEPEST_MESSAGE:
        return "a forwarded message", []
    name = tidy(str(inner[0].get("subject", "")))[:60] or "message"
    try:
        return name, _under(name, message(inner[0].as_bytes(), converts, depth=depth + 1))
    except (DocumentError, UnicodeError, LookupError):
        return name, []


def _under(name: str, content: Content | None) -> list[Part]:
    parts = content.parts if content is not None else ()
    return [part._replace(name=f"{name}#{part.name}" if part.name else name) for part in parts]


def _headers(parsed: Message) -> _Headers:
    subject = tidy(str(parsed.get("subject", "")))
    name, address = parseaddr(str(parsed.get("from", "")))
    return _Headers(_subject(subject), tidy(name or address) or None, _day(str(parsed.get("date", ""))))


def _subject(written: str) -> str | None:
    return re.sub(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", "", written, flags=re.IGNORECASE) or None


def _day(written: str) -> str | None:
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return written or None


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return decoded(payload, declared=part.get_content_charset()).text.replace("\r\n", "\n")


def _own_parts(body: Message | None, headers: _Headers) -> tuple[list[Part], list[str]]:
    """The message itself, then what it carries from before under the headers it carries; what was quoted is noted."""
    if body is None:
        return [], []
    is_page = body.get_content_type() == "text/html"
    text = _text(body)
    if is_page:
        text = "\n".join(blocks_of(text, unseen=_QUOTED_HTML) or blocks_of(text))
    parts: list[Part] = []
    noted: list[str] = []
    for number, (said, stage) in enumerate(_stages(text, headers)):
        kept, quoted = _without_quotes(stage)
        blocks = _paragraphs(_unsigned(kept), is_page=is_page)
        if quoted and not blocks:
            blocks = _paragraphs(quoted, is_page=is_page)
        elif quoted:
            noted.append("what it quotes from an earlier message is left out; add that message to read it.")
        if blocks:
            name = None if number == 0 else "earlier" if number == 1 else f"earlier {number}"
            parts.append(Part("\n\n".join(blocks), title=said.title, date=said.date, source=said.source, name=name))
    return parts, noted[:1]


def _paragraphs(text: str, *, is_page: bool) -> list[str]:
    """The paragraphs: each line of a page, and in a plain message what blank lines part."""
    return without_furniture([line for line in text.split("\n") if line.strip()] if is_page else unwrapped(text))


def _stages(text: str, headers: _Headers) -> Iterator[tuple[_Headers, str]]:
    """The text up to the first message below it, then each of these with its headers."""
    starts = list(_ORIGINAL.finditer(text))[:50]
    # A line that announces a message and the headers that follow it are one beginning.
    bounds: list[tuple[int, int]] = []
    for match in starts:
        if bounds and not text[bounds[-1][1] : match.start()].strip():
            continue
        bounds.append((match.start(), match.end()))
    bounds.append((len(text), len(text)))
    yield headers, text[: bounds[0][0]]
    for (_, after), (end, _) in pairwise(bounds):
        yield _inner_headers(text[after:end])


def _inner_headers(text: str) -> tuple[_Headers, str]:
    """The headers that stand at the beginning of the text, and the rest."""
    lines = text.lstrip("\n").split("\n")
    known: dict[str, str] = {}
    index = 0
    while index < len(lines) and (match := _HEADER.match(_QUOTED.sub("", lines[index]).strip())):
        known[match[1].lower()] = match[2].strip()
        index += 1
    name, address = parseaddr(known.get("from", ""))
    source = tidy(name or address or known.get("from", "")) or None
    day = _day(known.get("date") or known.get("sent") or "")
    return _Headers(_subject(tidy(known.get("subject", ""))), source, day), "\n".join(lines[index:])


def _without_quotes(text: str) -> tuple[str, str]:
    """What is new, and what the message quotes with `>`; the line that introduces a quotation goes with it."""
    kept: list[str] = []
    quoted: list[str] = []
    inside = False
    for line in text.split("\n"):
        starts, inside = not inside, _QUOTED.match(line) is not None
        if inside:
            kept = _without_introduction(kept) if starts else kept
            quoted.append(_QUOTED.sub("", line))
        else:
            kept.append(line)
    return "\n".join(kept), "\n".join(quoted)


def _without_introduction(lines: list[str]) -> list[str]:
    """The lines without a last `On Monday, Ada Quist wrote:`, which may run over two."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    for first in (last - 1, last - 2):
        if first >= 0 and _INTRODUCTION.fullmatch(" ".join(lines[first:last]).strip()):
            return lines[:first]
    return lines


def _unsigned(text: str) -> str:
    """The text above the signature; all of it where nothing stands above."""
    match = _SIGNATURE.search(text)
    return text[: match.start()] if match and text[: match.start()].strip() else text
