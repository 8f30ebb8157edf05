"""The issue matrix as known on any day: who stands where, by whose account, and how far apart the parties are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel

from accord.errors import CallError
from accord.web.booked import (
    Books,
    Look,
    Quoted,
    Told,
    booking,
    books,
    no_rows,
    table_of,
    table_page,
)
from accord.web.quoted import quote_record, quote_records
from accord.web.records import At, about_record, answer_record
from accord.web.tabular import PAGE, Asked

if TYPE_CHECKING:
    from accord.ledger import Cell, Position
    from accord.ledger.tables import Booked

router = APIRouter(prefix="/matrix", tags=["matrix"])

FEW = 4
"""Positions up to which a cell of the matrix shows each."""

FIRST = 20
"""Positions of a part of a cell that are told when it is opened."""


class Standing(BaseModel):
    """An option that a party stands for, or refuses, in one cell: as last put, in how many positions."""

    option: str
    named: bool
    refused: bool
    note: str
    basis: str
    date: str
    positions: int


class Square(BaseModel):
    """One cell: where the party stands now; how many accounts of others and earlier positions there are."""

    anchor: str
    party: str
    empty: bool
    now: list[Standing]
    others: int
    before: int


class Stop(BaseModel):
    """An option on an issue's line, with the parties that stand for it."""

    option: str
    status_quo: bool
    at: float
    parties: list[Look]


class Line(BaseModel):
    """One issue: how near the parties are, its options in order, and a cell for each party."""

    issue: str
    name: str
    anchor: str
    ordered: bool
    state: Literal["clash", "agree", "near", "apart", "open"]
    state_words: str
    stops: list[Stop]
    squares: list[Square]


class Day(BaseModel):
    """A day on which something is known to have been said, and in how many statements."""

    day: date
    statements: int


class Matrix(BaseModel):
    """The matrix as known on a day; `unspoken`: the names of the issues that nobody speaks of by then."""

    parties: list[Look]
    lines: list[Line]
    unspoken: list[str]
    days: list[Day]
    on: date | None


@router.get("", response_model=Told[Matrix])
def matrix(desk: At, on: date | None = None) -> dict[str, Any]:
    """The matrix as known on a day (default: with all that is said), with the days on which something was said."""
    return answer_record(booking(desk), lambda known: desk.of(known, f"matrix:{on}", lambda: _matrix(known, on)))


@router.get("/table")
def table(desk: At, wanted: Asked, on: date | None = None) -> Response:
    """The matrix as rows: an issue and a party each."""
    answer = booking(desk)
    if answer.value is None and wanted.form == "page":
        return no_rows(answer, wanted)
    known = answer.value or books(desk)
    return table_page(table_of(desk, known, "matrix", on), wanted, known.on(on), **about_record(answer))


def _matrix(books: Books, on: date | None) -> dict[str, Any]:
    from accord.report.stands import line_of

    known, told = books.on(on), books.told
    lines, unspoken = [], []
    for row in known.matrix:
        line, notes = line_of(row, known.negotiation, known.clashes, told)
        if any(cell.filled for cell in row.cells):
            squares = [_square(cell, notes, books) for cell in row.cells]
            lines.append({**asdict(line), "issue": row.issue, "squares": squares})
        else:
            unspoken.append(line.name)
    looks = [asdict(told.look(party.id)) for party in known.negotiation.parties]
    return {"parties": looks, "lines": lines, "unspoken": unspoken, "days": _days(books.whole), "on": on}


def _square(cell: Cell, notes: Mapping[tuple[str, str, bool], str], books: Books) -> dict[str, Any]:
    from accord.report.stands import cell_anchor

    return {
        "anchor": cell_anchor(books.whole.negotiation, cell.party, cell.issue),
        "party": cell.party,
        "empty": not cell.filled,
        "now": [_standing(ones, notes, books) for ones in _shown((*cell.current, *cell.refused))],
        "others": len(cell.others),
        "before": len(cell.history),
    }


def _shown(positions: Sequence[Position]) -> list[list[Position]]:
    """What is drawn for one: each position by itself, or of many those of one option together."""
    found = _by_option(positions)
    return found if len(positions) > FEW else [[one] for ones in found for one in ones]


def _by_option(positions: Sequence[Position]) -> list[list[Position]]:
    """The positions by option, what is sought before what is refused and what is named before what is not."""
    found: dict[tuple[bool, bool, str], list[Position]] = {}
    for one in positions:
        found.setdefault((one.refused, one.option is None, one.option or ""), []).append(one)
    return [sorted(found[key], key=_said, reverse=True) for key in sorted(found, key=lambda key: key[:2])]


