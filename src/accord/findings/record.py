"""The record of a finding: a conclusion, how far it holds, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Mechanism(StrEnum):
    """What a finding is about, in the order in which findings stand."""

    LINKAGE = "linkage"
    CONCESSIONS = "concessions"
    PATIENCE = "patience"
    DELAY = "delay"
    RED_LINES = "red_lines"
    SEQUENCE = "sequence"
    COMMITMENT = "commitment"
    PACKAGES = "packages"
    WALK_AWAY = "walk_away"
    THIRD_PARTIES = "third_parties"
    READOUTS = "readouts"
    VOICES = "voices"
    SIGNALS = "signals"
    TYPES = "types"


class Status(StrEnum):
    """A share of models, a fact read off the record, or nothing said in the documents."""

    SHARE = "share"
    FACT = "fact"
    SILENT = "silent"


class Basis(StrEnum):
    """Whether a finding follows from one claim, from several, or from no evidence at all."""

    STATED = "stated"
    INFERRED = "inferred"
    PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding speaks of, by ids; `question` tells apart the findings of one mechanism about the same things."""

    question: str
    party: str | None = None
    other: str | None = None
    issue: str | None = None
    option: str | None = None
    over_issue: str | None = None
    track: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Influence:
    """What a statement does to a finding: the share if all it claims is true, less the share had it not been said.

    What only repeats it, by the same voice, is left out with it. `error`: standard error of the effect.
    """

    statement: str
    effect: float
    error: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A conclusion with its evidence.

    `share`: of the models that fit the evidence, in [0, 1]; `prior`: the same with no evidence; `error`: the standard
    error of sampling on `share`. `value` with `unit`: a size, its `distribution` as (quantile, value) pairs.
    `evidence`: ids of the statements that enter, the most influential first. `citation`: keys of
    `docs/references.bib`. `details`: what a page may draw, by name, JSON values only.
    """

    id: str
    mechanism: Mechanism
    subject: Subject
    sentence: str
    status: Status
    share: float | None = None
    prior: float | None = None
    error: float | None = None
    value: float | None = None
    unit: str | None = None
    distribution: tuple[tuple[float, float], ...] = ()
    basis: Basis = Basis.PRIOR
    evidence: tuple[str, ...] = ()
    influence: tuple[Influence, ...] = ()
    assumptions: tuple[str, ...] = ()
    citation: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict, hash=False)


def finding_id(mechanism: Mechanism, subject: Subject) -> str:
    """The id of a finding, from its mechanism and subject alone, so that two runs can be compared.

    >>> finding_id(Mechanism.LINKAGE, Subject("gain", party="A"))
    'linkage:gain:party=A'
    """
    parts = [mechanism.value, subject.question]
    for name in ("party", "other", "issue", "option", "over_issue", "track", "event"):
        value = getattr(subject, name)
        if value is not None:
            parts.append(f"{name}={value.replace('%', '%25').replace(':', '%3A')}")
    return ":".join(parts)


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding as a JSON object, every field present, numbers to six decimals."""
    subject = finding.subject
    return {
        "id": finding.id,
        "mechanism": finding.mechanism.value,
        "subject": {
            name: getattr(subject, name) for name in Subject.__dataclass_fields__ if getattr(subject, name) is not None
        },
        "sentence": finding.sentence,
        "status": finding.status.value,
        "share": _rounded(finding.share),
        "prior": _rounded(finding.prior),
        "error": _rounded(finding.error),
        "value": _rounded(finding.value),
        "unit": finding.unit,
        "distribution": [[_rounded(quantile), _rounded(value)] for quantile, value in finding.distribution],
        "basis": finding.basis.value,
        "evidence": list(finding.evidence),
        "influence": [
            {"statement": one.statement, "effect": _rounded(one.effect), "error": _rounded(one.error)}
            for one in finding.influence
        ],
        "assumptions": list(finding.assumptions),
        "citation": list(finding.citation),
        "details": finding.details,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(float(number), 6) + 0.0
