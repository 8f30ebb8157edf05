"""Several voices on one question: pools of opinions, correlated and interested sources, weights from a record."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from accord.errors import CallError
from accord.theory.arguments import all_within, entries, pair, same_length, whole, within

_MOST_COUNTED = 10**12


# Its square is no zero.
_DEVIATION = "[1e-100, inf)"


def _weights(name: str, weights: Sequence[float]) -> tuple[float, ...]:
    given = all_within(name, weights, "[0, inf)")
    total = within(f"sum of {name}", sum(given), "(0, inf)")
    return tuple(entry / total for entry in given)


def linear_opinion_pool(chances: Sequence[float], weights: Sequence[float]) -> float:
    """The weighted mean of probabilities.

    Definition: sum w_i p_i, with weights scaled to add up to one. Keeps disagreement visible: the pool is never surer
    than the surest voice.

    Convention: weights are scaled to add up to one; a voice of no weight is not heard.

    Args:
        chances: Each voice's probability, [0, 1].
        weights: Each voice's weight, [0, inf), not all zero.

    Example:
        >>> linear_opinion_pool([0.9, 0.3], [1, 2])
        0.5

    Limits: not Bayesian from outside: pooling and then learning differs from learning and then pooling.

    Citation: stone_1961.

    Raises:
        CallError: an argument outside its range.
    """
    same_length("chances", chances, "weights", weights)
    values, shares = all_within("chances", chances, "[0, 1]"), _weights("weights", weights)
    return math.fsum(share * value for share, value in zip(shares, values, strict=True))


def logarithmic_opinion_pool(chances: Sequence[float], weights: Sequence[float]) -> float:
    """The normalised weighted geometric mean of probabilities.

    Definition: proportional to product p_i^w_i against product (1 - p_i)^w_i, with weights scaled to add up to one;
    equally the weighted mean of log-odds. Pooling and learning can be done in either order.

    Convention: a voice with weight that is certain decides; two that are certain of opposites leave no pool.

    Args:
        chances: Each voice's probability, [0, 1].
        weights: Each voice's weight, [0, inf), not all zero.

    Example: opposite views of the same strength cancel.

        >>> logarithmic_opinion_pool([0.8, 0.2], [1, 1])
        0.5

    Limits: one voice that is certain vetoes all others.

    Citation: genest_zidek_1986.

    Raises:
        CallError: an argument outside its range, or voices certain of opposites.
    """
    same_length("chances", chances, "weights", weights)
    values, shares = all_within("chances", chances, "[0, 1]"), _weights("weights", weights)
    heard = [(share, value) for share, value in zip(shares, values, strict=True) if share > 0]
    return _from_log_odds(math.fsum(share * odds for share, odds in _log_odds(heard)), [value for _, value in heard])


def extremized_log_odds(chances: Sequence[float], exponent: float) -> float:
    """The mean of log-odds, pushed away from even odds.

    Definition: logit(P) = a x mean of logit(p_i). Forecasters that each hold a part of the evidence are all too
    careful, so that a > 1 fits their mean better; a = 1 is the logarithmic pool with equal weights.

    Convention: all voices weigh alike; one that is certain decides, two that are certain of opposites leave no pool; an
    exponent of 0 forgets them all.

    Args:
        chances: Each voice's probability, [0, 1].
        exponent: How far to push, [0, inf); around 1.2 to 3 in forecasting tournaments.

    Example: odds of four to one from two voices, squared.

        >>> round(extremized_log_odds([0.8, 0.8], 2), 6)
        0.941176

    Limits: voices that share their evidence must not be pushed; the exponent is to be fitted, not chosen.

    Citation: satopaa_2014.

    Raises:
        CallError: an argument outside its range, or voices certain of opposites.
    """
    values, push = all_within("chances", chances, "[0, 1]"), within("exponent", exponent, "[0, inf)")
    if not values:
        raise CallError("`chances` has an entry for each voice, at least one", "got none", "add a voice")
    even = [(push / len(values), value) for value in values]
    return _from_log_odds(math.fsum(share * odds for share, odds in _log_odds(even)), values)


def _log_odds(heard: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(share, math.log(value) - math.log1p(-value)) for share, value in heard if 0 < value < 1]


def _from_log_odds(odds: float, values: Sequence[float]) -> float:
    """The probability of log-odds, unless a voice is certain."""
    if 0 in values and 1 in values:
        raise CallError("No two voices are certain of opposites", "got 0 and 1", "use the linear pool")
    if 0 in values or 1 in values:
        return 1.0 if 1 in values else 0.0
    return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))


@dataclass(frozen=True, slots=True)
class Combined:
    """The mean and variance that correlated sources leave, and each source's weight in the mean."""

    weights: tuple[float, ...]
    mean: float
    variance: float


