"""Components that are walked and not listed give what the definitions say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from tests.solve.bargains import all_packages, coupled_bargains, exact, pareto, zone

from accord.bargain import Bargain, Frame, Issue, Party
from accord.solve.enumerated import parts_of, zone_walked
from accord.solve.frontier import frontier
from accord.solve.lattice import lattice


@given(coupled_bargains())
@settings(max_examples=50)
def test_a_walk_gives_the_zone_and_the_frontier_with_every_tie(bargain: Bargain) -> None:
    whole = lattice(bargain)
    parts = parts_of(bargain, whole, most=0)
    assert parts is not None
    assert parts.packages == len(all_packages(bargain.frame))
    assert zone_walked(bargain, whole, parts.packages).count == len(zone(bargain))
    edge = frontier(bargain, whole, parts.compounds)
    found = sorted(package for row in range(len(edge.points)) for package in edge.packages(row, limit=1000))
    expected = pareto(bargain)
    assert found == expected
    vectors = {tuple(row) for row in whole.utility(edge.points).tolist()}
    assert {tuple(round(30 * u) for u in row) for row in vectors} == {tuple(exact(bargain, one)) for one in expected}


@given(coupled_bargains())
@settings(max_examples=15)
def test_an_estimate_is_near_the_count(bargain: Bargain) -> None:
    whole = lattice(bargain)
    counted = zone_walked(bargain, whole, 10)
    estimated = zone_walked(bargain, whole, 10, walk=1)
    assert abs(counted.count - estimated.count) <= 6 * estimated.error + 1


def test_a_component_beyond_the_walk_is_left_to_others() -> None:
    bargain = tied(parties=2, issues=5, options=6, seed=0)
    whole = lattice(bargain)
    assert parts_of(bargain, whole, most=10, walk=100) is None
    assert parts_of(bargain, whole, most=10, walk=6**5) is not None


@pytest.mark.parametrize("parties", [2, 3, 4])
def test_blocks_give_what_one_list_gives(parties: int, monkeypatch) -> None:
    bargain = tied(parties=parties, issues=6, options=5, seed=parties)
    whole = lattice(bargain)
    listed = parts_of(bargain, whole)
    monkeypatch.setattr("accord.solve.enumerated._BLOCK", 700)
    walked = parts_of(bargain, whole, most=10)
    assert listed is not None
    assert walked is not None
    assert (listed.listed, walked.listed) == (True, False)
    assert listed.packages == walked.packages
    one, other = (frontier(bargain, whole, parts.compounds) for parts in (listed, walked))
    assert one.points.tolist() == other.points.tolist()
    assert one.count() == other.count()


def tied(*, parties: int, issues: int, options: int, seed: int) -> Bargain:
    """All issues tied in one chain of interactions and exclusions; values of three digits."""
    rng = np.random.default_rng(seed)
    labels = tuple(f"o{k}" for k in range(options))
    named = tuple(Issue(f"i{k}", labels) for k in range(issues))
    chain = tuple(((f"i{k}", "o0"), (f"i{k + 1}", "o1")) for k in range(issues - 1))
    banned = tuple(((f"i{k}", "o2"), (f"i{(k + 2) % issues}", "o3")) for k in range(issues))
    frame = Frame(tuple(Party(f"p{k}") for k in range(parties)), named, exclusions=banned, interactions=chain)
    shape = (parties, issues * options)
    values = np.round(rng.random(shape), 3)
    added = np.round(rng.random((parties, issues - 1)) - 0.5, 3)
    return Bargain(frame, values, np.full(parties, issues * 0.5), np.zeros(shape, bool), added)
