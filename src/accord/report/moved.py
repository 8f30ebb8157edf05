"""The ledger of moves for the page: who moved, how far, at what cost; what stayed; accounts side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.documents import Document
from accord.documents.period_words import day, during
from accord.evidence import claim_words
from accord.findings import Finding, Mechanism, Status
from accord.findings.concessions import Verdict
from accord.findings.words import Names, listed, percent, plain
from accord.ledger import (
    Clash,
    Comparison,
    Dispute,
    Item,
    Ledger,
    Move,
    Outcome,
    Position,
    Unchanged,
    clashes,
    disputes,
    readouts,
)
from accord.negotiation import Issue, Negotiation
from accord.report.looks import Look
from accord.report.quoting import Quotations, Quote
from accord.report.words import BASES, DIRECTIONS, MODALITIES, OUTCOMES
from accord.statements import Statement

WIDTH, LONGEST = 120.0, 12
VERDICTS = {
    Verdict.REAL: "real",
    Verdict.NOMINAL: "nominal",
    Verdict.STEP_DOWN: "a step down from a demand",
    Verdict.OPEN: "not settled",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A move on its issue's options: a stop for each, `start` and `end` where the arrow begins and ends."""

    stops: tuple[float, ...]
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class Cost:
    """Whether a step costs its giver something: the share of models in words, and the finding that says so."""

    verdict: str
    number: str
    finding: str
    first: str | None


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move for the page."""

    anchor: str
    date: str
    look: Look
    issue: str
    start: str
    end: str
    way: Way | None
    how: str
    size: str
    cost: Cost | None
    tellers: str
    remarks: tuple[tuple[str, tuple[Quote, ...]], ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A demand that did not move."""

    look: Look
    what: str
    how: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Opposed:
    """Two sides that cannot both be met, or cannot both be so."""

    sentence: str
    left: str
    right: str
    left_quotes: tuple[Quote, ...]
    right_quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ReadoutItem:
    """One thing told of an event; `voices`: what each account does (tells, denies, is silent), with quotations."""

    what: str
    kind: str
    outcome: str
    voices: tuple[tuple[str, tuple[Quote, ...]], ...]


