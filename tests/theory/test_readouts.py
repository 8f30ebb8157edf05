"""Readouts: alpha by pairs, divergence by scipy, audiences by their incentives."""

import math
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from accord.errors import CallError
from accord.theory.readouts import (
    Metric,
    Stance,
    cheap_talk_two_audiences,
    jensen_shannon_bits,
    krippendorff_alpha,
    readout_comparison,
)

STANCES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(Stance))


@given(STANCES, STANCES)
@settings(max_examples=30)
def test_every_claim_stands_where_the_two_stances_put_it(first: dict[str, Stance], second: dict[str, Stance]) -> None:
    found = readout_comparison(first, second)
    yes = [{claim for claim, stance in one.items() if stance is Stance.AFFIRMS} for one in (first, second)]
    no = [{claim for claim, stance in one.items() if stance is Stance.DENIES} for one in (first, second)]
    assert set(found.common) == yes[0] & yes[1]
    assert set(found.contradicted) == (yes[0] & no[1]) | (no[0] & yes[1])
    assert set(found.only_first) == yes[0] - yes[1] - no[1]
    assert set(found.only_second) == yes[1] - yes[0] - no[0]
    assert found.jaccard == (len(yes[0] & yes[1]) / len(yes[0] | yes[1]) if yes[0] | yes[1] else 1)


RATINGS = st.integers(1, 6).flatmap(
    lambda units: st.lists(
        st.lists(st.none() | st.integers(0, 4), min_size=units, max_size=units), min_size=1, max_size=4
    )
)


def by_pairs(ratings: list[list[int | None]], metric: Metric) -> float | None:
    """Alpha from its definition as two means of squared distances over pairs of single codes."""
    units = [[code for code in unit if code is not None] for unit in zip(*ratings, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    codes = [code for unit in units for code in unit]

    def apart(one: int, other: int) -> float:
        if metric is Metric.NOMINAL:
            return float(one != other)
        if metric is Metric.INTERVAL:
            return float(one - other) ** 2
        if metric is Metric.RATIO:
            return ((one - other) / (one + other)) ** 2 if one != other else 0.0
        low, high = sorted((one, other))
        between = sum(low <= code <= high for code in codes) - (codes.count(low) + codes.count(high)) / 2
        return between**2 if one != other else 0.0

    pairs = list(combinations(codes, 2))
    expected = sum(apart(*pair) for pair in pairs) / len(pairs) if pairs else 0
    if expected == 0:
        return None
    within = [(len(unit), [apart(*pair) for pair in combinations(unit, 2)]) for unit in units]
    observed = sum(size * sum(found) / len(found) for size, found in within) / len(codes)
    return 1 - observed / expected


@given(RATINGS, st.sampled_from(Metric))
@settings(max_examples=30)
def test_alpha_is_one_less_the_distance_within_units_over_that_between_all(
    ratings: list[list[int | None]], metric: Metric
) -> None:
    found, wanted = krippendorff_alpha(ratings, metric), by_pairs(ratings, metric)
    assert found == wanted if wanted is None else found == pytest.approx(wanted, abs=1e-9)


def test_nominal_codes_may_be_words_and_codes_that_never_vary_leave_no_alpha() -> None:
    assert krippendorff_alpha([["yes", "no"], ["yes", "no"]]) == 1
    assert krippendorff_alpha([["yes", "yes"], ["yes", "yes"]]) is None
    with pytest.raises(CallError, match="are numbers unless"):
        krippendorff_alpha([["yes", "no"], ["yes", "no"]], Metric.INTERVAL)
    with pytest.raises(CallError, match="same length"):
        krippendorff_alpha([[1, 2], [1]])


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6))
@settings(max_examples=30)
def test_the_divergence_is_the_square_of_scipys_distance(rows: list[tuple[float, float]]) -> None:
    first, second = map(list, zip(*rows, strict=True))
    assume(sum(first) > 0.01 and sum(second) > 0.01)
    found = jensen_shannon_bits(first, second)
    assert found == pytest.approx(float(jensenshannon(first, second, base=2)) ** 2, abs=1e-9)
    assert 0 <= found <= 1 + 1e-12
    assert jensen_shannon_bits(first, first) == pytest.approx(0, abs=1e-12)


GAIN = st.integers(-3, 3)


@given(st.tuples(GAIN, GAIN), st.tuples(GAIN, GAIN))
@settings(max_examples=30)
def test_talk_is_honest_where_no_state_is_better_misreported(first: tuple[int, int], second: tuple[int, int]) -> None:
    def honest(*audiences: tuple[int, int]) -> bool:
        # In state k the truth brings each audience's gain of that state, the lie nothing.
        return all(sum(gains[state] for gains in audiences) >= 0 for state in (0, 1))

    found = cheap_talk_two_audiences(first, second)
    assert (found.private_first, found.private_second) == (honest(first), honest(second))
    assert found.public == honest(first, second)
    alone = honest(first) + honest(second)
    kinds = {
        (2, True): "full_communication",
        (1, True): "one_sided_discipline",
        (0, True): "mutual_discipline",
        (1, False): "subversion",
        (0, False): "no_communication",
    }
    assert found.kind.value == kinds[alone, found.public]


def test_a_gain_that_is_not_finite_is_refused() -> None:
    with pytest.raises(CallError, match=r"`first\[1\]`.*got nan"):
        cheap_talk_two_audiences((1, math.nan), (0, 0))


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_coders_and_twelve_units_is_as_published(metric: str, published: float) -> None:
    """Krippendorff 2011, section D, with codes missing."""
    rows = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
    ratings = [[None if code == "." else int(code) for code in row.split()] for row in rows]
    assert krippendorff_alpha(ratings, Metric(metric)) == pytest.approx(published, abs=1e-3)
