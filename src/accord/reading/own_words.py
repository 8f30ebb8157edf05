"""A party's own words without marks or cue: its notes and readouts, and the turns of a conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from accord.reading.cues import subjects
from accord.reading.discourse import Discourse, Source
from accord.reading.drafts import Scene
from accord.reading.parsed import Parsed, Sentence
from accord.reading.passages import Passage
from accord.reading.registry import Registry
from accord.reading.resolve import resolve
from accord.reading.turns import Part, Voice
from accord.reading.wordlists import words
from accord.statements import Authority, Kind, make_statement

_NOTE = re.compile(
    r"(?i)\b(?:note|statement|letter|declaration|remarks|submission|message|position(?: paper)?|"
    r"communiqué|communique|press release)\b"
    r"[^:]{0,20}?\b(?:by|from|of)\s+(?:the\s+)?(?:(?:delegation|government|ministry|representatives?|office)\s+of\s+(?:the\s+)?)?(?P<who>.{2,60})$"
)
_TOLD = re.compile(r"(?i)\b(?:says?|said|rejects?|offers?|agrees?|warns?|wants?|will|would|is|are|was|has|have|to)\b")
_PRESS_OFFICE = re.compile(r"\b(?:press|media|news)\s+(?:office|service|department|centre|center|team|release)\b")
_WORD = re.compile(r"[^\W\d_]")
_LEAST_WORDS = 3
_FEW_WORDS = 5
_HEADINGS = 4


def note_by(heading: str, registry: Registry) -> Source | None:
    """Whose own note follows this heading; None where it heads no party's note."""
    found = _NOTE.search(heading)
    if not found:
        return None
    party = registry.party_of(found["who"]) or registry.party_in(found["who"])
    return _party(party, found["who"], "the heading of its own note", registry) if party is not None else None


def issued_by(parsed: Parsed, registry: Registry) -> Source | None:
    """The principal party that put out the whole document, by its source or the line under its title."""
    source = parsed.document.source
    if source:
        party = _institution(source, registry)
        if party is not None:
            return _party(party, source, "the document's source is the party", registry)
    for paragraph in parsed.paragraphs[:_HEADINGS]:
        shown = parsed.text(paragraph.start, paragraph.end)
        if not paragraph.heading:
            break
        if paragraph.headline or _TOLD.search(shown):
            continue
        party = _institution(shown, registry)
        if party is not None:
            return _party(party, shown, "the line under the title names the party that issued it", registry)
    return None


def _institution(shown: str, registry: Registry) -> str | None:
    """The principal party whose office these words name; None for the press, and for two parties."""
    found = set(re.findall(r"[^\W\d_]+", _PRESS_OFFICE.sub("office", shown.casefold())))
    if found & words("roles", "newspapers"):
        return None
    party = registry.party_of(shown)
    if party is None and found & words("roles", "issuers"):
        named = registry.parties_in(shown)
        party = named[0] if len(named) == 1 else None
    return party if party in registry.principals else None


def _party(party: str, as_named: str, how: str, registry: Registry) -> Source:
    name = registry.names[party]
    return Source(name, as_named, party, Authority.OFFICIAL, organisation=name, how=how)


def speakers_of(
    parsed: Parsed, turns: Mapping[int, Voice], issuer: Source | None, sections: Mapping[int, Source]
) -> dict[int, Source]:
    """Whose own word each paragraph is, by its number: of a note's section, of a turn, of the whole document."""
    found: dict[int, Source] = {}
    for paragraph in parsed.paragraphs:
        voice = turns.get(paragraph.number)
        source = sections.get(paragraph.number) or (voice.source if voice is not None else issuer)
        if source is not None and not paragraph.heading and (voice is None or voice.part is Part.SPEAKS):
            found[paragraph.number] = source
    return found


def own_words(taken: Sequence[Passage], speakers: Mapping[int, Source], here: Scene, talk: Discourse) -> list[Passage]:
    """What these paragraphs' speakers say, sentence by sentence, beside the passages taken already.

    What a party's paper tells its own minister to have said is that minister's.
    """
    covered = [(p.start, p.end) for p in taken] + [p.cue_span for p in taken if p.cue_span]
    found: list[Passage] = []
    brief: Sentence | None = None
    for sentence in here.parsed.sentences:
        source = speakers.get(sentence.paragraph)
        if source is None or not _free(sentence, covered, here.parsed):
            brief = None
            continue
        first = brief if brief is not None and brief.paragraph == sentence.paragraph else sentence
        if source.person and _goes_on(sentence, here.parsed, covered):
            brief = first
            continue
        found.append(_said((first, sentence), source, _person(sentence, source, talk), here))
        brief = None
    return found


def _goes_on(sentence: Sentence, parsed: Parsed, covered: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence of a few words is told with the next one of its turn."""
    following = parsed.sentences[sentence.number + 1 : sentence.number + 2]
    if len(parsed.text(sentence.start, sentence.end).split()) > _FEW_WORDS or not following:
        return False
    return following[0].paragraph == sentence.paragraph and _free(following[0], covered, parsed)


def _free(sentence: Sentence, covered: Sequence[tuple[int, int]], parsed: Parsed) -> bool:
    shown = parsed.text(sentence.start, sentence.end)
    if shown.rstrip("\"'”’»)* ").endswith("?") or len(shown.split()) < _LEAST_WORDS or not _WORD.search(shown):
        return False
    return not any(start < sentence.end and sentence.start < end for start, end in covered)


def _person(sentence: Sentence, source: Source, talk: Discourse) -> Source | None:
    """The party's own person of whom its paper tells in this sentence; None in a turn and where it tells of others."""
    if source.person or source.party is None:
        return None
    root = next((t for t in sentence.span if t.dep_ == "ROOT"), None)
    if root is None:
        return None
    found = resolve([s for s in subjects(root) if s.lower_ not in {"we", "i", "it", "they"}][:1], talk)
    one = found[0] if found else None
    return one if one is not None and one.person and one.party == source.party else None


def _said(run: tuple[Sentence, Sentence], speaker: Source, person: Source | None, here: Scene) -> Passage:
    """The sentences from first to last as the speaker's direct word, or as what a paper tells of its own person."""
    source = person or speaker
    parsed, (start, end) = here.parsed, (run[0].start, run[1].end)
    quote = next((q for q in here.quotes if q.start <= start and end <= q.end), None)
    content = (max(quote.first, start), min(quote.last, end)) if quote is not None else (start, end)
    statement = make_statement(
        parsed.document,
        start,
        end,
        speakers=(source.name,),
        speaker_as_named=source.as_named,
        role=source.role,
        organisation=source.organisation,
        authority=source.authority,
        parties=(source.party,) if source.party else (),
        kind=Kind.DIRECT if person is None else Kind.INDIRECT,
        confidence=round(0.9 * source.sure, 3),
        reached=dict.fromkeys(("speakers", "parties", "kind", "authority"), speaker.how),
    )
    return Passage(statement, (content,), None, tuple(range(run[0].number, run[1].number + 1)))
