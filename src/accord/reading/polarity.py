"""What a whole passage turns or keeps: cues that deny, and demands told to be unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from accord.reading.grammar import head_verb, negation
from accord.reading.holders import Here, holder
from accord.reading.lexicon import hits
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage
from accord.reading.patterns import Word, words
from accord.reading.scenes import Drafted
from accord.statements import Act, Claim, Point, Says, Tier

if TYPE_CHECKING:
    from spacy.tokens import Token

_TALKING = frozenset(
    "settlement peace agreement deal talk process dialogue negotiation solution compromise diplomacy outcome".split()
)
_NOBODY = frozenset("neither no none nobody few".split())
_BARRED = frozenset({Says.RED_LINE, Says.REFUSES})
_HELD = frozenset({Says.WOULD_ACCEPT, Says.REFUSES})


def held(drafted: Sequence[Drafted], unchanged: Drafted) -> list[Drafted]:
    """The points of what is told to be unchanged: its holder's, and what it was told to hold to is demanded."""
    about, kept = unchanged.point.about, []
    for one in drafted:
        point = one.point
        if point.about != about:
            kept += (
                [one]
                if point.claim and point.claim.says in _BARRED and point.issue in {d.point.issue for d in drafted}
                else []
            )
            continue
        if point.act in {Act.CONCESSION, Act.REJECT, Act.PROMISE, Act.ASSESSMENT} and (
            point.claim is None or point.claim.says in _HELD
        ):
            kept.append(_demanded(one))
        else:
            kept.append(one)
    return kept if any(one.point.about == about for one in kept) else [unchanged, *kept]


def _demanded(one: Drafted) -> Drafted:
    """The point as a demand for what it speaks of."""
    point, claim = one.point, None
    if point.about and point.issue and point.option:
        claim = Claim(Says.SEEKS, point.about, point.issue, point.option)
    return Drafted(replace(point, act=Act.DEMAND, claim=claim, negated=False), one.how)


def unchanged(tokens: Sequence[Token], place: Here) -> Drafted | None:
    """A demand told to be where it was, by nobody's name but its holder's."""
    sequence = words(tokens)
    for _, match in hits("narration", sequence, "unchanged"):
        own = holder(match.anchor, place)
        asked = next((c for c in head_verb(match.anchor).children if c.dep_ == "csubj"), None)
        if not own.parties and asked is not None:  # "what X asks of Y remained unchanged"
            own = holder(asked, place)
        if own.parties and not _for_peace(sequence[match.start : match.end + 4]):
            told_by = " ".join(sequence[i].token.text for i in range(match.start, match.end))
            how = (("act", f"'{told_by}'"), ("about", own.how))
            return Drafted(Point(Act.DEMAND, own.parties[0]), how)
    return None


def _for_peace(told: Sequence[Word]) -> bool:
    """Whether what somebody holds to is the talks themselves: `remains committed to a fair settlement`."""
    held_to = [word.token for word in told if word.token.dep_ == "pobj" and word.token.head.lower_ == "to"]
    return any(token.lemma_.lower() in _TALKING for token in held_to)


def denied_by_cue(drafted: Sequence[Drafted], place: Here) -> list[Drafted]:
    """The points as a cue that denies leaves them: `denied that`, `expressed skepticism that`."""
    cue_span = place.passage.cue_span
    if cue_span is None or place.passage.statement.tier is Tier.NARRATED:
        return list(drafted)  # what the reporter calls "rejected" is an act that is told, not a saying that is denied
    cue = words(place.parsed.tokens(*cue_span))
    if place.passage.statement.tier is Tier.BELIEF and any(_unthought(word.token) for word in cue):
        return [_turned(one, place) for one in drafted]
    sentence = place.parsed.within(*cue_span)
    around = words([t for s in sentence for t in s.span if cue_span[0] <= place.parsed.offset(t) <= cue_span[1] + 12])
    if not any(True for _ in hits("modality", cue, "denials")) and not any(
        m.start <= 3 and m.anchor.pos_ in {"NOUN", "ADJ"} for _, m in hits("modality", around, "denials") if cue
    ):
        return list(drafted)
    return [_turned(one, place) for one in drafted]


def _unthought(verb: Token) -> bool:
    """Whether a verb of thinking is denied: `does not believe`, `neither side expects`, `no longer hopes`."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return False
    who = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    nobody = any(t.lower_ in _NOBODY for one in who for t in (one, *one.children))
    return nobody or negation(verb) is not None


def denies(passage: Passage, parsed: Parsed) -> bool:
    """Whether the cue is a word of denying."""
    cue = words(parsed.tokens(*passage.cue_span)) if passage.cue_span else ()
    direct = passage.statement.tier is Tier.NARRATED
    return any(True for _ in hits("modality", cue, "denials")) and not direct


def _turned(one: Drafted, place: Here) -> Drafted:
    point, claim = one.point, one.point.claim
    own = point.about in place.passage.statement.parties
    act = point.act
    if act in {Act.ACCEPT, Act.OFFER, Act.CONCESSION, Act.PROMISE}:
        act = Act.REJECT if own else Act.ASSESSMENT
    if act is Act.ASSESSMENT and own and claim is None and point.issue and point.option and not point.negated:
        denied = Claim(Says.WOULD_ACCEPT, point.about or "", point.issue, point.option, negated=True)
        return Drafted(
            replace(point, act=Act.REJECT, claim=denied, negated=True),
            (*one.how, ("claim", f"the cue '{place.passage.statement.cue}' denies it")),
        )
    if claim is not None:
        claim = (
            replace(claim, negated=not claim.negated)
            if claim.says
            in {
                Says.WOULD_ACCEPT,
                Says.ALREADY_WANTED,
                Says.GAINS_WHILE_WAITING,
                Says.WOULD_DO_ANYWAY,
                Says.MAY_WALK_AWAY,
            }
            else None
        )
    turned = replace(point, act=act, claim=claim, negated=not point.negated)
    return Drafted(turned, (*one.how, ("negated", f"the cue '{place.passage.statement.cue}' denies it")))
