"""The issue matrix (issues by parties), positions on a day, and flat rows for tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accord.ledger.positions import once
from accord.ledger.records import Basis, Ledger, Move, Position
from accord.negotiation import Negotiation

MATRIX_COLUMNS = (
    "issue", "party", "options", "refused", "basis", "modality", "condition", "on", "according_to", "statements",
    "earlier", "according_to_others",
)  # fmt: skip
"""Columns of `matrix_rows`; lists are joined by `; `, statements are ids, unknown is empty."""

LEDGER_COLUMNS = (
    "entry", "party", "issue", "from", "to", "refused", "direction", "size", "basis", "told", "modality", "condition",
    "on", "until", "acts", "according_to", "statements", "nominal_by", "nominal_denied_by", "disputed_by",
    "assumed_start",
)  # fmt: skip
"""Columns of `ledger_rows`; `entry` is position, move or unchanged; what a kind of entry does not have is empty."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party says on one issue.

    `current`: where it stands now, by its own word or the reporter's; where there is none, as others tell, else as
    is ascribed. `refused`: what it refuses, likewise. `history`: its positions that are over. `others`: what is
    told or ascribed beside its own word.
    """

    party: str
    issue: str
    current: tuple[Position, ...] = ()
    refused: tuple[Position, ...] = ()
    history: tuple[Position, ...] = ()
    others: tuple[Position, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """The options it stands for now, each once."""
        return once(position.option for position in self.current if position.option is not None)

    @property
    def basis(self) -> Basis | None:
        """How the current stand is known; None for an empty cell."""
        return _best(position.basis for position in (*self.current, *self.refused))

    @property
    def on(self) -> date | None:
        """The last day the current stand was said."""
        return max((position.until for position in (*self.current, *self.refused) if position.until), default=None)

    @property
    def when(self) -> str:
        """When the current stand was said: the last day, else the periods that are told; empty where nothing is."""
        during = once(str(position.during) for position in (*self.current, *self.refused) if position.during)
        return self.on.isoformat() if self.on else _list(during)

    @property
    def filled(self) -> bool:
        """Whether anything is told."""
        return bool(self.current or self.refused or self.history or self.others)

    @property
    def refused_options(self) -> tuple[str, ...]:
        """The options it refuses now, each once."""
        return once(position.option for position in self.refused if position.option)

    @property
    def earlier(self) -> tuple[str, ...]:
        """Its positions that are over, each in a few words."""
        return tuple(_briefly(self.history))

    @property
    def told(self) -> tuple[str, ...]:
        """What others tell or ascribe beside its own word, each in a few words."""
        return tuple(_briefly(self.others))

    @property
    def statements(self) -> tuple[str, ...]:
        """Ids of the statements of the current stand."""
        return once(statement for position in (*self.current, *self.refused) for statement in position.statements)


@dataclass(frozen=True, slots=True)
class Row:
    """One issue of the matrix, with a cell for each party in the order of the negotiation."""

    issue: str
    cells: tuple[Cell, ...]


def positions_on(ledger: Ledger, on: date) -> tuple[Position, ...]:
    """The positions that hold on a day: said by then, and not left since; those of no known day are among them.

    A stand by the party's own word or the reporter's is left when a later one of these names other options only; a
    told or ascribed one when the same teller says otherwise later. A refusal is left when the party takes the
    option later.
    """
    said = [position for position in ledger.positions if _by(position, on)]
    voices: dict[tuple[object, ...], list[Position]] = defaultdict(list)
    for position in said:
        voices[_voice(position)].append(position)
    left: set[int] = set()
    for ours in voices.values():
        if len(ours) > 1:
            later = _last_words(ours)
            left.update(id(position) for position in ours if _left(position, later, on))
    return tuple(position for position in said if id(position) not in left)


def matrix(
    ledger: Ledger,
    negotiation: Negotiation,
    on: date | None = None,
    *,
    standing: Sequence[Position] | None = None,
) -> tuple[Row, ...]:
    """Issues by parties, in the order of the negotiation, on a day (default: the last that is told of).

    `standing`: the positions that hold on the day, where they are known.
    """
    day = on or date.max
    holding = frozenset(map(id, positions_on(ledger, day) if standing is None else standing))
    known = _by_cell(position for position in ledger.positions if _by(position, day))
    return tuple(
        Row(issue.id, tuple(_cell((party.id, issue.id), known, holding) for party in negotiation.parties))
        for issue in negotiation.issues
    )


def matrix_rows(ledger: Ledger, negotiation: Negotiation, on: date | None = None) -> list[dict[str, str]]:
    """The matrix as flat rows with `MATRIX_COLUMNS`, one for each cell that is not empty."""
    return [_matrix_row(cell) for row in matrix(ledger, negotiation, on) for cell in row.cells if cell.filled]


def ledger_rows(ledger: Ledger) -> list[dict[str, str]]:
    """Positions, moves and what did not move as flat rows with `LEDGER_COLUMNS`."""
    rows = [_position_row(position) for position in ledger.positions] + [_move_row(move) for move in ledger.moves]
    for kept in ledger.unchanged:
        fields = {"party": kept.party, "issue": kept.issue or "", "from": kept.option or "", "to": kept.option or ""}
        tellers = {"according_to": _list(kept.according_to), "statements": _list(kept.statements)}
        rows.append({**fields, **tellers, "entry": "unchanged", "told": _yes(kept.told)})
    return [{column: row.get(column, "") for column in LEDGER_COLUMNS} for row in rows]


_RANKS = {Basis.OWN: 0, Basis.NARRATED: 0, Basis.TOLD: 1, Basis.BELIEF: 2}
_LastWords = dict[tuple[str, bool], date]


def _last_words(said: Iterable[Position]) -> _LastWords:
    """The last first-said day of each option, sought or refused, in positions by one voice."""
    days: _LastWords = {}
    for position in said:
        first = _first(position)
        if first is not None and position.option is not None:
            key = (position.option, position.refused)
            days[key] = max(days.get(key, first), first)
    return days


def _left(position: Position, words: _LastWords, on: date) -> bool:
    """Whether the position's voice left it by the day `on`; one of no known day is never left."""
    said = _last(position)
    if said is None:
        return False
    last = min(said, on)
    for (option, refused), day in words.items():
        same = option == position.option
        leaves = same if refused or position.refused else not same
        if day > last and leaves and refused + position.refused < 2:
            return True
    return False


