"""What was called certain and cannot all be true: one of it at least is untrue, so none of it is certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from accord.errors import EvidenceError, Problem, Severity
from accord.evidence.piece import Piece
from accord.evidence.wording import claim_words
from accord.negotiation import Negotiation

DOUBTED = 0.9
"""How far a piece is believed that was called certain and clashes with others that were: of the ways out, the one with
one piece less untrue is then nineteen times as likely before all else."""

_MOST_UNTRUE, _MOST_TOLD = 3, 4


def doubted(
    evidence: Sequence[Piece], conflict: EvidenceError, negotiation: Negotiation
) -> tuple[tuple[Piece, ...], Problem]:
    """The evidence with each piece that clashes believed to `DOUBTED`, and a problem that tells the least ways out.

    Nothing is thrown away and no order of a file decides: every model holds one way out, the fewest untrue most often,
    and the contradiction's own finding tells what hangs on which it is.
    """
    clashing = {name for together in conflict.conflicts for name in together}
    told = {piece.id: piece for piece in evidence if piece.id in clashing}
    least = [
        " and ".join(sorted(_words(told[name], negotiation) for name in way))
        for way in ways_out(conflict.conflicts)
        if all(name in told for name in way)
    ]
    few = sorted(least)[:_MOST_TOLD]
    more = f", or one of {len(least) - len(few)} other ways" if len(least) > len(few) else ""
    way = f" The least that must be untrue: {'; or '.join(few)}{more}." if few else ""
    sentence = (
        f"{str(conflict).rstrip('.')}.{way} Until then each of them is believed to {DOUBTED:g}, so that every model "
        "holds one way out, those with the fewest untrue most often; all the rest is weighed as it is."
    )
    quoted = tuple(dict.fromkeys(one for piece in told.values() for one in piece.statements))
    kept = tuple(replace(piece, reliability=DOUBTED) if piece.id in clashing else piece for piece in evidence)
    return kept, Problem(Severity.ERROR, "evidence.contradiction", sentence, statements=quoted)


def ways_out(conflicts: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets that have one of each conflict; none where that takes more than three.

    >>> ways_out([("a", "b"), ("a", "c")]), ways_out([("a", "b")])
    ((('a',),), (('a',), ('b',)))
    """
    sets = [frozenset(one) for one in conflicts]
    named = sorted(frozenset().union(*sets)) if sets else []
    for size in range(1, _MOST_UNTRUE + 1):
        found = tuple(way for way in combinations(named, size) if all(one & set(way) for one in sets))
        if found:
            return found
    return ()


def _words(piece: Piece, negotiation: Negotiation) -> str:
    words = claim_words(piece.claim, negotiation)
    return f"that {words} ({'the analyst' if piece.assumption else piece.source})"
