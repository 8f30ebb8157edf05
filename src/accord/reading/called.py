"""Concessions by somebody's account: who gave what to whom, where a paper or a party calls it a concession."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accord.reading.accounts import MOVES
from accord.reading.claims import chosen
from accord.reading.grammar import head_verb
from accord.reading.holders import at_table, party_of
from accord.reading.scenes import Drafted, Scene, apart
from accord.statements import Act, Claim, Point, Says

if TYPE_CHECKING:
    from spacy.tokens import Token


def called(scene: Scene) -> Iterator[Drafted]:
    """A concession for each issue that the words speak of; its giver is named, or the only one beside who receives."""
    named = next((token for token in scene.tokens if token.lemma_.lower() in MOVES), None)
    if named is None:
        return
    receiver = _linked(named, scene, {"to"})
    for mention in apart(scene.found):
        giver, how = _giver(named, receiver, mention.issue, scene)
        option = chosen(mention, scene.place.negotiation)
        claim = Claim(Says.WOULD_ACCEPT, giver, mention.issue, option) if giver is not None else None
        point = Point(Act.CONCESSION, giver, mention.issue, option, receiver if receiver != giver else None, claim)
        yield Drafted(point, (("act", f"'{named.text}', by the account"), ("about", how), ("issue", mention.how)))


def _giver(named: Token, receiver: str | None, issue: str, scene: Scene) -> tuple[str | None, str]:
    """Who gave it: `a concession by X`, `X's agreements`, `what X agreed to`, else who is left at a table of two."""
    told = _linked(named, scene, {"by", "from"}) or _owner(named, scene)
    if told is not None:
        return told, "named as the giver"
    subject = next((t for t in head_verb(named).children if t.dep_ in {"nsubj", "nsubjpass"}), None)
    own = (_owner(subject, scene) or _agreeing(subject, scene)) if subject is not None else None
    if own is not None:
        return own, "whose agreements they are"
    left = [party for party in at_table(scene.place, issue) if party != receiver]
    return (left[0], "the only other party") if receiver is not None and len(left) == 1 else (None, "nobody is named")


def _linked(named: Token, scene: Scene, links: set[str]) -> str | None:
    for child in named.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.lower_ in links:
            pobj = next((g for g in child.children if g.dep_ == "pobj"), None)
            found = party_of(pobj, scene.place).parties if pobj is not None else ()
            if len(found) == 1:
                return found[0]
    return None


def _owner(noun: Token, scene: Scene) -> str | None:
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    found = party_of(owner, scene.place).parties if owner is not None else ()
    return found[0] if len(found) == 1 else None


def _agreeing(noun: Token, scene: Scene) -> str | None:
    """The party of `the measures X agreed to`, `the steps taken by X`."""
    for clause in noun.children:
        if clause.dep_ in {"relcl", "acl"}:
            agents = [g for c in clause.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
            for who in (*agents, *(c for c in clause.children if c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"})):
                found = party_of(who, scene.place).parties
                if len(found) == 1:
                    return found[0]
    return None
