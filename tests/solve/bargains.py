"""Random bargains with many ties, and the definitions spelled out package by package."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
from hypothesis import strategies as st

from accord.bargain import Bargain, Frame, Issue, Party, Requirement, consents, counterfactual_options

Package = tuple[int, ...]


def bargains(most_packages: int = 120) -> st.SearchStrategy[Bargain]:
    """Whole-number utilities from a short range, so that packages tie often; consents and red lines of all kinds.

    Drawn by a seed: hundreds of small choices each would cost more than solving.
    """
    return st.integers(0, 2**32 - 1).map(lambda seed: _bargain(np.random.default_rng(seed), most_packages))


def coupled_bargains(most_packages: int = 120) -> st.SearchStrategy[Bargain]:
    """The same with exclusions, requirements and interactions, of two options or more, on some of the issues."""

    def drawn(seed: int) -> Bargain:
        rng = np.random.default_rng(seed)
        return ruled(rng, _bargain(rng, most_packages))

    return st.integers(0, 2**32 - 1).map(drawn)


def ruled(rng: np.random.Generator, bargain: Bargain) -> Bargain:
    """The bargain with random rules; what interactions add are whole multiples of the unit of its values."""
    issues = bargain.frame.issues
    if len(issues) < 2:
        return bargain

    def together() -> tuple[tuple[str, str], ...]:
        names = rng.choice(len(issues), rng.integers(2, len(issues) + 1), replace=False)
        return tuple((issues[k].id, str(rng.choice(issues[k].options))) for k in sorted(names.tolist()))

    def requirement() -> Requirement:
        one, other = (issues[k] for k in rng.choice(len(issues), 2, replace=False).tolist())
        some = rng.permutation(other.options)[: rng.integers(1, len(other.options) + 1)].tolist()
        return Requirement(one.id, str(rng.choice(one.options)), other.id, tuple(map(str, some)))

    frame = replace(
        bargain.frame,
        exclusions=tuple(together() for _ in range(rng.integers(0, 3))),
        requirements=tuple(requirement() for _ in range(rng.integers(0, 3))),
        interactions=tuple(together() for _ in range(rng.integers(0, 4))),
    )
    unit = np.abs(bargain.values[bargain.values != 0]).min(initial=1.0)
    added = rng.integers(-2, 3, (len(bargain.values), len(frame.interactions))) * unit
    return replace(bargain, frame=frame, interaction_values=added)


def _bargain(rng: np.random.Generator, most_packages: int) -> Bargain:
    names = [f"p{k}" for k in range(rng.integers(2, 5))]
    widths: list[int] = []
    for width in rng.integers(1, 5, rng.integers(1, 5)).tolist():
        if prod(widths) * width <= most_packages:
            widths.append(width)
    issues = []
    plain = rng.random() < 0.3
    for number, width in enumerate(widths):
        options = tuple(f"o{k}" for k in range(width))
        consent = tuple(name for name in names if rng.random() < 0.6)
        fallback = str(rng.choice(options)) if rng.random() < 0.6 else None
        issues.append(Issue(f"i{number}", options, consent=() if plain else consent, counterfactual=fallback))
    frame = Frame(tuple(Party(name) for name in names), tuple(issues))
    shape = (len(names), sum(widths))
    unit = float(rng.choice([1.0, 0.1, 1 / 3]))
    return Bargain(
        frame,
        rng.integers(-2, 4, shape) * unit,
        rng.integers(-3, 3, shape[0]) * unit,
        rng.random(shape) < rng.choice([0.0, 0.15, 0.4]),
    )


def all_packages(frame: Frame) -> list[Package]:
    """Those that exclusions and requirements allow."""
    every = product(*(range(len(issue.options)) for issue in frame.issues))
    return [package for package in every if possible(frame, package)]


def exact(bargain: Bargain, package: Package) -> list[int]:
    """Utilities as exact whole thirtieths: the floats of the strategy above are thirds or tenths."""
    columns = [int(a) + k for a, k in zip(bargain.frame.offsets, package, strict=False)]
    total = [sum(row[c] for c in columns) for row in _thirtieths(bargain.values)]
    options = dict(_named(bargain.frame, package))
    for number, together in enumerate(bargain.frame.interactions):
        if all(options[issue] == option for issue, option in together):
            total = [u + row[number] for u, row in zip(total, _thirtieths(bargain.interaction_values), strict=True)]
    return total


def _named(frame: Frame, package: Package) -> list[tuple[str, str]]:
    return [(issue.id, issue.options[k]) for issue, k in zip(frame.issues, package, strict=True)]


def possible(frame: Frame, package: Package) -> bool:
    """Whether exclusions and requirements allow the package."""
    options = dict(_named(frame, package))
    banned = any(all(options[issue] == option for issue, option in together) for together in frame.exclusions)
    unmet = any(options[n.issue] == n.option and options[n.other] not in n.options for n in frame.requirements)
    return not banned and not unmet


def _thirtieths(numbers: np.ndarray) -> list:
    return np.rint(numbers * 30).astype(int).tolist()


def reservations(bargain: Bargain) -> list[int]:
    """In thirtieths."""
    return _thirtieths(bargain.reservations)


def needed(bargain: Bargain, package: Package) -> set[int]:
    cf = counterfactual_options(bargain.frame).tolist()
    yes = consents(bargain.frame).tolist()
    return {p for i, k in enumerate(package) if k != cf[i] for p, asked in enumerate(yes[i]) if asked}


def bargaining_parties(bargain: Bargain) -> list[int]:
    return [int(p) for p in np.flatnonzero(consents(bargain.frame).any(axis=0))]


def allowed(bargain: Bargain, package: Package) -> bool:
    """A deal that no needed party's red line forbids."""
    columns = [int(a) + k for a, k in zip(bargain.frame.offsets, package, strict=False)]
    who = needed(bargain, package)
    return bool(who) and not any(bargain.red_lines[p, c] for p in who for c in columns)


