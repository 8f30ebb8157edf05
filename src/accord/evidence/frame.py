"""The frame of a negotiation: who bargains over what."""

from __future__ import annotations

from dataclasses import replace

from accord.bargain import Frame, Issue, Party, Track
from accord.negotiation import Negotiation, counterfactual, status_quo


def frame_of(negotiation: Negotiation) -> Frame:
    """The parties whose yes some issue needs, with all tracks and issues, in the order of the file.

    A mediator or observer that no issue waits for is no bargaining party.
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
    return Frame(parties, issues, tracks)


def canonical(frame: Frame) -> Frame:
    """The frame in an order that does not depend on the file's: issues, and options without an order, by name.

    Issues with a single option are left out: nothing of anybody's utility can hang on them.
    """
    chosen = sorted((issue for issue in frame.issues if len(issue.options) > 1), key=lambda issue: issue.id)
    issues = tuple(issue if issue.ordered else replace(issue, options=tuple(sorted(issue.options))) for issue in chosen)
    return Frame(tuple(sorted(frame.parties, key=lambda party: party.id)), issues, frame.tracks)
