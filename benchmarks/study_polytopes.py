"""The polytope step against hopsy: a party's ranges and outside shift, uniform where certain inequalities hold.

Run from the root of the checkout: `python -m benchmarks.study_polytopes [POLYTOPES]`; hopsy is no dependency: install
it beside (`pip install hopsy`). With issues of two options and certain demands every shape is fixed, so that a party's
models are uniform on a polytope in its ranges and its outside shift, for which the peer needs no idea of ours.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np
from benchmarks.study_worlds import pieces_of

from accord.evidence import weigh
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Claim, Says, Term

ISSUES = 5
MEMBERS = 4000
SAMPLES = 20_000


def talks() -> Negotiation:
    """Two parties over issues of two options each."""
    return Negotiation(
        parties=(Party(id="A", name="A"), Party(id="B", name="B")),
        tracks=(Track(id="t", parties=("A", "B")),),
        issues=tuple(Issue(id=f"i{k}", track="t", options=("no", "yes")) for k in range(ISSUES)),
    )


def inequalities(rng: np.random.Generator) -> tuple[list[Claim], np.ndarray]:
    """Certain claims of one point, and their rows over (w0 ... w4, shift), each row times the point at least 0."""
    wants = rng.random(ISSUES) < 0.5  # whether yes is better than no; fixed by demands
    sign = np.where(wants, 1.0, -1.0)
    point = np.append(rng.dirichlet(np.ones(ISSUES)), rng.uniform(-0.5, 0.5))
    claims = [Claim(Says.SEEKS, "A", f"i{k}", "yes", negated=not wants[k]) for k in range(ISSUES)]
    rows: list[np.ndarray] = []
    for _ in range(rng.integers(3, 8)):
        one, other = (int(k) for k in rng.permutation(ISSUES)[:2])
        row = np.zeros(ISSUES + 1)
        if rng.random() < 0.5:
            row[[one, other]] = 1.0, -1.0
            claim = Claim(Says.VALUES_MORE, "A", issue=f"i{one}", over=f"i{other}")
        else:
            row[[one, other, ISSUES]] = sign[one], sign[other], -1.0
            claim = Claim(Says.WOULD_ACCEPT, "A", f"i{one}", "yes", given=(Term(f"i{other}", "yes"),))
        so = float(row @ point) >= 0
        claims.append(claim if so else replace(claim, negated=True))
        rows.append(row if so else -row)
    return claims, np.array(rows)


def by_peer(rows: np.ndarray, seed: int) -> np.ndarray:
    """Uniform draws of the polytope by hopsy, the last range left out of its numbers; shape (samples, 6)."""
    import hopsy

    free = ISSUES - 1
    onto = np.zeros((ISSUES + 1, free + 1))  # ranges and shift from the free ones
    offset = np.zeros(ISSUES + 1)
    onto[:free, :free] = np.eye(free)
    onto[free, :free], offset[free] = -1.0, 1.0
    onto[ISSUES, free] = 1.0
    everything = np.vstack(
        [rows, np.eye(ISSUES + 1)[:ISSUES], np.eye(ISSUES + 1)[[ISSUES]], -np.eye(ISSUES + 1)[[ISSUES]]]
    )
    least = np.concatenate([np.zeros(len(rows) + ISSUES), [-0.5, -0.5]])
    problem = hopsy.Problem(-everything @ onto, everything @ offset - least)
    start = hopsy.compute_chebyshev_center(problem)
    chain = hopsy.MarkovChain(problem, proposal=hopsy.UniformHitAndRunProposal, starting_point=start)
    _, drawn = hopsy.sample(chain, hopsy.RandomNumberGenerator(seed=seed), n_samples=SAMPLES, thinning=20)
    return drawn[0] @ onto.T + offset


def compare(number: int) -> np.ndarray:
    """Standard errors between the two samples, for the mean and mean square of each range and the shift."""
    rng = np.random.default_rng([17, number])
    claims, rows = inequalities(rng)
    unique = list(dict.fromkeys(claims))
    weighed = weigh(pieces_of([(claim, 1.0) for claim in unique]), talks(), members=MEMBERS, seed=number, workers=1)
    assert weighed.satisfied.all()
    ensemble = weighed.ensemble
    ranges = ensemble.values[:, 0].reshape(MEMBERS, ISSUES, 2).max(axis=2)
    mine = np.column_stack([ranges, ensemble.rates["outside_shift"][:, 0]])
    theirs = by_peer(rows, number + 1)
    gaps = []
    for power in (1, 2):
        one, other = mine**power, theirs**power
        error = one.var(axis=0) / weighed.diagnostics.least_effective + other.var(axis=0) / (SAMPLES / 4)
        gaps.append((one.mean(axis=0) - other.mean(axis=0)) / np.sqrt(error))
    return np.concatenate(gaps)


def main(polytopes: int = 20) -> None:
    """Compares random polytopes."""
    try:
        import hopsy  # noqa: F401
    except ImportError:
        print("hopsy is not installed: nothing compared")
        return
    begun = time.time()
    gaps = np.concatenate([compare(number) for number in range(polytopes)])
    print(
        f"{polytopes} polytopes, {len(gaps)} means and mean squares; in standard errors: mean {gaps.mean():+.3f}, "
        f"spread {gaps.std():.3f}, furthest {np.abs(gaps).max():.2f}; {time.time() - begun:.0f} s"
    )
    assert np.abs(gaps).max() < 5


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
