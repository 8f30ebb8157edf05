"""Bargains made by a formula or a seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accord.bargain import Bargain, Ensemble, Frame, Issue, Party


def made(values: Sequence[Sequence[Sequence[float]]], reservations: Sequence[float]) -> Bargain:
    """`values`: party, issue, option."""
    sizes = [len(options) for options in values[0]]
    parties = tuple(Party("ABCDEFGH"[k]) for k in range(len(values)))
    issues = tuple(Issue(f"i{k}", tuple(map(str, range(size))), counterfactual="0") for k, size in enumerate(sizes))
    flat = np.array([[value for options in own for value in options] for own in values], float)
    return Bargain(Frame(parties, issues), flat, np.array(reservations, float), np.zeros(flat.shape, np.bool_))


def drawn(seed: int, sizes: Sequence[int] = (4, 3, 2), parties: int = 2, reservation: float = 0.8) -> Bargain:
    """Uniform utilities, so that no two packages tie."""
    rng = np.random.default_rng(seed)
    values = [[rng.random(size).tolist() for size in sizes] for _ in range(parties)]
    return made(values, [reservation] * parties)


def ensemble(seed: int, members: int = 30, sizes: Sequence[int] = (4, 3, 2)) -> Ensemble:
    """Members like `drawn`."""
    one, rng = drawn(seed, sizes), np.random.default_rng(seed)
    columns = sum(sizes)
    return Ensemble(
        one.frame,
        rng.random((members, 2, columns)),
        rng.random((members, 2)),
        np.zeros((members, 2, columns), np.bool_),
        np.zeros((members, len(sizes)), np.int64),
        np.zeros((members, 0), np.bool_),
        (),
    )
