"""The talks spelled out in plain Python: alternating offers with time-based strategies, package by package."""

from __future__ import annotations

from itertools import product

from accord.bargain import Bargain


def packages(bargain: Bargain) -> list[tuple[int, ...]]:
    """All packages as option numbers, the last issue turning fastest."""
    return list(product(*(range(len(issue.options)) for issue in bargain.frame.issues)))


def utility(bargain: Bargain, party: int, package: tuple[int, ...]) -> float:
    """Options' values, added up in the order of the issues."""
    total = 0.0
    for issue, option in enumerate(package):
        total += float(bargain.values[party, int(bargain.frame.offsets[issue]) + option])
    return total


def talks(bargain: Bargain, exponents: list[float], steps: int) -> tuple[tuple[int, ...] | None, int]:
    """What time-based parties agree on, and after how many rounds; only for utilities without ties.

    In each round each party in turn takes the offer on the table or lays its own in its place; an offer that all others
    have taken is the agreement.
    """
    everything = packages(bargain)
    parties = range(len(exponents))
    worth = [{package: utility(bargain, party, package) for package in everything} for party in parties]
    floors = [float(bargain.reservations[party]) for party in parties]
    good = [sorted((u, p) for p, u in worth[party].items() if u >= floors[party]) for party in parties]
    table: tuple[int, ...] | None = None
    said_yes: set[int] = set()
    for step in range(steps):
        time = (step + 1) / (steps + 1)
        for party in parties:
            if not good[party]:
                return None, step + 1
            base, best = max(floors[party], min(worth[party].values())), good[party][-1][0]
            aim = base + (best - base) * (1 - time ** exponents[party])
            if table is not None and worth[party][table] >= max(aim - 1e-4, floors[party] - 1e-9):
                said_yes.add(party)
                if len(said_yes) == len(exponents):
                    return table, step + 1
                continue
            enough = [package for u, package in good[party] if u >= aim - 1.01e-4]
            table, said_yes = (enough or [good[party][-1][1]])[0], {party}
    return None, steps
