"""What is done at the table: demands, offers, refusals, each with its doer and the things it is about."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.draft.actions import family
from accord.draft.actors import Cast
from accord.draft.lists import listed
from accord.draft.nouns import BY_ITSELF, is_no_thing, points_on, whole_word
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
_DOWN = frozenset(
    {
        "dobj",
        "pobj",
        "prep",
        "pcomp",
        "xcomp",
        "ccomp",
        "attr",
        "oprd",
        "acl",
        "conj",
        "nsubjpass",
        "dative",
        "prt",
        "acomp",
    }
)
_LEFT = frozenset({"compound", "amod", "nummod", "nmod", "quantmod", "npadvmod", "advmod", "punct"})
_NEAR_PREPOSITIONS = frozenset({"for", "on", "to", "with", "of", "about", "from", "at", "into", "against", "than"})
_PRONOUNS = frozenset(
    {
        "it",
        "its",
        "they",
        "their",
        "them",
        "he",
        "his",
        "him",
        "she",
        "her",
        "both",
        "who",
        "i",
        "my",
        "we",
        "our",
        "us",
    }
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase under a deed: its head and the words from `first` to the head.

    `near`: the deed is about it, and not about something that has it as a circumstance; `straight`: it is the object
    of the very word of doing, or stands in a list of what is done. A name is taken with its verb ("join the Union").
    """

    head: Token
    first: Token
    parsed: Parsed
    near: bool = True
    straight: bool = False

    @property
    def sentence(self) -> Sentence:
        """The sentence it stands in."""
        return self.parsed.sentence_of(self.head)

    @property
    def text(self) -> str:
        """The words as written, without article."""
        return self.parsed.text(self.parsed.offset(self.first), self.parsed.end(self.head))


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
        yield from _phrases(root, parsed, found, seen, near=True, straight=True)


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
        if root.dep_ in _DOWN or (root.dep_ == "nsubj" and (root.head.i != anchor.i or root in own)):
            straight = root.dep_ == "attr" or root.dep_ in {"dobj", "nsubjpass", "nsubj", "prep", "acomp"}
            yield from _phrases(root, parsed, found, seen, near=_near_by(root), straight=straight)


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


def _phrases(
    token: Token, parsed: Parsed, found: Cast, seen: set[int], *, near: bool, straight: bool
) -> Iterator[Phrase]:
    if token.i in seen:
        return
    seen.add(token.i)
    number = token.pos_ == "NUM" and token.dep_ in {"dobj", "pobj", "attr", "nsubj"}  # "offered $2.40"
    is_noun = (token.pos_ == "NOUN" or number) and not found.is_name(parsed, token)
    if is_noun and not (_returned(token.head) and token.dep_ == "pobj"):
        yield phrase_of(token, parsed, found, near=near, straight=straight)
    elif token.pos_ == "VERB" and token.lemma_ in BY_ITSELF and token.dep_ in {"xcomp", "pcomp", "ccomp"}:
        if not any(child.dep_ in {"dobj", "nsubjpass"} for child in token.children):
            yield Phrase(token, token, parsed, near, straight=True)
    elif _done_to_a_name(token, parsed, found):
        yield Phrase(token, token.head, parsed, near, straight=True)
    word = whole_word(token)
    passes = near and (not is_noun or points_on(word) or (is_no_thing(token, word) and token.dep_ != "pobj"))
    for child in token.children:
        inside = child.dep_ in _DOWN
        subject_of_clause = child.dep_ == "nsubj" and token.dep_ in {"ccomp", "xcomp"}
        if inside or subject_of_clause:
            still = near if child.dep_ == "conj" else passes and _near_by(child)
            on = straight and (token.pos_ in {"ADP", "ADJ"} or points_on(word) or child.dep_ == "conj")
            yield from _phrases(child, parsed, found, seen, near=still, straight=on)


def _done_to_a_name(token: Token, parsed: Parsed, found: Cast) -> bool:
    """Whether the token is a name that is joined, left or the like: what is bargained over is the doing."""
    verb = token.head
    if token.dep_ != "dobj" or token.pos_ != "PROPN" or verb.pos_ != "VERB" or token.i - verb.i > _VERB_NEAR:
        return False
    if (parsed.document.id, parsed.offset(token)) in found.person_at:
        return False
    allowed = verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_ in _ALLOWING
    return verb.lemma_ in _JOINING or allowed


_VERB_NEAR = 4  # tokens
_JOINING = frozenset({"join", "leave", "enter", "quit", "rejoin"})
_ALLOWING = frozenset({"allow", "permit", "let", "ban", "bar", "forbid"})


def _near_by(child: Token) -> bool:
    """Whether what hangs on its head by this word is what the deed is about ("for", not "during")."""
    if child.dep_ == "dative" or (child.lower_ in {"to", "with"} and _received(child)):
        return False
    if child.dep_ == "prep" and (_for_somebody(child) or _away_from(child)):
        return False
    return child.dep_ != "prep" or child.lower_ in _NEAR_PREPOSITIONS or (child.lower_ == "in" and _returned(child))


def _for_somebody(preposition: Token) -> bool:
    """Whether what follows is who gains or where it is: "for its fleet", "on its quays"."""
    things = [child for child in preposition.children if child.dep_ == "pobj"]
    own = any(child.dep_ == "poss" and child.pos_ == "PRON" for thing in things for child in thing.children)
    over = preposition.head
    before = [child for child in over.children if child.dep_ in {"dobj", "prep"} and child.i < preposition.i]
    aside = over.pos_ != "VERB" or bool(before)  # "insist on its share" is about the share
    return own and preposition.lower_ in {"for", "on", "at", "in"} and (aside or preposition.lower_ == "for")


def _away_from(preposition: Token) -> bool:
    """Whether "from" tells the place that a thing is moved away from: "withdraw guns 30 kilometers from the dam"."""
    if preposition.lower_ != "from":
        return False
    verb = preposition.head
    return any(child.dep_ == "dobj" and child.pos_ == "NOUN" for child in verb.children) and verb.pos_ == "VERB"


def _received(preposition: Token) -> bool:
    """Whether what follows gets something or shares in it: "hand the sheds to lenders"."""
    verb = preposition.head
    return verb.pos_ == "VERB" and any(child.dep_ in {"dobj", "nsubjpass"} for child in verb.children)


def _returned(preposition: Token) -> bool:
    """Whether "in" begins "in return for" or "in exchange for"."""
    return any(child.lower_ in {"return", "exchange"} for child in preposition.children)


def phrase_of(head: Token, parsed: Parsed, found: Cast, *, near: bool = True, straight: bool = False) -> Phrase:
    """The phrase with this head."""
    return Phrase(head, _first(head, parsed, found), parsed, near, straight)


def _first(head: Token, parsed: Parsed, found: Cast) -> Token:
    """The first word of the phrase before its head, without article, owner, and names."""
    first = head
    for token in reversed(list(head.doc[head.left_edge.i : head.i])):
        if token.dep_ == "poss" or token.pos_ in {"DET", "PRON", "PART"} or not _belongs(token, head):
            break
        if token.dep_ not in _LEFT or token.is_quote or token.text in {",", ";", ":"}:
            break
        if found.is_name(parsed, token):
            break
        first = token
    return first


def _belongs(token: Token, head: Token) -> bool:
    return any(ancestor.i == head.i for ancestor in token.ancestors)


def clean(text: str) -> str:
    """The phrase in small letters on one line, without marks at its ends."""
    return re.sub(r"\s+", " ", text).strip(" \"“”'‘’.,;:-–—").lower()
