"""Attribution: who says or thinks what, as passages."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from accord.reading.accounts import is_paper
from accord.reading.attitudes import apart_from, attitudes
from accord.reading.clauses import attribution_core
from accord.reading.cues import Cue, CueKind, is_quoted
from accord.reading.discourse import Discourse, Source, discourse, person_source
from accord.reading.drafts import Draft, Scene, drafts_of, joined, scene, trimmed, widened
from accord.reading.happenings import happening_of, happenings
from accord.reading.own_words import issued_by, note_by, own_words, speakers_of
from accord.reading.parsed import Parsed, Sentence
from accord.reading.passages import Passage, at
from accord.reading.registry import Registry
from accord.reading.resolve import meet_described, resolve
from accord.reading.times import day_said, event_said
from accord.reading.turns import Part, Voice, voices
from accord.statements import Authority, Kind, Statement, Tier, make_statement

_SILENCE = re.compile(r"(?i)^(?:\W*\w+){0,5}\W+(?:not|never|no|n['’]t|decline[sd]?|refuse[sd]?)\W+(?:to\W+)?comment\b")
_SELF = frozenset(
    {"i", "we", "us", "me", "who", "which", "that", "everybody", "everyone", "nobody", "one", "some", "you"}
)
_MARKS = "\"'“”‘’«»„"
_ASKED = re.compile(r"(?i)(?:when |if )?asked (?:if|whether)\b")
_BRIEF = 5  # words
_TOLD: dict[str, Any] = {
    "speakers": (),
    "parties": (),
    "tier": Tier.NARRATED,
    "kind": Kind.NARRATED,
    "authority": Authority.REPORTER,
    "role": None,
    "organisation": None,
}
_WORD = re.compile(r"\w")
_OF_EVENT = re.compile(
    r"(?i)\b(?:after|following|at|during|of|on|about)\b[^.;:]{0,40}\b(?:call|meeting|talks|conversation|summit|session)\b"
)
_ACCOUNTS = frozenset({"account", "left_out_by"})


def attributed(parsed: Parsed, registry: Registry) -> tuple[Passage, ...]:
    """Every passage that the text attributes to somebody, by a cue, a turn or a note, in order and apart."""
    return attributed_and_held(parsed, registry)[0]


def attributed_and_held(parsed: Parsed, registry: Registry) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """What the text attributes to somebody, and beside it what it tells of somebody's attitude: wants, plans, attacks.

    Each in order; no two of all these passages share a character.
    """
    here = scene(parsed)
    talk = discourse(parsed, registry, here.quoted_at)
    meet_described(talk, here.quoted_at)
    turns = voices(parsed, registry)
    sections = _sections(parsed, registry)
    drafts = _drafts(parsed, here, turns, sections)
    sourced = {id(d): _sources(d, talk) for d in sorted(drafts, key=lambda d: _place(d, parsed))}
    passages: list[Passage] = []
    for draft in drafts:
        number = parsed.paragraphs[_paragraph(draft, parsed)].number
        voice = turns.get(number)
        speakers, tellers = sourced[id(draft)]
        if number in sections and not _relayed(draft, speakers, Voice(Part.SPEAKS)):
            continue
        if voice is not None and voice.part is not Part.REPORTS:
            if not _relayed(draft, speakers, voice):
                continue
            speakers = _of_own_house(speakers, voice.source)
            tellers = (voice.source, *tellers) if voice.source is not None else tellers
        missing = resolve(draft.missing, talk, at=draft.start) if draft.missing else ()
        made = _passage(draft, (speakers, tellers), here, missing)
        if made is not None:
            passages.append(made)
    apart = _apart(_with_events(passages, parsed), parsed)
    speaking = speakers_of(parsed, turns, issued_by(parsed, registry), sections)
    said = own_words(apart, speaking, here, talk) if speaking else []
    told = tuple(_marked(p, parsed) for p in sorted((*apart, *said), key=lambda p: (p.start, p.end)))
    spoken = {number for number, voice in turns.items() if voice.part is not Part.REPORTS} | set(sections)
    return told, tuple(_marked(p, parsed) for p in _held(told, spoken, here, talk))


def _with_events(passages: Sequence[Passage], parsed: Parsed) -> list[Passage]:
    """The passages, those that a party's paper or office tells with the call or meeting of which they tell."""
    papers = {p for one in passages if "account" in one.statement.reached for p in one.statement.parties}
    telling = [
        one for one in passages
        if one.statement.event is None
        and (_ACCOUNTS & set(one.statement.reached) or _by_office(one.statement) or _said_of(one, parsed))
    ]  # fmt: skip
    told = happenings(parsed) if telling else ()
    found = []
    for one in passages:
        statement = one.statement
        if told and one in telling:
            alone = bool(_ACCOUNTS & set(statement.reached)) or bool(papers & set(statement.parties))
            alone = alone or _said_of(one, parsed)
            event = happening_of(told, parsed, (one.cue_span or (one.start,))[0], alone=alone)
            if event is not None:
                reached = {**statement.reached, "event": "the call or meeting that the account is of"}
                one = replace(one, statement=replace(statement, event=event, reached=reached))  # noqa: PLW2901
        found.append(one)
    return found


