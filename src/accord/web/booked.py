"""The books as several pages tell of them: booked once for a state of the project, with their quotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar
from weakref import WeakKeyDictionary

from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from accord.web.desk import Answer
from accord.web.records import about_record
from accord.web.tabular import Wanted, chosen, cut, tabular

if TYPE_CHECKING:
    from accord.ledger import Ledger
    from accord.ledger.tables import Booked, Section
    from accord.ledger.voices import Edge
    from accord.report.quoting import Quotations
    from accord.web.desk import Desk

T = TypeVar("T")

_TITLE = "Booking the statements"
_QUOTED, _LISTED = 3, 12  # quotations, and entries of other lists, in a row on a page
_DAYS = 8  # days whose books are kept, for going to and fro
_last: WeakKeyDictionary[Desk, Booked] = WeakKeyDictionary()
"""The last books of each project, from which the next take over what no correction touches."""

LARGE = 2_000
"""Statements from which on a project is booked in the background as soon as a page opens."""


class Told(BaseModel, Generic[T]):
    """What the books tell: `ready`, `computing` (with what they told before the last change, if anything), `failed`."""

    state: Literal["ready", "computing", "failed"]
    revision: str
    sentence: str
    job: dict[str, Any] | None
    data: T | None


class Look(BaseModel):
    """A party as everywhere: its name, its colour, its form and its place in the negotiation."""

    id: str
    name: str
    colour: str
    form: str
    number: int


class Quoted(BaseModel):
    """A quotation for reading, with the document it stands in; `cut`: its words go on."""

    id: str
    number: int
    words: str
    cut: bool
    marks: bool
    speaker: str
    title: str
    source: str
    date: str
    look: Look
    act: str
    family: str
    document: str


@dataclass(frozen=True, slots=True)
class Books:
    """The statements as booked, a text that several papers reprint once, and every statement as a quotation."""

    whole: Booked
    told: Quotations
    days: dict[date, Booked] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        """Positions, moves and what did not move."""
        return self.whole.ledger

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Who claims what of whom."""
        return self.whole.voices

    def on(self, day: date | None) -> Booked:
        """As known on a day (None: with all that is said)."""
        if day is None:
            return self.whole
        found = self.days.get(day) or self.whole.by(day)
        for old in [*self.days][: max(0, len(self.days) - _DAYS)]:
            self.days.pop(old, None)
        self.days[day] = found
        return found


def books(desk: Desk) -> Books:
    """The books of the project; where they are large those of the state before, while they are made anew."""
    answer = booking(desk)
    return desk.kept("books", lambda: _made(desk)) if answer.value is None else answer.value


def booking(desk: Desk) -> Answer[Books]:
    """The books as far as they are made: those of this state, those of the state before, or none yet."""
    return desk.soon("books", _TITLE, lambda: _made(desk))


def begin(desk: Desk) -> None:
    """Has the books of a large project made before a page asks for them."""
    if sum(entry.standing for entry in desk.kept("entries", desk.store.entries)) >= LARGE:
        desk.computed("books", _TITLE, lambda _: _made(desk), short=True)


def _made(desk: Desk) -> Books:
    """The books with every part made, so that no page waits for one."""
    from accord.ledger.tables import booked_once
    from accord.report.quoting import Quotations

    material = desk.material()
    read = (material.statements, material.documents, material.negotiation)
    whole = booked_once(*read, desk.reprints(material.documents), before=_last.get(desk))
    parts: Sequence[Callable[[], object]] = (
        lambda: whole.ledger, lambda: whole.matrix, lambda: whole.clashes, lambda: whole.disputes,
        lambda: whole.agreed, lambda: whole.readouts, lambda: whole.voices,
    )  # fmt: skip
    for part in parts:
        part()
    whole.memory.forget()
    _last[desk] = whole
    found = Books(whole, Quotations(material))
    found.told.get(one.id for one in whole.statements[:1])  # puts all of them in order
    for name in ("positions", "moves"):
        table_of(desk, found, name)
    return found


def table_of(desk: Desk, known: Books, name: str, day: date | None = None) -> Section:
    """A section of the ledger as known on a day, made once, its columns of words empty."""
    from accord.ledger.tables import bare

    return desk.of(known, f"section:{name}:{day}", lambda: bare(known.on(day), name))


def table_page(table: Section, wanted: Wanted, booked: Booked, **more: Any) -> Response:
    """The part of a table that is asked for: a page of rows whose long lists are cut, or all of them as a file.

    `cut` of a row tells how long each list is that was cut.
    """
    from accord.interchange.tables import json_rows
    from accord.ledger.tables import worded

    if wanted.form != "page":
        return tabular(json_rows(table.columns, worded(table.rows, booked)), wanted, name=table.name)
    rows = chosen(list(worded(table.rows, booked)) if wanted.q.strip() else table.rows, wanted)
    shown = json_rows(table.columns, worded(cut(rows, wanted), booked))
    about = {"total": len(rows), "of": len(table.rows), "page": wanted.page, "size": wanted.size}
    return JSONResponse({"rows": [_shortened(row) for row in shown], **about, **more})


def _shortened(row: dict[str, Any]) -> dict[str, Any]:
    most = {name: _QUOTED if name.endswith("quotes") else _LISTED for name in row}
    long = {name: len(value) for name, value in row.items() if isinstance(value, list) and len(value) > most[name]}
    return {**row, **{name: row[name][: most[name]] for name in long}, "cut": long}


def no_rows(answer: Answer[Books], wanted: Wanted) -> Response:
    """A page of no rows, while the first books are made."""
    about = {"total": 0, "of": 0, "page": wanted.page, "size": wanted.size}
    return JSONResponse({"rows": [], **about, **about_record(answer)})
