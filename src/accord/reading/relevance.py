"""Whether a passage tells something of the negotiation: bystanders, small talk and background facts do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from accord.negotiation import Negotiation
from accord.reading.grammar import SUBJECTS
from accord.reading.lexicon import hits
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage
from accord.reading.patterns import words as sequence
from accord.reading.portraits import role_words
from accord.reading.registry import Registry
from accord.reading.wordlists import words
from accord.statements import Act, Authority, Kind, Point, Tier

_WEAK = frozenset({Act.ASSESSMENT, Act.FORECAST})
_BARGAINING = frozenset(
    "offer deal agreement proposal talk negotiation term compromise concession settlement contract text draft treaty "
    "accord pact table sign bargain ultimatum demand counteroffer package remedy condition truce".split()
)
_REACTIONS = frozenset(
    "welcomed welcomes dismissed dismisses called calls denounced condemned praised hailed criticised criticized "
    "described".split()
)
_OUTSIDE = frozenset({Authority.UNKNOWN})
_DENIES = re.compile(r"(?i)den(?:y|ies|ied|ying)\b|disput|rebut")
_ASKED = re.compile(r"(?i)(?:when |if )?asked (?:if|whether)\b")
_ENOUGH = 6  # passages: fewer do not show what a document is about
# Of what is said in reports of a negotiation, two in five or more touch an issue; in other political news, one in ten.
_ABOUT = 0.2
_ACCUSING = frozenset("accused accuses accusing blamed blames blaming".split())
_LEAST_WORDS = 3
_QUOTED_WORDS = 4
_LEAST_REPORTED = 5  # words
_READY = re.compile(r"(?i)\b(?:willing|unwilling|ready|prepared|eager|reluctant) to\b")  # "willing to meet again"
_JOKES = re.compile(r"(?i)jok|quip|jest|laugh|deadpan")
_EXPERTS = frozenset({Authority.INDEPENDENT, Authority.AFFILIATED_EXPERT})
_THEM = re.compile(r"(?i)\b(?:they|them|their|both|sides?|it|its)\b")


def elsewhere(told: Sequence[tuple[Passage, Sequence[Point]]], negotiation: Negotiation) -> bool:
    """Whether nothing in a document can be told to be beside the point, so that all that is said there is booked.

    That holds where the codebook has no issues, where a program guessed them all, and where hardly anything said in the
    document touches one: it is about something else, and who reads it with this codebook wants what is said there.
    """
    if all(issue.drafted for issue in negotiation.issues):
        return True
    said = [points for passage, points in told if passage.statement.tier is not Tier.NARRATED]
    touching = sum(any(point.issue is not None for point in points) for points in said)
    return len(said) >= _ENOUGH and touching < _ABOUT * len(said)


def accuses(passage: Passage) -> bool:
    """Whether it tells what somebody accuses another of: that is the accuser's word, never the reporter's."""
    return (passage.statement.cue or "").casefold() in _ACCUSING


def by_the_way(passage: Passage, points: Sequence[Point]) -> bool:
    """Whether an attitude told without its holder's words names no issue, or hardly more than a word of what it is."""
    if "attitude" not in passage.statement.reached or (accuses(passage) and any(point.claim for point in points)):
        return False
    brief = len(passage.statement.quote.split()) < _LEAST_WORDS
    return brief or all(point.issue is None for point in points)


