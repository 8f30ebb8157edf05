"""Drafts of passages: what each cue attributes, put together over sentences, quotations and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from accord.reading.accounts import Account, accounts, is_paper, missing_in, paper_of
from accord.reading.clauses import attributed_clause
from accord.reading.cues import Cue, CueKind, also, cues, is_quoted, subjects
from accord.reading.parsed import Paragraph, Parsed, Sentence
from accord.reading.quotes import Quote, is_fragment, quotes, word_count
from accord.reading.surroundings import Attributed

if TYPE_CHECKING:
    from spacy.tokens import Token

_OUTER = " \t\n\r,;:—–-\u00a0"
_WORD = re.compile(r"\w")
_SPEAKS = re.compile(r"^[\W]*(@?[A-Z@][\w.'’-]*(?:[ \t]+[A-Z][\w.'’-]*){0,4})[ \t]*:[ \t]*$")
_SHIFTED = frozenset("would could might should had 'd".split())
_PRESENTS = re.compile(
    r"(?:(?:That|This|It|Those|These)(?:[ \t]+(?:is|was|are|were)|['’]s)(?:[ \t]+(?:the|how))?[ \t]+|"
    r"So[ \t]+(?:says|said)[ \t]+)(?:the[ \t]+)?"
    r"(?P<who>(?:[\w'’-]+[ \t]+){0,4}?(?:[A-ZÀ-Þ][\w.’'-]*[ \t]*){2,4})"
    r"(?=[,.:;–—(]|$|\b(?:on|in|at|to|speaking|there)\b)"
)
_NAMED = re.compile(r".*,[ \t]*(?P<who>(?:[A-ZÀ-Þ][\w.'’-]*[ \t]*){1,4}):[ \t]*$", re.DOTALL)
_FEW_WORDS = 6
_DEMANDED = frozenset("demand condition request call insistence requirement price ask term".split())
_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB", "IN"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What one cue attributes: runs of characters of the document, in order, quotation marks included.

    `chain`: cues around it, outermost first. `label`: a speaker's name before a colon. `free`: how it was attributed
    without a cue of its own. `held`: an attitude told, no words. `account`: the paper that tells it, `missing`: heads
    of those whose paper is told to leave it out, `called`: it calls what was given a concession.
    """

    pieces: tuple[tuple[int, int], ...]
    cue: Cue | None
    sources: tuple[Token, ...] = ()
    chain: tuple[Cue, ...] = ()
    parenthetical: bool = False
    label: str | None = None
    free: str | None = None
    held: bool = False
    account: str | None = None
    missing: tuple[Token, ...] = ()
    called: bool = False

    @property
    def start(self) -> int:
        """Where the first piece starts."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where the last piece ends."""
        return self.pieces[-1][1]

    def cue_is_phrase(self) -> bool:
        """Whether a phrase such as "according to" attributes it."""
        return self.cue is not None and self.cue.kind is CueKind.PHRASE


@dataclass(frozen=True, slots=True)
class Scene:
    """A parsed document with its quotations."""

    parsed: Parsed
    quotes: tuple[Quote, ...]

    def in_paragraph(self, number: int) -> list[Quote]:
        """The quotations of one paragraph."""
        return [q for q in self.quotes if q.paragraph == number]

    def quoted_at(self, offset: int) -> bool:
        """Whether a character stands within quotation marks."""
        return any(q.start <= offset < q.end for q in self.quotes)

    def words_outside(self, start: int, end: int) -> str:
        """The characters from start to end that stand outside quotation marks."""
        kept, at = [], start
        for quote in self.quotes:
            if quote.end <= start or quote.start >= end:
                continue
            kept.append(self.parsed.text(at, max(quote.start, at)))
            at = max(at, quote.end)
        kept.append(self.parsed.text(at, max(end, at)))
        return " ".join(kept)


def scene(parsed: Parsed) -> Scene:
    """The document with its quotations found."""
    return Scene(parsed, quotes(parsed.document.text, parsed.paragraphs))


