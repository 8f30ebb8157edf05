"""Nouns that are no things to negotiate, or only say what is done with one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accord.draft.amounts import is_unit
from accord.reading.wordlists import words

if TYPE_CHECKING:
    from spacy.tokens import Token

HALF = frozenset(
    "partial limited temporary interim voluntary guideline conditional gradual tactical technical initial "
    "short reduced".split()
)
WHOLE = frozenset(
    "full complete comprehensive total permanent binding unconditional general broad broader mandatory "
    "guaranteed entire extensive lasting final open-ended indefinite outright".split()
)
DEGREES = HALF | WHOLE

# Heads that say only what is done with a thing: the thing is the word before them or after "of".
_LIGHT = frozenset(
    "period figure offer rise raise increase cut level number amount end extension sale access use part kind form "
    "degree share stage round suspension halt pause freeze removal lifting ending release resumption reduction "
    "relief export import enforcement restriction limit cap ban withdrawal guarantee claim right cost price "
    "payment funding supply opening closure publication delivery provision introduction initiative agenda "
    "expansion range package set list series plan date deadline start beginning completion call size fate length "
    "rate ceiling exchange swap repatriation mission lining reopening decrease easing exemption waiver return "
    "supplies obligation total".split()
)
# Of these, the ones that are things themselves where no other word says more.
_ALONE = frozenset(
    "part rise raise sale access cap ban limit payment withdrawal release restriction guarantee exchange list "
    "funding swap mission return exemption waiver obligation share price".split()
)
# Nouns of talking and of taking a stand: what is said on is what hangs on them.
_POINTING = frozenset(
    "talk negotiation discussion conversation dialogue deal agreement accord compromise consensus proposal idea "
    "plan demand request call objection opposition consent veto refusal commitment suggestion openness readiness "
    "willingness possibility prospect promise pledge need requirement condition measure step return exchange".split()
)
# Nouns of states and happenings: they are bargained over only where a word of bargaining has them for its own object.
_ABSTRACT = frozenset(
    "presence march moment stage sovereignty scenario manner dominance tension capability scale scope detail climate "
    "atmosphere context background reality crisis disaster wedding marriage dance game battle struggle fight path road "
    "journey bridge wall fence trap burden blow gift dream nightmare storm weather ground arm leg back men women "
    "welcome participation engagement involvement appearance performance opinion belief thought memory dignity "
    "honour honor identity unity stability freedom independence survival existence safety".split()
)
# Nouns that name the talks, their course, or nothing.
_EMPTY = frozenset(
    "weekend "
    "deal agreement accord talk negotiation meeting statement thing way step position demand concession condition "
    "requirement term side people day night week month year hour time moment table room text hand word door goal "
    "objective aim interest benefit advantage question idea view readout summary conversation discussion dialogue "
    "world case fact reason result matter problem chance possibility prospect hope effort attempt process outcome "
    "resolution solution settlement move action measure line framework basis understanding principle front issue "
    "topic point subject phrase version letter note report document paper interview podcast press crowd morning "
    "afternoon evening today tomorrow yesterday opportunity incentive skepticism desire wish approach practice "
    "relationship tie war peace conflict consensus collaboration cooperation arrangement bit lot kind sort "
    "something nothing anything none everything one other pressure leverage perspective significance importance "
    "situation development influence power future past course mind face eye head heart voice tone mood sign "
    "signal gesture promise threat warning request proposal response answer reply comment remark call visit trip "
    "tour event round member public money life work name reality truth sense feeling impression trust faith "
    "confidence patience hurry rush haste progress success failure vulnerability alternative option choice "
    "decision vote initial signature paragraph clause page draft copy kingdom while session gathering summit "
    "conference agenda schedule calendar official admission spirit return difficulty readiness willingness treaty "
    "remedy cent foot silence supporter penny balk fire rubbish victory attention history background rest "
    "majority minority pair couple dozen half quarter example order third fifth tenth objection suggestion "
    "openness commitment consent refusal veto opposition trade will inclination intent ambition politics strategy "
    "tactic occasion scepticism coordinator colleague crew lender investor creditor compromise advice merger "
    "takeover acquisition man woman child girl boy advance bargain need triumph secret favour favor quotation "
    "delay partner ally neighbour neighbor voter opposite contract".split()
)


def is_light(word: str) -> bool:
    """Whether the noun points to another: "offer" in "pay offer", "year" in "six years of filling"."""
    return word in _LIGHT or is_unit(word)


def points_on(word: str) -> bool:
    """Whether what is done with the noun is done with the thing behind it: "talks on ports", "an end to levies"."""
    return is_light(word) or word in _POINTING


def stands_alone(word: str) -> bool:
    """Whether a light noun is a thing itself where no other word says more."""
    return word in _ALONE


def whole_word(token: Token) -> str:
    """The lemma, with the words that a hyphen ties to it: "cease-fire"."""
    word, here = (token.lower_ if token.tag_ == "VBG" else token.lemma_.lower()), token
    while here.i >= 2 and here.nbor(-1).text == "-" and not here.nbor(-1).whitespace_ and not here.nbor(-2).whitespace_:
        here = here.nbor(-2)
        word = f"{here.lower_}-{word}"
    return word


# Verbs that are a thing to settle without any object, and the noun for it.
BY_ITSELF = {
    "disarm": "disarmament",
    "withdraw": "withdrawal",
    "resign": "resignation",
    "demobilise": "demobilisation",
    "demobilize": "demobilization",
    "secede": "secession",
    "abdicate": "abdication",
}
# One thing under two words: the second stands for both.
_SAME = {
    "truce": "ceasefire",
    "wage": "pay",
    "salary": "pay",
    "detainee": "prisoner",
    "captive": "prisoner",
    "duty": "tariff",
    "bid": "price",
    "proceed": "revenue",
    "selfgovernment": "autonomy",
    "selfrule": "autonomy",
}


def known_as(token: Token) -> str:
    """The word by which a thing is gathered: its lemma without hyphens, one word for two that mean the same."""
    word = whole_word(token).replace("-", "")
    return _SAME.get(word, word)


def is_abstract(word: str) -> bool:
    """Whether the noun tells of a state or a happening rather than of a thing."""
    return word in _ABSTRACT or word.endswith(_ABSTRACT_ENDS)


_ABSTRACT_ENDS = ("ness", "hood")


_HOLDING = frozenset({"release", "free", "return", "repatriate", "hold", "detain", "reinstate", "rehire", "fate"})


def _held(head: Token) -> bool:
    """Whether persons are what is bargained over: "release the drivers", "the fate of the drivers"."""
    over = head.head if head.dep_ != "pobj" else head.head.head
    return head.dep_ in {"dobj", "nsubjpass", "pobj"} and over.lemma_.lower() in _HOLDING


def is_no_thing(head: Token, word: str) -> bool:
    """Whether the noun names a person, a time, the talks themselves or nothing that can be asked for."""
    if not re.fullmatch(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*", word) or word in _EMPTY:
        return True
    if word == "job" and head.tag_ == "NN":
        return True  # "a good job" is no thing, "1,200 jobs" are
    if head.ent_type_ in {"DATE", "TIME", "PERSON", "ORDINAL"}:
        return True
    if any(child.lower_ in {"a", "an"} for child in head.lefts) and any(
        child.dep_ in {"amod", "compound"} for child in head.lefts
    ):
        return False  # "an independent trustee", "a joint committee" are asked for; "the trustee" asks
    people = ["principal", "negotiator", "official", "expert", "groups", "bodies", "mediation"]
    if not _held(head):
        people.append("bystander")
    return any(word in words("roles", kind) or word + "s" in words("roles", kind) for kind in people)
