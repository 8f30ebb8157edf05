"""Books: the statements as booked, made once, and as they were known on any day, made from the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from accord.documents import Document, Reprints, reprints
from accord.documents.periods import Period
from accord.ledger.agreed import Agreed, agreed
from accord.ledger.booking import unchanged
from accord.ledger.chronology import period, said_during, said_on
from accord.ledger.clashes import Clash, Dispute, clashes, disputes
from accord.ledger.matrix import Row, matrix, positions_on
from accord.ledger.memory import Memory
from accord.ledger.moves import moves
from accord.ledger.positions import Trail, positions_by, trails
from accord.ledger.readouts import Comparison, readouts
from accord.ledger.records import Ledger, Move, Position, Unchanged
from accord.ledger.stances import Stance, stances
from accord.ledger.voices import Edge, voices
from accord.negotiation import Negotiation
from accord.statements import Statement


@dataclass(frozen=True)
class Booked:
    """What the tables are made of; `on`: as known on this day, from what was said by then and what has no known day.

    Each part is made when it is first asked for. `whole`: the books with all that is said, where these are of a day.
    `memory`: what was made for the state before a correction.
    """

    statements: tuple[Statement, ...]
    documents: tuple[Document, ...]
    negotiation: Negotiation
    on: date | None = None
    whole: Booked | None = field(default=None, compare=False, repr=False)
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    def by(self, day: date | None) -> Booked:
        """These books as known on a day (None: with all that is said); what is not of the day is not made again."""
        base = self._base
        return base if day is None else replace(base, on=day, whole=base, memory=Memory())

    @cached_property
    def _base(self) -> Booked:
        """The books with all that is said."""
        if self.on is None:
            return self
        return self.whole or replace(self, on=None, memory=Memory())

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger of the statements made by the day, as `book` makes it of them."""
        return Ledger(self.positions, self.moves, self.unchanged)

    @cached_property
    def said(self) -> Sequence[Stance]:
        """The stances that are taken in them, in order."""
        if self.on is None:
            return stances(self.statements, self.documents, self.negotiation, memory=self.memory)
        return [one for one in self._base.said if one.when is None or one.when.first <= self.on]

    @cached_property
    def trails(self) -> tuple[Trail, ...]:
        """What each voice says of each option, over all time."""
        return trails(self.said, memory=self.memory) if self.on is None else self._base.trails

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """Where each party stands on each issue, by each voice."""
        return positions_by(self.trails, self.on or date.max)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Every move."""
        return moves(self.said, self.known, self.negotiation, memory=self.memory)

    @cached_property
    def unchanged(self) -> tuple[Unchanged, ...]:
        """What did not move."""
        return unchanged(self.said, self.moves, (self.known, self.documents, self.negotiation))

    @cached_property
    def agreed(self) -> tuple[Agreed, ...]:
        """What somebody is told to have taken."""
        return agreed(self.known, self.documents, self.negotiation, said=self.said)

    @cached_property
    def readouts(self) -> tuple[Comparison, ...]:
        """Accounts of one event side by side."""
        return readouts(self.known, self.documents, self.negotiation, memory=self.memory)

    @cached_property
    def matrix(self) -> tuple[Row, ...]:
        """Issues by parties."""
        return matrix(self._alone, self.negotiation, self.on, standing=self.standing)

    @cached_property
    def standing(self) -> tuple[Position, ...]:
        """The positions that hold on the day; without a day, at the end."""
        return positions_on(self._alone, self.on or date.max)

    @cached_property
    def holding(self) -> frozenset[int]:
        """The identities of the positions that hold."""
        return frozenset(map(id, self.standing))

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """What is asked by one party and refused by another."""
        return clashes(self._alone, self.negotiation, standing=self.standing)

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        """Positions on which accounts differ."""
        return disputes(self._alone, self.negotiation)

    @property
    def _alone(self) -> Ledger:
        """The positions alone, for what needs no moves."""
        return Ledger(self.positions, (), ())

    @cached_property
    def voices(self) -> tuple[Edge, ...]:
        """Who claims what of whom."""
        return voices(self.known, self.negotiation)

    @cached_property
    def known(self) -> tuple[Statement, ...]:
        """The statements that can have been made by the day."""
        if self.on is None:
            return self.statements
        times = self.times
        return tuple(one for one in self.statements if (when := times[one.id]) is None or when.first <= self.on)

    @cached_property
    def told(self) -> dict[str, Statement]:
        """The statements by id."""
        return {one.id: one for one in self.statements} if self.on is None else self._base.told

    @cached_property
    def times(self) -> dict[str, Period | None]:
        """When each statement was made, as far as is known."""
        if self.on is not None:
            return self._base.times
        papers = {document.id: document for document in self.documents}
        found = ((one, papers.get(one.span.document)) for one in self.told.values())
        return {one.id: period(said_on(one, paper), said_during(one, paper)) for one, paper in found}

    def quotes(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The words of these statements, in the order given."""
        return tuple(self.told[one].quote for one in ids if one in self.told)

    def when(self, ids: Iterable[str]) -> list[Period]:
        """When these statements were made, as far as is known, in order."""
        times = (self.times.get(one) for one in ids)
        return sorted(time for time in times if time is not None)


def booked_once(
    statements: Iterable[Statement],
    documents: tuple[Document, ...],
    negotiation: Negotiation,
    same: Reprints | None = None,
    *,
    before: Booked | None = None,
) -> Booked:
    """The books of what was said, a text that several papers print counted once; `same`: which do, where known.

    `before`: the books of a state before, from which what no change touches is taken over.
    """
    same = reprints(documents) if same is None else same
    used = tuple(one for one in statements if not same.repeats(one.span))
    is_alike = before is not None and (before.negotiation, before.documents) == (negotiation, documents)
    return Booked(used, documents, negotiation, memory=Memory(before.memory if before and is_alike else None))
