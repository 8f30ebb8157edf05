"""The same agreement at the same step as NegMAS? python -m benchmarks.study_negmas

Plays time-based strategies, all pairs of them (among three, a choice of triples), on domains made from formulas, on
domains that NegMAS generates itself, and on whatever scenarios are handed over (`python -m benchmarks.study_negmas
FOLDER ...`), and says how many runs are equal. NegMAS runs in an interpreter of its own: the one named in
ACCORD_NEGMAS_PYTHON, else the peers' environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise, product
from pathlib import Path

import numpy as np
from benchmarks.peers import PYTHON

from accord.bargain import Frame, Issue, Party, make_bargain
from accord.interchange import read_bargain
from accord.simulate import How, Rules, simulate

STEPS = 100
NAMES = ("boulware", "linear", "conceder", "time:0.3", "time:2.5", "aspiration")
TRIPLES = (("boulware", "linear", "conceder"), ("linear",) * 3, ("conceder", "boulware", "boulware"), ("time:2.5",) * 3)
UNTIMED = [
    [one, other]
    for one, other in product(("hard", "micro", "linear", "boulware"), repeat=2)
    if not {one, other} <= {"linear", "boulware"}
]
"""Pairs with a party that does not go by the clock: NegMAS's Tough and MiCRO are ours."""

PAIRS = {"2": [list(pair) for pair in product(NAMES, NAMES)], "3": [list(triple) for triple in TRIPLES]}


def ask(do, **given):
    """What NegMAS answers, and its version."""
    python = os.environ.get("ACCORD_NEGMAS_PYTHON", str(PYTHON))
    worker = Path(__file__).with_name("negmas_worker.py")
    done = subprocess.run(
        [python, str(worker)], input=json.dumps({"do": do, **given}) + "\n", capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    return found["answer"], found["version"]


def formula(number, sizes, parties):
    """A domain by a rule: party p's worth of option k of issue i is a residue; small moduli make ties.

    Reservations: none, low, high for one party, or out of reach for one, by the number.
    """
    modulus = (101, 7, 1009, 13, 4)[number % 5]

    def residue(p, i, k):
        return ((17 * (k + 1) ** 2 + 31 * i * k + 53 * (p + 1) * (k + i + 2) + 7 * number) % modulus) / modulus

    values = [[[residue(p, i, k) for k in range(size)] for i, size in enumerate(sizes)] for p in range(parties)]
    reserved = [None] * parties
    if number % 4 == 1:
        reserved = [0.2 * sum(map(max, own)) for own in values]
    elif number % 4 == 2:
        reserved = [0.0, *(0.6 * sum(map(max, own)) for own in values[1:])]
    elif number % 8 == 7:
        reserved = [1.1 * sum(map(max, values[0])), *[0.0] * (parties - 1)]
    scale = (1.0, 10.0, 0.05)[number % 3] if number % 2 else 1.0
    values = [[[scale * u for u in own] for own in issues] for issues in values]
    return {"sizes": list(sizes), "values": values, "reserved": [None if r is None else scale * r for r in reserved]}


def formulas():
    """Forty domains, 100 to 10^4 packages, 2 and 3 parties."""
    shapes = [(10, 10), (5, 5, 4), (10, 10, 10), (4, 5, 6, 8), (6, 7, 8), (3,) * 6, (10, 20, 10), (10,) * 4]
    return [formula(number, shapes[number % 8], 3 if number % 8 in {1, 4, 5} else 2) for number in range(40)]


def untied(count=10):
    """Domains of two parties without ties (which of equals MiCRO offers first is chance), some with reservations."""
    rng, found = np.random.default_rng(3), []
    for number in range(count):
        sizes = [(4, 5), (6, 7), (5, 5, 4), (3, 4, 5), (10, 10), (8, 6, 7)][number % 6]
        values = [[rng.random(size).tolist() for size in sizes] for _ in range(2)]
        reserved = [0.3 * sum(map(max, own)) if number % 2 else None for own in values]
        found.append({"sizes": list(sizes), "values": values, "reserved": reserved})
    return found


def ours(domain, names, steps=STEPS, runs=1):
    """What accord does on a domain: the first trace, and who agrees to nothing."""
    bargain = bargain_of(domain)
    played = simulate(bargain, names, Rules(steps), seed=0, how=How(runs=runs, traces=1))
    return played.traces[0], played


def bargain_of(domain):
    """A domain as a bargain; no reservation is that of the worst package."""
    parties = [f"p{p}" for p in range(len(domain["values"]))]
    issues = tuple(Issue(f"i{i}", tuple(map(str, range(size)))) for i, size in enumerate(domain["sizes"]))
    frame = Frame(tuple(map(Party, parties)), issues)
    values = {
        party: {issue.id: dict(zip(issue.options, own[i], strict=True)) for i, issue in enumerate(issues)}
        for party, own in zip(parties, domain["values"], strict=True)
    }
    reserved = {
        party: sum(map(min, own)) if given is None else max(given, -1e12)
        for party, own, given in zip(parties, domain["values"], domain["reserved"], strict=True)
    }
    return make_bargain(frame, values, reservations=reserved)


def compare(what, domains, pairs=PAIRS):
    """Counts equal runs, runs where NegMAS signs below a reservation, and the rest; prints them."""
    answers, version = ask("play", domains=domains, pairs=pairs, steps=STEPS)
    equal, below, other = 0, 0, []
    for number, (domain, rows) in enumerate(zip(domains, answers, strict=True)):
        bargain = bargain_of(domain)
        for names, theirs in zip(pairs[str(len(domain["values"]))], rows, strict=True):
            mine = simulate(bargain, names, Rules(STEPS), seed=0, how=How(traces=1)).traces[0]
            agreed = None if mine.agreement is None else [int(option) for option in mine.agreement.values()]
            if (agreed, mine.step) == (theirs["agreement"], theirs["step"]):
                equal += 1
            elif theirs["utilities"] and (np.array(theirs["utilities"]) < bargain.reservations - 1e-9).any():
                below += 1
                assert agreed is None or (np.array(mine.utilities) >= bargain.reservations - 1e-9).all()
            else:
                other.append((number, names, (agreed, mine.step), (theirs["agreement"], theirs["step"])))
    runs = equal + below + len(other)
    told = (
        f"{what}: NegMAS {version}: {runs} runs on {len(domains)} domains",
        f"{equal} with the same agreement at the same step",
        f"{below} that NegMAS signs below a reservation and accord does not",
        f"{len(other)} that differ",
    )
    print("; ".join(told), flush=True)
    for one in other[:10]:
        print("  differs:", *one)
    return equal, below, other


def scenario(path):
    """A scenario or bargain file as a domain, its utilities additive and every party at the table."""
    bargain = read_bargain(Path(path))
    frame = bargain.frame
    if frame.exclusions or frame.requirements or frame.interactions:
        raise SystemExit(f"{path} ties options to each other, which NegMAS's additive functions do not hold")
    edges = list(pairwise(frame.offsets.tolist()))
    values = [[own[first:stop].tolist() for first, stop in edges] for own in bargain.values]
    sizes = [len(issue.options) for issue in frame.issues]
    return {"sizes": sizes, "values": values, "reserved": bargain.reservations.tolist()}


def main(paths):
    for path in paths:
        given = scenario(path)
        PAIRS.setdefault(str(len(given["values"])), [[name] * len(given["values"]) for name in NAMES])
        compare(path, [given])
    if not paths:
        compare("formulas", formulas())
        compare("hard-liners and MiCRO", untied(), {"2": UNTIMED})
        made, _ = ask("generated", count=20, seed=1)
        compare("made by NegMAS", made)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
