"""How far a voice is believed: the one table of reliabilities, by tier, chair and whose preferences are told of.

A reliability r is the chance that the statement tracks the truth; otherwise it is as likely to say this as its
opposite. So r = 0.9 is right 95 times in 100. The numbers are plain defaults, not measurements: change them here for
every negotiation, or under `reliability` in one negotiation's file, by kind of voice, by speaker or by statement.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from accord.negotiation import Reliabilities
from accord.statements import Act, Authority, Says, Statement, Tier


class Relation(StrEnum):
    """How the voice stands to the party whose preferences it tells of."""

    OWN = "own"  # the party speaks of itself
    RIVAL = "rival"  # another party at the talks speaks of it
    OUTSIDE = "outside"  # the reporter, an expert, anybody who speaks for no party


# Said on the record: a chair binds the more the higher it is. An expert close to a party knows, and is interested.
# Ascribed by the reporter to somebody's mind: a reading of minds, whoever's. In the reporter's own voice: checked by
# a desk.
TIER_AND_AUTHORITY: dict[Tier, dict[Authority, float]] = {
    Tier.STATED: {
        Authority.PRINCIPAL: 0.90,
        Authority.NEGOTIATOR: 0.90,
        Authority.OFFICIAL: 0.85,
        Authority.AFFILIATED_EXPERT: 0.75,
        Authority.INDEPENDENT: 0.75,
        Authority.REPORTER: 0.80,
        Authority.UNKNOWN: 0.65,
    },
    Tier.BELIEF: dict.fromkeys(Authority, 0.60),
    Tier.NARRATED: dict.fromkeys(Authority, 0.80),
}

# A party knows its own mind best; what it says of another's is an interested reading.
RELATION: dict[Relation, float] = {Relation.OWN: 1.0, Relation.RIVAL: 0.75, Relation.OUTSIDE: 1.0}

# Of itself, a party has reason to say these whether or not they are so: each makes it stronger at the table.
BOASTS: frozenset[Says] = frozenset(
    {Says.NO_DEAL_BETTER, Says.LESS_HURRIED_THAN, Says.MAY_WALK_AWAY, Says.GAINS_WHILE_WAITING, Says.RED_LINE}
)
BOAST = 0.85

# A step that was taken, agreed or offered is one side of an exchange: that a party would accept it even with nothing in
# return does not follow, and would make every reported concession cost nothing. So a step keeps only so much of its
# voice's reliability as evidence of acceptance; words that say outright what a party would accept keep all of it.
STEPS: dict[Act, float] = {Act.ACCEPT: 0.3, Act.CONCESSION: 0.3, Act.PROMISE: 0.5, Act.OFFER: 0.6}

# What a bare act says of preferences where the reader coded no claim, and how much of the voice's reliability it keeps.
# A demand may be a price; "has not accepted" is less than "refuses"; "has not refused" says nothing.
ACTS: dict[tuple[Act, bool], tuple[Says, float]] = {
    (Act.DEMAND, False): (Says.SEEKS, 1.0),
    **{(act, False): (Says.WOULD_ACCEPT, share) for act, share in STEPS.items()},
    (Act.REJECT, False): (Says.REFUSES, 1.0),
    (Act.ACCEPT, True): (Says.REFUSES, 0.5),
}

LEAST = 0.01  # a reliability lies in (0, 1]; what the reader is wholly unsure of still counts for a little


def reliability(
    tier: Tier,
    authority: Authority,
    relation: Relation,
    *,
    says: Says,
    share: float = 1.0,
    voice: float | None = None,
) -> float:
    """How far a voice is believed, in (0, 1].

    Args:
        tier: Whose words.
        authority: From what chair.
        relation: How the voice stands to the party told of.
        says: The claim; a boast of one's own is believed less.
        share: What the reading leaves of it, in [0, 1]: the reader's confidence, times the share an act keeps.
        voice: In place of the table's number for the voice.

    >>> round(reliability(Tier.STATED, Authority.PRINCIPAL, Relation.RIVAL, says=Says.REFUSES), 3)
    0.675
    """
    boast = BOAST if relation is Relation.OWN and says in BOASTS else 1.0
    own = TIER_AND_AUTHORITY[tier][authority] if voice is None else voice
    return max(LEAST, own * RELATION[relation] * boast * share)


def believed(statement: Statement, relation: Relation, told: Reliabilities, *, says: Says, share: float) -> float:
    """How far a statement's claim is believed, in [0, 1], with what the analyst told of its voice; 0: not at all.

    The analyst's number for the statement stands as it is. One for its speaker (the least, where several speak), else
    for its kind, takes the place of the table's number for the voice.
    """
    if statement.id in told.statements:
        return told.statements[statement.id]
    named = {name.casefold(): number for name, number in told.speakers.items()}
    names = [*statement.speakers, statement.speaker_as_named, statement.organisation]
    own = [named[name.casefold()] for name in names if name and name.casefold() in named]
    kind = statement.authority.value if statement.tier is Tier.STATED else statement.tier.value
    voice = min(own) if own and statement.tier is Tier.STATED else told.kinds.get(kind)  # type: ignore[call-overload]
    if voice == 0:
        return 0.0
    return reliability(statement.tier, statement.authority, relation, says=says, share=share, voice=voice)


@dataclass(frozen=True, slots=True)
class Weight:
    """What a piece of evidence does to the density: log of the factor by which holding beats breaking, 0 if certain."""

    gain: float
    certain: int


def weight_of(reliability: float) -> Weight:
    """The weight of evidence of this reliability: (1 + r) / 2 where it holds, (1 - r) / 2 where not.

    >>> round(weight_of(0.5).gain, 6) == round(math.log(3), 6)
    True
    """
    if reliability >= 1:
        return Weight(0.0, 1)
    return Weight(math.log1p(reliability) - math.log1p(-reliability), 0)
