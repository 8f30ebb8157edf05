"""The reader: a document's text in paragraphs, with every statement that was read in it as a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from accord.report.marking import paragraphs
from accord.web.coded import mark_record, text_of
from accord.web.records import At

if TYPE_CHECKING:
    from accord.web.desk import Desk

router = APIRouter(prefix="/reader", tags=["reader"])


@router.get("/{document}")
def reader(document: str, desk: At) -> Response:
    """A document's paragraphs, each with its offset in Unicode characters, and the marks of its statements.

    A mark leaves out what is usual: no act, no issue, one point, nobody spoken for, standing, not looked at.
    `revision` is the project's; a statement in full is at `/statements/ID`.
    """
    revision, found = desk.revision(), text_of(desk, document)
    parts = [{"start": start, "text": found.text[start:end]} for start, end in paragraphs(found.text)]
    about = {
        "id": found.id,
        "title": found.title or found.file,
        "source": found.source,
        "date": found.date.isoformat() if found.date else None,
        "file": found.file,
        "characters": len(found.text),
        "revision": revision,
    }
    # Encoded at once: the framework would look into each of some ten thousand values before.
    return JSONResponse({**about, "paragraphs": parts, "marks": _marks(desk, document)})


@router.get("/{document}/marks")
def marks(document: str, desk: At) -> Response:
    """The marks of a document's statements alone: those that stand and those that were rejected."""
    return JSONResponse(_marks(desk, document))


def _marks(desk: Desk, document: str) -> list[dict[str, Any]]:
    return [mark_record(one) for one in desk.store.statements_in(document)]