def _said_of(passage: Passage, parsed: Parsed) -> bool:
    """Whether a party says it of a call or meeting: `said after the call that`, `in Monday's meeting told`."""
    span = passage.cue_span
    if span is None or passage.statement.tier is not Tier.STATED or not passage.statement.parties:
        return False
    return bool(span[1] < passage.start and _OF_EVENT.search(parsed.text(span[1], passage.start)))


def _by_office(statement: Statement) -> bool:
    """Whether it is told `according to` a party itself, and no person of it."""
    office = bool(statement.parties) and "name of the party" in statement.reached.get("speakers", "")
    return office and (statement.cue or "").casefold().startswith("according")


def _held(passages: Sequence[Passage], spoken: set[int], here: Scene, talk: Discourse) -> list[Passage]:
    """The attitudes that the reporter tells outside the passages and what others speak themselves."""
    parsed, found = here.parsed, list[Passage]()
    starts = [p.start for p in passages]
    marks: dict[int, list[tuple[int, int]]] = {}
    for quote in here.quotes:
        marks.setdefault(quote.paragraph, []).append((quote.start, quote.end))
    for sentence in parsed.sentences:
        paragraph = parsed.paragraphs[sentence.paragraph]
        if sentence.paragraph in spoken or (paragraph.heading and not paragraph.headline):
            continue
        beside = passages[max(bisect_left(starts, sentence.start) - 1, 0) : bisect_left(starts, sentence.end)]
        near = [(p.start, p.end) for p in (*beside, *found[-1:]) if sentence.start < p.end]
        within = marks.get(sentence.paragraph, ())
        for cue, (first, last) in attitudes(sentence.span):
            if any(left <= parsed.offset(cue.token) < right for left, right in within):
                continue
            tokens = paragraph.doc[first:last]
            start, stop = widened(parsed.offset(tokens[0]), parsed.end(tokens[-1]), here)
            at_cue = parsed.offset(cue.token)
            end = apart_from(start, stop, near)
            if end is None or any(left <= at_cue < right for left, right in near):
                continue
            piece = trimmed(start, end, parsed.document.text)
            draft = Draft((piece,), cue, cue.sources, held=True)
            made = _passage(draft, _sources(draft, talk), here) if piece[0] < piece[1] else None
            if made is not None:
                found.append(made)
                near = sorted([*near, (made.start, made.end)])
    return found


def _drafts(parsed: Parsed, here: Scene, turns: Mapping[int, Voice], sections: Mapping[int, Source]) -> Sequence[Draft]:
    """The drafts of all paragraphs; the sections of a party's own note have none."""
    by_paragraph: dict[int, list[Sentence]] = {}
    for sentence in parsed.sentences:
        by_paragraph.setdefault(sentence.paragraph, []).append(sentence)
    drafts: list[Draft] = []
    for paragraph in parsed.paragraphs:
        before = drafts if paragraph.number not in turns else []
        found = drafts_of(paragraph, by_paragraph.get(paragraph.number, []), here, before)
        drafts = joined([*drafts, *found], here)
    return drafts


def _sections(parsed: Parsed, registry: Registry) -> dict[int, Source]:
    """Whose own note each paragraph belongs to, by the headings inside a document."""
    found: dict[int, Source] = {}
    note: Source | None = None
    for paragraph in parsed.paragraphs:
        if paragraph.heading:
            note = note_by(parsed.text(paragraph.start, paragraph.end), registry)
        elif note is not None:
            found[paragraph.number] = note
    return found


