"""Types from moves: against enumeration of paths, integration and simulated tests."""

import dataclasses
import math
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from accord.errors import CallError
from accord.theory.type_inference import (
    abreu_gul_posterior,
    holdout_posterior,
    keeps_word_rate_beta_bernoulli,
    sprt_bernoulli,
    sprt_bernoulli_exact,
    type_filter_hmm,
    type_posterior_independent_moves,
)

CHANCE = st.floats(0.02, 0.98)


@given(st.lists(st.tuples(CHANCE, CHANCE), max_size=5), CHANCE)
@settings(max_examples=30)
def test_moves_multiply_the_odds(moves: list[tuple[float, float]], prior: float) -> None:
    likelihood = {"deal": [one for one, _ in moves], "time": [other for _, other in moves]}
    found = type_posterior_independent_moves({"deal": prior, "time": 1 - prior}, likelihood)
    odds = prior / (1 - prior) * math.prod(one / other for one, other in moves)
    assert found["deal"] == pytest.approx(odds / (1 + odds))
    assert sum(found.values()) == pytest.approx(1)


def test_many_moves_do_not_run_out_of_digits_and_impossible_ones_are_refused() -> None:
    found = type_posterior_independent_moves({"a": 1, "b": 1}, {"a": [1e-3] * 500, "b": [1e-3] * 499 + [2e-3]})
    assert found["b"] == pytest.approx(2 / 3)
    with pytest.raises(CallError, match="Some type makes all the moves"):
        type_posterior_independent_moves({"a": 1, "b": 1}, {"a": [0], "b": [0]})
    with pytest.raises(CallError, match="same types"):
        type_posterior_independent_moves({"a": 1}, {"b": [1]})


def rows(count: int, width: int) -> st.SearchStrategy[list[list[float]]]:
    row = st.lists(st.floats(0.05, 1), min_size=width, max_size=width)
    return st.lists(
        row.map(lambda entries: [entry / sum(entries) for entry in entries]), min_size=count, max_size=count
    )


@given(rows(1, 2), rows(2, 2), rows(2, 3), st.lists(st.integers(0, 2), max_size=5))
@settings(max_examples=25)
def test_the_filter_sums_over_every_path_of_types(
    initial: list[list[float]], transition: list[list[float]], emission: list[list[float]], seen: list[int]
) -> None:
    found = type_filter_hmm(initial[0], transition, emission, seen)
    assert len(found) == len(seen)
    for step in range(len(seen)):
        ends = [0.0, 0.0]
        for path in product([0, 1], repeat=step + 1):
            chance = initial[0][path[0]] * emission[path[0]][seen[0]]
            for (before, now), move in zip(pairwise(path), seen[1 : step + 1], strict=True):
                chance *= transition[before][now] * emission[now][move]
            ends[path[-1]] += chance
        assert found[step] == pytest.approx([end / sum(ends) for end in ends])


@given(CHANCE, CHANCE, st.integers(0, 30))
@settings(max_examples=30)
def test_refusals_are_moves_that_a_buyer_of_time_always_makes(prior: float, accepts: float, refused: int) -> None:
    likelihood = {"time": [1.0] * refused, "deal": [1 - accepts] * refused}
    wanted = type_posterior_independent_moves({"time": prior, "deal": 1 - prior}, likelihood)["time"]
    assert holdout_posterior(prior, accepts=accepts, refused=refused) == pytest.approx(wanted)


@given(st.floats(0.01, 1), st.floats(0, 1), st.floats(0, 20))
@settings(max_examples=30)
def test_a_reputation_grows_by_bayes_rule_until_nobody_else_is_left(z: float, hazard: float, time: float) -> None:
    held_out = math.exp(-hazard * time)  # of all, the stubborn among them
    wanted = 1.0 if held_out <= z else z / (z + (held_out - z))
    assert abreu_gul_posterior(z, hazard=hazard, time=time) == pytest.approx(wanted)
    assert abreu_gul_posterior(0, hazard=hazard, time=time) == 0


@given(st.integers(0, 12), st.integers(0, 12), st.floats(0.5, 4), st.floats(0.5, 4))
@settings(max_examples=25)
def test_the_rate_of_kept_words_is_that_of_an_integral(kept: int, broken: int, a: float, b: float) -> None:
    found = keeps_word_rate_beta_bernoulli(kept, kept + broken, a=a, b=b)
    total = a + b + kept + broken
    assert found.mean == pytest.approx((a + kept) / total)
    if min(a, b) >= 1:
        weight = quad(lambda x: x ** (a - 1) * (1 - x) ** (b - 1), 0, 1)[0]
        record = quad(lambda x: x ** (a - 1 + kept) * (1 - x) ** (b - 1 + broken), 0, 1)[0]
        assert found.bayes_factor == pytest.approx(record / weight * 2 ** (kept + broken), rel=1e-5)
        inside = quad(lambda x: x ** (a - 1 + kept) * (1 - x) ** (b - 1 + broken) / record, *found.interval)[0]
        assert inside == pytest.approx(0.95, abs=1e-5)


