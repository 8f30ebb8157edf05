"""The frame of a negotiation: who bargains over what, and what may stand together."""

from __future__ import annotations

from dataclasses import replace

from accord.bargain import Combination, Frame, Issue, Party, Precondition, Requirement, Track
from accord.evidence.bonds import bonds_of, combinations
from accord.negotiation import Negotiation, counterfactual, status_quo


def frame_of(negotiation: Negotiation) -> Frame:
    """The parties whose yes some issue needs, with all tracks, issues and rules of the file, in its order.

    A mediator or observer that no issue waits for is no bargaining party. Interactions stand in an order of their own.
    """
    needed = {party for issue in negotiation.issues for party in negotiation.consent(issue)}
    parties = tuple(Party(party.id, party.name) for party in negotiation.parties if party.id in needed)
    known = {party.id for party in parties}
    issues = tuple(
        Issue(
            issue.id,
            issue.options,
            issue.track,
            tuple(party for party in negotiation.consent(issue) if party in known),
            issue.ordered,
            status_quo(issue),
            counterfactual(issue),
        )
        for issue in negotiation.issues
    )
    tracks = tuple(
        Track(track.id, tuple(party for party in track.parties if party in known)) for track in negotiation.tracks
    )
    return Frame(
        parties,
        issues,
        tracks,
        _exclusions(negotiation),
        tuple(Requirement(need.issue, need.option, need.other, need.options) for need in negotiation.requirements),
        combinations(bonds_of(negotiation, [party.id for party in parties])),
        tuple(
            Precondition(order.party, order.before, order.after, order.option or "")
            for order in negotiation.preconditions
            if order.party in known
        ),
    )


def _exclusions(negotiation: Negotiation) -> tuple[Combination, ...]:
    told = [[(term.issue, term.option) for term in entry.terms if term.option] for entry in negotiation.exclusions]
    return tuple(dict.fromkeys(tuple(terms) for terms in told if len(terms) > 1))


def canonical(frame: Frame) -> Frame:
    """The frame in an order that does not depend on the file's: issues, and options without an order, by name.

    Issues with a single option are left out: nothing of anybody's utility can hang on them.
    """
    chosen = sorted((issue for issue in frame.issues if len(issue.options) > 1), key=lambda issue: issue.id)
    issues = tuple(issue if issue.ordered else replace(issue, options=tuple(sorted(issue.options))) for issue in chosen)
    return Frame(tuple(sorted(frame.parties, key=lambda party: party.id)), issues, frame.tracks)