def _relayed(draft: Draft, speakers: Sequence[Source], voice: Voice) -> bool:
    """Whether a turn passes on what somebody else said; thoughts it ascribes are its holder's own word."""
    if draft.cue is None or draft.cue.thought or draft.cue.kind is CueKind.LABELLING or not speakers:
        return False
    if draft.cue.governor.dep_ in {"relcl", "acl", "advcl"} or any(s.lower_ in _SELF for s in draft.sources):
        return False
    return voice.part is Part.SPEAKS or all(s.party is not None or s.person for s in speakers)


def _of_own_house(speakers: Sequence[Source], voice: Source | None) -> tuple[Source, ...]:
    """The speakers, where `the Minister` of whom a party's own people speak is that party's."""
    if voice is None or voice.party is None:
        return tuple(speakers)
    chairs = {Authority.PRINCIPAL, Authority.OFFICIAL, Authority.NEGOTIATOR}
    return tuple(
        replace(s, party=voice.party, organisation=voice.organisation, how=f"{s.how}; of the party whose turn it is")
        if s.role and not s.person and s.party is None and s.authority in chairs
        else s
        for s in speakers
    )


def _paragraph(draft: Draft, parsed: Parsed) -> int:
    within = parsed.within(draft.start, draft.end)
    return within[0].paragraph if within else 0


def _marked(passage: Passage, parsed: Parsed) -> Passage:
    """The passage, marked where it stands in the title."""
    title = bool(passage.sentences) and parsed.paragraphs[parsed.sentences[passage.sentences[0]].paragraph].headline
    return replace(passage, headline=title)


def _place(draft: Draft, parsed: Parsed) -> int:
    """Where a draft's attribution stands, so that persons are met in the order of reading."""
    token = draft.sources[0] if draft.sources else draft.cue.token if draft.cue else None
    return parsed.offset(token) if token is not None else draft.start


def _sources(draft: Draft, talk: Discourse) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    """Who speaks, and who tells of it (outermost first)."""
    if draft.label is not None:
        person = talk.registry.named_within(draft.label) or talk.registry.named(draft.label)
        how = "named before a colon"
        unknown = Source(draft.label, draft.label, how=how, sure=0.8)
        speakers: tuple[Source, ...] = (person_source(person[0], draft.label, how) if len(person) == 1 else unknown,)
    else:
        speakers = resolve(draft.sources, talk)
    tellers: list[Source] = []
    for cue in draft.chain:
        tellers.extend(resolve(cue.sources, talk))
    return speakers, tuple(tellers)


def _passage(
    draft: Draft, sourced: tuple[tuple[Source, ...], tuple[Source, ...]], here: Scene, missing: Sequence[Source] = ()
) -> Passage | None:
    """The draft as a passage with its statement; None where its words tell nothing.

    `missing`: whose account is told to leave it out.
    """
    parsed, (speakers, tellers) = here.parsed, sourced
    start, end = draft.start, max(_with_stop(draft.end, here), draft.start)
    start = min(_question(draft, here), _denial(draft, here))
    content = tuple((max(a, start), min(b, end)) for a, b in _content(draft.pieces, here) if a < end)
    if not content or _SILENCE.search(" ".join(parsed.text(a, b) for a, b in content)):
        return None
    fields = _who(draft, speakers, tellers)
    fields |= {"kind": _kind(draft, speakers, here), "confidence": _confidence(draft, speakers)}
    if _agreed(draft, speakers) and fields["kind"] is Kind.INDIRECT:
        fields |= _TOLD | {"reached": {"tier": "what all agreed is told by the reporter", "kind": "no words of theirs"}}
    cue_span = _cue_span(draft.cue, parsed) if draft.cue is not None else None
    if cue_span is not None:
        fields["cue"] = parsed.text(*cue_span)
        core = _core(draft.cue, here) if draft.cue is not None else (0, 0)
        fields["on"], how = day_said(parsed, core)
        fields["event"] = event_said(parsed, core, fields["on"])
        fields["reached"] |= {"on": how} if how else {}
    if draft.account is not None:
        fields = _accounted(fields, draft, missing)
    statement = make_statement(parsed.document, start, end, **fields)
    holders = tuple(dict.fromkeys(s.party for s in speakers if s.party)) if fields["tier"] is Tier.BELIEF else ()
    return Passage(statement, content, cue_span, tuple(s.number for s in parsed.within(start, end)), holders=holders)


