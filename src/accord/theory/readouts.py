"""Two readouts of one call: what both affirm, how far accounts agree, and what may be said to two audiences."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.errors import CallError
from accord.theory.arguments import all_within, choice, entries, pair, same_length, table, within


class Stance(StrEnum):
    """What a readout does with a claim."""

    AFFIRMS = "affirms"
    DENIES = "denies"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Claims by what two readouts do with them, each in order of name.

    `only_first`: affirmed by the first while the second is silent. `contradicted`: affirmed by one and denied by the
    other. `jaccard`: claims that both affirm, as a part of those that either does; 1 where neither affirms any.
    """

    common: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    contradicted: tuple[str, ...]
    jaccard: float


def readout_comparison(first: Mapping[str, Stance], second: Mapping[str, Stance]) -> Comparison:
    """What two accounts of one talk both affirm, what one leaves out, and what they contradict.

    Definition: by the stance of each readout towards each claim. What both affirm in public is mutually
    acknowledged; silence is not denial. Jaccard's index of the two sets of affirmed claims is |both| / |either|.

    Convention: a claim that is missing in one is passed over there in silence; what both deny is in no list.

    Args:
        first: Stance of the first readout towards each claim.
        second: Stance of the second.

    Example:
        >>> yes, no = Stance.AFFIRMS, Stance.DENIES
        >>> found = readout_comparison({"truce": yes, "aid": yes, "visit": yes}, {"truce": yes, "visit": no})
        >>> found.common, found.only_first, found.contradicted, round(found.jaccard, 6)
        (('truce',), ('aid',), ('visit',), 0.333333)

    Limits: claims must be matched beforehand, and weigh alike.

    Citation: jaccard_1901, lewis_1969, chwe_2001.

    Raises:
        CallError: a stance is none of the three.
    """
    for name, told_by in (("first", first), ("second", second)):
        for claim, stance in table(name, told_by).items():
            choice(f"{name}[{claim!r}]", stance, Stance)
    claims = sorted({*first, *second}, key=str)
    stances = {claim: (first.get(claim, Stance.SILENT), second.get(claim, Stance.SILENT)) for claim in claims}
    yes, no, silent = Stance.AFFIRMS, Stance.DENIES, Stance.SILENT

    def told(*pairs: tuple[Stance, Stance]) -> tuple[str, ...]:
        return tuple(claim for claim in claims if stances[claim] in pairs)

    common = told((yes, yes))
    either = sum(yes in pair for pair in stances.values())
    return Comparison(
        common,
        told((yes, silent)),
        told((silent, yes)),
        told((yes, no), (no, yes)),
        len(common) / either if either else 1.0,
    )


