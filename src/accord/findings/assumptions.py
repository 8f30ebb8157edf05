"""What a finding takes for granted, in sentences: drafted parts, counterfactuals nobody named, ranges of rates."""

from __future__ import annotations

from collections.abc import Iterable

from accord.evidence import RANGES
from accord.evidence.prior import known_entry
from accord.findings.case import Case
from accord.findings.words import listed, plain
from accord.negotiation import Drafted, status_quo

SEPARATE = "Each party's utility is the sum of what the issues bring it."
"""Taken for granted wherever packages are compared; `separate` adds what the negotiation file declares."""

_GUESSED = "Drafted as a guess and not confirmed: "


def granted(
    case: Case,
    *,
    issues: Iterable[str] = (),
    parties: Iterable[str] = (),
    rates: Iterable[str] = (),
    whose: Iterable[str] = (),
) -> tuple[str, ...]:
    """The assumptions that come with these issues, parties and rates; `whose` rates, where not of the parties alone."""
    chosen, who, entering = set(issues), set(parties), tuple(rates)
    owners = sorted(set(whose) or who or {party.id for party in case.frame.parties})
    bargaining = sorted(party.id for party in case.frame.parties) if chosen else []
    return (
        *_counterfactuals(case, chosen),
        *drafted(case, issues=chosen, parties=who),
        *(sentence for rate in entering for sentence in (*_known(case, rate, owners), *_range(case, rate, owners))),
        *_known(case, "outside_shift", bargaining),
    )


def separate(case: Case) -> tuple[str, ...]:
    """How packages are put together: what issues bring, added up, with what the negotiation file declares beside."""
    rules = [*_interactions(case), *_exclusions(case), *_requirements(case)]
    if not case.negotiation.interactions:
        return (SEPARATE, *rules)
    return (f"{SEPARATE.removesuffix('.')}, with what the negotiation file declares of options together.", *rules)


def _interactions(case: Case) -> Iterable[str]:
    for one in case.negotiation.interactions:
        what = [case.names.option(term.issue, term.option) for term in one.terms] if one.terms else [
            f"any change on {case.names.issue(issue)}" for issue in sorted(one.issues)
        ]  # fmt: skip
        size = "more" if one.kind == "complements" else "less"
        whom = case.names.party(one.party) if one.party else "everybody"
        yield f"Together {listed(what)} are worth {size} to {whom} than each by itself{_reason(one.reason)}."


def _exclusions(case: Case) -> Iterable[str]:
    for one in case.negotiation.exclusions:
        what = listed(case.names.option(term.issue, term.option) for term in one.terms)
        yield f"No package has all of {what}{_reason(one.reason)}."


def _requirements(case: Case) -> Iterable[str]:
    for one in case.negotiation.requirements:
        needed = " or ".join(case.names.option(one.other, option) for option in one.options)
        yield f"No package has {case.names.option(one.issue, one.option)} without {needed}{_reason(one.reason)}."


def _reason(reason: str | None) -> str:
    return f" ({reason.rstrip('.')})" if reason else ""


def _counterfactuals(case: Case, issues: set[str]) -> Iterable[str]:
    unnamed = [issue for issue in case.negotiation.issues if issue.id in issues and issue.counterfactual is None]
    if unnamed:
        kept = listed(f"{case.names.issue(issue.id)} (“{plain(status_quo(issue))}”)" for issue in unnamed)
        yield f"With no deal these stay as they are, since the negotiation names nothing else: {kept}."


def drafted(
    case: Case, *, issues: Iterable[str] = (), parties: Iterable[str] = (), tracks: Iterable[str] = ()
) -> tuple[str, ...]:
    """Which of these issues (with their tracks), parties and tracks were drafted, and from what."""
    chosen, who = set(issues), set(parties)
    tables = {*tracks, *(issue.track for issue in case.negotiation.issues if issue.id in chosen)}
    parts = [
        *(("the party", case.names.party(one.id), one) for one in case.negotiation.parties if one.id in who),
        *(("the track", case.names.track(one.id), one) for one in case.negotiation.tracks if one.id in tables),
        *(("the issue", case.names.issue(one.id), one) for one in case.negotiation.issues if one.id in chosen),
    ]
    return tuple(sentence for kind, name, one in parts for sentence in drafted_part(f"{kind} {name}", one))


def drafted_part(name: str, part: Drafted) -> tuple[str, ...]:
    """That a part was drafted, and from what; nothing where a person has checked it."""
    if not part.drafted:
        return ()
    if part.origin in {None, "guess"}:
        return (f"{_GUESSED}{name}.",)
    return (f"Drafted and not confirmed: {name}, from “{part.origin}”.",)


def told_once(sentences: Iterable[str]) -> tuple[str, ...]:
    """The sentences, each once, with all that was guessed in one."""
    told = list(dict.fromkeys(sentences))
    guesses = [one for one in told if one.startswith(_GUESSED)]
    others = [one for one in told if one not in guesses]
    parts = listed(one.removeprefix(_GUESSED).removesuffix(".") for one in guesses)
    return (*others, *([f"{_GUESSED}{parts}."] if parts else []))


def _known(case: Case, rate: str, owners: Iterable[str]) -> tuple[str, ...]:
    """What the negotiation file knows of these parties' scalar, each with its reason."""
    entries = [known_entry(case.negotiation, owner, rate) for owner in owners]
    found = []
    for entry in entries:
        if entry is not None:
            whose = (
                f" of {case.names.party(entry.party)}" if entry.party else " of every party of whom no other is known"
            )
            unit = RANGES[rate].unit
            size = (
                f"is {entry.low:g} {unit}"
                if entry.low == entry.high
                else f"lies between {entry.low:g} and {entry.high:g} {unit}"
            )
            found.append(f"The negotiation file holds that the {plain(rate)}{whose} {size}{_reason(entry.reason)}.")
    return tuple(dict.fromkeys(found))


def _range(case: Case, rate: str, owners: Iterable[str]) -> Iterable[str]:
    if all(known_entry(case.negotiation, owner, rate) for owner in owners):
        return
    table = RANGES[rate]
    yield f"Before any evidence the {plain(rate)} lies anywhere between {table.low:g} and {table.high:g} {table.unit}."
