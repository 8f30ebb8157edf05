"""Theory and solvers over the ensemble: findings, each with its share and the statements it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from accord.documents import Document
from accord.evidence import Weighed, weigh_without, with_outside_option
from accord.findings import (
    believing,
    concessions,
    contradictions,
    linkage,
    packages,
    patience,
    played_out,
    rates,
    readouts,
    red_lines,
    sequence,
    signals,
    stages,
    third_parties,
    trades,
    types,
    voices,
)
from accord.findings.assumptions import drafted, told_once
from accord.findings.case import Case, silent
from accord.findings.changes import Changes, changes_from, changes_record
from accord.findings.differences import Difference, difference_record, differences
from accord.findings.headlines import headlines
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
from accord.findings.solving import Worlds
from accord.findings.tables import Tables
from accord.findings.words import moved
from accord.ledger import Ledger
from accord.negotiation import Negotiation
from accord.statements import Statement

__all__ = [
    "Basis",
    "Changes",
    "Difference",
    "Finding",
    "Influence",
    "Mechanism",
    "Runs",
    "Status",
    "Subject",
    "Worlds",
    "changes_from",
    "changes_record",
    "difference_record",
    "differences",
    "finding_id",
    "finding_record",
    "findings",
    "headlines",
    "joined",
    "staged",
]

RERUNS = 3
"""Runs of their own, at most, for evidence that too few members lack."""


def _go_on() -> None:
    """Nothing: the run goes on."""


@dataclass(frozen=True, slots=True)
class Runs:
    """How findings are computed: what may be weighed anew, and what is so by the asker's will.

    `lacking`: how many pieces, at most, that too few members lack; `sides`: what stands beside the shares: each side's
    claims by themselves, and simulated talks beside judged likelihoods. `tables`: tracks settled apart. `outside`:
    what an option outside the talks is worth to whom it is given. `order`: issues settled one after another.
    `influences`: what each statement does to each share; its order of evidence is by that, else by id. `worlds`: where
    what is solved is kept, for runs on the same utilities. `rounds`: of talks that are played out in every model; 0
    plays none. `between`: called before each family of findings; may raise to end the run.
    """

    lacking: int = RERUNS
    sides: bool = True
    tables: Tables = ()
    outside: Mapping[str, float] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    influences: bool = True
    worlds: Worlds = field(default_factory=Worlds)
    rounds: int = 0
    between: Callable[[], None] = _go_on


FAMILIES: Mapping[Mechanism, Callable[[Case], tuple[Finding, ...]]] = {
    Mechanism.LINKAGE: linkage.find,
    Mechanism.CONCESSIONS: concessions.find,
    Mechanism.PATIENCE: patience.find,
    Mechanism.DELAY: rates.delays,
    Mechanism.RED_LINES: red_lines.find,
    Mechanism.SEQUENCE: sequence.find,
    Mechanism.COMMITMENT: rates.shifts,
    Mechanism.PACKAGES: packages.find,
    Mechanism.WALK_AWAY: rates.leaving,
    Mechanism.THIRD_PARTIES: third_parties.find,
    Mechanism.READOUTS: readouts.find,
    Mechanism.VOICES: voices.find,
    Mechanism.SIGNALS: signals.find,
    Mechanism.TYPES: types.find,
}
"""Who makes the findings of each mechanism, in the order in which findings stand."""

SILENCE: Mapping[Mechanism, str] = {
    Mechanism.LINKAGE: "The documents say nothing of tracks that could be linked.",
    Mechanism.CONCESSIONS: "The documents tell of no concession, and of no demand that stayed as it was.",
    Mechanism.PATIENCE: "The documents say nothing of who is in less of a hurry.",
    Mechanism.DELAY: "The documents say nothing of what anybody gains while the talks go on.",
    Mechanism.RED_LINES: "The documents tell of no demands and refusals that cannot all be met.",
    Mechanism.SEQUENCE: "The documents say nothing of what must come before what.",
    Mechanism.COMMITMENT: "The documents say nothing of terms that would shift power between the parties.",
    Mechanism.PACKAGES: "The documents say nothing that bears on which package could be agreed on.",
    Mechanism.WALK_AWAY: "The documents say nothing of anybody about to walk away.",
    Mechanism.THIRD_PARTIES: "The documents say nothing of a party whose yes is needed and that is not at the table.",
    Mechanism.READOUTS: "The documents hold no two accounts of one event.",
    Mechanism.VOICES: "The documents make no claim about what any party prefers.",
    Mechanism.SIGNALS: "The documents tell of no gesture: no step, no threat, and no word that binds to nothing.",
    Mechanism.TYPES: "The documents tell of no move that shows who seeks a deal and who buys time.",
}


def findings(
    weighed: Weighed | None,
    ledger: Ledger,
    statements: Sequence[Statement],
    documents: Sequence[Document],
    negotiation: Negotiation,
    *,
    runs: Runs | None = None,
) -> tuple[Finding, ...]:
    """Every finding, by mechanism in the order of `FAMILIES`, then by subject; at least one for each mechanism.

    A finding whose inputs no evidence touches is silent: it is never the prior in disguise.

    Args:
        weighed: The ensemble, beside the one with no evidence; None where nothing could be weighed.
        ledger: Of the same statements.
        statements: Those that count.
        documents: Where they stand.
        negotiation: The codebook.
        runs: What may be weighed anew.
    """
    runs = runs or Runs()
    case = _case(weighed, ledger, statements, documents, negotiation, runs=runs)
    found: list[Finding] = []
    for family in (*FAMILIES.values(), contradictions.find, trades.find, stages.find):
        runs.between()
        found += family(case)
    if runs.sides:
        found = list(believing.compared(case, found))
    if runs.rounds:
        runs.between()
        found += played_out.find(case, runs.rounds, found)
    spoken = {one.mechanism for one in found}
    found += [silent(one, Subject("any"), SILENCE[one]) for one in FAMILIES if one not in spoken]
    return _sorted(_complete(case, one) for one in found)


def staged(
    weighed: Weighed | None,
    ledger: Ledger,
    statements: Sequence[Statement],
    documents: Sequence[Document],
    negotiation: Negotiation,
    *,
    runs: Runs,
) -> tuple[Finding, ...]:
    """What the order of `runs` brings each party: the only findings that hang on it."""
    case = _case(weighed, ledger, statements, documents, negotiation, runs=runs)
    runs.between()
    return tuple(_complete(case, one) for one in stages.find(case))


def joined(found: Iterable[Finding], more: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with more of them, in their order; a mechanism of which something is told now is silent no more."""
    told = {finding_id(one.mechanism, Subject("any")) for one in more}
    return _sorted([*(one for one in found if one.id not in told), *more])


