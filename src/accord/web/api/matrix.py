"""The issue matrix as known on any day: who stands where, by whose account, and how far apart the parties are."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from accord.web.desk import Desk
from accord.web.quoted import quotations, quote_record
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
    return desk.kept(f"matrix:{on}", lambda: _matrix(desk, on))


@router.get("/table")
def table(desk: At, wanted: Asked, on: date | None = None) -> Response:
    """The matrix as rows: an issue and a party each."""
    from accord.interchange.tables import json_rows
    from accord.ledger.tables import section

    found = section(booked(desk, on), "matrix")
    return tabular(json_rows(found.columns, found.rows), wanted, name="matrix")


def booked(desk: Desk, on: date | None = None) -> Booked:
    """The ledger as known on a day; a text that several papers reprint counts once."""
    from dataclasses import replace

    from accord.ledger.tables import Booked

    def made() -> Booked:
        from accord.documents import reprints

        material = desk.material()
        same = reprints(material.documents)
        heard = tuple(one for one in material.statements if not same.repeats(one.span))
        return Booked(heard, material.documents, material.negotiation)

    whole = desk.kept("booked", made)
    return whole if on is None else replace(whole, on=on)


def _matrix(desk: Desk, on: date | None) -> dict[str, Any]:
    from accord.report.stands import stands

    known, told = booked(desk, on), quotations(desk)
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
        "days": _days(booked(desk)),
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
