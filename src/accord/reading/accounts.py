"""Accounts: what a party's paper on an event tells, calls a concession or leaves out, and whose papers these are.

`X was portrayed as a concession in the summaries shared by A and B` is A's and B's account of X; `A's readout, but not
B's, mentioned X` is A's account, and says of B's that it is silent. That an account leaves something out is told by the
reporter and denies nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.reading.cues import Cue, CueKind, subjects
from accord.reading.grammar import negation
from accord.reading.surroundings import Attributed
from accord.reading.wordlists import verb_forms, words

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

MOVES = frozenset("concession compromise gesture giveaway climbdown sacrifice".split())
"""Nouns by which an account calls what was given something that costs its giver."""

_MENTIONS = frozenset("mention include list cite reference note record contain describe".split())
_PASSING_OVER = frozenset({"omit", "skip"})
_TELLING = frozenset("make contain include carry have".split())
_OF_WHAT = frozenset("of to about on over".split())
_IS = frozenset("be remain stay keep".split())
_BREAKS = frozenset({",", "—", "–", "--", ";"})
_OUTLETS = frozenset("press paper media newspaper interview article column editorial blog book speech".split())
_REACH = 6  # tokens


@dataclass(frozen=True, slots=True)
class Account:
    """What a sentence tells of an account: `told` as any attribution, or with no source where the account is silent.

    `paper`: the words that name it. `missing`: heads of those whose account is told to leave it out. `called`: whether
    it calls what was given a concession.
    """

    told: Attributed
    paper: str
    missing: tuple[Token, ...] = ()
    called: bool = False


def accounts(sentence: Span, quoted: Callable[[Token], bool]) -> Iterator[Account]:
    """Each account that the sentence tells of by its paper, outside quotation marks."""
    papers = [t for t in sentence if is_paper(t) and not quoted(t)]
    if not papers and not any(t.lemma_.lower() in MOVES for t in sentence):
        return
    found = [
        one
        for paper in papers
        for one in (_phrase(paper, sentence), _subject(paper, sentence, quoted))
        if one is not None
    ]
    if not found:
        found = [
            one for token in sentence for one in (_by_agent(token, sentence), _elided(token, sentence, quoted)) if one
        ]
    yield from found[:2]


def is_paper(token: Token) -> bool:
    """Whether the noun is a paper in which a party tells what was said or agreed."""
    named = token.lemma_.lower() in words("saying", "papers") or token.lower_ in words("saying", "papers")
    return named and token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() not in _OUTLETS


def paper_of(head: Token) -> str:
    """The words that name a paper and whose it is."""
    cut = {t.i for c in head.children if c.dep_ in {"relcl", "appos", "cc", "conj", "punct", "neg"} for t in c.subtree}
    cut |= {t.i for c in head.children if c.dep_ == "acl" and c.nbor(-1).text == "," for t in c.subtree}
    kept = [t for t in head.subtree if t.i not in cut]
    while kept and not kept[-1].is_alpha:
        kept.pop()
    return "".join(t.text_with_ws for t in kept).strip(" ,")


def missing_in(sentence: Span) -> tuple[Token, ...]:
    """Heads of those whose account is set against the one told: `but not B's`, `unlike the union's`, `not in B's`."""
    found = []
    for token in sentence:
        before = sentence.doc[token.i - 1].lower_ if token.i > sentence.start else ""
        if token.lower_ == "unlike" or (token.lower_ == "not" and before in {"but", "and", ","}):
            owner = _owner_behind(token, sentence)
            if owner is not None:
                found.append(owner)
    return tuple(found)


def _owner_behind(token: Token, sentence: Span) -> Token | None:
    """The noun that owns the account behind `not` or `unlike`, whether its paper is named again or not."""
    for ahead in sentence.doc[token.i + 1 : min(token.i + 1 + _REACH, sentence.end)]:
        if ahead.text in _BREAKS or ahead.pos_ in {"VERB", "AUX"}:
            return None
        if is_paper(ahead):
            return ahead
        if ahead.tag_ == "POS" and ahead.i + 1 < sentence.end and not _owned(ahead):
            return sentence.doc[ahead.i - 1]
    return None


def _owned(mark: Token) -> bool:
    """Whether a paper follows the possessive: `B's account`."""
    return any(is_paper(t) for t in mark.doc[mark.i + 1 : mark.i + 3])


def _phrase(paper: Token, sentence: Span) -> Account | None:
    """`... were portrayed as concessions in the summaries shared by A and B`; what the sentence says without it."""
    link = paper.head
    if paper.dep_ != "pobj" or link.lower_ not in {"in", "by"} or not _has_owner(paper):
        return None
    verb = _governor(link)
    if verb is None or verb.i not in range(sentence.start, sentence.end) or not _tells_nobody(verb):
        return None
    first, last = link.i, max(t.i for t in paper.subtree)
    pieces = _without(first, last, sentence)
    if not pieces:
        return None
    cue = Cue(link, CueKind.PHRASE, "account", (paper,), first, min(last, paper.i), verb)
    return Account(Attributed(cue, pieces, parenthetical=True), paper_of(paper), missing_in(sentence), _calls(verb))


def _has_owner(paper: Token) -> bool:
    """Whether the words tell whose paper it is, and not only that there is one."""
    for child in paper.children:
        if child.dep_ == "poss" or child.lower_ in {"both", "two"}:
            return True
        if child.dep_ == "prep" and child.lower_ in {"by", "from", "of"}:
            return True
        if child.dep_ == "acl" and any(c.dep_ == "agent" for c in child.children):
            return True
        if child.dep_ in {"compound", "nmod", "amod"} and child.ent_type_ in {"GPE", "NORP", "ORG"}:
            return True
    return False


def _governor(token: Token) -> Token | None:
    """The verb whose clause holds the phrase, through the nouns that the parse hung it on."""
    current = token
    while current.head.i != current.i:
        current = current.head
        if current.pos_ in {"VERB", "AUX"} and current.dep_ not in {"acl", "relcl", "amod"}:
            return current
    return None


def _tells_nobody(verb: Token) -> bool:
    """Whether no subject of its own tells it: a passive of telling or naming without an agent, `is`, `appears`."""
    if any(child.dep_ == "agent" for child in verb.children):
        return False
    passive = any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)
    if passive:
        return verb.lower_ in _naming() or verb.lemma_ in _MENTIONS
    return verb.lemma_ in {"appear", "figure", "feature"}


def _naming() -> frozenset[str]:
    """The past forms of the verbs by which an account calls or tells something."""
    return frozenset((*verb_forms("labelling"), *verb_forms("accounting"), *verb_forms("saying")))


def _calls(verb: Token) -> bool:
    """Whether the verb calls something a concession: `cast as a concession`, `called it a compromise`."""
    if verb.lower_ not in verb_forms("labelling") and verb.lower_ not in verb_forms("accounting"):
        return False
    return any(t.lemma_.lower() in MOVES and t.i > verb.i for t in verb.subtree)


def _without(first: int, last: int, sentence: Span) -> tuple[tuple[int, int], ...]:
    """The sentence's tokens before and behind the phrase."""
    start, end, doc = first, last + 1, sentence.doc
    while start > sentence.start and doc[start - 1].text in _BREAKS:
        start -= 1
    while end < sentence.end and (doc[end].text in _BREAKS or doc[end].is_space):
        end += 1
    runs = [(sentence.start, start), (end, sentence.end)]
    return tuple((a, b) for a, b in runs if any(t.is_alpha for t in doc[a:b]))


