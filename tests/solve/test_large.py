"""Bargains too large to walk: what the programmes find is what the definitions say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from tests.solve.bargains import chosen, coupled_bargains, rational, zone

from accord.bargain import Bargain, Frame, Issue, Party
from accord.errors import SizeError
from accord.solve import SOLUTIONS, solution_record, solve
from accord.solve.choosing import weights_of
from accord.solve.large import solve_large
from accord.solve.lattice import lattice
from accord.solve.packages import bargaining


@given(coupled_bargains(most_packages=60))
@settings(max_examples=8)
def test_programmes_find_what_the_definitions_say(bargain: Bargain) -> None:
    found = solve_large(bargain, lattice(bargain), None)
    assert found.has_zone == bool(zone(bargain))
    assert found.solvable == bool(rational(bargain))
    for name in SOLUTIONS:
        expected = chosen(bargain, name)
        told = {
            tuple(i.options.index(deal.package[i.id]) for i in bargain.frame.issues) for deal in found.solutions[name]
        }
        assert told <= expected
        assert told or not expected or name in found.unknown
        if name != "nash":
            assert name not in found.unknown


@given(coupled_bargains(most_packages=60))
@settings(max_examples=4)
def test_a_programme_finds_an_asymmetric_nash_package(bargain: Bargain) -> None:
    names = [bargain.frame.parties[row].id for row in bargaining(bargain.frame)]
    parts = {name: (k + 1) / (len(names) * (len(names) + 1) / 2) for k, name in enumerate(names)}
    found = solve_large(bargain, lattice(bargain), weights_of(names, parts))
    walked = solve(bargain, weights=parts)
    for deal in found.asymmetric_nash:
        assert deal in walked.asymmetric_nash


def chain(values: np.ndarray) -> Bargain:
    """Ten issues of ten options between two parties; neighbours that both stand at o9 are excluded."""
    issues = tuple(Issue(f"i{k}", tuple(f"o{j}" for j in range(10))) for k in range(10))
    banned = tuple(((f"i{k}", "o9"), (f"i{k + 1}", "o9")) for k in range(9))
    frame = Frame((Party("A"), Party("B")), issues, exclusions=banned)
    return Bargain(frame, values, np.zeros(2), np.zeros((2, 100), bool))


def test_a_chain_of_ten_thousand_million_packages_is_solved_and_tells_what_it_does_not_know() -> None:
    values = np.round(np.random.default_rng(0).random((2, 100)), 2)
    found = solve(chain(values))
    assert found.has_zone
    assert found.solvable
    assert set(found.unknown) == {"frontier", "ties", "packages"}
    # Along the chain, the best sum with the last issue at o9, and at another option, gives the best sum of all.
    for weighed, told in ((values.sum(axis=0), None), (values[0], 0), (values[1], 1)):
        at, off = 0.0, 0.0
        for row in weighed.reshape(10, 10):
            at, off = off + row[9], max(at, off) + row[:9].max()
        best = sum(found.solutions["utilitarian"][0].utilities) if told is None else found.ideal[told]
        assert abs(best - max(at, off)) < 1e-9
    # Of n issues in a chain, f(n) = 9 f(n-1) + 9 f(n-2) packages have no two neighbours at o9.
    counts = [1, 10]
    while len(counts) < 11:
        counts.append(9 * counts[-1] + 9 * counts[-2])
    assert abs(found.packages - counts[10]) < 0.01 * counts[10]
    record = solution_record(found)
    assert record["frontier"] is None
    assert "rule" in record["unknown"]["frontier"]


def test_a_search_that_does_not_end_is_refused_or_named_with_what_to_do(monkeypatch) -> None:
    values = np.round(np.random.default_rng(0).random((2, 100)), 2)
    monkeypatch.setattr("accord.solve.milp._ROUNDS", 0)
    found = solve_large(chain(values), lattice(chain(values)), None)
    assert "0 rounds of tangents" in found.unknown["nash"]
    assert found.solutions["nash"] == ()
    monkeypatch.setattr("accord.solve.milp._CUTS", 0)
    with pytest.raises(SizeError, match="Leave out a rule"):
        solve_large(chain(values), lattice(chain(values)), None)