def _accounted(fields: dict[str, Any], draft: Draft, missing: Sequence[Source]) -> dict[str, Any]:
    """The fields with the paper that tells it, whose paper leaves it out, and whether it is called a concession."""
    reached = dict(fields["reached"])
    if draft.account:
        reached["account"] = draft.account
        if any(is_paper(source) for source in draft.sources):
            fields = fields | {"speaker_as_named": draft.account}
    without = tuple(dict.fromkeys(source.party for source in missing if source.party))
    if without:
        reached["left_out_by"] = ", ".join(without)
    if draft.called:
        reached["called"] = "a concession, by the account"
    if draft.missing and not draft.sources:
        reached["tier"] = "what an account leaves out is told by the reporter"
        return fields | _TOLD | {"reached": reached}
    return fields | {"reached": reached}


def _agreed(draft: Draft, speakers: Sequence[Source]) -> bool:
    """Whether it is what several parties agreed: an item agreed, which the reporter tells."""
    return draft.cue is not None and draft.cue.base == "agree" and len({s.party for s in speakers if s.party}) > 1


def _question(draft: Draft, here: Scene) -> int:
    """Where the draft starts; where its sentence does, if it answers "Asked whether ..." there in a few words."""
    sentence = next(iter(here.parsed.within(draft.start, draft.end)), None)
    if sentence is None or draft.cue is None or any(here.quoted_at(a) for a, _ in draft.pieces):
        return draft.start
    brief = len(here.parsed.text(draft.start, draft.end).split()) <= _BRIEF
    return sentence.start if brief and _ASKED.match(here.parsed.text(sentence.start, draft.start)) else draft.start


def _denial(draft: Draft, here: Scene) -> int:
    """Where the draft starts; with the words of denying before it where what is denied is no clause of its own."""
    cue, parsed = draft.cue, here.parsed
    if cue is None or not cue.denied or any(here.quoted_at(a) for a, _ in draft.pieces):
        return draft.start
    opening = next((t for t in parsed.tokens(draft.start, draft.end) if t.is_alpha), None)
    deed = opening is not None and opening.tag_ == "VBG"  # "denies dragging its feet"
    first = min((parsed.offset(source.left_edge) for source in draft.sources), default=draft.start)
    sentence = parsed.sentence_of(cue.token)
    return first if deed and sentence.start <= first < draft.start else draft.start


def _who(draft: Draft, speakers: tuple[Source, ...], tellers: tuple[Source, ...]) -> dict[str, Any]:
    """The fields that tell of the speaker."""
    thought = draft.cue is not None and draft.cue.thought
    reporter = thought and not _thinks_alone(speakers)
    as_named = " and ".join(dict.fromkeys(s.as_named for s in speakers)) or None
    first = speakers[0] if speakers else None
    reached = {"speakers": "; ".join(dict.fromkeys(s.how for s in speakers)) or "nobody could be told"}
    if draft.free:
        reached["attribution"] = draft.free
    if draft.held:
        reached["attitude"] = "told by the reporter without the holder's words"
    reached["kind"] = "quotation marks and cue"
    parties = tuple(dict.fromkeys(s.party for s in speakers if s.party))
    if parties and not reporter:
        reached["parties"] = reached["speakers"]
    authority = Authority.REPORTER if reporter else first.authority if first else Authority.UNKNOWN
    reached["authority"] = f"role {first.role!r}" if first and first.role else reached["speakers"]
    return {
        "speakers": () if reporter else tuple(s.name for s in speakers),
        "speaker_as_named": as_named,
        "chain": tuple(s.name for s in (*tellers, *speakers)) if tellers else (),
        "role": first.role if first and not reporter else None,
        "organisation": first.organisation if first and not reporter else None,
        "authority": authority,
        "parties": () if reporter else parties,
        "tier": Tier.BELIEF if thought else Tier.STATED,
        "reached": reached,
    }


def _thinks_alone(speakers: Sequence[Source]) -> bool:
    """Whether a thought is told of somebody's own: of experts, and of persons who speak for no party."""
    experts = {Authority.INDEPENDENT, Authority.AFFILIATED_EXPERT}
    if any(s.authority in experts for s in speakers):
        return True
    return bool(speakers) and all(s.person and s.party is None for s in speakers)


