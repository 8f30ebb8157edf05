"""Sets of utility vectors: the frontier against a plain scan and moocore, the solutions against their definitions."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import moocore
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.errors import CallError
from accord.solve import SOLUTIONS, choose, undominated


def tables(most: int = 60) -> st.SearchStrategy[np.ndarray]:
    """Whole numbers from a short range, so that rows tie often, or floats; two to five parties."""

    def drawn(seed: int) -> np.ndarray:
        rng = np.random.default_rng(seed)
        shape = (int(rng.integers(1, most)), int(rng.integers(2, 6)))
        return rng.integers(0, 4, shape) / 10 if rng.random() < 0.6 else rng.random(shape)

    return st.integers(0, 2**32 - 1).map(drawn)


def beats(a: np.ndarray, b: np.ndarray) -> bool:
    return bool((a >= b).all() and (a > b).any())


@given(tables())
@settings(max_examples=80)
def test_a_row_stays_where_no_other_beats_it_and_equal_rows_stay_together(table: np.ndarray) -> None:
    expected = [not any(beats(other, row) for other in table) for row in table]
    assert undominated(table).tolist() == expected
    first = [
        stays and row.tolist() not in table[:k].tolist()
        for k, (row, stays) in enumerate(zip(table, expected, strict=True))
    ]
    assert undominated(table, ties=False).tolist() == first


@pytest.mark.parametrize("parties", [2, 3, 4, 6])
@pytest.mark.parametrize("kind", ["spread", "tied", "opposed"])
def test_many_rows_give_what_moocore_gives(parties: int, kind: str) -> None:
    rng = np.random.default_rng(parties)
    rows = 30_000 if parties < 4 else 8_000
    table = rng.random((rows, parties))
    if kind == "tied":
        table = np.round(table, 1)
    if kind == "opposed":
        table = table[: rows // 8]
        table /= table.sum(axis=1, keepdims=True)
    for ties in (True, False):
        expected = moocore.is_nondominated(table, maximise=True, keep_weakly=ties)
        assert undominated(table, ties=ties).sum() == expected.sum()
        assert np.array_equal(undominated(table), moocore.is_nondominated(table, maximise=True, keep_weakly=True))


@given(tables(), st.integers(0, 2**32 - 1))
@settings(max_examples=80)
def test_choices_are_what_the_definitions_say_with_every_tie(table: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    parties = table.shape[1]
    least = rng.integers(-1, 3, parties) / 10
    parts = rng.integers(1, 5, parties)
    found = choose(table, least, (parts / parts.sum()).tolist())
    exact = [[Fraction(u).limit_denominator(1000) if u == round(u, 1) else Fraction(u) for u in row] for row in table]
    low = [Fraction(r).limit_denominator(1000) for r in least]
    gains = {
        k: [u - r for u, r in zip(row, low, strict=True)]
        for k, row in enumerate(exact)
        if all(u >= r for u, r in zip(row, low, strict=True))
    }
    assert found.solvable == bool(gains)
    for name in (*SOLUTIONS, "asymmetric_nash"):
        rows = found.asymmetric_nash if name == "asymmetric_nash" else found.solutions[name]
        assert set(rows.tolist()) == expected(name, gains, parts.tolist())
        assert set(rows.tolist()) <= set(found.frontier.tolist())


def expected(name: str, gains: dict[int, list[Fraction]], parts: list[int]) -> set[int]:
    if not gains:
        return set()
    ideals = [max(column) for column in zip(*gains.values(), strict=True)]

    def key(g: list[Fraction]) -> object:
        ratios = [a / b for a, b in zip(g, ideals, strict=True) if b > 0]
        weighted = [(a / b) ** part for a, b, part in zip(g, ideals, parts, strict=True) if a > 0]
        return {
            "nash": (sum(ratio > 0 for ratio in ratios), prod((r for r in ratios if r > 0), start=Fraction(1))),
            "asymmetric_nash": (len(weighted), prod(weighted, start=Fraction(1))),
            "kalai_smorodinsky": sorted(ratios),
            "egalitarian": sorted(g),
            "utilitarian": sum(g),
        }[name]

    top = max(key(g) for g in gains.values())
    return {k for k, g in gains.items() if key(g) == top}


def test_a_point_on_the_reservation_counts_and_one_below_does_not() -> None:
    found = choose([[0.3, 0.0], [0.3 - 1e-9, 9.0]], [0.3, 0.0])
    assert found.solvable
    assert found.solutions["utilitarian"].tolist() == [0]
    assert found.frontier.tolist() == [0, 1]


def test_no_point_that_all_accept_is_no_solution() -> None:
    found = choose([[1, 0], [0, 1]], [1, 1])
    assert not found.solvable
    assert found.ideal.tolist() == [1, 1]
    assert all(len(rows) == 0 for rows in found.solutions.values())


def test_weights_follow_the_published_shares_of_a_pie() -> None:
    """With weights a and 1 - a on a straight frontier, the first party gets the share a (Kalai 1977)."""
    pie = np.array([[k, 100 - k] for k in range(101)], float)
    for share in (0.1, 0.25, 0.5, 0.73):
        assert pie[choose(pie, [0, 0], [share, 1 - share]).asymmetric_nash].tolist() == [
            [100 * share, 100 - 100 * share]
        ]


def test_weighted_products_that_tie_exactly_are_all_told() -> None:
    # 8^(1/3) 1^(2/3) = 2 = 2^(1/3) 2^(2/3).
    found = choose([[8, 1], [2, 2], [1, 2.5]], [0, 0], [1 / 3, 2 / 3])
    assert found.asymmetric_nash.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ([[1, 2], [3, float("nan")]], r"points\[1, 1\] is nan"),
        ([[1, float("inf")]], r"points\[0, 1\] is inf"),
        ([1, 2], r"shape \(rows, parties\)"),
        ([[1, 2], [3]], "as many in each row"),
        ([["a", "b"]], "numbers"),
    ],
)
def test_what_is_no_table_of_finite_numbers_is_refused_by_place(points, told) -> None:
    with pytest.raises(CallError, match=told):
        undominated(points)


@pytest.mark.parametrize(
    ("least", "weights", "told"),
    [
        ([0], None, "one number for each party"),
        ([0, float("nan")], None, r"reservations\[1\] is nan"),
        ([0, 0], [0.5], "one number for each party"),
        ([0, 0], [0.5, 0.6], "add up to 1.1"),
        ([0, 0], [1.0, 0.0], "weight of 1 must be a number above 0"),
        ([0, 0], [float("nan"), 0.5], "weight of 0"),
    ],
)
def test_reservations_and_weights_that_do_not_fit_are_refused(least, weights, told) -> None:
    with pytest.raises(CallError, match=told):
        choose([[1, 2]], least, weights)


def test_no_rows_have_an_empty_frontier() -> None:
    assert undominated(np.zeros((0, 3))).tolist() == []
    assert not choose(np.zeros((0, 2)), [0, 0]).solvable
