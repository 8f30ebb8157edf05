"""How often a package gets every yes it needs."""

import numpy as np

from accord.bargain import Ensemble, Frame, Issue, Party
from accord.report.agreeing import agreed_shares
from accord.solve import solve_ensemble


def test_a_package_is_agreed_where_all_it_needs_gain_and_no_red_line_is_crossed() -> None:
    frame = Frame((Party("A"), Party("B")), (Issue("wage", ("low", "high"), counterfactual="low"),))
    values = np.array([[[0.0, 1.0], [0.5, 1.0]], [[0.0, 1.0], [1.0, 0.5]], [[0.0, 1.0], [0.5, 1.0]]])
    lines = np.zeros((3, 2, 2), bool)
    lines[2, 0, 1] = True
    ensemble = Ensemble(frame, values, values[:, :, 0], lines, np.zeros((3, 1), np.int64), np.zeros((3, 0), bool), ())
    assert agreed_shares(ensemble, np.arange(2)).tolist() == [0.0, 1 / 3]


def test_it_counts_as_the_solver_walks() -> None:
    rng = np.random.default_rng(3)
    issues = tuple(
        Issue(name, ("a", "b", "c"), consent=consent, counterfactual="a")
        for name, consent in (("x", ("A", "B")), ("y", ("B", "C")), ("z", ("A", "B", "C")))
    )
    frame = Frame((Party("A"), Party("B"), Party("C")), issues)
    values = rng.random((40, 3, 9))
    counterfactuals = rng.integers(0, 3, (40, 3))
    columns = frame.offsets[:-1] + counterfactuals
    reservations = np.stack([values[m][:, columns[m]].sum(axis=1) for m in range(40)])
    lines = rng.random((40, 3, 9)) < 0.05
    ensemble = Ensemble(frame, values, reservations, lines, counterfactuals, np.zeros((40, 0), bool), ())
    walked = solve_ensemble(ensemble, rng=rng, walk=True)
    assert walked.zone_hits is not None
    np.testing.assert_allclose(agreed_shares(ensemble, np.arange(27)), walked.zone_hits / 40)
