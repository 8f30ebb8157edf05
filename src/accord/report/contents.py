"""What a report is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.documents import Document
from accord.errors import Problem
from accord.findings import Finding
from accord.ledger import Ledger
from accord.negotiation import Negotiation
from accord.statements import Statement

if TYPE_CHECKING:
    from accord.evidence import Weighed


@dataclass(frozen=True)
class Contents:
    """The results of one run. `weighed` is None where there is nothing to weigh (no issue with two options).

    `drafted`: the negotiation was proposed by accord, not written by a person.
    """

    documents: tuple[Document, ...]
    negotiation: Negotiation
    statements: tuple[Statement, ...]
    ledger: Ledger
    weighed: Weighed | None
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    drafted: bool
    seed: int
    members: int
