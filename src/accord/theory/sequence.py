"""Order of steps: conditions before conditions, deadlocks among them, and what going first is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from accord.errors import CallError, SizeError
from accord.theory.arguments import all_within, entries, same_length, within

Edge = tuple[str, str]
_MOST_CYCLES = 10_000
_MOST_STEPS = 22


@dataclass(frozen=True, slots=True)
class Precedence:
    """Whether steps can be put in an order, the cycles where not, and one smallest set of demands to drop.

    `cycles`: the steps of each elementary cycle, in their order, the least first. `drop`: edges; empty where an order
    exists.
    """

    acyclic: bool
    cycles: tuple[tuple[str, ...], ...]
    drop: tuple[Edge, ...]


def precedence(edges: Sequence[Edge]) -> Precedence:
    """The cycles among demands that one step come before another, and the fewest demands to drop.

    Definition: the edge (a, b) says that a is demanded before b. Steps can be ordered if and only if the graph has no
    cycle. A cycle is a deadlock: each of its steps waits for the one before. The fewest edges that meet every cycle
    (a minimum feedback arc set) is the cheapest way out, found exactly as a smallest hitting set of the elementary
    cycles.

    Convention: an edge given twice is one edge; of several smallest sets the first in order of names is returned.

    Args:
        edges: Pairs of names, the first demanded before the second.

    Example: two deadlocks that share a step.

        >>> found = precedence([("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")])
        >>> found.cycles, len(found.drop)
        ((('a', 'b'), ('b', 'c')), 2)

    Limits: a minimum feedback arc set is hard in general; beyond 10,000 elementary cycles the call refuses.

    Citation: karp_1972, johnson_1975.

    Raises:
        SizeError: more elementary cycles than can be listed.
    """
    import networkx as nx

    wanted = _wanted(edges)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from(wanted)
    cycles: list[tuple[str, ...]] = []
    for cycle in nx.simple_cycles(graph):
        if len(cycles) == _MOST_CYCLES:
            raise SizeError(
                f"At most {_MOST_CYCLES} cycles are listed", f"the {len(wanted)} `edges` have more", "drop edges"
            )
        least = cycle.index(min(cycle))
        cycles.append(tuple(cycle[least:] + cycle[:least]))
    cycles.sort(key=lambda cycle: (len(cycle), cycle))
    return Precedence(not cycles, tuple(cycles), _fewest([_edges(cycle) for cycle in cycles]))


def _wanted(edges: Sequence[Edge]) -> list[Edge]:
    """Each demand once, in order."""
    for number, edge in enumerate(entries("edges", edges)):
        named = isinstance(edge, list | tuple) and len(edge) == 2 and all(isinstance(step, str) for step in edge)
        if not named:
            raise CallError(f"`edges[{number}]` is a pair of names", f"got {edge!r}"[:80], "name both steps")
    return sorted({(first, then) for first, then in edges})


def _edges(cycle: Sequence[str]) -> tuple[Edge, ...]:
    return tuple(zip(cycle, [*cycle[1:], cycle[0]], strict=True))


def _fewest(families: Sequence[tuple[Edge, ...]]) -> tuple[Edge, ...]:
    """A smallest set of edges that meets every family."""
    if not families:
        return ()
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    edges = sorted({edge for family in families for edge in family})
    meets = np.array([[edge in family for edge in edges] for family in map(set, families)], dtype=float)
    # The small tilt settles ties by name; it cannot add up to a whole edge.
    cost = 1 + np.arange(len(edges)) / (len(edges) + 1) ** 2
    found = milp(
        cost,
        constraints=LinearConstraint(meets, lb=1),
        integrality=np.ones(len(edges)),
        bounds=Bounds(0, 1),
        # With presolve on the solver may write to standard output.
        options={"presolve": False},
    )
    return tuple(edge for edge, chosen in zip(edges, found.x, strict=True) if chosen > 0.5)


def orders(edges: Sequence[Edge]) -> int:
    """In how many orders the steps can be taken, one after another (linear extensions of the precedence).

    Definition: the number of permutations of the steps in which a stands before b for every edge (a, b); 0 where
    there is a cycle. Counted over the sets of steps already taken.

    Convention: steps are taken one at a time; an edge given twice is one edge.

    Args:
        edges: Pairs of names, the first demanded before the second; at most 22 different names.

    Example: one step before two others, which may follow in either order.

        >>> orders([("inspection", "truce"), ("inspection", "exchange")])
        2

    Limits: only steps named in an edge are counted; the number doubles in work with each step.

    Citation: brightwell_winkler_1991.

    Raises:
        SizeError: more than 22 steps.
    """
    wanted = _wanted(edges)
    steps = sorted({step for edge in wanted for step in edge})
    if len(steps) > _MOST_STEPS:
        raise SizeError(
            f"At most {_MOST_STEPS} steps of `edges` are ordered exactly",
            f"got {len(steps)}",
            "count parts by themselves",
        )
    number = {step: position for position, step in enumerate(steps)}
    needed = [0] * len(steps)
    for first, then in wanted:
        needed[number[then]] |= 1 << number[first]
    alike = _twins(needed)
    for twins in alike:
        for ahead, behind in pairwise(twins):
            # Twins change places freely: counted in one order, the orders among them come as a factor.
            needed[behind] |= 1 << ahead
    ways = {0: 1}
    for _ in steps:
        following: dict[int, int] = {}
        for taken, count in ways.items():
            for step, before in enumerate(needed):
                if not taken >> step & 1 and before & ~taken == 0:
                    following[taken | 1 << step] = following.get(taken | 1 << step, 0) + count
        ways = following
    return sum(ways.values()) * math.prod(math.factorial(len(twins)) for twins in alike)


def _twins(needed: Sequence[int]) -> list[list[int]]:
    """Steps that wait for the same steps and that the same steps wait for; `needed` are their predecessors' bits."""
    groups: dict[tuple[int, tuple[bool, ...]], list[int]] = {}
    for step, before in enumerate(needed):
        awaited = tuple(bool(other >> step & 1) for other in needed)
        groups.setdefault((before, awaited), []).append(step)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class ThreatShift:
    """Shares of the pie in each order, and what the precondition costs each party (below zero: it gains)."""

    settle_first: tuple[float, ...]
    step_first: tuple[float, ...]
    price: tuple[float, ...]


