"""Exchange: side payments by scan, logrolling by integer programme, equal gains by their definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from accord.errors import CallError, SizeError
from accord.theory.exchange import Stake, equal_gain_exchange, package_deal, side_payment_package

UTILITY = st.integers(-9, 9)


@given(st.lists(st.tuples(UTILITY, UTILITY), min_size=1, max_size=6), st.tuples(UTILITY, UTILITY))
@settings(max_examples=30)
def test_no_option_and_payment_has_a_larger_product(rows: list[tuple[int, int]], floor: tuple[int, int]) -> None:
    found = side_payment_package({str(number): row for number, row in enumerate(rows)}, floor)
    if found.with_transfer is None:
        assert all(sum(row) < sum(floor) for row in rows)
        return
    assert found.payoffs[0] - floor[0] == pytest.approx(found.payoffs[1] - floor[1])
    own = rows[int(found.with_transfer)]
    assert (own[0] - found.transfer, own[1] + found.transfer) == pytest.approx(found.payoffs)
    best = (found.payoffs[0] - floor[0]) * (found.payoffs[1] - floor[1])
    for row in rows:
        for paid in np.linspace(-30, 30, 121):
            gains = row[0] - paid - floor[0], row[1] + paid - floor[1]
            assert min(gains) < 0 or gains[0] * gains[1] <= best + 1e-9
    fair = [row for row in rows if row[0] >= floor[0] and row[1] >= floor[1]]
    assert (found.without is None) == (not fair)
    if found.without is not None:
        gains = np.subtract(rows[int(found.without)], floor)
        assert gains.prod() == max(np.subtract(row, floor).prod() for row in fair)


@st.composite
def votes(draw: st.DrawFn) -> tuple[list[list[list[int]]], list[int]]:
    parties, issues, options = draw(st.integers(1, 3)), draw(st.integers(1, 4)), draw(st.integers(1, 3))
    row = st.lists(st.lists(UTILITY, min_size=options, max_size=options), min_size=issues, max_size=issues)
    return [draw(row) for _ in range(parties)], [draw(st.integers(-5, 8)) for _ in range(parties)]


@given(votes())
@settings(max_examples=30)
def test_the_best_package_is_that_of_an_integer_programme(asked: tuple[list[list[list[int]]], list[int]]) -> None:
    utilities, floor = asked
    found = package_deal(utilities, floor)
    table = np.array(utilities, dtype=float)
    parties, issues, options = table.shape
    flat = table.reshape(parties, -1)
    one_each = np.kron(np.eye(issues), np.ones(options))
    done = milp(
        -flat.sum(axis=0),
        constraints=[LinearConstraint(one_each, 1, 1), LinearConstraint(flat, lb=floor)],
        integrality=np.ones(issues * options),
        bounds=(0, 1),
    )
    assert (found.package is None) == (done.x is None)
    if found.package is not None:
        assert found.total == pytest.approx(-done.fun)
        worth = [sum(row[issue][option] for issue, option in enumerate(found.package)) for row in utilities]
        assert all(value >= least for value, least in zip(worth, floor, strict=True))
        assert found.accepted >= 1


def test_too_many_packages_and_lopsided_tables_are_refused() -> None:
    with pytest.raises(SizeError, match="At most 1000000 packages"):
        package_deal([[[0, 1]] * 20], [0])
    with pytest.raises(CallError, match="same issues and options"):
        package_deal([[[0, 1]], [[0]]], [0, 0])


STAKE = st.builds(Stake, st.integers(0, 100), st.floats(0.05, 1), st.floats(0.1, 2))
OTHERS = st.lists(STAKE, max_size=3)


def outcome(stakes: list[Stake]) -> float:
    return sum(s.position * s.weight for s in stakes) / sum(s.weight for s in stakes)


@given(st.tuples(STAKE, STAKE), st.tuples(STAKE, STAKE), OTHERS, OTHERS)
@settings(max_examples=200)
def test_both_gain_equally_when_the_outcomes_are_computed_anew(
    first: tuple[Stake, Stake], second: tuple[Stake, Stake], on_p: list[Stake], on_q: list[Stake]
) -> None:
    found = equal_gain_exchange(first, second, others_p=on_p, others_q=on_q)
    if found.gain_first <= 1e-9:  # nothing to exchange
        assert (found.move_on_p, found.move_on_q) == pytest.approx((0, 0), abs=1e-6)
        return

    def moved(stake: Stake, towards: Stake, length: float) -> Stake:
        step = length if towards.position > stake.position else -length
        return Stake(stake.position + step, stake.salience, stake.capability)

    before = outcome([first[0], second[0], *on_p]), outcome([first[1], second[1], *on_q])
    after = (
        outcome([first[0], moved(second[0], first[0], found.move_on_p), *on_p]),
        outcome([moved(first[1], second[1], found.move_on_q), second[1], *on_q]),
    )
    for pair, gain in ((first, found.gain_first), (second, found.gain_second)):
        lost = sum(
            stake.salience * (abs(stake.position - new) - abs(stake.position - old))
            for stake, old, new in zip(pair, before, after, strict=True)
        )
        assert -lost == pytest.approx(gain, abs=1e-7)
    assert found.gain_first == pytest.approx(found.gain_second)
    assert found.move_on_p <= abs(first[0].position - second[0].position) + 1e-7
    assert found.move_on_q <= abs(first[1].position - second[1].position) + 1e-7


def test_partners_on_the_same_side_of_the_outcome_have_nothing_to_exchange() -> None:
    far = [Stake(0, 1, 10)]
    found = equal_gain_exchange(
        (Stake(90, 1, 1), Stake(0, 0.1, 1)), (Stake(80, 0.1, 1), Stake(100, 1, 1)), others_p=far
    )
    assert found.move_on_p == found.gain_first == 0


def test_who_cares_less_for_what_it_would_get_does_not_exchange() -> None:
    found = equal_gain_exchange((Stake(100, 0.1, 1), Stake(0, 0.9, 1)), (Stake(0, 0.9, 1), Stake(100, 0.1, 1)))
    assert found.gain_first == 0
