"""The points of a passage: what it does, about whom, on which issue and option, and what it says of preferences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accord.negotiation import Negotiation
from accord.reading.claims import Told, chosen, compared, drops, from_act, given_up, of_options, patience, told, without_option
from accord.reading.grammar import Condition, asks, head_verb
from accord.reading.holders import Here, at_table, here, holder, named_in, speaker
from accord.reading.issues import Mention, mentions
from accord.reading.lexicon import hits
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage
from accord.reading.patterns import words
from accord.reading.registry import Registry
from accord.reading.stances import Stance, outsider, stances
from accord.statements import Act, Claim, Modality, Point, Says, Term, Tier

if TYPE_CHECKING:
    from spacy.tokens import Token

_POINTING = frozenset("this that these those it them such which both".split())
_PROPOSAL = frozenset("offer proposal plan idea step move concession measure figure account demand term".split())
# A claim of these holds as it is put, whatever its clause depends on.
_UNCONDITIONAL = frozenset({Says.RED_LINE, Says.BEFORE, Says.MAY_WALK_AWAY})
_DEFAULT = {
    Says.MAY_WALK_AWAY: Act.THREAT,
    Says.RED_LINE: Act.REJECT,
    Says.PREFERS: Act.DEMAND,
}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A point, and how its fields were reached."""

    point: Point
    how: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Scene:
    """One sentence of a passage, with what was spoken of before it."""

    place: Here
    tokens: list[Token]
    sentence: int
    found: tuple[Mention, ...]
    context: tuple[Mention, ...]


def code(
    passage: Passage, parsed: Parsed, registry: Registry, negotiation: Negotiation, before: Sequence[Passage] = ()
) -> tuple[tuple[Point, ...], dict[str, str]]:
    """The points of the passage, and how each field was reached, keyed `points[0].claim`.

    A position is taken from nobody's denied, hypothetical or foreign clause; where unsure, a field stays None. Claims that set
    an order, a red line or a walk-away hold as put, so their modality is asserted and `condition` keeps the words.
    """
    place = here(passage, parsed, registry, negotiation)
    drafted: list[Drafted] = []
    groups = _sentences(passage, parsed)
    for sentence, tokens in groups:
        if asks(tokens):
            continue
        context = _context(place, sentence, tokens[0])
        found = mentions(tokens, negotiation, [m.issue for m in context])
        drafted.extend(_points(_Scene(place, tokens, sentence, found, context)))
    unchanged = _unchanged([token for _, tokens in groups for token in tokens], place)
    if unchanged is not None:
        drafted = drafted if any(one.point.about for one in drafted) else [unchanged]
    unique = _distinct(_denied_by_cue(drafted, place))
    reached = {f"points[{n}].{name}": text for n, one in enumerate(unique) for name, text in one.how}
    if unchanged is not None:
        reached["unchanged"] = dict(unchanged.how)["act"]
    return tuple(one.point for one in unique), reached


def _unchanged(tokens: Sequence[Token], place: Here) -> Drafted | None:
    """A demand told to be where it was, by nobody's name but its holder's."""
    sequence = words(tokens)
    for _, match in hits("narration", sequence, "unchanged"):
        own = holder(match.anchor, place)
        if own.parties:
            told_by = " ".join(sequence[i].token.text for i in range(match.start, match.end))
            how = (("act", f"'{told_by}'"), ("about", own.how))
            return Drafted(Point(Act.DEMAND, own.parties[0]), how)
    return None


def _sentences(passage: Passage, parsed: Parsed) -> list[tuple[int, list[Token]]]:
    """The tokens of the passage's content, sentence by sentence."""
    by_sentence: dict[int, list[Token]] = {}
    for start, end in passage.content:
        for token in parsed.tokens(start, end):
            by_sentence.setdefault(parsed.sentence_of(token).number, []).append(token)
    for token in parsed.tokens(*passage.cue_span) if passage.cue_span and not _denies(passage, parsed) else ():
        number = parsed.sentence_of(token).number
        if number in by_sentence and token not in by_sentence[number]:
            by_sentence[number] = sorted([*by_sentence[number], token], key=lambda t: t.i)
    return [(number, tokens) for number, tokens in sorted(by_sentence.items()) if any(t.is_alpha for t in tokens)]