def precondition_as_threat_shift(pie: float, before: Sequence[float], after: Sequence[float]) -> ThreatShift:
    """What it is worth to each party that a step is taken before the pie is divided.

    Definition: without the step, disagreement leaves the parties `before`; once it is taken, `after`. A pie with
    transferable utility is divided by the Nash solution: d_i + (pie - sum d) / n. The price of the precondition to a
    party is its share when settling first minus its share when the step comes first. Whoever's threat improves less
    by the step pays, and so asks for something in return.

    Convention: the step itself is not part of the pie and stays whatever happens. Parties may pay each other, so that a
    share may lie below zero or above the pie.

    Args:
        pie: What is divided, (0, inf).
        before: Utility of each party without agreement, before the step, any real number.
        after: The same after the step, any real number; neither may add up to more than the pie.

    Example: a cease-fire that helps the weaker side more.

        >>> precondition_as_threat_shift(10, [-2, -4], [0, -1]).price
        (0.5, -0.5)

    Limits: transferable utility; a step that changes the pie as well needs both.

    Citation: nash_1953, wagner_2000.

    Raises:
        CallError: an argument outside its range.
    """
    same_length("before", before, "after", after)
    size = within("pie", pie, "(0, inf)")
    shares = []
    for name, point in (("before", before), ("after", after)):
        floor = all_within(name, point, "(-inf, inf)")
        surplus = size - sum(floor)
        if surplus < 0:
            raise CallError(f"`{name}` adds up to at most the pie ({size!r})", f"got {sum(floor)!r}", "lower it")
        shares.append(tuple(rest + surplus / len(floor) for rest in floor))
    first, then = shares
    return ThreatShift(first, then, tuple(one - other for one, other in zip(first, then, strict=True)))
