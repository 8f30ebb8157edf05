"""The exact frontier and the four solutions of additive bargains, beside NegMAS; and far beyond what it can list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from benchmarks.harness import Row, here, in_turns, timed
from benchmarks.peers import Peers

from accord.bargain import Bargain, Frame, Issue, Party
from accord.solve import SOLUTIONS, Solution, solve

OPTIONS = 10
_SHARED = 2.0**16
"""Utilities are multiples of one part of this, so that sums are exact in both programs and ties are ties in both."""


def random_bargain(parties: int, issues: int) -> Bargain:
    """The worst option of every issue is worth 0, weights are uniform on the simplex, reservations are 0."""
    rng = np.random.default_rng((parties, issues))
    shares = rng.random((parties, issues, OPTIONS))
    shares -= shares.min(axis=2, keepdims=True)
    shares *= rng.dirichlet(np.ones(issues), parties)[:, :, None] / shares.max(axis=2, keepdims=True)
    values = (np.rint(shares * _SHARED) / _SHARED).reshape(parties, issues * OPTIONS)
    labels = tuple(f"o{k}" for k in range(OPTIONS))
    frame = Frame(tuple(Party(f"p{k}") for k in range(parties)), tuple(Issue(f"i{k}", labels) for k in range(issues)))
    return Bargain(frame, values, np.zeros(parties), np.zeros(values.shape, bool))


def bench(peers: Peers | None) -> Iterator[Row]:
    """Up to 10^6 packages beside the peer, then 10^12 and a zone of 10^8 alone."""
    for power in (4, 5, 6):
        for parties in (2, 3, 4):
            yield beside(peers, parties, power)
    yield alone(3, 12)
    yield counted(3, 8)


def beside(peers: Peers | None, parties: int, power: int) -> Row:
    bargain = random_bargain(parties, power)
    run = partial(solve, bargain)
    work, target = f"frontier, four points; 10^{power} packages, {parties} parties", 0.1 if power == 6 else ""
    if peers is None:
        return Row(work, timed(run), target=target, note=checked(bargain, run()))
    run()
    key = f"{parties} {power}"
    peer = partial(peers.call, "negmas", values=bargain.values, issues=power, key=key)
    ours, theirs = in_turns(here(run), peer, repeats=3 if power == 4 else 1)
    if power > 4:  # there one call of the peer is many seconds
        ours = timed(run)
    return Row(work, ours, theirs, "NegMAS", target, agreed(ours.answer, theirs.answer))


def agreed(ours: Solution, theirs: dict[str, list[list[float]]]) -> str:
    """What the two answers have in common is asserted; where definitions differ, what that comes to."""
    assert set(map(tuple, theirs["frontier"])) == set(map(tuple, ours.frontier.tolist()))
    at = {name: {deal.utilities for deal in ours.solutions[name]} for name in SOLUTIONS}
    peer = {name: set(map(tuple, theirs[name])) for name in SOLUTIONS}
    assert at["nash"] <= peer["nash"]
    assert at["utilitarian"] <= peer["utilitarian"]
    # Theirs stops at the worst-off party; ours goes on to the second worst.
    assert at["egalitarian"] <= peer["egalitarian"]
    ideal = np.array(ours.ideal)
    worst = [max((np.array(point) / ideal).min() for point in found["kalai_smorodinsky"]) for found in (at, peer)]
    assert worst[0] >= worst[1] - 1e-12
    if worst[0] <= worst[1] + 1e-12:
        return f"{len(ours.frontier):,} vectors equal; all four equal"
    return (
        f"{len(ours.frontier):,} vectors equal; KS differs: worst-off {worst[0]:.3f} of its ideal, there {worst[1]:.3f}"
    )


def checked(bargain: Bargain, solution: Solution) -> str:
    """The highest sum separates by issue, so it is known without merging; no drawn package beats the frontier."""
    issues = len(bargain.frame.issues)
    highest = bargain.values.sum(axis=0).reshape(issues, OPTIONS).max(axis=1).sum()
    assert solution.frontier.sum(axis=1).max() == highest == sum(solution.solutions["utilitarian"][0].utilities)
    drawn = np.random.default_rng(0).integers(0, OPTIONS, (2000, issues)) + np.arange(0, OPTIONS * issues, OPTIONS)
    others = bargain.values[:, drawn].sum(axis=-1).T
    for point in solution.frontier[:: max(1, len(solution.frontier) // 200)]:
        assert not ((others >= point).all(axis=1) & (others > point).any(axis=1)).any()
    return f"{len(solution.frontier):,} vectors"


def alone(parties: int, power: int) -> Row:
    bargain = random_bargain(parties, power)
    ours = timed(partial(solve, bargain))
    return Row(
        f"frontier, four points; 10^{power} packages, {parties} parties",
        ours,
        target=1.0,
        note=checked(bargain, ours.answer) + "; more than NegMAS can list",
    )


def counted(parties: int, power: int) -> Row:
    bargain = random_bargain(parties, power)
    ours = timed(partial(solve, bargain), repeats=1)
    assert ours.answer.zone == 10**power  # reservations are 0 and no red line is drawn
    return Row(f"the same with all packages counted; 10^{power}, {parties} parties", ours, note="zone = all packages")