def _context(place: Here, sentence: int, first: Token) -> tuple[Mention, ...]:
    """What was spoken of just before, nearest first: earlier in the sentence, then in the two sentences before."""
    found: list[Mention] = []
    parsed = place.parsed
    for number in (sentence, sentence - 1, sentence - 2):
        if not 0 <= number < len(parsed.sentences):
            continue
        whole = parsed.sentences[number]
        tokens = [t for t in whole.span if number != sentence or t.i < first.i]
        found.extend(sorted(mentions(tokens, place.negotiation), key=lambda m: (m.option is None, -m.first)))
    return tuple(found)


def _points(scene: _Scene) -> Iterator[Drafted]:
    """The points of one sentence."""
    stands, conds = stances(scene.tokens, scene.place, scene.found)
    inside = {i for cond in conds for i in cond.inside}
    if len(inside) >= sum(not token.is_punct for token in scene.tokens):
        inside = set()
    claims = told(scene.tokens, scene.place, inside)
    made: list[Drafted] = []
    order = _precondition(scene, stands, conds)
    if order is not None:
        made.append(order)
    for stand in stands:
        made.extend(_of_stand(scene, stand, conds, [c for c in claims if _same_clause(c, stand, stands)], ordered=order is not None))
    free = [c for c in claims if not any(_same_clause(c, stand, stands) for stand in stands)]
    made.extend(_of_claims(scene, free, conds, None))
    if not made and scene.place.passage.statement.tier is not Tier.NARRATED:
        made.extend(_assessed(scene))
    yield from made


def _same_clause(claim: Told, stand: Stance, stands: Sequence[Stance]) -> bool:
    """Whether the claim's words belong with the stand: it is the nearest of the sentence's stands that do anything."""
    if stand.fallback and len(stands) > 1:
        return False
    nearest = min(stands, key=lambda one: (abs(one.anchor.i - claim.anchor.i), one.anchor.i))
    return nearest is stand


def _of_stand(scene: _Scene, stand: Stance, conds: Sequence[Condition], claims: Sequence[Told], *, ordered: bool) -> list[Drafted]:
    spoken = stand.mentions or _pointed_at(scene, stand)
    own = _of_claims(scene, claims, conds, stand)
    modality, condition = _modality(scene, stand)
    act = _act(scene, stand)
    given = _terms(scene, stand.condition) if stand.condition is not None else ()
    if stand.condition_is_price and stand.act is Act.ACCEPT and stand.condition is not None:
        spoken = [*spoken, *mentions(stand.condition.tokens, scene.place.negotiation)]
    made: list[Drafted] = []
    for mention in _apart(spoken):
        option, how_option = _option(stand, mention, scene)
        for party in _holders(stand, mention, scene):
            claim = from_act(stand.act, party, Term(mention.issue, option), denied=stand.denied, given=given)
            if modality is Modality.HYPOTHETICAL or act is Act.ASSESSMENT and stand.fallback:
                claim = None
            better = next((d for d in own if d.point.claim and _replaces(d.point.claim, mention, party)), None)
            if better is not None:
                continue
            point = Point(act, party, mention.issue, option, None, claim, stand.denied, modality, condition)
            point = replace(point, counterpart=_counterpart(stand, party, scene))
            made.append(_drafted(point, stand, mention.how + how_option))
    if not spoken and not own and not ordered:
        if stand.fallback:
            return []
        for party in stand.holder.parties:
            made.append(_drafted(Point(act, party, negated=stand.denied, modality=modality, condition=condition), stand, ""))
    return [*made, *own] if not ordered else [d for d in (*made, *own) if d.point.act is not Act.PROMISE]


def _replaces(claim: Claim, mention: Mention, party: str) -> bool:
    """Whether the claim says more of this mention than its act does."""
    return claim.says in {Says.RED_LINE, Says.PREFERS, Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY, Says.VALUES_MORE} and claim.issue in {mention.issue, None} and claim.party == party