def _first(position: Position) -> date | None:
    """The first day on which it may have been said; None where nothing is known."""
    return position.during.first if position.during else position.on


def _last(position: Position) -> date | None:
    """The last day on which it may have been said; None where nothing is known."""
    return position.during.last if position.during else position.until


def _by(position: Position, on: date) -> bool:
    first = _first(position)
    return first is None or first <= on


def _voice(position: Position) -> tuple[object, ...]:
    """The party's own word and the reporter's are one voice; others are as many as there are tellers."""
    teller = () if _rank(position.basis) == 0 else (position.basis, position.according_to)
    return (position.party, position.issue, *teller)


def _by_cell(positions: Iterable[Position]) -> dict[tuple[str, str], list[Position]]:
    cells: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in positions:
        cells[position.party, position.issue].append(position)
    return cells


def _cell(where: tuple[str, str], known: Mapping[tuple[str, str], Sequence[Position]], holding: frozenset[int]) -> Cell:
    ours = known.get(where, ())
    rank = min((_rank(position.basis) for position in ours), default=0)
    told = [position for position in ours if _rank(position.basis) == rank]
    current = [position for position in told if id(position) in holding]
    return Cell(
        *where,
        current=tuple(position for position in current if not position.refused),
        refused=tuple(position for position in current if position.refused),
        history=tuple(position for position in told if id(position) not in holding),
        others=tuple(position for position in ours if _rank(position.basis) > rank),
    )


def _rank(basis: Basis) -> int:
    return _RANKS[basis]


def _best(bases: Iterable[Basis]) -> Basis | None:
    order = (Basis.OWN, Basis.NARRATED, Basis.TOLD, Basis.BELIEF)
    return min(bases, key=order.index, default=None)


def _matrix_row(cell: Cell) -> dict[str, str]:
    shown = (*cell.current, *cell.refused)
    values = {
        "issue": cell.issue,
        "party": cell.party,
        "options": _list(cell.options),
        "refused": _list(cell.refused_options),
        "basis": cell.basis or "",
        "modality": _list(once(position.modality for position in shown)),
        "condition": _list(once(position.condition for position in shown if position.condition)),
        "on": cell.when,
        "according_to": _list(once(name for position in shown for name in position.according_to)),
        "statements": _list(cell.statements),
        "earlier": _list(cell.earlier),
        "according_to_others": _list(cell.told),
    }
    return {column: values[column] for column in MATRIX_COLUMNS}


def _briefly(positions: Sequence[Position]) -> Iterator[str]:
    for position in positions:
        refused = "not " if position.refused else ""
        tellers = f", by {_names(position.according_to)}" if position.according_to else ""
        yield f"{refused}{position.option or 'unnamed option'} ({_when(position) or 'no date'}{tellers})"


def _position_row(position: Position) -> dict[str, str]:
    return {
        "entry": "position", "party": position.party, "issue": position.issue, "to": position.option or "",
        "refused": _yes(position.refused), "basis": position.basis, "modality": position.modality,
        "condition": position.condition or "", "on": _when(position), "until": _day(position.until),
        "acts": _list(position.acts), "according_to": _list(position.according_to),
        "statements": _list(position.statements),
    }  # fmt: skip


def _move_row(move: Move) -> dict[str, str]:
    return {
        "entry": "move", "party": move.party, "issue": move.issue, "from": move.start or "", "to": move.end or "",
        "direction": move.direction, "size": "" if move.size is None else f"{move.size:.3f}", "basis": move.basis,
        "told": _yes(move.told), "modality": move.modality, "condition": move.condition or "", "on": _when(move),
        "according_to": _list(move.according_to), "statements": _list(move.statements),
        "nominal_by": _list(move.nominal_by), "nominal_denied_by": _list(move.nominal_denied_by),
        "disputed_by": _list(move.disputed_by),
        "assumed_start": _yes(move.assumed_start),
    }  # fmt: skip


def _list(values: Iterable[str]) -> str:
    return "; ".join(values)


def _names(values: Iterable[str]) -> str:
    return ", ".join(values)


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _when(entry: Position | Move) -> str:
    """The day, else the longer period, in the short form of ISO 8601; empty where nothing is known."""
    return str(entry.on or entry.during or "")


def _yes(value: bool) -> str:
    return "yes" if value else "no"
