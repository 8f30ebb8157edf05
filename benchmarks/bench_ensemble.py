"""The solvers over an ensemble: zone, frontier share and the four solutions in every member."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from benchmarks.harness import Row, timed
from benchmarks.peers import Peers

from accord.bargain import Ensemble, Frame, Issue, Party
from accord.solve import SOLUTIONS, EnsembleSolution, solve, solve_ensemble

OPTIONS = 10


def random_ensemble(members: int, parties: int, issues: int) -> Ensemble:
    """As the prior draws it, but for shapes: ranges uniform on the simplex, options uniform, the first the fallback."""
    rng = np.random.default_rng((members, parties, issues))
    values = rng.random((members, parties, issues, OPTIONS))
    values -= values.min(axis=-1, keepdims=True)
    values *= rng.dirichlet(np.ones(issues), (members, parties))[..., None] / values.max(axis=-1, keepdims=True)
    values = values.reshape(members, parties, issues * OPTIONS)
    labels = tuple(f"o{k}" for k in range(OPTIONS))
    return Ensemble(
        Frame(
            tuple(Party(f"p{k}") for k in range(parties)),
            tuple(Issue(f"i{k}", labels, counterfactual="o0") for k in range(issues)),
        ),
        values,
        values[:, :, ::OPTIONS].sum(axis=-1),
        np.zeros(values.shape, bool),
        np.zeros((members, issues), np.int64),
        np.zeros((members, 0), bool),
        (),
    )


def bench(_: Peers | None) -> Iterator[Row]:
    """The stated size, then half the members, a tenth of the packages, and one thread."""
    yield row(random_ensemble(2000, 3, 5), target=5.0)
    yield row(random_ensemble(1000, 3, 5), note="half the members")
    yield row(random_ensemble(2000, 3, 4), note="a tenth of the packages")
    yield row(random_ensemble(2000, 3, 5), threads=1, note="one thread, the same numbers")
    yield row(random_ensemble(200, 4, 5), note="a tenth of the members, four parties")


def row(ensemble: Ensemble, *, threads: int = 2, target: float | str = "", note: str = "") -> Row:
    run = partial(solve_ensemble, ensemble, rng=np.random.default_rng(0), threads=threads)
    ours = timed(run, repeats=1)
    check(ensemble, ours.answer)
    members, issues, parties = ensemble.members, len(ensemble.frame.issues), len(ensemble.frame.parties)
    work = f"ensemble: zone, frontier, four points; {members:,} x 10^{issues} packages, {parties} parties"
    return Row(work, ours, target=target, note=note)


def check(ensemble: Ensemble, found: EnsembleSolution) -> None:
    """Some members, solved alone in whole numbers, give the same."""
    for number in range(0, ensemble.members, ensemble.members // 5):
        alone = solve(ensemble.member(number))
        assert found.zone[number] == alone.zone
        assert not found.frontier_known[number] or found.frontier[number] == alone.frontier_packages
        for name in SOLUTIONS:
            assert np.allclose(found.utilities[name][number], alone.solutions[name][0].utilities)
