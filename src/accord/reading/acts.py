"""What a sentence does: the ten acts, from words of doing and their grammar, with no codebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accord.reading.cues import main_verb
from accord.reading.grammar import agent, head_verb, negation, passive, subject
from accord.reading.lexicon import hits
from accord.reading.patterns import stem, words
from accord.reading.wordlists import words as words_of
from accord.statements import Act

if TYPE_CHECKING:
    from spacy.tokens import Token

# What the outer word makes of the one it governs: "refused to accept", "agreed to drop its demand".
_GIVING = frozenset({Act.OFFER, Act.PROMISE, Act.ACCEPT})
_ORDER = (
    Act.PRECONDITION,
    Act.THREAT,
    Act.CONCESSION,
    Act.OFFER,
    Act.PROMISE,
    Act.REJECT,
    Act.ACCEPT,
    Act.DEMAND,
    Act.FORECAST,
    Act.ASSESSMENT,
)
_BESIDE = frozenset({"while", "whereas", "though", "although"})
_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "would", "'d", "’d", "wo", "could"})
_ASKING = frozenset("ask wonder question inquire enquire press pressed query".split())
CLAIMING = frozenset("say claim argue suggest pretend maintain assert mean".split())
_GIVEN = frozenset(stem(word) for word in ("concession", "compromise", "ground", "movement"))
_LITTLE = frozenset("little few minimal minor scant nothing no token negligible meagre meager hardly".split())
_STOPPING = frozenset(stem(word) for word in "suspend pause halt cancel postpone cut revoke stop".split())
_BENEFITS = frozenset(
    stem(word)
    for word in (
        "aid assistance help support delivery visit trip talk negotiation meeting cooperation co-operation supply "
        "funding payment relation tie programme program investment export flight service mediation"
    ).split()
)
_FAVOURS = frozenset(stem(word) for word in "asylum refuge loan credit aid visa citizenship interview audience".split())
_LIBERTIES = frozenset(stem(word) for word in "constitution right freedom liberty licence license membership".split())
_BARRING = frozenset(stem(word) for word in ("block", "obstruct"))
_WAYS = frozenset(
    stem(word) for word in "road street highway bridge border route traffic entrance gate railway".split()
)
_GRANTING = stem("grant")
_CAUSING = frozenset("persuade convince get induce coax cajole bring move talk prod nudge".split())
_TRYING = frozenset("try seek hope attempt want fail struggle aim work effort bid campaign wish plan".split())
_PRETENDED = frozenset("supposed alleged purported ostensible would-be".split())
_REFUSING = frozenset("refuse decline refusal".split())
_DRAWN = frozenset("drawn named identified quoted interviewed".split())
_AT_TABLE = frozenset("discuss answer respond reply".split())
_ASKED_OF = frozenset("question detail details specifics name comment interview particulars".split())
_INNER = frozenset(
    {
        "xcomp",
        "ccomp",
        "dobj",
        "pobj",
        "prep",
        "acl",
        "relcl",
        "pcomp",
        "attr",
        "acomp",
        "oprd",
        "dative",
        "amod",
        "compound",
        "poss",
        "nmod",
    }
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that does something: its act once negation is counted in, its token, and the words that told it."""

    act: Act | None
    anchor: Token
    told: str
    negated: bool = False
    weak: bool = False
    holder: str = "subject"
    width: int = 1
    plain: Act | None = None
    inner: tuple[Token, ...] = ()
    soft: bool = False

    @property
    def denied_accept(self) -> bool:
        """Whether it says that something was not accepted."""
        return self.negated and self.plain is Act.ACCEPT


def find_acts(tokens: Sequence[Token]) -> tuple[Hit, ...]:
    """The acts told among these tokens, outermost word of each clause, in order."""
    sequence = words(tokens)
    inside = {token.i for token in tokens}
    best: dict[int, Hit] = {}
    for entry, match in hits("acts", sequence):
        if _idle(match.anchor) or untold(match.anchor):
            continue
        told = " ".join(sequence[i].token.text for i in range(match.start, match.end))
        act = Act(entry.get("act"))
        if act in _GIVING | {Act.CONCESSION} and _little(
            match.anchor, [sequence[i].token for i in range(match.start, match.end)], concedes=act is Act.CONCESSION
        ):
            continue
        if _harmless(act, match.anchor) or (act is Act.DEMAND and _asserts(match.anchor)):
            continue
        if act is Act.REJECT and (_mum(match.anchor) or sequence[match.end - 1].token.dep_ == "det"):
            continue
        if act is Act.CONCESSION and _of_another_verb(sequence[match.end - 1].token, match.anchor):
            continue
        own = {sequence[i].token.i for i in range(match.start, match.end)}
        no = negation(match.anchor)
        negated = no is not None and no.i not in own and no.i in inside
        anchor = match.anchor
        if anchor.tag_ == "MD" and anchor.dep_ == "aux":
            anchor = anchor.head  # "must", "should": the demand is of what its verb says
        hit = Hit(
            _denied(act, entry.get("denied")) if negated else act,
            anchor,
            told,
            negated,
            bool(entry.get("weak")),
            str(entry.get("holder", "subject")),
            match.end - match.start,
            act,
            (),
            bool(entry.get("soft")),
        )
        known = best.get(anchor.i)
        if known is None or _stronger(hit, known):
            best[anchor.i] = hit
    return tuple(_governed(sorted(best.values(), key=lambda hit: hit.anchor.i)))


