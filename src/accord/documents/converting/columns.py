"""Pages whose columns were drawn line by line across the page: each column is read by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from accord.documents.converting.lines import tidy
from accord.documents.converting.printed import Line

_FEWEST = 6  # lines that must start at the same place on the right
_NARROWEST = 22  # characters: shorter lines side by side are a table, and are read across


def are_interleaved(shown: Sequence[tuple[float, float]], width: float) -> bool:
    """Whether text, in the order it was drawn, goes again and again from the left part of a line to the right one."""
    jumps: Counter[int] = Counter()
    for (x, y), (next_x, next_y) in pairwise(shown):
        if abs(y - next_y) < 2 and next_x - x > 0.2 * width and next_x > 0.35 * width:
            jumps[round(next_x / 4)] += 1
    return max(jumps.values(), default=0) >= _FEWEST


def read_columns(layout: str) -> list[Line]:
    """The lines of a page laid out with spaces, left column before right; none where there are no two columns of prose.

    A line that runs over both parts what is above it from what is below.
    """
    rows = [row.rstrip() for row in layout.expandtabs().split("\n")]
    gutter = _gutter([row for row in rows if row.strip()])
    if gutter is None:
        return []
    lines: list[Line] = []
    left: list[str] = []
    right: list[str] = []
    for row in [*rows, "\x00" * (gutter + 2)]:
        crosses = row[gutter - 1 : gutter + 1].strip() != ""
        if crosses:
            lines += _placed(left, len(lines)) + _placed(right, len(lines) + 1000)
            left, right = [], []
            if row[0] != "\x00":
                lines += _placed([row], len(lines) + 2000)
        else:
            left.append(row[:gutter])
            right.append(row[gutter:])
    return lines


def _gutter(rows: Sequence[str]) -> int | None:
    """The place between two columns of prose."""
    widest = max(map(len, rows), default=0)
    places = range(int(0.3 * widest), int(0.7 * widest) + 1)
    free = {place: sum(not row[place - 1 : place + 1].strip() for row in rows) for place in places if place > 0}
    if not free:
        return None
    best = max(free.values())
    middle = [place for place, count in free.items() if count == best]
    place = middle[len(middle) // 2]
    both = [row for row in rows if row[:place].strip() and row[place:].strip()]
    lengths = [(len(row[:place].strip()), len(row[place:].strip())) for row in both if _parts_at(row, place)]
    prose = sum(min(pair) >= _NARROWEST for pair in lengths)
    return place if best >= 0.7 * len(rows) and prose >= max(_FEWEST // 2, 0.6 * len(both)) else None


def _parts_at(row: str, place: int) -> bool:
    return re.search(r"\s{2}", row[max(0, place - 8) : place + 8]) is not None


def _placed(rows: Sequence[str], above: int) -> list[Line]:
    """Lines one unit apart, so that an empty row between them is a gap."""
    step = 10.0
    return [Line(tidy(row), 0.0, -step * (above + number), 1.0) for number, row in enumerate(rows) if row.strip()]
