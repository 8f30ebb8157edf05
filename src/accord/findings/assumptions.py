"""What a finding takes for granted, in sentences: drafted parts, counterfactuals nobody named, ranges of rates."""

from __future__ import annotations

from collections.abc import Iterable

from accord.evidence import RANGES
from accord.findings.case import Case
from accord.findings.words import listed, plain
from accord.negotiation import Drafted, status_quo

SEPARATE = "Each party's utility is the sum of what the issues bring it."
"""Taken for granted wherever packages are compared."""

_GUESSED = "Drafted as a guess and not confirmed: "


def granted(
    case: Case, *, issues: Iterable[str] = (), parties: Iterable[str] = (), rates: Iterable[str] = ()
) -> tuple[str, ...]:
    """The assumptions that come with these issues, parties and rates."""
    chosen = set(issues)
    return (
        *_counterfactuals(case, chosen),
        *drafted(case, issues=chosen, parties=parties),
        *(_range(rate) for rate in rates),
    )


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


def _range(rate: str) -> str:
    table = RANGES[rate]
    return f"Before any evidence the {plain(rate)} lies anywhere between {table.low:g} and {table.high:g} {table.unit}."