def drafts_of(paragraph: Paragraph, sentences: Sequence[Sentence], here: Scene, before: Sequence[Draft]) -> list[Draft]:
    """The drafts of one paragraph; `before`: those of the paragraphs above."""
    marks = here.in_paragraph(paragraph.number)
    quoted = is_quoted(paragraph.doc, [(q.start - paragraph.start, q.end - paragraph.start) for q in marks])
    found: list[Draft] = []
    for sentence in sentences:
        for draft in (d for one in _of_sentence(sentence, here, quoted) for d in _colon_apart(one, here)):
            if not any(_inside(draft, other) for other in found):
                found.append(draft)
    found = _with_quotes(found, marks, sentences, here, before, quoted)
    found.extend(_free_indirect(found, sentences, here, quoted))
    return sorted(found, key=lambda d: (d.start, d.end))


def _inside(draft: Draft, other: Draft) -> bool:
    return other.start <= draft.start and draft.end <= other.end and draft.pieces == other.pieces


def _of_sentence(sentence: Sentence, here: Scene, quoted: Callable[[Token], bool]) -> list[Draft]:
    """What the cues of a sentence attribute, chains of sources joined."""
    found: list[Attributed] = []
    beside: list[Cue] = []
    for cue in cues(sentence.span, quoted):
        if _knows_of_demand(cue):
            beside.append(cue)
            continue
        one = attributed_clause(cue, sentence.span, quoted)
        for kind in (CueKind.THINKING, CueKind.LABELLING):
            if one is None and cue.kind in {CueKind.SAYING, CueKind.THINKING, CueKind.NOUN}:
                other = also(cue, kind)
                one = attributed_clause(other, sentence.span, quoted) if other is not None else None
        if one is not None and (one.cue.sources or one.cue.kind is not CueKind.THINKING):
            found.append(one)
    if beside:
        found = [_with_aside(one, beside, sentence) for one in found]
    known = {one.cue.token.i for one in found}
    told = [one for one in accounts(sentence.span, quoted) if one.told.cue.token.i not in known]
    found += [one.told for one in told]
    drafts = [d for d in (_draft(one, chain, here, sentence) for one, chain in _nested(found)) if d is not None]
    return [_of_account(draft, told, sentence) for draft in drafts]


def _knows_of_demand(cue: Cue) -> bool:
    """Whether a thought only describes what its thinker demands: `its demand for X, which it knows B cannot grant`."""
    if not cue.thought or cue.token.dep_ != "relcl" or not any(s.pos_ == "PRON" for s in cue.sources):
        return False
    before = cue.token.sent.doc[cue.token.sent.start : cue.token.i]
    return any(t.lemma_.lower() in _DEMANDED and t.pos_ in {"NOUN", "VERB"} for t in before)


def _with_aside(one: Attributed, beside: Sequence[Cue], sentence: Sentence) -> Attributed:
    """What is attributed, on to the end of the clause behind it that describes what is demanded."""
    start, end = one.pieces[-1]
    if not any(one.cue.token.i < cue.token.i and 0 <= cue.token.left_edge.i - end <= 2 for cue in beside):
        return one
    behind = sentence.span.doc[end : sentence.span.end]
    stop = next((t.i for t in behind if t.text == ";" or t.i == sentence.span.end - 1), end)
    return replace(one, pieces=(*one.pieces[:-1], (start, max(end, stop))))


def _of_account(draft: Draft, told: Sequence[Account], sentence: Sentence) -> Draft:
    """The draft with the paper that tells it, if one does, and with whose paper leaves it out."""
    cue = draft.cue
    if cue is None:
        return draft
    account = next((one for one in told if one.told.cue.token.i == cue.token.i), None)
    if account is not None:
        return replace(draft, account=account.paper, missing=account.missing, called=account.called)
    papers = [t for t in draft.sources if is_paper(t)] or [
        t for c in cue.token.children if c.lower_ in {"in", "by"} for t in c.children if is_paper(t)
    ]
    if not papers:
        return draft
    return replace(draft, account=paper_of(papers[0]), missing=missing_in(sentence.span))


