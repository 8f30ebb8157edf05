"""Attitudes: what somebody wants, plans, backs or attacks, told without their words: "vowed to fight it"."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from accord.reading.clauses import speaks_on
from accord.reading.cues import SUBJECTS, Cue, CueKind, subjects
from accord.reading.grammar import negation
from accord.reading.grammar import subject as subject_of
from accord.reading.portraits import is_role
from accord.reading.wordlists import forms, word_lists, words

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_LIST = "attitudes"
_UNREAL = frozenset("would could might may can should must 'd".split())
_OPEN = frozenset("if unless whether until once lest".split())
_NOBODY = frozenset("i we you it this that these those there which what one nothing everything".split())
_POINTING = frozenset("it that this them him her us me you those these so".split())
_GROUPS = frozenset("some many others both several most few".split())
_SETTING_OUT = frozenset("quick swift begin continue start go come rush hasten proceed".split())
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_BEHIND = frozenset({"prep", "advmod", "npadvmod", "oprd", "ccomp", "xcomp", "acl", "dative", "prt", "acomp", "dobj"})
_LOOSE = frozenset({"advcl", "conj", "cc", "punct", "parataxis"})
_ASKING = frozenset({"WP", "WRB", "WDT"})

Held = tuple[Cue, tuple[int, int]]


def attitudes(sentence: Span) -> Iterator[Held]:
    """Each cue of an attitude in a sentence, with the tokens of what is wanted or attacked; quoted ones with it."""
    for token in sentence:
        if token.pos_ not in {"VERB", "AUX"}:
            continue
        found = _adjective(token) if token.lemma_ in {"be", "remain"} else _verb(token)
        if found is None:
            continue
        cue, (start, end) = found
        if any(word.is_alpha and word.lower_ not in _POINTING for word in sentence.doc[start:end]):
            yield cue, (start, end)


@functools.cache
def _forms() -> Mapping[str, str]:
    """Every form of every verb that tells an attitude, with its base form."""
    lists = word_lists(_LIST)
    kinds = ("infinitive", "person_infinitive", "object", "particle", "clause", "recorded")
    return forms(dict.fromkeys(base for kind in kinds for base in lists[kind]), lists["irregular"])


def _verb(verb: Token) -> Held | None:
    """The cue and content of a verb of attitude whose subject can have one."""
    base = _forms().get(verb.lower_)
    if base is None or verb.dep_ in {"amod", "compound"} or _unreal(verb):
        return None
    sources = _who(verb)
    if not sources:
        return None
    found = _complement(verb, base, sources[0])
    if found is None:
        return None
    start, last = found
    thought = base in words(_LIST, "thoughts")
    if not thought and base not in words(_LIST, "infinitive") and _denied(verb):
        return None  # "has not ruled out": nothing is said
    cue = Cue(verb, CueKind.SAYING, base, sources, verb.i, last, verb, thought=thought)
    return cue, (start, _end(verb, start))


def _who(verb: Token) -> tuple[Token, ...]:
    """Whose attitude it is: the verb's subject, or that of the saying that ends before it: "said A, and vowed"."""
    told = verb.head
    if verb.dep_ == "conj" and told.dep_ == "ccomp" and told.head.pos_ == "VERB" and speaks_on(verb, told.head):
        return subjects(told.head)
    return subjects(verb)


def _denied(verb: Token) -> bool:
    """Whether the verb itself is denied; that the clause before it is ("never saw it and blamed") is no matter."""
    if verb.dep_ == "conj":
        return any(c.dep_ == "neg" for c in verb.children)
    return negation(verb) is not None