def _said(position: Position) -> tuple[date, bool]:
    """The last day on which it may have been said, the first of all where that is not known; its own word wins."""
    last = position.until or (position.during.last if position.during else date.min)
    return last, position.basis == "own"


def _standing(
    positions: Sequence[Position], notes: Mapping[tuple[str, str, bool], str], books: Books
) -> dict[str, Any]:
    from accord.report.stands import stand_of

    stand = asdict(stand_of(replace(positions[0], statements=()), dict(notes), books.told))
    return {name: stand[name] for name in Standing.model_fields if name in stand} | {"positions": len(positions)}


def _days(known: Booked) -> list[dict[str, Any]]:
    """Every day on which something is known to have been said, with how many statements."""
    said = Counter(time.day for time in known.times.values() if time is not None and time.day)
    return [{"day": day, "statements": said[day]} for day in sorted(said)]


# one cell

PartOfCell = Literal["now", "others", "before"]


class Which(BaseModel):
    """One cell, as known on a day (default: with all that is said)."""

    party: str
    issue: str
    on: date | None = None


class PositionTold(BaseModel):
    """One position in words, with its first quotations; `place` counts in its part, `more`: statements beyond these."""

    place: int
    option: str
    named: bool
    refused: bool
    note: str
    basis: str
    date: str
    quotes: list[Quoted]
    more: int


class Positions(BaseModel):
    """Positions of one part of a cell, the latest of each option first; `total`: how many there are."""

    rows: list[PositionTold]
    total: int


class CellTold(BaseModel):
    """Where a party stands now on an issue, what others tell of it, and where it stood before."""

    party: str
    issue: str
    now: Positions | None = None
    others: Positions | None = None
    before: Positions | None = None


class Quotes(BaseModel):
    """Quotations of one position; `total`: how many there are."""

    quotes: list[Quoted]
    total: int


Whichever = Annotated[Which, Depends()]
Page = Annotated[int, Query(ge=1, le=100_000)]


@router.get("/cell", response_model=Told[CellTold])
def cell(
    desk: At,
    which: Whichever,
    part: PartOfCell | None = None,
    page: Page = 1,
    size: Annotated[int, Query(ge=1, le=PAGE // 4)] = FIRST,
) -> dict[str, Any]:
    """One cell with its quotations: the first positions of each part of it, or a page of one part."""
    parts: tuple[PartOfCell, ...] = ("now", "others", "before") if part is None else (part,)
    return answer_record(
        booking(desk),
        lambda known: {
            "party": which.party,
            "issue": which.issue,
            **{one: _page_of(known, which, one, (page - 1) * size, size) for one in parts},
        },
    )


@router.get("/cell/quotations", response_model=Told[Quotes])
def quotations(
    desk: At,
    which: Whichever,
    part: PartOfCell,
    place: Annotated[int, Query(ge=0)],
    page: Page = 1,
    size: Annotated[int, Query(ge=1, le=PAGE)] = PAGE // 2,
) -> dict[str, Any]:
    """All quotations of one position of a cell, in pages."""

    def found(known: Books) -> dict[str, Any]:
        every = _positions(known, which, part)
        ids = every[place].statements if place < len(every) else ()
        shown = ids[(page - 1) * size : page * size]
        return {"quotes": quote_records(shown, known.told), "total": len(ids)}

    return answer_record(booking(desk), found)


def _page_of(known: Books, which: Which, part: PartOfCell, start: int, size: int) -> dict[str, Any]:
    from accord.report.stands import line_of, stand_of

    every, booked = _positions(known, which, part), known.on(which.on)
    row = next(row for row in booked.matrix if row.issue == which.issue)
    _, notes = line_of(row, booked.negotiation, booked.clashes, known.told)
    rows = []
    for place, one in enumerate(every[start : start + size], start):
        stand = stand_of(one, notes, known.told)
        quotes = [quote_record(quote, known.told) for quote in stand.quotes]
        rows.append({**asdict(replace(stand, quotes=())), "quotes": quotes, "place": place})
    return {"rows": rows, "total": len(every)}


def _positions(known: Books, which: Which, part: PartOfCell) -> list[Position]:
    """The positions of one part of a cell, option by option, the latest of each first."""
    found = [
        cell
        for row in known.on(which.on).matrix
        for cell in row.cells
        if (row.issue, cell.party) == (which.issue, which.party)
    ]
    if not found:
        came = f"got the party {which.party!r} and the issue {which.issue!r}"
        raise CallError("A cell is of a party and an issue of the negotiation", came, "see /api/negotiation")
    cell = found[0]
    parts = {"now": (*cell.current, *cell.refused), "others": cell.others, "before": cell.history}
    return [one for ones in _by_option(parts[part]) for one in ones]
