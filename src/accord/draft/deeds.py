"""What is done at the table: demands, offers, refusals, each with its doer and the things it is about."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.draft.actions import family
from accord.draft.actors import Cast
from accord.draft.lists import listed
from accord.draft.phrases import DOWN, Phrase, near_by, phrases_under
from accord.reading.acts import Hit, find_acts
from accord.reading.grammar import agent, negation, passive, subject
from accord.reading.parsed import Parsed, Sentence
from accord.reading.wordlists import verb_forms, words
from accord.statements import Act

if TYPE_CHECKING:
    from spacy.tokens import Token

STRONG = frozenset(
    {Act.DEMAND, Act.OFFER, Act.ACCEPT, Act.REJECT, Act.PRECONDITION, Act.CONCESSION, Act.PROMISE, Act.THREAT}
)
_PRONOUNS = frozenset("it its they their them he his him she her both who i my we our us".split())


@dataclass(frozen=True, slots=True)
class Deed:
    """One act told in a sentence; `actor` is the key of the doer, None where it cannot be told."""

    act: Act
    hit: Hit
    actor: str | None
    sentence: Sentence
    parsed: Parsed
    phrases: tuple[Phrase, ...]
    listed: bool = False

    @property
    def strong(self) -> bool:
        """Whether it moves or refuses something, rather than judging it."""
        done = self.hit.weak or (self.hit.soft and not _may(self.hit.anchor))
        return self.act in STRONG and not done

    @property
    def quote(self) -> str:
        """The sentence it was told in, on one line."""
        return " ".join(self.parsed.text(self.sentence.start, self.sentence.end).split())


def deeds(documents: Sequence[Parsed], found: Cast) -> tuple[Deed, ...]:
    """Every act told in the documents, in order. A pronoun stands for the last subject of its kind."""
    told: list[Deed] = []
    for parsed in documents:
        last: str | None = None
        for sentence in parsed.sentences:
            tokens = list(sentence.span)
            speaker = _speaker(tokens, parsed, found)
            hits = (*find_acts(tokens), *_on_terms(tokens))
            hits = tuple(hit for hit in hits if not _takes_for(hit.anchor))
            for hit, after in itertools.zip_longest(hits, hits[1:]):
                doer = _doer(hit, parsed, found, speaker or last)
                if hit.act is not None:
                    phrases = tuple(_about(hit, parsed, found))
                    if not phrases and after is not None and after.soft and after.anchor.i > hit.anchor.i:
                        phrases = tuple(_about(after, parsed, found))  # "offered on Monday to lower its tariff"
                    told.append(Deed(hit.act, hit, doer, sentence, parsed, phrases))
                last = doer or last
            for part in listed(tokens):
                owner = _doer(part.hit, parsed, found, speaker or last)
                things = tuple(_in_list(part.roots, parsed, found))
                told.append(Deed(part.act, part.hit, owner, sentence, parsed, things, listed=True))
            last = speaker or last
    return tuple(told)


def _in_list(roots: Sequence[Token], parsed: Parsed, found: Cast) -> Iterator[Phrase]:
    """The things of a list's members."""
    seen: set[int] = set()
    for root in roots:
        yield from phrases_under(root, parsed, found, seen, near=True, straight=True)


def _takes_for(anchor: Token) -> bool:
    """Whether the word judges or introduces, and weighs no step: "is considered a key interest", "considering that"."""
    if anchor.lemma_ != "consider":
        return False
    judged = passive(anchor) or any(child.dep_ == "oprd" for child in anchor.children)
    return judged or anchor.dep_ in {"prep", "mark"} or (anchor.lower_ == "considering" and anchor.dep_ == "advcl")


def _on_terms(tokens: Sequence[Token]) -> Iterator[Hit]:
    """A modal with a thing, and a condition, a return or a deed done to it, is an offer: "could extend the period"."""
    lowered = {token.lower_ for token in tokens}
    returned = bool(lowered & {"return", "exchange"}) and "for" in lowered
    yield from _on_the_table(tokens)
    on_terms = bool(lowered & {"if", "provided", "unless", "once", "condition"}) or returned
    for token in tokens:
        clause = token.dep_ in {"ROOT", "ccomp", "conj", "acl"} and token.pos_ == "VERB"
        if not (clause and _may(token) and negation(token) is None):
            continue
        object_ = any(child.dep_ == "dobj" or child.lower_ == "to" for child in token.children)  # "come down to 9"
        again = token.lemma_ in _AGAIN and not passive(token)  # "the trade could resume"
        if (on_terms and object_) or (family(token.lemma_) is not None and (object_ or again)):
            yield Hit(Act.OFFER, token, token.text)


_AGAIN = frozenset({"resume", "reopen", "restart", "open"})


def _on_the_table(tokens: Sequence[Token]) -> Iterator[Hit]:
    """What is discussed, left open, or could be part of a deal: "also unresolved is parking"."""
    for token in tokens:
        if token.lemma_ in _DISCUSSING and token.pos_ == "VERB" and token.i > token.sent.start:
            if any(child.dep_ == "dobj" for child in token.children) and negation(token) is None:
                yield Hit(Act.OFFER, token, token.text)
        elif (
            token.dep_ == "acomp"
            and token.lower_ in _OPEN
            and not _hardly(token)
            and token.head.lemma_ in {"be", "remain", "stay"}
        ):
            yield Hit(Act.DEMAND, token, token.text)
        elif token.dep_ == "attr" and token.lemma_ == "part" and _may(token.head) and _of_a_deal(token):
            yield Hit(Act.OFFER, token, token.text)


