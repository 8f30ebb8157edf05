"""Whose turn it is: the voices of interviews, transcripts and broadcasts, by the labels of their paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from accord.reading.discourse import Source, person_source
from accord.reading.parsed import Paragraph, Parsed
from accord.reading.people import Person, name_runs
from accord.reading.registry import Registry
from accord.reading.wordlists import words
from accord.statements import Authority

_ASKS = frozenset("q question interviewer presenter host moderator anchor studio audience newsreader announcer".split())
_ANSWERS = frozenset({"a", "answer"})
_REPORTS = frozenset("reporter journalist correspondent narrator voiceover commentator editor newsroom".split())
_BYLINE = re.compile(r"(?i)\s*(?:by|text|interview(?:ed)? by|photos?|moderated by)\b")
_BESIDE = 70  # characters
_QUOTES = frozenset("\"'“”‘’«»„")
_OWN = frozenset("i we me us my our mine ours".split())
_YOU = frozenset("you your yours".split())
_QUESTIONS = 3
_REMARK = 32  # words and marks


class Part(StrEnum):
    """What the holder of a turn does in a conversation."""

    ASKS = "asks"
    REPORTS = "reports"
    SPEAKS = "speaks"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who holds the turn of a paragraph. `source`: the speaker, where the turn is that speaker's word."""

    part: Part
    source: Source | None = None


def voices(parsed: Parsed, registry: Registry) -> dict[int, Voice]:
    """The voices of a conversation, by the number of the paragraph; empty for a text that is none.

    A paragraph without a label goes on with the turn before it. An interview may do without labels: see `_unlabelled`.
    """
    labels = {p.label for p in parsed.paragraphs if p.label is not None}
    if not labels:
        return _unlabelled(parsed, registry)
    known = {label: _voice(label, parsed, registry) for label in labels}
    found: dict[int, Voice] = {}
    current: Voice | None = None
    for paragraph in parsed.paragraphs:
        if paragraph.label is not None:
            current = known[paragraph.label]
        if current is not None and not paragraph.heading:
            found[paragraph.number] = current
    return found


def _unlabelled(parsed: Parsed, registry: Registry) -> dict[int, Voice]:
    """The voices of an interview printed as questions and answers in turn, without labels; empty for other texts.

    It has three questions or more, each a paragraph, answered in the first person. Between answers a question may be
    put as a remark: one sentence without first person that is answered in the next paragraph.
    """
    prose = [p for p in parsed.paragraphs if not p.heading]
    asked = [n for n, p in enumerate(prose) if _question(p, parsed)]
    answered = [n + 1 for n in asked if n + 1 < len(prose) and n + 1 not in asked]
    own = [n for n in answered if _first_person(prose[n])]
    if len(answered) < _QUESTIONS or 2 * len(own) < len(answered) or 6 * len(asked) < len(prose):
        return {}
    answer = _voice("A", parsed, registry)
    found: dict[int, Voice] = {}
    speaks = False
    for n in range(asked[0], len(prose)):
        paragraph, following = prose[n], prose[n + 1] if n + 1 < len(prose) else None
        remark = speaks and following is not None and n + 1 not in asked and _remark(paragraph, following)
        if n in asked or remark:
            found[paragraph.number], speaks = Voice(Part.ASKS), False
        elif speaks and n > max(answered) and not _first_person(paragraph):
            break  # what the paper adds below the interview
        else:
            found[paragraph.number], speaks = answer, True
    return found


def _question(paragraph: Paragraph, parsed: Parsed) -> bool:
    shown = parsed.text(paragraph.start, paragraph.end).strip(" *_")
    return shown.endswith("?") and shown[:1] not in _QUOTES


def _first_person(paragraph: Paragraph) -> bool:
    """Whether the paragraph says `I` or `we` outside quotation marks."""
    inside = False
    for token in paragraph.doc:
        if token.text == '"':
            inside = not inside
        elif not inside and token.lower_ in _OWN and token.text != "US":
            return True
    return False


