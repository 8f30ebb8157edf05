"""Booking: statements in, ledger out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from accord.documents import Document
from accord.ledger.chronology import steps
from accord.ledger.moves import moves
from accord.ledger.positions import once, positions
from accord.ledger.records import Basis, Ledger, Move, Unchanged
from accord.ledger.stances import OWN_WORD, WANTS, Stance, stances, teller
from accord.negotiation import Negotiation
from accord.statements import Statement


def book(statements: Sequence[Statement], documents: Sequence[Document], negotiation: Negotiation) -> Ledger:
    """The ledger of these statements: positions, moves, and what did not move.

    A statement's day is its own, else its document's, else unknown; where only a longer period is told ("in March"),
    nothing is ordered that the period leaves open. Everything is sorted by content, so the order of
    statements and documents changes nothing.
    """
    said = stances(statements, documents, negotiation)
    moved = moves(said, statements, negotiation)
    return Ledger(positions(said), moved, unchanged(said, moved, (statements, documents, negotiation)))


def unchanged(
    said: Sequence[Stance],
    moved: Sequence[Move],
    read: tuple[Sequence[Statement], Sequence[Document], Negotiation],
) -> tuple[Unchanged, ...]:
    """Demands that were repeated and never left, and what is told to be unchanged; `read`: what the stances are of."""
    return tuple(sorted({*_repeated(said, moved), *_told_unchanged(*read)}, key=_unchanged_order))


def _repeated(said: Sequence[Stance], moved: Sequence[Move]) -> Iterator[Unchanged]:
    """Demands made by own word or the reporter's in several documents or on several days, and never left."""
    left = {
        (move.party, move.issue, move.start)
        for move in moved
        if not move.assumed_start and move.basis is not Basis.TOLD
    }
    demands: dict[tuple[str, str, str], list[Stance]] = defaultdict(list)
    for stance in said:
        if stance.option and not stance.refused and stance.act in WANTS and stance.basis in OWN_WORD:
            demands[stance.party, stance.issue, stance.option].append(stance)
    for (party, issue, option), ours in demands.items():
        places = {stance.document for stance in ours}
        if max(len(places), len(steps(ours))) > 1 and (party, issue, option) not in left:
            tellers = once(name for stance in ours for name in stance.according_to)
            yield Unchanged(party, issue, option, once(stance.statement for stance in ours), False, tellers)


def _told_unchanged(
    statements: Sequence[Statement], documents: Sequence[Document], negotiation: Negotiation
) -> Iterator[Unchanged]:
    """What statements marked `unchanged` by the reader say.

    The party is the one told of, else the one spoken for. Who repeats a demand and tells beside it what another party
    refuses has said nothing of the other's being unchanged.
    """
    parties = {party.id for party in negotiation.parties}
    issues = {issue.id for issue in negotiation.issues}
    papers = {document.id: document for document in documents}
    told: dict[tuple[str, str | None, str | None], list[Statement]] = defaultdict(list)
    for statement in statements:
        if "unchanged" not in statement.reached:
            continue
        points = {(point.about, point.issue, point.option) for point in statement.points if point.about}
        own = {point for point in points if point[0] in statement.parties}
        points = own or points
        for about, issue, option in sorted(points or {(party, None, None) for party in statement.parties}, key=str):
            if about in parties and (issue is None or issue in issues):
                told[about, issue, option].append(statement)
    for (party, issue, option), ours in told.items():
        tellers = once(name for one in ours for name in teller(one, papers.get(one.span.document)))
        yield Unchanged(party, issue, option, once(one.id for one in ours), True, tellers)


def _unchanged_order(unchanged: Unchanged) -> tuple[str, ...]:
    return (unchanged.party, unchanged.issue or "", unchanged.option or "", str(unchanged.told), *unchanged.statements)
