"""Depth of cooperation and the classes of a step, from their definitions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.concessions import StepClass, depth_of_cooperation, reciprocal_restraint, step_class

UTILITY = st.floats(-100, 100)


def test_a_step_to_what_the_giver_does_anyway_is_nominal() -> None:
    depth = depth_of_cooperation([3, 1], [0, 4], agreed=0, stated_start=1)
    assert (depth.real, depth.real_cost, depth.real_gain, depth.nominal_gain) == (False, 0, 0, -4)


def test_a_counterfactual_that_is_named_counts_in_place_of_the_wish() -> None:
    # The giver wants its prisoners back (1) but would not get them without a deal (0): the deal costs it nothing.
    depth = depth_of_cooperation([0, 5], [0, -2], agreed=1, stated_start=0, counterfactual=0)
    assert (depth.real, depth.real_cost, depth.real_gain) == (False, -5, -2)


@given(st.lists(st.tuples(UTILITY, UTILITY), min_size=1, max_size=6), st.data())
@settings(max_examples=30)
def test_with_no_deal_the_giver_does_its_best_so_no_step_pays_it(
    rows: list[tuple[float, float]], data: st.DataObject
) -> None:
    own, other = [row[0] for row in rows], [row[1] for row in rows]
    agreed = data.draw(st.integers(0, len(rows) - 1))
    depth = depth_of_cooperation(own, other, agreed=agreed, stated_start=0)
    assert own[depth.counterfactual] == max(own)
    assert depth.real_cost == max(own) - own[agreed] >= 0
    assert depth.real == (own[agreed] < max(own))


@pytest.mark.parametrize(
    ("own", "other", "kind"),
    [
        (0, 0, "silent"),
        (0, 1, "nice"),
        (1, 1, "fortunate"),
        (1, -1, "selfish"),
        (-1, 1, "concession"),
        (-1, -1, "unfortunate"),
        (-1, 0, "concession"),
        (0, -1, "unfortunate"),
    ],
)
def test_steps_are_classed_by_what_they_do_to_both(own: float, other: float, kind: str) -> None:
    assert step_class(own, other) == StepClass(kind)


def test_a_change_within_tolerance_is_none() -> None:
    assert step_class(1e-12, -1e-12, tolerance=1e-9) is StepClass.SILENT


def test_an_action_without_a_number_is_refused_by_name() -> None:
    with pytest.raises(CallError, match="`agreed` is a number from 0 to 1; got 2"):
        depth_of_cooperation([0, 1], [0, 1], agreed=2, stated_start=0)
    with pytest.raises(CallError, match=r"giver\[1\].*got nan"):
        depth_of_cooperation([0, float("nan")], [0, 1], agreed=0, stated_start=0)


TABLES = st.integers(2, 4).flatmap(
    lambda n: st.tuples(*[st.lists(st.lists(st.integers(-3, 3), min_size=n, max_size=n), min_size=n, max_size=n)] * 2)
)


@given(TABLES, st.data())
@settings(max_examples=30)
def test_restraint_enforces_itself_where_nobody_gains_by_breaking_it(
    tables: tuple[list[list[int]], list[list[int]]], data: st.DataObject
) -> None:
    first, second = tables
    actions = range(len(first))
    played = data.draw(st.tuples(st.sampled_from(actions), st.sampled_from(actions)))
    kept = data.draw(st.sampled_from(actions))
    found = reciprocal_restraint(first, second, played=played, restraint=kept)
    stable = [
        (row, column)
        for row in actions
        for column in actions
        if all(first[other][column] <= first[row][column] for other in actions)
        and all(second[row][other] <= second[row][column] for other in actions)
    ]
    assert list(found.equilibria) == stable
    assert found.self_enforcing == ((kept, kept) in stable) == (max(found.temptation) <= 0)
    assert found.real_gain[0] == first[kept][kept] - first[played[0]][played[1]]


def test_restraint_that_costs_to_break_has_a_temptation_below_zero() -> None:
    found = reciprocal_restraint([[4, 0], [3, 2]], [[4, 3], [0, 2]], played=(1, 1))
    assert (found.self_enforcing, found.temptation, found.real_gain) == (True, (-1, -1), (2, 2))


def test_a_table_that_is_not_square_is_refused() -> None:
    with pytest.raises(CallError, match="as many columns as rows"):
        reciprocal_restraint([[1, 2]], [[1, 2]], played=(0, 0))