def correlated_experts_normal(
    estimates: Sequence[float],
    deviations: Sequence[float],
    correlation: float,
    *,
    prior: tuple[float, float] | None = None,
) -> Combined:
    """The estimate that experts with correlated errors leave together.

    Definition: errors are normal with covariance S, S_ij = rho sd_i sd_j. With a flat prior the posterior mean is sum
    w_i mu_i with w = S^-1 1 / (1' S^-1 1) and variance 1 / (1' S^-1 1); a normal prior adds its precision and its
    mean, and the weights then add up to less than one. Where rho exceeds the ratio of the smaller to the larger
    deviation, the worse expert's weight falls below zero: it serves to correct the better one.

    Convention: one expert alone has no correlation. The weights are of the experts alone; the prior has the rest.

    Args:
        estimates: Each expert's estimate, any real number.
        deviations: Standard deviation of each one's error, [1e-100, inf).
        correlation: rho of any two, above -1 / (n - 1) and below 1.
        prior: Mean and standard deviation; None is flat.

    Example: of two equally good experts who agree half the way, each counts half, and together they count for 4/3.

        >>> found = correlated_experts_normal([1, 3], [1, 1], 0.5)
        >>> [round(weight, 6) for weight in found.weights], round(found.mean, 6), round(found.variance, 6)
        ([0.5, 0.5], 2.0, 0.75)

    Limits: one correlation for all pairs, known beforehand. Weights below zero are as fragile as the correlation.

    Citation: winkler_1981, clemen_winkler_1985.

    Raises:
        CallError: an argument outside its range.
    """
    import numpy as np

    same_length("estimates", estimates, "deviations", deviations)
    means = np.array(all_within("estimates", estimates, "(-inf, inf)"))
    spread = np.array(all_within("deviations", deviations, _DEVIATION))
    count = len(means)
    rho = within("correlation", correlation, f"({-1 / max(count - 1, 1)!r}, 1)")
    shape = np.full((count, count), rho if count > 1 else 0.0)
    np.fill_diagonal(shape, 1.0)
    pull = np.linalg.solve(shape, 1 / spread) / spread
    precision, push = float(pull.sum()), float(pull @ means)
    if prior is not None:
        centre, width = pair("prior", prior)
        within("prior[1]", width, _DEVIATION)
        precision, push = precision + width**-2, push + centre * width**-2
    return Combined(tuple(float(weight) for weight in pull / precision), push / precision, 1 / precision)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The test statistic of an expert's quantiles, and the chance of one at least as large if the expert is right."""

    statistic: float
    calibration: float


def cooke_calibration(counts: Sequence[int], quantiles: Sequence[float] = (0.05, 0.5, 0.95)) -> Calibration:
    """How well an expert's stated quantiles fit what came true.

    Definition: of N questions with known answers, `counts` fell between the expert's successive quantiles. With s the
    observed and p the stated shares, 2 N I(s; p) = 2 N sum s ln(s / p) is nearly chi-square with one degree of
    freedom less than bins; calibration is the probability of a value at least as large.

    Convention: an empty bin adds nothing (0 ln 0 = 0); the caller says in which bin an
    answer that meets a quantile is.

    Args:
        counts: Answers in each bin, from below the first quantile to above the last, whole numbers, not all zero.
        quantiles: Stated probabilities, rising, (0, 1).

    Example: as many surprises as stated.

        >>> cooke_calibration([1, 9, 9, 1]).calibration
        1.0

    Limits: an approximation for some ten answers and more; says nothing of how informative the quantiles are.

    Citation: cooke_1991, colson_cooke_2017.

    Raises:
        CallError: an argument outside its range.
    """
    levels = (0.0, *all_within("quantiles", quantiles, "(0, 1)"), 1.0)
    stated = [high - low for low, high in pairwise(levels)]
    if min(stated) <= 0:
        raise CallError("`quantiles` rise", f"got {quantiles!r}", "put them in order")
    same_length("counts", counts, "quantiles with both ends", stated)
    numbers = [whole(f"counts[{place}]", count, 0, _MOST_COUNTED) for place, count in enumerate(counts)]
    total = within("sum of counts", sum(numbers), "(0, inf)")
    from scipy.stats import chi2

    statistic = max(
        0.0,
        2 * math.fsum(n * math.log(n / total / share) for n, share in zip(numbers, stated, strict=True) if n > 0),
    )
    statistic = 0.0 if statistic < 1e-12 else statistic
    return Calibration(statistic, float(chi2.sf(statistic, len(stated) - 1)))


