"""What an expert goes on to say without a cue: the sentence behind reported words that tells what parties could do.

`She pointed out that A cares for X. B could grant it; in return, A could open its ports.` The second sentence is her
idea, and no offer of A's or B's, nor the reporter's news.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from accord.reading.cues import SUBJECTS
from accord.reading.parsed import Parsed, Sentence
from accord.reading.passages import Passage, at
from accord.statements import Authority, Kind, Statement, Tier

if TYPE_CHECKING:
    from spacy.tokens import Token

_EXPERTS = frozenset({Authority.INDEPENDENT, Authority.AFFILIATED_EXPERT})
_COULD = frozenset({"could", "might"})
_CLAUSES = frozenset({"ROOT", "conj", "ccomp", "parataxis"})
_TENSED = frozenset({"MD", "VBD", "VBZ", "VBP"})
_MARKS = frozenset('"“”«»')


def overheard(parsed: Parsed, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The sentences that go on with an expert's reported words, as the expert's, in order."""
    last: dict[int, Passage] = {}
    for passage in passages:
        for number in passage.sentences:
            last[number] = passage
    found = []
    for sentence in parsed.sentences:
        said = last.get(sentence.number - 1)
        taken = last.get(sentence.number)
        if said is None or taken is not None or not _expert(said.statement):
            continue
        if parsed.sentences[sentence.number - 1].paragraph == sentence.paragraph and _supposes(sentence):
            for start, end in _parts(sentence, parsed):
                last[sentence.number] = passage = _goes_on(said, sentence, (start, end), parsed)
                found.append(passage)
    return tuple(found)


def _expert(statement: Statement) -> bool:
    """Whether somebody who speaks for no party is told to have said it, other than in quoted words alone."""
    return (
        statement.tier is Tier.STATED
        and statement.authority in _EXPERTS
        and not statement.parties
        and statement.kind is not Kind.DIRECT
    )


def _supposes(sentence: Sentence) -> bool:
    """Whether each clause of its own in an unquoted statement tells what a body `could` or `might` do."""
    tokens = list(sentence.span)
    if any(token.text in _MARKS or token.text == "?" for token in tokens):
        return False
    verbs = [t for t in tokens if _finite(t) and t.dep_ in _CLAUSES and _subject(t) is not None]
    return bool(verbs) and all(_could(verb) and not _person(_subject(verb)) for verb in verbs)


def _finite(verb: Token) -> bool:
    if verb.pos_ not in {"VERB", "AUX"}:
        return False
    return verb.tag_ in _TENSED or any(c.dep_ in {"aux", "auxpass"} and c.tag_ in _TENSED for c in verb.children)


def _subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in SUBJECTS), None)


def _could(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in _COULD for c in verb.children)


def _person(who: Token | None) -> bool:
    return who is not None and (who.ent_type_ == "PERSON" or who.lower_ in {"he", "she", "i", "you"})


def _parts(sentence: Sentence, parsed: Parsed) -> list[tuple[int, int]]:
    """The sentence without its full stop, cut at the semicolons between clauses of their own."""
    text, parts, start = parsed.document.text, list[tuple[int, int]](), sentence.start
    seams = [t for t in sentence.span if t.text == ";" and any(_could(v) for v in sentence.span if v.i > t.i)]
    for end in (*(parsed.offset(t) for t in seams), sentence.end):
        last = end
        while last > start and text[last - 1] in ".; \n\t":
            last -= 1
        if start < last:
            parts.append((start, last))
        start = end + 1
        while start < sentence.end and text[start] in " \n\t":
            start += 1
    return parts


def _goes_on(said: Passage, sentence: Sentence, part: tuple[int, int], parsed: Parsed) -> Passage:
    """A part of the sentence as the words of whom the sentence before reports."""
    statement = replace(
        at(said.statement, parsed.document, *part),
        kind=Kind.INDIRECT,
        confidence=round(0.8 * said.statement.confidence, 3),
        reached={**said.statement.reached, "attribution": "goes on with the words reported before, without a cue"},
    )
    return Passage(statement, (part,), None, (sentence.number,))
