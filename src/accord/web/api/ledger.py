"""The ledger: moves over time with what they cost, what never moved, what is agreed, and accounts side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel

from accord.web.booked import Books, Told, booking, books, no_rows, table_of, table_page
from accord.web.desk import Desk
from accord.web.records import At, about_record, answer_record
from accord.web.tabular import Asked

if TYPE_CHECKING:
    from accord.report.moved import Cost

router = APIRouter(prefix="/ledger", tags=["ledger"])

What = Literal["moves", "positions", "unchanged", "agreed", "readouts"]
Page = Annotated[int, Query(ge=1, le=100_000)]


class About(BaseModel):
    """Of whom and of what the ledger is asked: a party, an issue, both or neither."""

    party: str = ""
    issue: str = ""


class Part(About):
    """Which part of the ledger is asked for: of a party, on an issue, of these days."""

    first: date | None = None
    last: date | None = None


class Tally(BaseModel):
    """How many there are of each part of the ledger."""

    moves: int
    unchanged: int
    agreed: int
    readouts: int
    disputes: int


class Point(BaseModel):
    """A position of a trail: where a party stood from a day on; `times`: how many positions this one is drawn for."""

    party: str
    option: str
    refused: bool
    on: date
    until: date
    basis: str
    statement: str
    document: str
    times: int


class Trail(BaseModel):
    """What the parties stood for on an issue, day by day; of many positions (`of`) some are drawn."""

    issue: str
    name: str
    ordered: bool
    options: list[str]
    status_quo: str | None
    points: list[Point]
    of: int


class Summary(BaseModel):
    """The ledger in short; `weighed` is false while what the moves cost is still being computed."""

    tally: Tally
    trails: list[Trail]
    weighed: bool


class Lines(BaseModel):
    """A page of one part of the ledger, as it is told; `of`: how many there are with no party and issue chosen."""

    items: list[dict[str, Any]]
    total: int
    of: int
    page: int
    size: int
    weighed: bool


@router.get("", response_model=Told[Summary])
def ledger(desk: At, about: Annotated[About, Depends()]) -> dict[str, Any]:
    """The ledger in short: how much there is of each part, and where the parties stood over time."""
    is_weighed = _costs(desk)[1]
    return answer_record(booking(desk), lambda known: {**_summary(desk, known, about), "weighed": is_weighed})


@router.get("/told/{part}", response_model=Told[Lines])
def told(
    desk: At,
    part: Literal["moves", "unchanged", "agreed", "readouts", "disputes"],
    about: Annotated[About, Depends()],
    page: Page = 1,
    sort: Literal["", "day", "party", "issue", "size"] = "",
    order: Literal["asc", "desc"] = "asc",
) -> dict[str, Any]:
    """A page of one part of the ledger in words, with the first quotations of each entry."""
    from accord.web.telling import SIZES, Asking, lines

    steps, is_weighed = _costs(desk)

    def found(known: Books) -> dict[str, Any]:
        asked = Asking(part, about.party, about.issue, page, sort, order == "desc")
        items, total, every = lines(known, asked, steps)
        return {
            "items": items, "total": total, "of": every, "page": page, "size": SIZES[part], "weighed": is_weighed,
        }  # fmt: skip

    return answer_record(booking(desk), found)


@router.get("/{what}")
def table(what: What, desk: At, wanted: Asked, part: Annotated[Part, Depends()]) -> Response:
    """One part of the ledger as rows, with the quotations of those shown."""
    from accord.ledger.tables import narrowed

    answer = booking(desk)
    if answer.value is None and wanted.form == "page":
        return no_rows(answer, wanted)
    known = answer.value or books(desk)
    found, undated = narrowed(
        table_of(desk, known, what, part.last),
        party=part.party or None,
        issue=part.issue or None,
        first=part.first,
        last=part.last,
    )
    return table_page(found, wanted, known.on(part.last), undated=undated, **about_record(answer))


def _costs(desk: Desk) -> tuple[Mapping[tuple[str, str, str], Cost], bool]:
    """What the steps cost as far as it is computed, and whether it is of the present state."""
    from accord.report.moved import costs

    answer = desk.contents()
    if answer.value is None:
        return {}, False
    found = answer.value.findings
    steps = desk.of(answer.value, "costs", lambda: costs(found, {one.id: one.id for one in found}))
    return steps, answer.is_current


def _summary(desk: Desk, known: Books, about: About) -> dict[str, Any]:
    from accord.web.telling import PARTS, chosen_of
    from accord.web.trails import trails

    def made() -> dict[str, Any]:
        tally = {part: len(chosen_of(known, part, about.party, about.issue)) for part in PARTS}
        return {"tally": tally, "trails": trails(known.whole, about.party, about.issue)}

    return desk.of(known, f"ledger:{about.party}:{about.issue}", made)