def _drafted(point: Point, stand: Stance, issue: str) -> Drafted:
    how = [("act", f"'{stand.told}'" + (", denied" if stand.denied else "")), ("about", stand.holder.how or "the speaker's own")]
    if point.issue:
        how.append(("issue", issue))
    if point.claim:
        how.append(("claim", f"from the act {stand.act}"))
    if point.condition:
        how.append(("condition", "the clause beside it"))
    return Drafted(point, tuple(how))


def _holders(stand: Stance, mention: Mention, scene: _Scene) -> tuple[str, ...]:
    if stand.holder.how == "all who sit at the table":
        return at_table(scene.place, mention.issue)
    return stand.holder.parties


def _option(stand: Stance, mention: Mention, scene: _Scene) -> tuple[str | None, str]:
    negotiation = scene.place.negotiation
    if drops(mention.tokens[0]) and stand.act in {Act.CONCESSION, Act.OFFER, Act.PROMISE, Act.ACCEPT}:
        return given_up(mention, negotiation), ", the demand for it dropped"
    option = chosen(mention, negotiation)
    return option, "" if option == mention.option else ", what its bare name stands for"


def _apart(spoken: Sequence[Mention]) -> list[Mention]:
    """One mention of each issue and option; an issue by its bare name only where none of its options is told."""
    kept: dict[tuple[str, str | None], Mention] = {}
    told_options = {m.issue for m in spoken if m.option is not None}
    for mention in spoken:
        if mention.option is not None or mention.issue not in told_options:
            kept.setdefault((mention.issue, mention.option), mention)
    return list(kept.values())


def _pointed_at(scene: _Scene, stand: Stance) -> list[Mention]:
    """What a pronoun or `the offer` stands for: what was spoken of last."""
    below = [t for t in head_verb(stand.anchor).subtree if t.i in {x.i for x in scene.tokens}]
    points = any(t.lower_ in _POINTING and t.dep_ in {"dobj", "nsubj", "nsubjpass", "pobj", "attr", "ROOT"} for t in below)
    points = points or any(t.lemma_.lower() in _PROPOSAL and any(c.lower_ in {"the", "this", "that"} for c in t.children) for t in below)
    if not points or scene.found or not scene.context:
        return []
    last = scene.context[0]
    return [replace(last, how=f"'{' '.join(t.text for t in last.tokens)}', spoken of just before")]


def _act(scene: _Scene, stand: Stance) -> Act:
    """The act as its speaker can perform it: who is not at the table assesses or forecasts what is still to come."""
    if stand.act in {Act.ASSESSMENT, Act.FORECAST} or not outsider(scene.place):
        return stand.act
    statement = scene.place.passage.statement
    if statement.tier is Tier.NARRATED and not stand.guess:
        return stand.act
    forecasting = (scene.place.passage.statement.cue or "").lower().rstrip("s") in {"expect", "predict", "forecast", "anticipate"}
    if forecasting or (stand.future and not stand.condition) or stand.guess:
        return Act.FORECAST
    return stand.act


def _modality(scene: _Scene, stand: Stance) -> tuple[Modality, str | None]:
    words_of = [t for t in scene.tokens if t.i not in (stand.condition.inside if stand.condition else ())]
    unreal = any(True for _ in hits("modality", words(words_of), "unreal"))
    text = scene.place.parsed
    condition = None
    if stand.condition is not None and stand.condition.tokens and not stand.condition.marker.startswith(("before", "until")):
        first, last = stand.condition.tokens[0], stand.condition.tokens[-1]
        condition = text.text(text.offset(first), text.end(last)).strip(" ,.")
    own = set(speaker(scene.place).parties) & set(stand.holder.parties)
    if unreal or (not own and stand.guess):
        return Modality.HYPOTHETICAL, condition
    if condition and not stand.condition_is_price:
        return Modality.CONDITIONAL, condition
    if not own and stand.modal and not condition and any(t.lower_ == "could" for t in head_verb(stand.anchor).children):
        return Modality.HYPOTHETICAL, None
    return Modality.ASSERTED, condition


