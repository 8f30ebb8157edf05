"""Voices: pools by their axioms, correlated experts by quadrature, reports by enumeration."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.voices import (
    Report,
    brier_skill_weights,
    cooke_calibration,
    correlated_experts_normal,
    extremized_log_odds,
    linear_opinion_pool,
    logarithmic_opinion_pool,
    source_reliability_update,
)

CHANCE, WEIGHT = st.floats(0.01, 0.99), st.floats(0.1, 3)
VOICES = st.lists(st.tuples(CHANCE, WEIGHT), min_size=1, max_size=5)


@given(VOICES)
@settings(max_examples=30)
def test_pools_are_the_means_of_chances_and_of_powers(rows: list[tuple[float, float]]) -> None:
    chances, weights = map(list, zip(*rows, strict=True))
    assert linear_opinion_pool(chances, weights) == pytest.approx(float(np.average(chances, weights=weights)))
    shares = np.array(weights) / sum(weights)
    for_it, against = np.prod(np.power(chances, shares)), np.prod(np.power(np.subtract(1, chances), shares))
    assert logarithmic_opinion_pool(chances, weights) == pytest.approx(for_it / (for_it + against))
    even = logarithmic_opinion_pool(chances, [1] * len(chances))
    assert extremized_log_odds(chances, 1) == pytest.approx(even)
    odds = even / (1 - even)
    assert extremized_log_odds(chances, 2) == pytest.approx(odds**2 / (1 + odds**2))


@given(VOICES, st.floats(0.1, 10))
@settings(max_examples=30)
def test_the_logarithmic_pool_may_learn_before_or_after(rows: list[tuple[float, float]], ratio: float) -> None:
    def learn(chance: float) -> float:
        return chance * ratio / (chance * ratio + 1 - chance)

    chances, weights = map(list, zip(*rows, strict=True))
    after = learn(logarithmic_opinion_pool(chances, weights))
    assert logarithmic_opinion_pool([learn(chance) for chance in chances], weights) == pytest.approx(after)


def test_a_voice_that_is_certain_decides_and_two_that_contradict_leave_no_pool() -> None:
    assert logarithmic_opinion_pool([0, 0.9], [1, 1]) == 0
    assert logarithmic_opinion_pool([0, 0.9], [0, 1]) == pytest.approx(0.9)
    assert extremized_log_odds([1, 0.2], 2) == 1
    with pytest.raises(CallError, match="certain of opposites"):
        logarithmic_opinion_pool([0, 1], [1, 1])


@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(0.5, 2)), min_size=1, max_size=3),
    st.floats(-0.3, 0.8),
    st.none() | st.tuples(st.floats(-2, 2), st.floats(0.5, 3)),
)
@settings(max_examples=20)
def test_correlated_experts_leave_the_posterior_of_a_grid(
    rows: list[tuple[float, float]], rho: float, prior: tuple[float, float] | None
) -> None:
    means, spread = map(np.array, zip(*rows, strict=True))
    found = correlated_experts_normal(list(means), list(spread), rho, prior=prior)
    shape = np.full((len(means), len(means)), rho)
    np.fill_diagonal(shape, 1)
    inverse = np.linalg.inv(shape * np.outer(spread, spread))
    truth = np.linspace(-40, 40, 8_001)
    off = means[:, None] - truth
    log = -0.5 * np.einsum("it,ij,jt->t", off, inverse, off)
    if prior is not None:
        log -= 0.5 * ((truth - prior[0]) / prior[1]) ** 2
    chance = np.exp(log - log.max())
    chance /= chance.sum()
    mean = float(chance @ truth)
    assert found.mean == pytest.approx(mean, abs=1e-5)
    assert found.variance == pytest.approx(float(chance @ (truth - mean) ** 2), abs=1e-5)
    if prior is None:
        assert sum(found.weights) == pytest.approx(1)
        assert found.mean == pytest.approx(float(np.dot(found.weights, means)))


def test_a_correlation_above_the_ratio_of_deviations_turns_a_weight_negative() -> None:
    assert correlated_experts_normal([0, 0], [1, 2], 0.6).weights[1] < 0
    assert correlated_experts_normal([5], [2], 0.0).variance == pytest.approx(4)
    with pytest.raises(CallError, match=r"`correlation` lies in \(-0.5, 1\)"):
        correlated_experts_normal([0] * 3, [1] * 3, -0.5)


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any))
@settings(max_examples=30)
def test_the_statistic_is_the_likelihood_ratio_of_the_counts(counts: list[int]) -> None:
    from scipy.stats import chi2, multinomial

    found = cooke_calibration(counts)
    stated, total = [0.05, 0.45, 0.45, 0.05], sum(counts)
    best = multinomial.logpmf(counts, total, np.array(counts) / total)
    assert found.statistic == pytest.approx(2 * (best - multinomial.logpmf(counts, total, stated)), abs=1e-8)
    assert found.calibration == pytest.approx(1 - chi2.cdf(found.statistic, 3))


@given(CHANCE, st.lists(st.tuples(st.booleans(), CHANCE, CHANCE), max_size=4))
@settings(max_examples=30)
def test_reports_are_weighed_by_what_they_would_be_in_either_case(
    prior: float, rows: list[tuple[bool, float, float]]
) -> None:
    joint = {True: 0.0, False: 0.0}
    for true, *said in product([True, False], *[[True, False]] * len(rows)):
        chance = prior if true else 1 - prior
        for (_, hit, clear), affirms in zip(rows, said, strict=True):
            yes = hit if true else 1 - clear
            chance *= yes if affirms else 1 - yes
        if said == [row[0] for row in rows]:
            joint[true] += chance
    found = source_reliability_update(prior, [Report(*row) for row in rows])
    assert found == pytest.approx(joint[True] / sum(joint.values()))


def test_reports_that_could_not_have_come_are_refused() -> None:
    with pytest.raises(CallError, match="possible"):
        source_reliability_update(0.5, [Report(True, 0, 1)])
    assert source_reliability_update(1, [Report(False, 0.9, 0.9)]) == 1


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=4))
@settings(max_examples=30)
def test_weights_follow_skill(forecasts: list[list[float]]) -> None:
    outcomes = [1, 0, 1]
    found = brier_skill_weights(forecasts, outcomes)
    for row, score in zip(forecasts, found.brier, strict=True):
        assert score == pytest.approx(np.mean((np.array(row) - outcomes) ** 2))
    assert sum(found.weights) == pytest.approx(1)
    gains = [max(0, 0.25 - score) for score in found.brier]
    assume(sum(gains) > 1e-9)
    assert found.weights == pytest.approx([gain / sum(gains) for gain in gains], abs=1e-6)


def test_a_record_without_skill_tells_nobody_apart() -> None:
    assert brier_skill_weights([[0.5], [0]], [1]).weights == (0.5, 0.5)
    with pytest.raises(CallError, match="are 0 or 1"):
        brier_skill_weights([[0.5]], [0.5])
    with pytest.raises(CallError, match="`quantiles` rise"):
        cooke_calibration([1, 1, 1], [0.5, 0.2])
    assert math.isclose(cooke_calibration([0, 0, 0, 2]).statistic, 4 * math.log(20))
