"""The history: who decided what on which statement, when and why; taken back and put in force again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from accord.errors import CallError
from accord.web.coded import decided, decision_record, known, signed
from accord.web.records import At, Body, Who
from accord.web.tabular import Wanted, tabular

if TYPE_CHECKING:
    from accord.store import Decision
    from accord.web.desk import Desk

router = APIRouter(prefix="/history", tags=["history"])

_PAGE = 100
_LOOKED_BACK = 200
"""Decisions of one person among which the last to undo or redo is looked for."""


class Reason(Body):
    """Why it is taken back or put in force again."""

    why: str = ""


@router.get("")
def history(
    desk: At,
    *,
    statement: str = "",
    document: str = "",
    who: str = "",
    after: Annotated[str | None, Query(max_length=20)] = None,
    form: Literal["page", "csv", "json"] = "page",
) -> Response:
    """Decisions, the newest first: all, on one statement, in one document, by one person."""
    chosen = {"statement": statement or None, "document": document or None, "who": who or None}
    if form != "page":
        rows = [_row(one) for one in _all(desk, chosen)]
        return tabular(rows, Wanted(form=form), name="history")
    from fastapi.responses import JSONResponse

    page = desk.store.history(**chosen, limit=_PAGE, after=after)
    about = _about(desk, page.rows)
    records = [{**decision_record(one), "about": [about[id] for id in _ids(one) if id in about]} for one in page.rows]
    people = sorted({one.who for one in page.rows})
    return JSONResponse({"rows": records, "total": page.total, "next": page.next, "people": people})


@router.post("/undo")
def undo_mine(reason: Reason, desk: At, who: Who) -> dict[str, Any]:
    """Take back one's own last decision that is in force."""
    by = signed(who, reason.why, "taken back")
    for one in desk.store.history(who=who, limit=_LOOKED_BACK).rows:
        if one.kind != "undo" and one.in_force:
            return decided(desk, lambda number=one.number: desk.store.undo(number, by))  # type: ignore[misc]
    raise CallError("What is undone is a decision of yours", f"{who} has made none that is in force", "see /history")


@router.post("/redo")
def redo_mine(reason: Reason, desk: At, who: Who) -> dict[str, Any]:
    """Put one's own last decision that one took back in force again, unless another came after it."""
    by = signed(who, reason.why, "put in force again")
    rows = desk.store.history(who=who, limit=_LOOKED_BACK).rows
    kinds = {one.number: one.kind for one in rows}
    for one in rows:
        if one.kind != "undo" and one.in_force and not _came_back(one, rows):
            break
        if one.kind == "undo" and one.in_force and kinds.get(one.takes_back or 0) != "undo":
            return decided(desk, lambda number=one.takes_back: desk.store.redo(number, by))  # type: ignore[misc]
    raise CallError("What is done again was taken back just before", f"{who} has taken back nothing", "see /history")


@router.post("/{number}/undo")
def undo(number: int, reason: Reason, desk: At, who: Who) -> dict[str, Any]:
    """Take back a decision; the taking back is a decision itself."""
    return decided(desk, lambda: desk.store.undo(number, signed(who, reason.why, "taken back in the history")))


@router.post("/{number}/redo")
def redo(number: int, reason: Reason, desk: At, who: Who) -> dict[str, Any]:
    """Put a decision that was taken back in force again."""
    return decided(desk, lambda: desk.store.redo(number, signed(who, reason.why, "put in force again in the history")))


def _came_back(one: Decision, rows: tuple[Decision, ...]) -> bool:
    """Whether a decision was taken back once and is in force again."""
    return any(later.takes_back == one.number for later in rows)


def _ids(one: Decision) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one.statements, *one.made)))


def _about(desk: Desk, decisions: tuple[Decision, ...]) -> dict[str, dict[str, Any]]:
    """The statements that these decisions are on, in a few words, where they are still there."""
    ids = list(dict.fromkeys(id for one in decisions for id in _ids(one)))
    found = {}
    for start in range(0, len(ids), 1_000):
        for one in known(desk, ids[start : start + 1_000]):
            words = " ".join(one.statement.quote.split())
            found[one.statement.id] = {
                "id": one.statement.id,
                "document": one.statement.span.document,
                "file": one.file,
                "state": one.state.value,
                "words": words if len(words) <= 160 else words[:160].rsplit(" ", 1)[0] + " …",
            }
    return found


def _all(desk: Desk, chosen: dict[str, str | None]) -> list[Decision]:
    found, after = list[Any](), None
    while True:
        page = desk.store.history(**chosen, limit=1_000, after=after)
        found += page.rows
        after = page.next
        if after is None:
            return found


def _row(one: Decision) -> dict[str, Any]:
    """A decision as a row of a file: what it changed stands in words."""
    changed = [
        f"{edit.statement}.{name}: {_said(edit.before, name)} → {_said(edit.after, name)}"
        for edit in one.edits
        for name in {**(edit.before or {}), **(edit.after or {})}
        if edit.before is not None and edit.after is not None
    ]
    return {
        "number": one.number,
        "when": one.when,
        "who": one.who,
        "what": one.kind.value,
        "why": one.why,
        "document": one.document,
        "statements": list(_ids(one)),
        "changed": changed,
        "takes_back": one.takes_back,
        "in_force": one.in_force,
    }


def _said(values: Any, name: str) -> str:
    value = (values or {}).get(name)
    return "nothing" if value in (None, "", [], ()) else str(value)
