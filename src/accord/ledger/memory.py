"""Memory: what was made of parts of the material, so that after a correction only what it touches is made anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """What was made of each part, with what it was made of; a part made of the same again is what it was.

    Whoever makes must make the same of the same, and the negotiation and the documents are the same throughout.
    """

    def __init__(self, before: Memory | None = None) -> None:
        self._before = {} if before is None else before._made
        self._made: dict[Hashable, tuple[Any, Any]] = {}

    def of(self, key: Hashable, parts: object, make: Callable[[], T]) -> T:
        """What `make` returns of the parts, or returned of the same parts before."""
        known = self._before.get(key)
        if known is None or known[0] != parts:
            known = (parts, make())
        self._made[key] = known
        value: T = known[1]
        return value

    def forget(self) -> None:
        """Lets go of what was made before, once all is made."""
        self._before = {}
