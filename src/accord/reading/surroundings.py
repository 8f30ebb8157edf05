"""What stands around a cue that comes within or behind what was said: "..., X said" and "A, X said, B"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accord.reading.cues import SUBJECTS, Cue
from accord.reading.wordlists import verb_forms, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_ADJUNCTS = frozenset(
    {"prep", "npadvmod", "advmod", "dobj", "dative", "prt", "agent", "oprd", "pobj", "obl", "neg", "aux", "intj"}
)
_ON = frozenset(
    "and but so or if because while since although though as yet unless provided not even when which nor than until "
    "where whereas once before after given especially in".split()
)
_WAITING = frozenset(
    "if unless once when whenever until provided while although though because since what whoever without".split()
)
_INVERTED = frozenset({"had", "should", "were"})
_AS = frozenset("long soon far".split())
_MARKS = frozenset({'"', "'"})


@dataclass(frozen=True, slots=True)
class Attributed:
    """What a cue attributes: token runs (first, one past the last). `parenthetical`: the cue stands in or behind it."""

    cue: Cue
    pieces: tuple[tuple[int, int], ...]
    parenthetical: bool = False


def around(cue: Cue, sentence: Span, quoted: Callable[[Token], bool], core: tuple[int, int]) -> Attributed | None:
    """The sentence around a cue that stands behind or within what was said: "..., X said" and "A, X said, B"."""
    doc, (left, right) = sentence.doc, core
    before = left - 1
    while before >= sentence.start and doc[before].is_space:
        before -= 1
    if before < sentence.start:
        return None
    if not (doc[before].text in {",", '"', "'", "?", "!", "—", "–", "--", "-", ";"} or quoted(doc[before])):
        return None
    if cue.governor.dep_ in {"relcl", "acl"} or cue.token.tag_ == "VBG" or takes_object(cue):
        return None
    front = _front(cue, sentence, before)
    if front is None or not _sayable(doc, front, before, quoted):
        return None
    if (
        cue.base in words("saying", "quoting")
        and cue.last == cue.token.i
        and not any(quoted(t) for t in doc[front:left])
    ):
        return None
    told = any(quoted(t) for t in doc[front : before + 1]) or finite_in(doc[front : before + 1], cue)
    if not told and (right >= sentence.end or doc[right].text not in {",", ":", "—", "–"}):
        return None
    pieces = [(front, before + 1)]
    following = _following(cue, right, sentence, quoted, before=(front, before + 1))
    if following is not None:
        pieces.append(following)
    elif right < sentence.end and not _only_adjuncts(doc, right, sentence, quoted):
        return None
    return Attributed(cue, tuple(pieces), parenthetical=True)


def takes_object(cue: Cue) -> bool:
    """Whether the verb has an object that is neither its addressee nor a date: "has shown no inclination"."""
    addressed = cue.base in {
        "tell",
        "inform",
        "remind",
        "assure",
        "warn",
        "ask",
        "advise",
        "notify",
        "caution",
        "promise",
        "write",
        "answer",
        "urge",
    }
    sources = {s.i for s in cue.sources}
    objects = (c for c in cue.token.children if c.dep_ == "dobj" and c.i > cue.token.i and c.i not in sources)
    return not addressed and any(c.ent_type_ not in {"DATE", "TIME"} for c in objects)


def finite_in(tokens: Iterable[Token], cue: Cue) -> bool:
    """Whether a finite verb stands among the words, that of a clause beside the cue's left out."""
    return any(
        t.tag_ in {"MD", "VBD", "VBZ", "VBP"} and not (t.dep_ == "advcl" and t.head.i == cue.token.i) for t in tokens
    )


def _front(cue: Cue, sentence: Span, before: int) -> int | None:
    """The first token of what stands before the cue: the sentence's, or the one behind an earlier clause."""
    verb = cue.token
    if verb.dep_ == "conj" and verb.head.i < before and verb.head.pos_ in {"VERB", "AUX"}:
        own = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i]
        return int(own[0].left_edge.i) if own else int(sentence.start)
    return _behind_break(cue, sentence, before)


def _behind_break(cue: Cue, sentence: Span, before: int) -> int:
    """The sentence's first token, or the one behind a colon or semicolon where the words of the cue's clause begin."""
    doc = sentence.doc
    breaks = [t.i for t in doc[sentence.start : before] if t.text in {":", ";"}]
    if not breaks or any(t.text in _MARKS for t in doc[sentence.start : before + 1]):
        return int(sentence.start)
    start = _past_space(doc, breaks[-1] + 1, before)
    return start if start < before else int(sentence.start)


