"""Linkage: what settling the tracks together is worth to each party, and how people speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from accord.bargain import Floats
from accord.findings.assumptions import drafted, granted, separate
from accord.findings.case import Case, Question, answer, fact, silent
from accord.findings.packages import bargaining_parties, needed_for, tracks_of
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import agreeing, in_models, listed, shortened
from accord.statements import Says, Statement

_MORE = 1e-9

# How people say that two matters are kept apart, and that one hangs on the other. The first decides where both fit:
# "without linking the two" keeps them apart.
APART = re.compile(
    r"\b(?:un(?:related|connected|linked) (?:to|with)|(?:de-?link|de-?coupl)\w*|separat\w+ (?:from|tracks?|levels?)"
    r"|(?:two|three|distinct|different|parallel|separate) (?:\w+ ){0,2}(?:tracks?|levels?|tables?|channels?|planes?)"
    r"|(?:without|not|never|no) (?:\w+ ){0,2}(?:link\w*|tied|tying|connect\w*)|independent(?:ly)? (?:of|from)"
    r"|(?:has|have|had|having) nothing to do with (?:each |one an)?other"
    r"|(?:ir)?regardless of|irrespective of|in parallel with|on its own merits)\b",
    re.IGNORECASE,
)
TOGETHER = re.compile(
    r"\b(?:link(?:s|ed|ing|age)? (?:\w+ ){0,4}(?:to|with)|tied to|tying \w+ to|hinges? on|package deal"
    r"|part of (?:a|the|one) (?:\w+ )?package|conditional (?:up)?on|as leverage"
    r"|only together|nothing is agreed until|(?:is|are) essential (?:for|to))\b",
    re.IGNORECASE,
)


def find(case: Case) -> tuple[Finding, ...]:
    """What linking is worth to each party; which track weighs more to whom; how the documents speak of them."""
    tracks = tracks_of(case)
    if len(tracks) < 2:
        sentence = "There is one track only, so nothing can be linked or kept apart."
        return (silent(Mechanism.LINKAGE, Subject("gain"), sentence),)
    gains = [_gain(case, party, tracks) for party in bargaining_parties(case)] if case.weighed else []
    return (*gains, *_weights(case), _spoken(case, tracks))


def _gain(case: Case, party: str, tracks: tuple[str, ...]) -> Finding:
    name = case.names.party(party)
    together = listed(case.names.track(track) for track in tracks)
    return answer(
        case,
        Question(
            Mechanism.LINKAGE,
            Subject("gain", party=party),
            holds=lambda world: (_value(world, party) > _MORE).astype(np.float64),
            needed=needed_for(case),
            say=lambda share, error, prior: (
                f"Settling the tracks {together} together rather than each alone gives {name} more "
                f"{in_models(share, error, prior)}."
            ),
            silence=f"The documents say nothing that bears on what linking the tracks is worth to {name}.",
            topic=f"{name} {agreeing(name, 'gains')} by linking the tracks",
            size=lambda world: _value(world, party),
            unit="share of the party's whole utility range",
            assumptions=(
                *separate(case),
                "Both ways the parties reach the Nash solution wherever a deal is possible.",
                *granted(case, issues=[issue.id for issue in case.frame.issues], parties=[party]),
            ),
            details=_shares(case, party),
        ),
    )


def _shares(case: Case, party: str) -> dict[str, float]:
    """How often linking raises and lowers what the party gets, and leaves it with a deal it would not have had."""
    if not case.touching(needed_for(case)):
        return {}
    value, found = _value(case.world, party), case.world.linkage
    only_linked = found.linked_deal & ~found.track_deals.any(axis=0)
    shares = {"raised": value > _MORE, "lowered": value < -_MORE, "deal_only_if_linked": only_linked}
    return {name: round(float(holds.mean()), 6) for name, holds in shares.items()}


def _value(world: World, party: str) -> Floats:
    """What the linked Nash solution brings the party beyond those of the tracks by themselves, shape (members,)."""
    value: Floats = world.linkage.worth[:, world.frame.party_index[party]]
    return value


def _weights(case: Case) -> Iterable[Finding]:
    """For each claim that compares tracks: the share of models in which more is at stake for the party on the one."""
    compared = {
        (piece.claim.party, piece.claim.track, piece.claim.over_track)
        for piece in case.claiming(Says.VALUES_MORE)
        if piece.claim.track and piece.claim.over_track and piece.claim.track != piece.claim.over_track
    }
    for party, more, less in sorted(compared, key=lambda one: tuple(part or "" for part in one)):
        if more and less:
            yield _weight(case, party, more, less)


def _weight(case: Case, party: str, more: str, less: str) -> Finding:
    name, one, other = case.names.party(party), case.names.track(more), case.names.track(less)
    issues = [issue.id for issue in case.frame.issues if issue.track in {more, less}]
    compared = [piece for piece in case.claiming(Says.VALUES_MORE) if piece.claim.party == party]
    claims = [piece for piece in compared if (piece.claim.track, piece.claim.over_track) == (more, less)]
    reverse = [
        piece
        for piece in compared
        if (piece.claim.track, piece.claim.over_track) == (less, more) and not piece.claim.negated
    ]
    return answer(
        case,
        Question(
            Mechanism.LINKAGE,
            Subject(f"weighs_more_than_{less}", party=party, track=more),
            holds=lambda world: (_stake(world, party, more) > _stake(world, party, less)).astype(np.float64),
            needed=frozenset(("range", party, issue) for issue in issues),
            say=lambda share, error, prior: (
                f"More is at stake for {name} on the track {one} than on {other} {in_models(share, error, prior)}"
                f"{case.accounts(claims, reverse)}."
            ),
            silence=f"The documents say nothing of which track weighs more for {name}.",
            topic=f"more is at stake for {name} on {one} than on {other}",
            size=lambda world: _stake(world, party, more) - _stake(world, party, less),
            unit="share of the party's whole utility range",
            assumptions=drafted(case, issues=issues, parties=[party]),
        ),
    )


def _stake(world: World, party: str, track: str) -> Floats:
    row, total = world.frame.party_index[party], np.zeros(world.ensemble.members)
    for number, issue in enumerate(world.frame.issues):
        if issue.track == track:
            values = world.ensemble.values[:, row, world.frame.offsets[number] : world.frame.offsets[number + 1]]
            total += values.max(axis=1) - values.min(axis=1)
    return total


def _spoken(case: Case, tracks: tuple[str, ...]) -> Finding:
    """Whether somebody says that matters are kept apart or hang together, with both sides where they differ."""
    told = {statement: how for statement in case.statements if (how := spoken_as(case, statement)) is not None}
    subject, names = Subject("spoken_of"), listed(case.names.track(track) for track in tracks)
    if not told:
        sentence = f"The documents say nothing of whether the tracks {names} are linked or separate."
        return silent(Mechanism.LINKAGE, subject, sentence)
    groups = {how: _ids(one for one in told if told[one] == how) for how in ("separate", "linked")}
    said = [f"as {how} by {shortened(case.voices(ids))}" for how, ids in groups.items() if ids]
    return fact(
        Mechanism.LINKAGE,
        subject,
        f"What is negotiated on the tracks {names} is spoken of {', and '.join(said)}.",
        [*groups["separate"], *groups["linked"]],
        assumptions=drafted(case, tracks=tracks),
        details={how: list(ids) for how, ids in groups.items()},
    )


def spoken_as(case: Case, statement: Statement) -> str | None:
    """`separate` or `linked`: what a statement says of the tracks, by its reader, else by its words; None: neither.

    Words that tie issues of one track to each other say nothing of tracks.
    """
    marked = statement.reached.get("tracks", "").partition(":")[0].strip()
    if marked in {"separate", "linked"}:
        return marked
    spoken = {point.issue for point in statement.points if point.issue}
    if len(spoken) > 1 and len({issue.track for issue in case.negotiation.issues if issue.id in spoken}) < 2:
        return None
    return "separate" if APART.search(statement.quote) else "linked" if TOGETHER.search(statement.quote) else None


def _ids(statements: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(sorted(statement.id for statement in statements))
