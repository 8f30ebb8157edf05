"""A line as it stands on a page."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """Its text, where it begins in points from the lower left corner, and the height of its letters."""

    text: str
    x: float
    y: float
    size: float
