"""Where a project is, for the parts of the workspace that a `Workspace` itself is made of; and the time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from accord.errors import Problem
from accord.negotiation import Negotiation


class Place(Protocol):
    """A project's folder, its database and its codebook."""

    folder: Path
    database: str | Path

    def negotiation(self) -> tuple[Negotiation, tuple[Problem, ...]]:
        """The project's codebook, with what is wrong in it."""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
