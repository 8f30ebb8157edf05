"""The ledger: moves over time with what they cost, what never moved, what is agreed, and accounts side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel

from accord.web.booked import Books, books, rows_of, table_of
from accord.web.desk import Desk
from accord.web.quoted import quote_record, quote_records
from accord.web.records import At
from accord.web.tabular import Asked, tabular

if TYPE_CHECKING:
    from accord.ledger.tables import Booked
    from accord.report.moved import Cost
    from accord.report.quoting import Quotations

router = APIRouter(prefix="/ledger", tags=["ledger"])

What = Literal["moves", "positions", "unchanged", "agreed", "readouts"]


@router.get("")
def ledger(desk: At) -> dict[str, Any]:
    """The ledger as a page tells it; `weighed` is false while what the moves cost is still being computed."""
    answer = desk.contents()
    steps = _costs(desk) if answer.value is not None else {}
    weighed = answer.value is not None and answer.is_current
    known = books(desk)
    state = answer.revision if weighed else ""
    return {**desk.of(known, f"ledger-page:{state}", lambda: _page(known, steps)), "weighed": weighed}


class Part(BaseModel):
    """Which part of the ledger is asked for: of a party, on an issue, of these days."""

    party: str = ""
    issue: str = ""
    first: date | None = None
    last: date | None = None


@router.get("/{what}")
def table(what: What, desk: At, wanted: Asked, part: Annotated[Part, Depends()]) -> Response:
    """One part of the ledger as rows, with the quotations of those shown."""
    from accord.interchange.tables import json_rows
    from accord.ledger.tables import narrowed

    known = books(desk)
    if part == Part():
        return tabular(rows_of(desk, known, what), wanted, name=what, undated=0)
    found, undated = narrowed(
        table_of(desk, known, what, part.last),
        party=part.party or None,
        issue=part.issue or None,
        first=part.first,
        last=part.last,
    )
    return tabular(json_rows(found.columns, found.rows), wanted, name=what, undated=undated)


def _costs(desk: Desk) -> Mapping[tuple[str, str, str], Cost]:
    from accord.report.moved import costs

    contents = desk.contents().value
    if contents is None:
        return {}
    found = contents.findings
    return desk.of(contents, "costs", lambda: costs(found, {one.id: one.id for one in found}))


def _page(books: Books, steps: Mapping[tuple[str, str, str], Cost]) -> dict[str, Any]:
    from accord.report.moved import ledger_of

    known, told = books.whole, books.told
    read = (known.statements, known.documents, known.negotiation)
    record: dict[str, Any] = _plainly(ledger_of(known.ledger, read, told, steps), told)
    record["trails"] = _trails(known)
    record["agreed"] = _agreed(known, told)
    return record


def _plainly(value: Any, told: Quotations) -> Any:
    """Records as JSON objects; a quotation with the document it stands in."""
    from accord.report.quoting import Quote

    if isinstance(value, Quote):
        return quote_record(value, told)
    if isinstance(value, list | tuple):
        return [_plainly(one, told) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plainly(getattr(value, name), told) for name in value.__dataclass_fields__}
    return value


def _agreed(known: Booked, told: Quotations) -> list[dict[str, Any]]:
    """What is said to be agreed, by whose account, with its quotations."""
    from accord.interchange.tables import json_rows
    from accord.ledger.tables import section

    found = section(known, "agreed")
    return [
        {
            **row,
            "quotes": quote_records(row["statements"] or (), told),
            "denial_quotes": quote_records(row["denials"] or (), told),
        }
        for row in json_rows(found.columns, found.rows)
    ]


def _trails(known: Booked) -> list[dict[str, Any]]:
    """For each issue with a dated position: its options, and every party's positions by day."""
    positions = known.ledger.positions
    trails = []
    for issue in known.negotiation.issues:
        told = [one for one in positions if one.issue == issue.id and one.on and one.option]
        if told:
            trails.append(
                {
                    "issue": issue.id,
                    "name": issue.name or issue.id.replace("_", " "),
                    "ordered": issue.ordered,
                    "options": list(issue.options),
                    "status_quo": issue.status_quo,
                    "points": [
                        {
                            "party": one.party,
                            "option": one.option,
                            "refused": one.refused,
                            "on": one.on,
                            "until": one.until,
                            "basis": one.basis.value,
                            "statement": one.statements[0] if one.statements else None,
                        }
                        for one in sorted(told, key=lambda one: (one.on or date.min, one.party, one.option or ""))
                    ],
                }
            )
    return trails