def _nested(found: Sequence[Attributed]) -> list[tuple[Attributed, tuple[Cue, ...]]]:
    """The innermost cues of saying with the cues around them; other cues within a content are part of it."""
    kept = list(found)
    chains: dict[int, tuple[Cue, ...]] = {}
    for inner in found:
        for outer in found:
            if inner is outer or inner not in kept or outer not in kept or not _holds(outer, inner.cue):
                continue
            if (
                _is_speech(outer.cue)
                and _is_speech(inner.cue)
                and (_hangs_on(inner.cue, outer.cue) or outer.parenthetical)
            ):
                if _same_source(inner.cue, outer.cue):
                    kept.remove(inner)
                    continue
                chains[id(inner)] = (*chains.get(id(outer), ()), outer.cue, *chains.get(id(inner), ()))
                kept.remove(outer)
            elif _tail(inner.cue) or _behind_semicolon(inner, outer):
                shorter = _cut(outer, inner)
                if shorter is None:
                    kept.remove(inner)
                else:
                    kept[kept.index(outer)] = shorter
                    chains[id(shorter)] = chains.get(id(outer), ())
            else:
                kept.remove(inner)
    return [(one, chains.get(id(one), ())) for one in kept]


def _is_speech(cue: Cue) -> bool:
    return cue.kind is CueKind.SAYING or (cue.kind is CueKind.PHRASE and not cue.thought)


def _same_source(first: Cue, second: Cue) -> bool:
    return bool(first.sources) and {s.i for s in first.sources} == {s.i for s in second.sources}


def _holds(outer: Attributed, cue: Cue) -> bool:
    return any(a <= cue.token.i < b for a, b in outer.pieces)


def _hangs_on(inner: Cue, outer: Cue) -> bool:
    """Whether the inner cue is the very clause that the outer one attributes."""
    current = inner.token
    while current.dep_ == "conj" and current.head.i != current.i:
        current = current.head
    return current.head.i == outer.token.i and current.dep_ in {"ccomp", "parataxis", "dep", "advcl"}


def _tail(cue: Cue) -> bool:
    """Whether a cue stands in an apposition or participle at the end: ", a report the firm called ..."."""
    return cue.token.dep_ in {"relcl", "acl", "advcl"} or cue.kind is CueKind.LABELLING


def _behind_semicolon(inner: Attributed, outer: Attributed) -> bool:
    """Whether the inner cue stands within a clause of its own behind a semicolon: "...; pay, he believes, is not"."""
    start = inner.pieces[0][0]
    before = outer.cue.token.doc[start - 1] if start else None
    return inner.parenthetical and before is not None and before.text == ";"


def _cut(outer: Attributed, inner: Attributed) -> Attributed | None:
    """The outer content up to the last comma before the inner cue's clause; None where too little stays."""
    first, last = outer.pieces[-1]
    if _behind_semicolon(inner, outer) and inner.pieces[0][0] - 1 > first + 3:
        return replace(outer, pieces=(*outer.pieces[:-1], (first, inner.pieces[0][0] - 1)))
    doc = outer.cue.token.doc
    left = min(
        [inner.cue.first, inner.pieces[0][0], *(s.left_edge.i for s in inner.cue.sources if s.i < inner.cue.token.i)]
    )
    commas = [i for i in range(first, min(left, last)) if doc[i].text in {",", "—", "–", ";"}]
    if not commas or commas[-1] - first < 3 or left - commas[-1] > 8:
        return None
    return replace(outer, pieces=(*outer.pieces[:-1], (first, commas[-1])))


def _draft(one: Attributed, chain: tuple[Cue, ...], here: Scene, sentence: Sentence) -> Draft | None:
    """The draft in characters, its edges widened to whole quotations."""
    doc, parsed = sentence.span.doc, here.parsed
    pieces = []
    for first, last in one.pieces:
        tokens = [t for t in doc[first:last] if not t.is_space]
        if tokens:
            piece = widened(parsed.offset(tokens[0]), parsed.end(tokens[-1]), here)
            piece = trimmed(*piece, parsed.document.text)
            if piece[0] < piece[1] and _WORD.search(parsed.text(*piece)):
                pieces.append(piece)
    if not pieces:
        return None
    return Draft(tuple(pieces), one.cue, one.cue.sources, chain, one.parenthetical)


