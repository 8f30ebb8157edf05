"""Where one attribution holds two statements: cut at a sentence end, or between clauses, where act or issue changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from accord.reading.grammar import behind_semicolons
from accord.reading.parsed import Parsed
from accord.reading.passages import Passage, at
from accord.statements import Act, Point, Tier

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSES = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_EDGE = " \t\r\n,;"
_WORD = re.compile(r"\w")
_APART = re.compile(r"(?i)(?:though|although|whereas)\b")
_APART_BEFORE = re.compile(r"(?i)(?:;\s*(?:and|but|yet)?|,\s*(?:though|although|whereas|but))\s*$")
_THAT = re.compile(r"(?i)that\b")
_JOINT = re.compile(r"(?i)\b(?:and|but)\s+$")
_SHUT = re.compile(r"[,.!?]?[\"”«»](?!\w)")
_PRONOUN = re.compile(r"(?i)(?:it|they|this|that|these|he|she)\b")
_LEAD = re.compile(r"(?i)(?:(?:and|but|that|though|although|whereas|while|yet)\s+)+(?=\S)")
_WEAK = frozenset({Act.ASSESSMENT, Act.FORECAST})
_GIVING = frozenset({Act.OFFER, Act.ACCEPT, Act.CONCESSION, Act.PROMISE})
_BEHIND = re.compile(r"(?i)(?:though|although|whereas|while|but|yet)\b")
_CONDITIONS = frozenset("if unless provided until once when because as since so after before".split())


def cut(passage: Passage, parsed: Parsed, code: Callable[[Passage], tuple[Point, ...]]) -> tuple[Passage, ...]:
    """The passage, or its parts where their points speak of different issues or do different things."""
    parts = _parts(passage, parsed)
    if len(parts) < 2:
        return (passage,)
    starts = {sentence.start for sentence in parsed.within(passage.start, passage.end)}
    groups: list[list[tuple[int, int]]] = []
    told: list[tuple[Point, ...]] = []
    saying, before = False, tuple[Point, ...]()
    resumed = {start for start, _ in passage.content[1:]}
    for part in parts:
        piece = _part_of(passage, part, parsed)
        every = code(piece) if piece is not None else ()
        points = tuple(p for p in every if p.issue or p.claim)
        says = any(p.issue or p.claim or p.act not in _WEAK for p in every)
        opens = _opens(part[0][0], starts, parsed)
        same = all(p.act in _WEAK for p in every) and _semicolon_before(part[0], passage, parsed)
        own = says and saying and not same and _turns(part[0][0], parsed)
        parted = opens or parsed.text(passage.start, part[0][0]).rstrip().endswith(";")
        apart = opens and part[0][0] in resumed and _other(before, every)
        apart = apart or (parted and _turned(before, every))
        before = every or before
        if groups and not (own or apart or (not same and _differs(told[-1], points, sentence=parted))):
            groups[-1].extend(part)
            told[-1] = told[-1] or points
            saying = saying or says
        else:
            groups.append(list(part))
            told.append(points)
            saying = says
    if len(groups) < 2:
        return (passage,)
    found = [_part_of(passage, group, parsed) for group in groups]
    return tuple(p for p in found if p is not None)


def _differs(before: Sequence[Point], after: Sequence[Point], *, sentence: bool) -> bool:
    """Whether the later points speak of another issue; between sentences also whether they do something else."""
    if not before or not after:
        return False
    if before[0].issue != after[0].issue:
        return before[0].issue not in {p.issue for p in after} or after[0].issue not in {p.issue for p in before}
    return sentence and before[0].issue is not None and before[0].act is not after[0].act


def _semicolon_before(part: tuple[int, int], passage: Passage, parsed: Parsed) -> bool:
    """Whether a clause behind a semicolon goes on, with a pronoun, about what stands before it."""
    lead = parsed.text(passage.start, part[0]).rstrip()
    return lead.endswith(";") and bool(_PRONOUN.match(parsed.text(*part)))


def _turned(before: Sequence[Point], after: Sequence[Point]) -> bool:
    """Whether one sentence gives and the next withholds, asks or threatens, or the other way round."""
    first, second = ({p.act in _GIVING for p in points if p.act not in _WEAK} for points in (before, after))
    named = any(p.issue for p in (*before, *after))
    return named and bool(first) and bool(second) and first.isdisjoint(second)


def _other(before: Sequence[Point], after: Sequence[Point]) -> bool:
    """Whether a quotation that goes on behind its attribution claims something else there."""
    if not before or not after:
        return False
    done = {p.act for p in after if p.act not in _WEAK}
    if done and any(p.claim for p in after) and not done & {p.act for p in before} and not before[0].claim:
        return True
    first, second = before[0].claim, after[0].claim
    return first is not None and second is not None and (first.says, first.party) != (second.says, second.party)


def _turns(start: int, parsed: Parsed) -> bool:
    """Whether a clause that is told for itself starts here: behind a semicolon, "and that", "though", "whereas"."""
    lead = parsed.text(max(start - 16, 0), start)
    opening = parsed.text(start, start + 16)
    return bool(_APART_BEFORE.search(lead) or _APART.match(opening) or (_THAT.match(opening) and _JOINT.search(lead)))


def _contrasts(start: int, end: int, parsed: Parsed) -> bool:
    """Whether the words behind an attribution are a clause set against the words before it."""
    tokens = parsed.tokens(start, end)
    return (
        bool(_BEHIND.match(parsed.text(start, end)))
        and not _CONDITIONS & {t.lower_ for t in tokens[:3]}
        and any(t.dep_ in _CLAUSES for t in tokens)
    )


def _opens(start: int, starts: set[int], parsed: Parsed) -> bool:
    """Whether a sentence starts here, or right before behind its opening mark."""
    return start in starts or start - 1 in starts


def _parts(passage: Passage, parsed: Parsed) -> list[list[tuple[int, int]]]:
    """The content cut at every sentence start and before every further clause with a subject of its own."""
    starts = {sentence.start for sentence in parsed.within(passage.start, passage.end)}
    seams = {sentence.start for sentence in parsed.within(passage.start, passage.end)}
    for start, end in passage.content:
        tokens = parsed.tokens(start, end)
        if tokens:
            seams |= {parsed.offset(token) for token in behind_semicolons(tokens)}
        for token in tokens:
            if token.pos_ in {"VERB", "AUX"} and _own_clause(token, start, parsed):
                seams.add(parsed.offset(token.left_edge))
    found: list[list[tuple[int, int]]] = []
    for start, end in passage.content:
        inside = sorted(s for s in seams if start < s < end)
        for left, right in zip([start, *inside], [*inside, end], strict=True):
            if not _WORD.search(parsed.text(left, right)):
                continue
            if found and left == start and not (_opens(left, starts, parsed) or _contrasts(left, right, parsed)):
                found[-1].append((left, right))  # the sentence goes on behind its attribution
            else:
                found.append([(left, right)])
    return found


def _own_clause(verb: Token, start: int, parsed: Parsed) -> bool:
    """Whether a verb has a clause of its own beside the one before: coordinated, behind a semicolon or "though"."""
    if _conditional(verb):
        return False
    if not any(c.dep_ in _CLAUSES for c in verb.children):
        return _predicate(verb)
    opening = verb.left_edge
    if opening.i == 0 or parsed.offset(opening) <= start:
        return False
    if verb.dep_ == "conj" or verb.doc[opening.i - 1].text == ";":
        return True
    return verb.dep_ == "advcl" and bool(_APART.match(opening.text))


def _predicate(verb: Token) -> bool:
    """Whether a finite verb is coordinated to another with the same subject: "has agreed to ... and has dropped"."""
    if verb.dep_ != "conj" or verb.head.pos_ not in {"VERB", "AUX"}:
        return False
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.i < verb.i]
    return any(c.tag_ in {"MD", "VBD", "VBZ", "VBP"} for c in helpers)


def _conditional(verb: Token) -> bool:
    """Whether the verb's clause, or the one it is coordinated to, is a condition: "but only if ... and ..."."""
    current, seen = verb, 0
    while seen < 4:
        if any(c.dep_ in {"mark", "advmod"} and c.lower_ in _CONDITIONS and c.i < current.i for c in current.children):
            return True
        if current.dep_ != "conj" or current.head.i == current.i:
            return False
        current, seen = current.head, seen + 1
    return False


