"""Red lines: the smallest sets of demands that clash, and the smallest sets whose giving up would end the clash."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeVar

from accord.errors import CallError, SizeError
from accord.hitting_sets import hitting_sets, minimal
from accord.theory.arguments import entries, function, table, within

__all__ = [
    "Clash",
    "PriceZone",
    "conflicts_and_repairs",
    "hitting_sets",
    "red_lines_mus_mcs_discrete",
    "zopa_interval",
]

Value = TypeVar("Value")
_MOST_POINTS = 1_000_000


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
    repairs = minimal(_broken(violated))
    priced = table("weights", {} if weights is None else weights)
    price = {name: within(f"weights[{name!r}]", weight, "(0, inf)") for name, weight in priced.items()}
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


def _broken(violated: Any) -> Iterable[frozenset[str]]:
    """The lines that each package breaks, as sets."""
    if not isinstance(violated, Iterable) or isinstance(violated, str | bytes | Mapping):
        raise CallError(
            "`violated` lists sets of names", f"got {violated!r}"[:80], "give the lines each package breaks"
        )
    for lines in violated:
        names = not isinstance(lines, str) and isinstance(lines, Collection) and all(isinstance(x, str) for x in lines)
        if not names:
            raise CallError("`violated` lists sets of names", f"got {lines!r}"[:80], "name the lines it breaks")
        yield frozenset(lines)


def _sorted(family: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(sorted(one)) for one in family), key=lambda one: (len(one), one)))


@dataclass(frozen=True, slots=True)
class PriceZone:
    """The prices that both a seller and a buyer would rather have than no deal.

    `low`, `high`: its ends; None where there is none. `surplus`: the buyer's reservation minus the seller's, so below
    zero by what is missing.
    """

    exists: bool
    low: float | None
    high: float | None
    surplus: float


def zopa_interval(seller_reservation: float, buyer_reservation: float) -> PriceZone:
    """The zone of possible agreement on a price: from the seller's reservation to the buyer's.

    Definition: the seller takes no less than s, the buyer pays no more than b; every price from s to b suits both.
    The zone exists if and only if s <= b, and its width b - s is the surplus that they divide.

    Convention: a price at a reservation is accepted, so with s = b there is one price.

    Args:
        seller_reservation: s, any real number.
        buyer_reservation: b, any real number.

    Example:
        >>> zopa_interval(30, 50)
        PriceZone(exists=True, low=30.0, high=50.0, surplus=20.0)
        >>> zopa_interval(5, 4)
        PriceZone(exists=False, low=None, high=None, surplus=-1.0)

    Limits: one issue, reservations known.

    Citation: raiffa_1982.

    Raises:
        CallError: a reservation that is not finite.
    """
    low = within("seller_reservation", seller_reservation, "(-inf, inf)")
    high = within("buyer_reservation", buyer_reservation, "(-inf, inf)")
    return PriceZone(True, low, high, high - low) if low <= high else PriceZone(False, None, None, high - low)


def red_lines_mus_mcs_discrete(
    variables: Mapping[str, Sequence[Value]],
    red_lines: Mapping[str, Callable[[Mapping[str, Value]], bool]],
    weights: Mapping[str, float] | None = None,
) -> Clash:
    """All minimal conflicts and minimal repairs of red lines on variables that take one of a few values each.

    Definition: a point gives every variable one of its values; a red line says of a point whether it is met. Conflicts
    and repairs are those of `conflicts_and_repairs` over all points.

    Convention: the variables' values are hard; only red lines can be given up.

    Args:
        variables: The values that each variable may take, at least one each; at most 1,000,000 points in all.
        red_lines: For each name, whether a point meets the line.
        weights: What giving up a line costs, (0, inf); 1 where not named.

    Example: a seat can be in one place only.

        >>> lines = {"A": lambda at: at["seat"] == "north", "B": lambda at: at["seat"] == "south"}
        >>> red_lines_mus_mcs_discrete({"seat": ["north", "south"]}, lines).conflicts
        (('A', 'B'),)

    Limits: every point is looked at; linear lines on ranges of numbers are `infeasibility.red_lines_mus_mcs`.

    Citation: reiter_1987, liffiton_2016.

    Raises:
        CallError: a variable without a value, or a weight for no line.
        SizeError: too many points, or too many minimal sets to list.
    """
    for name, line in table("red_lines", red_lines).items():
        function(f"red_lines[{name!r}]", line)
    for name, values in table("variables", variables).items():
        if not entries(f"variables[{name!r}]", values):
            raise CallError(f"`variables[{name!r}]` has a value", "got none", "name its values")
    strange = sorted(set(table("weights", {} if weights is None else weights)) - set(red_lines), key=str)
    if strange:
        raise CallError("`weights` are of lines in `red_lines`", f"got {strange}", "correct the names")
    points = math.prod(len(values) for values in variables.values())
    if points > _MOST_POINTS:
        raise SizeError(f"At most {_MOST_POINTS} points are looked at", f"got {points}", "split the variables in parts")
    broken = set()
    for values in product(*variables.values()):
        point = dict(zip(variables, values, strict=True))
        broken.add(frozenset(name for name, met in red_lines.items() if not met(point)))
    return conflicts_and_repairs(broken, weights)
