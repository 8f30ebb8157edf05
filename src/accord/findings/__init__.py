"""Theory and solvers over the ensemble: findings, each with its share and the statements it rests on."""

from accord.findings.record import (
    Basis,
    Finding,
    Influence,
    Mechanism,
    Status,
    Subject,
    finding_id,
    finding_record,
)

__all__ = ["Basis", "Finding", "Influence", "Mechanism", "Status", "Subject", "finding_id", "finding_record"]
