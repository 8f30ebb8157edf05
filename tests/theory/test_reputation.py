"""Reputation, checked by the payoff of every date of giving in and by beliefs at the end."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.reputation import abreu_gul_reputation

DEMAND = st.floats(0.55, 0.9)
RATE = st.floats(0.05, 0.5)
CHANCE = st.floats(0.02, 0.6)


@given(st.tuples(DEMAND, DEMAND), st.tuples(RATE, RATE), st.tuples(CHANCE, CHANCE))
@settings(max_examples=40)
def test_every_date_of_giving_in_pays_alike(
    demands: tuple[float, float], rates: tuple[float, float], firm: tuple[float, float]
) -> None:
    found = abreu_gul_reputation(demands, rates, firm)
    assert min(found.concedes_at_once) == 0
    for own, other in ((0, 1), (1, 0)):
        least, most, start = 1 - demands[other], demands[own], found.concedes_at_once[other]
        for part in (0.3, 0.9):
            times = np.linspace(0, part * found.ends, 4001)
            fade = np.exp(-rates[own] * times)
            lasts = (1 - start) * np.exp(-found.hazard[other] * times)
            gain = float(np.trapezoid(fade * lasts * found.hazard[other] * most, times))
            payoff = start * most + gain + float(fade[-1] * lasts[-1]) * least
            assert payoff == pytest.approx(found.payoffs[own], abs=1e-5)


@given(st.tuples(DEMAND, DEMAND), st.tuples(RATE, RATE), st.tuples(CHANCE, CHANCE))
@settings(max_examples=30)
def test_at_the_end_both_are_believed_obstinate(
    demands: tuple[float, float], rates: tuple[float, float], firm: tuple[float, float]
) -> None:
    found = abreu_gul_reputation(demands, rates, firm)
    for side in (0, 1):
        still_there = (1 - found.concedes_at_once[side]) * math.exp(-found.hazard[side] * found.ends)
        assert firm[side] / still_there == pytest.approx(1)


def test_the_less_patient_of_two_mirror_images_gives_in_at_the_start() -> None:
    found = abreu_gul_reputation([0.6, 0.6], [0.1, 0.2], [0.1, 0.1])
    assert found.concedes_at_once[0] == 0
    assert found.concedes_at_once[1] > 0


def test_demands_that_can_both_be_met_are_refused() -> None:
    with pytest.raises(CallError, match="add up to more than 1"):
        abreu_gul_reputation([0.5, 0.5], [0.1, 0.1], [0.1, 0.1])