def _mum(anchor: Token) -> bool:
    """Whether it is only talk that is refused: `refused to comment`, `declined to answer questions`."""
    if anchor.lemma_.lower() not in _REFUSING:
        return False
    if anchor.pos_ == "NOUN":
        below = [c for c in anchor.children if c.dep_ == "acl"]
    else:
        below = [c for c in anchor.children if c.dep_ in {"xcomp", "dobj"}]
    for said in below:
        objects = {g.lemma_.lower() for g in said.children if g.dep_ == "dobj"}
        passive = {g.lower_ for g in said.children if g.dep_ in {"auxpass", "aux"}} & {"be"}
        if said.lemma_.lower() in words_of("saying", "refusing") - _AT_TABLE:
            return True
        if objects & _ASKED_OF or (passive and said.lower_ in _DRAWN):
            return True
    return False


def _denied(act: Act, denied: str | None) -> Act | None:
    return None if denied in {None, "none"} else Act(denied)


def _of_another_verb(noun: Token, anchor: Token) -> bool:
    """Whether the noun is the object of a later verb than the anchor: `made clear that it wants concessions`."""
    over = noun.head
    return noun.dep_ == "dobj" and over.i > anchor.i and over.pos_ == "VERB" and over.dep_ in {"ccomp", "advcl"}


def _idle(anchor: Token) -> bool:
    """Whether the word names a thing and does nothing: an attribute (`the agreed text`), part of a name."""
    if anchor.pos_ == "PROPN" and anchor.dep_ in {"compound", "nmod"}:
        return True
    if anchor.pos_ == "NOUN" and any(c.lower_ in _PRETENDED or _so_called(c) for c in anchor.children):
        return True
    if anchor.lower_ == "let" and any(
        t.lower_ in {"me", "us", "'s", "’s"} for t in anchor.doc[anchor.i + 1 : anchor.i + 2]
    ):
        return True  # "let me be plain"
    if anchor.dep_ == "acl" and anchor.tag_ == "VBN" and agent(anchor) is None and not main_verb(anchor):
        return True  # "a text signed in haste" signs nothing
    return anchor.dep_ == "compound" or (anchor.dep_ == "amod" and anchor.pos_ == "VERB")


def _so_called(attribute: Token) -> bool:
    """Whether the attribute says that the thing only bears the name: `its so-called offer`."""
    before = attribute.doc[max(attribute.i - 2, 0) : attribute.i].text.lower()
    return attribute.lower_ == "called" and before.startswith("so")


def untold(anchor: Token) -> bool:
    """Whether nobody takes the word as said: asked (`asked whether he would`), or not claimed (`I do not say that`)."""
    for here in (anchor, *anchor.ancestors):
        if here.dep_ not in {"ccomp", "advcl", "acl", "relcl", "xcomp"}:
            continue
        over = here.head
        asked = any(child.dep_ == "mark" and child.lower_ in {"whether", "if"} for child in here.children)
        if asked and over.lemma_.lower() in _ASKING:
            return True
        if here.dep_ in {"xcomp", "ccomp"} and over.lemma_.lower() in _CAUSING and _vain(over):
            return True
        denied = any(child.dep_ == "neg" for child in over.children)
        if here.dep_ == "ccomp" and denied and over.lemma_.lower() in CLAIMING:
            return True
    return False


def _vain(causing: Token) -> bool:
    """Whether somebody is not, or not yet, brought to do it: `failed to persuade them to sign`, `tries to get`."""
    over = causing.head
    trying = causing.dep_ in {"xcomp", "pcomp", "acl", "advcl"} and over.lemma_.lower() in _TRYING
    trying = trying or (causing.dep_ == "pcomp" and over.head.lemma_.lower() in _TRYING)
    return trying or any(child.dep_ == "neg" for child in causing.children)


