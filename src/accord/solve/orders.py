"""Orders in which issues or tracks can be settled, given what each party wants settled before what; and deadlocks.

A precondition of a party says that it settles one issue only when another is settled. An order of steps respects it
where the other issue comes first. Preconditions that run in a circle are a *deadlock*: no order respects them all. Each
elementary circle is a minimal conflict of preconditions; the minimal sets of preconditions whose withdrawal leaves an
order are the minimal sets that meet every circle (minimal feedback arc sets; Karp 1972, Reiter 1987). A deadlock also
ends where the issues of a circle are settled together, in one package: then nobody has to go first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product
from math import comb

import numpy as np

from accord.bargain import Frame, Precondition, check_frame, consents
from accord.errors import CallError, SizeError
from accord.hitting_sets import hitting_sets, minimal

BY = ("issue", "track")

_MOST_CYCLES = 10_000
_MOST_STATES = 200_000


@dataclass(frozen=True)
class Deadlock:
    """Preconditions that run in circles.

    Attributes:
        circles: Each minimal set of preconditions that no order respects, in the order of the circle; shortest first.
        repairs: Each minimal set of preconditions whose withdrawal leaves an order.
        together: The steps that would have to be settled at once (or untied), circle by circle as they hang together.
    """

    circles: tuple[tuple[Precondition, ...], ...]
    repairs: tuple[tuple[Precondition, ...], ...]
    together: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Orders:
    """The orders that respect every precondition.

    Attributes:
        steps: What is ordered: ids of issues, or of tracks.
        count: How many orders respect every precondition; exact.
        listed: The first of them, by the order of the frame.
        deadlock: Why there is none; None where there is one.
        idle: Preconditions of a party whose yes the later issue does not need: it asks, and cannot hold it up.
    """

    steps: tuple[str, ...]
    count: int
    listed: tuple[tuple[str, ...], ...]
    deadlock: Deadlock | None
    idle: tuple[Precondition, ...]


def orders(frame: Frame, *, by: str = "issue", limit: int = 1000) -> Orders:
    """All orders of the issues, or of the tracks, that respect every party's preconditions.

    By track, every issue of a track is settled when the track's turn comes, so only preconditions between issues of
    different tracks order them. Counted over the sets of steps that can be settled so far, apart for steps that no
    precondition ties together.

    Args:
        frame: Issues, tracks and preconditions.
        by: What is ordered.
        limit: How many orders are listed.

    Raises:
        BargainError: a frame that does not hold together.
        CallError: by something else, or by track where an issue names none.
        SizeError: too many circles, or too many sets of steps (from about 20 tied steps on).

    >>> from accord.bargain import Issue, Party
    >>> issues = tuple(Issue(name, ("no", "yes")) for name in ("truce", "vote", "withdrawal"))
    >>> wishes = (Precondition("A", "truce", "vote"), Precondition("B", "withdrawal", "vote"))
    >>> orders(Frame((Party("A"), Party("B")), issues, preconditions=wishes)).listed
    (('truce', 'withdrawal', 'vote'), ('withdrawal', 'truce', 'vote'))
    >>> more = (*wishes, Precondition("B", "vote", "truce"))
    >>> stuck = orders(Frame((Party("A"), Party("B")), issues, preconditions=more))
    >>> stuck.count, [[(one.before, one.after) for one in circle] for circle in stuck.deadlock.circles]
    (0, [[('truce', 'vote'), ('vote', 'truce')]])

    Limits: what each order is worth is `compare_orders`. A precondition that names an option asks more than an order;
    `settle` holds the parties to it.

    Citation: brightwell_winkler_1991, karp_1972, johnson_1975, reiter_1987.
    """
    check_frame(frame)
    steps, edges = _steps(frame, by)
    needed = [frozenset(steps.index(a) for a, b, _ in edges if b == step) for step in steps]
    count = _count(needed)
    return Orders(
        steps=steps,
        count=count,
        listed=tuple(tuple(steps[k] for k in one) for one in islice(_listed(needed, ()), limit)) if count else (),
        deadlock=None if count else _deadlock(edges),
        idle=tuple(one for one in frame.preconditions if not _has_a_say(frame, one)),
    )


Edge = tuple[str, str, Precondition]


def _steps(frame: Frame, by: str) -> tuple[tuple[str, ...], list[Edge]]:
    if by not in BY:
        raise CallError(f"`by` is one of {', '.join(BY)}", f"got {by!r}")
    if by == "issue":
        step_of = {issue.id: issue.id for issue in frame.issues}
    else:
        step_of = {issue.id: issue.track for issue in frame.issues}
        loose = [issue for issue, track in step_of.items() if not track]
        if loose:
            raise CallError("To be ordered by track, every issue names its track", f"issue {loose[0]!r} names none")
    edges = [(step_of[one.before], step_of[one.after], one) for one in frame.preconditions]
    return tuple(dict.fromkeys(step_of.values())), [edge for edge in edges if edge[0] != edge[1]]


def _has_a_say(frame: Frame, one: Precondition) -> bool:
    return bool(consents(frame)[frame.issue_index[one.after], frame.party_index[one.party]])


def _count(needed: Sequence[frozenset[int]]) -> int:
    """How many permutations put everything needed before what needs it: parts that nothing ties mix freely."""
    total, placed = 1, 0
    for part in _parts(needed):
        placed += len(part)
        total *= _count_part([needed[step] for step in part], part) * comb(placed, len(part))
    return total


def _parts(needed: Sequence[frozenset[int]]) -> list[list[int]]:
    first = list(range(len(needed)))
    for step, before in enumerate(needed):
        roots = {first[one] for one in (step, *before)}
        first = [min(roots) if root in roots else root for root in first]
    return [[step for step, root in enumerate(first) if root == own] for own in sorted(set(first))]


def _count_part(needed: Sequence[frozenset[int]], part: Sequence[int]) -> int:
    bits = [sum(1 << part.index(one) for one in before) for before in needed]
    # Sets of steps settled so far, each with the number of ways to come to it; 20! still fits 64 bits.
    sets, ways = np.zeros(1, np.int64), np.ones(1, np.int64 if len(part) <= 20 else object)
    for _ in part:
        new, found = [], []
        for step, before in enumerate(bits):
            ready = (sets >> step & 1 == 0) & (before & ~sets == 0)
            new.append(sets[ready] | 1 << step)
            found.append(ways[ready])
        order = np.argsort(np.concatenate(new), kind="stable")
        grown = np.concatenate(new)[order]
        if not len(grown):
            return 0
        starts = np.flatnonzero(np.append(True, grown[1:] != grown[:-1]))
        sets, ways = grown[starts], np.add.reduceat(np.concatenate(found)[order], starts)
        if len(sets) > _MOST_STATES or len(part) > 62:
            raise SizeError(
                f"Orders are counted over at most {_MOST_STATES:,} sets of steps at a time",
                f"{len(part)} tied steps have more",
                "order by track, or leave issues out",
            )
    return int(ways.sum())


def _listed(needed: Sequence[frozenset[int]], taken: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if len(taken) == len(needed):
        yield taken
    for step, before in enumerate(needed):
        if step not in taken and before <= set(taken):
            yield from _listed(needed, (*taken, step))


def _deadlock(edges: Sequence[Edge]) -> Deadlock:
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((a, b) for a, b, _ in edges)
    circles: list[tuple[int, ...]] = []
    for cycle in nx.simple_cycles(graph):
        least = cycle.index(min(cycle))
        round_ = [*cycle[least:], *cycle[:least], cycle[least]]
        # Several preconditions may ask for the same step: each choice of one for each step is a circle.
        asked = [[number for number, (a, b, _) in enumerate(edges) if (a, b) == pair] for pair in pairwise(round_)]
        circles.extend(islice(product(*asked), _MOST_CYCLES + 1 - len(circles)))
        if len(circles) > _MOST_CYCLES:
            raise SizeError(f"At most {_MOST_CYCLES} circles are listed", "there are more", "withdraw preconditions")
    circles.sort(key=lambda circle: (len(circle), circle))
    repairs = hitting_sets(minimal(frozenset(circle) for circle in circles))
    tied = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]
    return Deadlock(
        circles=tuple(tuple(edges[number][2] for number in circle) for circle in circles),
        repairs=tuple(tuple(edges[number][2] for number in sorted(repair)) for repair in repairs),
        together=tuple(tuple(part) for part in sorted(tied)),
    )
