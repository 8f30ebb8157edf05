"""When: the day or period a statement was said, and the dates it speaks of; never more exact than the words.

Three dates are kept apart. The date reported is the document's. The date *said* is what the attribution names ("said
on Tuesday"): a day stands in `Statement.on`; of a week, month, season, quarter or year `on` stays unknown, and
`reached["on"]` starts with the period in the short form of ISO 8601 ("2031-03: ..."). The dates *spoken of* (deadlines,
events inside the content) stand in `reached["spoken_of"]`, each with the word before it ("by 2031-06-15 '15 June'").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from accord.documents.periods import Grain, Period
from accord.reading.dates import Expression, expressions, meant
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage
from accord.statements import Kind, Statement, Tier

if TYPE_CHECKING:
    from spacy.tokens import Token

SPOKEN_OF = "spoken_of"
"""The key in `Statement.reached` under which the dates inside the content stand."""

_EVENTS = frozenset(
    "call meeting summit conversation phone telephone round session interview hearing conference".split()
)
_CALLS = {"phone": "call", "telephone": "call", "conversation": "call"}
_AHEAD = frozenset({"by", "until", "till", "before", "no later than", "starting", "beginning"})
_TO_COME = frozenset("will shall would 'll ’ll must should can could may might".split())
_JOINED = re.compile(r"(?i)\W*(?:and|but|then|yet)?\W*")
_VERBS = frozenset({"VERB", "AUX"})
_SUBORDINATE = frozenset({"relcl", "acl", "advcl"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A date as it stands in the document, the tokens it is made of, and the period it means."""

    expression: Expression
    words: str
    tokens: tuple[Token, ...]
    period: Period


def day_said(parsed: Parsed, core: tuple[int, int]) -> tuple[date | None, str | None]:
    """The day that the attribution names, against the document's date, and how it was reached; None without one.

    Of a coarser period the day is None, and how it was reached starts with the period. What was said is no later than
    its report, so a period that begins after the document's date is none of saying.
    """
    base = parsed.document.date
    told = [
        mention
        for mention in (*_mentions(parsed, core, base, ahead=False), *_leading(parsed, core, base))
        if (base is None or mention.period.first <= base) and not _elsewhere(mention, parsed, core)
    ]
    if not told:
        return None, None
    first = min(told, key=lambda mention: list(Grain).index(mention.period.grain))
    how = f"{first.words!r} in the attribution"
    return (first.period.day, how) if first.period.day else (None, f"{first.period}: {how}")


def event_said(parsed: Parsed, core: tuple[int, int], on: date | None) -> str | None:
    """A key for the call or meeting at which it was said, where the attribution names it and its day."""
    if on is None:
        return None
    noun = next((t.lemma_.lower() for t in parsed.tokens(*core) if t.lemma_.lower() in _EVENTS), None)
    return f"{_CALLS.get(noun, noun)} {on.isoformat()}" if noun else None


def dates_in(parsed: Parsed, where: tuple[int, int]) -> Iterator[tuple[Period, Token]]:
    """The periods behind us that the words between these offsets name, each with the head of its words."""
    base = parsed.document.date
    for mention in _mentions(parsed, where, base, ahead=False):
        if base is None or mention.period.first <= base:
            own = set(mention.tokens)
            yield mention.period, next((t for t in mention.tokens if t.head not in own), mention.tokens[-1])


def dated(statement: Statement, passage: Passage, parsed: Parsed) -> Statement:
    """The statement with the dates it speaks of; a deed that the reporter tells has the day it was done as its own.

    Words quoted directly are counted from the day they were said, all others from the document's date. A passage that
    quotes words of an unknown day leaves relative dates in them unknown.
    """
    base = parsed.document.date
    if statement.kind is Kind.DIRECT and "on" in statement.reached:
        base = statement.on
    content = [piece for piece in passage.content if piece[0] < statement.span.end and piece[1] > statement.span.start]
    told = [mention for piece in content for mention in _mentions(parsed, piece, base)]
    reached = dict(statement.reached)
    narrated = statement.tier is Tier.NARRATED and statement.on is None and "on" not in reached
    done = _done(told, base) if narrated else None
    counted = reached.get("on", "")
    spoken = [mention for mention in told if mention is not done and repr(mention.words) not in counted]
    if spoken:
        reached[SPOKEN_OF] = "; ".join(dict.fromkeys(_written(mention) for mention in spoken))
    if done is None:
        return replace(statement, reached=reached) if told else statement
    how = f"{done.words!r}, when it was done"
    return replace(
        statement, on=done.period.day, reached=reached | {"on": how if done.period.day else f"{done.period}: {how}"}
    )