def _little(anchor: Token, told: Sequence[Token], *, concedes: bool) -> bool:
    """Whether next to nothing is given: `few concessions`, `offers minimal concessions`, `conceding very little`."""
    objects = [child for child in anchor.children if child.dep_ in {"dobj", "nsubjpass"}]
    given = [noun for noun in (anchor, *objects) if stem(noun.lower_) in _GIVEN and noun.pos_ in {"NOUN", "PROPN"}]
    beside = [child for noun in given for child in noun.children if child.dep_ in {"amod", "det", "nmod", "nummod"}]
    near = anchor.doc[anchor.i + 1 : anchor.i + 5]  # a headline's parse is not to be trusted
    if any(
        t.lower_ in _LITTLE and stem(near[n + 1].lower_) in _GIVEN for n, t in enumerate(near[:-1]) if not _qualified(t)
    ):
        return True
    if anchor.pos_ == "VERB" and any(child.lower_ in {"little", "nothing"} for child in objects):
        return True
    if concedes:
        beside += told
    if concedes and anchor.pos_ == "VERB":
        beside += [child for child in anchor.children if child.dep_ in {"dobj", "advmod", "npadvmod"}]
    return any(token.lower_ in _LITTLE and not _qualified(token) for token in beside)


def _harmless(act: Act, anchor: Token) -> bool:
    """Whether the verb gives nothing up and bars no deal: what is stopped is a benefit, what is blocked a road."""
    verb = stem(anchor.lemma_.lower())
    if anchor.pos_ != "VERB" or not (
        (act is Act.CONCESSION and verb in _STOPPING | {_GRANTING}) or (act is Act.REJECT and verb in _BARRING)
    ):
        return False
    objects = [c for c in anchor.children if c.dep_ in {"dobj", "nsubjpass"}]
    below = [*objects, *(g for noun in objects for g in noun.children if g.dep_ in {"compound", "conj"})]
    below += [g for noun in objects for p in noun.children if p.lower_ == "of" for g in p.children]
    told = {stem(token.lemma_.lower()) for token in below}
    if verb == _GRANTING:
        return bool(told & _FAVOURS)
    return bool(told & (_BENEFITS | _LIBERTIES if act is Act.CONCESSION else _WAYS))


def _asserts(anchor: Token) -> bool:
    """Whether `insist` tells what is so and not what is wanted: `insisted that the figure was wrong`."""
    if anchor.lemma_.lower() != "insist":
        return False
    said = next((c for c in anchor.children if c.dep_ == "ccomp" and c.i > anchor.i), None)
    if said is None:
        return False
    helpers = [c for c in said.children if c.dep_ in {"aux", "auxpass"}]
    finite = helpers[0] if helpers else said
    return finite.tag_ in {"VBD", "VBZ"} or finite.lower_ in {"are", "have"}


def _qualified(token: Token) -> bool:
    """Whether the word says something else: `a few`, `no longer`."""
    before = token.i > 0 and token.nbor(-1).lower_ == "a"
    return before or (token.i + 1 < len(token.doc) and token.nbor().lower_ == "longer")


def _stronger(hit: Hit, known: Hit) -> bool:
    if hit.weak != known.weak:
        return known.weak
    if (hit.holder == "speaker") != (known.holder == "speaker"):
        return hit.holder == "speaker"
    return hit.width > known.width


def _governed(found: Sequence[Hit]) -> list[Hit]:
    """The hits that stand on their own, each joined with those it governs."""
    kept: list[Hit] = []
    by_token = {hit.anchor.i: hit for hit in found}
    joined: dict[int, Hit] = dict(by_token)
    for hit in sorted(found, key=lambda one: -len(list(one.anchor.ancestors))):
        over = _governor(hit, by_token)
        if over is not None:
            outer = joined[over.anchor.i]
            joined[over.anchor.i] = _combine(outer, joined[hit.anchor.i])
            joined.pop(hit.anchor.i, None)
    kept.extend(joined[i] for i in sorted(joined))
    return kept


def _governor(hit: Hit, others: dict[int, Hit]) -> Hit | None:
    """The nearest hit above this one with nobody else's clause between."""
    here = hit.anchor
    while here.head.i != here.i:
        if here.dep_ not in _INNER and not asked_for(here):
            return None
        here = here.head
        if here.i in others:
            other = others[here.i]
            return other
    return None


