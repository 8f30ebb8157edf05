"""What a weighing is laid out on: issues and parties in a fixed order, what is in doubt, how far red lines reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accord.bargain import Frame
from accord.errors import CallError
from accord.evidence.bonds import Bond, bonds_of
from accord.evidence.constraints import Codebook, Constraint, Exclusion, constraint_of, contested
from accord.evidence.frame import canonical, frame_of
from accord.evidence.piece import Piece
from accord.evidence.prior import RANGES, known_range
from accord.evidence.reach import reach_of
from accord.evidence.streams import party_keys
from accord.negotiation import Negotiation

Group = tuple[str, str, str]  # party, issue, option of a red line


@dataclass(frozen=True)
class Layout:
    """What a weighing is laid out on.

    `frame`: in the order of the file. `inner`: in an order that no file decides, parties by their keys, without
    issues of one option. `keys`: each party's stream. `codebook`: knows the issues whose counterfactual is in doubt.
    `reach`: the options that each red line some claim speaks of takes in. `bonds`: declared complements and
    substitutes. `ranges`: least and greatest value of each party's scalars, by party and name.
    """

    frame: Frame
    inner: Frame
    keys: Mapping[str, str]
    codebook: Codebook
    reach: Mapping[Group, frozenset[str]]
    bonds: tuple[Bond, ...]
    ranges: Mapping[tuple[str, str], tuple[float, float]]

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


def layout_of(evidence: Sequence[Piece], negotiation: Negotiation, *, like: Layout | None = None) -> Layout:
    """The layout for this evidence on this negotiation.

    `like`: another whose streams, doubts and red lines' reach it takes over, so that a piece left out takes with it
    what it says and not, by the way, how far the red line of another is understood to reach.
    """
    frame = frame_of(negotiation)
    bonds = bonds_of(negotiation, [party.id for party in frame.parties])
    ranges = {(party.id, rate): known_range(negotiation, party.id, rate) for party in frame.parties for rate in RANGES}
    keys = party_keys(frame, evidence, bonds, ranges)
    if like is not None and like.keys.keys() == keys.keys():
        keys = dict(like.keys)
    inner = canonical(frame)
    inner = replace(inner, parties=tuple(sorted(inner.parties, key=lambda party: keys[party.id])))
    doubts = contested(frame, (piece.claim for piece in evidence))
    if like is not None:
        doubts |= like.codebook.contested & {issue.id for issue in inner.issues}
    codebook = Codebook(frame, doubts)
    reach = _reach(evidence, codebook)
    if like is not None:
        reach = {group: like.reach.get(group, options) for group, options in reach.items()}
    ordered = sorted(bonds, key=lambda bond: (bond.together, bond.sign))
    return Layout(frame, inner, keys, codebook, reach, tuple(ordered), ranges)


def _reach(evidence: Sequence[Piece], codebook: Codebook) -> dict[Group, frozenset[str]]:
    reach = {}
    claims = [piece.claim for piece in evidence]
    for claim in claims:
        found = constraint_of(claim, codebook)
        if isinstance(found, Exclusion):
            group = (found.party, found.issue, found.option)
            reach[group] = reach_of(claims, found.party, codebook.issues[found.issue], found.option)
    return reach


def red_lines(layout: Layout) -> tuple[Group, ...]:
    """The red lines some claim speaks of, in the order of the arrays."""
    order = {party.id: row for row, party in enumerate(layout.inner.parties)}
    return tuple(sorted(layout.reach, key=lambda group: (order[group[0]], group[1:])))
