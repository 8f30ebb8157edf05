"""What weighing takes: 2,000 members, ten issues of three options, three parties, twenty to a hundred pieces.

Run from the root of the checkout: `python -m benchmarks.study_scale`. Compiled functions are warm.
"""

from __future__ import annotations

import resource
import time

import numpy as np
from benchmarks.study_worlds import any_claim, hide, negotiation_of, pieces_of, told
from tests.evidence.rejection import World

from accord.evidence import warm_up, weigh

MEMBERS = 2000


def main() -> None:
    """Times weighing, and asserts that the chains have mixed."""
    warm_up()
    options = {f"i{k}": ("a", "b", "c") for k in range(10)}
    world = World(("A", "B", "C"), options, dict.fromkeys(options, True))
    for count in (20, 50, 100):
        rng = np.random.default_rng(count)
        asked = [(any_claim(world, rng), float(rng.choice([0.5, 0.7, 0.9]))) for _ in range(count)]
        hidden = hide(world, asked, rng)
        pieces = pieces_of([(told(claim, r, hidden, rng), r) for claim, r in asked])
        begun, spent = time.perf_counter(), time.process_time()
        weighed = weigh(pieces, negotiation_of(world), members=MEMBERS, seed=1)
        begun, spent = time.perf_counter() - begun, time.process_time() - spent
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        diagnostics = weighed.diagnostics
        print(
            f"{count} pieces: {begun:.1f} s ({spent:.1f} s of processor), {megabytes:.0f} MB, {len(weighed.conflicts)} "
            f"contradictions, split R-hat {diagnostics.worst_rhat:.3f}, worth {diagnostics.least_effective:.0f}"
        )
        assert diagnostics.worst_rhat < 1.1


if __name__ == "__main__":
    main()
