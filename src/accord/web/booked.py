"""The ledger as several pages tell of it: booked once for a state of the project, with its quotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord.ledger import Ledger
    from accord.ledger.tables import Booked, Section
    from accord.ledger.voices import Edge
    from accord.report.quoting import Quotations
    from accord.web.desk import Desk


@dataclass(frozen=True, slots=True)
class Books:
    """The statements as booked, a text that several papers reprint once, and every statement as a quotation."""

    whole: Booked
    ledger: Ledger
    edges: tuple[Edge, ...]
    told: Quotations

    def on(self, day: date | None) -> Booked:
        """As known on a day (None: with all that is said)."""
        return self.whole if day is None else replace(self.whole, on=day)


LARGE = 5_000
"""Statements from which on a project is booked in the background as soon as a page opens."""

_TITLE = "Booking the statements"


def books(desk: Desk) -> Books:
    """The books of the project; where they are large those of the state before, while they are made anew."""
    return desk.soon("books", _TITLE, lambda: _made(desk))


def begin(desk: Desk) -> None:
    """Has the books of a large project made before a page asks for them."""
    if len(desk.material().statements) >= LARGE:
        desk.computed("books", _TITLE, lambda _: _made(desk))


def _made(desk: Desk) -> Books:
    from accord.ledger import voices
    from accord.ledger.tables import booked_once
    from accord.report.quoting import Quotations

    material = desk.material()
    read = (material.statements, material.documents, material.negotiation)
    whole = booked_once(*read, desk.reprints(material.documents))
    return Books(whole, whole.ledger, voices(whole.statements, material.negotiation), Quotations(material))


def table_of(desk: Desk, known: Books, name: str, day: date | None = None) -> Section:
    """A section of the ledger as known on a day, made once."""
    from accord.ledger.tables import section

    return desk.of(known, f"section:{name}:{day}", lambda: section(known.on(day), name))


def rows_of(desk: Desk, known: Books, name: str, day: date | None = None) -> Sequence[dict[str, Any]]:
    """The rows of a section as JSON objects, made once."""
    from accord.interchange.tables import json_rows

    def made() -> list[dict[str, Any]]:
        found = table_of(desk, known, name, day)
        return json_rows(found.columns, found.rows)

    return desk.of(known, f"rows:{name}:{day}", made)