def tells(
    passage: Passage, points: Sequence[Point], parsed: Parsed, registry: Registry, negotiation: Negotiation
) -> bool:
    """Whether the passage belongs among the statements.

    What has an issue, a claim or an act at the table does; what a party or an expert says of another party, of
    patience, leaving, trust, cost or the talks; never what somebody who speaks for nobody says of nothing that is
    negotiated, nor courtesies and schedules. A codebook without issues lets everything pass.
    """
    if not negotiation.issues:
        return True
    if any(point.issue is not None or point.claim is not None for point in points):
        return True
    statement = passage.statement
    if statement.tier is Tier.NARRATED:
        return bool(points) or bool({"stance", "left_out_by"} & set(statement.reached))
    told = " ".join(parsed.text(start, end) for start, end in passage.content)
    parties = set(registry.parties_in(told))
    if statement.authority in _OUTSIDE and not statement.parties:
        return _hearsay(passage, told, parsed, registry)
    if _courtesy(passage, parsed) and not (statement.parties and _READY.search(told)):
        return False
    if _quoted(passage) or _reported(passage, parsed, registry):
        return True
    said = any(point.act not in _WEAK for point in points) or _names_an_issue(told, negotiation)
    if said or (statement.parties and _reacts(passage, told)) or _stakes(passage, parsed):
        return True
    return bool(parties - set(statement.parties)) and len(told.split()) > 4


def _quoted(passage: Passage) -> bool:
    """Whether it gives the words of a party's people or of an expert in quotation marks, behind a verb of saying.

    Reporters quote of them what bears on the talks; in a conversation printed whole much is said by the way.
    """
    statement = passage.statement
    if passage.cue_span is None or statement.kind not in {Kind.DIRECT, Kind.MIXED} or _JOKES.match(statement.cue or ""):
        return False
    if len(statement.quote.split()) < _QUOTED_WORDS or statement.tier is not Tier.STATED:
        return False
    return bool(statement.parties) or statement.authority in _EXPERTS


def _reported(passage: Passage, parsed: Parsed, registry: Registry) -> bool:
    """Whether it reports, as a clause of its own, what a party's people said to somebody."""
    statement = passage.statement
    if statement.kind is not Kind.INDIRECT or statement.tier is not Tier.STATED or passage.cue_span is None:
        return False
    if not set(statement.parties) & registry.principals or len(statement.quote.split()) < _LEAST_REPORTED:
        return False
    tokens = [token for start, end in passage.content for token in parsed.tokens(start, end)]
    return any(t.dep_ in SUBJECTS and t.head.pos_ in {"VERB", "AUX"} for t in tokens)


def _reacts(passage: Passage, told: str) -> bool:
    """Whether a party's words speak of bargaining, or its verb is a reaction, a denial or an answer told."""
    cue = passage.statement.cue or ""
    if role_words(told) & _BARGAINING or cue in _REACTIONS:
        return True
    return bool(_DENIES.match(cue) or _ASKED.match(passage.statement.quote))


def _hearsay(passage: Passage, told: str, parsed: Parsed, registry: Registry) -> bool:
    """Whether somebody of unknown mandate, no bystander, says of a party what is at stake for it."""
    who = role_words(" ".join((*passage.statement.speakers, passage.statement.role or "")))
    if not passage.statement.speakers or who & words("roles", "bystander"):
        return False
    around = " ".join(parsed.text(s.start, s.end) for s in parsed.within(passage.start, passage.end))
    named = bool(registry.parties_in(told)) or (bool(_THEM.search(told)) or bool(registry.parties_in(around)))
    return named and _stakes(passage, parsed) and not _courtesy(passage, parsed)


def _stakes(passage: Passage, parsed: Parsed) -> bool:
    """Whether the words speak of patience, leaving, trust, cost, closeness, readiness or what would be done."""
    return any(_matched("stakes", start, end, parsed) for start, end in passage.content)


def _courtesy(passage: Passage, parsed: Parsed) -> bool:
    """Whether the words are a courtesy, a timetable or a matter of manners."""
    return any(_matched("courtesy", start, end, parsed) for start, end in passage.content)


def _matched(entry: str, start: int, end: int, parsed: Parsed) -> bool:
    return any(True for _ in hits("narration", sequence(parsed.tokens(start, end)), entry))


def _names_an_issue(told: str, negotiation: Negotiation) -> bool:
    """Whether a cue of the codebook stands in these words."""
    lower = told.casefold()
    return any(cue.casefold() in lower for issue in negotiation.issues for cues in issue.cues.values() for cue in cues)