def zone(bargain: Bargain) -> list[Package]:
    r = reservations(bargain)

    def agreed(package: Package) -> bool:
        u = exact(bargain, package)
        return all(u[p] >= r[p] for p in needed(bargain, package))

    return [package for package in all_packages(bargain.frame) if allowed(bargain, package) and agreed(package)]


def pareto(bargain: Bargain) -> list[Package]:
    parties = bargaining_parties(bargain)
    deals = {package: exact(bargain, package) for package in all_packages(bargain.frame) if allowed(bargain, package)}

    def beaten(u: list[Fraction]) -> bool:
        return any(all(v[p] >= u[p] for p in parties) and any(v[p] > u[p] for p in parties) for v in deals.values())

    return [package for package, u in deals.items() if not beaten(u)]


def rational(bargain: Bargain) -> dict[Package, tuple[int, ...]]:
    """Gains of the bargaining parties, in thirtieths, in the packages of the zone that leave none of them worse off."""
    parties, r = bargaining_parties(bargain), reservations(bargain)
    found = {}
    for package in zone(bargain):
        u = exact(bargain, package)
        if all(u[p] >= r[p] for p in parties):
            found[package] = tuple(u[p] - r[p] for p in parties)
    return found


def chosen(bargain: Bargain, name: str) -> set[Package]:
    """The packages of one solution, by its definition."""
    gains = rational(bargain)
    if not gains:
        return set()
    ideals = [max(column) for column in zip(*gains.values(), strict=True)]

    def key(g: tuple[int, ...]) -> object:
        ratios = [Fraction(a, b) for a, b in zip(g, ideals, strict=True) if b > 0]
        won = [ratio for ratio in ratios if ratio > 0]
        return {
            "nash": (len(won), prod(won, start=Fraction(1))),
            "kalai_smorodinsky": sorted(ratios),
            "egalitarian": sorted(g),
            "utilitarian": sum(g),
        }[name]

    top = max(key(g) for g in gains.values())
    return {package for package, g in gains.items() if key(g) == top}
