"""Cues: the words by which a text attributes what stands beside them, and whom they attribute it to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from accord.reading.wordlists import verb_forms, word_lists, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OCCASIONS = frozenset("after before following during".split())
_MODALS = frozenset("would could might may can should 'd must".split())
_HYPOTHETICAL = frozenset("if unless whether until once lest".split())
_RAISING = frozenset("appear seem continue go come begin like likely keep tend start happen prefer choose".split())
_SAID_AS = "view opinion words judgment judgement reading account telling estimation assessment version".split()
_THOUGHT_AS = "perspective eyes mind standpoint viewpoint".split()
_PERSPECTIVE = dict.fromkeys(_SAID_AS, "saying") | dict.fromkeys(_THOUGHT_AS, "thinking")
_KNOWN = frozenset({"clear", "plain", "known"})
_BREAKS = frozenset({",", '"', "'", "?", "!"})
_FIRST_PERSON = frozenset({"i", "we", "you", "one"})


class CueKind(StrEnum):
    """What a cue attributes, and how."""

    SAYING = "saying"
    THINKING = "thinking"
    LABELLING = "labelling"
    NOUN = "noun"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at `token`, attributed to the noun phrases with these heads.

    `first` and `last`: its words (inclusive). `base`: its base form. `thought`: it ascribes a thought.
    `denied`: its content is what the source denies. `governor`: the verb whose clause holds the cue.
    """

    token: Token
    kind: CueKind
    base: str
    sources: tuple[Token, ...]
    first: int
    last: int
    governor: Token
    thought: bool = False
    denied: bool = False


def cues(sentence: Span, quoted: Callable[[Token], bool]) -> list[Cue]:
    """The cues of a sentence outside quotation marks, in order."""
    found: list[Cue] = []
    for token in sentence:
        if quoted(token) or token.is_space:
            continue
        for finder in (_phrase, _perspective, _noun_is, _noun_of, _verb):
            cue = finder(token, quoted)
            if cue is not None:
                found.append(cue)
                break
    return found


def subjects(verb: Token, quoted: Callable[[Token], bool] = lambda _: False) -> tuple[Token, ...]:
    """The heads of the verb's subject and what is coordinated to it; of a verb above where it has none of its own."""
    seen: set[int] = set()
    current = verb
    for _ in range(8):
        if current.i in seen:
            break
        seen.add(current.i)
        own = _own_subject(current, quoted, inverted=current.i == verb.i)
        if own is not None:
            return _coordinated(own)
        if current.dep_ == "acl" and current.tag_ == "VBN" and current.head.i == current.i - 1:
            return _coordinated(current.head)
        if main_verb(current):
            return _coordinated(current.head)
        if current.dep_ == "acl" and current.head.pos_ in {"NOUN", "PROPN", "PRON"} and current.tag_ == "VBG":
            noun = current.head
            own_verb = noun.head if noun.dep_ in {"dobj", "pobj", "attr", "npadvmod"} else None
            if own_verb is None:
                return _coordinated(noun)
            current = noun
        if current.dep_ == "ROOT" or current.head.i == current.i:
            break
        current = current.head
        while current.pos_ not in {"VERB", "AUX"} and current.dep_ != "ROOT":
            current = current.head
    return _misplaced(verb, quoted)


def _misplaced(verb: Token, quoted: Callable[[Token], bool]) -> tuple[Token, ...]:
    """The name right before a finite verb that the parse gave no subject: "Its mayor, Jo Doe, writes"."""
    before = verb.i - 2 if verb.i > 1 and verb.doc[verb.i - 1].text == "," else verb.i - 1
    if verb.tag_ not in {"VBD", "VBZ"} or before < verb.sent.start:
        return ()
    name = verb.doc[before]
    return (name,) if name.pos_ == "PROPN" and name.ent_type_ not in {"DATE", "TIME"} and not quoted(name) else ()