def _terms(scene: _Scene, condition: Condition) -> tuple[Term, ...]:
    """What the condition asks for: the issues and options it speaks of."""
    negotiation = scene.place.negotiation
    found = []
    for mention in _apart(mentions(condition.tokens, negotiation, [m.issue for m in (*scene.found, *scene.context)])):
        option = given_up(mention, negotiation) if drops(mention.tokens[0]) else chosen(mention, negotiation)
        found.append(Term(mention.issue, option))
    return tuple(found)


def _counterpart(stand: Stance, party: str, scene: _Scene) -> str | None:
    """To whom it is addressed: the one other party named in the stand's clause."""
    named = [one for one in named_in(list(head_verb(stand.anchor).subtree), scene.place) if one != party]
    return named[0] if len(named) == 1 and len(stand.holder.parties) == 1 else None


def _of_claims(scene: _Scene, claims: Sequence[Told], conds: Sequence[Condition], stand: Stance | None) -> list[Drafted]:
    """Points of the claims' own words; the act is the stand's beside them, or what the claim itself does."""
    made = []
    for one in claims:
        own = one if one.holder.parties or stand is None else replace(one, holder=stand.holder)
        for claim, option in _claims_of(scene, own, conds, stand):
            act, modality, condition = _manner(scene, own, claim, stand)
            point = Point(act, claim.party if not own.swap else claim.other, claim.issue, option, None, claim, False, modality, condition)
            how = (("claim", f"'{one.words}'"), ("about", own.holder.how or "the speaker's own"), ("act", f"with the claim {claim.says}"))
            made.append(Drafted(point, how))
    return made


def _claims_of(
    scene: _Scene, one: Told, conds: Sequence[Condition], stand: Stance | None
) -> list[tuple[Claim, str | None]]:
    near = [scene.sentence]
    if patience(one.says):
        return [(claim, None) for claim in without_option(one, scene.place, near)]
    if one.says in {Says.PREFERS, Says.VALUES_MORE}:
        return [(claim, claim.option) for claim in compared(one, scene.found, scene.tokens, scene.place)]
    spoken = list(_apart(scene.found)) or [replace(m, how=f"{m.how}, spoken of just before") for m in _apart(scene.context)[:1] if _points_back(scene)]
    if one.says in {Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY} and not scene.found and _points_back(scene):
        spoken = _last_sentence(scene)
    if one.says is Says.RED_LINE and not spoken and _goes_on(scene):
        spoken = _apart(scene.context)[:1]
    if one.says is Says.RED_LINE and stand is not None and stand.mentions:
        within = {i for cond in conds for i in cond.inside}
        spoken = [m for m in spoken if m in stand.mentions or m.first in within]
    return of_options(one, spoken, scene.place, conds, tokens=scene.tokens)


def _goes_on(scene: _Scene) -> bool:
    """Whether the words go on from what their sentence spoke of before: `... which are non-negotiable`."""
    first = next((t for t in scene.tokens if t.is_alpha), None)
    return first is not None and (first.pos_ in {"AUX", "VERB"} or first.tag_ in {"WDT", "WP"}) and first.i > first.sent.start


def _points_back(scene: _Scene) -> bool:
    return any(t.lower_ in _POINTING for t in scene.tokens[:6]) or any(t.lemma_.lower() in _PROPOSAL for t in scene.tokens)


def _last_sentence(scene: _Scene) -> list[Mention]:
    """All that the sentence before spoke of: what `these` stands for."""
    if scene.sentence == 0:
        return []
    before = scene.place.parsed.sentences[scene.sentence - 1]
    return _apart(mentions(list(before.span), scene.place.negotiation))