def _hardly(word: Token) -> bool:
    return any(child.lower_ in {"less", "least", "hardly", "not"} for child in word.children)


_DISCUSSING = frozenset({"discuss", "negotiate"})
_OPEN = frozenset({"unresolved", "unsettled", "open", "disputed", "contentious", "outstanding", "undecided"})


def _of_a_deal(part: Token) -> bool:
    inner = [one.lemma_ for child in part.children if child.lower_ == "of" for one in child.children]
    return bool(set(inner) & {"deal", "package", "agreement", "settlement", "accord", "compromise"})


def _may(verb: Token) -> bool:
    return any(child.tag_ == "MD" for child in verb.children)


def _speaker(tokens: Sequence[Token], parsed: Parsed, found: Cast) -> str | None:
    """The actor that the sentence's verb of saying belongs to."""
    sayings = verb_forms("saying")
    for token in tokens:
        if token.pos_ == "VERB" and token.lower_ in sayings:
            for child in token.children:
                if child.dep_ == "nsubj" and (key := _named(child, parsed, found)) is not None:
                    return key
    return None


def _doer(hit: Hit, parsed: Parsed, found: Cast, before: str | None) -> str | None:
    here = agent(hit.anchor) if passive(hit.anchor) else subject(hit.anchor)
    if here is None:
        return before
    key = _named(here, parsed, found)
    return key or (before if here.lower_ in _PRONOUNS else None)


def _named(token: Token, parsed: Parsed, found: Cast) -> str | None:
    """The actor at the head of a phrase, or the one it belongs to ("A-land's minister", "a union official")."""
    key = found.actor(parsed, token)
    if key is not None:
        return key
    if token.lemma_.lower() not in _role_words():
        return None
    for child in token.subtree:
        inner = found.actor(parsed, child) if child.i < token.i or child.dep_ == "pobj" else None
        if inner is not None:
            return inner
    return None


def _role_words() -> frozenset[str]:
    return words("roles", "principal") | words("roles", "negotiator") | words("roles", "official") | _PARTS


_PARTS = frozenset(
    {"government", "side", "team", "delegation", "board", "voter", "leadership", "force", "demand", "position"}
)


def _about(hit: Hit, parsed: Parsed, found: Cast) -> Iterator[Phrase]:
    """The noun phrases under the words of the deed; of an adjective ("unacceptable") or a passive, the subject."""
    anchor = hit.anchor
    roots = list(anchor.children)
    own: list[Token] = []
    if anchor.pos_ == "ADJ" or anchor.dep_ in {"acomp", "attr", "oprd"}:
        roots += [child for child in anchor.head.children if child.dep_ in {"nsubj", "nsubjpass"}]
        if anchor.lower_ in _OPEN:
            roots += [child for child in anchor.head.children if child.dep_ == "attr"]
    elif anchor.lemma_ in _AGAIN and not any(child.dep_ == "dobj" for child in anchor.children):
        own = [one for one in (subject(anchor),) if one is not None]  # "the trade could resume"
        roots += own
    roots += _waited_for(anchor) + _called_for(anchor)
    if anchor.dep_ in {"csubj", "ccomp"} and anchor.head.lemma_ == "be":  # "what it did accept was a committee"
        roots += [child for child in anchor.head.children if child.dep_ == "attr"]
    seen: set[int] = set()
    for root in roots:
        if root.dep_ in DOWN or (root.dep_ == "nsubj" and (root.head.i != anchor.i or root in own)):
            straight = root.dep_ == "attr" or root.dep_ in {"dobj", "nsubjpass", "nsubj", "prep", "acomp"}
            yield from phrases_under(root, parsed, found, seen, near=near_by(root), straight=straight)


def _called_for(anchor: Token) -> list[Token]:
    """What is to be done in the clause of "called for charges to be waived"."""
    clauses = [child for child in anchor.children if child.dep_ == "advcl"]
    marked = [one for one in clauses if any(mark.dep_ == "mark" and mark.lower_ == "for" for mark in one.children)]
    return [child for one in marked for child in one.children if child.dep_ in {"dobj", "nsubjpass"}]


def _waited_for(anchor: Token) -> list[Token]:
    """What must be had first: "refuses to disarm before it has a guarantee of self-rule"."""
    verbs = [anchor, *(child for child in anchor.children if child.dep_ in {"xcomp", "ccomp"})]
    clauses = [
        child
        for verb in verbs
        for child in verb.children
        if child.dep_ == "advcl"
        and child.lemma_ in {"have", "get", "receive", "obtain", "win", "secure"}
        and any(one.dep_ == "mark" and one.lower_ in {"before", "until", "unless"} for one in child.children)
    ]
    clauses += [
        child
        for verb in verbs
        for child in verb.children
        if child.dep_ == "advcl"
        and family(child.lemma_) is not None
        and any(one.dep_ == "mark" and one.lower_ in {"if", "unless", "once", "until"} for one in child.children)
    ]
    return [child for clause in clauses for child in clause.children if child.dep_ in {"dobj", "nsubjpass"}]
