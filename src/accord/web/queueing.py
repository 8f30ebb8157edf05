"""The review's queue, a stretch at a time: statements in an order that was made before, then the rest by doubt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from accord.errors import CallError

if TYPE_CHECKING:
    from accord.store import Filter, Standing, Store

_AT_ONCE = 200  # of the order that are looked at together


def stretch(
    store: Store, chosen: Filter, first: Sequence[str], *, limit: int, after: str = ""
) -> tuple[list[Standing], int, str | None]:
    """The statements of the queue that follow on `after`, how many a filter leaves in all, and where the next follow.

    `first`: ids of those that come first, in their order. Where that has changed since, a statement may come twice, or
    be left out until the queue is asked for from its beginning.

    Raises:
        CallError: `after` is none that a stretch before it told.
    """
    at, place = _read(after)
    found: list[str] = []
    while at < len(first) and len(found) < limit:
        some = first[at : at + _AT_ONCE]
        left = store.left_by(chosen, some)[: limit - len(found)]
        found += left
        at = at + some.index(left[-1]) + 1 if len(found) == limit else at + len(some)
    rows = list(store.standing(found))
    seen = frozenset(first)
    while True:
        page = store.statements_page(chosen, sort="doubt", limit=max(1, limit - len(rows)), after=place)
        if len(rows) < limit:
            rows += [one for one in page.rows if one.statement.id not in seen]
            place = page.next
            if place is None:
                return rows, page.total, None
        if len(rows) >= limit:
            return rows, page.total, json.dumps([at, place], ensure_ascii=False)


def _read(after: str) -> tuple[int, str | None]:
    """How many of those that come first lie behind, and the place among the rest."""
    if not after:
        return 0, None
    wrong = CallError("A queue goes on where the stretch before it told", f"got {after!r:.60}", "use its `next`")
    try:
        told: Any = json.loads(after)
    except ValueError as fault:
        raise wrong from fault
    if not (isinstance(told, list) and len(told) == 2 and type(told[0]) is int and told[0] >= 0):
        raise wrong
    at, place = told
    if not (place is None or isinstance(place, str)):
        raise wrong
    return at, place
