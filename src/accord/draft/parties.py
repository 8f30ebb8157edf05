"""Who sits at the table: the actors that demand, offer, accept and refuse, with their names, speakers and roles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.draft.actors import Actor, Cast
from accord.draft.deeds import Deed
from accord.negotiation import Party, Role, Speaker
from accord.reading.grammar import agent, passive, subject
from accord.reading.parsed import Parsed, Sentence
from accord.reading.people import Person, plain
from accord.reading.wordlists import words
from accord.statements import Act, Authority

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_PARTIES = 8
_LEAST = 2.0
_SHARE = 0.08  # of the foremost party's weight
_AWAY = re.compile(
    r"\b(?:boycott\w*|(?:did|does|do|will|would) not (?:attend|take part)|"
    r"not (?:at|in) the (?:\w+ )?(?:table|room|talks)|"
    r"not (?:been )?invited|uninvited|excluded from|shut out|kept out|sidelined|no (?:seat|place|voice) at|"
    r"no (?:vote|say) in)\b",
    re.IGNORECASE,
)
_LOOKS_ON = re.compile(r"\b(?:observers?|observer status|as an observer|a rival|rival line|bystander)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:mediat|facilitat|broker|conven)")


@dataclass(frozen=True, slots=True)
class Seat:
    """A party proposed, with the key of its actor and its weight."""

    key: str
    party: Party
    weight: float


def seats(told: Sequence[Deed], documents: Sequence[Parsed], found: Cast) -> tuple[Seat, ...]:
    """The parties, the weightiest first."""
    weights = _weights(told, documents, found)
    speaking = _speakers(found)
    ranked = sorted((key for key in weights if key in found.actors), key=lambda key: (-weights[key], key))
    top = weights[ranked[0]] if ranked else 0.0
    ranked = [key for key in ranked if not _is_undescribed(key, ranked, found)]
    kept = [key for key in ranked if weights[key] >= max(_LEAST, _SHARE * top)][:MOST_PARTIES]
    ids: set[str] = set()
    chosen = []
    for key in kept:
        actor = found.actors[key]
        party = Party(
            id=_id(actor.name, ids),
            name=_title(actor),
            aliases=_aliases(actor),
            speakers=tuple(_speaker(person, actor) for person in speaking.get(key, ())[:6]),
            role=_role(key, told, documents, found, speaking.get(key, ())),
            drafted=True,
            origin=_origin(key, told),
        )
        chosen.append(Seat(key, party, weights[key]))
    return tuple(chosen)


def _is_undescribed(key: str, ranked: Sequence[str], found: Cast) -> bool:
    """Whether it is "the company" of which nobody can tell which of the companies it is."""
    bodies = [other for other in ranked if not found.actors[other].country and not other.startswith("the ")]
    return key in {"the company", "the firm", "the employer", "the operator", "the management"} and bool(bodies)


def _weights(told: Iterable[Deed], documents: Iterable[Parsed], found: Cast) -> dict[str, float]:
    """How much each actor does: strong deeds, a little for others, for being spoken for, and for being spoken of."""
    strong, weak = Counter[str](), Counter[str]()
    for deed in told:
        if deed.actor is not None:
            (strong if deed.strong else weak)[deed.actor] += 1
    away = _kept_away(documents, found)
    spoken = Counter(found.at.values())
    speakers = Counter(found.speaks_for.values())
    between = {found.speaks_for[name] for name in found.speaks_for if _mediates(found.people[name])}
    between |= _going_between(documents, found)
    weights = {}
    for key in sorted(set(strong) | set(speakers) | away | between):
        weights[key] = (
            2.0 * strong[key]
            + 0.5 * weak[key]
            + 1.0 * min(speakers[key], 3)
            + 0.1 * min(spoken[key], 20)
            + 2.0 * (key in away)
        )
    acting = {key for key in weights if strong[key] or (speakers[key] and weak[key])}
    return {key: weight + 3.0 * (key in between) for key, weight in weights.items() if key in acting | between | away}


def _kept_away(documents: Iterable[Parsed], found: Cast) -> set[str]:
    """The actors of whom the text says that they are not at the table."""
    away = set()
    for parsed in documents:
        for sentence in parsed.sentences:
            first = next((token for token in sentence.span if token.dep_ in {"nsubj", "nsubjpass"}), None)
            key = found.actor(parsed, first) if first is not None else None
            if first is not None and key is not None and _AWAY.search(parsed.text(parsed.offset(first), sentence.end)):
                away.add(key)
    return away


_OFFICES = ("principal", "negotiator", "official")


def _speakers(found: Cast) -> dict[str, list[Person]]:
    by_party: dict[str, list[Person]] = defaultdict(list)
    for name, key in found.speaks_for.items():
        person = found.people[name]
        titles = all(any(part.lower() in words("roles", kind) for kind in _OFFICES) for part in name.split())
        if not titles and person.authority not in {Authority.INDEPENDENT, Authority.AFFILIATED_EXPERT}:
            by_party[key].append(person)
    return by_party


def _speaker(person: Person, actor: Actor) -> Speaker:
    return Speaker(name=person.name, role=_office(person.role, actor) if person.role else None)


def _office(role: str, actor: Actor) -> str | None:
    """The role without article and party: "chairman of the A Company" is a chairman."""
    text = re.split(r"\b(?:that|who|which)\b", role.split(",", maxsplit=1)[0])[-1]
    for name in sorted(actor.names, key=len, reverse=True):
        text = re.sub(rf"\b(?:(?:of|for|at|from) )?(?:the )?{re.escape(name)}(?:['’]s?)?(?!\w)", " ", text)
    text = re.sub(r"^['’]s\b", "", text.strip())
    text = re.sub(
        r"^(?:(?:by|as|to|with|for) )?(?:the|a|an|its|his|her|their)\b", "", " ".join(text.split()), flags=re.IGNORECASE
    )
    text = re.sub(r"(?:\s+(?:of|in|for|at|to|from|the|and))+\s*$", "", text)
    text = re.sub(r"\b(?:Mr|Ms|Mrs|Dr|Sir|Dame|Prof)\b\.?", "", text).strip(" ,.'’-")
    return " ".join(text.split()) if text and len(text.split()) <= 10 else None


def _id(name: str, taken: set[str]) -> str:
    """Initials of a name of several words, the first letters of one word; unique."""
    parts = [part for part in re.findall(r"[^\W\d_]+", name) if part.lower() not in {"the", "of", "for", "and", "on"}]
    base = "".join(part[0] for part in parts).upper() if len(parts) > 1 else (parts[0][:3].upper() if parts else "P")
    id, number = base, 2
    while id in taken:
        id, number = f"{base}{number}", number + 1
    taken.add(id)
    return id


def _title(actor: Actor) -> str:
    return actor.name[0].upper() + actor.name[1:]


def _aliases(actor: Actor) -> tuple[str, ...]:
    """Its other names, most used first; spellings that differ in case alone are one."""
    seen = {plain(actor.name)}
    found = []
    for name, _ in sorted(actor.names.items(), key=lambda item: (-item[1], item[0])):
        bare = name.islower() and " " not in name and not name.endswith("s")  # "board" stands for anybody's
        if plain(name) not in seen and not bare:
            seen.add(plain(name))
            found.append(name)
    return tuple(found[:8])


def _origin(key: str, told: Iterable[Deed]) -> str:
    mine = [deed for deed in told if deed.actor == key]
    best = next((deed for deed in mine if deed.strong), mine[0] if mine else None)
    return shortened(best.quote) if best is not None else "guess"


def shortened(quote: str) -> str:
    """The sentence, cut where it is very long."""
    return quote if len(quote) <= 300 else quote[:299] + "…"


def _role(key: str, told: Sequence[Deed], documents: Sequence[Parsed], found: Cast, people: Iterable[Person]) -> Role:
    """Mediator, absent or observer where the words say so of this actor."""
    if any(_mediates(person) for person in people):
        return "mediator"
    if key in _going_between(documents, found):
        return "mediator"
    if key in _kept_away(documents, found):
        return "absent"
    return _watching(key, told, documents, found)


_NAMED_SO = re.compile(r"\b(?:Mediation|Conciliation|Arbitration)\b")


def _mediates(person: Person) -> bool:
    described = f"{person.role or ''} {person.origin if person.origin.startswith('described') else ''}".lower()
    return any(re.search(rf"\b{re.escape(word)}\b", described) for word in words("roles", "mediation"))


def _going_between(documents: Iterable[Parsed], found: Cast) -> set[str]:
    """The actors that mediate, broker or convene by the words of the texts."""
    between: set[str | None] = {key for key, actor in found.actors.items() if _NAMED_SO.search(actor.name)}
    for parsed in documents:
        for sentence in parsed.sentences:
            for token in sentence.span:
                between |= {found.actor(parsed, one) for one in _mediators(token)}
                near = token.lefts if token.lemma_ in _MEDIATORS else _before(token, sentence)
                between |= {found.at.get((parsed.document.id, parsed.offset(one))) for one in near}
    return {key for key in between if key is not None}


_MEDIATORS = frozenset({"mediator", "facilitator"})


def _mediators(token: Token) -> list[Token]:
    """Who goes between by the word: "A mediates", "B chairs the talks", "C, which acts as mediator"."""
    if token.pos_ == "VERB" and _BETWEEN.match(token.lemma_):
        doer = agent(token) if passive(token) else subject(token)
    elif token.dep_ == "pobj" and token.lemma_ in _MEDIATORS and token.head.lower_ == "as":
        verb = token.head.head
        doer = verb.head if verb.dep_ == "relcl" else subject(verb)
    elif _presides(token):
        doer = token.head if token.dep_ == "relcl" else subject(token)
    else:
        doer = None
    return [doer] if doer is not None else []


def _before(token: Token, sentence: Sentence) -> Sequence[Token]:
    """The words close before "mediating": "B-land, which is mediating"."""
    if not (_BETWEEN.match(token.lower_) and token.lower_.endswith("ing")):
        return ()
    at = token.i - sentence.span.start
    return list(sentence.span[max(at - 5, 0) : at])


def _presides(verb: Token) -> bool:
    """Whether the verb says that somebody leads the talks of others: "chairs the meeting", "holds the chair"."""
    things = [child.lemma_ for child in verb.children if child.dep_ == "dobj"]
    things += [one.lemma_ for child in verb.children if child.lower_ == "over" for one in child.children]
    if verb.lemma_ in {"chair", "preside"}:
        return bool({"talk", "meeting", "session", "conference", "round", "negotiation", "summit"} & set(things))
    return verb.lemma_ == "hold" and "chair" in things


def _watching(key: str, told: Iterable[Deed], documents: Sequence[Parsed], found: Cast) -> Role:
    """Observer: called a rival or an observer, and nothing it offered or accepted is told."""
    if any(deed.actor == key and deed.act in {Act.OFFER, Act.ACCEPT, Act.CONCESSION} for deed in told):
        return "principal"
    for parsed in documents:
        for sentence in parsed.sentences:
            named = any(found.actor(parsed, token) == key for token in sentence.span)
            near = parsed.text(sentence.start, sentence.end)
            if named and _LOOKS_ON.search(near) and len({found.actor(parsed, t) for t in sentence.span} - {None}) == 1:
                return "observer"
    return "principal"
