"""The records of the ledger: positions, moves, and what did not move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accord.documents.periods import Period
from accord.statements import Act, Modality


class Basis(StrEnum):
    """How a position is known: by the party's own word, by another's, ascribed, or in the reporter's voice."""

    OWN = "own"
    TOLD = "told"
    BELIEF = "belief"
    NARRATED = "narrated"


class Direction(StrEnum):
    """Which way a move goes on the issue's order, seen from where the mover stood."""

    TOWARDS = "towards"  # towards another party's position or away from the mover's own demand
    AWAY = "away"
    NONE = "none"  # told as unchanged, or the same option again
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a party stands on an issue at a date, and the statements that say so.

    `option` None: the issue is named, the option is not. `refused`: the option is refused, not sought.
    `according_to`: who says so (speakers, or the source of a reporter's sentence). `on`: the first day it was said,
    `until` the last; both None where no day is known. `during`: the week, month, season, quarter or year in which it
    was said, where that is all that is known. `acts`: how it was put (demand, offer, accept, ...), each once. `dates`:
    the deadlines and events it speaks of, as the reader wrote them ("by 2031-06-15 'by 15 June'").
    """

    party: str
    issue: str
    option: str | None
    on: date | None
    basis: Basis
    statements: tuple[str, ...]
    according_to: tuple[str, ...] = ()
    refused: bool = False
    modality: Modality = Modality.ASSERTED
    condition: str | None = None
    until: date | None = None
    acts: tuple[Act, ...] = ()
    during: Period | None = None
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A change of position, or one told in words (`told`).

    `size`: share of the issue's order that was crossed, in [0, 1]; None where start or end is not known, or the
    issue has no order. `assumed_start`: no earlier position of the mover is known, so `start` is the issue's status
    quo. `basis`: told by the mover itself, by another, or by the reporter; a move with basis `told` is its teller's
    account alone. `nominal_by`: statements that say the mover wanted it already or would do it anyway;
    `nominal_denied_by`: statements that deny this. `disputed_by`: statements of the mover that refuse the option it
    is said to have moved to. `during`: when it was, where no day is known but a longer period is.
    """

    party: str
    issue: str
    start: str | None
    end: str | None
    direction: Direction
    size: float | None
    on: date | None
    told: bool
    statements: tuple[str, ...]
    according_to: tuple[str, ...] = ()
    nominal_by: tuple[str, ...] = ()
    basis: Basis = Basis.OWN
    modality: Modality = Modality.ASSERTED
    condition: str | None = None
    assumed_start: bool = False
    disputed_by: tuple[str, ...] = ()
    nominal_denied_by: tuple[str, ...] = ()
    during: Period | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A position that did not move: repeated over documents, or told to be unchanged.

    `issue` None: all of the party's demands. `according_to`: who says so.
    """

    party: str
    issue: str | None
    option: str | None
    statements: tuple[str, ...]
    told: bool
    according_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """Positions, moves and what did not move, in an order that does not depend on that of the documents."""

    positions: tuple[Position, ...]
    moves: tuple[Move, ...]
    unchanged: tuple[Unchanged, ...]
