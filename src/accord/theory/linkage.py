"""Linkage: what settling issues together is worth against settling each alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from accord.errors import CallError
from accord.theory.arguments import all_within, pair, same_length, within


@dataclass(frozen=True, slots=True)
class Linkage:
    """Utilities of the two parties with the issues apart and together, and the difference."""

    delinked: tuple[float, float]
    linked: tuple[float, float]
    value: tuple[float, float]


def linked_or_separate(
    weights_a: Sequence[float], weights_b: Sequence[float], *, disagreement: tuple[float, float] = (0.0, 0.0)
) -> Linkage:
    """The Nash solution over divisible issues settled together, against each settled by itself.

    Definition: party A gets sum w_i x_i, party B sum v_i (1 - x_i) with x_i in [0, 1] A's part of issue i. Together,
    the product of gains is maximised over the whole frontier, which gives A the issues in falling order of w_i / v_i.
    Apart, each issue has its own product; where disagreement is zero each is halved. Whenever weights differ, linkage
    helps both: each gives what it values less.

    Convention: linear utility; disagreement is spread over the issues in proportion to a party's weights, so that
    linkage changes only what may be traded and not what no deal is worth.

    Args:
        weights_a: What each issue as a whole is worth to A, [0, inf), not all zero.
        weights_b: The same for B, [0, inf), not all zero.
        disagreement: Utility of A and B without agreement, each in [0, sum of the party's weights).

    Example: mirror-image weights; each gets what it values.

        >>> [round(gain, 6) for gain in linked_or_separate([0.8, 0.2], [0.2, 0.8]).value]
        [0.3, 0.3]

    Limits: two parties. With indivisible options linking may hurt one of them: solve the bargain itself, linked and
    by track.

    Citation: tollison_willett_1979, sebenius_1983, nash_1950.

    Raises:
        CallError: an argument outside its range, or no point of the frontier is above disagreement.
    """
    same_length("weights_a", weights_a, "weights_b", weights_b)
    own, other = all_within("weights_a", weights_a, "[0, inf)"), all_within("weights_b", weights_b, "[0, inf)")
    whole = sum(own), sum(other)
    if min(whole) == 0:
        raise CallError(
            "`weights_a` and `weights_b` are not all zero", f"got {weights_a!r}, {weights_b!r}", "give weights"
        )
    floor = pair("disagreement", disagreement, "[0, inf)")
    for side, most in enumerate(whole):
        within(f"disagreement[{side}]", floor[side], f"[0, {most!r})")
    part = floor[0] / whole[0], floor[1] / whole[1]
    if part[0] + part[1] > 1:
        raise CallError("`disagreement` leaves something to divide", f"got {disagreement!r}", "lower it")
    # Apart, every issue is the same problem on a line: A's part lies midway between what the two can hold without a
    # deal.
    middle = (1 + part[0] - part[1]) / 2
    apart = (middle * whole[0], (1 - middle) * whole[1])
    together = _nash_on_frontier(_frontier(own, other), floor)
    return Linkage(apart, together, (together[0] - apart[0], together[1] - apart[1]))


def _frontier(own: Sequence[float], other: Sequence[float]) -> list[tuple[float, float]]:
    order = sorted(range(len(own)), key=lambda i: (-own[i] / other[i] if other[i] else float("-inf"), i))
    points = [(0.0, float(sum(other)))]
    for issue in order:
        points.append((points[-1][0] + own[issue], points[-1][1] - other[issue]))
    return points


def _nash_on_frontier(points: Sequence[tuple[float, float]], floor: tuple[float, float]) -> tuple[float, float]:
    best, best_product = points[0], -1.0
    for start, end in pairwise(points):
        run, fall = end[0] - start[0], start[1] - end[1]
        # On start + t (run, -fall) the product of gains is a parabola in t; its top, kept to the segment.
        top = 0.0
        if run > 0 and fall > 0:
            top = ((start[1] - floor[1]) / fall - (start[0] - floor[0]) / run) / 2
        elif run > 0:
            top = 1.0
        at = min(1.0, max(0.0, top))
        point = (start[0] + at * run, start[1] - at * fall)
        gains = point[0] - floor[0], point[1] - floor[1]
        if min(gains) >= 0 and gains[0] * gains[1] > best_product:
            best, best_product = point, gains[0] * gains[1]
    return best


@dataclass(frozen=True, slots=True)
class Pooled:
    """Lowest discount factors at which cooperation holds: of each issue alone, and of all when linked."""

    separate: tuple[float, ...]
    linked: float


def pooled_incentives(temptation: Sequence[float], reward: Sequence[float], punishment: Sequence[float]) -> Pooled:
    """The lowest discount factors that keep promises on issues enforced one by one, and enforced together.

    Definition: on each issue a repeated prisoner's dilemma with payoffs T >= R > P; breaking a promise on one issue
    ends cooperation there, or, when linked, everywhere. Alone: delta_i = (T_i - R_i) / (T_i - P_i). Linked, the
    deviator breaks all at once and loses all: delta = sum (T_i - R_i) / sum (T_i - P_i), which lies between the
    lowest and the highest: linkage lends the slack of an easy issue to a hard one.

    Convention: grim trigger, symmetric payoffs, one period's delay of punishment.

    Args:
        temptation: T of each issue, any real number, at least R.
        reward: R of each issue, any real number.
        punishment: P of each issue, any real number below R.

    Example:
        >>> pooled = pooled_incentives([4, 6], [3, 3], [1, 2])
        >>> [round(delta, 6) for delta in pooled.separate], round(pooled.linked, 6)
        ([0.333333, 0.75], 0.571429)

    Limits: perfect monitoring; a punishment milder than the stage equilibrium raises all thresholds.

    Citation: bernheim_whinston_1990, lohmann_1997.

    Raises:
        CallError: payoffs that are not finite or not in the order T >= R > P.
    """
    same_length("temptation", temptation, "reward", reward)
    same_length("temptation", temptation, "punishment", punishment)
    rows = list(
        zip(
            *(
                all_within(name, values, "(-inf, inf)")
                for name, values in (("temptation", temptation), ("reward", reward), ("punishment", punishment))
            ),
            strict=True,
        )
    )
    for number, (tempt, keep, lose) in enumerate(rows):
        if not tempt >= keep > lose:
            raise CallError(
                "`temptation`, `reward` and `punishment` are in the order T >= R > P",
                f"issue {number}: {tempt}, {keep}, {lose}",
                "reorder",
            )
    alone = tuple((tempt - keep) / (tempt - lose) for tempt, keep, lose in rows)
    return Pooled(alone, sum(row[0] - row[1] for row in rows) / sum(row[0] - row[2] for row in rows))
