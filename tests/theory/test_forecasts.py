"""Forecasts against other ways to the same number: least squares, least distances, pairwise votes, plain rules."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.forecasts import Challenger, bdm_scholz, compromise_model_weighted_mean, weighted_median

ROWS = st.lists(st.tuples(st.integers(0, 100), st.floats(0.1, 1), st.floats(0.1, 10)), min_size=1, max_size=8)


@given(ROWS)
@settings(max_examples=30)
def test_the_compromise_is_the_point_of_least_weighted_squares(rows: list[tuple[int, float, float]]) -> None:
    places, salience, capability = map(list, zip(*rows, strict=True))
    found = compromise_model_weighted_mean(places, salience, capability)
    slope = sum(s * c * (found - x) for x, s, c in rows)
    assert slope == pytest.approx(0, abs=1e-6)


@given(ROWS)
@settings(max_examples=30)
def test_no_position_is_nearer_to_the_weights_than_the_median_or_beats_it(rows: list[tuple[int, float, float]]) -> None:
    places, salience, capability = map(list, zip(*rows, strict=True))
    found = weighted_median(places, salience, capability)
    assert found in places

    def far(point: float) -> float:
        return sum(s * c * abs(point - x) for x, s, c in rows)

    for place in places:
        assert far(found) <= far(place) + 1e-9
        for_it = sum(s * c for x, s, c in rows if abs(x - place) < abs(x - found))
        against = sum(s * c for x, s, c in rows if abs(x - place) > abs(x - found))
        assert for_it <= against + 1e-9


def test_with_exactly_half_below_the_lower_position_stands() -> None:
    assert weighted_median([10, 20], [1, 1], [1, 1]) == 10
    assert weighted_median([7], [1], [1]) == 7


def test_one_position_stays_where_it_is() -> None:
    rounds = bdm_scholz([Challenger(3, 1, 0.5), Challenger(3, 2, 0.5)], rounds=2)
    assert rounds.positions == ((3, 3),) * 3
    assert rounds.means == rounds.medians == (3, 3, 3)


@given(ROWS, st.floats(0.5, 3), st.integers(-50, 50))
@settings(max_examples=20)
def test_rounds_do_not_depend_on_the_scale_of_the_issue(
    rows: list[tuple[int, float, float]], scale: float, shift: int
) -> None:
    parties = [Challenger(x, c, s) for x, s, c in rows]
    plain = bdm_scholz(parties, rounds=1)
    moved = bdm_scholz([Challenger(x * 4 + shift, c, s) for x, s, c in rows], rounds=1)
    louder = bdm_scholz([Challenger(x, c * scale, s) for x, s, c in rows], rounds=0)
    assert moved.positions[1] == pytest.approx([4 * x + shift for x in plain.positions[1]], abs=1e-6)
    assert louder.means == pytest.approx(plain.means[:1])


@given(ROWS, st.booleans())
@settings(max_examples=20)
def test_nobody_leaves_the_range_of_positions(rows: list[tuple[int, float, float]], least_change: bool) -> None:
    found = bdm_scholz([Challenger(x, c, s) for x, s, c in rows], rounds=3, least_change=least_change)
    low, high = min(found.positions[0]), max(found.positions[0])
    assert all(low - 1e-9 <= x <= high + 1e-9 for held in found.positions for x in held)


def by_plain_rules(parties: list[Challenger]) -> list[float]:
    """One round written out for each pair, with the sums over all positions done one by one."""
    z = max(p.position for p in parties) - min(p.position for p in parties)

    def vote(p: Challenger, one: float, other: float, r: float) -> float:
        return p.capability * p.salience * ((abs(p.position - other) / z) ** r - (abs(p.position - one) / z) ** r)

    def expects(i: Challenger, j: Challenger, r: float, risks: list[float]) -> float:
        whole = sum(
            abs(vote(p, a.position, b.position, rp))
            for p, rp in zip(parties, risks, strict=True)
            for a in parties
            for b in parties
        )
        wins = sum(max(0, vote(p, i.position, j.position, rp)) for p, rp in zip(parties, risks, strict=True)) / whole
        d = abs(i.position - j.position) / z
        win, lose, stay = (2 - 4 * (0.5 + part) ** r for part in (-d / 2, d / 2, 0))
        return j.salience * (wins * win + (1 - wins) * lose) + (1 - j.salience) * win - stay

    ones = [1.0] * len(parties)
    danger = [sum(expects(i, j, 1, ones) for i in parties if i is not j) for j in parties]
    low, high = min(danger), max(danger)
    scaled = [(2 * value - high - low) / (high - low) for value in danger]
    risks = [(1 - value / 3) / (1 + value / 3) for value in scaled]
    after = []
    for i, r in zip(parties, risks, strict=True):
        lost, met = [], []
        for j in parties:
            mine, theirs = expects(i, j, r, risks), expects(j, i, r, risks)
            if i.position != j.position and theirs > mine > 0:
                lost.append(j.position)
            elif i.position != j.position and theirs > 0 > mine and theirs > abs(mine):
                met.append(i.position + (j.position - i.position) * abs(mine / theirs))
        best = lost or met or [i.position]
        after.append(min(best, key=lambda x: abs(x - i.position)))
    return after


def test_a_round_follows_the_rules_pair_by_pair() -> None:
    parties = [Challenger(0, 1, 0.9), Challenger(3, 0.4, 0.3), Challenger(6, 0.7, 0.2), Challenger(10, 1.2, 0.6)]
    found = bdm_scholz(parties, rounds=1, least_change=True)
    assert found.positions[1] == pytest.approx(by_plain_rules(parties))
    assert found.positions[1] != found.positions[0]


def test_arguments_outside_their_range_are_named() -> None:
    with pytest.raises(CallError, match=r"`salience\[0\]` lies in \[0, inf\); got -1.0"):
        compromise_model_weighted_mean([1], [-1], [1])
    with pytest.raises(CallError, match="sum of salience x capability"):
        weighted_median([1, 2], [0, 0], [1, 1])
    with pytest.raises(CallError, match=r"parties\[0\].salience"):
        bdm_scholz([Challenger(0, 1, 2), Challenger(1, 1, 1)])