def _case(
    weighed: Weighed | None,
    ledger: Ledger,
    statements: Sequence[Statement],
    documents: Sequence[Document],
    negotiation: Negotiation,
    *,
    runs: Runs,
) -> Case:
    """What the families read."""

    def rerun(without: frozenset[str]) -> Weighed:
        if weighed is None:
            raise RuntimeError("nothing was weighed, so nothing can be left out")
        return _given(weigh_without(weighed, sorted(without), negotiation), runs.outside)

    given = None if weighed is None else _given(weighed, runs.outside)
    read = (negotiation, tuple(statements), tuple(documents), ledger)
    return Case(
        *read, given, rerun, runs.lacking, tables=runs.tables, order=runs.order, worlds=runs.worlds,
        influences=runs.influences, second_opinions=runs.sides,
    )  # fmt: skip


def _sorted(found: Iterable[Finding]) -> tuple[Finding, ...]:
    ranks = {mechanism: number for number, mechanism in enumerate(FAMILIES)}
    return tuple(sorted(found, key=lambda one: (ranks[one.mechanism], _order(one))))


def _given(weighed: Weighed, outside: Mapping[str, float]) -> Weighed:
    """What was weighed, with options given outside the talks."""
    for party, worth in outside.items():
        weighed = with_outside_option(weighed, party, worth)
    return weighed


def _complete(case: Case, finding: Finding) -> Finding:
    """The finding with the drafted parts that it names among its assumptions, and how many voices bear it out."""
    if finding.status is Status.SILENT:
        return finding
    subject = finding.subject
    issues = [issue for issue in (subject.issue, subject.over_issue) if issue]
    parties = [party for party in (subject.party, subject.other) if party]
    tracks = [subject.track] if subject.track else []
    named = drafted(case, issues=issues, parties=parties, tracks=tracks)
    voices = len(case.voices(finding.evidence))
    return replace(
        finding,
        assumptions=told_once([*finding.assumptions, *named]),
        details={**finding.details, "voices": voices} if voices else finding.details,
    )


def _order(finding: Finding) -> tuple[int, str]:
    """What the evidence tells before what it leaves as it was, and that before silence; then by id."""
    still = finding.share is not None and not moved(finding.share, finding.error or 0.0, finding.prior or 0.0)
    return (2 if finding.status is Status.SILENT else int(still), finding.id)