def _manner(scene: _Scene, one: Told, claim: Claim, stand: Stance | None) -> tuple[Act, Modality, str | None]:
    outside = outsider(scene.place)
    modality, condition = _modality(scene, stand) if stand is not None else (Modality.ASSERTED, None)
    own = claim.party in speaker(scene.place).parties
    act = _DEFAULT.get(claim.says, Act.ASSESSMENT)
    if stand is not None and not stand.fallback and claim.says in {Says.RED_LINE, Says.PREFERS, Says.MAY_WALK_AWAY}:
        act = stand.act if claim.says is not Says.MAY_WALK_AWAY else Act.THREAT
    if claim.says is Says.RED_LINE and condition:
        act = Act.DEMAND
    if outside and not own and scene.place.passage.statement.tier is not Tier.NARRATED and act in {Act.THREAT, Act.DEMAND, Act.REJECT}:
        act = Act.FORECAST if claim.says is Says.MAY_WALK_AWAY else Act.ASSESSMENT
    if act is Act.ASSESSMENT and outside and any(c.tag_ == "MD" for c in head_verb(one.anchor).children):
        act = Act.FORECAST
    if claim.says in _UNCONDITIONAL or modality is Modality.HYPOTHETICAL and claim.says not in {Says.PREFERS}:
        modality = Modality.ASSERTED
    return act, modality, condition


def _precondition(scene: _Scene, stands: Sequence[Stance], conds: Sequence[Condition]) -> Drafted | None:
    """A point that orders two steps, where the sentence sets one before the other."""
    for cond in conds:
        steps = _steps(scene, cond, stands)
        if steps is None:
            continue
        first, then, how = steps
        party = _who_orders(scene, stands)
        if party is None or first is None or (then is None and outsider(scene.place)) or (then is not None and then.issue == first.issue):
            continue
        claim = Claim(Says.BEFORE, party, first=first, then=then) if then is not None else None
        words_of = " ".join(t.text for t in cond.tokens)
        point = Point(Act.PRECONDITION, party, first.issue, first.option, None, claim, False, Modality.ASSERTED, words_of)
        return Drafted(point, (("act", how), ("claim", how), ("issue", "what must come first")))
    return _by_word(scene, stands)


def _steps(scene: _Scene, cond: Condition, stands: Sequence[Stance]) -> tuple[Term | None, Term | None, str] | None:
    """What comes first and what then, if the condition orders steps."""
    marker = cond.marker
    inner = _terms(scene, cond)
    outer = _outer(scene, cond)
    if not inner:
        return None
    if marker in {"before", "prior"} or marker.endswith(" before"):
        wanting = any(stand.act in {Act.DEMAND, Act.PRECONDITION, Act.OFFER, Act.PROMISE} for stand in stands)
        denied = marker.startswith(("no", "not")) or any(stand.act is Act.REJECT for stand in stands)
        if denied:
            return inner[0], outer, f"nothing '{marker}' it"
        return (outer, inner[0], f"'{marker}'") if outer is not None and wanting else None
    first_word = any(t.lower_ in {"first", "beforehand"} and t.dep_ in {"advmod", "amod", "npadvmod"} for t in cond.tokens)
    refusing = any(stand.act is Act.REJECT for stand in stands)
    if marker == "imperative and then" or marker.startswith("only") or first_word or (refusing and marker in {"until", "unless"}) or (marker == "once" and any(s.act is Act.PROMISE for s in stands)):
        if refusing and marker == "unless" and any(t.lemma_ == "sign" for t in scene.tokens):
            return None
        return inner[0], outer, f"'{marker}'" + (" and 'first'" if first_word else "")
    return None


def _outer(scene: _Scene, cond: Condition) -> Term | None:
    outside = [m for m in _apart([m for m in scene.found if m.first not in cond.inside])]
    chosen_one = outside[0] if outside else None
    return Term(chosen_one.issue, chosen(chosen_one, scene.place.negotiation)) if chosen_one else None


