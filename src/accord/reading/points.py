"""The points of a passage: what it does, about whom, on which issue and option, and what it says of preferences."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from accord.negotiation import Negotiation
from accord.reading.called import called
from accord.reading.claims import (
    Told,
    chosen,
    compared,
    drops,
    from_act,
    given_up,
    of_options,
    parted_with,
    patience,
    told,
    without_option,
)
from accord.reading.grammar import Condition, asks, head_verb
from accord.reading.holders import Here, at_table, here, named_in, speaker
from accord.reading.issues import Mention, mentions
from accord.reading.lexicon import hits
from accord.reading.orders import NOT_BEFORE, precondition
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage
from accord.reading.patterns import words
from accord.reading.polarity import denied_by_cue, held, unchanged
from accord.reading.prices import refused_by
from accord.reading.registry import Registry
from accord.reading.remarks import sentences_of
from accord.reading.scenes import Drafted, Scene, apart, terms, words_of
from accord.reading.stances import Stance, outsider, stances
from accord.reading.tracks import tracks_told
from accord.statements import Act, Claim, Modality, Point, Says, Term, Tier

if TYPE_CHECKING:
    from spacy.tokens import Token

_POINTING = frozenset("this that these those it them such which both".split())
_SUMMING = _POINTING - {"that", "which", "such"}
_AHEAD = frozenset({"will", "'ll", "’ll", "shall", "may", "might"})
# What sums up the items of the sentence before: `there is nothing on the list that ...`.
_GATHERED = frozenset("list package agreement deal text outcome result announcement communique item concession".split())
_PROPOSAL = frozenset("offer proposal plan idea step move concession measure figure account demand term".split())
_AWAITING = frozenset({"until", "unless"})
# A claim of these holds as it is put, whatever its clause depends on.
_UNCONDITIONAL = frozenset({Says.RED_LINE, Says.BEFORE, Says.MAY_WALK_AWAY})
_DEFAULT = {
    Says.MAY_WALK_AWAY: Act.THREAT,
    Says.RED_LINE: Act.REJECT,
    Says.PREFERS: Act.DEMAND,
}


def code(
    passage: Passage, parsed: Parsed, registry: Registry, negotiation: Negotiation
) -> tuple[tuple[Point, ...], dict[str, str]]:
    """The points of the passage, and how each field was reached, keyed `points[0].claim`.

    A position is taken from nobody's denied, hypothetical or foreign clause; where unsure, a field stays None. Claims
    that set an order, a red line or a walk-away hold as put: their modality is asserted, `condition` keeps the words.
    """
    place = here(passage, parsed, registry, negotiation)
    drafted: list[Drafted] = []
    groups = sentences_of(passage, parsed)
    for sentence, tokens in groups:
        if asks(tokens):
            continue
        context = _context(place, sentence, tokens[0])
        found = mentions(tokens, negotiation, [m.issue for m in context])
        drafted.extend(_points(Scene(place, tokens, sentence, found, context)))
    still = unchanged([token for _, tokens in groups for token in tokens], place)
    if still is not None:
        drafted = held(drafted, still)
    unique = _distinct(denied_by_cue(drafted, place))
    reached = {f"points[{n}].{name}": text for n, one in enumerate(unique) for name, text in one.how}
    if still is not None:
        reached["unchanged"] = dict(still.how)["act"]
    told_apart = next((told for _, tokens in groups if (told := tracks_told(tokens, place)) is not None), None)
    if told_apart is not None:
        reached["tracks"] = told_apart
    return tuple(one.point for one in unique), reached


def _context(place: Here, sentence: int, first: Token) -> tuple[Mention, ...]:
    """What was spoken of just before, nearest first: earlier in the sentence, then in the two sentences before."""
    found: list[Mention] = []
    parsed = place.parsed
    for number in (sentence, sentence - 1, sentence - 2):
        if not 0 <= number < len(parsed.sentences):
            continue
        whole = parsed.sentences[number]
        tokens = [t for t in whole.tokens if number != sentence or t.i < first.i]
        found.extend(sorted(mentions(tokens, place.negotiation), key=lambda m: (m.option is None, -m.first)))
    return tuple(found)


def _points(scene: Scene) -> Iterator[Drafted]:
    """The points of one sentence."""
    if "called" in scene.place.passage.statement.reached:
        made = list(called(scene))
        if made:
            yield from made
            return
    stands, conds = stances(scene.tokens, scene.place, scene.found)
    inside = {i for cond in conds for i in cond.inside}
    if len(inside) >= sum(not token.is_punct for token in scene.tokens):
        inside = set()
    claims = told(scene.tokens, scene.place, inside)
    made = []
    order = precondition(scene, stands, conds)
    if order is not None:
        made.append(order)
    if order is not None and order.how[0][1] == NOT_BEFORE:
        stands = [stand for stand in stands if stand.act not in {Act.CONCESSION, Act.PROMISE, Act.OFFER}]
    for stand in stands:
        own = [c for c in claims if _same_clause(c, stand, stands)]
        taken = _of_stand(scene, stand, conds, own, ordered=order is not None)
        made.extend([*taken, *_in_return(stand, scene, taken)])
    free = [c for c in claims if not any(_same_clause(c, stand, stands) for stand in stands)]
    made.extend(_of_claims(scene, free, conds, None))
    statement = scene.place.passage.statement
    if not made and (statement.tier is not Tier.NARRATED or "left_out_by" in statement.reached):
        made.extend(_assessed(scene))
    yield from made


def _same_clause(claim: Told, stand: Stance, stands: Sequence[Stance]) -> bool:
    """Whether the claim's words belong with the stand: it is the nearest of the sentence's stands that do anything."""
    if stand.fallback and len(stands) > 1:
        return False
    nearest = min(stands, key=lambda one: (abs(one.anchor.i - claim.anchor.i), one.anchor.i))
    return nearest is stand


def _of_stand(
    scene: Scene, stand: Stance, conds: Sequence[Condition], claims: Sequence[Told], *, ordered: bool
) -> list[Drafted]:
    spoken = [m for m in stand.mentions if not _old_value(m, stand.mentions)] or _pointed_at(scene, stand)
    if stand.act is Act.REJECT and stand.mentions and all(map(parted_with, apart(stand.mentions))):
        stand = replace(stand, act=Act.DEMAND, denied=False)  # who will not give it up holds out for it
    own = _of_claims(scene, [c for c in claims if not _price(c, stand, scene)], conds, stand)
    awaited = ordered and _awaits(stand)
    modality, condition = _modality(scene, stand, awaited=awaited)
    act = _act(scene, stand)
    refusing, refusal = refused_by(stand, scene)
    given = terms(scene, stand.condition) if stand.condition is not None else ()
    if stand.condition_is_price and stand.act is Act.ACCEPT and stand.condition is not None:
        spoken = [*spoken, *mentions(stand.condition.tokens, scene.place.negotiation)]
    made: list[Drafted] = []
    for mention in apart(spoken):
        option, how_option = _option(stand, mention, scene)
        for party in _holders(stand, mention, scene):
            claim = from_act(stand.act, party, Term(mention.issue, option), denied=stand.denied, given=given)
            between = scene.place.negotiation.party(party).role == "mediator"  # its proposals are no wishes of its own
            if between or awaited or modality is Modality.HYPOTHETICAL or (act is Act.ASSESSMENT and stand.fallback):
                claim = None
            claim = None if refusing else claim  # a price, and no wish
            better = next((d for d in own if d.point.claim and _replaces(d.point.claim, mention, party)), None)
            if better is not None:
                continue
            point = Point(act, party, mention.issue, option, None, claim, stand.denied, modality, condition)
            point = replace(point, counterpart=_counterpart(stand, party, scene))
            made.append(_drafted(point, stand, mention.how + how_option))
        made += [_refusal(party, Term(mention.issue, option), refusal, mention.how) for party in refusing]
    if not spoken and not own and not ordered:
        if stand.fallback or (stand.soft and scene.place.negotiation.issues):
            return []
        for party in stand.holder.parties:
            made.append(
                _drafted(Point(act, party, negated=stand.denied, modality=modality, condition=condition), stand, "")
            )
    return [*made, *own] if not ordered else [d for d in (*made, *own) if d.point.act is not Act.PROMISE]


def _in_return(stand: Stance, scene: Scene, taken: Sequence[Drafted]) -> list[Drafted]:
    """What the holder gives or gets: `wants X in exchange for Y` would give Y, `offers X in return for Y` wants it."""
    act = {Act.DEMAND: Act.OFFER, Act.OFFER: Act.DEMAND, Act.PROMISE: Act.DEMAND}.get(stand.act)
    if act is None or stand.denied or not stand.condition_is_price or not taken or outsider(scene.place):
        return []
    known = {one.point.issue for one in taken}
    if len(stand.holder.parties) != 1 or any(one.point.modality is Modality.HYPOTHETICAL for one in taken):
        return []
    party, book, made = stand.holder.parties[0], scene.place.negotiation, []
    told = [(m.issue, chosen(m, book)) for m in apart(stand.mentions)]
    against = tuple(Term(issue, option) for issue, option in told if option is not None)
    for mention in apart(mentions(stand.condition.tokens if stand.condition else (), book)):
        option = chosen(mention, book)
        if mention.issue in known or option is None:
            continue
        claim = from_act(act, party, Term(mention.issue, option), denied=False, given=against)
        how = f"beside '{stand.told}', what is given for it"
        point = Point(act, party, mention.issue, option, claim=claim)
        made.append(Drafted(point, (("act", how), ("about", stand.holder.how), ("issue", mention.how), ("claim", how))))
    return made


def _old_value(mention: Mention, spoken: Sequence[Mention]) -> bool:
    """Whether it is what was before, beside what is now: `raised it from 5 percent to 7`, `7 percent, up from 5`."""
    rivals = any(m.issue == mention.issue and m.option not in {None, mention.option} for m in spoken)
    first = mention.tokens[0]
    before = [t.lower_ for t in first.doc[max(first.i - 2, 0) : first.i] if t.is_alpha]
    link = next((t for t in itertools.islice(first.ancestors, 4) if t.dep_ == "prep"), None)
    old = link is not None and link.lower_ == "from" and before[-1:] != ["to"]
    return rivals and mention.option is not None and old


def _refusal(party: str, term: Term, told: str, issue: str) -> Drafted:
    """That a party would refuse what is demanded of it, by the account of who tells of the demand."""
    claim = Claim(Says.REFUSES, party, term.issue, term.option)
    how = f"'{told}', beside the demand"
    return Drafted(
        Point(Act.REJECT, party, term.issue, term.option, claim=claim),
        (("act", how), ("claim", how), ("about", "who could not grant it"), ("issue", issue)),
    )


def _price(claim: Told, stand: Stance, scene: Scene) -> bool:
    """Whether a red line is only what the reporter says that others cannot grant: a demand put as a price."""
    others = bool(claim.holder.parties) and not set(claim.holder.parties) & set(stand.holder.parties)
    own = set(scene.place.passage.statement.parties) & set(claim.holder.parties)
    return claim.says is Says.RED_LINE and stand.act is Act.DEMAND and others and not own


def _replaces(claim: Claim, mention: Mention, party: str) -> bool:
    """Whether the claim says more of this mention than its act does."""
    return (
        claim.says in {Says.RED_LINE, Says.PREFERS, Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY, Says.VALUES_MORE}
        and claim.issue in {mention.issue, None}
        and claim.party == party
    )


def _drafted(point: Point, stand: Stance, issue: str) -> Drafted:
    how = [
        ("act", f"'{stand.told}'" + (", denied" if stand.denied else "")),
        ("about", stand.holder.how or "the speaker's own"),
    ]
    if point.issue:
        how.append(("issue", issue))
    if point.claim:
        how.append(("claim", f"from the act {stand.act}"))
    if point.condition:
        how.append(("condition", "the clause beside it"))
    return Drafted(point, tuple(how))


def _holders(stand: Stance, mention: Mention, scene: Scene) -> tuple[str, ...]:
    if stand.holder.how == "all who sit at the table":
        return at_table(scene.place, mention.issue)
    return stand.holder.parties


def _option(stand: Stance, mention: Mention, scene: Scene) -> tuple[str | None, str]:
    negotiation = scene.place.negotiation
    taking = stand.act in {Act.CONCESSION, Act.OFFER, Act.PROMISE, Act.ACCEPT}
    if taking and drops(mention.tokens[0]):
        return given_up(mention, negotiation), ", the demand for it dropped"
    if taking and parted_with(mention):
        return None, ", given up: what takes its place is not told"
    option = chosen(mention, negotiation)
    return option, "" if option == mention.option else ", what its bare name stands for"


def _pointed_at(scene: Scene, stand: Stance) -> list[Mention]:
    """What a pronoun or `the offer` stands for: what was spoken of last."""
    verb, inside = head_verb(stand.anchor), {x.i for x in scene.tokens}
    near = {verb.i, stand.anchor.i}
    below = [
        t
        for t in verb.subtree
        if t.i in inside and (t.head.i in near or (t.head.head.i in near and t.head.dep_ in {"prep", "agent"}))
    ]
    points = any(t.lower_ in _POINTING and t.dep_ in {"dobj", "nsubjpass", "pobj", "attr"} for t in below)
    points = points or (
        stand.anchor.pos_ in {"ADJ", "NOUN"} and any(t.lower_ in _POINTING and t.dep_ == "nsubj" for t in below)
    )
    points = points or any(
        t.lemma_.lower() in _PROPOSAL
        and any(c.lower_ in {"the", "this", "that"} for c in t.children)
        and not any(c.dep_ in {"prep", "acl", "relcl"} and c.lower_ != "which" and c.tag_ != "VBD" for c in t.children)
        for t in below
    )
    if not points or scene.found or not scene.context:
        return []
    last = scene.context[0]
    return [replace(last, how=f"'{' '.join(t.text for t in last.tokens)}', spoken of just before")]


def _act(scene: Scene, stand: Stance) -> Act:
    """The act as its speaker can perform it: who is not at the table assesses or forecasts what is still to come."""
    if stand.act in {Act.ASSESSMENT, Act.FORECAST} or not outsider(scene.place):
        return stand.act
    statement = scene.place.passage.statement
    if statement.tier is Tier.NARRATED and not stand.guess:
        return stand.act
    forecasting = (scene.place.passage.statement.cue or "").lower().rstrip("s") in {
        "expect",
        "predict",
        "forecast",
        "anticipate",
    }
    bound = stand.condition is not None and not (stand.could and stand.condition_is_price)
    if forecasting or ((stand.future or stand.could) and not bound) or stand.guess:
        return Act.FORECAST
    return stand.act


def _awaits(stand: Stance) -> bool:
    """Whether something is refused until another is done, as the order of steps beside it says."""
    return stand.act is Act.REJECT and stand.condition is not None and stand.condition.marker in _AWAITING


def _modality(scene: Scene, stand: Stance, *, awaited: bool = False) -> tuple[Modality, str | None]:
    if awaited and stand.condition is not None:
        return Modality.CONDITIONAL, words_of(scene, stand.condition)
    rest = [t for t in scene.tokens if t.i not in (stand.condition.inside if stand.condition else ())]
    unreal = any(True for _ in hits("modality", words(rest), "unreal"))
    condition = None
    if (
        stand.condition is not None
        and stand.condition.tokens
        and not stand.condition.marker.startswith(("before", "until"))
    ):
        condition = words_of(scene, stand.condition)
    own = set(speaker(scene.place).parties) & set(stand.holder.parties)
    if unreal or (not own and stand.guess):
        return Modality.HYPOTHETICAL, condition
    if condition and not stand.condition_is_price:
        return Modality.CONDITIONAL, condition
    if not own and stand.could:
        return Modality.HYPOTHETICAL, condition  # what another says that it could do, even in return for something
    return Modality.ASSERTED, condition


def _counterpart(stand: Stance, party: str, scene: Scene) -> str | None:
    """To whom it is addressed: the one other party named in the stand's clause."""
    named = [one for one in named_in(list(head_verb(stand.anchor).subtree), scene.place) if one != party]
    return named[0] if len(named) == 1 and len(stand.holder.parties) == 1 else None


