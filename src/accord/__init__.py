"""Evidence-linked analysis of negotiations.

From what the parties say to what they could agree, and which quotation each conclusion rests on. `accord.open` gives a
project; everything under `solve` and `theory` works with no project at all. Names load when they are first used.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord.bargain import Bargain as Bargain
    from accord.bargain import Ensemble as Ensemble
    from accord.bargain import Frame as Frame
    from accord.documents import Document as Document
    from accord.documents import Span as Span
    from accord.errors import AccordError as AccordError
    from accord.errors import Problem as Problem
    from accord.findings import Finding as Finding
    from accord.ledger import Ledger as Ledger
    from accord.negotiation import Negotiation as Negotiation
    from accord.report.notebook import show as show
    from accord.simulate import How as How
    from accord.simulate import Rules as Rules
    from accord.simulate import simulate_ensemble as simulate_ensemble
    from accord.statements import Claim as Claim
    from accord.statements import Point as Point
    from accord.statements import Statement as Statement
    from accord.workspace import Settings as Settings
    from accord.workspace import Workspace as Workspace
    from accord.workspace import analyze as analyze

__version__ = "0.1.0"

_HOMES = {
    "AccordError": "accord.errors",
    "Bargain": "accord.bargain",
    "Claim": "accord.statements",
    "Document": "accord.documents",
    "Ensemble": "accord.bargain",
    "Finding": "accord.findings",
    "Frame": "accord.bargain",
    "How": "accord.simulate",
    "Ledger": "accord.ledger",
    "Negotiation": "accord.negotiation",
    "Point": "accord.statements",
    "Problem": "accord.errors",
    "Rules": "accord.simulate",
    "Settings": "accord.workspace",
    "Span": "accord.documents",
    "Statement": "accord.statements",
    "Workspace": "accord.workspace",
    "analyze": "accord.workspace",
    "show": "accord.report.notebook",
    "simulate_ensemble": "accord.simulate",
}

__all__ = [
    "AccordError",
    "Bargain",
    "Claim",
    "Document",
    "Ensemble",
    "Finding",
    "Frame",
    "How",
    "Ledger",
    "Negotiation",
    "Point",
    "Problem",
    "Rules",
    "Settings",
    "Span",
    "Statement",
    "Workspace",
    "__version__",
    "analyze",
    "open",
    "show",
    "simulate_ensemble",
]


def open(folder: str, database: str | None = None) -> Workspace:
    """The project in a folder, with the steps of the flow as methods.

    Raises:
        StoreError: the folder is no project.
    """
    from accord.workspace import Workspace

    return Workspace.open(folder, database)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'accord' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext accord` does: findings, matrix, deal space and documents show themselves in the notebook."""
    from accord.report.notebook import register

    register(shell)


def _in_notebook() -> Any:
    """The shell of the notebook that imports accord, None outside one; asks only where IPython is running already."""
    found = sys.modules.get("IPython")
    return found.get_ipython() if found is not None and hasattr(found, "get_ipython") else None


if (_shell := _in_notebook()) is not None:
    load_ipython_extension(_shell)
