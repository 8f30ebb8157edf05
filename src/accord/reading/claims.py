"""What is said of preferences: the claims, from their own words and from what the acts imply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.negotiation import Negotiation, status_quo
from accord.reading.acts import CLAIMING, untold
from accord.reading.grammar import Condition, head_verb, negation, subject
from accord.reading.holders import Here, Holder, at_table, for_whom, named_in, others, party_of, speaker
from accord.reading.issues import Mention, meant, nothing, short_of
from accord.reading.lexicon import Entry, hits
from accord.reading.patterns import stem, words
from accord.statements import Act, Claim, Says, Term

if TYPE_CHECKING:
    from spacy.tokens import Token

FROM_ACT = {
    Act.ACCEPT: Says.WOULD_ACCEPT,
    Act.OFFER: Says.WOULD_ACCEPT,
    Act.CONCESSION: Says.WOULD_ACCEPT,
    Act.PROMISE: Says.WOULD_ACCEPT,
    Act.REJECT: Says.REFUSES,
    Act.DEMAND: Says.SEEKS,
}
_BY_ACT = frozenset({Says.WOULD_ACCEPT, Says.REFUSES, Says.SEEKS, Says.BEFORE})
_PATIENCE = frozenset(
    {Says.LESS_HURRIED_THAN, Says.MAY_WALK_AWAY, Says.GAINS_WHILE_WAITING, Says.NO_DEAL_BETTER, Says.NO_DEAL_WORSE}
)
_WEAKENING = frozenset(
    "vulnerable weak weaker exposed defenseless defenceless helpless dependent isolated mercy weaken undermine "
    "undermined weakened lose lost".split()
)
_COMPARING = frozenset("than over above before ahead to".split())
_GIVING_UP = frozenset(
    stem(word)
    for word in "drop withdraw abandon scrap waive relinquish lift shelve forgo retract rescind remove".split()
)
_PARTING = frozenset("surrender relinquish forgo forego waive abandon renounce".split())
_PARTING_WITH = {
    "give": frozenset({"up", "away"}),
    "trade": frozenset({"away", "off"}),
    "sign": frozenset({"away"}),
    "bargain": frozenset({"away"}),
    "barter": frozenset({"away"}),
    "negotiate": frozenset({"away"}),
    "part": frozenset({"with"}),
    "let": frozenset({"go"}),
}
_WANTED = frozenset(
    stem(word)
    for word in (
        "demand call claim request insistence requirement condition bid push aim goal objective ambition right".split()
    )
)
_WANTING = _WANTED | frozenset(stem(word) for word in "insist seek want require ask press".split())


@dataclass(frozen=True, slots=True)
class Told:
    """A claim's words found in a sentence, with whose preference they tell."""

    says: Says
    entry: Entry
    anchor: Token
    first: int
    last: int
    words: str
    holder: Holder
    negated: bool
    swap: bool
    toward: bool = False


def told(tokens: Sequence[Token], place: Here, inside: set[int]) -> list[Told]:
    """The claims whose own words stand in the tokens, the widest match of each claim, in order."""
    sequence = words(tokens)
    best: dict[tuple[Says, bool], Told] = {}
    for entry, match in hits("claims", sequence):
        says = Says(entry.get("claim"))
        if says in _BY_ACT or (match.anchor.i in inside and says is not Says.RED_LINE):
            continue
        if untold(match.anchor) or (says is Says.MAY_WALK_AWAY and _leaves_somebody(match.anchor)):
            continue
        if match.anchor.dep_ in {"compound", "amod"} and match.anchor.pos_ in {"VERB", "NOUN"}:
            continue
        own = [sequence[i].token for i in range(match.start, match.end)]
        if says is Says.RED_LINE and any(token.lemma_.lower() in CLAIMING for token in own):
            continue  # "never said that it would accept"
        no = negation(match.anchor)
        negated = no is not None and no.i not in {token.i for token in own} and any(no.i == token.i for token in tokens)
        one = Told(
            says, entry, match.anchor, own[0].i, own[-1].i, " ".join(token.text for token in own),
            for_whom(match.anchor, place) or whose(match.anchor, own, place, tokens), negated, bool(entry.get("swap")),
            for_whom(match.anchor, place) is not None,
        )  # fmt: skip
        key = (says, one.swap or bool(entry.get("deny")))
        known = best.get(key)
        if known is None or (bool(one.holder.parties), one.last - one.first) > (
            bool(known.holder.parties),
            known.last - known.first,
        ):
            best[key] = one
    told_of_time = {one.anchor.i for one in best.values() if one.says is Says.LESS_HURRIED_THAN}
    kept = [one for one in best.values() if not (one.says is Says.NO_DEAL_WORSE and one.anchor.i in told_of_time)]
    return sorted((one for one in kept if not _undone(one, best)), key=lambda one: one.first)


