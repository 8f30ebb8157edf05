"""What a weighing is laid out on: issues and parties in a fixed order, what is in doubt, how far red lines reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accord.bargain import Frame, Issue
from accord.errors import CallError
from accord.evidence.constraints import Codebook, Constraint, Exclusion, constraint_of
from accord.evidence.frame import canonical, frame_of
from accord.evidence.pieces import Piece
from accord.evidence.streams import party_keys
from accord.negotiation import Negotiation
from accord.statements import Says

Group = tuple[str, str, str]  # party, issue, option of a red line

_DEMANDS = frozenset({Says.SEEKS, Says.ALREADY_WANTED})


@dataclass(frozen=True)
class Layout:
    """What a weighing is laid out on.

    `frame`: in the order of the file. `inner`: in an order that no file decides, parties by their keys, without
    issues of one option. `keys`: each party's stream. `codebook`: knows the issues whose counterfactual is in doubt.
    `reach`: the options that each red line some claim speaks of takes in.
    """

    frame: Frame
    inner: Frame
    keys: Mapping[str, str]
    codebook: Codebook
    reach: Mapping[Group, frozenset[str]]

    def constraint(self, piece: Piece) -> Constraint:
        """The constraint of a piece of evidence.

        Raises:
            CallError: the piece names too little; `pieces` leaves such claims out.
        """
        found = constraint_of(piece.claim, self.codebook)
        if found is None:
            raise CallError(
                "A piece of evidence names what its claim compares",
                f"piece {piece.id} of {piece.source}",
                "complete it",
            )
        return found


def layout_of(evidence: Sequence[Piece], negotiation: Negotiation) -> Layout:
    """The layout for this evidence on this negotiation."""
    frame = frame_of(negotiation)
    keys = party_keys(frame, evidence)
    inner = canonical(frame)
    inner = replace(inner, parties=tuple(sorted(inner.parties, key=lambda party: keys[party.id])))
    many = {issue.id for issue in inner.issues}
    contested = (
        frozenset(piece.claim.issue or "" for piece in evidence if piece.claim.says is Says.WOULD_DO_ANYWAY) & many
    )
    codebook = Codebook(frame, contested)
    reach = {}
    for piece in evidence:
        found = constraint_of(piece.claim, codebook)
        if isinstance(found, Exclusion):
            group = (found.party, found.issue, found.option)
            reach[group] = frozenset(_reach(codebook.issues[found.issue], found.option, _demanded(evidence, found)))
    return Layout(frame, inner, keys, codebook, reach)


def red_lines(layout: Layout) -> tuple[Group, ...]:
    """The red lines some claim speaks of, in the order of the arrays."""
    order = {party.id: row for row, party in enumerate(layout.inner.parties)}
    return tuple(sorted(layout.reach, key=lambda group: (order[group[0]], group[1:])))


def _demanded(evidence: Sequence[Piece], red_line: Exclusion) -> set[str]:
    told = (piece.claim for piece in evidence)
    return {
        claim.option
        for claim in told
        if claim.says in _DEMANDS
        and not claim.negated
        and (claim.party, claim.issue) == (red_line.party, red_line.issue)
        and claim.option is not None
    }


def _reach(issue: Issue, option: str, demanded: set[str]) -> tuple[str, ...]:
    """The option, and on an ordered issue all beyond it, seen from what the party demands, else from what is."""
    if not issue.ordered:
        return (option,)
    place = issue.options.index(option)
    seen_from = {issue.options.index(one) for one in demanded} - {place}
    if not seen_from and issue.status_quo is not None:
        seen_from = {issue.options.index(issue.status_quo)} - {place}
    if seen_from and max(seen_from) < place:
        return issue.options[place:]
    if seen_from and min(seen_from) > place:
        return issue.options[: place + 1]
    return (option,)
