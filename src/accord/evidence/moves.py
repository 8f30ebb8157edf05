"""One voice over time: what it said before it moved does not stand, and what it says in two ways counts once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from accord.errors import Problem, Severity
from accord.evidence.constraints import Codebook, Constraint, Exclusion, Linear, Silent, constraint_of, reverse
from accord.evidence.layout import Layout
from accord.evidence.piece import Piece
from accord.evidence.reach import reach_of
from accord.evidence.wording import claim_words
from accord.negotiation import Negotiation
from accord.statements import Says

Days = Mapping[str, date]

# These tell of the past or of what no talks change, so a later word does not take their place.
_STAYS = frozenset({Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY, Says.BEFORE})

# Of two claims that are one inequality the one that tells more is kept: that it is old, or that the party consents.
_TELLS_MORE = frozenset({Says.ALREADY_WANTED, Says.WOULD_ACCEPT})


def standing(
    evidence: Sequence[Piece], days: Days, codebook: Codebook, negotiation: Negotiation
) -> tuple[tuple[Piece, ...], tuple[Problem, ...]]:
    """The evidence without what its own voice took back later, and a note for each claim taken back.

    A claim is taken back where the same voice claims the opposite on a later day, all days of the earlier claim being
    known. On one day, or on days unknown, both stay and contradict each other. `days`: the day of each statement,
    where it is known.
    """
    latest = {piece.id: max((days[id] for id in piece.statements if id in days), default=None) for piece in evidence}
    says = {piece.id: constraint_of(piece.claim, codebook) for piece in evidence}
    dated = sorted(evidence, key=lambda piece: (latest[piece.id] or date.min, piece.id), reverse=True)
    kept: list[Piece] = []
    problems = []
    for piece in dated:
        day = latest[piece.id]
        sure = day is not None and piece.claim.says not in _STAYS and all(id in days for id in piece.statements)
        later = [
            one
            for one in kept
            if sure
            and one.voice == piece.voice
            and (latest[one.id] or date.min) > (day or date.max)
            and one.claim.says not in _STAYS
            and _opposite(piece, one, says, codebook, evidence)
        ]
        if later:
            problems.append(_moved(piece, min(later, key=lambda one: (latest[one.id], one.id)), latest, negotiation))
        else:
            kept.append(piece)
    return tuple(sorted(kept, key=lambda piece: piece.id)), tuple(problems)


def counted_once(evidence: Sequence[Piece], codebook: Codebook) -> tuple[Piece, ...]:
    """The evidence with one piece for what one voice says in several ways: as reliable as the best of them."""
    groups: dict[tuple[str, Linear] | str, list[Piece]] = {}
    for piece in evidence:
        found = constraint_of(piece.claim, codebook)
        key = (piece.voice, replace(found, consents=())) if isinstance(found, Linear) else piece.id
        groups.setdefault(key, []).append(piece)
    return tuple(sorted((joined(same) for same in groups.values()), key=lambda piece: piece.id))


def repeated(evidence: Sequence[Piece], layout: Layout) -> dict[str, str]:
    """By id of each piece that its own voice says in another way too: the id of the one that counts.

    A voice that names two terms as shifting power towards one party, say, says of that party one thing twice; and a
    party that repeats alone what it said with another adds nothing. The piece believed most counts, the first of
    equals, and the others are true where it is.
    """
    groups: dict[Constraint, list[list[Piece]]] = {}
    for piece in evidence:
        found = layout.constraint(piece)
        if not isinstance(found, Silent):
            same = groups.setdefault(_bare(found) or found, [])
            shared = [group for group in same if any(_one_voice(piece, one) for one in group)]
            kept = [group for group in same if group not in shared]
            groups[_bare(found) or found] = [*kept, [*(one for group in shared for one in group), piece]]
    repeats = {}
    for group in (group for same in groups.values() for group in same):
        first = max(group, key=lambda piece: piece.reliability)
        repeats.update({piece.id: first.id for piece in group if piece is not first})
    return repeats


def _one_voice(one: Piece, other: Piece) -> bool:
    """Whether two pieces are by one voice, or by voices of parties that speak together in one of them."""
    spoken = [set(piece.voice.removeprefix("party:").split("+")) for piece in (one, other)]
    parties = all(piece.voice.startswith("party:") for piece in (one, other))
    return one.voice == other.voice or (parties and bool(spoken[0] & spoken[1]))


def joined(same: Sequence[Piece]) -> Piece:
    """One piece for several that say the same by one voice: the most telling, all statements, the best reliability."""
    first = max(
        same,
        key=lambda one: (one.claim.says in _TELLS_MORE, one.reliability, one.source, one.statements, one.reason),
    )
    told = tuple(sorted({id for piece in same for id in piece.statements}))
    sides = tuple(sorted({party for piece in same for party in piece.sides}))
    return replace(first, statements=told, sides=sides, reliability=max(piece.reliability for piece in same))


def _opposite(
    piece: Piece, other: Piece, says: Mapping[str, Constraint | None], codebook: Codebook, evidence: Sequence[Piece]
) -> bool:
    """Whether two claims say yes and no of one thing, or one takes what the other draws a red line against."""
    one, two = says[piece.id], says[other.id]
    for line, taken in ((one, two), (two, one)):
        if isinstance(line, Exclusion) and isinstance(taken, Linear):
            return _crosses(line, taken, codebook, evidence)
    if isinstance(one, Exclusion) and isinstance(two, Exclusion):
        return one == replace(two, denied=not two.denied)
    return not isinstance(one, Silent) and _bare(reverse(one)) == _bare(two) != _bare(one)


def _crosses(line: Exclusion, taken: Linear, codebook: Codebook, evidence: Sequence[Piece]) -> bool:
    if line.denied or line.party != taken.party or len(taken.consents) != 1:
        return False
    ((issue, option),) = taken.consents
    claims = [piece.claim for piece in evidence]
    return issue == line.issue and option in reach_of(claims, line.party, codebook.issues[issue], line.option)


def _bare(constraint: Constraint | None) -> Constraint | None:
    return replace(constraint, consents=()) if isinstance(constraint, Linear) else constraint


def _moved(before: Piece, after: Piece, latest: Mapping[str, date | None], negotiation: Negotiation) -> Problem:
    told = [
        f"on {latest[piece.id]} {claim_words(piece.claim, negotiation)} (by {piece.source})"
        for piece in (before, after)
    ]
    sentence = f"Told of one voice over time: {told[0]}; {told[1]}. This is taken as a move, and the later word stands."
    ids = tuple(dict.fromkeys([*before.statements, *after.statements]))
    return Problem(Severity.NOTE, "evidence.moved", sentence, statements=ids)