def _colon_apart(draft: Draft, here: Scene) -> list[Draft]:
    """The draft, or two where a reported clause is followed by a colon and a whole quotation."""
    start, end = draft.pieces[-1]
    for quote in here.quotes:
        if start < quote.start < end <= quote.end and not is_fragment(here.parsed.document.text, quote):
            lead = here.parsed.text(start, quote.start).rstrip()
            if lead.endswith(":"):
                first = trimmed(start, quote.start, here.parsed.document.text)
                return [
                    replace(draft, pieces=(*draft.pieces[:-1], first)),
                    replace(draft, pieces=((quote.start, end),), free="follows"),
                ]
    return [draft]


def widened(start: int, end: int, here: Scene) -> tuple[int, int]:
    """The run with the quotations at its edges whole: back to an opening mark, on to a closing one."""
    for quote in here.quotes:
        if quote.start < start < quote.end:
            start = quote.start
        if quote.start < end < quote.end:
            end = quote.end
        if quote.first == start or quote.start + 1 == start:
            start = quote.start
        if quote.end - 1 == end:
            end = quote.end
    return start, end


def trimmed(start: int, end: int, text: str) -> tuple[int, int]:
    """The run without blanks, commas and dashes at its edges, and without the full stop of an unquoted sentence."""
    while start < end and text[start] in _OUTER:
        start += 1
    while end > start and text[end - 1] in _OUTER:
        end -= 1
    return start, end


def _with_quotes(
    found: list[Draft],
    marks: Sequence[Quote],
    sentences: Sequence[Sentence],
    here: Scene,
    before: Sequence[Draft],
    quoted: Callable[[Token], bool],
) -> list[Draft]:
    """The drafts with the quotations that no cue of their own sentence attributes."""
    for quote in marks if sentences else ():
        if any(a < quote.end and quote.start < b for d in found for a, b in d.pieces):
            continue
        owner = _owner(quote, found, sentences, here, before)
        if isinstance(owner, int):
            found[owner] = replace(found[owner], pieces=tuple(sorted((*found[owner].pieces, (quote.start, quote.end)))))
        elif owner is not None:
            found.append(owner)
            found.sort(key=lambda d: d.start)
    return found


def _owner(
    quote: Quote, found: Sequence[Draft], sentences: Sequence[Sentence], here: Scene, before: Sequence[Draft]
) -> int | Draft | None:
    """The draft (by place) that this quotation goes on with, or a new one, or None for words in passing."""
    piece = ((quote.start, quote.end),)
    covered = [s for s in sentences if s.start < quote.end and quote.start < s.end]
    if not covered:
        return None
    last_one = before[-1] if before and not found else None
    if quote.continues and last_one is not None and _left_open(last_one, quote, here):
        return Draft(piece, last_one.cue, last_one.sources, last_one.chain, free="continued")
    outside = here.words_outside(covered[0].start, covered[-1].end)
    alone = not _WORD.search(outside)
    earlier = [i for i, d in enumerate(found) if d.end <= quote.start]
    lead = here.parsed.text(covered[0].start, quote.start)
    if not alone:
        return _introduced(quote, lead, covered[0], found, piece, here)
    if earlier:
        last = found[earlier[-1]]
        adjacent = _adjacent(last, covered[0], here)
        if adjacent and any(here.quoted_at(a) for a, _ in last.pieces[-1:]):
            return earlier[-1]
        if adjacent:
            return Draft(piece, last.cue, last.sources, last.chain, free="follows")
    shown = _shown(quote, covered, found, sentences, here)
    if shown is not None:
        return shown
    return _unshown(quote, covered, found, sentences, here, before)


def _unshown(
    quote: Quote,
    covered: Sequence[Sentence],
    found: Sequence[Draft],
    sentences: Sequence[Sentence],
    here: Scene,
    before: Sequence[Draft],
) -> Draft | None:
    """A quotation with no cue: of the subject of the sentence before, of whom the paragraph above ends with, or nobody.

    A few words that nobody can be told to have said are left out.
    """
    piece = ((quote.start, quote.end),)
    place = next((i for i, s in enumerate(sentences) if s.number == covered[0].number), 0)
    sources = _main_subject(sentences[place - 1], here) if place > 0 else ()
    if sources:
        return Draft(piece, None, sources, free="subject of the sentence before")
    above = _from_above(quote, covered[0], here, before) if place == 0 and not found else None
    if above is not None:
        return above
    long = word_count(here.parsed.document.text, quote) > _FEW_WORDS or not quote.closed
    return Draft(piece, None, free="nobody named") if long else None


