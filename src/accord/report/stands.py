"""The issue matrix for the page: who stands where, by whose account, and how near the parties are on each issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accord.documents.period_words import day, days, during
from accord.findings.words import listed, plain
from accord.ledger import Basis, Cell, Clash, Ledger, Position, Row, clashes, matrix
from accord.negotiation import Issue, Negotiation, status_quo
from accord.report.looks import Look
from accord.report.quoting import Quotations, Quote
from accord.report.words import BASES, MODALITIES

SHOWN = 4
Notes = dict[tuple[str, str, bool], str]
"""What to say beside a position, by party, option and whether it is refused."""
STATES = {
    "clash": "One asks what another refuses",
    "agree": "All whose yes it needs stand for the same",
    "near": "Some stand for the same",
    "apart": "They stand for different options",
    "open": "Too few have spoken",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """One position: the option, whether it is refused, shared with or asked by others, and its quotations."""

    option: str
    named: bool
    refused: bool
    note: str
    basis: str
    date: str
    quotes: tuple[Quote, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Square:
    """What one party says on one issue."""

    anchor: str
    look: Look
    now: tuple[Stand, ...]
    others: tuple[Stand, ...]
    before: tuple[Stand, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is told."""
        return not (self.now or self.others or self.before)


@dataclass(frozen=True, slots=True)
class Stop:
    """An option on an issue's line, with the parties that stand for it."""

    option: str
    status_quo: bool
    at: float
    parties: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One issue: its options in order with the parties at them, and a square for each party."""

    name: str
    anchor: str
    ordered: bool
    state: str
    state_words: str
    stops: tuple[Stop, ...]
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Stands:
    """The matrix: the issues that are spoken of, and the names of those that are not."""

    parties: tuple[Look, ...]
    lines: tuple[Line, ...]
    unspoken: tuple[str, ...]


def stands(ledger: Ledger, negotiation: Negotiation, quotations: Quotations) -> Stands:
    """The issue matrix of a run."""
    against = clashes(ledger, negotiation)
    lines, unspoken = [], []
    for row in matrix(ledger, negotiation):
        line, notes = line_of(row, negotiation, against, quotations)
        if not any(cell.filled for cell in row.cells):
            unspoken.append(line.name)
        else:
            lines.append(
                replace(line, squares=tuple(_square(cell, (negotiation, notes), quotations) for cell in row.cells))
            )
    return Stands(tuple(quotations.looks[party.id] for party in negotiation.parties), tuple(lines), tuple(unspoken))


def cell_anchor(negotiation: Negotiation, party: str, issue: str) -> str | None:
    """Where a cell stands on the page; None where the negotiation has no such party or issue."""
    parties = [one.id for one in negotiation.parties]
    issues = [one.id for one in negotiation.issues]
    if party not in parties or issue not in issues:
        return None
    return f"c{issues.index(issue) + 1}-{parties.index(party) + 1}"


def line_of(row: Row, negotiation: Negotiation, against: Sequence[Clash], quotations: Quotations) -> tuple[Line, Notes]:
    """One issue without its squares, and what to say beside its positions."""
    number = next(at for at, one in enumerate(negotiation.issues, start=1) if one.id == row.issue)
    issue = negotiation.issues[number - 1]
    standing = {cell.party: frozenset(cell.options) for cell in row.cells}
    holders = {
        option: tuple(party for party, options in standing.items() if option in options) for option in issue.options
    }
    state = _state(standing, negotiation.consent(issue), any(clash.issue == issue.id for clash in against))
    last = max(1, len(issue.options) - 1)
    line = Line(
        name=issue.name or plain(issue.id),
        anchor=f"i{number}",
        ordered=issue.ordered,
        state=state,
        state_words=STATES[state],
        stops=tuple(
            Stop(
                plain(option), option == status_quo(issue), round(place / last, 4),
                tuple(quotations.look(party) for party in holders[option]),
            )
            for place, option in enumerate(issue.options)
        ),
        squares=(),
    )  # fmt: skip
    return line, _notes(issue, holders, against, quotations.looks)


def _state(standing: Mapping[str, frozenset[str]], consenting: Sequence[str], clash: bool) -> str:
    if clash:
        return "clash"
    sets = [options for party, options in standing.items() if party in consenting and options]
    if len(sets) > 1 and len(sets) == len(consenting) and frozenset.intersection(*sets):
        return "agree"
    if len(sets) < 2:
        return "open"
    return "near" if any(a & b for number, a in enumerate(sets) for b in sets[number + 1 :]) else "apart"


def _notes(
    issue: Issue, holders: Mapping[str, tuple[str, ...]], against: Sequence[Clash], looks: Mapping[str, Look]
) -> Notes:
    """What to say beside a position, by party, option and whether it is refused."""
    found: Notes = {}
    for option, parties in holders.items():
        for party in parties:
            others = [looks[other].name for other in parties if other != party]
            if others:
                found[party, option, False] = f"as {listed(others)}"
    for clash in against:
        if clash.issue == issue.id:
            found[clash.by, clash.option, False] = f"refused by {looks[clash.against].name}"
            found[clash.against, clash.option, True] = f"asked by {looks[clash.by].name}"
    return found


def _square(cell: Cell, told: tuple[Negotiation, Notes], quotations: Quotations) -> Square:
    negotiation, notes = told

    def made(positions: Sequence[Position]) -> tuple[Stand, ...]:
        named = sorted(positions, key=lambda position: (position.refused, position.option is None))
        return tuple(stand_of(position, notes, quotations) for position in named)

    return Square(
        cell_anchor(negotiation, cell.party, cell.issue) or "", quotations.look(cell.party),
        made((*cell.current, *cell.refused)), made(cell.others), made(cell.history),
    )  # fmt: skip


def stand_of(position: Position, notes: Notes, quotations: Quotations) -> Stand:
    """One position in words, with its first quotations."""
    tellers = f" by {listed(position.according_to)}" if position.according_to and position.basis is Basis.TOLD else ""
    put = MODALITIES[position.modality]
    condition = f"on a condition: “{position.condition}”" if position.condition else put
    note = notes.get((position.party, position.option or "", position.refused), "")
    return Stand(
        option=plain(position.option) if position.option else "no option named",
        named=position.option is not None,
        refused=position.refused,
        note="; ".join(part for part in (note, condition) if part),
        basis=f"told{tellers}" if tellers else BASES[position.basis],
        date=_when(position),
        quotes=quotations.get(position.statements[:SHOWN]),
        more=max(0, len(position.statements) - SHOWN),
    )


def _when(position: Position) -> str:
    if position.on and position.until:
        return days(position.on, position.until)
    return during(position.during) if position.on is None and position.during else day(position.on)