def _remark(paragraph: Paragraph, following: Paragraph) -> bool:
    """Whether a paragraph is one brief sentence without first person, put to somebody who answers in the next."""
    brief = len(list(paragraph.doc.sents)) == 1 and len(paragraph.doc) <= _REMARK and not _first_person(paragraph)
    return brief and (any(t.lower_ in _YOU for t in paragraph.doc) or _first_person(following))


def _voice(label: str, parsed: Parsed, registry: Registry) -> Voice:
    role = label.casefold()
    if role in _ASKS:
        return Voice(Part.ASKS)
    if role in _REPORTS:
        return Voice(Part.REPORTS)
    if role in _ANSWERS:
        person = _answerer(parsed, registry)
        unknown = Source("the interviewee", label, how="the answers of an interview", sure=0.6)
        how = "the answers of an interview with one person"
        return Voice(Part.SPEAKS, person_source(person, label, how) if person is not None else unknown)
    person = _named(label, registry)
    if _of_the_press(label, parsed, registry):
        return Voice(Part.REPORTS)
    if person is not None:
        return Voice(Part.SPEAKS, person_source(person, label, "the label of the turn"))
    party = registry.party_of(label)
    if party is not None:
        name = registry.names[party]
        source = Source(name, label, party, Authority.OFFICIAL, organisation=name, how="the label of the turn")
        return Voice(Part.SPEAKS, source)
    if label.isupper() or len(label.split()) > 1:
        shown = label.title() if label.isupper() else label
        return Voice(Part.SPEAKS, Source(shown, label, how="the label of the turn, nowhere introduced", sure=0.7))
    return Voice(Part.REPORTS)


def _named(label: str, registry: Registry) -> Person | None:
    """The one person whom the label names, by full name, by surname, or behind a title."""
    parts = label.split()
    for start in range(len(parts)):
        rest = " ".join(parts[start:])
        person = registry.person(rest) if start + 1 < len(parts) else None
        same = (person,) if person is not None else registry.named(rest)
        if len(same) == 1:
            return same[0]
        if same:
            return None
    return None


def _of_the_press(label: str, parsed: Parsed, registry: Registry) -> bool:
    """Whether the text calls the bearer of this label one of the press, right before or behind the name."""
    surname = re.escape(label.rsplit(maxsplit=1)[-1])
    person = _named(label, registry)
    if person is not None and person.party is not None:
        return False
    press = words("roles", "press")
    for name in re.finditer(rf"(?i)\b{surname}\b", parsed.document.text):
        before = re.split(r"[.!?\n]", parsed.document.text[max(name.start() - _BESIDE, 0) : name.start()])[-1]
        behind = re.match(r",[^.!?\n,]{0,70}", parsed.document.text[name.end() : name.end() + _BESIDE])
        near = set(re.findall(r"\w+", f"{before} {behind.group() if behind else ''}".casefold()))
        if near & press:
            return True
    return False


def _answerer(parsed: Parsed, registry: Registry) -> Person | None:
    """The person whom the introduction of an interview names: its first subject, else its first name."""
    opening: list[Paragraph] = []
    for paragraph in parsed.paragraphs:
        if paragraph.label is not None or _question(paragraph, parsed):
            break
        if not _BYLINE.match(parsed.text(paragraph.start, paragraph.end)):
            opening.append(paragraph)
    named = _introduced([p for p in opening if not p.heading], registry, subjects_only=True)
    named = named or _introduced([p for p in opening if not p.heading], registry, subjects_only=False)
    return named or _introduced(opening, registry, subjects_only=False)


def _introduced(paragraphs: Sequence[Paragraph], registry: Registry, *, subjects_only: bool) -> Person | None:
    for paragraph in paragraphs:
        for run in name_runs(paragraph.doc):
            person = registry.person(run.text) or next(iter(registry.named(run.text)), None)
            head = paragraph.doc[run.end - 1]
            if person is not None and (not subjects_only or head.dep_ in {"nsubj", "nsubjpass", "ROOT", "appos"}):
                return person
    return None