def _left_open(draft: Draft, quote: Quote, here: Scene) -> bool:
    """Whether the draft ends with the quotation that the paragraph before this one left open."""
    return any(q.paragraph == quote.paragraph - 1 and not q.closed and q.end == draft.end for q in here.quotes)


def _from_above(quote: Quote, first: Sentence, here: Scene, before: Sequence[Draft]) -> Draft | None:
    """A paragraph that is a quotation: of whoever the paragraph above ends with as speaker or subject."""
    if quote.paragraph == 0 or first.number == 0:
        return None
    piece, last = ((quote.start, quote.end),), here.parsed.sentences[first.number - 1]
    if here.parsed.paragraphs[last.paragraph].heading or last.paragraph != quote.paragraph - 1:
        return None
    told = [d for d in before if d.start < last.end and last.start < d.end]
    if told:
        return Draft(piece, told[-1].cue, told[-1].sources, told[-1].chain, free="follows")
    sources = _main_subject(last, here)
    named = any(s.pos_ == "PROPN" or s.lower_ in {"he", "she"} for s in sources)
    return Draft(piece, None, sources, free="subject of the sentence before") if named else None


def _shown(
    quote: Quote, covered: Sequence[Sentence], found: Sequence[Draft], sentences: Sequence[Sentence], here: Scene
) -> Draft | None:
    """A quotation whose speaker the sentence behind presents, or that goes on with such a one."""
    piece = ((quote.start, quote.end),)
    earlier = [d for d in found if d.end <= quote.start]
    if earlier:
        last = earlier[-1]
        near = last.label is not None and covered[0].number - _last(last, here) <= 2
        return replace(last, pieces=piece, free="goes on with the quotation before") if near else None
    behind = next((s for s in sentences if s.number == covered[-1].number + 1), None)
    name = _presented(behind, here) if behind is not None else None
    return Draft(piece, None, label=name, free="named in the sentence behind") if name is not None else None


def _introduced(
    quote: Quote, lead: str, sentence: Sentence, found: Sequence[Draft], piece: tuple[tuple[int, int], ...], here: Scene
) -> Draft | None:
    """A quotation behind a colon: of the name before it, or of the subject of the words before it."""
    if not lead.rstrip().endswith(":") or is_fragment(here.parsed.document.text, quote):
        return None
    label = _SPEAKS.match(lead) or _topic(lead, sentence) or _NAMED.match(lead)
    if label:
        return Draft(piece, None, label=label.group(1).strip(), free="named before a colon")
    sources = _main_subject(sentence, here) or _last_subject(quote, sentence, here)
    same = next((d for d in found if d.cue is not None and sentence.start <= d.start < quote.start), None)
    if same is not None:
        return Draft(piece, same.cue, same.sources, same.chain, free="follows")
    return Draft(piece, None, sources, free="subject of the words before the colon") if sources else None


def _topic(lead: str, sentence: Sentence) -> re.Match[str] | None:
    """The name at the head of a lead without a verb: "Union leader Jo Doe on the vote:"."""
    before = [t for t in sentence.span if t.idx - sentence.span.start_char < len(lead)]
    if any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in before):
        return None
    return re.match(
        r".*?((?:[A-Z][\w.'’-]+[ \t]+){0,3}[A-Z][\w’'-]+)[ \t]+(?:on|about|to|in|after|via)\b.*:[ \t]*$", lead
    )


def _last(draft: Draft, here: Scene) -> int:
    return max((s.number for s in here.parsed.within(draft.start, draft.end)), default=-9)


def _presented(sentence: Sentence, here: Scene) -> str | None:
    """The name by which the sentence behind a quotation presents its speaker: "That's Minister Jo Doe, live on air"."""
    shown = here.parsed.text(sentence.start, sentence.end)
    found = _PRESENTS.match(shown)
    return found["who"].strip(" ,.") if found else None


