"""What is done at the table: demands, offers, refusals, each with its doer and the things it is about."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.draft.actions import family
from accord.draft.cast import Cast
from accord.draft.lists import listed
from accord.draft.nouns import is_no_thing, points_on, whole_word
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
    on_terms = bool(lowered & {"if", "provided", "unless", "once", "condition"}) or returned
    for token in tokens:
        clause = token.dep_ in {"ROOT", "ccomp", "conj", "acl"} and token.pos_ == "VERB"
        if not (clause and _may(token) and negation(token) is None):
            continue
        if (on_terms or family(token.lemma_) is not None) and any(child.dep_ == "dobj" for child in token.children):
            yield Hit(Act.OFFER, token, token.text)


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
    if anchor.pos_ == "ADJ" or anchor.dep_ in {"acomp", "attr", "oprd"}:
        roots += [child for child in anchor.head.children if child.dep_ in {"nsubj", "nsubjpass"}]
    if anchor.dep_ in {"csubj", "ccomp"} and anchor.head.lemma_ == "be":  # "what it did accept was a committee"
        roots += [child for child in anchor.head.children if child.dep_ == "attr"]
    seen: set[int] = set()
    for root in roots:
        if root.dep_ in _DOWN or (root.dep_ == "nsubj" and root.head.i != anchor.i):
            straight = root.dep_ in {"dobj", "nsubjpass", "nsubj", "prep", "acomp"}
            yield from _phrases(root, parsed, found, seen, near=_near_by(root), straight=straight)


def _phrases(
    token: Token, parsed: Parsed, found: Cast, seen: set[int], *, near: bool, straight: bool
) -> Iterator[Phrase]:
    if token.i in seen:
        return
    seen.add(token.i)
    is_noun = token.pos_ == "NOUN" and not found.is_name(parsed, token)
    if is_noun:
        yield phrase_of(token, parsed, found, near=near, straight=straight)
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
    return child.dep_ != "prep" or child.lower_ in _NEAR_PREPOSITIONS or (child.lower_ == "in" and _returned(child))


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
