"""The reporter's own voice: what a text tells of a party's stand, patience or act where nobody is said to say it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accord.negotiation import Negotiation
from accord.reading.acts import Hit, aside, find_acts
from accord.reading.discourse import Discourse, Source
from accord.reading.grammar import asks, behind_semicolons, head_verb, passive, subject
from accord.reading.holders import here
from accord.reading.lexicon import hits
from accord.reading.parsed import Parsed, Sentence
from accord.reading.passages import Passage
from accord.reading.patterns import words
from accord.reading.points import code
from accord.reading.registry import Registry
from accord.reading.resolve import resolve
from accord.reading.turns import Part, voices
from accord.statements import Act, Authority, Kind, Modality, Point, Tier, make_statement

if TYPE_CHECKING:
    from spacy.tokens import Token

_EDGES = " \t\r\n,;:—–-"
_OPENERS = frozenset({"and", "but", "while", "though", "although", "whereas", "yet", "so"})
_SAID = frozenset(
    {Act.DEMAND, Act.OFFER, Act.ACCEPT, Act.REJECT, Act.CONCESSION, Act.THREAT, Act.PROMISE, Act.PRECONDITION}
)
_LEAST_WORDS = 3
_THIS = frozenset({"that", "this"})
_MOVES = frozenset("proposal offer demand request concession suggestion idea plan compromise figure terms bid".split())
_WEAK = frozenset({Act.ASSESSMENT, Act.FORECAST})


@dataclass(frozen=True, slots=True)
class _Segment:
    """A run of one sentence that no attribution has taken."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    sentence: Sentence


def narrated(
    parsed: Parsed, taken: Sequence[Passage], registry: Registry, negotiation: Negotiation | None
) -> tuple[Passage, ...]:
    """The passages told in the reporter's own voice, beside those that attribution has taken.

    A passage needs a party as holder, and an act on an issue, a claim, a demand told to be unchanged, or two
    tables told to be apart or joined. A speech act
    of a named party ("rejected", "offered to") has that party as its speaker; the rest has none. History, schedule and
    questions are left out.
    """
    if negotiation is None:
        return ()
    found = []
    covered = sorted((passage.start, passage.end) for passage in taken)
    spoken = {number for number, voice in voices(parsed, registry).items() if voice.part is not Part.REPORTS}
    for sentence in parsed.sentences:
        if sentence.paragraph in spoken:
            continue
        if parsed.paragraphs[sentence.paragraph].heading and not parsed.paragraphs[sentence.paragraph].headline:
            continue
        for segment in _segments(sentence, covered, parsed):
            passage = _told(segment, parsed, registry, negotiation)
            if passage is not None:
                found.append(passage)
    return tuple(found)


def _segments(sentence: Sentence, covered: Sequence[tuple[int, int]], parsed: Parsed) -> Iterator[_Segment]:
    """The free runs of a sentence, cut where a new clause with a subject of its own begins."""
    if asks(list(sentence.span)):
        return
    first = max(bisect.bisect_left(covered, (sentence.start, 0)) - 1, 0)
    near = [one for one in covered[first : first + len(sentence.span) + 1] if one[0] < sentence.end]
    free = [t for t in sentence.span if not any(a < parsed.end(t) and parsed.offset(t) < b for a, b in near)]
    for run in _runs(free):
        for part in _clauses(run):
            segment = _trimmed(part, sentence, parsed)
            if segment is not None:
                yield segment


def _runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Unbroken runs of tokens."""
    run: list[Token] = []
    for token in tokens:
        if run and token.i != run[-1].i + 1:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _clauses(run: Sequence[Token]) -> Iterator[list[Token]]:
    """The run cut before `but`, `and`, `while` and semicolons where a verb with its own subject follows."""
    starts = {
        _opening(verb, run) for verb in run if verb.dep_ in {"conj", "advcl", "ccomp", "ROOT"} and _own_subject(verb)
    }
    starts |= {token.i for token in behind_semicolons(run) if token.pos_ != "PRON"}
    marks = sorted(i for i in starts if i is not None and i != run[0].i)
    part: list[Token] = []
    for token in run:
        if token.i in marks and part:
            yield part
            part = []
        part.append(token)
    if part:
        yield part


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in verb.children)


def _opening(verb: Token, run: Sequence[Token]) -> int | None:
    """Where a coordinated clause opens, at its conjunction or after a semicolon; None where it is none of its own."""
    left = verb.left_edge.i
    inside = {token.i for token in run}
    if left - 1 in inside and verb.doc[left - 1].lower_ in _OPENERS:
        return left - 1
    if left in inside and verb.doc[left].lower_ in {"while", "whereas", "though", "although"}:
        return left
    if left - 1 in inside and verb.doc[left - 1].text in {";"}:
        return left
    return None


def _trimmed(part: Sequence[Token], sentence: Sentence, parsed: Parsed) -> _Segment | None:
    """The part without conjunction and marks at its seams; the sentence's own full stop stays."""
    kept = list(part)
    while kept and (kept[0].lower_ in _OPENERS or kept[0].is_space or kept[0].text in _EDGES):
        kept.pop(0)
    last = part[-1].i >= sentence.span[-1].i
    if kept and kept[-1].lower_ == "that":
        commas = [n for n, token in enumerate(kept) if token.text == ","]
        kept = kept[: commas[-1]] if commas else kept[:-1]
    while kept and (kept[-1].is_space or kept[-1].text in _EDGES or (not last and kept[-1].text in ".")):
        kept.pop()
    if sum(token.is_alpha for token in kept) < _LEAST_WORDS:
        return None
    return _Segment(parsed.offset(kept[0]), parsed.end(kept[-1]), tuple(kept), sentence)