def _kind(draft: Draft, speakers: tuple[Source, ...], here: Scene) -> Kind:
    """Direct where only quoted words are told, mixed where some are, narrated for a reporter's guess, else indirect."""
    some = any(q.start < b and a < q.end for a, b in draft.pieces for q in here.quotes)
    if some and all(not _WORD.search(here.words_outside(a, b)) for a, b in draft.pieces):
        return Kind.DIRECT
    if some:
        return Kind.MIXED
    if draft.cue is not None and draft.cue.thought and not _thinks_alone(speakers):
        return Kind.NARRATED
    return Kind.INDIRECT


def _confidence(draft: Draft, speakers: tuple[Source, ...]) -> float:
    """How sure the reader is of speaker and words: less for free speech and for those whom it could not tell."""
    sure = min((s.sure for s in speakers), default=0.5)
    if draft.free not in {None, "continued"}:
        sure *= 0.85
    return round(sure * (0.9 if draft.cue is not None and draft.cue.thought else 1.0), 3)


def _content(pieces: Sequence[tuple[int, int]], here: Scene) -> tuple[tuple[int, int], ...]:
    """The words said: the pieces without outer marks, leading "that" and closing punctuation."""
    text = here.parsed.document.text
    found = []
    for piece in pieces:
        start, end = _words_of(trimmed(*piece, text), here)
        if start < end and _WORD.search(text[start:end]):
            found.append((start, end))
    return tuple(found)


def _words_of(piece: tuple[int, int], here: Scene) -> tuple[int, int]:
    """One piece without the marks around it, the comma before a closing mark, a leading "that" and its full stop."""
    text, (start, end) = here.parsed.document.text, piece
    quote = next((q for q in here.quotes if (q.start, q.end) == piece), None)
    if quote is not None:
        start, end = quote.first, quote.last
        while end > start and text[end - 1] == ",":
            end -= 1
    if text[start : start + 5].lower() == "that ":
        start += 5
    while end > start and text[end - 1] == "." and not here.quoted_at(end - 1):
        end -= 1
    return start, end


def _with_stop(end: int, here: Scene) -> int:
    """The end without the full stop of the sentence outside quotation marks."""
    text = here.parsed.document.text
    while end > 0 and text[end - 1] == "." and not here.quoted_at(end - 1):
        end -= 1
    return end


def _cue_span(cue: Cue, parsed: Parsed) -> tuple[int, int]:
    doc = cue.token.doc
    return parsed.offset(doc[cue.first]), parsed.end(doc[cue.last])


def _core(cue: Cue, here: Scene) -> tuple[int, int]:
    """The characters of the attribution clause."""
    sentence = here.parsed.sentence_of(cue.token)
    paragraph = here.parsed.paragraphs[sentence.paragraph]
    marks = [(q.start - paragraph.start, q.end - paragraph.start) for q in here.in_paragraph(paragraph.number)]
    first, last = attribution_core(cue, sentence.span, is_quoted(paragraph.doc, marks))
    doc = paragraph.doc
    return here.parsed.offset(doc[first]), here.parsed.end(doc[max(first, last - 1)])


def _apart(passages: Sequence[Passage], parsed: Parsed) -> tuple[Passage, ...]:
    """The passages in order; of two that share a character the later is cut to what the earlier leaves, or dropped."""
    kept: list[Passage] = []
    for passage in sorted(passages, key=lambda p: (p.start, -p.end)):
        if kept and passage.start < kept[-1].end:
            if passage.end <= kept[-1].end:
                continue
            shorter = _cut_to(kept[-1], passage.start, parsed)
            if shorter is None:
                continue
            kept[-1] = shorter
        kept.append(passage)
    return tuple(kept)


def _cut_to(passage: Passage, end: int, parsed: Parsed) -> Passage | None:
    """The passage up to this offset; None where no content stays."""
    start, end = trimmed(passage.start, end, parsed.document.text)
    content = tuple((a, min(b, end)) for a, b in passage.content if a < end)
    if start >= end or not content:
        return None
    statement = at(passage.statement, parsed.document, start, end)
    return replace(
        passage, statement=statement, content=content, sentences=tuple(s.number for s in parsed.within(start, end))
    )
