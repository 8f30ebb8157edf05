"""Documents and spans: the text that everything else points into."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known of it.

    `id` is derived from the text alone. `file` is the path relative to the source that the user named, with `/`.
    `text` is never changed after reading: all offsets are Unicode characters of it. `date` and `source` stay None
    where unknown.
    """

    id: str
    file: str
    title: str
    source: str | None
    date: datetime.date | None
    text: str
    media_type: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of the document with id `document`."""

    document: str
    start: int
    end: int


class Note(Protocol):
    """What the user tells of a file; it goes before what the file says of itself."""

    @property
    def file(self) -> str:
        """Its name, as in `Document.file`."""

    @property
    def source(self) -> str | None:
        """Who published it."""

    @property
    def date(self) -> datetime.date | None:
        """The day it was published."""

    @property
    def title(self) -> str | None:
        """Its headline."""


def document_id(text: str) -> str:
    """The id of a document with this text."""
    return "d" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
