"""Compiling ahead of use: every kernel once, on two members of two parties."""

from __future__ import annotations

import numpy as np

from accord.bargain import Ensemble, Frame, Issue, Party, make_bargain
from accord.solve.conflicts import conflicts, ensemble_conflicts
from accord.solve.ensemble import solve_ensemble
from accord.solve.enumerated import parts_of, zone_walked
from accord.solve.lattice import lattice
from accord.solve.points import undominated
from accord.solve.solutions import solve


def warm_up() -> None:
    """Nothing; what the solvers compile is compiled afterwards, and kept on disk where there is a place for that."""
    frame = Frame((Party("a"), Party("b")), (Issue("issue", ("no", "yes"), counterfactual="no"),))
    utilities = {"a": {"issue": {"no": 0, "yes": 1}}, "b": {"issue": {"no": 0, "yes": 1}}}
    bargain = make_bargain(frame, utilities, red_lines={"a": {"issue": ("yes",)}})
    ensemble = Ensemble(
        frame,
        np.stack([bargain.values] * 2),
        np.stack([bargain.reservations] * 2),
        np.stack([bargain.red_lines] * 2),
        np.zeros((2, 1), np.int64),
        np.zeros((2, 0), np.bool_),
        (),
    )
    for walk in (True, False):
        solve_ensemble(ensemble, rng=np.random.default_rng(0), threads=1, walk=walk)
    for size in (2, 0):
        solve(bargain, walk=size)
    undominated(np.indices((50, 50)).reshape(2, -1).T)  # so many that they are not all sorted
    whole = lattice(bargain)
    parts_of(bargain, whole, most=0)
    zone_walked(bargain, whole, 2)
    conflicts(bargain)
    ensemble_conflicts(ensemble, threads=1)
