"""Whether shares mean what they say: of events given a share of 80 to 90 %, as many happen, and so for every tenth.

Run from the root of the checkout: `python -m benchmarks.study_calibration [WORLDS]`. It writes the figure and the
numbers that `docs/calibration.md` shows.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from itertools import pairwise
from pathlib import Path

import numpy as np
from benchmarks.study_worlds import (
    answers,
    any_claim,
    any_question,
    any_world,
    hide,
    is_so,
    negotiation_of,
    pieces_of,
    told,
    truth,
)

from accord.evidence import contradictions, weigh
from accord.statements import Claim

RELIABILITIES = (0.3, 0.5, 0.7, 0.9)
MEMBERS = 600
QUESTIONS = 30
COUNTS = (0, 5, 10, 20, 40)
FIGURES = Path("docs/figures")


def calibration(worlds: int, *, seed: int = 1, members: int = MEMBERS) -> list[dict[str, float]]:
    """By tenth of the share: how many events, their mean share, how often they happen, and its standard error.

    Events of one world hang together, so the error is taken over worlds.
    """
    shares, happened, of = [], [], []
    for number in range(worlds):
        rng = np.random.default_rng([seed, number])
        world = any_world(rng)
        asked = [(any_claim(world, rng), float(rng.choice(RELIABILITIES))) for _ in range(rng.integers(0, 16))]
        questions = [any_question(world, rng) for _ in range(QUESTIONS)]
        hidden = hide(world, asked, rng)
        said = [(told(claim, r, hidden, rng), r) for claim, r in asked]
        ensemble = weigh(pieces_of(said), negotiation_of(world), members=members, seed=number, workers=1).ensemble
        for question in questions:
            shares.append(float(answers(question, ensemble).mean()))
            happened.append(truth(question, hidden))
            of.append(number)
    return by_tenth(np.array(shares), np.array(happened, float), np.array(of))


def by_tenth(shares: np.ndarray, happened: np.ndarray, worlds: np.ndarray) -> list[dict[str, float]]:
    """The table of a reliability diagram; what nobody doubts (a share of 0 or 1) stands apart from the open tenths."""
    rows = []
    tenth = np.minimum((shares * 10).astype(int), 9)
    for k in range(10):
        chosen = (tenth == k) & (shares > 0) & (shares < 1)
        if chosen.any():
            surprise = happened[chosen] - shares[chosen]
            total = np.bincount(worlds[chosen], weights=surprise)
            rows.append(
                {
                    "from": k / 10,
                    "events": int(chosen.sum()),
                    "share": float(shares[chosen].mean()),
                    "happened": float(happened[chosen].mean()),
                    "error": float(np.sqrt((total**2).sum()) / chosen.sum()),
                }
            )
    for certain in (0.0, 1.0):
        chosen = shares == certain
        if chosen.any():
            happen = float(happened[chosen].mean())
            rows.append(
                {"from": certain, "certain": 1, "events": int(chosen.sum()), "share": certain, "happened": happen}
            )
    return rows


def narrowing(worlds: int, *, seed: int = 2, members: int = 400) -> list[dict[str, float]]:
    """By number of statements (r = 0.7): the mean width of answers, p(1 - p), and the mean squared error."""
    widths, errors = np.zeros((worlds, len(COUNTS))), np.zeros((worlds, len(COUNTS)))
    for number in range(worlds):
        rng = np.random.default_rng([seed, number])
        world = any_world(rng)
        asked = [(any_claim(world, rng, rates=False), 0.7) for _ in range(COUNTS[-1])]
        questions = [any_question(world, rng) for _ in range(QUESTIONS)]
        questions = [one for one in questions if one.kind in {"better", "weighs", "takes", "all_take", "deal"}]
        hidden = hide(world, asked, rng)
        said = [(told(claim, r, hidden, rng), r) for claim, r in asked]
        for k, count in enumerate(COUNTS):
            weighed = weigh(pieces_of(said[:count]), negotiation_of(world), members=members, seed=number, workers=1)
            p = np.array([answers(one, weighed.ensemble).mean() for one in questions])
            so = np.array([truth(one, hidden) for one in questions], float)
            widths[number, k], errors[number, k] = (p * (1 - p)).mean(), ((p - so) ** 2).mean()
    return [
        {"statements": count, "width": float(widths[:, k].mean()), "error": float(errors[:, k].mean())}
        for k, count in enumerate(COUNTS)
    ]


def lies(worlds: int, *, seed: int = 3, members: int = 400, many: int = 6) -> list[dict[str, float]]:
    """What false statements do, all of them false, by the reliability they are given: six beside eight true ones.

    `width`: mean p(1 - p) over questions. `error`: mean squared error. `sure`: share of answers given 95 % or more
    either way. `wrong`: how many of these are wrong.
    """
    believed = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7)
    width, error = np.zeros((worlds, len(believed))), np.zeros((worlds, len(believed)))
    sure, wrong, asked_of = (np.zeros(len(believed)) for _ in range(3))
    for number in range(worlds):
        rng = np.random.default_rng([seed, number])
        world = any_world(rng)
        claims = [any_claim(world, rng, rates=False) for _ in range(8 + many)]
        questions = [any_question(world, rng) for _ in range(QUESTIONS)]
        questions = [one for one in questions if one.kind in {"better", "weighs", "takes", "all_take", "deal"}]
        hidden = hide(world, [(claim, 1.0) for claim in claims], rng)
        true = [(claim if is_so(claim, hidden) else flipped(claim), 0.7) for claim in claims[:8]]
        false = [flipped(claim) if is_so(claim, hidden) else claim for claim in claims[8:]]
        so = np.array([truth(one, hidden) for one in questions], float)
        for k, r in enumerate(believed):
            said = [*true, *((claim, r) for claim in false if r > 0)]
            weighed = weigh(pieces_of(said), negotiation_of(world), members=members, seed=number, workers=1)
            p = np.array([answers(one, weighed.ensemble).mean() for one in questions])
            width[number, k], error[number, k] = (p * (1 - p)).mean(), ((p - so) ** 2).mean()
            certain = np.maximum(p, 1 - p) >= 0.95
            sure[k] += certain.sum()
            wrong[k] += (certain & ((p > 0.5) != (so > 0.5))).sum()
            asked_of[k] += len(p)
    return [
        {
            "reliability": r,
            "width": float(width[:, k].mean()),
            "error": float(error[:, k].mean()),
            "sure": float(sure[k] / asked_of[k]),
            "wrong": float(wrong[k] / max(sure[k], 1)),
        }
        for k, r in enumerate(believed)
    ]


def flipped(claim: Claim) -> Claim:
    """The claim denied, or no longer denied."""
    return replace(claim, negated=not claim.negated)


def figure(rows: Sequence[dict[str, float]], narrow: Sequence[dict[str, float]], path: Path, *, worlds: int) -> None:
    """Draws shares against how often they come true, and how answers narrow."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "calibration"
    import matplotlib.pyplot as plt

    tenths = [row for row in rows if "error" in row]
    drawn, (left, right) = plt.subplots(1, 2, figsize=(9.5, 4.2), layout="constrained")
    left.plot([0, 1], [0, 1], color="0.6", linewidth=1)
    left.errorbar(
        [row["share"] for row in tenths], [row["happened"] for row in tenths], [2 * row["error"] for row in tenths],
        fmt="o", color="#20567a", markersize=5, capsize=3,
    )  # fmt: skip
    left.set(xlabel="share of the models", ylabel="how often it is so in the hidden world", xlim=(0, 1), ylim=(0, 1))
    left.set_title(f"{worlds} worlds; bars: two standard errors", fontsize=10)
    counts = [row["statements"] for row in narrow]
    right.plot(counts, [row["width"] for row in narrow], "o-", color="#20567a", label="width of the answers, p(1 − p)")
    right.plot(counts, [row["error"] for row in narrow], "s--", color="#b1552c", label="mean squared error")
    right.set(xlabel="statements (reliability 0.7)", ylim=(0, None))
    right.set_title("more evidence narrows", fontsize=10)
    right.legend(frameon=False, fontsize=9)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = StringIO()
    drawn.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    path.write_text(text.getvalue()[text.getvalue().index("<svg") :], encoding="utf-8")


def main(worlds: int = 500) -> None:
    """Runs the study and writes its figure and numbers."""
    contradictions.MOST_CHECKS = 0  # what clashes is another study; it moves no model
    begun = time.time()
    few = max(worlds // 10, 5)
    rows, narrow = shown(calibration(worlds)), shown(narrowing(few))
    shown(lies(few))
    tenths = [row for row in rows if "error" in row]
    worst = max(abs(row["happened"] - row["share"]) / row["error"] for row in tenths)
    print(f"{worlds} worlds, {sum(row['events'] for row in rows)} events; worst tenth {worst:.2f} standard errors off")
    print(f"{few} worlds narrowed, {few} lied about; {time.time() - begun:.0f} s")
    figure(rows, narrow, FIGURES / "calibration.svg", worlds=worlds)
    assert worst < 4, "shares do not mean what they say"
    assert all(one["width"] > other["width"] for one, other in pairwise(narrow))


def shown(table: list[dict[str, float]]) -> list[dict[str, float]]:
    """The table, printed."""
    for row in table:
        print(json.dumps({key: round(number, 4) for key, number in row.items()}), flush=True)
    print(flush=True)
    return table


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
