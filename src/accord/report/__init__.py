"""The report for reading, and the files that a run leaves."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord.report.contents import Contents
    from accord.report.outputs import write_outputs
    from accord.report.page import write_report

__all__ = ["Contents", "write_outputs", "write_report"]

_HOMES = {"Contents": "contents", "write_outputs": "outputs", "write_report": "page"}


def __getattr__(name: str) -> Any:
    """A public name, its part loaded only now: who asks for a party's colour needs no numbers."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