def _part_of(passage: Passage, parts: Sequence[tuple[int, int]], parsed: Parsed) -> Passage | None:
    """The passage of these parts of the content: its span reaches from the first to the last."""
    text = parsed.document.text
    start, end = parts[0][0], parts[-1][1]
    if parts[0][0] == passage.content[0][0]:
        start = min(start, passage.start)
    if parts[-1][1] == passage.content[-1][1]:
        end = max(end, passage.end)
    if start > passage.start:
        lead = _LEAD.match(text, start, end)
        start = lead.end() if lead else start
    opening = start - 1
    if opening >= passage.start and text[opening] in "\"“'‘«„»‚":
        start = opening
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    closing = _SHUT.match(text, end, passage.end)
    if closing and text[start] in '"“«„»':
        end = closing.end()
    end = _without_joint(text, start, end)
    if start >= end:
        return None
    statement = at(passage.statement, parsed.document, start, end)
    content = tuple((max(a, start), min(b, end)) for a, b in parts if a < end and start < b)
    return replace(
        passage, statement=statement, content=content, sentences=tuple(s.number for s in parsed.within(start, end))
    )


def _without_joint(text: str, start: int, end: int) -> int:
    """The end without a conjunction that belongs to the next part."""
    found = re.search(r"[,;]?\s+(?:and|but|or|so|yet|though|although|whereas)(?:\s+that)?\s*$", text[start:end])
    return start + found.start() if found and found.start() > 0 else end


