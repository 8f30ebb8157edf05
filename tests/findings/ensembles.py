"""Ensembles drawn by hand, with no evidence behind them."""

from __future__ import annotations

import numpy as np

from accord.bargain import Ensemble, Frame, Issue, Party, Track


def drawn(members: int = 60, *, seed: int = 1, red_lines: float = 0.05) -> Ensemble:
    """Two parties and a third that one issue needs; two tracks; counterfactuals that differ by member."""
    frame = Frame(
        (Party("A"), Party("B"), Party("C")),
        (
            Issue("x", ("x0", "x1", "x2"), "one", ("A", "B"), counterfactual="x0"),
            Issue("y", ("y0", "y1"), "two", ("A", "B", "C"), counterfactual="y0"),
            Issue("z", ("z0", "z1"), "two", ("A", "B"), counterfactual="z0"),
        ),
        (Track("one", ("A", "B")), Track("two", ("A", "B"))),
    )
    rng = np.random.default_rng(seed)
    values = rng.uniform(size=(members, 3, 7))
    counterfactuals = np.stack(
        [rng.integers(0, 3, members), np.zeros(members, np.int64), np.zeros(members, np.int64)], axis=1
    )
    rows = np.arange(members)
    no_deal = sum(values[rows, :, start + counterfactuals[:, k]] for k, start in enumerate((0, 3, 5)))
    return Ensemble(
        frame,
        values,
        no_deal + rng.uniform(-0.2, 0.2, (members, 3)),
        rng.uniform(size=(members, 3, 7)) < red_lines,
        counterfactuals,
        np.zeros((members, 0), np.bool_),
        (),
    )
