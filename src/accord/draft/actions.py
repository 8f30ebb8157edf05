"""What is to be done with a thing: ended, paused, lowered, opened, allowed; and what it is called when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Token

_VOWELS = frozenset("aeiou")


class Family(NamedTuple):
    """Deeds of one kind: what holds while nothing is done (`start`), and how far they go (`degree`)."""

    start: str
    degree: int


_ENDED, _PAUSED = Family("kept", 3), Family("continued", 2)
_LESS, _MORE = Family("unchanged", 1), Family("unchanged", 2)
_SHUT, _HIDDEN, _HELD = Family("shut", 3), Family("withheld", 3), Family("kept", 3)
_BANNED, _CLOSED = Family("allowed", 3), Family("open", 3)
_BARRED, _STOPPED, MADE = Family("barred", 3), Family("stopped", 3), Family("none", 3)

_FAMILIES: dict[str, Family] = {
    verb: family
    for family, verbs in (
        (
            _ENDED,
            "end stop halt cease drop lift cancel remove abandon scrap abolish withdraw dismantle repeal revoke "
            "discontinue eliminate terminate waive evacuate demolish dissolve",
        ),
        (_BANNED, "ban forbid prohibit outlaw"),
        (_PAUSED, "suspend pause freeze delay postpone defer"),
        (_LESS, "reduce cut lower ease limit restrict shorten decrease relax trim halve curb cap narrow scale shrink"),
        (_MORE, "raise increase extend widen expand double improve strengthen lengthen triple"),
        (_CLOSED, "close shut seal"),
        (_SHUT, "open reopen unblock"),
        (_HIDDEN, "publish disclose show reveal share"),
        (_HELD, "release free return"),
        (_BARRED, "allow permit authorise authorize license"),
        (_STOPPED, "resume reinstate restore restart re-establish normalise normalize renew"),
        (
            MADE,
            "exchange swap provide grant pay give supply export import deliver build establish create set appoint "
            "introduce sell transfer fund finance guarantee install deploy join repatriate hand cede "
            "lease lend impose exempt recognise recognize compensate refill protect staff",
        ),
    )
    for verb in verbs.split()
}
# Nouns that name such a deed.
_OF_NOUN = {
    "suspension": "suspend",
    "halt": "halt",
    "pause": "pause",
    "freeze": "freeze",
    "moratorium": "suspend",
    "end": "end",
    "ending": "end",
    "release": "release",
    "removal": "remove",
    "lifting": "lift",
    "withdrawal": "withdraw",
    "reduction": "reduce",
    "decrease": "reduce",
    "relief": "ease",
    "easing": "ease",
    "waiver": "waive",
    "resumption": "resume",
    "reopening": "reopen",
    "opening": "open",
    "access": "open",
    "publication": "publish",
    "delivery": "deliver",
    "exchange": "exchange",
    "swap": "swap",
    "increase": "raise",
    "rise": "raise",
    "raise": "raise",
    "cut": "cut",
    "extension": "extend",
    "exemption": "exempt",
    "introduction": "introduce",
    "repatriation": "repatriate",
    "return": "return",
    "ban": "ban",
    "abolition": "abolish",
    "closure": "close",
    "sale": "sell",
    "supply": "supply",
    "export": "export",
    "provision": "provide",
    "lining": "provide",
}
# A verb and its particle that mean one of the verbs above.
_PHRASAL = {
    ("give", "up"): "abandon",
    ("call", "off"): "cancel",
    ("pull", "back"): "withdraw",
    ("pull", "out"): "withdraw",
    ("hand", "over"): "transfer",
    ("give", "back"): "return",
    ("put", "off"): "postpone",
    ("phase", "out"): "end",
    ("set", "up"): "establish",
    ("shut", "down"): "close",
}
_PAST = {
    "withdraw": "withdrawn",
    "give": "given",
    "freeze": "frozen",
    "cut": "cut",
    "sell": "sold",
    "pay": "paid",
    "build": "built",
    "set": "set",
    "shut": "shut",
    "put": "put",
    "show": "shown",
    "lend": "lent",
    "overfly": "overflown",
    "leave": "left",
    "take": "taken",
    "let": "let",
    "free": "freed",
}
_DOUBLED = frozenset("stop drop scrap trim cap swap curb ban permit bar quit defer transfer".split()) - {"curb"}


def family(word: str) -> Family | None:
    """The kind of deed that the verb or noun names; None where it is none that is done to a thing."""
    return _FAMILIES.get(_OF_NOUN.get(word, word))


def verb_of(word: Token) -> str | None:
    """The verb or noun of doing, one verb for it and its particle; None where the particle makes another of it."""
    particle = next((one.lower_ for one in word.children if one.dep_ == "prt"), None)
    return word.lemma_.lower() if particle is None else _PHRASAL.get((word.lemma_.lower(), particle))


def done(word: str) -> str:
    """The participle that names the deed once it is done.

    >>> done("suspension"), done("publish"), done("drop"), done("withdraw")
    ('suspended', 'published', 'dropped', 'withdrawn')
    """
    verb = _OF_NOUN.get(word, word)
    if verb in _PAST:
        return _PAST[verb]
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}ed"