def _by_agent(token: Token, sentence: Span) -> Account | None:
    """`X was described by A as a concession`: what the sentence says without `by A`."""
    if token.pos_ != "VERB" or not _calls(token):
        return None
    agent = next((c for c in token.children if c.dep_ == "agent" and c.lower_ == "by"), None)
    who = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    if agent is None or who is None or not any(c.dep_ in {"auxpass", "nsubjpass"} for c in token.children):
        return None
    last = max(t.i for t in (who, *who.conjuncts))
    pieces = _without(agent.i, last, sentence)
    cue = Cue(token, CueKind.SAYING, "account", (who, *who.conjuncts), agent.i, last, token)
    return (
        Account(Attributed(cue, pieces, parenthetical=True), "", missing_in(sentence), called=True) if pieces else None
    )


def _subject(paper: Token, sentence: Span, quoted: Callable[[Token], bool]) -> Account | None:
    """What the paper itself is told to do: to mention, to call, to leave out."""
    verb = paper.head
    if paper.dep_ not in {"nsubj", "nsubjpass"} or verb.pos_ not in {"VERB", "AUX"}:
        return None
    return _does(verb, paper, sentence, quoted)


def _elided(verb: Token, sentence: Span, quoted: Callable[[Token], bool]) -> Account | None:
    """`B's did not mention them`: the paper named before is left out; and who calls something a concession."""
    if verb.pos_ not in {"VERB", "AUX"} or quoted(verb):
        return None
    who = next(iter(subjects(verb, quoted)), None)
    if who is None or who.i > verb.i:
        return None
    elided = any(c.tag_ == "POS" for c in who.children) and who.dep_ in {"nsubj", "nsubjpass"}
    if elided or (_calls(verb) and who.dep_ == "nsubj" and who.pos_ in {"PROPN", "NOUN"}):
        return _does(verb, who, sentence, quoted)
    return None