def _leaves_somebody(anchor: Token) -> bool:
    """Whether it is a country or a person that is left, and not the talks: `may walk away from its ally`."""
    verb = head_verb(anchor)
    away = [c for c in verb.children if c.i > verb.i and c.dep_ in {"advmod", "prep", "prt"}]
    links = [g for c in away for g in (c, *c.children) if g.lower_ == "from"]
    left = [g for link in links for g in link.children if g.dep_ == "pobj"]
    return any(noun.ent_type_ in {"GPE", "PERSON", "NORP"} for noun in left)


def _undone(one: Told, best: dict[tuple[Says, bool], Told]) -> bool:
    """Whether wider words of the same claim turn these round: `nothing that it had not wanted already`."""
    wider = best.get((one.says, False))
    return bool(one.entry.get("deny")) and wider is not None and wider.first < one.first and one.last <= wider.last


def whose(anchor: Token, own: Sequence[Token], place: Here, tokens: Sequence[Token]) -> Holder:
    """Whose preference the words tell: their subject's, else `for X`, else the one party named, else the speaker's."""
    who = subject(anchor)
    paying = _paying(anchor) if anchor.lemma_.lower() == "cost" else None
    if paying is not None:
        return party_of(paying, place)
    found = party_of(who, place) if who is not None else Holder()
    if found.parties or (who is not None and who.lower_ in {"we", "i"} and speaker(place).parties):
        return found  # nobody's, where it stands in words that are passed on
    for token in tokens:
        if token.lower_ in {"for", "to", "suits", "suit", "favors", "favours", "helps", "benefits"} and token.dep_ in {
            "prep",
            "ROOT",
            "ccomp",
        }:
            target = next((child for child in token.children if child.dep_ in {"pobj", "dobj"}), None)
            toward = (
                party_of(target, place) if target is not None and target.pos_ in {"PROPN", "NOUN", "PRON"} else Holder()
            )
            if toward.parties:
                return toward
    span = [token for token in tokens if own[0].i - 4 <= token.i <= own[-1].i + 8]
    named = named_in(span, place) or named_in(tokens, place)
    if len(named) == 1:
        return Holder(named, "the only party named")
    for token in tokens:
        if token.pos_ == "PRON" and token.dep_ in {"dobj", "poss", "nsubj"}:
            meant_by = party_of(token, place)
            if len(meant_by.parties) == 1:
                return meant_by
    own_party = speaker(place)
    return (
        own_party
        if own_party.parties and (who is None or who.pos_ != "PROPN")
        else Holder(named[:1], "the first party named")
    )


def _paying(verb: Token) -> Token | None:
    """To whom it costs something: `cost them nothing`."""
    objects = [c for c in verb.children if c.dep_ in {"dative", "dobj", "iobj"} and c.i > verb.i]
    return next((c for c in objects if c.pos_ in {"PRON", "PROPN"} or c.ent_type_ in {"ORG", "GPE"}), None)


def without_option(one: Told, place: Here, sentences: Sequence[int]) -> list[Claim]:
    """Claims of patience, leaving and doing without: one for each holder, and for each party compared with."""
    if one.negated and (one.swap or one.says in {Says.NO_DEAL_BETTER, Says.LESS_HURRIED_THAN}):
        return []
    found = []
    for party in one.holder.parties:
        if one.says is not Says.LESS_HURRIED_THAN:
            found.append(Claim(one.says, party, negated=one.negated))
            continue
        against = others(party, place, sentences).parties
        for other in against:
            pair = (other, party) if one.swap else (party, other)
            found.append(Claim(one.says, pair[0], other=pair[1]))
        if not against:  # no more than that it is, or is not, in a hurry
            found.append(Claim(one.says, party, negated=one.swap))
    return found


def compared(one: Told, mentioned: Sequence[Mention], tokens: Sequence[Token], place: Here) -> list[Claim]:
    """`prefers` and `values_more`: what stands before the comparing word against what stands behind it."""
    if one.negated or not one.holder.parties:
        return []
    at = next(
        (token.i for token in tokens if token.lower_ in _COMPARING and one.first <= token.i <= one.last), one.last
    )
    ahead = [m for m in mentioned if m.first < at]
    behind = [m for m in mentioned if m.first > at]
    if one.says is Says.VALUES_MORE:
        return _weighed(one, ahead, behind, tokens, place, at)
    for first in ahead or mentioned[:1]:
        for second in behind or mentioned[1:]:
            if first.issue == second.issue and first.option and second.option and first.option != second.option:
                return [
                    Claim(Says.PREFERS, party, first.issue, first.option, second.option) for party in one.holder.parties
                ]
    return []


