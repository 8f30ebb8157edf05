"""Records refuse by name what does not fit together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.bargain import (
    Bargain,
    Combination,
    Frame,
    Issue,
    Party,
    Precondition,
    Requirement,
    check_bargain,
    check_frame,
    make_bargain,
    no_deal,
)
from accord.errors import BargainError

WAGE, HOURS = Issue("wage", ("low", "high"), counterfactual="low"), Issue("hours", ("long", "short"))
FRAME = Frame((Party("A"), Party("B")), (WAGE, HOURS))
UTILITIES = {
    "A": {"wage": {"low": 0, "high": 3}, "hours": {"long": 0, "short": 2}},
    "B": {"wage": {"low": 2, "high": 0}, "hours": {"long": 1, "short": 0}},
}
BOTH: Combination = (("wage", "high"), ("hours", "short"))


@pytest.mark.parametrize("rules", ["exclusions", "interactions"])
@pytest.mark.parametrize(
    ("together", "names"),
    [
        ((("pay", "low"), ("hours", "long")), "'pay'"),
        ((("wage", "huge"), ("hours", "long")), "'huge'"),
        ((("wage", "low"),), "wage = low"),
        ((("wage", "low"), ("wage", "high")), "wage = low, wage = high"),
        ((), "none"),
    ],
)
def test_options_that_stand_together_are_known_and_of_different_issues(rules, together, names) -> None:
    with pytest.raises(BargainError, match=names):
        check_frame(replace(FRAME, **{rules: (together,)}))


@pytest.mark.parametrize(
    ("need", "names"),
    [
        (Requirement("pay", "low", "hours", ("long",)), "'pay'"),
        (Requirement("wage", "huge", "hours", ("long",)), "'huge'"),
        (Requirement("wage", "low", "hours", ("night",)), "'night'"),
        (Requirement("wage", "low", "leave", ("long",)), "'leave'"),
        (Requirement("wage", "low", "wage", ("high",)), "wage = low requires high of wage"),
        (Requirement("wage", "low", "hours", ()), "nothing of hours"),
    ],
)
def test_a_requirement_names_options_of_two_known_issues(need, names) -> None:
    with pytest.raises(BargainError, match=names):
        check_frame(replace(FRAME, requirements=(need,)))


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Precondition("C", "wage", "hours"), "'C'"),
        (Precondition("A", "pay", "hours"), "'pay'"),
        (Precondition("A", "wage", "leave"), "'leave'"),
        (Precondition("A", "wage", "wage"), "'wage' twice"),
        (Precondition("A", "wage", "hours", "huge"), "'huge'"),
    ],
)
def test_a_precondition_names_a_party_and_two_issues(order, names) -> None:
    with pytest.raises(BargainError, match=names):
        check_frame(replace(FRAME, preconditions=(order,)))


@pytest.mark.parametrize(
    ("interactions", "names"),
    [
        ({"C": [1.0]}, "'C'"),
        ({"A": []}, "interactions of A must be 1 numbers"),
        ({"A": [1.0, 2.0]}, "there are 2"),
        ({"A": [float("nan")]}, "interaction 1 of A"),
        ({"B": [float("inf")]}, "interaction 1 of B"),
        ({"B": ["3"]}, "'3'"),
    ],
)
def test_what_an_interaction_adds_is_one_finite_number_for_each(interactions, names) -> None:
    with pytest.raises(BargainError, match=names):
        make_bargain(replace(FRAME, interactions=(BOTH,)), UTILITIES, interactions=interactions)


def test_arrays_of_interactions_are_refused_by_name() -> None:
    bargain = make_bargain(replace(FRAME, interactions=(BOTH,)), UTILITIES, interactions={"A": [1]})
    with pytest.raises(BargainError, match="wage = high and hours = short must add a finite number for B"):
        check_bargain(replace(bargain, interaction_values=np.array([[1.0], [np.nan]])))
    with pytest.raises(BargainError, match=r"interaction_values .* \(2, 1\)"):
        check_bargain(replace(bargain, interaction_values=np.zeros((2, 2))))
    plain = Bargain(FRAME, bargain.values, bargain.reservations, bargain.red_lines, np.zeros((2, 3)))
    with pytest.raises(BargainError, match=r"\(2, 0\)"):
        check_bargain(plain)


def test_no_deal_has_the_interactions_whose_options_it_has() -> None:
    settled = replace(HOURS, counterfactual="short")
    apart: Combination = (("wage", "low"), ("hours", "short"))
    frame = Frame(FRAME.parties, (WAGE, settled), interactions=(BOTH, apart))
    bargain = make_bargain(frame, UTILITIES, interactions={"A": [10, 100], "B": [20, 200]})
    assert bargain.reservations.tolist() == [102.0, 202.0]
    fallback = no_deal(frame, bargain.values, bargain.interaction_values)
    assert fallback is not None
    assert fallback.tolist() == [102.0, 202.0]
