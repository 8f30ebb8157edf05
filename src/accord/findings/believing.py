"""By whose claims: every share again, with the claims of one side alone believed, and with what nobody's side says.

Each side's claims are weighed by a run of their own on the same streams; what the analyst assumes stays in all of
them. A share is told only where something of that side bears on it: else that side says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from accord.evidence import Piece, believing, speakers_of
from accord.findings.case import MOST_EVIDENCE, Asked, Case, fact
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.words import SAMPLING, listed, percent
from accord.theory.voices import linear_opinion_pool, logarithmic_opinion_pool

NOBODY = ""
"""Stands for reporters and experts, who speak for no party."""

_CLEAR = 0.1  # a smaller difference between sides tells a reader little
_MOST_ROWS = 3
_LEAST = 0.001  # a share of finitely many models is never certain


@dataclass(frozen=True, slots=True)
class Believed:
    """A share by one side's claims alone, with its standard error."""

    side: str
    share: float
    error: float


def compared(case: Case, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, each share with what it is by each side's claims alone, and one that says where they part most."""
    heard = sides(case.pieces)
    if case.weighed is None or case.rerun is None or len(heard) < 2:
        return tuple(found)
    by_finding = {asked.finding: _by_side(case, asked, heard) for asked in case.asked}
    told = [_with(one, by_finding.get(one.id, ())) for one in found]
    return (*told, *_parting(case, told, by_finding))


def sides(evidence: Sequence[Piece]) -> Mapping[str, frozenset[str]]:
    """For each side that is heard, and for what speaks for nobody, the ids of its pieces and of what is assumed."""
    kept = {party: believing(evidence, [party]) for party in speakers_of(evidence)}
    kept[NOBODY] = tuple(piece for piece in evidence if piece.assumption or not piece.sides)
    return {
        side: frozenset(piece.id for piece in pieces)
        for side, pieces in kept.items()
        if any(not piece.assumption for piece in pieces)
    }


def _by_side(case: Case, asked: Asked, heard: Mapping[str, frozenset[str]]) -> tuple[Believed, ...]:
    """The share of a question by each side that says something of what decides it."""
    found = []
    everything = frozenset(piece.id for piece in case.pieces)
    assumed = frozenset(piece.id for piece in case.pieces if piece.assumption)
    decisive = asked.question.trigger or asked.question.needed
    bearing = {asked.case.pieces[number].id for number in asked.case.touching(decisive)}
    for side, kept in heard.items():
        if bearing & (kept - assumed):
            alone = case.without((everything - kept) | asked.case.unheard)
            share, error = alone.ensemble_weighed.share(asked.question.holds(alone.world))
            found.append(Believed(side, share, error))
    return tuple(found)


def _with(finding: Finding, by_side: Sequence[Believed]) -> Finding:
    """The finding with what each side's claims alone make of it, and what a reader would hold who trusts all alike."""
    if not by_side:
        return finding
    rows = [{"side": one.side or None, "share": round(one.share, 6), "error": round(one.error, 6)} for one in by_side]
    details = {**finding.details, "believing": rows}
    if len(by_side) > 1:
        details["pooled"] = {name: round(share, 6) for name, share in pooled(by_side).items()}
    return replace(finding, details=details)


def pooled(by_side: Sequence[Believed]) -> dict[str, float]:
    """The linear and the logarithmic pool of the sides' shares, all trusted alike (`theory.voices`)."""
    shares = [min(max(one.share, _LEAST), 1 - _LEAST) for one in by_side]
    even = [1.0] * len(shares)
    return {
        "linear": linear_opinion_pool([one.share for one in by_side], even),
        "logarithmic": logarithmic_opinion_pool(shares, even),
    }


def _parting(case: Case, found: Sequence[Finding], by_finding: Mapping[str, Sequence[Believed]]) -> Iterable[Finding]:
    """A finding for the questions on which the sides' own claims part the most, by more than chance in sampling."""
    ranked = sorted(
        (one for one in found if _plain(one) and _spread(by_finding.get(one.id, ())) >= _CLEAR),
        key=lambda one: (-_spread(by_finding[one.id]), one.id),
    )
    if not ranked:
        return
    rows = [_row(case, one, by_finding[one.id]) for one in ranked[:_MOST_ROWS]]
    rest = f"; the sides part on {len(ranked) - _MOST_ROWS} more" if len(ranked) > _MOST_ROWS else ""
    yield fact(
        Mechanism.VOICES,
        Subject("believed"),
        f"It matters whose claims are believed: {'; '.join(rows)}{rest}.",
        list(dict.fromkeys(id for one in ranked[:_MOST_ROWS] for id in one.evidence))[:MOST_EVIDENCE],
        details={"parting": [one.id for one in ranked]},
    )


def _plain(finding: Finding) -> bool:
    """Whether a finding asks what all claims decide, and not what some of them chose to look at."""
    chosen = finding.subject.question in {"most_agreed", "trade"} or finding.mechanism is Mechanism.SIGNALS
    return not chosen


def _spread(by_side: Sequence[Believed]) -> float:
    """By how much two sides part at most, less what sampling may do."""
    return max(
        (abs(one.share - other.share) - SAMPLING * (one.error**2 + other.error**2) ** 0.5
         for one in by_side for other in by_side),
        default=0.0,
    )  # fmt: skip


def _row(case: Case, finding: Finding, by_side: Sequence[Believed]) -> str:
    told = listed(f"{percent(one.share)} by {_whose(case, one.side)}" for one in by_side)
    return f"that {finding.details['topic']}, {percent(finding.share or 0.0)} by all, {told}"


def _whose(case: Case, side: str) -> str:
    return f"those who speak for {case.names.party(side)}" if side else "reporters and experts alone"
