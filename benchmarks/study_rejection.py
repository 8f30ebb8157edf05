"""Whether the sampler draws the target: fifty random worlds held against weighing draws from the prior.

Run from the root of the checkout: `python -m benchmarks.study_rejection [WORLDS]`. Each world has two or three issues
and five to eight statements; every share of a battery of questions is compared, and the mean and mean square of every
number. The peer draws models from the prior and weighs each by the definition alone.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from benchmarks.study_worlds import answers, any_claim, any_question, any_world, negotiation_of, pieces_of, present
from tests.evidence.rejection import Model, World, prior, weights, with_counterfactuals

from accord.bargain import Ensemble
from accord.evidence import weigh
from accord.statements import Claim, Says

DRAWS = 60_000
MEMBERS = 2000
UNSEEN = {Says.RED_LINE, Says.MAY_WALK_AWAY, Says.GAINS_WHILE_WAITING}  # told apart in tests, by exact odds


def small_world(rng: np.random.Generator) -> World:
    """A random world of two or three issues."""
    while True:
        world = any_world(rng)
        if len(world.options) <= 3:
            return world


def numbers_of(model: Model) -> np.ndarray:
    """Every value, reservation and impatience; shape (draws, numbers)."""
    columns = []
    for party in model.world.parties:
        columns += [model.x[party][issue, option] for issue, all_ in model.world.options.items() for option in all_]
        columns += [model.u_with(party, {}) + model.shift[party], model.impatience[party] * 0.25]
    return np.column_stack(columns)


def numbers_in(ensemble: Ensemble) -> np.ndarray:
    """The same of an ensemble; shape (members, numbers)."""
    columns = []
    for row in range(len(ensemble.frame.parties)):
        columns += [
            ensemble.values[:, row],
            ensemble.reservations[:, row, None],
            ensemble.rates["impatience"][:, row, None],
        ]
    return np.column_stack(columns)


def as_ensemble(model: Model, like: Ensemble) -> Ensemble:
    """The draws of the peer in the form that questions read."""
    from dataclasses import replace

    parties = model.world.parties
    values = np.stack(
        [np.column_stack([model.x[p][i, o] for i, all_ in model.world.options.items() for o in all_]) for p in parties],
        1,
    )
    reservations = np.column_stack([model.u_with(p, {}) + model.shift[p] for p in parties])
    cf = np.column_stack([model.cf[issue] for issue in model.world.options])
    rates = {"impatience": np.column_stack([model.impatience[p] * 0.25 for p in parties])}
    return replace(
        like, values=values, reservations=reservations, counterfactuals=cf, rates=rates,
        red_lines=np.zeros(values.shape, np.bool_),
    )  # fmt: skip


def compare(number: int) -> tuple[list[float], list[float], float]:
    """Standard errors by which shares, and by which means and mean squares, differ in one world; draws left."""
    rng = np.random.default_rng([7, number])
    world = small_world(rng)
    said: list[tuple[Claim, float]] = []
    while len(said) < rng.integers(5, 9):
        claim = any_claim(world, rng)
        if claim.says not in UNSEEN:
            said.append((claim, float(rng.choice([0.3, 0.6, 0.8]))))
    weighed = weigh(pieces_of(said), negotiation_of(world), members=MEMBERS, seed=number, workers=1)
    contested = tuple({claim.issue or "" for claim, _ in said if claim.says is Says.WOULD_DO_ANYWAY})
    model = with_counterfactuals(prior(world, DRAWS, rng), present(world), contested, rng)
    weight = weights(said, model, present(world))
    normed = weight / weight.sum()
    peer = as_ensemble(model, weighed.ensemble)
    shares = []
    questions = {any_question(world, rng) for _ in range(30)}
    for question in sorted(questions, key=repr):
        if question.kind not in {"leaves", "line"}:
            share, error = weighed.share(answers(question, weighed.ensemble))
            flags = answers(question, peer).astype(float)
            other = float(normed @ flags)
            off = float(np.sqrt((normed**2) @ (flags - other) ** 2))
            shares.append((share - other) / np.hypot(error, off))
    moments = []
    expected, got = numbers_of(model), numbers_in(weighed.ensemble)
    for power in (1, 2):
        for mine, theirs in zip(got.T**power, expected.T**power, strict=True):
            mean = float(normed @ theirs)
            off = float((normed**2) @ (theirs - mean) ** 2)
            slow = mine.var() / weighed.diagnostics.least_effective
            if off + slow > 1e-18:
                moments.append((mine.mean() - mean) / np.sqrt(off + slow))
    return shares, moments, float(1 / (normed**2).sum())


def main(worlds: int = 50) -> None:
    """Compares, and prints how differences lie against their standard errors."""
    begun = time.time()
    shares, moments, left = [], [], []
    for number in range(worlds):
        one, other, effective = compare(number)
        shares += one
        moments += other
        left.append(effective)
    for what, found in (("shares", np.array(shares)), ("means and mean squares", np.array(moments))):
        print(
            f"{what}: {len(found)} compared; in standard errors: mean {found.mean():+.3f}, spread {found.std():.3f}, "
            f"beyond two {np.mean(np.abs(found) > 2):.1%}, beyond four {int((np.abs(found) > 4).sum())}, "
            f"furthest {np.abs(found).max():.2f}"
        )
    print(f"{worlds} worlds, {DRAWS} draws each, worth {min(left):.0f} to {max(left):.0f}; {time.time() - begun:.0f} s")
    assert (np.abs(shares) < 5).all()
    assert np.std(shares) < 1.2
    assert (np.abs(moments) < 5.5).all()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
