"""RSS and Atom feeds to documents: one for each entry."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from accord.documents.converting.lines import left_out, tidy, without_furniture
from accord.documents.converting.records import Content, OtherContentError, Part
from accord.documents.converting.web import blocks_of
from accord.documents.limits import MOST_ENTRIES
from accord.errors import DocumentError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BODIES = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")


def feed(content: bytes) -> Content:
    """Each entry's headline and text, its date and source. No link is followed."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        came = "this one declares a document type"
        raise DocumentError("A feed declares no types or entities of its own", came, "save its text as .txt") from error
    except (ParseError, LookupError, ValueError) as error:
        mend = "save the pages it lists as .html"
        raise DocumentError("A feed is sound XML", f"this one is broken ({error})", mend) from error
    if _tag(root) not in {"rss", "feed", "RDF"}:
        came = f"this one is <{_tag(root)[:40]}>"
        raise OtherContentError("An .xml file that is read is an RSS or Atom feed", came, "save its text as .txt")
    return _content(root)


def _content(root: Element) -> Content:
    channel = next((child for child in root if _tag(child) == "channel"), root)
    publisher = _words(channel, "title")
    # RSS 1.0 lists its items beside the channel.
    entries = [child for owner in {id(e): e for e in (channel, root)}.values() for child in owner if _is_entry(child)]
    told = []
    if len(entries) > MOST_ENTRIES:
        told.append(f"a feed is read up to {MOST_ENTRIES:,} entries, and this one has {len(entries):,}; split it.")
    width = len(str(min(len(entries), MOST_ENTRIES)))
    numbered = enumerate(entries[:MOST_ENTRIES], start=1)
    found = [(number, _part(entry, publisher)) for number, entry in numbered]
    parts = tuple(part._replace(name=f"{number:0{width}}") for number, part in found if part.text)
    if len(parts) < len(found):
        told.append(left_out(len(found) - len(parts), "entry", "entries"))
    return Content(parts, tuple(told))


def _is_entry(element: Element) -> bool:
    return _tag(element) in {"item", "entry"}


def _part(entry: Element, publisher: str | None) -> Part:
    title = _words(entry, "title")
    body = max((_body(entry, name) for name in _BODIES), key=lambda blocks: sum(map(len, blocks)))
    headed = [title] if title and title not in body[:1] else []
    date = next((day for name in _DATES for value in _values(entry, name) if (day := _day(value))), None)
    return Part(
        "\n\n".join([*headed, *body]),
        title=title,
        date=date,
        source=_source(entry) or publisher,
        link=_link(entry),
    )


def _body(entry: Element, name: str) -> list[str]:
    blocks = [block for child in entry if _tag(child) == name for block in _blocks(child)]
    return without_furniture(blocks)


def _blocks(element: Element) -> list[str]:
    """The paragraphs of an element, whose content is HTML as text, or elements of its own."""
    if len(element):
        from xml.etree.ElementTree import tostring

        for inner in element.iter():
            inner.tag = _tag(inner)
        return blocks_of(tostring(element, encoding="unicode"))
    return blocks_of(element.text or "")


def _words(owner: Element, name: str) -> str | None:
    child = next((child for child in owner if _tag(child) == name), None)
    if child is None:
        return None
    return tidy(" ".join(_blocks(child))) or None


def _values(owner: Element, name: str) -> Iterable[str]:
    return ((child.text or "").strip() for child in owner if _tag(child) == name)


def _source(entry: Element) -> str | None:
    """Whom the feed took the entry from, where it says so."""
    named = next((child for child in entry if _tag(child) == "source"), None)
    if named is None:
        return None
    return _words(named, "title") or tidy(named.text or "") or None


def _link(entry: Element) -> str | None:
    for child in entry:
        if _tag(child) == "link" and child.get("rel", "alternate") == "alternate":
            address = (child.get("href") or child.text or "").strip()
            if address:
                return address
    return None


def _day(written: str) -> str | None:
    """The day, as written where it was written: no clock and no zone moves it."""
    try:
        return datetime.date.fromisoformat(written[:10]).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _tag(element: Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]