def asked_for(verb: Token) -> bool:
    """Whether the verb is a further thing asked for or proposed: "proposed that A be cut and that B be kept"."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    return verb.dep_ == "conj" and any(c.lower_ == "be" and c.tag_ == "VB" for c in helpers) and len(helpers) == 1


def _combine(outer: Hit, inner: Hit) -> Hit:
    """What both words say together."""
    told = f"{outer.told} ... {inner.told}" if outer.anchor.i < inner.anchor.i else f"{inner.told} ... {outer.told}"
    tokens = (*outer.inner, inner.anchor, *inner.inner)
    if outer.weak and not inner.weak:
        kept = replace(inner, inner=tokens)
        if outer.negated:
            return replace(kept, act=_opposite(inner.act), negated=True)
        return kept
    if inner.weak or outer.act is None:
        return replace(outer, inner=tokens)
    act: Act | None = outer.act
    if (
        outer.act is Act.ACCEPT
        and not outer.negated
        and inner.act is Act.REJECT
        and inner.anchor.pos_ in {"VERB", "AUX"}
    ):
        act = inner.act
    if outer.act is Act.REJECT and inner.plain is Act.REJECT and inner.anchor.dep_ in {"xcomp", "ccomp"}:
        act = inner.act if inner.negated else Act.ACCEPT  # "refuses to rule it out" takes no stand
    doing = inner.anchor.pos_ in {"VERB", "AUX"}
    if outer.act in {Act.OFFER, Act.PROMISE} and inner.act is Act.THREAT and doing:
        act = Act.THREAT  # "is prepared to impose", "has sworn to fight"
    if outer.act in _GIVING and inner.plain is Act.CONCESSION and not inner.soft and doing:
        act = inner.act
    if outer.act is Act.ACCEPT and inner.plain is Act.DEMAND and inner.anchor.pos_ == "NOUN":
        act = Act.CONCESSION
    return replace(outer, act=act, told=told, inner=tokens)


def _opposite(act: Act | None) -> Act | None:
    return (
        {Act.ACCEPT: Act.REJECT, Act.OFFER: Act.REJECT, Act.CONCESSION: Act.REJECT, Act.PROMISE: Act.REJECT}.get(act)
        if act
        else None
    )


def act_of(tokens: Sequence[Token]) -> tuple[Act | None, str]:
    """The act of one sentence told by itself, and how it was reached; None where no word tells one.

    The outermost act of the main clause wins; beside it, in coordinated clauses, the one that stands first in the order
    of precedence (threat, concession, offer, promise, reject, accept, demand). Words in relative clauses and conditions
    count only where nothing else does. `will` with no other word is a promise, `would ... if` an offer.
    """
    found = [hit for hit in find_acts(tokens) if hit.act is not None]
    main = [hit for hit in found if not aside(hit.anchor)] or [hit for hit in found if not hit.weak]
    strong = [hit for hit in main if not hit.weak]
    mood = by_mood(tokens)
    if not strong:
        if mood[0] is not None:
            return mood
        return (main[0].act, f"the word '{main[0].told}'") if main else (None, "no word of doing")
    depth = {hit.anchor.i: len(list(hit.anchor.ancestors)) for hit in strong}
    least = min(depth.values())
    top = [hit for hit in strong if depth[hit.anchor.i] <= least + 1]
    best = min(top, key=lambda hit: (depth[hit.anchor.i], _ORDER.index(hit.act) if hit.act else 99))
    if best.soft and best.act is Act.CONCESSION and ahead(best.anchor):
        return Act.PROMISE, f"'{best.told}', still to come"
    return best.act, f"the words '{best.told}'" + (", denied" if best.negated else "")


def aside(anchor: Token) -> bool:
    """Whether the word stands in a relative clause, a condition or a clause of time."""
    here = anchor
    while here.head.i != here.i:
        beside = any(child.dep_ == "mark" and child.lower_ in _BESIDE for child in here.children)
        if here.dep_ in {"relcl", "advcl", "acl"} and not beside:
            return True
        here = here.head
    return False


def ahead(anchor: Token) -> bool:
    """Whether the clause of the word lies in the future or under `would`."""
    return any(child.tag_ == "MD" and child.lower_ in _FUTURE for child in head_verb(anchor).children)


def by_mood(tokens: Sequence[Token]) -> tuple[Act | None, str]:
    """What a bare `will` or `would ... if` does where no other word tells an act."""
    conditional = any(token.lower_ in {"if", "provided", "once"} for token in tokens)
    for token in tokens:
        if token.dep_ != "aux" or token.lower_ not in _FUTURE:
            continue
        verb = head_verb(token)
        if subject(verb) is None or passive(verb) or verb.lemma_ in {"be", "have"}:
            continue
        if token.lower_ in {"will", "'ll", "’ll", "shall", "wo"}:
            return (Act.REJECT, "'will not'") if negation(verb) else (Act.PROMISE, "'will' of its own doing")
        if conditional and not negation(verb):
            return Act.OFFER, f"'{token.text}' under a condition"
    return None, "no word of doing"
