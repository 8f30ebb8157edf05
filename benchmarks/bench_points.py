"""The undominated among given points, ties kept, beside moocore and paretoset."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
from benchmarks.harness import Row, here, in_turns
from benchmarks.peers import Peers
from moocore import is_nondominated

from accord.solve.points import undominated


def points_of(kind: str, power: int, parties: int) -> np.ndarray:
    """Uniform in the unit cube, or whole numbers from 0 to 99, which tie a lot."""
    rng = np.random.default_rng((power, parties))
    shape = (10**power, parties)
    return rng.random(shape) if kind == "random" else rng.integers(0, 100, shape).astype(float)


def bench(peers: Peers | None) -> Iterator[Row]:
    """10^4 to 10^6 points, random and tied, for 2 to 4 parties."""
    for power in (4, 5, 6):
        for parties in (2, 3, 4):
            for kind in ("random", "tied"):
                yield from beside(peers, kind, power, parties)


def beside(peers: Peers | None, kind: str, power: int, parties: int) -> Iterator[Row]:
    points = points_of(kind, power, parties)
    calls = [
        here(partial(undominated, points)),
        here(partial(is_nondominated, points, maximise=True, keep_weakly=True)),
    ]
    if peers is not None:
        calls.append(partial(peers.call, "paretoset", points=points, key=f"{kind} {power} {parties}"))
    for call in calls:
        call()
    ours, *others = in_turns(*calls, repeats=3)
    assert (ours.answer == others[0].answer).all()
    kept = int(ours.answer.sum())
    work = f"undominated of 10^{power} {kind} points, {parties} parties"
    for name, other in zip(("moocore", "paretoset"), others, strict=False):
        assert name == "moocore" or other.answer == kept
        yield Row(work, ours, other, name, "peer", f"{kept:,} kept, equal")
