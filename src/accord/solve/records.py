"""What one bargain allows, as a record."""

from __future__ import annotations

from dataclasses import dataclass, field

from accord.bargain import Floats, Frame


@dataclass(frozen=True, slots=True)
class Deal:
    """A package with its utility for each party, in the order of the frame."""

    package: dict[str, str]
    utilities: tuple[float, ...]


@dataclass(frozen=True)
class Solution:
    """What one bargain allows.

    Attributes:
        frame: The parties, tracks and issues.
        packages: How many packages the rules allow, the no-deal package included where they allow it.
        zone: How many packages are in the zone. `zone_error`: the standard error, above 0 where that is an estimate, 0
            where it is known.
        has_zone: Whether the zone has a package; exact.
        solvable: Whether some package of the zone leaves no bargaining party below its reservation.
        frontier: The distinct utility vectors of the frontier, sorted, shape (vectors, parties).
        frontier_packages: How many packages have them, ties counted.
        ideal: The most each party can reach in a package that `solvable` speaks of; its reservation where there is
        none.
        solutions: Name -> every package of the tie; none where not `solvable`.
        ties: Name -> how many packages tie; more than are listed where there are more than `LISTED`.
        asymmetric_nash: Every package of the asymmetric Nash solution, where weights were given; else none.
        unknown: What there is no exact answer to, and why; empty wherever packages could be listed, walked or merged.
            Of a larger bargain (see `large`) it names the frontier, the ties, the number of packages, and any solution
            that was not found; has_zone, solvable and the packages told are exact even then.
    """

    frame: Frame
    packages: int
    zone: int
    zone_error: float
    has_zone: bool
    solvable: bool
    frontier: Floats
    frontier_packages: int
    ideal: tuple[float, ...]
    solutions: dict[str, tuple[Deal, ...]]
    ties: dict[str, int]
    asymmetric_nash: tuple[Deal, ...] = ()
    unknown: dict[str, str] = field(default_factory=dict)