def _own_subject(verb: Token, quoted: Callable[[Token], bool], *, inverted: bool) -> Token | None:
    """The subject among the verb's own dependents: the nearest before it, else behind it; the agent of a passive."""
    agents = [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
    if agents:
        return agents[0]
    own = [c for c in verb.children if c.dep_ in SUBJECTS and not quoted(c)]
    before = [c for c in own if c.i < verb.i]
    after = [c for c in own if c.i > verb.i]
    if len(before) > 1 and before[-1].left_edge.i > 0 and verb.doc[before[-1].left_edge.i - 1].lower_ in _OCCASIONS:
        before = before[:-1]  # "A's statement after the talks said"
    chosen = before[-1] if before else after[0] if after else None
    if (
        inverted
        and verb.tag_ != "VBG"
        and (chosen is None or (chosen.i < verb.i and verb.doc[verb.i - 1].text in {'"', "'"}))
    ):
        turned = _inverted(verb, quoted)
        chosen = turned if turned is not None else chosen
    if chosen is not None and chosen.tag_ in {"WP", "WDT", "WP$"}:
        return _antecedent(verb, chosen)
    return chosen


def _antecedent(verb: Token, relative: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    current = verb
    while current.dep_ in {"conj", "xcomp", "ccomp"} and current.head.i != current.i:
        current = current.head
    if current.dep_ == "relcl":
        return current.head
    return None if relative.lower_ == "what" else relative


def _inverted(verb: Token, quoted: Callable[[Token], bool]) -> Token | None:
    """The noun phrase right behind the verb, where the parse took it for something else."""
    doc = verb.doc
    start = _particle(verb, verb_forms("saying").get(verb.lower_, "")) + 1
    if verb.lower_ not in verb_forms("saying") and doc[verb.i - 1].text not in {'"', "'"}:
        return None
    if start >= len(doc) or verb.i == 0 or doc[verb.i - 1].text not in _BREAKS:
        return None
    if not (
        doc[start].pos_ in {"PROPN", "DET", "NOUN", "ADJ", "NUM"} or doc[start].dep_ in {"det", "poss", "compound"}
    ):
        return None
    last = None
    for token in doc[start : start + 10]:
        if quoted(token) or (
            token.pos_ not in {"PROPN", "NOUN", "DET", "ADJ", "NUM", "PART"}
            and token.text not in {"-", "."}
            and token.lower_ not in {"his", "her", "its", "their"}
        ):
            break
        last = token if token.pos_ in {"PROPN", "NOUN"} else last
    if last is None or (last.i + 1 < len(doc) and doc[last.i + 1].tag_ in {"VBD", "VBZ", "VBP", "MD"}):
        return None
    return last


def _coordinated(head: Token) -> tuple[Token, ...]:
    """The head and the nouns coordinated with it."""
    found = [head]
    for token in found:
        found.extend(c for c in token.children if c.dep_ == "conj" and c.pos_ in {"NOUN", "PROPN", "PRON"})
    return tuple(found)


def _phrase(token: Token, quoted: Callable[[Token], bool]) -> Cue | None:
    """`According to X`, `as X put it` by way of its verb."""
    if token.lower_ != "according" or token.i + 1 >= len(token.doc) or token.nbor().lower_ != "to":
        return None
    preposition = token.nbor()
    pobj = next((c for c in (*preposition.children, *token.children) if c.dep_ == "pobj"), None)
    if pobj is None:
        pobj = next((t for t in token.doc[token.i + 2 : token.i + 9] if t.pos_ in {"NOUN", "PROPN", "PRON"}), None)
    if pobj is None:
        return None
    return Cue(token, CueKind.PHRASE, "according to", _coordinated(pobj), token.i, preposition.i, token)


def _perspective(token: Token, quoted: Callable[[Token], bool]) -> Cue | None:
    """`In his view`, `from the union's perspective`, `in the words of X`."""
    allowed = {"to", "in"} if token.lower_ in {"eyes", "mind"} else {"in", "from", "by"}
    gerund = token.lower_ == "reading" and token.dep_ == "pcomp" and token.nbor(-1).tag_ in {"PRP$", "PRP", "POS"}
    if token.lower_ not in _PERSPECTIVE or not (token.dep_ == "pobj" or gerund) or token.head.lower_ not in allowed:
        return None
    owner = next((c for c in token.children if c.dep_ == "poss" or (gerund and c.i < token.i)), None)
    last = token.i
    if owner is None:
        of = next((c for c in token.children if c.lower_ == "of" and c.dep_ == "prep"), None)
        owner = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        last = max((t.i for t in owner.subtree), default=last) if owner is not None else last
    if owner is None or (owner.lower_ in {"my", "our", "your", "its"} and token.lower_ == "account"):
        return None
    thought = _PERSPECTIVE[token.lower_] == "thinking"
    return Cue(
        token, CueKind.PHRASE, token.lower_, _coordinated(owner), token.head.i, last, token.head, thought=thought
    )


def _noun_is(token: Token, quoted: Callable[[Token], bool]) -> Cue | None:
    """`His hope is that ...`."""
    if token.lemma_ not in words("saying", "nouns") or token.dep_ != "nsubj" or token.head.lemma_ != "be":
        return None
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    clause = next((c for c in token.head.children if c.dep_ == "ccomp" and c.i > token.head.i), None)
    if owner is None or clause is None:
        return None
    thought = token.lemma_ in words("saying", "thinking_nouns")
    return Cue(
        token.head, CueKind.NOUN, token.lemma_, _coordinated(owner), token.i, token.head.i, token.head, thought=thought
    )


def _noun_of(token: Token, quoted: Callable[[Token], bool]) -> Cue | None:
    """`Expressed readiness for ...`, `recalled its position that ...`: a verb with a noun of saying."""
    if token.lemma_ not in words("saying", "nouns") or token.pos_ != "NOUN" or token.dep_ not in {"dobj", "pobj"}:
        return None
    verb = token.head
    allowed = {**verb_forms("expressing"), **verb_forms("saying")}
    if (
        verb.pos_ != "VERB"
        or verb.lower_ not in allowed
        or quoted(verb)
        or _idle(verb)
        or not 0 < token.i - verb.i <= 8
    ):
        return None
    if not any(c.i > token.i and c.dep_ in {"prep", "acl", "ccomp", "relcl"} for c in token.children):
        return None
    base = allowed[verb.lower_]
    if base in {"make", "offer", "give", "issue", "raise", "show"} and not any(
        c.dep_ in {"acl", "ccomp"} for c in token.children
    ):
        return None
    return Cue(verb, CueKind.NOUN, base, subjects(verb, quoted), verb.i, verb.i, verb, denied=_negated(verb))


def _verb(token: Token, quoted: Callable[[Token], bool]) -> Cue | None:
    """A verb of saying, thinking or labelling that attributes."""
    lower = token.lower_
    named = lower in {"said", "says"} or (lower in {"show", "shows"} and token.dep_ == "ROOT")
    if not (token.pos_ in {"VERB", "AUX"} or named) or token.dep_ in {"amod", "compound"}:
        return None
    clear = _made_clear(token)
    if clear is not None:
        return Cue(token, CueKind.SAYING, "make clear", subjects(token, quoted), token.i, clear, token)
    for kind, entry in ((CueKind.SAYING, "saying"), (CueKind.THINKING, "thinking"), (CueKind.LABELLING, "labelling")):
        base = verb_forms(entry).get(lower)
        if base is None:
            continue
        if _idle(token) or _refuses(token, kind):
            return None
        sources = subjects(token, quoted)
        if any(s.lower_ in _FIRST_PERSON and not _one_of_several(s) for s in sources):
            return None
        denied = base in words("saying", "denying")
        last = _particle(token, base)
        return Cue(token, kind, base, sources, token.i, last, token, thought=kind is CueKind.THINKING, denied=denied)
    return None


def _one_of_several(token: Token) -> bool:
    """Whether `one` is somebody: `one of them`, `one lasher`."""
    following = token.doc[token.i + 1 : token.i + 2]
    return token.lower_ == "one" and len(following) > 0 and (following[0].lower_ == "of" or following[0].pos_ == "NOUN")


def also(cue: Cue, kind: CueKind) -> Cue | None:
    """The same verb read as a cue of another kind, if it is one."""
    base = verb_forms(kind.value).get(cue.token.lower_)
    if base is None:
        return None
    thought = kind is CueKind.THINKING
    return Cue(cue.token, kind, base, cue.sources, cue.first, cue.last, cue.governor, thought=thought)


def _particle(token: Token, base: str) -> int:
    """The last token of the verb with its particle."""
    wanted = word_lists("saying")["particles"].get(base, ())
    following = token.doc[token.i + 1 : token.i + 2]
    return token.i + 1 if len(following) and following[0].lower_ in wanted else token.i


def _made_clear(token: Token) -> int | None:
    """The last token of `make (it) clear`, `let it be known`."""
    if token.lemma_ not in {"make", "let", "leave"}:
        return None
    for following in token.doc[token.i + 1 : token.i + 5]:
        if following.lower_ in _KNOWN:
            return int(following.i)
        if following.lower_ not in {"it", "be", "very", "abundantly", "quite", "perfectly", "also", "crystal"}:
            return None
    return None


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def _refuses(verb: Token, kind: CueKind) -> bool:
    """Whether the verb tells of silence: `would not say`, `declined to comment`, `has not said whether`."""
    if kind is CueKind.LABELLING:
        return _negated(verb)
    head = verb.head
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children) or verb.tag_ == "VBG"
    if (
        infinitive
        and verb.dep_ in {"xcomp", "ccomp"}
        and head.lemma_
        in {
            "decline",
            "refuse",
            "avoid",
            "fail",
            "stop",
            "hesitate",
            "forget",
            "ask",
            "want",
            "need",
            "have",
            "try",
        }
    ):
        return True
    return kind is CueKind.SAYING and _negated(verb)


def _idle(verb: Token) -> bool:
    """Whether the verb tells of no speech: under `if`, a mere modal, an infinitive, a passive without an agent."""
    children = list(verb.children)
    if any(c.dep_ == "mark" and c.lower_ in _HYPOTHETICAL for c in children):
        return True
    thinking = verb.lower_ in verb_forms("thinking")
    if not thinking and any(c.dep_ == "aux" and c.lower_ in _MODALS for c in children) and verb.dep_ != "conj":
        return True
    if any(c.dep_ == "aux" and c.lower_ == "to" for c in children) and not _raised(verb):
        return True
    passive = any(c.dep_ == "auxpass" for c in children) or any(c.dep_ == "nsubjpass" for c in children)
    if passive and not any(c.dep_ == "agent" for c in children):
        return True
    following = verb.doc[verb.i + 1 : verb.i + 2]
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and len(following) and following[0].text in {'"', "'"}:
        return False  # "a report the firm called "false"", misparsed
    if main_verb(verb):
        return False
    return (
        verb.dep_ == "acl" and verb.tag_ == "VBN" and not any(c.dep_ in SUBJECTS or c.dep_ == "agent" for c in children)
    )


def main_verb(verb: Token) -> bool:
    """Whether a past form behind an insertion is the sentence's verb, misparsed: "The crew, who ..., repeated that"."""
    before = verb.doc[verb.i - 1] if verb.i else None
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or before is None or before.text != "," or noun.dep_ != "ROOT":
        return False
    inserted = any(c.dep_ in {"relcl", "appos", "acl"} and noun.i < c.i < verb.i for c in noun.children)
    return inserted and noun.pos_ in {"NOUN", "PROPN", "PRON"}


def _raised(verb: Token) -> bool:
    """Whether the infinitive hangs on a verb that keeps it a fact: `appears to believe`, `went on to say`."""
    return verb.dep_ == "xcomp" and (verb.head.lemma_ in _RAISING)


def is_quoted(doc: Doc, spans: Sequence[tuple[int, int]]) -> Callable[[Token], bool]:
    """Whether a token of this parse stands within one of these runs of characters."""
    if not spans:
        return lambda token: False
    inside = {t.i for t in doc if any(start <= t.idx < end for start, end in spans)}
    return lambda token: token.i in inside
