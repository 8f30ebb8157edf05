"""The reader: a document's text in paragraphs, with every statement that was read in it as a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from accord.report.marking import paragraphs
from accord.web.coded import book, mark_record, text_of
from accord.web.records import At

if TYPE_CHECKING:
    from accord.store import Standing
    from accord.web.desk import Desk

router = APIRouter(prefix="/reader", tags=["reader"])

_PAGE = 1_000


@router.get("/{document}")
def reader(document: str, desk: At) -> dict[str, Any]:
    """A document's paragraphs, each with its offset in Unicode characters, and the marks of its statements."""
    found = text_of(desk, document)
    return {
        "id": found.id,
        "title": found.title or found.file,
        "source": found.source,
        "date": found.date.isoformat() if found.date else None,
        "file": found.file,
        "characters": len(found.text),
        "paragraphs": [{"start": start, "text": found.text[start:end]} for start, end in paragraphs(found.text)],
        "marks": _marks(desk, document),
    }


@router.get("/{document}/marks")
def marks(document: str, desk: At) -> list[dict[str, Any]]:
    """The marks of a document's statements alone: those that stand and those that were rejected."""
    return _marks(desk, document)


def _marks(desk: Desk, document: str) -> list[dict[str, Any]]:
    told = book(desk)
    return [mark_record(one, told) for one in _standing(desk, document)]


def _standing(desk: Desk, document: str) -> list[Standing]:
    from accord.store import Filter, State

    filter = Filter(document=document, states=(State.STANDING, State.REJECTED))
    found: list[Standing] = []
    after: str | None = None
    while True:
        page = desk.store.statements_page(filter, limit=_PAGE, after=after)
        found += page.rows
        after = page.next
        if after is None:
            return found
