"""Which findings to tell first: where accounts clash and deals break, where evidence moves a share; each told once."""

from __future__ import annotations

from collections.abc import Sequence

from accord.findings.record import Basis, Finding, Mechanism, Status
from accord.findings.words import LITTLE, moved

LIMIT = 6
ALIKE = 2
"""Headlines of one mechanism, at most."""

_QUESTIONS: tuple[tuple[Mechanism, str], ...] = (
    (Mechanism.RED_LINES, "accounts_differ"),
    (Mechanism.READOUTS, "contradicted"),
    (Mechanism.RED_LINES, "clash"),
    (Mechanism.RED_LINES, "blocked"),
    (Mechanism.RED_LINES, "conflict"),
    (Mechanism.PACKAGES, "deal"),
    (Mechanism.CONCESSIONS, "real"),
    (Mechanism.CONCESSIONS, "unchanged"),
    (Mechanism.TYPES, "seeks_deal"),
    (Mechanism.PATIENCE, "split"),
    (Mechanism.SEQUENCE, "deadlock"),
    (Mechanism.LINKAGE, "spoken_of"),
    (Mechanism.RED_LINES, "contradiction"),
    (Mechanism.VOICES, "denied"),
    (Mechanism.COMMITMENT, "shifts_power"),
    (Mechanism.WALK_AWAY, "leaves"),
    (Mechanism.DELAY, "drags_out"),
    (Mechanism.THIRD_PARTIES, "refuses"),
    (Mechanism.SEQUENCE, "chain"),
    (Mechanism.SEQUENCE, "before"),
    (Mechanism.LINKAGE, "weighs_more"),
    (Mechanism.LINKAGE, "gain"),
    (Mechanism.SEQUENCE, "worth"),
    (Mechanism.PACKAGES, "trade"),
    (Mechanism.PACKAGES, "most_agreed"),
    (Mechanism.READOUTS, "compared"),
    (Mechanism.PACKAGES, "deal"),  # on one track alone
)
"""What is told first: a question begins with the word named."""

_SURE_CHANGE = 20.0  # standard errors beyond which a change is no surer
_MANY_VOICES = 4


def headlines(findings: Sequence[Finding], limit: int = LIMIT) -> tuple[Finding, ...]:
    """The findings to tell first, in that order: by what they answer, then by how strongly they are borne out.

    A share that the evidence hardly moves is none, nor is a question that it leaves open. The first of every mechanism
    goes before the second of any; there is no third, and the second is on another issue or another pair of parties.
    """
    ranked = sorted((one for one in findings if telling(one)), key=lambda one: (_rank(one), -strength(one), one.id))
    turns: list[list[Finding]] = [[] for _ in range(ALIKE)]
    for finding in ranked:
        same = [one for turn in turns for one in turn if one.mechanism is finding.mechanism]
        if len(same) < ALIKE and not any(_alike(one, finding) for one in same):
            turns[len(same)].append(finding)
    chosen = [one for turn in turns for one in turn][:limit]
    return tuple(one for one in ranked if one in chosen)


def telling(finding: Finding) -> bool:
    """Whether a finding tells a reader something that was not so before the evidence."""
    if finding.status is Status.SILENT or not finding.evidence or _rank(finding) == len(_QUESTIONS):
        return False
    if finding.share is None or finding.prior is None:
        # That conditions can all be met is no news; a deadlock names the steps that wait for each other.
        return finding.subject.question != "deadlock" or finding.subject.event is not None
    if finding.details.get("verdict") == "open":
        return False
    low, high = finding.details.get("band", (0.0, 0.0))
    if low <= finding.prior <= high and finding.mechanism is Mechanism.TYPES:
        return False
    clear = moved(finding.share, finding.error or 0.0, finding.prior) and abs(finding.share - finding.prior) >= LITTLE
    return clear and not (finding.subject.question == "clash" and finding.share < finding.prior)


def strength(finding: Finding) -> float:
    """How strongly a finding is borne out, in [0, 1]: change in units of error, voices, and more than one claim."""
    change = 1.0
    if finding.share is not None and finding.prior is not None:
        error = max(finding.error or 0.0, 0.005)
        change = min(abs(finding.share - finding.prior) / error / _SURE_CHANGE, 1.0)
    voices = min(int(finding.details.get("voices", len(finding.evidence))), _MANY_VOICES) / _MANY_VOICES
    return 0.6 * change + 0.3 * voices + (0.1 if finding.basis is Basis.INFERRED else 0.0)


def _rank(finding: Finding) -> int:
    for number, (mechanism, question) in enumerate(_QUESTIONS):
        if finding.mechanism is mechanism and finding.subject.question.startswith(question):
            on_track = mechanism is Mechanism.PACKAGES and finding.subject.track is not None
            return len(_QUESTIONS) - 1 if on_track else number
    return len(_QUESTIONS)


def _alike(one: Finding, other: Finding) -> bool:
    """Whether two findings of one mechanism answer much the same: about one issue, or about one pair of parties."""
    mine, theirs = one.subject, other.subject
    if mine.issue is not None:
        same = {mine.party, mine.other} & {theirs.party, theirs.other} - {None}
        return mine.issue == theirs.issue and (bool(same) or None in {mine.party, theirs.party})
    pair = {mine.party, mine.other}
    return mine.other is not None and pair == {theirs.party, theirs.other}