def _does(verb: Token, who: Token, sentence: Span, quoted: Callable[[Token], bool]) -> Account | None:
    told, silent = _object(verb)
    calls = _calls(verb) and negation(verb) is None
    if calls:
        told = next((t for t in verb.subtree if t.i > verb.i and t.lemma_.lower() in MOVES), None)
    if told is None:
        return None
    end = max(t.i for t in told.subtree) + 1
    start = who.left_edge.i if silent else verb.i + 1 if calls else told.left_edge.i
    if not start < end <= sentence.end or any(quoted(t) for t in sentence.doc[start:end]):
        return None
    missing = (*((who,) if silent else ()), *missing_in(sentence))
    apart = {t.i for t in missing}
    sources = () if silent else tuple(s for s in subjects(verb, quoted) if s.i not in apart)
    cue = Cue(verb, CueKind.SAYING, "account", sources, verb.i, verb.i, verb)
    named = paper_of(who) if is_paper(who) else ""
    return Account(Attributed(cue, ((start, end),)), named, missing, calls)


def _object(verb: Token) -> tuple[Token | None, bool]:
    """What the verb says the paper mentions, and whether it says that it does not."""
    no = negation(verb) is not None
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if verb.lemma_ in _MENTIONS | _PASSING_OVER and objects and objects[0].lower_ not in {"no", "nothing"}:
        none = any(c.lower_ == "no" for c in objects[0].children)
        if not (none and objects[0].lemma_ in {"mention", "reference", "word"}):
            return objects[0], no or none or verb.lemma_ in _PASSING_OVER
    if verb.lemma_ == "leave" and any(c.lower_ == "out" for c in verb.children) and objects:
        return objects[0], not no
    for thing in objects:
        bare = thing.lower_ == "nothing" or any(c.lower_ == "no" for c in thing.children)
        if bare and (verb.lemma_ == "say" or (verb.lemma_ in _TELLING and thing.lemma_ in {"mention", "reference"})):
            return _behind((thing, verb)), True
    if verb.lemma_ in _IS:
        states = [c for c in verb.children if c.dep_ in {"acomp", "oprd"}]
        silent = next((c for c in states if c.lower_ in {"silent", "mute"}), None)
        return (_behind((silent, verb)), True) if silent is not None and not no else (None, False)
    return None, False


def _behind(heads: Sequence[Token]) -> Token | None:
    """What `no mention of`, `nothing about`, `silent on` speaks of."""
    for head in heads:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in _OF_WHAT:
                return next((c for c in child.children if c.dep_ in {"pobj", "pcomp"}), None)
    return None
