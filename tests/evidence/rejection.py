"""The target of the bridge by plain importance sampling: every member drawn from the prior and weighed, nothing clever.

Written from the definition alone, on plain dictionaries; it shares no code with the sampler. A world is parties and
issues, each issue with its options and whether they are ordered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from accord.statements import Claim, Says


@dataclass(frozen=True)
class World:
    parties: tuple[str, ...]
    options: dict[str, tuple[str, ...]]
    ordered: dict[str, bool]
    bonds: tuple[tuple[str, int, tuple[tuple[str, str], ...]], ...] = ()  # party, sign, options together


@dataclass(frozen=True)
class Model:
    """`w[p][i]`, `x[p][i, o]`, `shift[p]`, `impatience[p]`: shape (draws,). `cf[i]`: option numbers with no deal."""

    world: World
    w: dict[str, dict[str, np.ndarray]]
    x: dict[str, dict[tuple[str, str], np.ndarray]]
    shift: dict[str, np.ndarray]
    cf: dict[str, np.ndarray]
    impatience: dict[str, np.ndarray]
    sizes: tuple[np.ndarray, ...] = ()  # of the world's bonds

    def x_cf(self, party: str, issue: str) -> np.ndarray:
        table = np.stack([self.x[party][issue, option] for option in self.world.options[issue]])
        return np.take_along_axis(table, self.cf[issue][None, :], axis=0)[0]

    def u_with(self, party: str, package: dict[str, str]) -> np.ndarray:
        total = np.zeros(len(self.shift[party]))
        for issue in self.world.options:
            total += self.x[party][issue, package[issue]] if issue in package else self.x_cf(party, issue)
        for (whose, sign, together), size in zip(self.world.bonds, self.sizes, strict=True):
            if whose == party:
                total += sign * size * np.all([self._has(package, *one) for one in together], axis=0)
        return total

    def _has(self, package: dict[str, str], issue: str, option: str) -> np.ndarray:
        if issue in package:
            return np.full(len(self.cf[issue]), package[issue] == option)
        return self.cf[issue] == self.world.options[issue].index(option)


def values_within(size: int, ordered: np.bool_, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Values of one issue, shape (draws, options), by throwing away what is not single-peaked."""
    best, worst = rng.integers(size, size=draws), rng.integers(size, size=draws)
    fair = (worst != best) & (~ordered | np.isin(worst, [0, size - 1]))
    while not fair.all():  # again until the worst is another option, and an end of the order
        worst[~fair] = rng.integers(size, size=(~fair).sum())
        fair = (worst != best) & (~ordered | np.isin(worst, [0, size - 1]))
    found = np.full((draws, size), np.nan)
    open_rows = np.arange(draws)
    while open_rows.size:
        tried = rng.random((open_rows.size, size))
        tried[np.arange(open_rows.size), best[open_rows]] = 1
        tried[np.arange(open_rows.size), worst[open_rows]] = 0
        fits = np.ones(open_rows.size, bool)
        if ordered:
            for k in range(size - 1):
                rising = tried[:, k] <= tried[:, k + 1]
                fits &= np.where(best[open_rows] > k, rising, ~rising)
        found[open_rows[fits]] = tried[fits]
        open_rows = open_rows[~fits]
    return found


def prior(world: World, draws: int, rng: np.random.Generator) -> Model:
    """Independent draws from the prior; what happens with no deal is left open."""
    w, x, shift, impatience = {}, {}, {}, {}
    for party in world.parties:
        weights = rng.dirichlet(np.ones(len(world.options)), size=draws)
        w[party] = {issue: weights[:, k] for k, issue in enumerate(world.options)}
        x[party] = {}
        for issue, options in world.options.items():
            s = values_within(len(options), np.bool_(world.ordered[issue]), draws, rng)
            for k, option in enumerate(options):
                x[party][issue, option] = w[party][issue] * s[:, k]
        shift[party] = rng.uniform(-0.5, 0.5, draws)
        impatience[party] = rng.random(draws)
    sizes = tuple(rng.uniform(0, 0.25, draws) for _ in world.bonds)
    return Model(world, w, x, shift, {}, impatience, sizes)


def with_counterfactuals(
    model: Model, stated: dict[str, str], contested: tuple[str, ...], rng: np.random.Generator
) -> Model:
    """The draws with what happens on each issue with no deal: as stated, or half as likely where that is contested."""
    cf = {}
    for issue, options in model.world.options.items():
        odds = [float(option == stated[issue]) for option in options]
        if issue in contested:
            odds = [0.5 if option == stated[issue] else 0.5 / (len(options) - 1) for option in options]
        cf[issue] = rng.choice(len(options), p=odds, size=len(next(iter(model.shift.values()))))
    return replace(model, cf=cf)


def holds(claim: Claim, model: Model, status_quo: dict[str, str]) -> np.ndarray:
    """Whether a claim is so in each draw, by the table of claims; never a red line."""
    p, issue, option = claim.party, claim.issue or "", claim.option or ""
    package = {issue: option, **{term.issue: term.option or "" for term in claim.given}}
    match claim.says:
        case Says.SEEKS | Says.ALREADY_WANTED:
            gap = model.u_with(p, {issue: option}) - model.u_with(p, {issue: status_quo[issue]})
        case Says.WOULD_ACCEPT | Says.REFUSES:
            gap = model.u_with(p, package) - (model.u_with(p, {}) + model.shift[p])
            gap = gap if claim.says is Says.WOULD_ACCEPT else -gap
        case Says.PREFERS:
            lesser = {term.issue: term.option or "" for term in claim.against}
            if claim.over:
                lesser[issue] = claim.over
            gap = model.u_with(p, package) - model.u_with(p, lesser)
        case Says.VALUES_MORE:
            gap = model.w[p][issue] - model.w[p][claim.over or ""]
        case Says.NO_DEAL_BETTER:
            gap = model.shift[p]
        case Says.NO_DEAL_WORSE:
            gap = -model.shift[p]
        case Says.LESS_HURRIED_THAN:
            gap = model.impatience[claim.other or ""] - model.impatience[p]
        case Says.WOULD_DO_ANYWAY:
            gap = np.where(model.cf[issue] == model.world.options[issue].index(option), 1.0, -1.0)
        case _:
            raise AssertionError(claim.says)
    return gap <= 0 if claim.negated else gap >= 0


def idle(claim: Claim, model: Model) -> np.ndarray:
    """Whether a claim to take or refuse something says nothing, in each draw: no deal would bring all of it too."""
    found = np.full(len(next(iter(model.shift.values()))), claim.says in {Says.WOULD_ACCEPT, Says.REFUSES})
    for issue, option in ((term.issue, term.option) for term in (claim, *claim.given)) if found.any() else ():
        found &= model.cf[issue] == model.world.options[issue].index(option)
    return found


def weights(claims: list[tuple[Claim, float]], model: Model, status_quo: dict[str, str]) -> np.ndarray:
    """The product over pieces of (1 + r) / 2 where they hold, (1 - r) / 2 where not, 1 / 2 where they say nothing."""
    total = np.ones(len(next(iter(model.shift.values()))))
    for claim, r in claims:
        likely = np.where(holds(claim, model, status_quo), (1 + r) / 2, (1 - r) / 2)
        total *= np.where(idle(claim, model), 0.5, likely)
    return total
