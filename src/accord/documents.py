"""Documents and spans: the text that everything else points into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known of it.

    `id` is derived from the text alone. `file` is the path relative to the source that the user named, with `/`.
    `text` is never changed after reading: all offsets are Unicode characters of it. `date` and `source` stay None where unknown.
    """

    id: str
    file: str
    title: str
    source: str | None
    date: date | None
    text: str
    media_type: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of the document with id `document`."""

    document: str
    start: int
    end: int


def document_id(text: str) -> str:
    """The id of a document with this text."""
    return "d" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
