"""Hypothesis generators that several rooms' tests share."""

from itertools import pairwise

from hypothesis import strategies as st

from accord.negotiation import (
    Assumption,
    DocumentNote,
    Issue,
    Negotiation,
    Party,
    Precondition,
    Speaker,
    Track,
)

# Words that YAML readers like to take for something else stand beside arbitrary text.
_WORDS = st.sampled_from(
    ["no", "off", "30", "1.50", "2031-03-11", "null", "~", "a: b", "#1", "- x", "é“", "five percent"]
)
_IDS = st.one_of(_WORDS, st.text(min_size=1, max_size=12)).filter(lambda id: id == id.strip() and id.isprintable())
_TEXTS = st.one_of(_WORDS, st.text(max_size=60))


@st.composite
def negotiations(draw: st.DrawFn) -> Negotiation:
    """Negotiations whose parts name each other correctly, with arbitrary text in every field that takes it."""
    party_ids = draw(st.lists(_IDS, max_size=4, unique=True))
    track_ids = draw(st.lists(_IDS, max_size=2, unique=True)) if party_ids else []
    parties = tuple(
        Party(
            id=id,
            name=draw(_TEXTS.filter(bool)),
            aliases=tuple(draw(st.lists(_TEXTS, max_size=2))),
            speakers=tuple(draw(st.lists(st.builds(Speaker, name=_IDS, role=st.none() | _TEXTS), max_size=2))),
            role=draw(st.sampled_from(["principal", "mediator", "absent", "observer"])),
            drafted=draw(st.booleans()),
            origin=draw(st.none() | _TEXTS),
        )
        for id in party_ids
    )
    tracks = tuple(Track(id=id, parties=tuple(party_ids), name=draw(st.none() | _TEXTS)) for id in track_ids)
    issue_ids = draw(st.lists(_IDS, max_size=3, unique=True)) if tracks else []
    issues = tuple(draw(_issues(id, track_ids, party_ids)) for id in issue_ids)
    return Negotiation(
        title=draw(_TEXTS),
        documents=tuple(draw(st.lists(_NOTES, max_size=2))),
        parties=parties,
        tracks=tracks,
        issues=issues,
        preconditions=_preconditions(party_ids, issue_ids),
        assumptions=tuple(draw(_assumptions(issue, party_ids)) for issue in issues),
    )


_NOTES = st.builds(
    DocumentNote, file=_IDS, source=st.none() | _TEXTS, date=st.none() | st.dates(), title=st.none() | _TEXTS
)


def _preconditions(party_ids: list[str], issue_ids: list[str]) -> tuple[Precondition, ...]:
    pairs = pairwise(issue_ids)
    return tuple(Precondition(party=party_ids[0], before=before, after=after) for before, after in pairs)


@st.composite
def _issues(draw: st.DrawFn, id: str, track_ids: list[str], party_ids: list[str]) -> Issue:
    options = draw(st.lists(_IDS.filter(lambda option: option != "issue"), min_size=1, max_size=4, unique=True))
    cues = st.lists(_TEXTS.filter(str.strip), max_size=2).map(tuple)
    return Issue(
        id=id,
        track=draw(st.sampled_from(track_ids)),
        options=tuple(options),
        ordered=draw(st.booleans()),
        status_quo=draw(st.none() | st.sampled_from(options)),
        counterfactual=draw(st.none() | st.sampled_from(options)),
        cues=draw(st.dictionaries(st.sampled_from([*options, "issue"]), cues, max_size=3)),
        consent=draw(st.none() | st.lists(st.sampled_from(party_ids), max_size=2, unique=True).map(tuple)),
    )


@st.composite
def _assumptions(draw: st.DrawFn, issue: Issue, party_ids: list[str]) -> Assumption:
    return Assumption(
        party=draw(st.sampled_from(party_ids)),
        says=draw(st.sampled_from(["seeks", "red_line", "would_accept", "already_wanted"])),
        issue=issue.id,
        option=draw(st.sampled_from(issue.options)),
        given=({"issue": issue.id, "option": issue.options[0]},) if draw(st.booleans()) else (),
        reason=draw(_TEXTS),
        reliability=draw(st.floats(min_value=0, max_value=1, exclude_min=True)),
    )
