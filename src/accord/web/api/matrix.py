"""The issue matrix as known on any day: who stands where, by whose account, and how far apart the parties are."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from accord.web.booked import Books, books, rows_of
from accord.web.quoted import quote_record
from accord.web.records import At
from accord.web.tabular import Asked, tabular

if TYPE_CHECKING:
    from accord.ledger.tables import Booked
    from accord.report.quoting import Quotations
    from accord.report.stands import Square, Stand

router = APIRouter(prefix="/matrix", tags=["matrix"])


@router.get("")
def matrix(desk: At, on: date | None = None) -> dict[str, Any]:
    """The matrix as known on a day (default: with all that is said), with the days on which something was said."""
    known = books(desk)
    return desk.of(known, f"matrix:{on}", lambda: _matrix(known, on))


@router.get("/table")
def table(desk: At, wanted: Asked, on: date | None = None) -> Response:
    """The matrix as rows: an issue and a party each."""
    return tabular(rows_of(desk, books(desk), "matrix", on), wanted, name="matrix")


def _matrix(books: Books, on: date | None) -> dict[str, Any]:
    from accord.report.stands import stands

    known, told = books.on(on), books.told
    found = stands(known.ledger, known.negotiation, told)
    issues = [issue.id for issue in known.negotiation.issues]
    return {
        "parties": [asdict(look) for look in found.parties],
        "lines": [
            {
                **asdict(line),
                "issue": issues[int(line.anchor[1:]) - 1],
                "squares": [_square(square, told) for square in line.squares],
            }
            for line in found.lines
        ],
        "unspoken": list(found.unspoken),
        "days": _days(books.whole),
        "on": on,
    }


def _square(square: Square, told: Quotations) -> dict[str, Any]:
    return {
        "anchor": square.anchor,
        "party": square.look.id,
        "empty": square.empty,
        **{name: [_stand(one, told) for one in getattr(square, name)] for name in ("now", "others", "before")},
    }


def _stand(stand: Stand, told: Quotations) -> dict[str, Any]:
    return {**asdict(stand), "quotes": [quote_record(quote, told) for quote in stand.quotes]}


def _days(known: Booked) -> list[dict[str, Any]]:
    """Every day on which something is known to have been said, with how many statements."""
    said = Counter(time.day for one in known.statements for time in known.when([one.id]) if time.day)
    return [{"day": day, "statements": said[day]} for day in sorted(said)]
