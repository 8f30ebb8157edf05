"""Red lines: the smallest sets of demands that clash, and the smallest sets whose giving up would end the clash."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from accord.errors import SizeError
from accord.theory.arguments import within

_MOST_SETS = 20_000


@dataclass(frozen=True, slots=True)
class Clash:
    """Whether all lines can be met, and if not, why and what would help.

    `conflicts`: minimal sets of lines that cannot all be met. `repairs`: minimal sets whose dropping leaves something
    possible. `cheapest`: the repair of least weight, `cost` its weight; empty and zero where all can be met.
    """

    feasible: bool
    conflicts: tuple[tuple[str, ...], ...]
    repairs: tuple[tuple[str, ...], ...]
    cheapest: tuple[str, ...]
    cost: float


def conflicts_and_repairs(violated: Iterable[Collection[str]], weights: Mapping[str, float] | None = None) -> Clash:
    """All minimal conflicts among lines and all minimal repairs, from the lines that each package would break.

    Definition: a set of lines is a conflict if every package breaks one of them, and minimal if no part of it is (a
    minimal unsatisfiable subset). A repair is a set of lines without which some package breaks none (a minimal
    correction set). The repairs are the minimal ones among the sets of lines broken by a package, and conflicts are
    the minimal sets that meet every repair, and the other way round: conflicts are the minimal hitting sets of
    repairs.

    Convention: lines are told apart by name; the result is sorted by size, then by name.

    Args:
        violated: For each package, the names of the lines that it breaks.
        weights: What giving up a line costs, (0, inf); 1 where not named.

    Example: on one issue with three options A insists on the first and B rules it out.

        >>> clash = conflicts_and_repairs([{"B: not 1"}, {"A: 1"}, {"A: 1"}])
        >>> clash.conflicts, clash.repairs
        ((('A: 1', 'B: not 1'),), (('A: 1',), ('B: not 1',)))

    Limits: packages are enumerated by the caller; where lines each speak of one issue, call it issue by issue. The
    number of minimal sets can grow exponentially; beyond 20,000 the call refuses.

    Citation: reiter_1987, liffiton_2016.

    Raises:
        SizeError: too many minimal sets to list.
        CallError: a weight outside its range.
    """
    repairs = minimal(frozenset(lines) for lines in violated)
    price = {name: within(f"weights[{name!r}]", weight, "(0, inf)") for name, weight in (weights or {}).items()}
    if not repairs or not repairs[0]:
        return Clash(bool(repairs), (), (), (), 0.0)
    costs = {repair: sum(price.get(line, 1.0) for line in repair) for repair in repairs}
    cheapest = min(repairs, key=lambda repair: (costs[repair], len(repair), sorted(repair)))
    return Clash(
        feasible=False,
        conflicts=_sorted(hitting_sets(repairs)),
        repairs=_sorted(repairs),
        cheapest=tuple(sorted(cheapest)),
        cost=costs[cheapest],
    )


def minimal(family: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The sets of a family that contain no other of it, smallest first."""
    kept: list[frozenset[str]] = []
    for candidate in sorted(set(family), key=lambda one: (len(one), sorted(one))):
        if not any(smaller <= candidate for smaller in kept):
            kept.append(candidate)
    return kept


def hitting_sets(family: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """All minimal sets that share an element with every set of the family (Berge's algorithm).

    Raises:
        SizeError: there are more than 20,000 on the way.
    """
    found = [frozenset[str]()]
    for target in family:
        grown = [one for one in found if one & target]
        grown += [one | {line} for one in found if not one & target for line in target]
        found = minimal(grown)
        if len(found) > _MOST_SETS:
            raise SizeError(f"At most {_MOST_SETS} minimal sets are listed", "there are more", "name fewer lines")
    return found


def _sorted(family: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(sorted(one)) for one in family), key=lambda one: (len(one), one)))