def _weighed(
    one: Told, ahead: Sequence[Mention], behind: Sequence[Mention], tokens: Sequence[Token], place: Here, at: int
) -> list[Claim]:
    less = any(token.lower_ == "less" for token in tokens if one.first <= token.i <= one.last)
    pairs = [(a.issue, b.issue) for a in ahead for b in behind if a.issue != b.issue]
    if pairs:
        first, second = pairs[0] if not less else pairs[0][::-1]
        return [Claim(Says.VALUES_MORE, party, first, over=second) for party in one.holder.parties]
    left, right = track_in([t for t in tokens if t.i < at], place), track_in([t for t in tokens if t.i > at], place)
    left = left or (_track_of(ahead, place.negotiation))
    right = right or (_track_of(behind, place.negotiation))
    if left and right and left != right:
        upper, lower = (right, left) if less else (left, right)
        return [Claim(Says.VALUES_MORE, party, track=upper, over_track=lower) for party in one.holder.parties]
    return []


def _track_of(mentioned: Sequence[Mention], negotiation: Negotiation) -> str | None:
    return negotiation.issue(mentioned[0].issue).track if mentioned else None


def track_in(tokens: Sequence[Token], place: Here) -> str | None:
    """The track that these words name: by its id or name, else the only one at which the parties named all sit."""
    lemmas = {stem(token.lower_) for token in tokens} | {stem(token.lemma_) for token in tokens}
    for track in place.negotiation.tracks:
        for text in (track.id, track.name or ""):
            parts = {stem(part) for part in text.replace("_", " ").replace("-", " ").lower().split()} - {
                "the",
                "of",
                "and",
                "talk",
                "track",
            }
            if parts and parts <= lemmas:
                return track.id
    named = set(named_in(tokens, place))
    sitting = [track for track in place.negotiation.tracks if named and named <= set(track.parties)]
    return sitting[0].id if len(sitting) == 1 else None


def of_options(
    one: Told, mentioned: Sequence[Mention], place: Here, conds: Sequence[Condition], *, tokens: Sequence[Token]
) -> list[tuple[Claim, str | None]]:
    """Claims of an option (wanted already, done anyway, a red line, a shift of power), each with the option told."""
    negotiation = place.negotiation
    found: list[tuple[Claim, str | None]] = []
    deny = one.negated != bool(one.entry.get("deny"))
    if one.says is Says.RED_LINE:
        return [] if one.negated else _red_lines(one, mentioned, place, conds)
    if one.says is Says.WOULD_DO_ANYWAY and one.negated:
        return []
    for mention in mentioned:
        option = chosen(mention, negotiation)
        if option is None:
            continue
        if one.says is Says.SHIFTS_POWER:
            gaining = _stronger(one, place, tokens)
            if gaining:
                found.append(
                    (Claim(one.says, gaining, mention.issue, option, towards=gaining, negated=one.negated), option)
                )
            continue
        for party in one.holder.parties or at_table(place, mention.issue):
            found.append((Claim(one.says, party, mention.issue, option, negated=deny), option))
            if one.says is Says.WOULD_DO_ANYWAY and _willed(one):
                found.append((Claim(Says.ALREADY_WANTED, party, mention.issue, option), option))
    return found


def _willed(one: Told) -> bool:
    """Whether what happens anyway is the party's own plan."""
    return any(word in one.words.lower() for word in ("going to", "plan", "decide", "want"))


def _stronger(one: Told, place: Here, tokens: Sequence[Token]) -> str | None:
    """Whom the shift favours: who is strengthened or given something, or the other side of who is weakened."""
    who = subject(one.anchor)
    of_subject = party_of(who, place).parties if who is not None else ()
    after = named_in([token for token in tokens if token.i > one.anchor.i], place)
    touched = (*after, *of_subject)
    if not touched:
        return one.holder.parties[0] if len(one.holder.parties) == 1 else None
    below = " ".join(token.lower_ for token in head_verb(one.anchor).subtree)
    if not any(word in f"{one.words.lower()} {below}".split() for word in _WEAKENING):
        return touched[0]
    rest = [party for party in (*after, *at_table(place)) if party != touched[0]]
    return rest[0] if rest and (len(after) > 1 or len(set(rest)) == 1) else None


def chosen(mention: Mention, negotiation: Negotiation) -> str | None:
    """The option a mention tells: its own, else the one that the issue's bare name stands for."""
    return mention.option or (None if mention.bound else meant(negotiation.issue(mention.issue)))


