"""Minimal sets and minimal hitting sets: what turns conflicts into repairs and repairs into conflicts.

A set *hits* a family if it shares an element with every set of the family. The minimal hitting sets of all minimal
conflicts are the minimal repairs, and the other way round (Reiter 1987); the same holds for the coalitions that can
carry a decision and those that can block it, and for cycles of preconditions and the ways to break them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from accord.errors import SizeError

MOST_SETS = 20_000
"""How many minimal sets are held at once."""

# Elements must have an order: names, numbers, or tuples of them.
Element = TypeVar("Element", bound=Any)


def minimal(family: Iterable[frozenset[Element]]) -> tuple[frozenset[Element], ...]:
    """The sets of a family that contain no other of it, by size and then by their elements.

    >>> minimal([frozenset({1, 2}), frozenset({2}), frozenset({1, 3})])
    (frozenset({2}), frozenset({1, 3}))
    """
    kept: list[frozenset[Element]] = []
    for candidate in sorted(set(family), key=_rank):
        if not any(smaller <= candidate for smaller in kept):
            kept.append(candidate)
    return tuple(kept)


def hitting_sets(family: Iterable[frozenset[Element]], *, most: int = MOST_SETS) -> tuple[frozenset[Element], ...]:
    """All minimal sets that share an element with every set of the family, by size and then by their elements.

    Set by set (Berge's algorithm): what hits the next set stays, what misses it grows by each of its elements, unless
    it then contains one that stays. The empty family is hit by the empty set; nothing hits an empty set.

    Raises:
        SizeError: there are more than `most` on the way.

    >>> hitting_sets([frozenset({1}), frozenset({2, 3})])
    (frozenset({1, 2}), frozenset({1, 3}))
    """
    found = [frozenset[Element]()]
    for target in family:
        hits = [one for one in found if one & target]
        # A set grown by an element can contain another only if that one hits the target in this element alone.
        rivals: dict[Element, list[frozenset[Element]]] = {element: [] for element in target}
        for one in hits:
            common = one & target
            if len(common) == 1:
                rivals[next(iter(common))].append(one)
        for one in found:
            if not one & target:
                hits += [
                    one | {element}
                    for element in target
                    if not any(rival - {element} <= one for rival in rivals[element])
                ]
                if len(hits) > most:
                    raise SizeError(f"At most {most} minimal sets are listed", "there are more", "name fewer lines")
        found = hits
    return tuple(sorted(found, key=_rank))


def _rank(one: frozenset[Element]) -> tuple[int, list[Element]]:
    return len(one), sorted(one)
