"""Where the deal space lies over all models: the zone, the four solutions, what each party gets, how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from accord.bargain import Ensemble, Floats
from accord.evidence.diagnostics import share_of
from accord.findings.weighing import QUANTILES, mean_error
from accord.solve import SOLUTIONS, decode
from accord.solve.ensemble import EnsembleSolution


@dataclass(frozen=True, slots=True)
class Size:
    """A size over the models: its mean with the standard error from sampling, and (quantile, value) pairs."""

    mean: float
    error: float
    quantiles: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a mean was before, and how far it moved, with the standard error of that."""

    before: float
    size: float
    error: float


@dataclass(frozen=True)
class Chosen:
    """One solution over the models.

    `package`: the one that most models choose, None where no model has a deal; `share`: of all models that choose it.
    `utilities` and `gains` over no deal, by party; where there is no deal, the reservation and 0.
    """

    package: Mapping[str, str] | None
    share: float
    utilities: Mapping[str, Size]
    gains: Mapping[str, Size]
    changes: Mapping[str, Change] = field(default_factory=dict)


@dataclass(frozen=True)
class Space:
    """Zone and solutions over all models, each beside what it was before a change (where something was changed).

    `how`: `same models` as before, the `re-weighed` ones, or models `drawn anew`. `members`: how many models, the first
    of `of` that are drawn in the end; `effective`: how many independent ones that is worth. `agreement`: the share of
    models whose zone is not empty, with its error. `zone`: packages in it; None where they are not counted.
    `reservations`: by party.
    """

    how: str
    members: int
    of: int
    effective: float
    packages: int
    agreement: tuple[float, float]
    zone: Size | None
    solutions: Mapping[str, Chosen]
    reservations: Mapping[str, Size]
    before: Space | None = None
    _gains: Mapping[str, Floats] = field(default_factory=dict, repr=False, compare=False)


def space_of(ensemble: Ensemble, solution: EnsembleSolution, weights: Floats | None, how: str, *, of: int) -> Space:
    """The deal space of a solved ensemble, its members alike or by weights; `of`: how many are drawn in the end."""
    chains, even = ensemble.chains, np.ones(solution.members)
    by = even if weights is None else weights
    agreed, error, effective = share_of(solution.has_zone.astype(np.float64), by, chains)
    rows = {party: ensemble.frame.party_index[party] for party in solution.parties}

    def size(values: Floats) -> Size:
        return Size(float(by @ values / by.sum()), mean_error(values, by, chains), _quantiles(values, weights))

    chosen = {}
    for name in SOLUTIONS:
        gains = solution.gains(name)
        package, share = _most(solution, name, by)
        chosen[name] = Chosen(
            package,
            share,
            {party: size(solution.utilities[name][:, row]) for party, row in rows.items()},
            {party: size(gains[:, row]) for party, row in rows.items()},
        )
    return Space(
        how=how,
        members=solution.members,
        of=of,
        effective=effective,
        packages=ensemble.frame.packages,
        agreement=(agreed, error),
        zone=None if np.isnan(solution.zone).any() else size(solution.zone),
        solutions=chosen,
        reservations={party: size(solution.reservations[:, row]) for party, row in rows.items()},
        _gains={name: solution.gains(name)[:, list(rows.values())] for name in SOLUTIONS},
    )


def beside(before: Space, after: Space) -> Space:
    """A deal space beside what it was: the same models are compared one by one."""
    paired = after.how == "same models"
    told = {}
    for name, one in after.solutions.items():
        old, changes = before.solutions[name].gains, {}
        for column, (party, gain) in enumerate(one.gains.items()):
            if party not in old:
                continue
            error = float(np.hypot(gain.error, old[party].error))
            if paired:
                moved = after._gains[name][:, column] - before._gains[name][:, column]
                error = min(error, float(moved.std() / np.sqrt(max(min(after.effective, before.effective), 1.0))))
            changes[party] = Change(old[party].mean, gain.mean - old[party].mean, error)
        told[name] = replace(one, changes=changes)
    return replace(after, solutions=told, before=before)


def space_record(space: Space) -> dict[str, Any]:
    """A deal space as a JSON object, numbers to six decimals."""
    before = space.before
    return {
        "how": space.how,
        "members": space.members,
        "of": space.of,
        "effective": round(space.effective, 1),
        "packages": space.packages,
        "agreement": {
            "share": _short(space.agreement[0]),
            "error": _short(space.agreement[1]),
            "before": None if before is None else _short(before.agreement[0]),
        },
        "zone": None if space.zone is None else {
            **_size(space.zone),
            "share_of_packages": _short(space.zone.mean / max(space.packages, 1)),
            "before": None if before is None or before.zone is None else _size(before.zone),
        },
        "solutions": {name: _chosen(one) for name, one in space.solutions.items()},
        "reservations": [
            {
                "party": party,
                **_size(size),
                "before": None if before is None or party not in before.reservations
                else _short(before.reservations[party].mean),
            }
            for party, size in space.reservations.items()
        ],
    }  # fmt: skip


def _chosen(one: Chosen) -> dict[str, Any]:
    def change(party: str) -> dict[str, float | None]:
        moved = one.changes.get(party)
        if moved is None:
            return {"before": None, "change": None, "change_error": None}
        return {"before": _short(moved.before), "change": _short(moved.size), "change_error": _short(moved.error)}

    return {
        "package": None if one.package is None else dict(one.package),
        "share": _short(one.share),
        "utilities": [{"party": party, **_size(size)} for party, size in one.utilities.items()],
        "gains": [{"party": party, **_size(size), **change(party)} for party, size in one.gains.items()],
    }


def _size(size: Size) -> dict[str, Any]:
    return {
        "mean": _short(size.mean),
        "error": _short(size.error),
        "quantiles": [[quantile, _short(value)] for quantile, value in size.quantiles],
    }


def _most(solution: EnsembleSolution, name: str, weights: Floats) -> tuple[dict[str, str] | None, float]:
    """The package that most models choose, and their share; the lowest number of a tie."""
    picks = solution.picks[name]
    dealt = picks >= 0
    if not dealt.any():
        return None, 0.0
    numbers, places = np.unique(picks[dealt], return_inverse=True)
    counts = np.bincount(places.reshape(-1), weights[dealt])
    best = int(counts.argmax())
    return decode(solution.frame, int(numbers[best])), float(counts[best] / weights.sum())


def _quantiles(values: Floats, weights: Floats | None) -> tuple[tuple[float, float], ...]:
    """Quantiles over models alike, or each counting by its weight: the least value that so much weight lies at."""
    if weights is None:
        return tuple(zip(QUANTILES, np.quantile(values, QUANTILES).tolist(), strict=True))
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    places = np.minimum(np.searchsorted(reached, QUANTILES), len(values) - 1)
    return tuple(zip(QUANTILES, values[order][places].tolist(), strict=True))


def _short(number: float) -> float:
    return round(float(number), 6) + 0.0