def _by_word(scene: _Scene, stands: Sequence[Stance]) -> Drafted | None:
    """`X first`, `X is a condition for Y`, `X, and then Y`."""
    lowers = [t.lower_ for t in scene.tokens]
    negotiation = scene.place.negotiation
    spoken = _apart(scene.found)
    party = _who_orders(scene, stands)
    if party is None or not spoken:
        return None
    how = ""
    condition = next((t for t in scene.tokens if t.lemma_.lower() in {"condition", "precondition", "prerequisite"} and t.pos_ == "NOUN"), None)
    if condition is not None and any(c.dep_ == "prep" and c.lower_ in {"for", "of", "to"} for c in condition.children):
        ahead = [m for m in spoken if m.first < condition.i]
        behind = [m for m in spoken if m.first > condition.i]
        how = f"'{condition.text}'"
    elif "then" in lowers[1:] and lowers[lowers.index("then") - 1] == "and":
        at = scene.tokens[lowers.index("then")].i
        ahead, behind = [m for m in spoken if m.first < at], [m for m in spoken if m.first > at]
        how = "'and then'"
    elif any(t.lower_ in {"first", "beforehand"} and t.dep_ in {"advmod", "npadvmod"} and t.head.pos_ in {"VERB", "AUX"} for t in scene.tokens) and any(s.act is Act.DEMAND for s in stands):
        ahead, behind = spoken[:1], spoken[1:]
        how = "'first'"
    else:
        return None
    if not ahead:
        return None
    first = Term(ahead[0].issue, chosen(ahead[0], negotiation))
    rest = [m for m in (*behind, *scene.context) if m.issue != first.issue]
    then = Term(rest[0].issue, chosen(rest[0], negotiation)) if rest else None
    claim = Claim(Says.BEFORE, party, first=first, then=then) if then else None
    point = Point(Act.PRECONDITION, party, first.issue, first.option, claim=claim)
    return Drafted(point, (("act", how), ("issue", ahead[0].how), ("claim", how)))


def _who_orders(scene: _Scene, stands: Sequence[Stance]) -> str | None:
    """Who sets the order: the holder of the first stand that does something, else the speaker."""
    for stand in stands:
        if stand.holder.parties and not stand.fallback:
            return stand.holder.parties[0]
    own = speaker(scene.place).parties
    return own[0] if len(own) == 1 else None


def _assessed(scene: _Scene) -> Iterator[Drafted]:
    """A point for a saying that speaks of an issue with no word of doing: an assessment, or a forecast of what is to come."""
    if not scene.found:
        return
    ahead = any(t.lower_ in {"will", "'ll", "’ll", "likely", "may", "might"} for t in scene.tokens)
    about = named_in(scene.tokens, scene.place) or speaker(scene.place).parties
    for mention in _apart(scene.found)[:2]:
        point = Point(Act.FORECAST if ahead else Act.ASSESSMENT, about[0] if about else None, mention.issue, mention.option)
        how = (("act", "no word of doing" + (", still to come" if ahead else "")), ("issue", mention.how))
        yield Drafted(point, how)


def _denied_by_cue(drafted: Sequence[Drafted], place: Here) -> list[Drafted]:
    """The points as a cue that denies leaves them: `denied that`, `expressed skepticism that`."""
    cue_span = place.passage.cue_span
    if cue_span is None:
        return list(drafted)
    cue = words(place.parsed.tokens(*cue_span))
    sentence = place.parsed.within(*cue_span)
    around = words([t for s in sentence for t in s.span if cue_span[0] <= place.parsed.offset(t) <= cue_span[1] + 12])
    if not any(True for _ in hits("modality", cue, "denials")) and not any(m.start <= 3 for _, m in hits("modality", around, "denials") if cue):
        return list(drafted)
    return [_turned(one, place) for one in drafted]


def _denies(passage: Passage, parsed: Parsed) -> bool:
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
        return Drafted(replace(point, act=Act.REJECT, claim=denied, negated=True), (*one.how, ("claim", f"the cue '{place.passage.statement.cue}' denies it")))
    if claim is not None:
        claim = replace(claim, negated=not claim.negated) if claim.says in {Says.WOULD_ACCEPT, Says.ALREADY_WANTED, Says.GAINS_WHILE_WAITING, Says.WOULD_DO_ANYWAY, Says.MAY_WALK_AWAY} else None
    turned = replace(point, act=act, claim=claim, negated=not point.negated)
    return Drafted(turned, (*one.how, ("negated", f"the cue '{place.passage.statement.cue}' denies it")))


def _distinct(drafted: Sequence[Drafted]) -> list[Drafted]:
    kept: dict[Point, Drafted] = {}
    for one in drafted:
        kept.setdefault(one.point, one)
    return list(kept.values())