@dataclass(frozen=True, slots=True)
class Report:
    """What a source said of a claim, and how often it speaks true in either case."""

    affirms: bool
    affirms_if_true: float
    denies_if_false: float


def source_reliability_update(prior: float, reports: Sequence[Report]) -> float:
    """The probability of a claim after several independent reports.

    Definition: by Bayes' rule a report multiplies the odds by how much likelier it is if the claim is true: for an
    affirmation affirms_if_true / (1 - denies_if_false), for a denial (1 - affirms_if_true) / denies_if_false. A source
    that affirms whatever is the case has ratio 1 and moves nothing.

    Convention: reports may come in any order; a claim that is certain stays so.

    Args:
        prior: Probability before the reports, [0, 1].
        reports: The reports, with probabilities in [0, 1].

    Example: an interested voice that always affirms, and an honest one.

        >>> round(source_reliability_update(0.5, [Report(True, 0.9, 0.1), Report(True, 0.8, 0.8)]), 6)
        0.8

    Limits: sources err independently given the truth; those who talk to each other do not.

    Citation: good_1950, schum_1994.

    Raises:
        CallError: an argument outside its range, or reports that could not have come in either case.
    """
    true = within("prior", prior, "[0, 1]")
    false = 1 - true
    for number, report in enumerate(entries("reports", reports)):
        if not isinstance(report, Report) or not isinstance(report.affirms, int):
            raise CallError(f"`reports[{number}]` is a Report", f"got {report!r}"[:80], "say what it affirms")
        hit = within(f"reports[{number}].affirms_if_true", report.affirms_if_true, "[0, 1]")
        clear = within(f"reports[{number}].denies_if_false", report.denies_if_false, "[0, 1]")
        true *= hit if report.affirms else 1 - hit
        false *= 1 - clear if report.affirms else clear
        # Scaled at each step so that many reports do not run out of digits.
        if true + false == 0:
            came = f"report {number} leaves neither"
            raise CallError("`reports` are possible if the claim is true or if it is false", came, "soften a certainty")
        true, false = true / (true + false), false / (true + false)
    return true


@dataclass(frozen=True, slots=True)
class Record:
    """Each voice's Brier score (0 best) and the weight it earns."""

    brier: tuple[float, ...]
    weights: tuple[float, ...]


def brier_skill_weights(
    forecasts: Sequence[Sequence[float]], outcomes: Sequence[int], *, reference: float = 0.25
) -> Record:
    """Weights of voices by how much better than a reference they forecast.

    Definition: the Brier score of a voice is the mean of (p - o)^2 over its forecasts; its skill is 1 - score /
    reference, and weights are proportional to skill, with no weight for a voice no better than the reference (0.25:
    always saying one half).

    Convention: where no voice beats the reference the record tells nobody apart and all weigh alike.

    Args:
        forecasts: For each voice its probability of each event, [0, 1].
        outcomes: 1 where the event happened, 0 where not.
        reference: Score that earns nothing, (0, inf).

    Example: one always right, one always at a half.

        >>> brier_skill_weights([[1, 0], [0.5, 0.5]], [1, 0])
        Record(brier=(0.0, 0.25), weights=(1.0, 0.0))

    Limits: few events say little; all voices must have forecast the same ones.

    Citation: brier_1950.

    Raises:
        CallError: an argument outside its range.
    """
    happened = all_within("outcomes", outcomes, "[0, 1]")
    base = within("reference", reference, "(0, inf)")
    if not entries("forecasts", forecasts) or any(outcome not in {0, 1} for outcome in happened):
        came = f"got {len(forecasts)} and {outcomes!r}"
        raise CallError("`forecasts` has a voice or more and `outcomes` are 0 or 1", came, "correct them")
    scores = []
    for voice, row in enumerate(forecasts):
        same_length(f"forecasts[{voice}]", row, "outcomes", outcomes)
        chances = all_within(f"forecasts[{voice}]", row, "[0, 1]")
        scores.append(math.fsum((p - o) ** 2 for p, o in zip(chances, happened, strict=True)) / len(row))
    skill = [max(0.0, 1 - score / base) for score in scores]
    total = sum(skill)
    return Record(tuple(scores), tuple(part / total if total else 1 / len(skill) for part in skill))