def _told(segment: _Segment, parsed: Parsed, registry: Registry, negotiation: Negotiation) -> Passage | None:
    """The passage of a segment, if it tells something of the negotiation."""
    if _elsewhere(segment, parsed):
        return None
    headline = parsed.paragraphs[segment.sentence.paragraph].headline
    plain = Passage(
        make_statement(
            parsed.document,
            segment.start,
            segment.end,
            tier=Tier.NARRATED,
            kind=Kind.NARRATED,
            authority=Authority.REPORTER,
            confidence=0.6 if headline else 0.8,
            reached={"tier": "no cue: the reporter tells it"},
        ),
        ((segment.start, segment.end),),
        None,
        (segment.sentence.number,),
        headline,
    )
    points, reached = code(plain, parsed, registry, negotiation)
    counts = any(_counts(point) or (not negotiation.issues and _strong(point)) for point in points)
    if not counts and not {"unchanged", "tracks"} & set(reached):
        if not _takes_a_stand(segment, plain, parsed, registry, negotiation):
            return None
        reached = {**plain.statement.reached, "stance": "a party's stand told without an issue"}
        plain = replace(
            plain, statement=replace(plain.statement, confidence=0.8 * plain.statement.confidence, reached=reached)
        )
    return _performed(plain, points, parsed, registry, negotiation)


def _takes_a_stand(
    segment: _Segment, plain: Passage, parsed: Parsed, registry: Registry, negotiation: Negotiation
) -> bool:
    """Whether the segment tells a party's stand, readiness, patience or need without naming an issue."""
    found = hits("narration", words(segment.tokens), "stance")
    if not found:
        return False
    talk = here(plain, parsed, registry, negotiation).talk
    for _, match in found:
        verb = head_verb(match.anchor)
        who = subject(verb)
        if who is None or who.lower_ in {"i", "we", "you", "who", "what"}:
            continue
        if who.lemma_.lower() in _MOVES or (who.lower_ in _THIS and any(t.tag_ == "PRP$" for t in segment.tokens)):
            return True
        if any(t.tag_ == "PRP$" and t.i > who.i for t in who.subtree):
            return True  # "two of the smaller funds in his group"
        sources = _sources(who, talk, parsed)
        if any(source.party and source.party not in registry.mediators for source in sources):
            return True
    return False


def _counts(point: Point) -> bool:
    """Whether the point tells a party's stand: an act on an issue, or a claim."""
    if point.claim is not None and point.about is not None and point.modality is not Modality.HYPOTHETICAL:
        return True
    return point.issue is not None and _strong(point)


def _strong(point: Point) -> bool:
    """Whether a party does something by it, more than to assess or forecast, and no mere thought."""
    return point.about is not None and point.modality is not Modality.HYPOTHETICAL and point.act not in _WEAK


def _elsewhere(segment: _Segment, parsed: Parsed) -> bool:
    """Whether the segment tells of another time or of the timetable."""
    sequence = words(segment.tokens)
    if any(match.start < 4 or entry.name == "1" for entry, match in hits("narration", sequence, "aside")):
        return True
    years = {int(t.text) for t in segment.tokens if re.fullmatch(r"(?:1[6-9]|20|21)\d\d", t.text)}
    written = parsed.document.date.year if parsed.document.date else _year_of(parsed)
    opening = " ".join(t.text for t in segment.tokens[:3])
    opens = bool(re.match(r"(?:In|Since|By|Back) ", opening))
    return bool(years) and opens and (written is None or max(years) < written - 1)


def _year_of(parsed: Parsed) -> int | None:
    found = re.search(r"\b(?:19|20|21)\d\d-\d\d-\d\d\b", parsed.text(0, min(len(parsed.document.text), 400)))
    return int(found[0][:4]) if found else None


def _performed(
    plain: Passage, points: Sequence[Point], parsed: Parsed, registry: Registry, negotiation: Negotiation
) -> Passage:
    """The passage with the party or person whose speech act it tells as its speaker; unchanged where it tells none."""
    hit = _performative(plain, parsed)
    if hit is None or not any(point.act in _SAID and point.about for point in points):
        return plain
    place = here(plain, parsed, registry, negotiation)
    who = subject(hit.anchor)
    sources = _sources(who, place.talk, parsed) if who is not None else ()
    spoken_for = tuple(dict.fromkeys(source.party for source in sources if source.party))
    if not sources or not spoken_for:
        return plain
    first = sources[0]
    statement = replace(
        plain.statement,
        cue=hit.told,
        speakers=tuple(source.name for source in sources),
        speaker_as_named=first.as_named,
        role=first.role,
        organisation=first.organisation,
        authority=first.authority,
        parties=spoken_for,
        reached={
            **plain.statement.reached,
            "tier": "no cue: the reporter tells an act of speech",
            "speakers": first.how,
        },
    )
    at = parsed.offset(hit.anchor)
    return replace(plain, statement=statement, cue_span=(at, parsed.end(hit.anchor)))


def _sources(who: Token, talk: Discourse, parsed: Parsed) -> tuple[Source, ...]:
    return resolve([who, *(token for token in who.conjuncts if token.i > who.i)], talk, at=parsed.offset(who))


def _performative(plain: Passage, parsed: Parsed) -> Hit | None:
    """The verb of doing by which the main clause tells an act of speech, active and done."""
    tokens = parsed.tokens(plain.start, plain.end)
    for hit in find_acts(tokens):
        verb = head_verb(hit.anchor)
        future = any(child.tag_ == "MD" for child in verb.children)
        if (
            hit.weak
            or hit.act is None
            or aside(hit.anchor)
            or hit.anchor.pos_ not in {"VERB", "AUX"}
            or hit.holder != "subject"
        ):
            continue
        if not future and not passive(hit.anchor) and subject(hit.anchor) is not None:
            return hit
    return None