def before_cues(passage: Passage, attributed: Sequence[Passage], parsed: Parsed) -> Passage | None:
    """The reporter's passage without an attribution clause that it runs into; None where no verb of its own stays."""
    cues = [p.cue_span for p in attributed if p.cue_span and passage.start <= p.cue_span[0] < passage.end]
    if not cues:
        return passage
    end = min(start for start, _ in cues)
    while end > passage.start and parsed.document.text[end - 1] in _EDGE:
        end -= 1
    end = _without_joint(parsed.document.text, passage.start, end)
    tokens = parsed.tokens(passage.start, end)
    own = [t for t in tokens if t.tag_ in {"VBD", "VBZ", "VBP", "MD", "VBN"} and t.dep_ not in {"relcl", "acl", "amod"}]
    own = [
        t for t in own if not any(a.dep_ in {"relcl", "acl"} for a in t.ancestors if passage.start <= parsed.offset(a))
    ]
    if not own:
        return None
    content = tuple((a, min(b, end)) for a, b in passage.content if a < end)
    if not content:
        return None
    numbers = tuple(s.number for s in parsed.within(passage.start, end))
    return replace(
        passage,
        statement=at(passage.statement, parsed.document, passage.start, end),
        content=content,
        sentences=numbers,
    )


def with_participles(passages: Sequence[Passage], parsed: Parsed) -> tuple[Passage, ...]:
    """The passages, where what a party does and ", insisting that ..." behind it in its sentence are one."""
    found: list[Passage] = []
    for passage in passages:
        last = found[-1] if found else None
        if last is not None and last.cue_span != passage.cue_span and _hangs_behind(last, passage, parsed):
            found[-1] = replace(
                last,
                statement=at(last.statement, parsed.document, last.start, passage.end),
                content=(*last.content, *passage.content),
            )
        else:
            found.append(passage)
    return tuple(found)


def _hangs_behind(last: Passage, passage: Passage, parsed: Parsed) -> bool:
    """Whether a participle of saying with the same speaker joins the passage to the one before it."""
    if passage.cue_span is None or last.statement.speakers != passage.statement.speakers or not last.statement.speakers:
        return False
    between = parsed.text(last.end, passage.cue_span[0])
    cue = parsed.text(*passage.cue_span)
    said = parsed.text(*passage.content[0]).split()
    same = bool(said) and said[0].lower() in {"it", "they", "this", "these", "that", "those", "he", "she"}
    joined = same and bool(re.fullmatch(r"\s*,\s*(?:and\s+)?", between)) and cue.lower().endswith("ing")
    return joined and last.sentences == passage.sentences and last.statement.tier is Tier.NARRATED