def _of_claims(scene: Scene, claims: Sequence[Told], conds: Sequence[Condition], stand: Stance | None) -> list[Drafted]:
    """Points of the claims' own words; the act is the stand's beside them, or what the claim itself does."""
    made = []
    for one in claims:
        own = one if one.holder.parties or stand is None else replace(one, holder=stand.holder)
        for claim, option in _claims_of(scene, own, conds, stand):
            act, modality, condition = _manner(scene, own, claim, stand)
            point = Point(
                act,
                claim.other or claim.party if own.swap else claim.party,
                claim.issue,
                option,
                None,
                claim,
                False,
                modality,
                condition,
            )
            how = (
                ("claim", f"'{one.words}'"),
                ("about", own.holder.how or "the speaker's own"),
                ("act", f"with the claim {claim.says}"),
            )
            made.append(Drafted(point, how))
    return made


def _claims_of(
    scene: Scene, one: Told, conds: Sequence[Condition], stand: Stance | None
) -> list[tuple[Claim, str | None]]:
    near = [scene.sentence]
    if patience(one.says):
        return [(claim, None) for claim in without_option(one, scene.place, near)]
    if one.says in {Says.PREFERS, Says.VALUES_MORE}:
        return [(claim, claim.option) for claim in compared(one, scene.found, scene.tokens, scene.place)]
    spoken = list(apart(scene.found)) or [
        replace(m, how=f"{m.how}, spoken of just before") for m in apart(scene.context)[:1] if _points_back(scene)
    ]
    if one.says in {Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY} and not scene.found and _sums_up(scene):
        spoken = _last_sentence(scene)
    if one.says is Says.RED_LINE and not spoken and _goes_on(scene):
        spoken = apart(scene.context)[:1]
    if one.says is Says.RED_LINE and stand is not None and stand.mentions:
        within = {i for cond in conds for i in cond.inside}
        spoken = [m for m in spoken if m in stand.mentions or m.first in within]
    return of_options(one, spoken, scene.place, conds, tokens=scene.tokens)


