"""The four bargaining solutions of one bargain, each with every tie.

All four choose among the packages of the zone that leave no bargaining party below its reservation. With g the gains
over the reservations and G the most each party can gain in such a package:

* **Nash** (Nash 1950): the highest product of gains. Where no package gives every party a gain: the most parties with a
  gain, then the highest product of g / G over those parties (Caragiannis et al. 2019 in allocation; measuring in G
  keeps the answer independent of units).
  The **asymmetric Nash** solution (Kalai 1977, kalai_1977_asymmetric) raises each party's gain to its weight, the
  weights adding up to one; where no package gives every party a gain, likewise: the most parties with a gain, then the
  highest product of (g / G) to the weight over those.
* **Kalai-Smorodinsky** (Kalai & Smorodinsky 1975), on discrete sets the lexicographic maximin of g / G (Imai 1983): the
  worst ratio as high as can be, then the second worst, and so on. A party that cannot gain at all has no ratio. (To
  minimise the spread of the ratios instead would hurt the worst-off.)
* **Egalitarian** (Kalai 1977), the lexicographic maximin of g (Chun & Peters 1988). Compares utilities between parties.
* **Utilitarian**: the highest sum of g. Compares utilities between parties.

Each solution lies on the frontier.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from accord.bargain import Bargain, Frame, Ints, check_bargain
from accord.errors import SizeError
from accord.solve.choosing import best, weights_of
from accord.solve.coupled import Compounds
from accord.solve.enumerated import parts_of, zone_walked
from accord.solve.frontier import Frontier, frontier
from accord.solve.lattice import Lattice, lattice
from accord.solve.packages import SOLUTIONS, bargaining, check_parties
from accord.solve.records import Deal, Solution
from accord.solve.zone import WALK, zone_size

__all__ = ["Deal", "Solution", "asymmetric_nash", "best", "solution_record", "solve"]

LISTED = 10_000
"""How many packages of a tie are listed."""


def solve(bargain: Bargain, *, walk: int = WALK, weights: Mapping[str, float] | None = None) -> Solution:
    """The zone, the Pareto frontier and the four solutions of a bargain, among the packages that its rules allow.

    **Whose yes.** A package needs the yes of party p if it changes, from its counterfactual, some issue that needs p's
    consent; an issue without a counterfactual always needs it. Who is needed for some issue bargains.

    **Zone.** The packages, other than no deal itself, whose needed parties all get at least their reservation and cross
    no red line of theirs. A red line holds over the whole package: a party whose yes the package needs for any issue
    can refuse it for an option of any other. The red line or reservation of a party whose yes it does not need binds
    nobody.

    **Frontier.** Of the deals that no needed party's red line forbids, those that no other beats; see `frontier`.

    **Solutions.** See this module's head. Ties are decided in whole numbers; see `lattice`.

    Args:
        bargain: Utilities, reservations, red lines; exclusions, requirements and interactions, which are exact too
            (see `coupled`). A bargain too large to list or to walk is solved as far as can be, and `Solution.unknown`
            names the rest.
        walk: Up to how many packages the zone is counted; beyond that its size is estimated.
        weights: The bargaining weight of each party that bargains, above 0, adding up to one: then there is an
            asymmetric Nash solution too. Its ties are exact where the weights share a denominator up to 1,000.

    Raises:
        BargainError: where a number is missing or not finite.
        CallError: where weights do not name who bargains, are not above 0 or do not add up to one.
        SizeError: where too many packages stay undominated, or more than 24 parties bargain.

    Nash's own example (1950), nine goods between Bill and Jack: Bill gives book, whip, ball and bat, Jack gives pen,
    toy and knife, and the gains are 12 and 5.

    >>> from accord.bargain import Issue, Party, make_bargain
    >>> goods = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1),
    ...          "pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
    >>> had = dict.fromkeys(goods, "Jack") | dict.fromkeys(("book", "whip", "ball", "bat", "box"), "Bill")
    >>> from accord.bargain import Frame
    >>> frame = Frame((Party("Bill"), Party("Jack")),
    ...               tuple(Issue(good, ("Bill", "Jack"), counterfactual=had[good]) for good in goods))
    >>> bargain = make_bargain(frame, {"Bill": {good: {"Bill": u, "Jack": 0} for good, (u, _) in goods.items()},
    ...                                "Jack": {good: {"Bill": 0, "Jack": u} for good, (_, u) in goods.items()}})
    >>> [deal.utilities for deal in solve(bargain).solutions["nash"]]
    [(24.0, 11.0)]
    """
    check_bargain(bargain)
    check_parties(bargain.frame)
    parties = list(bargaining(bargain.frame))
    weighing = None if weights is None else weights_of([bargain.frame.parties[row].id for row in parties], weights)
    whole = lattice(bargain)
    parts = parts_of(bargain, whole)
    if parts is None:
        from accord.solve.large import solve_large

        return solve_large(bargain, whole, weighing)
    edge = frontier(bargain, whole, parts.compounds)
    rows = _rational(bargain, whole, edge)
    if parts.listed:
        size = zone_size(bargain, whole, parts.compounds, walk=walk)
    else:
        size = zone_walked(bargain, whole, parts.packages, walk=walk)
    has_zone = size.count > 0 if size.error == 0 else _has_zone(bargain, whole, parts.compounds)
    points = edge.points[rows]
    gains = np.maximum(points - whole.reservations, 0.0)[:, parties]
    ideal = points.max(axis=0) if len(rows) else whole.reservations
    picked = {name: rows[best(name, gains)] if len(rows) else rows for name in SOLUTIONS}
    weighted = rows[best("nash", gains, weighing)] if weighing is not None and len(rows) else rows[:0]
    return Solution(
        frame=bargain.frame,
        packages=parts.packages,
        zone=max(size.count, 1) if has_zone else 0,
        zone_error=size.error if has_zone else 0.0,
        has_zone=has_zone,
        solvable=len(rows) > 0,
        frontier=np.unique(whole.utility(edge.points), axis=0),
        frontier_packages=edge.count(),
        ideal=tuple(whole.utility(ideal).tolist()),
        solutions={name: _deals(bargain.frame, whole, edge, numbers) for name, numbers in picked.items()},
        ties={name: sum(edge.ways(numbers.tolist())) for name, numbers in picked.items()},
        asymmetric_nash=_deals(bargain.frame, whole, edge, weighted),
    )


def asymmetric_nash(bargain: Bargain, weights: Mapping[str, float]) -> tuple[Deal, ...]:
    """Every package of the asymmetric Nash solution; see `solve`.

    Example: a pie of ten slices; with weights 3 to 2 the first party gets six.

    >>> from accord.bargain import Issue, Party, make_bargain
    >>> slices = tuple(str(number) for number in range(11))
    >>> pie = Frame((Party("A"), Party("B")), (Issue("slices of A", slices),))
    >>> eaten = {"A": {n: int(n) for n in slices}, "B": {n: 10 - int(n) for n in slices}}
    >>> bargain = make_bargain(pie, {party: {"slices of A": worth} for party, worth in eaten.items()})
    >>> [deal.utilities for deal in asymmetric_nash(bargain, {"A": 0.6, "B": 0.4})]
    [(6.0, 4.0)]
    """
    return solve(bargain, walk=0, weights=weights).asymmetric_nash


def solution_record(solution: Solution) -> dict[str, Any]:
    """The solution as plain data: what `accord solve --json` prints, parties in file order.

    `zone_error`, the standard error of `zone`, is there only where `zone` is an estimate; `asymmetric_nash` only where
    weights were given and there is such a package; `unknown`, and null for the frontier, only where a bargain is too
    large.
    """
    return {
        "packages": solution.packages,
        "zone": solution.zone,
        **({"zone_error": solution.zone_error} if solution.zone_error else {}),
        "frontier": None if "frontier" in solution.unknown else solution.frontier.tolist(),
        "solutions": {name: [_deal_record(deal) for deal in deals] for name, deals in solution.solutions.items()},
        **(
            {"asymmetric_nash": [_deal_record(deal) for deal in solution.asymmetric_nash]}
            if solution.asymmetric_nash
            else {}
        ),
        **({"unknown": solution.unknown} if solution.unknown else {}),
    }


def _deal_record(deal: Deal) -> dict[str, Any]:
    return {"package": deal.package, "utilities": list(deal.utilities)}


def _rational(bargain: Bargain, whole: Lattice, edge: Frontier) -> Ints:
    """Rows of the frontier that leave no bargaining party below its reservation."""
    parties = list(bargaining(bargain.frame))
    return np.flatnonzero((edge.points[:, parties] >= whole.floors[parties]).all(axis=1))


def _has_zone(bargain: Bargain, whole: Lattice, parts: Compounds) -> bool:
    from accord.solve.kernels import frontier_of, merged
    from accord.solve.zone import terms_of

    terms = terms_of(bargain, whole, parts)
    fits, rows = merged(terms, len(terms.floors), 1, 0, 4_000_000)
    if not fits:
        raise SizeError("Looking for a zone must hold no more than 4,000,000 partial packages", "it held more")
    return len(frontier_of(rows, 0).need) > 0


def _deals(frame: Frame, whole: Lattice, edge: Frontier, rows: Ints) -> tuple[Deal, ...]:
    found: list[tuple[tuple[int, ...], tuple[float, ...]]] = []
    for row in rows.tolist():
        at = tuple(whole.utility(edge.points[row]).tolist())
        for options in edge.packages(row, limit=LISTED - len(found)):
            found.append((options, at))
    return tuple(
        Deal({issue.id: issue.options[k] for issue, k in zip(frame.issues, options, strict=True)}, at)
        for options, at in sorted(found)
    )
