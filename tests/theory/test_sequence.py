"""Order of steps, checked by brute force over permutations and edges."""

import math
from itertools import combinations, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.theory.sequence import orders, precedence, precondition_as_threat_shift

EDGES = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=7)


def _acyclic(edges: list[tuple[str, str]]) -> bool:
    return nx.is_directed_acyclic_graph(nx.DiGraph(edges))


@given(EDGES)
@settings(max_examples=20)
def test_the_fewest_dropped_edges_are_those_of_brute_force(edges: list[tuple[str, str]]) -> None:
    found, distinct = precedence(edges), sorted(set(edges))
    fewest = next(
        size
        for size in range(len(distinct) + 1)
        if any(_acyclic([edge for edge in distinct if edge not in drop]) for drop in combinations(distinct, size))
    )
    assert len(found.drop) == fewest
    assert _acyclic([edge for edge in distinct if edge not in found.drop])
    assert found.acyclic == (fewest == 0) == (not found.cycles)


@given(EDGES)
@settings(max_examples=20)
def test_cycles_are_the_rounds_of_steps_that_edges_close(edges: list[tuple[str, str]]) -> None:
    rounds = {
        order
        for size in range(1, 5)
        for order in permutations("abcd", size)
        if order[0] == min(order) and all(pair in edges for pair in zip(order, (*order[1:], order[0]), strict=True))
    }
    assert set(precedence(edges).cycles) == rounds


@given(EDGES)
@settings(max_examples=30)
def test_orders_are_the_permutations_that_keep_every_edge(edges: list[tuple[str, str]]) -> None:
    steps = sorted({step for edge in edges for step in edge})
    kept = sum(all(order.index(a) < order.index(b) for a, b in edges) for order in permutations(steps))
    assert orders(edges) == kept


def test_two_sides_that_each_want_to_go_last_are_deadlocked() -> None:
    found = precedence([("truce", "talks"), ("talks", "truce")])
    assert found.cycles == (("talks", "truce"),)
    assert len(found.drop) == 1


@given(st.lists(st.tuples(st.floats(-5, 1), st.floats(-5, 1)), min_size=2, max_size=4))
@settings(max_examples=30)
def test_prices_of_a_precondition_add_up_to_nothing(rows: list[tuple[float, float]]) -> None:
    found = precondition_as_threat_shift(10, [row[0] for row in rows], [row[1] for row in rows])
    assert sum(found.price) == pytest.approx(0, abs=1e-9)


@given(st.lists(st.tuples(st.floats(-5, 1), st.floats(-5, 1)), min_size=2, max_size=4), st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_no_other_division_has_a_higher_product_of_gains(rows: list[tuple[float, float]], seed: int) -> None:
    before, after = (np.array(point) for point in zip(*rows, strict=True))
    found = precondition_as_threat_shift(10, list(before), list(after))
    for floor, shares in ((before, found.settle_first), (after, found.step_first)):
        assert sum(shares) == pytest.approx(10)
        others = floor + np.random.default_rng(seed).dirichlet(np.ones(len(rows)), 500) * (10 - floor.sum())
        assert np.prod(others - floor, axis=1).max() <= np.prod(np.array(shares) - floor) + 1e-9


def test_a_pie_smaller_than_the_threats_is_refused() -> None:
    with pytest.raises(CallError, match="`after` adds up to at most the pie"):
        precondition_as_threat_shift(1, [0, 0], [1, 1])


def test_steps_that_are_alike_are_counted_without_going_through_their_orders() -> None:
    """Twenty steps after one: 20! orders; two rows of ten steps, one row before the other: 10! x 10!."""
    assert orders([("first", f"step {number}") for number in range(20)]) == math.factorial(20)
    rows = [(f"a{one}", f"b{other}") for one in range(10) for other in range(10)]
    assert orders(rows) == math.factorial(10) ** 2