@dataclass(frozen=True, slots=True)
class Readout:
    """Accounts of one event side by side."""

    title: str
    certain: bool
    accounts: tuple[str, ...]
    looks: tuple[Look, ...]
    items: tuple[ReadoutItem, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """The ledger for the page."""

    moves: tuple[MoveLine, ...]
    kept: tuple[Kept, ...]
    readouts: tuple[Readout, ...]
    clashes: tuple[Opposed, ...]
    disputes: tuple[Opposed, ...]


def moved(
    ledger: Ledger, negotiation: Negotiation, quotations: Quotations, costs: Mapping[tuple[str, str, str], Cost]
) -> tuple[MoveLine, ...]:
    """The moves by day, those of no known day last."""
    issues = {issue.id: issue for issue in negotiation.issues}
    order = sorted(ledger.moves, key=lambda move: (move.on is None, move.on.isoformat() if move.on else ""))
    return tuple(
        move_of(f"m{number}", move, issues.get(move.issue), (quotations, costs)) for number, move in enumerate(order, 1)
    )


def costs(findings: Sequence[Finding], anchors: Mapping[str, str]) -> dict[tuple[str, str, str], Cost]:
    """What each step costs by the findings, by party, issue and option."""
    found = {}
    for finding in findings:
        subject = finding.subject
        real = finding.mechanism is Mechanism.CONCESSIONS and subject.question == "real"
        if real and finding.status is Status.SHARE and finding.share is not None and finding.id in anchors:
            key = (subject.party or "", subject.issue or "", subject.option or "")
            found[key] = Cost(
                VERDICTS[Verdict(finding.details.get("verdict", "open"))], percent(finding.share), anchors[finding.id],
                next(iter(finding.evidence), None),
            )  # fmt: skip
    return found


def ledger_of(
    ledger: Ledger,
    read: tuple[Sequence[Statement], Sequence[Document], Negotiation],
    quotations: Quotations,
    costs: Mapping[tuple[str, str, str], Cost],
) -> Moves:
    """The ledger of a run for the page; `read`: its statements, documents and negotiation."""
    negotiation = read[2]
    names = Names(negotiation)
    return Moves(
        moved(ledger, negotiation, quotations, costs),
        tuple(kept_of(one, names, quotations) for one in ledger.unchanged),
        tuple(readout_of(one, negotiation, quotations) for one in readouts(*read)),
        tuple(clash_of(one, names, quotations) for one in clashes(ledger, negotiation)),
        tuple(dispute_of(one, names, quotations) for one in disputes(ledger, negotiation)),
    )


def move_of(
    anchor: str, move: Move, issue: Issue | None, pages: tuple[Quotations, Mapping[tuple[str, str, str], Cost]]
) -> MoveLine:
    """One move in words; `pages`: its quotations, and what each step costs."""
    quotations, costs = pages
    remarks = (
        ("It cost nothing, say", quotations.get(move.nominal_by)),
        ("That it cost nothing is denied by", quotations.get(move.nominal_denied_by)),
        ("Its own words refuse it", quotations.get(move.disputed_by)),
    )
    put = (
        f", on a condition: “{move.condition}”"
        if move.condition
        else f", {MODALITIES[move.modality]}"
        if MODALITIES[move.modality]
        else ""
    )
    size = "" if move.size is None else f"{percent(move.size)} of the way across the options"
    return MoveLine(
        anchor=anchor,
        date=during(move.during) if move.on is None and move.during else day(move.on),
        look=quotations.look(move.party),
        issue=(issue.name if issue and issue.name else plain(move.issue)),
        start=f"{plain(move.start)}{' (status quo)' if move.assumed_start else ''}" if move.start else "not told",
        end=plain(move.end) if move.end else "not told",
        way=_way(move, issue) if issue else None,
        how=DIRECTIONS[move.direction] + put,
        size=size,
        cost=costs.get((move.party, move.issue, move.end or "")),
        tellers=f"{BASES[move.basis]}{f': {listed(move.according_to)}' if move.according_to else ''}",
        remarks=tuple((title, quotes) for title, quotes in remarks if quotes),
        quotes=quotations.get(move.statements),
    )


def _way(move: Move, issue: Issue) -> Way | None:
    if not issue.ordered or not 2 <= len(issue.options) <= LONGEST:
        return None
    step = WIDTH / (len(issue.options) - 1)

    def at(option: str | None) -> float | None:
        return round(step * issue.options.index(option), 2) if option in issue.options else None

    return Way(tuple(round(step * number, 2) for number in range(len(issue.options))), at(move.start), at(move.end))


def kept_of(one: Unchanged, names: Names, quotations: Quotations) -> Kept:
    """One demand that did not move, in words."""
    what = names.option(one.issue, one.option) if one.issue else "all it demands"
    how = "said to be unchanged" if one.told else "repeated, and never left"
    return Kept(quotations.look(one.party), what, how, quotations.get(one.statements))


def _of(quotations: Quotations, positions: Sequence[Position]) -> tuple[Quote, ...]:
    return quotations.get(id for position in positions for id in position.statements)


def clash_of(clash: Clash, names: Names, quotations: Quotations) -> Opposed:
    """What one asks and another refuses, in words."""
    return Opposed(
        f"{names.party(clash.by)} asks for {names.option(clash.issue, clash.option)}; "
        f"{names.party(clash.against)}, whose yes it needs, refuses it.",
        names.party(clash.by), names.party(clash.against),
        _of(quotations, clash.asked), _of(quotations, clash.refused),
    )  # fmt: skip


def dispute_of(one: Dispute, names: Names, quotations: Quotations) -> Opposed:
    """What is told in two ways, in words."""
    return Opposed(
        f"Where {names.party(one.party)} stands on {names.option(one.issue, one.option)} is told in two ways.",
        "takes or seeks it", "refuses it",
        _of(quotations, one.taken), _of(quotations, one.refused),
    )  # fmt: skip


def readout_of(comparison: Comparison, negotiation: Negotiation, quotations: Quotations) -> Readout:
    """Accounts of one event side by side, in words."""
    names = Names(negotiation)
    accounts = tuple(account.by for account in comparison.accounts)
    title = f"Told of {day(comparison.on)}" if comparison.on else f"Told of “{plain(comparison.event)}”"
    mine = {account.by: set(account.statements) for account in comparison.accounts}
    others = tuple(dict.fromkeys(by for item in comparison.items for by in item.costless_by if by not in accounts))
    return Readout(
        title,
        comparison.certain,
        (*(names.party(by) for by in accounts), *others),
        tuple(quotations.look(by if by in quotations.looks else None) for by in (*accounts, *others)),
        tuple(_item(item, (accounts, mine, others), negotiation, quotations) for item in comparison.items),
    )


def _item(
    item: Item,
    told: tuple[tuple[str, ...], Mapping[str, set[str]], tuple[str, ...]],
    negotiation: Negotiation,
    quotations: Quotations,
) -> ReadoutItem:
    """One item; `told`: the accounts, their statements, and who else says that it cost its giver nothing."""
    names = Names(negotiation)
    if item.claim is not None:
        what = f"that {claim_words(item.claim, negotiation)}"
    else:
        who = f"{names.parties(item.about)}: " if item.about else ""
        thing = f"“{item.words}”" if item.words else "something"
        what = f"{who}{names.option(item.issue, item.option) if item.issue else thing} ({item.what})"
    kind, outcome = OUTCOMES[item.outcome]
    if item.outcome is Outcome.ONE_SILENT and item.left_out_by == item.silent:
        outcome = "One says so, the other is told to leave it out"
    voices = []
    for by in told[0]:
        does = "says so" if by in item.affirmed_by else "is not known to speak of it"
        does = "denies it" if by in item.denied_by and by not in item.affirmed_by else does
        does = "calls it a concession" if by in item.conceding else does
        does = "is told to leave it out" if by in item.left_out_by else does
        ids = [id for id in (*item.statements, *item.denials, *item.left_out) if id in told[1][by]]
        voices.append((does, quotations.get(ids)))
    for by in told[2]:
        against = by in item.costless_by
        does = "says that it cost its giver nothing" if against else "is not known to speak of it"
        voices.append((does, quotations.get(item.costless) if against else ()))
    return ReadoutItem(what, kind, outcome, tuple(voices))
