"""Fair division: adjusted winner, by which two parties divide issues that each has weighed in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from accord.errors import CallError
from accord.theory.arguments import all_within, same_length


@dataclass(frozen=True, slots=True)
class AdjustedWinner:
    """What part of each issue party 1 gets, the points of both, and the one issue that is split, if any."""

    shares: tuple[float, ...]
    points: tuple[float, float]
    split: int | None


def adjusted_winner(first: Sequence[float], second: Sequence[float]) -> AdjustedWinner:
    """The division of issues by adjusted winner: efficient, equitable, and with equal totals free of envy.

    Definition: each issue goes to the party that gave it more points; then issues pass from the one ahead to the
    other, those first on which the points are most nearly in the same ratio, until both have the same points; at most
    one issue is split. Equally: order the issues by the ratio of party 1's points to party 2's, from the highest, and
    cut where party 1's points before the cut equal party 2's behind it.

    Convention: among issues of equal ratio those listed first go to party 1; an issue that neither values goes to
    party 1 whole. Both should distribute the same total (100 in the book): nothing else makes points comparable.

    Args:
        first: Party 1's points for each issue, [0, inf), not all zero.
        second: Party 2's points, [0, inf), not all zero.

    Example: each gets what it weighs most, and the one ahead gives up part of the issue they weigh alike.

        >>> found = adjusted_winner([60, 30, 10], [30, 50, 20])
        >>> [round(share, 6) for share in found.shares], found.points
        ([1.0, 0.125, 0.0], (63.75, 63.75))

    Limits: two parties, additive points told truthfully; a party that knows the other's points can gain by
    misstating its own.

    Citation: brams_taylor_1996, raiffa_1982.

    Raises:
        CallError: an argument outside its range.
    """
    same_length("first", first, "second", second)
    one, two = all_within("first", first, "[0, inf)"), all_within("second", second, "[0, inf)")
    if sum(one) == 0 or sum(two) == 0:
        raise CallError("`first` and `second` are not all zero", f"got {first!r}, {second!r}", "give points")
    # Ratios as parts of the sum, so that a zero of either needs no care; issues nobody values stand first.
    order = sorted(range(len(one)), key=lambda i: (-one[i] / (one[i] + two[i]) if one[i] + two[i] else -2.0, i))
    shares = [0.0] * len(one)
    mine = [0.0, *accumulate(one[issue] for issue in order)]
    theirs = [sum(two), *(sum(two) - taken for taken in accumulate(two[issue] for issue in order))]
    split = None
    for place, issue in enumerate(order):
        missing = theirs[place] - mine[place]
        # On the way through the issue the gap closes at the rate of both parties' points.
        rate = one[issue] + two[issue]
        shares[issue] = min(1.0, max(0.0, missing / rate)) if rate else 1.0
        if 1e-12 < shares[issue] < 1 - 1e-12:
            split = issue
        else:
            shares[issue] = float(round(shares[issue]))
    points = (
        sum(share * weight for share, weight in zip(shares, one, strict=True)),
        sum((1 - share) * weight for share, weight in zip(shares, two, strict=True)),
    )
    return AdjustedWinner(tuple(shares), points, split)