def given_up(mention: Mention, negotiation: Negotiation) -> str | None:
    """What is left of an issue when a demand for the mentioned option is dropped."""
    issue = negotiation.issue(mention.issue)
    option = chosen(mention, negotiation)
    if option is None:
        return nothing(issue)
    if option == status_quo(issue):
        others_of = [one for one in issue.options if one != option]
        return others_of[0] if len(others_of) == 1 else None
    return short_of(issue, option)


def drops(token: Token) -> bool:
    """Whether a verb of giving up governs the token through a word of wanting: `withdraw its demand for it`."""
    above = [token, *token.ancestors]
    if any(one.pos_ == "VERB" and stem(one.lemma_.lower()) in _WANTING and _no_longer(one) for one in above):
        return True
    return _demand_dropped(above)


def _demand_dropped(above: Sequence[Token]) -> bool:
    """Whether one of these is a demand, claim or aim under a verb of giving up."""
    wanted = [one for one in above if one.pos_ == "NOUN" and stem(one.lemma_.lower()) in _WANTED]
    return any(stem(over.lemma_.lower()) in _GIVING_UP or _parting(over) for one in wanted for over in one.ancestors)


def parted_with(mention: Mention) -> bool:
    """Whether the mention is what somebody gives up, or would not: `trade away its right to it`, `drop the demand`.

    Words of giving up that belong to the mention itself (an option named `give up the valley`) part with nothing, and
    what is counted out (`give up two of the routes`) is itself what is offered.
    """
    token, own = mention.tokens[0], {one.i for one in mention.tokens}
    if _demand_dropped([token, *token.ancestors]):
        return True
    below = token
    for over in token.ancestors:
        if _parting(over):
            claimed = any(one.dep_ == "dobj" and stem(one.lemma_.lower()) in _WANTED for one in over.children)
            inside = below.dep_ in {"dobj", "nsubjpass", "appos"} or below.lower_ == "with"
            inside = inside or (claimed and below.lower_ == "to")  # "relinquish its claim to it", parsed apart
            counted = any(one.like_num for one in (*mention.tokens, *below.children))
            return mention.option is not None and over.i not in own and inside and not counted
        if over.pos_ in {"VERB", "AUX"} and over.i not in own:
            return False
        below = over
    return False


def _parting(verb: Token) -> bool:
    """Whether the verb gives something up: `surrender`, `trade away`, `part with`."""
    lemma = verb.lemma_.lower()
    if verb.pos_ not in {"VERB", "AUX"}:
        return False
    if lemma in _PARTING:
        return True
    behind = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    beside = {child.lower_ for child in verb.children if child.dep_ in {"prt", "advmod", "ccomp"}}
    return bool({behind, *beside} & _PARTING_WITH.get(lemma, frozenset()))


def _no_longer(verb: Token) -> bool:
    """Whether `no longer` or `not any more` stands with the verb."""
    return any(child.lower_ in {"longer", "anymore"} for child in verb.children)


def _red_lines(
    one: Told, mentioned: Sequence[Mention], place: Here, conds: Sequence[Condition]
) -> list[tuple[Claim, str | None]]:
    """The option never taken: what is refused, or the nearest option short of what is held out for."""
    found = []
    needed = {i for cond in conds if cond.marker in {"without", "unless", "until", "absent"} for i in cond.inside}
    insisted = any(word in one.words.lower() for word in ("negotia", "condition", "matter", "compromise"))
    for mention in mentioned:
        issue, option = place.negotiation.issue(mention.issue), chosen(mention, place.negotiation)
        if ("without" in one.words.lower() and mention.first > one.first) or parted_with(mention):
            needed.add(mention.first)
        if mention.first in needed or (insisted and not one.toward):
            held = option or (status_quo(issue) if insisted else None)
            refused = short_of(issue, held) if held else None
        else:
            held = refused = option
        for party in one.holder.parties if refused else ():
            found.append((Claim(Says.RED_LINE, party, mention.issue, refused), held))
    return found


def from_act(act: Act, party: str, term: Term, *, denied: bool, given: tuple[Term, ...]) -> Claim | None:
    """The claim that an act makes of the option it speaks of; None where no option is told."""
    if term.option is None:
        return None
    if act is Act.REJECT and denied:
        return Claim(Says.WOULD_ACCEPT, party, term.issue, term.option, negated=True)
    says = FROM_ACT.get(act)
    if says is None:
        return None
    extra = tuple(one for one in given if one.issue != term.issue) if says is Says.WOULD_ACCEPT else ()
    return Claim(says, party, term.issue, term.option, given=extra)


def patience(says: Says) -> bool:
    """Whether the claim speaks of no option."""
    return says in _PATIENCE