def _goes_on(scene: Scene) -> bool:
    """Whether the words go on from what their sentence spoke of before: `... which are non-negotiable`."""
    first = next((t for t in scene.tokens if t.is_alpha), None)
    return (
        first is not None
        and (first.pos_ in {"AUX", "VERB"} or first.tag_ in {"WDT", "WP"})
        and first.i > first.sent.start
    )


def _points_back(scene: Scene) -> bool:
    return any(t.lower_ in _POINTING for t in scene.tokens[:6]) or any(
        t.lemma_.lower() in _PROPOSAL for t in scene.tokens
    )


def _sums_up(scene: Scene) -> bool:
    """Whether the words take up the items told before: by a pronoun, `the list`, `the agreement`."""
    lowers = [t.lower_ for t in scene.tokens]
    gathered = any(
        t.lemma_.lower() in _GATHERED and any(c.lower_ in {"the", "this", "that"} for c in t.children)
        for t in scene.tokens
    )
    return gathered or _points_back(scene) or any(word in _SUMMING for word in lowers)


def _last_sentence(scene: Scene) -> list[Mention]:
    """All that the sentence before spoke of: what `these` stands for."""
    if scene.sentence == 0:
        return []
    before = scene.place.parsed.sentences[scene.sentence - 1]
    return apart(mentions(list(before.span), scene.place.negotiation))