@given(st.integers(1, 4), st.floats(0.55, 0.8))
@settings(max_examples=15)
def test_a_test_of_even_steps_is_a_walk_between_two_ends(steps: int, p: float) -> None:
    # p against 1 - p: each observation is a step of one up or down, ended `steps` away on either side.
    error = 1 / (1 + (p / (1 - p)) ** steps)
    exact = sprt_bernoulli_exact(1 - p, p, alpha=error, beta=error, rate=p)
    wald = sprt_bernoulli(1 - p, p, alpha=error, beta=error)
    assert exact.accepts_first == pytest.approx(error)
    assert exact.mean == pytest.approx(wald.mean_if_second)
    assert wald.upper == pytest.approx(steps * math.log(p / (1 - p)))


@given(st.floats(0.1, 0.4), st.floats(0.5, 0.9), st.floats(0.02, 0.2), st.floats(0.02, 0.2), st.floats(0.1, 0.9))
@settings(max_examples=8)
def test_the_exact_test_ends_and_keeps_walds_bounds(
    p0: float, p1: float, alpha: float, beta: float, rate: float
) -> None:
    found = sprt_bernoulli_exact(p0, p1, alpha=alpha, beta=beta, rate=rate)
    assert found.accepts_first + found.accepts_second == pytest.approx(1, abs=1e-12)
    assert sprt_bernoulli_exact(p0, p1, alpha=alpha, beta=beta, rate=p0).accepts_second <= alpha / (1 - beta) + 1e-9
    assert sprt_bernoulli_exact(p0, p1, alpha=alpha, beta=beta, rate=p1).accepts_first <= beta / (1 - alpha) + 1e-9


def test_the_exact_test_agrees_with_tests_that_are_played() -> None:
    rng, ends, lengths = np.random.default_rng(11), 0, 0
    found = sprt_bernoulli_exact(0.3, 0.6, alpha=0.1, beta=0.2, rate=0.5)
    wald, runs = sprt_bernoulli(0.3, 0.6, alpha=0.1, beta=0.2), 3000
    for _ in range(runs):
        ratio = 0.0
        while wald.lower < ratio < wald.upper:
            ratio += math.log(2) if rng.random() < 0.5 else math.log(4 / 7)
            lengths += 1
        ends += ratio > 0
    assert ends / runs == pytest.approx(found.accepts_second, abs=0.03)
    assert lengths / runs == pytest.approx(found.mean, rel=0.04)


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match="`p0` and `p1` differ"):
        sprt_bernoulli(0.5, 0.5, alpha=0.1, beta=0.1)
    with pytest.raises(CallError, match="add up to less than 1"):
        sprt_bernoulli(0.2, 0.5, alpha=0.6, beta=0.5)
    with pytest.raises(CallError, match=r"`initial` adds up to 1"):
        type_filter_hmm([0.5, 0.6], [[1, 0], [0, 1]], [[1], [1]], [0])
    with pytest.raises(CallError, match=r"`kept` is a whole number from 0 to 3; got 4"):
        keeps_word_rate_beta_bernoulli(4, 3)


@given(st.floats(0.1, 0.45), st.floats(0.5, 0.9), st.floats(0.02, 0.2), st.floats(0.02, 0.2), st.floats(0, 1))
@settings(max_examples=20)
def test_the_exact_test_knows_neither_successes_nor_hypotheses_by_name(
    p0: float, p1: float, alpha: float, beta: float, rate: float
) -> None:
    found = sprt_bernoulli_exact(p0, p1, alpha=alpha, beta=beta, rate=rate)
    by_failures = sprt_bernoulli_exact(1 - p0, 1 - p1, alpha=alpha, beta=beta, rate=1 - rate)
    turned = sprt_bernoulli_exact(p1, p0, alpha=beta, beta=alpha, rate=rate)
    assert dataclasses.astuple(by_failures) == pytest.approx(dataclasses.astuple(found), abs=1e-9)
    accepts = (turned.accepts_second, turned.accepts_first, turned.mean)
    assert accepts == pytest.approx(dataclasses.astuple(found), abs=1e-9)