class Metric(StrEnum):
    """How far apart two codes are: alike or not, by rank, by difference, or by relative difference."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


Code = Hashable
Distance = Callable[[int, int], float]


def krippendorff_alpha(ratings: Sequence[Sequence[Code | None]], metric: Metric = Metric.NOMINAL) -> float | None:
    """How far coders agree beyond chance: 1 perfectly, 0 as if codes were drawn from one urn, below 0 worse.

    Definition: alpha = 1 - D_o / D_e. D_o is the mean squared distance between codes of one unit, each unit weighted
    by its number of codes; D_e the same between any two of all the pairable codes. Distances: 0 or 1 (nominal),
    the difference (interval), difference over sum (ratio), or the number of codes ranked between two, with half of
    each end (ordinal).

    Convention: units with fewer than two codes are left out. Where all pairable codes are the same, or there are
    none, there is nothing to agree on and the answer is None.

    Args:
        ratings: For each coder the codes of all units in the same order, None where it coded none; numbers unless
            nominal.
        metric: How far apart two codes are.

    Example: two coders, four units, one disagreement.

        >>> round(krippendorff_alpha([["a", "a", "b", "b"], ["a", "b", "b", "b"]]), 6)
        0.533333

    Limits: alpha of few units is uncertain; give it with an interval.

    Citation: krippendorff_2011.

    Raises:
        CallError: coders with different numbers of units, or codes that are not numbers where the metric needs them.
    """
    for number, row in enumerate(entries("ratings", ratings)):
        same_length("ratings[0]", ratings[0], f"ratings[{number}]", row)
    for code in (code for row in ratings for code in entries("ratings", row)):
        if not isinstance(code, Hashable) or (isinstance(code, float) and math.isnan(code)):
            raise CallError("Codes in `ratings` are words or numbers", f"got {code!r}"[:80], "None where there is none")
    units = [[code for code in unit if code is not None] for unit in zip(*ratings, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    counts = Counter(code for unit in units for code in unit)
    kind = choice("metric", metric, Metric)
    codes = list(counts) if kind is Metric.NOMINAL else sorted(counts, key=_number)
    place = {code: number for number, code in enumerate(codes)}
    distance = _distance(kind, codes, [counts[code] for code in codes])
    total = counts.total()
    whole = {place[code]: count for code, count in counts.items()}
    expected = _pairs(whole, distance) / (total - 1) if total > 1 else 0.0
    if expected == 0:
        return None
    observed = sum(_pairs(Counter(place[code] for code in unit), distance) / (len(unit) - 1) for unit in units)
    return 1 - observed / expected


def _number(code: Code) -> float:
    if not isinstance(code, int | float):
        raise CallError(
            "Codes in `ratings` are numbers unless the `metric` is nominal", f"got {code!r}", "code numbers"
        )
    return within("a code in ratings", code, "(-inf, inf)")


def _pairs(counts: Mapping[int, int], distance: Distance) -> float:
    """The sum of distances over all ordered pairs of two codes."""
    return math.fsum(
        one_count * other_count * distance(one, other)
        for one, one_count in counts.items()
        for other, other_count in counts.items()
        if one != other
    )


def _distance(metric: Metric, codes: Sequence[Code], counts: Sequence[int]) -> Distance:
    """The squared distance between two codes, by their places."""
    if metric is Metric.NOMINAL:
        return lambda one, other: 1.0
    if metric is Metric.ORDINAL:
        # Middle rank of each code; between two lie half of each and all in between.
        middle = [sum(counts[:place]) + count / 2 for place, count in enumerate(counts)]
        return lambda one, other: (middle[one] - middle[other]) ** 2
    values = [_number(code) for code in codes]
    if metric is Metric.INTERVAL:
        return lambda one, other: (values[one] - values[other]) ** 2
    if values and values[0] < 0:
        raise CallError(
            "Codes in `ratings` are 0 or more under the `metric` ratio", f"got {values[0]!r}", "use the interval metric"
        )
    return lambda one, other: ((values[one] - values[other]) / (values[one] + values[other])) ** 2


def jensen_shannon_bits(first: Sequence[float], second: Sequence[float]) -> float:
    """How far two distributions are apart, in bits: 0 where equal, 1 where they share nothing.

    Definition: the mean of the relative entropies of each to their even mixture, JS = H((p + q) / 2) - (H(p) + H(q)) /
    2, with logarithms to base 2.

    Convention: entries are weights and are scaled to add up to one, so counts (of words, of topics) can be given.

    Args:
        first: Weight of each outcome, [0, inf), not all zero.
        second: The same outcomes in the same order, [0, inf), not all zero.

    Example:
        >>> jensen_shannon_bits([1, 0], [0, 1]), jensen_shannon_bits([2, 6], [1, 3])
        (1.0, 0.0)

    Limits: outcomes count as unrelated, however near; its square root is a metric.

    Citation: lin_1991.

    Raises:
        CallError: an argument outside its range.
    """
    same_length("first", first, "second", second)
    one, other = _shares("first", first), _shares("second", second)
    mixture = [(p + q) / 2 for p, q in zip(one, other, strict=True)]
    return max(0.0, math.fsum((_divergence(one, mixture), _divergence(other, mixture))) / 2)


def _shares(name: str, weights: Sequence[float]) -> list[float]:
    given = all_within(name, weights, "[0, inf)")
    whole = within(f"sum of {name}", sum(given), "(0, inf)")
    return [entry / whole for entry in given]


def _divergence(one: Iterable[float], mixture: Iterable[float]) -> float:
    return math.fsum(p * math.log2(p / m) for p, m in zip(one, mixture, strict=True) if p > 0)


class Audiences(StrEnum):
    """What can be credibly said to two audiences, alone and together."""

    FULL_COMMUNICATION = "full_communication"
    ONE_SIDED_DISCIPLINE = "one_sided_discipline"
    MUTUAL_DISCIPLINE = "mutual_discipline"
    SUBVERSION = "subversion"
    NO_COMMUNICATION = "no_communication"


@dataclass(frozen=True, slots=True)
class TwoAudiences:
    """Whether cheap talk can be honest in private to each audience, and in public to both."""

    private_first: bool
    private_second: bool
    public: bool
    kind: Audiences


def cheap_talk_two_audiences(first: tuple[float, float], second: tuple[float, float]) -> TwoAudiences:
    """Whether a party can be believed by each of two audiences in private, and by both in public.

    Definition: there are two states; in state k the sender gains v_k if the first audience believes in state k rather
    than in the other, and w_k if the second does. Honest talk to one audience alone is an equilibrium if neither of its
    two gains is below zero; in public, where both hear the same, if neither v_1 + w_1 nor v_2 + w_2 is. Full
    communication: honest with both, and so in public. One-sided discipline: honest with one, and the other's presence
    keeps it honest in public. Mutual discipline: honest with neither alone, but in public. Subversion: honest with
    one, but not when the other listens. Otherwise no communication.

    Convention: a gain of zero keeps it honest. Each audience acts on what it believes, as if alone.

    Args:
        first: v_1 and v_2, any real numbers.
        second: w_1 and w_2.

    Example: each audience alone invites a lie, in opposite states.

        >>> cheap_talk_two_audiences((2, -1), (-1, 2)).kind
        <Audiences.MUTUAL_DISCIPLINE: 'mutual_discipline'>

    Limits: two states, two actions each; babbling is always an equilibrium too.

    Citation: farrell_gibbons_1989.

    Raises:
        CallError: a gain that is not finite, or not two of each.
    """
    gains = pair("first", first), pair("second", second)
    alone = min(gains[0]) >= 0, min(gains[1]) >= 0
    public = min(one + other for one, other in zip(*gains, strict=True)) >= 0
    if public:
        kinds = Audiences.MUTUAL_DISCIPLINE, Audiences.ONE_SIDED_DISCIPLINE, Audiences.FULL_COMMUNICATION
    else:
        kinds = Audiences.NO_COMMUNICATION, Audiences.SUBVERSION, Audiences.SUBVERSION
    return TwoAudiences(*alone, public, kinds[sum(alone)])