def _manner(scene: Scene, one: Told, claim: Claim, stand: Stance | None) -> tuple[Act, Modality, str | None]:
    outside = outsider(scene.place)
    modality, condition = _modality(scene, stand) if stand is not None else (Modality.ASSERTED, None)
    own = claim.party in speaker(scene.place).parties
    act = _DEFAULT.get(claim.says, Act.ASSESSMENT)
    if stand is not None and not stand.fallback and claim.says in {Says.RED_LINE, Says.PREFERS, Says.MAY_WALK_AWAY}:
        act = stand.act if claim.says is not Says.MAY_WALK_AWAY else Act.THREAT
    if claim.says is Says.RED_LINE and condition:
        act = Act.DEMAND
    if (
        outside
        and not own
        and scene.place.passage.statement.tier is not Tier.NARRATED
        and act in {Act.THREAT, Act.DEMAND, Act.REJECT}
    ):
        act = Act.FORECAST if claim.says is Says.MAY_WALK_AWAY else Act.ASSESSMENT
    if act is Act.ASSESSMENT and outside and any(c.tag_ == "MD" for c in head_verb(one.anchor).children):
        act = Act.FORECAST
    if claim.says in _UNCONDITIONAL or (modality is Modality.HYPOTHETICAL and claim.says not in {Says.PREFERS}):
        modality = Modality.ASSERTED
    return act, modality, condition


def _assessed(scene: Scene) -> Iterator[Drafted]:
    """A point for a saying on an issue with no word of doing: an assessment, or a forecast of what is to come."""
    if not scene.found:
        return
    ahead = any(t.lower_ in _AHEAD or t.lower_ == "likely" for t in scene.tokens)
    about = named_in(scene.tokens, scene.place) or speaker(scene.place).parties
    for mention in apart(scene.found)[:2]:
        point = Point(
            Act.FORECAST if ahead else Act.ASSESSMENT, about[0] if about else None, mention.issue, mention.option
        )
        how = (("act", "no word of doing" + (", still to come" if ahead else "")), ("issue", mention.how))
        yield Drafted(point, how)


def _distinct(drafted: Sequence[Drafted]) -> list[Drafted]:
    kept: dict[Point, Drafted] = {}
    for one in drafted:
        kept.setdefault(one.point, one)
    return list(kept.values())
