"""Random numbers by counter: the number of a run, party, round and purpose depends on these and the seed alone.

Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011) turns a counter and a key into random bits with no state between
calls. So it makes no difference in which order, in how many threads or on which machines runs are played. A party's
numbers are keyed to its id, not to its place.

Citation: salmon_2011.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord import compiling

Key = NDArray[np.uint64]
"""Two words of 32 bits, and after them one word for each party at the table."""

_SHARED = np.uint64(0xFFFFFFFF)
_kernel: Any = compiling.kernel(allocates=False)


def key_of(seed: int, parties: tuple[str, ...]) -> Key:
    """The key of a seed, with the word of each party."""
    root = np.random.SeedSequence(seed).generate_state(2, np.uint32)
    words = [int.from_bytes(hashlib.sha256(party.encode("utf-8", "surrogatepass")).digest()[:4]) for party in parties]
    return np.array([*root.tolist(), *words], np.uint64)


@_kernel
def philox(counter, key):  # type: ignore[no-untyped-def]
    """Two of the four words of Philox4x32-10; `counter`: four words of 32 bits, `key`: two."""
    low = np.uint64(0xFFFFFFFF)
    a, b, c, d = counter
    k0, k1 = key
    for _ in range(10):
        one = np.uint64(0xD2511F53) * a
        two = np.uint64(0xCD9E8D57) * c
        a = (two >> np.uint64(32)) ^ b ^ k0
        c = (one >> np.uint64(32)) ^ d ^ k1
        b = two & low
        d = one & low
        k0 = (k0 + np.uint64(0x9E3779B9)) & low
        k1 = (k1 + np.uint64(0xBB67AE85)) & low
    return a, b, c, d


@_kernel
def uniform(key, run, word, step, purpose):  # type: ignore[no-untyped-def]
    """A number in [0, 1) that belongs to this run, word (a party's, or `SHARED`), round and purpose (0 to 7)."""
    low = np.uint64(0xFFFFFFFF)
    counter = (
        np.uint64(run) & low,
        (np.uint64(run) >> np.uint64(32)) & low,
        np.uint64(word),
        (np.uint64(step) << np.uint64(3)) | np.uint64(purpose),
    )
    a, b, _, _ = philox(counter, (key[0], key[1]))
    return np.float64((a << np.uint64(21)) ^ (b >> np.uint64(11))) * (1.0 / 9007199254740992.0)


SHARED = int(_SHARED)
"""The word of what belongs to no party, such as a breakdown."""