def _written(mention: Mention) -> str:
    relation = mention.expression.relation
    before = f"{relation} " if relation and relation not in {"on", "in"} else ""
    return f"{before}{mention.period} {mention.words!r}"


def _done(told: Sequence[Mention], base: date | None) -> Mention | None:
    """The only date behind us that the main verb, in the past, has by itself."""
    found = [
        mention
        for mention in told
        if (verb := _verb(mention)) is not None
        and verb.dep_ == "ROOT"
        and _ahead(mention) is False
        and mention.expression.relation in {None, "on", "in", "during", "over"}
        and (base is None or mention.period.first <= base)
    ]
    return found[0] if len({mention.period for mention in found}) == 1 else None


def _mentions(
    parsed: Parsed, where: tuple[int, int], base: date | None, *, ahead: bool | None = None
) -> Iterator[Mention]:
    """The dates within these characters; `ahead` False where all are behind, None where each verb decides."""
    text = parsed.text(*where)
    found = expressions(text)
    tokens = parsed.tokens(*where) if found else []
    for one in found:
        start, end = where[0] + one.start, where[0] + one.end
        own = tuple(t for t in tokens if start <= parsed.offset(t) < end)
        if not own or not _is_date(one, own):
            continue
        mention = Mention(one, " ".join(text[one.start : one.end].split()), own, Period(date.min, date.max, Grain.YEAR))
        period = meant(one, base, ahead=_ahead(mention) if ahead is None else ahead)
        if period is not None:
            yield replace(mention, period=period)


def _is_date(expression: Expression, tokens: Sequence[Token]) -> bool:
    """Whether the words are a date here: not a person's name, a verb, nor a number or order of something."""
    last = tokens[-1]
    after = last.nbor() if last.i + 1 < len(last.doc) else None
    counts = after is not None and after.pos_ in {"NOUN", "PROPN"} and last.head == after
    if any(t.ent_type_ == "PERSON" for t in tokens):
        return False
    if expression.kind in {"dayonly", "year"}:
        return not counts and not (after is not None and after.text == "-")
    if expression.bare and expression.kind == "month":
        name = next((t for t in reversed(tokens) if t.is_alpha), last)
        return name.pos_ in {"PROPN", "NOUN"} and not (after is not None and after.pos_ == "PROPN" and counts)
    return not (expression.kind == "season" and last.pos_ in _VERBS)


def _ahead(mention: Mention) -> bool | None:
    """Whether the verb that a date goes with looks ahead (will, to infinitive, by then) or back (past tense)."""
    relation = mention.expression.relation
    if relation == "since":
        return False
    verb = _verb(mention)
    helpers = {t.lower_ for t in verb.children if t.dep_ in {"aux", "auxpass"}} if verb is not None else set()
    if helpers & (_TO_COME | {"to"}):
        return None if "have" in helpers else True
    if relation in _AHEAD:
        return None if verb is not None and verb.tag_ == "VBD" else True
    if verb is None:
        return None
    if verb.tag_ == "VBD" or (verb.tag_ == "VBN" and helpers & {"has", "have", "had", "was", "were"}):
        return False
    return None


def _verb(mention: Mention) -> Token | None:
    """The verb that the date goes with, through prepositions and nouns."""
    own = set(mention.tokens)
    top = next((t for t in mention.tokens if t.head not in own), mention.tokens[-1])
    token = top
    while token.pos_ not in _VERBS and token.head is not token:
        token = token.head
    return token if token.pos_ in _VERBS else None


def _leading(parsed: Parsed, core: tuple[int, int], base: date | None) -> Iterator[Mention]:
    """The date that opens the sentence before the attribution and goes with its verb: "Last month Kern said"."""
    sentence = next(iter(parsed.within(*core)), None)
    if sentence is None or sentence.start >= core[0]:
        return
    for mention in _mentions(parsed, (sentence.start, core[0]), base, ahead=False):
        verb = _verb(mention)
        alone = _JOINED.fullmatch(parsed.text(sentence.start, core[0]).replace(mention.words, "", 1))
        if alone and verb is not None and core[0] <= parsed.offset(verb) < core[1]:
            yield mention


def _elsewhere(mention: Mention, parsed: Parsed, core: tuple[int, int]) -> bool:
    """Whether the date belongs to a clause inside the attribution ("who took office in 2019"), not to the saying."""
    verb = _verb(mention)
    if verb is None or not core[0] <= parsed.offset(verb) < core[1]:
        return False
    return verb.dep_ in _SUBORDINATE
