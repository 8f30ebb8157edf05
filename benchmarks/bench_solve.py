"""Solvers, timed, each asserting its own answer: python benchmarks/bench_solve.py."""

from __future__ import annotations

import time

import numpy as np

from accord.bargain import Bargain, Ensemble, Frame, Issue, Party
from accord.solve import SOLUTIONS, solve, solve_ensemble
from accord.solve.frontier import frontier
from accord.solve.lattice import lattice
from accord.solve.solutions import best


def frame_of(parties: int, issues: int, options: int, *, counterfactual: bool = False) -> Frame:
    labels = tuple(f"o{k}" for k in range(options))
    fallback = "o0" if counterfactual else None
    return Frame(
        tuple(Party(f"p{k}") for k in range(parties)),
        tuple(Issue(f"i{k}", labels, counterfactual=fallback) for k in range(issues)),
    )


def random_bargain(parties: int, issues: int, options: int) -> Bargain:
    rng = np.random.default_rng(parties * 100 + issues)
    frame = frame_of(parties, issues, options)
    weights = np.repeat(rng.dirichlet(np.ones(issues), parties), options, axis=1)
    values = np.round(weights * rng.random((parties, issues * options)), 6)
    return Bargain(frame, values, np.zeros(parties), np.zeros(values.shape, bool))


def timed(what, run, *, again: int = 3):
    run()
    spans = []
    for _ in range(again):
        start = time.perf_counter()
        found = run()
        spans.append(time.perf_counter() - start)
    print(f"{what:<62} {min(spans):8.4f} s")
    return found


def bench_frontiers() -> None:
    for parties, issues in ((2, 6), (3, 6), (4, 6), (2, 12), (3, 12)):
        bargain = random_bargain(parties, issues, 10)
        whole = lattice(bargain)

        def points(bargain=bargain, whole=whole):
            edge = frontier(bargain, whole)
            return edge, {name: best(name, edge.points) for name in SOLUTIONS}

        edge, chosen = timed(f"frontier and four points, {parties} parties, 10^{issues} packages", points)
        # The utilitarian maximum separates by issue, so it is known without any merging.
        sums = whole.values.sum(axis=0).reshape(issues, 10).max(axis=1).sum()
        assert edge.points.sum(axis=1).max() == sums == edge.points[chosen["utilitarian"][0]].sum()
        drawn = np.random.default_rng(0).integers(0, 10, (2000, issues)) + np.arange(0, 10 * issues, 10)
        others = whole.values[:, drawn].sum(axis=-1).T
        for point in edge.points[:: max(1, len(edge.points) // 200)]:
            assert not ((others >= point).all(axis=1) & (others > point).any(axis=1)).any()


def bench_zone() -> None:
    bargain = random_bargain(3, 8, 10)
    solution = timed("all of one bargain, 3 parties, 10^8 packages, zone counted", lambda: solve(bargain), again=1)
    assert solution.zone == 10**8


def bench_ensemble() -> None:
    rng = np.random.default_rng(1)
    members, parties, issues, options = 2000, 3, 5, 10
    values = rng.random((members, parties, issues, options))
    values -= values.min(axis=-1, keepdims=True)
    values *= rng.dirichlet(np.ones(issues), (members, parties))[..., None] / values.max(axis=-1, keepdims=True)
    values = values.reshape(members, parties, issues * options)
    ensemble = Ensemble(
        frame_of(parties, issues, options, counterfactual=True),
        values,
        values[:, :, ::options].sum(axis=-1),
        np.zeros(values.shape, bool),
        np.zeros((members, issues), np.int64),
        np.zeros((members, 0), bool),
        (),
    )
    found = timed(
        "ensemble, 2,000 members, 10^5 packages, 3 parties",
        lambda: solve_ensemble(ensemble, rng=np.random.default_rng(0)),
        again=1,
    )
    number = 7
    alone = solve(ensemble.member(number))
    assert found.zone[number] == alone.zone
    assert found.frontier[number] == alone.frontier_packages
    for name in SOLUTIONS:
        assert np.allclose(found.utilities[name][number], alone.solutions[name][0].utilities)


if __name__ == "__main__":
    bench_frontiers()
    bench_zone()
    bench_ensemble()
