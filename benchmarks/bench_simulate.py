"""Talks played out: runs per CPU second on one domain and with new utilities in every run, beside NegMAS where it is.

Each row asserts that the agreement and the step are those of NegMAS (where it can be asked), that threads change no
number, and that every run was played.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from benchmarks.harness import Row, Timing, timed
from benchmarks.peers import Peers
from benchmarks.study_negmas import ask, bargain_of

from accord.bargain import Bargain, Ensemble
from accord.simulate import How, Rules, simulate, simulate_ensemble

PAIR = ("boulware", "conceder")
STEPS = 100
RULES = Rules(STEPS)
ONE, ANEW = 5_000, 200
SHAPES = ((10, 10), (10, 10, 10), (10, 10, 10, 10))
SECONDS = 4.0


@dataclass(frozen=True)
class Aim(Row):
    """A row whose target is a ratio to the peer."""

    times: float = 1.0

    @property
    def reached(self) -> bool | None:
        """Whether the ratio meets the target; None with no peer."""
        return None if self.ratio is None else self.ratio >= self.times


def domain(shape, seed=0):
    rng = np.random.default_rng(seed)
    values = [[rng.random(size).tolist() for size in shape] for _ in range(2)]
    return {"sizes": list(shape), "values": values, "reserved": [0.0, 0.0]}


def members(bargain: Bargain, many: int) -> Ensemble:
    """As many models as asked for, all utilities drawn."""
    rng = np.random.default_rng(1)
    shape = (many, *bargain.values.shape)
    issues = len(bargain.frame.issues)
    return Ensemble(
        bargain.frame,
        rng.random(shape),
        np.zeros(shape[:2]),
        np.zeros(shape, np.bool_),
        np.full((many, issues), -1),
        np.zeros((many, 0), np.bool_),
        (),
    )


def per_run(rate: float, runs: int) -> Timing:
    """What so many runs cost at so many a second."""
    return Timing(runs / rate, runs / rate, runs / rate, None)


def bench(peers: Peers | None) -> Iterator[Row]:
    """One domain and new utilities, 100 to 10^4 packages; then what is asked of one call."""
    for shape in SHAPES:
        given = domain(shape)
        bargain, size = bargain_of(given), int(np.prod(shape))
        theirs = asked(given) if peers is not None else None
        run = simulate(bargain, PAIR, RULES, seed=0, how=How(traces=1)).traces[0]
        told = "every run the same agreement, threads or none"
        if theirs is not None:
            assert run.agreement is not None
            assert [int(option) for option in run.agreement.values()] == list(map(int, theirs["answer"]["agreement"]))
            assert run.step == theirs["answer"]["step"]
            told = "the peer's agreement at the peer's step"
        runs = 1_000_000
        ours = timed(lambda b=bargain, r=runs: simulate(b, PAIR, RULES, seed=0, how=How(r)))
        checked(ours.answer, run, runs)
        yield aim(f"alternating offers, 10^6 runs on one domain, {size:,} packages, 2 parties", ours, theirs, runs)(
            "one", ONE, told
        )
        models = members(bargain, 2000)
        ours = timed(lambda m=models: simulate_ensemble(m, PAIR, RULES, seed=0))
        for number in (0, 1999):
            own = simulate(models.member(number), PAIR, RULES, seed=0, how=How(traces=1)).traces[0]
            assert own.step == ours.answer.rounds[number, 0]
        yield aim(f"alternating offers, 2,000 runs each with new utilities, {size:,} packages", ours, theirs, 2000)(
            "anew", ANEW, "members played one by one agree"
        )
    bargain = bargain_of(domain((10, 10, 10)))
    for runs, threads, target in ((1_000_000, 2, 10.0), (2_000_000, 1, ""), (4_000_000, 1, "")):
        how = How(runs, threads=threads)
        ours = timed(lambda h=how: simulate(bargain, ("boulware", "random"), Rules(STEPS), seed=0, how=h))
        assert ours.answer.runs == runs
        work = f"alternating offers against a random party, {runs:,} runs, 1,000 packages, {threads} threads"
        yield Row(work, ours, target=target, note=f"{ours.answer.agreement_rate:.4f} agree")


def checked(played, run, runs: int) -> None:
    """That all runs were counted, and all ended as the one that was traced."""
    assert played.runs == runs
    assert played.rounds[run.step] == runs
    assert len(played.packages) == 1


def asked(given):
    """NegMAS's answer and its runs per CPU second, or None where it cannot be asked."""
    try:
        return ask("rate", domain=given, names=PAIR, steps=STEPS, seconds=SECONDS)[0]
    except (OSError, subprocess.CalledProcessError):
        return None


def aim(work, ours, theirs, runs):
    """A row beside the peer's rate of a kind, where there is a peer."""

    def row(kind, times, note):
        peer = None if theirs is None else per_run(theirs[kind], runs)
        target = f"{times:,} times"
        return Aim(work, ours, peer=peer, peer_name="NegMAS" if peer else "", target=target, note=note, times=times)

    return row