def _complement(verb: Token, base: str, source: Token) -> tuple[int, int] | None:
    """Where the content starts and the cue ends, by what stands behind the verb; None where it tells no attitude."""
    recorded = base in words(_LIST, "recorded") and source.lemma_.lower() in words(_LIST, "records")
    if not recorded and not _minded(source) and not (base in words(_LIST, "wilful") and source.pos_ == "NOUN"):
        return None
    behind = [c for c in verb.children if c.i > verb.i]
    particle = next((c for c in behind[:2] if c.lower_ in word_lists(_LIST)["particle"].get(base, ())), None)
    dated = particle is not None and any(c.ent_type_ in {"DATE", "TIME"} for c in particle.children)
    if particle is not None and particle.i <= verb.i + 2 and not dated:
        return particle.i + 1, particle.i
    clause = next((c for c in behind if c.dep_ in {"ccomp", "xcomp"}), None)
    aimed = clause is not None and clause.dep_ == "xcomp" and any(c.lower_ == "to" for c in clause.children)
    if clause is not None and aimed and base in words(_LIST, "infinitive"):
        return None if clause.lemma_ in words(_LIST, "silent") else (int(clause.left_edge.i), int(verb.i))
    thing = next((c for c in behind if c.dep_ in {"dobj", "nsubj", "oprd"} and c.tag_ not in _ASKING), None)
    if clause is not None:
        infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children)
        if infinitive and base in words(_LIST, "person_infinitive") and (thing is not None or _owns(clause)):
            return (min(clause.left_edge.i, thing.left_edge.i) if thing is not None else clause.left_edge.i), verb.i
        if clause.dep_ == "ccomp" and (recorded or base in words(_LIST, "clause")) and not infinitive:
            return _behind_that(clause.left_edge), verb.i
    if thing is not None and thing.lemma_.lower() in words(_LIST, "terms"):
        return None
    if thing is not None and (recorded or base in words(_LIST, "object")) and thing.ent_type_ not in {"DATE", "TIME"}:
        return thing.left_edge.i, verb.i
    return None


def _behind_that(first: Token) -> int:
    return int(first.i + 1 if first.lower_ == "that" else first.i)


def _owns(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS for c in verb.children)


def _adjective(verb: Token) -> Held | None:
    """`Is confident that`, `were worried about`, `remained eager to`."""
    adjective = next((c for c in verb.children if c.dep_ == "acomp" and c.i > verb.i), None)
    if adjective is None or adjective.lower_ not in words(_LIST, "adjectives") or _unreal(verb):
        return None
    source = subject_of(verb)
    content = next((c for c in adjective.children if c.i > adjective.i and c.dep_ in {"ccomp", "xcomp", "prep"}), None)
    if source is None or content is None or not _minded(source):
        return None
    start = content.i + 1 if content.dep_ == "prep" else _behind_that(content.left_edge)
    if start > content.right_edge.i:
        return None
    cue = Cue(
        adjective, CueKind.THINKING, adjective.lower_, subjects(verb), adjective.i, adjective.i, verb, thought=True
    )
    return cue, (start, _end(verb, start))


def _minded(source: Token) -> bool:
    """Whether the subject can want and say: a name, `he`, `she`, `they`, `who`, a role, a group of people."""
    if source.lower_ in _NOBODY:
        return False
    if source.pos_ == "PRON":
        return source.tag_ in {"PRP", "WP"} or source.lower_ in {
            "some",
            "many",
            "others",
            "both",
            "several",
            "most",
            "few",
        }
    if source.pos_ == "PROPN" or source.ent_type_ in _NAMES or source.text[:1].isupper():
        return True
    if is_role(source.text) or source.tag_ == "NNS" or source.lower_ in words("roles", "bodies"):
        return True
    return source.lemma_ in words("saying", "papers") or source.tag_ in {"JJS", "CD", "DT"}


def _unreal(verb: Token) -> bool:
    """Whether the verb tells of nothing that is so: a modal, a condition, an aim, a passive without an agent."""
    children = list(verb.children)
    if any(c.dep_ == "aux" and c.lower_ in _UNREAL for c in children):
        return True
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in children) and verb.head.lemma_ not in _SETTING_OUT:
        return True
    if any(c.dep_ == "mark" and c.lower_ in _OPEN for c in children):
        return True
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in children):
        return True
    return verb.dep_ in {"acl", "amod"} and verb.tag_ == "VBN"


def _end(verb: Token, start: int) -> int:
    """One past the content: what hangs on the verb behind its start, without further clauses of the reporter's."""
    end = start
    for child in verb.children:
        if child.i <= verb.i or child.dep_ in _LOOSE:
            if child.i > start and child.dep_ in {"conj", "advcl", "parataxis"} and end > start:
                break
            continue
        end = max(end, child.right_edge.i + 1)
    doc = verb.doc
    while end - 1 > start and doc[end - 1].text in {",", ";", "-", "–", "—", ":"}:
        end -= 1
    return int(max(end, start + 1))


def apart_from(start: int, end: int, taken: Sequence[tuple[int, int]]) -> int | None:
    """Where a run of characters may end so that it shares none with those taken; None where its start is taken."""
    for left, right in taken:
        if left <= start < right:
            return None
        if start < left < end:
            end = left
    return end
