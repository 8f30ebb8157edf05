"""What is said, sentence by sentence, and what a passage does that names no issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from accord.reading.acts import Hit, aside, find_acts
from accord.reading.grammar import head_verb, passive, subject
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage
from accord.reading.polarity import denies
from accord.reading.registry import Registry
from accord.reading.wordlists import words
from accord.statements import Act, Point

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEAR = 8  # tokens
_OWN = frozenset("i we he she they it".split())
_AHEAD = frozenset({"will", "'ll", "’ll", "shall", "may", "might"})
_WEAK = frozenset({Act.ASSESSMENT, Act.FORECAST})


class Done(NamedTuple):
    """An act, the words that told it, and whether it is the speaker's own."""

    act: Act
    told: str
    speaker: bool


def sentences_of(passage: Passage, parsed: Parsed) -> list[tuple[int, list[Token]]]:
    """The tokens of the passage's content, sentence by sentence."""
    by_sentence: dict[int, list[Token]] = {}
    for start, end in passage.content:
        for token in parsed.tokens(start, end):
            by_sentence.setdefault(parsed.sentence_of(token).number, []).append(token)
    cue = _cue_words(passage, parsed)
    if not passage.statement.parties and any(token.lemma_ == "suggest" for token in cue):
        cue = ()  # what an outsider suggests is offered by nobody
    for token in cue:
        number = parsed.sentence_of(token).number
        if number in by_sentence and token not in by_sentence[number]:
            by_sentence[number] = sorted([*by_sentence[number], token], key=lambda t: t.i)
    return [(number, tokens) for number, tokens in sorted(by_sentence.items()) if any(t.is_alpha for t in tokens)]


def _cue_words(passage: Passage, parsed: Parsed) -> Sequence[Token]:
    """The words that attribute, with a noun of saying between them and what is said: "reiterated its demand that"."""
    if passage.cue_span is None or denies(passage, parsed):
        return ()
    cue = parsed.tokens(*passage.cue_span)
    start = passage.content[0][0]
    between = parsed.tokens(passage.cue_span[1], start) if passage.cue_span[1] < start else []
    if 0 < len(between) <= _NEAR and any(t.lemma_ in words("saying", "nouns") and t.dep_ == "dobj" for t in between):
        return [*cue, *between]
    return cue


def remark(passage: Passage, parsed: Parsed, registry: Registry) -> tuple[tuple[Point, ...], dict[str, str]]:
    """The point of a passage that names no issue: what its speaker does by it, else an assessment or a forecast.

    What is assessed is about the party that its words name first; about nobody where they name none.
    """
    own = _done_by_speaker(passage, parsed)
    if own is not None:
        about = next(iter(passage.statement.parties), None) if own.speaker else None
        return (Point(own.act, about),), {"points[0].act": f"{own.told!r}"}
    told = [token for start, end in passage.content for token in parsed.tokens(start, end)]
    named = registry.parties_in(" ".join(token.text for token in told))
    ahead = any(t.lower_ in _AHEAD and t.tag_ == "MD" and t.head.dep_ == "ROOT" for t in told)
    point = Point(Act.FORECAST if ahead else Act.ASSESSMENT, named[0] if named else None)
    return (point,), {"points[0].act": "no word of doing" + (", still to come" if ahead else "")}


def _done_by_speaker(passage: Passage, parsed: Parsed) -> Done | None:
    """What the speaker does by the words or the verb that tells them: "demanded", "said that he would not allow"."""
    cue = range(*passage.cue_span) if passage.cue_span is not None else range(0)
    for _, tokens in sentences_of(passage, parsed):
        for hit in find_acts(tokens):
            who = subject(hit.anchor)
            own = parsed.offset(hit.anchor) in cue or (who is not None and who.lower_ in _OWN)
            if hit.act is not None and not hit.weak and hit.act not in _WEAK and (own or _told_first(hit, tokens)):
                return Done(hit.act, hit.told, own)
    return None


def _told_first(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether the act is the verb of the first clause that is told, of whoever does it."""
    verb = head_verb(hit.anchor)
    main = verb.dep_ == "ROOT" or (verb.dep_ == "ccomp" and verb.head.i not in {t.i for t in tokens})
    return main and hit.anchor.i == verb.i and not passive(verb) and not aside(hit.anchor)
