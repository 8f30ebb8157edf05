"""Leverage, checked by going through every strategy of both parties."""

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.leverage import leverage_game

NUMBER = st.integers(-6, 6)


@given(NUMBER, NUMBER, NUMBER, NUMBER)
@settings(max_examples=30)
def test_both_courses_are_those_of_the_definition(cost: int, value: int, benefit: int, gain: int) -> None:
    assume(cost != 0 and gain != 0 and abs(benefit) != abs(cost))
    found = leverage_game(concession_cost=cost, concession_value=value, target_benefit=benefit, holder_gain=gain)

    def worth(concede: bool, policy: dict[bool, bool]) -> tuple[int, int]:
        return benefit * policy[concede] - cost * concede, gain * policy[concede] + value * concede

    policies = [dict(zip((True, False), answers, strict=True)) for answers in product((True, False), repeat=2)]
    # Without commitment the holder's answer is best at either node, and the target's move best against it.
    perfect = [
        (concede, policy)
        for policy in policies
        if all(gain * policy[node] >= gain * (not policy[node]) for node in (True, False))
        for concede in (True, False)
        if worth(concede, policy)[0] >= worth(not concede, policy)[0]
    ]
    assert len(perfect) == 1
    course = found.without_commitment
    assert (course.target, course.holder) == worth(*perfect[0])
    replies = [max((worth(True, policy), worth(False, policy))) for policy in policies]
    assert found.with_commitment.holder == max(holder for _, holder in replies)
    assert found.value_of_commitment == found.with_commitment.holder - course.holder >= 0


def test_a_promise_that_costs_its_maker_is_not_believed_without_commitment() -> None:
    found = leverage_game(concession_cost=2, concession_value=5, target_benefit=4, holder_gain=-1)
    assert not found.without_commitment.concede
    assert (found.with_commitment.concede, found.with_commitment.grant, found.value_of_commitment) == (True, True, 4)


def test_a_concession_dearer_than_the_benefit_is_not_bought() -> None:
    found = leverage_game(concession_cost=5, concession_value=9, target_benefit=5, holder_gain=1)
    assert found.with_commitment == found.without_commitment


def test_an_argument_that_is_no_number_is_named() -> None:
    with pytest.raises(CallError, match="holder_gain"):
        leverage_game(concession_cost=1, concession_value=1, target_benefit=1, holder_gain=float("nan"))
