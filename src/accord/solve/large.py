"""What can be said of a bargain too large to list or to walk: see `milp`. What cannot is named with its reason."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from accord.bargain import Bargain, Bools, Floats, Ints
from accord.errors import SizeError
from accord.solve.choosing import Weights
from accord.solve.coupled import broken
from accord.solve.enumerated import zone_walked
from accord.solve.lattice import Lattice
from accord.solve.milp import (
    Programme,
    UnfinishedError,
    highest,
    highest_product,
    highest_sum,
    maximin,
    programme,
    some_deal,
    utilities_of,
)
from accord.solve.packages import bargaining
from accord.solve.records import Deal, Solution

_SAMPLES = 100_000
_SEED = 20_002


def solve_large(bargain: Bargain, whole: Lattice, weights: Weights | None) -> Solution:
    """The zone and one package of each solution; `Solution.unknown` tells what else there is no answer to.

    Raises:
        SizeError: where not even a zone, or what each party can get, is found within the limits of the search.
    """
    try:
        return _solved(bargain, whole, weights)
    except UnfinishedError as error:
        raise SizeError(
            "Issues tied by rules must leave few enough packages to search for a zone",
            str(error),
            "Leave out a rule that ties issues together, merge options, or leave out issues",
        ) from error


def _solved(bargain: Bargain, whole: Lattice, weights: Weights | None) -> Solution:
    parties, unknown = list(bargaining(bargain.frame)), _unknown()
    packages, error = _packages(bargain)
    unknown["packages"] = f"an estimate from {_SAMPLES:,} draws, with a standard error of {error:.3g}"
    has_zone = some_deal(bargain, whole, rational=False) is not None
    size = zone_walked(bargain, whole, packages, walk=0)
    solvable = has_zone and some_deal(bargain, whole, rational=True) is not None
    found: dict[str, Ints] = {}
    ideal = whole.reservations.copy()
    if solvable:
        task = programme(bargain, whole, rational=True)
        best = [utilities_of(bargain, whole, highest(task, k))[row] for k, row in enumerate(parties)]
        ideal[parties] = best
        found = _solutions(task, ideal[parties] - whole.reservations[parties], weights, unknown)
    names = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
    deals: dict[str, tuple[Deal, ...]] = {
        name: (_deal(bargain, whole, found[name]),) if name in found else () for name in names
    }
    weighted = found.get("asymmetric_nash")
    return Solution(
        frame=bargain.frame,
        packages=packages,
        zone=max(size.count, 1) if has_zone else 0,
        zone_error=size.error if has_zone else 0.0,
        has_zone=has_zone,
        solvable=solvable,
        frontier=np.zeros((0, len(bargain.frame.parties))),
        frontier_packages=0,
        ideal=tuple(whole.utility(ideal).tolist()),
        solutions=deals,
        ties={name: len(one) for name, one in deals.items()},
        asymmetric_nash=() if weighted is None else (_deal(bargain, whole, weighted),),
        unknown=unknown,
    )


def _unknown() -> dict[str, str]:
    mend = "leave out a rule that ties issues together, merge options, or leave out issues"
    return {
        "frontier": f"too many combinations of issues tied by rules; {mend}",
        "ties": "one package of each solution is told; others may tie with it",
    }


def _solutions(task: Programme, ideals: Floats, weights: Weights | None, unknown: dict[str, str]) -> dict[str, Ints]:
    """Option numbers of one package of each solution; where there is none, `unknown` gets the reason."""
    active = ideals > 0
    ratios = np.where(active, task.ranges / np.where(active, ideals, 1.0), 0.0).tolist()
    found: dict[str, Ints] = {}
    most = float(task.ranges.max())

    def put(name: str, search: Callable[[], Ints]) -> None:
        try:
            found[name] = search()
        except UnfinishedError as error:
            unknown[name] = str(error)

    put("utilitarian", lambda: highest_sum(task))
    put("egalitarian", lambda: maximin(task, (task.ranges / most).tolist(), step=1 / most))
    put("kalai_smorodinsky", lambda: maximin(task, ratios))
    fair = next((options for options in found.values() if _all_gain(task, options, active)), None)
    if fair is None:
        reason = "no package was found in which every party that can gain does; the one by most winners is not sought"
        unknown["nash"] = reason
        return found
    equal = [1.0] * len(ideals)
    put("nash", lambda: highest_product(task, ratios, equal, fair))
    if weights is not None:
        put("asymmetric_nash", lambda: highest_product(task, ratios, weights.shares, fair))
    return found


def _all_gain(task: Programme, options: Ints, active: Bools) -> bool:
    rows = np.array(bargaining(task.bargain.frame))
    gains = (utilities_of(task.bargain, task.whole, options) - task.whole.reservations)[rows]
    return bool((gains[active] > 0).all())


def _packages(bargain: Bargain) -> tuple[int, float]:
    """How many packages the rules allow, estimated, and the standard error."""
    frame = bargain.frame
    rng = np.random.default_rng(_SEED)
    chosen = np.stack([rng.integers(a, b, _SAMPLES) for a, b in pairwise(frame.offsets.tolist())], axis=1)
    kept = int((~broken(frame, chosen)).sum())
    eased = (kept + 1) / (_SAMPLES + 2)
    return frame.packages * kept // _SAMPLES, float(frame.packages) * (eased * (1 - eased) / _SAMPLES) ** 0.5


def _deal(bargain: Bargain, whole: Lattice, options: Ints) -> Deal:
    issues = bargain.frame.issues
    package = {issue.id: issue.options[k] for issue, k in zip(issues, options.tolist(), strict=True)}
    return Deal(package, tuple(whole.utility(utilities_of(bargain, whole, options)).tolist()))