def _sayable(doc: object, front: int, before: int, quoted: Callable[[Token], bool]) -> bool:
    """Whether the words before the cue can have been said: a quotation, a clause, or the subject of one."""
    tokens = list(doc[front : before + 1])  # type: ignore[index]
    if any(quoted(t) for t in tokens):
        return True
    return any(t.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "PRON", "NUM"} or t.dep_ in SUBJECTS for t in tokens)


def _following(
    cue: Cue, right: int, sentence: Span, quoted: Callable[[Token], bool], *, before: tuple[int, int]
) -> tuple[int, int] | None:
    """What is said on behind a cue that stands within it."""
    doc = sentence.doc
    i = _past_space(doc, right, sentence.end)
    if i >= sentence.end or doc[i].text not in {",", ":", ";", "—", "–", "--"}:
        return None
    start = _past_space(doc, i + 1, sentence.end)
    if start >= sentence.end:
        return None
    first = doc[start]
    if first.tag_ == "VBG" and first.lower_ in participles():
        return None
    was_quoted = any(quoted(t) for t in doc[before[0] : before[1]])
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and not quoted(t) for t in doc[before[0] : before[1]])
    if quoted(first):
        return start, sentence.end
    if first.lower_ == "on" and start + 1 < sentence.end and doc[start + 1].lower_ == "condition" and not was_quoted:
        return start, sentence.end
    commented = first.lower_ == "in" and start + 1 < sentence.end and doc[start + 1].lower_ in {"what", "a", "an"}
    if was_quoted or commented:
        return None  # ", in what would be ...": the reporter's comment
    goes_on = not finite or doc[i].text in {":", "—", "–", "--"} or first.lower_ in _ON or _broken_off(doc, before)
    main = any(t.tag_ in {"MD", "VBD", "VBZ", "VBP"} for t in doc[start : sentence.end])
    return (start, sentence.end) if goes_on or (main and _condition_only(doc, before)) else None


def _past_space(doc: Doc, i: int, end: int) -> int:
    """The first token from `i` on that is no space."""
    while i < end and doc[i].is_space:
        i += 1
    return i


def _broken_off(doc: Doc, run: tuple[int, int]) -> bool:
    """Whether the words end in a modal without its verb: "The club could not, she said, be expected to ..."."""
    for token in reversed(doc[run[0] : run[1]]):
        if token.tag_ == "MD":
            return True
        if not (token.is_punct or token.is_space or token.pos_ in {"PART", "ADV"}):
            return False
    return False


def _condition_only(doc: Doc, run: tuple[int, int]) -> bool:
    """Whether the words are a clause that waits for its main clause: "If X", "Once X", "What X could support"."""
    words_of = [t for t in doc[run[0] : run[1]] if not t.is_space and not t.is_punct]
    if not words_of:
        return False
    leads = words_of[0].lower_ in {"and", "but", "only", "even", "yet"} and len(words_of) > 1
    opening = words_of[1 if leads else 0]
    if opening.lower_ in _INVERTED and any(t.dep_ in {"nsubj", "nsubjpass", "expl"} for t in words_of[1:]):
        return True  # "Had they settled", "Should it fail"
    if opening.lower_ in _WAITING or (opening.lower_ == "as" and words_of[1:2] and words_of[1].lower_ in _AS):
        return not any(t.dep_ == "ROOT" and t.i != opening.i and _free_of(t, opening) for t in words_of)
    return False


def _free_of(root: Token, opening: Token) -> bool:
    """Whether the sentence's root stands apart from the clause that this word opens."""
    return not any(
        t.i == opening.i for child in root.children if child.dep_ in {"mark", "advmod"} for t in child.subtree
    )


def _only_adjuncts(doc: object, right: int, sentence: Span, quoted: Callable[[Token], bool]) -> bool:
    """Whether nothing but the cue's own circumstances follows it."""
    rest = [t for t in doc[right : sentence.end] if not t.is_space]  # type: ignore[index]
    if not rest or rest[0].is_punct:
        return True
    return (
        rest[0].dep_ in _ADJUNCTS
        or rest[0].pos_ in {"ADP", "ADV", "SCONJ", "DET", "PRON", "NOUN", "PROPN", "PART"}
        or rest[0].tag_ == "VBG"
    )


def participles() -> dict[str, str]:
    """The forms of verbs of saying and thinking, each with its verb."""
    return {**verb_forms("saying"), **verb_forms("thinking")}
