"""Readouts: what accounts of an event both affirm, leave out or contradict. Silence is not denial."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from accord.documents.period_words import day
from accord.evidence import claim_words
from accord.findings.case import Case, fact
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.words import listed, shortened
from accord.ledger import Comparison, Item, Outcome, readouts
from accord.theory.readouts import Stance, krippendorff_alpha, readout_comparison

_MOST_ITEMS = 4


def find(case: Case) -> tuple[Finding, ...]:
    """A finding for each event with two known accounts, and one for each thing on which they contradict each other."""
    found: list[Finding] = []
    for comparison in readouts(case.statements, case.documents, case.negotiation):
        found.append(_event(case, comparison))
        found += _contradicted(case, comparison)
    return tuple(found)


def _event(case: Case, comparison: Comparison) -> Finding:
    accounts = [account.by for account in comparison.accounts]
    parts = []
    for outcome, words in _WORDS.items():
        items = [item for item in comparison.items if item.outcome is outcome]
        if items:
            told = shortened((_item(case, item) for item in items), _MOST_ITEMS, last=", and")
            parts.append(f"{words}: {told}")
    told_of = f" of {day(comparison.on)}" if comparison.on else ""
    unsure = "" if comparison.certain else " (joined by the day alone, so it may not be one event)"
    parts += [words for words in (_costless(case, comparison), _unmentioned(case, comparison)) if words]
    statements = [
        id for item in comparison.items for id in (*item.statements, *item.denials, *item.costless, *item.left_out)
    ]
    return fact(
        Mechanism.READOUTS,
        Subject("compared", event=comparison.event),
        f"Accounts{told_of} by {listed(_voice(case, by) for by in accounts)}{unsure}: {'; '.join(parts)}.",
        statements,
        details={
            "accounts": accounts,
            "agreement": _agreement(comparison),
            "items": [
                {
                    "what": item.what, "issue": item.issue, "option": item.option, "about": list(item.about),
                    "outcome": item.outcome.value, "affirmed_by": list(item.affirmed_by),
                    "denied_by": list(item.denied_by), "silent": list(item.silent),
                    "called_concession_by": list(item.conceding), "costless_by": list(item.costless_by),
                    "left_out_by": list(item.left_out_by), "words": item.words,
                }
                for item in comparison.items
            ],
        },
    )  # fmt: skip


def _agreement(comparison: Comparison) -> dict[str, float | None]:
    """How far accounts tell the same: the mean Jaccard index of pairs, and their agreement beyond chance."""
    told = {account.by: _stances(comparison, account.by) for account in comparison.accounts}
    pairs = [readout_comparison(told[one], told[other]).jaccard for one, other in combinations(sorted(told), 2)]
    ratings = [
        [_CODES[told[by][str(number)]] if str(number) in told[by] else None for by in sorted(told)]
        for number in range(len(comparison.items))
    ]
    coded = [row for row in ratings if sum(code is not None for code in row) > 1]
    alpha = krippendorff_alpha(coded) if len(coded) > 1 else None
    return {
        "jaccard": round(sum(pairs) / len(pairs), 6) if pairs else None,
        "alpha": None if alpha is None else round(alpha, 6),
    }


def _stances(comparison: Comparison, by: str) -> dict[str, Stance]:
    """What one account does with each item that it speaks of, by the item's number."""
    found = {}
    for number, item in enumerate(comparison.items):
        if by in item.affirmed_by:
            found[str(number)] = Stance.AFFIRMS
        elif by in item.denied_by:
            found[str(number)] = Stance.DENIES
    return found


_CODES = {Stance.AFFIRMS: 1, Stance.DENIES: 0}

_WORDS = {
    Outcome.AFFIRMED: "affirmed by more than one",
    Outcome.CONTRADICTED: "told by one and denied by another",
    Outcome.DIFFERENT: "told differently",
    Outcome.ONE_SILENT: "told by one only, which is no denial by the others",
    Outcome.UNKNOWN: "told by one",
}


def _contradicted(case: Case, comparison: Comparison) -> Iterable[Finding]:
    told: dict[str, Finding] = {}
    for item in comparison.items:
        if item.outcome is Outcome.CONTRADICTED:
            subject = Subject(
                f"contradicted_{item.what}", party=item.about[0] if item.about else None, issue=item.issue,
                option=item.option, event=comparison.event,
            )  # fmt: skip
            one = fact(
                Mechanism.READOUTS,
                subject,
                f"{_item(case, item)}: told by {listed(_voice(case, by) for by in item.affirmed_by)}, denied by "
                f"{listed(_voice(case, by) for by in item.denied_by)}.",
                (*item.statements, *item.denials),
            )
            told.setdefault(one.id, one)
    return told.values()


def _item(case: Case, item: Item) -> str:
    if item.claim is not None:
        return f"that {claim_words(item.claim, case.negotiation)}"
    who = f"{case.names.parties(item.about)}, " if item.about else ""
    what = case.names.option(item.issue, item.option) if item.issue else f"“{item.words}”" if item.words else "an item"
    alone = (
        f", told by {listed(_voice(case, by) for by in item.affirmed_by)} alone" if len(item.affirmed_by) == 1 else ""
    )
    called = ", called a concession" if item.conceding else ""
    return f"{who}{what} ({item.what}{alone}{called})"


def _costless(case: Case, comparison: Comparison) -> str:
    """What accounts call a concession and somebody else says that its giver wanted or would do anyway."""
    disputed = [item for item in comparison.items if item.costless]
    if not disputed:
        return ""
    who = listed(dict.fromkeys(by for item in disputed for by in item.costless_by))
    what = listed(dict.fromkeys(case.names.option(item.issue, item.option) for item in disputed if item.issue))
    calling = listed(_voice(case, by) for by in dict.fromkeys(by for item in disputed for by in item.conceding))
    return f"what {calling} call a concession ({what}) its giver wanted already or would do anyway, says {who}"


def _unmentioned(case: Case, comparison: Comparison) -> str:
    """Which account is told in so many words to leave out what."""
    told = [
        f"{_voice(case, by)} of {case.names.option(item.issue, item.option) if item.issue else f'“{item.words}”'}"
        for item in comparison.items
        for by in item.left_out_by
    ]
    return f"told to say nothing, which denies nothing: {shortened(told, _MOST_ITEMS)}" if told else ""


def _voice(case: Case, by: str) -> str:
    return case.names.party(by)
