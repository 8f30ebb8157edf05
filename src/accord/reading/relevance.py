"""Whether a passage tells something of the negotiation: bystanders, small talk and background facts do not."""

from __future__ import annotations

from collections.abc import Sequence

from accord.negotiation import Negotiation
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage
from accord.reading.portraits import role_words
from accord.reading.registry import Registry
from accord.statements import Act, Authority, Point, Tier

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


def tells(
    passage: Passage, points: Sequence[Point], parsed: Parsed, registry: Registry, negotiation: Negotiation
) -> bool:
    """Whether the passage belongs among the statements.

    What has an issue, a claim or an act at the table does, and what a party or an expert says of another party;
    never what somebody who speaks for nobody says of nothing that is negotiated.
    A codebook without issues lets everything pass.
    """
    if not negotiation.issues:
        return True
    if any(point.issue is not None or point.claim is not None for point in points):
        return True
    statement = passage.statement
    if statement.tier is Tier.NARRATED:
        return bool(points)
    told = " ".join(parsed.text(start, end) for start, end in passage.content)
    parties = set(registry.parties_in(told))
    if statement.authority in _OUTSIDE and not statement.parties:
        return False
    if any(point.act not in _WEAK for point in points) or _names_an_issue(told, negotiation):
        return True
    if statement.parties and role_words(told) & _BARGAINING:
        return True
    if statement.parties and statement.cue in _REACTIONS:
        return True
    return bool(parties - set(statement.parties)) and len(told.split()) > 4


def _names_an_issue(told: str, negotiation: Negotiation) -> bool:
    """Whether a cue of the codebook stands in these words."""
    lower = told.casefold()
    return any(cue.casefold() in lower for issue in negotiation.issues for cues in issue.cues.values() for cue in cues)