def _adjacent(draft: Draft, sentence: Sentence, here: Scene) -> bool:
    """Whether no unattributed sentence stands between the draft and this sentence."""
    last = max((s.number for s in here.parsed.within(draft.start, draft.end)), default=-2)
    if draft.cue is not None:
        last = max(last, here.parsed.sentence_of(draft.cue.token).number)
    return sentence.number - last <= 1


def _main_subject(sentence: Sentence, here: Scene) -> tuple[Token, ...]:
    root = next((t for t in sentence.span if t.dep_ == "ROOT"), None)
    if root is None or here.quoted_at(here.parsed.offset(root)):
        return ()
    if root.pos_ == "NOUN":  # "The clause she regards as a chip."
        fronted = [c for c in root.children if c.dep_ == "relcl" and not any(g.tag_ in _RELATIVE for g in c.children)]
        root = fronted[0] if fronted else root
    return tuple(s for s in subjects(root) if not here.quoted_at(here.parsed.offset(s)))


def _last_subject(quote: Quote, sentence: Sentence, here: Scene) -> tuple[Token, ...]:
    """The subject of the last finite verb before the quotation, where the parse found the main verb within it."""
    before = [t for t in sentence.span if here.parsed.offset(t) < quote.start]
    finite = next((t for t in reversed(before) if t.tag_ in {"VBD", "VBZ", "VBP"}), None)
    return subjects(finite) if finite is not None else ()


def _free_indirect(
    found: Sequence[Draft], sentences: Sequence[Sentence], here: Scene, quoted: Callable[[Token], bool]
) -> Iterable[Draft]:
    """Sentences that go on with reported speech without a cue, in its shifted tense."""
    last: Draft | None = None
    for sentence in sentences:
        own = [d for d in found if d.start < sentence.end and sentence.start < d.end]
        if own:
            final = own[-1]
            plain = (
                not any(here.quoted_at(a) for a, _ in final.pieces) and final.cue is not None and not final.cue.thought
            )
            last = final if plain and final.parenthetical and not final.cue_is_phrase() else None
            continue
        if last is None or not _shifted(sentence, quoted):
            last = None
            continue
        piece = trimmed(sentence.start, sentence.end, here.parsed.document.text)
        last = Draft((piece,), last.cue, last.sources, last.chain, parenthetical=True, free="free indirect speech")
        yield last


def joined(drafts: Sequence[Draft], here: Scene) -> list[Draft]:
    """The drafts, where a quotation goes on over paragraphs, or a few reported words go on in free speech, made one."""
    found: list[Draft] = []
    for draft in drafts:
        last = found[-1] if found else None
        brief = (
            last is not None and len(here.parsed.text(*last.pieces[-1]).split()) < _FEW_WORDS and last.cue is draft.cue
        )
        if last is not None and (draft.free == "continued" or (draft.free == "free indirect speech" and brief)):
            found[-1] = replace(last, pieces=(*last.pieces, *draft.pieces))
        elif last is not None and _told_below(last, draft, here):
            found[-1] = replace(draft, pieces=(*last.pieces, *draft.pieces))
        else:
            found.append(draft)
    return found


def _told_below(last: Draft, draft: Draft, here: Scene) -> bool:
    """Whether a quotation without a cue of its own goes on in the next paragraph, which tells who says it."""
    if draft.cue is None or draft.free is not None or last.free in {None, "continued", "free indirect speech"}:
        return False
    behind = next((q for q in here.quotes if q.start == draft.start), None)
    return behind is not None and behind.continues and _left_open(last, behind, here)


def _shifted(sentence: Sentence, quoted: Callable[[Token], bool]) -> bool:
    """Whether the sentence is in the shifted tense of reported speech and has no actor who is told to act."""
    if any(quoted(t) for t in sentence.span):
        return False
    verbs = [t for t in sentence.span if t.dep_ in {"ROOT", "conj", "ccomp", "csubj"} and t.pos_ in {"VERB", "AUX"}]
    shifted = any(c.lower_ in _SHIFTED for v in verbs for c in v.children if c.dep_ == "aux")
    subject = next((t for t in sentence.span if t.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
    person = subject is not None and (subject.ent_type_ == "PERSON" or subject.lower_ in {"he", "she"})
    return shifted and not person and not sentence.span.text.endswith("?")
