"""What a cue attributes: the clause, the rest of the sentence or the quotation that was said."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from accord.reading.cues import SUBJECTS, Cue, CueKind
from accord.reading.surroundings import Attributed, around, participles
from accord.reading.wordlists import regular, verb_forms, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_PUNCTUATION = frozenset(",;:—–-") | {"--", "...", "…"}
_MARKS = frozenset("\"'")
_ADJUNCTS = frozenset(
    {"prep", "npadvmod", "advmod", "dobj", "dative", "prt", "agent", "oprd", "pobj", "obl", "neg", "aux", "intj"}
)
_HELD = frozenset("if unless provided until once after before when".split())
_COMMENTS = frozenset(
    "reference reversal nod swipe jab dig allusion departure shift retreat echo response reply assertion allegation "
    "contention accusation charge claim".split()
)
_WOULD = frozenset("would could might had should 'd were was".split())


def attributed_clause(cue: Cue, sentence: Span, quoted: Callable[[Token], bool]) -> Attributed | None:
    """What the cue attributes within its sentence; None where it attributes nothing."""
    if cue.kind is CueKind.PHRASE:
        return _rest(cue, sentence)
    if cue.kind is CueKind.NOUN:
        return _after_noun(cue, sentence, quoted)
    fronted = _fronted(cue, sentence, quoted)
    if fronted is not None or cue.kind is CueKind.LABELLING:
        return fronted or _labelled(cue, sentence, quoted)
    core = attribution_core(cue, sentence, quoted)
    deed = _denied_deed(cue, sentence, quoted)
    if deed is not None:
        return deed
    hearsay = _said_by(cue, sentence)
    if hearsay is not None:
        return hearsay
    if _stands_within(cue, sentence, quoted, core):
        told = around(cue, sentence, quoted, core)
        if told is not None:
            return told
    after = _clause_after(cue, sentence, quoted, core)
    if after is not None:
        return after
    return around(cue, sentence, quoted, core)


def _fronted(cue: Cue, sentence: Span, quoted: Callable[[Token], bool]) -> Attributed | None:
    """What somebody calls or takes a thing named before: `The clause she regards as a bargaining chip`."""
    verb, noun = cue.token, cue.token.head
    own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    if cue.kind is not CueKind.LABELLING and not cue.thought:
        return None
    if verb.dep_ != "relcl" or noun.dep_ != "ROOT" or own is None or not noun.i < own.left_edge.i <= own.i < verb.i:
        return None
    start = max(cue.last, verb.i) + 1
    as_it_is = start < sentence.end and (sentence.doc[start].lower_ in {"as", "to"} or quoted(sentence.doc[start]))
    if not as_it_is or any(c.tag_ in {"WDT", "WP", "WRB", "IN"} and c.i < own.i for c in verb.children):
        return None
    end = _end_of_content(cue, start, sentence, quoted)
    return Attributed(cue, ((noun.left_edge.i, own.left_edge.i), (start, end)), parenthetical=True)


def _denied_deed(cue: Cue, sentence: Span, quoted: Callable[[Token], bool]) -> Attributed | None:
    """What somebody denies to do or to have done: `denied dragging its feet`."""
    if not cue.denied or not cue.sources:
        return None
    deed = next((c for c in cue.token.children if c.dep_ in {"xcomp", "ccomp", "dobj"} and c.tag_ == "VBG"), None)
    if deed is None or deed.i < cue.token.i or deed.left_edge.i <= cue.token.i:
        return None
    end = _end_of_content(cue, deed.left_edge.i, sentence, quoted)
    return Attributed(cue, ((deed.left_edge.i, end),))


def _stands_within(cue: Cue, sentence: Span, quoted: Callable[[Token], bool], core: tuple[int, int]) -> bool:
    """Whether the cue stands between breaks, behind words that are said: "A, she adds: B"."""
    doc, (left, right) = sentence.doc, core
    if left - 1 <= sentence.start or right >= sentence.end:
        return False
    before, after = doc[left - 1], doc[right]
    if quoted(before) and before.text in _MARKS:
        return True
    if before.text == "," and after.text == "," and _held(doc, sentence.start, left - 1, quoted):
        return True
    if (
        before.text != ","
        or after.text not in {",", ":", ";", "."}
        or (after.text in {",", ":"} and right + 1 < sentence.end and quoted(doc[right + 1]))
    ):
        return False
    front = doc[sentence.start : left - 1]
    return any(
        t.dep_ in SUBJECTS or t.tag_ in {"MD", "VBD", "VBZ", "VBP"} or t.pos_ in {"PROPN"} for t in front
    ) and not any(t.dep_ == "advcl" and t.head.i == cue.token.i for t in front)


def _held(doc: Doc, start: int, end: int, quoted: Callable[[Token], bool]) -> bool:
    """Whether unquoted words before a cue are a condition of what is said behind it: "Without X, she added, ..."."""
    front = [t for t in doc[start:end] if not t.is_space]
    if not front or any(quoted(t) for t in front):
        return False
    opening = front[1] if front[0].lower_ in {"and", "but", "even", "only"} and len(front) > 1 else front[0]
    return opening.lower_ in {"if", "unless", "once", "without", "until", "provided"}


def _said_by(cue: Cue, sentence: Span) -> Attributed | None:
    """`The mayor is said by friends to be ready`: the clause without "is said by friends"."""
    verb = cue.token
    subject = next((c for c in verb.children if c.dep_ == "nsubjpass" and c.i < verb.i), None)
    infinitive = next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i), None)
    if subject is None or infinitive is None or not any(c.dep_ == "agent" for c in verb.children):
        return None
    pieces = (
        (subject.left_edge.i, subject.right_edge.i + 1),
        (infinitive.left_edge.i, min(infinitive.right_edge.i + 1, sentence.end)),
    )
    return Attributed(cue, pieces, parenthetical=True)


def attribution_core(cue: Cue, sentence: Span, quoted: Callable[[Token], bool]) -> tuple[int, int]:
    """The tokens of "X said to reporters on Monday": from the subject or the cue to the last adjunct (one past)."""
    verb = cue.token
    left, right = min(cue.first, verb.i), cue.last + 1
    for child in verb.children:
        if quoted(child):
            continue
        is_source = any(child.i == s.i for s in cue.sources)
        near = child.dep_ in {"aux", "auxpass", "advmod", "neg"} and child.i < verb.i
        if (is_source and child.i < verb.i) or near:
            left = min(left, child.left_edge.i)
    if cue.sources and cue.sources[0].i > verb.i:
        right = max(right, _end_of_name(cue.sources, sentence, quoted))
    right = _with_adjuncts(cue, right, sentence, quoted)
    return max(left, sentence.start), min(right, sentence.end)


def _end_of_name(sources: Sequence[Token], sentence: Span, quoted: Callable[[Token], bool]) -> int:
    """One past the inverted subject with its appositions."""
    end = max((t.i for s in sources for t in s.subtree if not quoted(t)), default=sources[0].i) + 1
    while end > sources[0].i + 1 and (sentence.doc[end - 1].text in _PUNCTUATION or sentence.doc[end - 1].dep_ == "cc"):
        end -= 1
    for i in range(sources[0].i, min(end, sentence.end)):
        if quoted(sentence.doc[i]) or sentence.doc[i].text in {":", ";"}:
            return i
    return min(end, sentence.end)


def _with_adjuncts(cue: Cue, right: int, sentence: Span, quoted: Callable[[Token], bool]) -> int:
    """One past the addressee, time and place that follow the verb without a break."""
    verb, doc = cue.token, sentence.doc
    moved = True
    while moved and right < sentence.end:
        moved = False
        token = doc[right]
        if quoted(token) or token.text in _PUNCTUATION or token.lower_ == "that":
            break
        for child in verb.children:
            edge = child.left_edge.i
            if cue.thought and (child.dep_ in {"dobj", "npadvmod"} or child.lower_ in _prepositions(cue.base)):
                continue
            if child.i >= right and edge == right and child.dep_ in _ADJUNCTS and not _has_clause(child):
                right = child.right_edge.i + 1
                moved = True
                break
    return right


def _has_clause(token: Token) -> bool:
    return any(t.dep_ in {"ccomp", "nsubj", "nsubjpass"} for t in token.subtree)


def _clause_after(
    cue: Cue, sentence: Span, quoted: Callable[[Token], bool], core: tuple[int, int]
) -> Attributed | None:
    """The clause, or the words in quotation marks, behind the cue."""
    _verb, doc = cue.token, sentence.doc
    start = _skip_addressee(cue, sentence, quoted, core)
    if start is None or start >= sentence.end:
        return None
    first = doc[start]
    that = (
        first.lower_ == "that"
        and first.dep_ in {"mark", "det", "nsubj", "pobj", "advmod", "dobj", "cc", ""}
        and (first.pos_ != "PRON" or first.tag_ == "WDT")
    )
    clause = _complement(cue, start)
    direct = quoted(first) or (first.text in {",", ":"} and start + 1 < sentence.end and quoted(doc[start + 1]))
    direct = direct or (first.text == ":" and clause is not None)
    if not (that or direct or clause is not None):
        return None
    if first.text in {",", ";", "—", "–"} and not direct:
        return None
    spoken = any(quoted(t) for t in doc[start : sentence.end])
    if not _allowed(cue, that=that, direct=direct, behind_break=first.text in {",", ":"}, words_quoted=spoken):
        return None
    if (
        first.tag_ in {"WP", "WRB", "WDT"}
        and not (direct or that)
        and cue.base not in {"explain", "ask", "wonder", "understand", "show", "reveal"}
    ):
        return None  # "would not say which", "said what he thought": no content is told
    begin = start
    while begin < sentence.end and (
        doc[begin].text in _PUNCTUATION or (doc[begin].lower_ == "that" and begin == start and that)
    ):
        begin += 1
    end = _end_of_content(cue, begin, sentence, quoted)
    if that and first.dep_ == "det" and not any(quoted(t) or t.pos_ in {"VERB", "AUX"} for t in doc[begin:end]):
        return None  # "disputed that account": no clause
    return Attributed(cue, ((begin, end),)) if begin < end else None


def _skip_addressee(cue: Cue, sentence: Span, quoted: Callable[[Token], bool], core: tuple[int, int]) -> int | None:
    """The token behind the cue, its addressee, its adverbs and its date; None where the cue stands at the end."""
    doc, verb = sentence.doc, cue.token
    i = max(core[1], cue.last + 1)
    while i < sentence.end:
        token = doc[i]
        if quoted(token) or token.lower_ == "that":
            return i
        if token.dep_ in {"advmod", "npadvmod"} and token.head.i == verb.i and token.i == i:
            i = token.right_edge.i + 1
            continue
        ahead = _date_ahead(token) or _that_ahead(token, sentence, quoted)
        if ahead:
            i = ahead
            continue
        if token.text == "," and i + 1 < sentence.end and doc[i + 1].lower_ == "that" and i > cue.last + 1:
            return i + 1  # "repeated through its lawyer, Jo Doe, that ..."
        if token.text == "," and i + 1 < sentence.end and not quoted(doc[i + 1]):
            closing = _parenthesis(doc, i, sentence.end)
            if closing is not None:
                i = closing
                continue
        return i
    return None


def _that_ahead(token: Token, sentence: Span, quoted: Callable[[Token], bool]) -> int | None:
    """The "that" behind a place or an occasion: "said in a radio address that ..."."""
    if token.dep_ != "prep":
        return None
    for ahead in token.doc[token.i + 1 : min(token.i + 14, sentence.end)]:
        if ahead.lower_ == "that" and ahead.tag_ in {"IN", "WDT"}:
            return int(ahead.i)
        if quoted(ahead) or ahead.text in _PUNCTUATION or ahead.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return None
    return None


def _date_ahead(token: Token) -> int | None:
    """One past "on Monday", "late last week" where the parse gave it to the clause behind."""
    for entity in token.doc.ents:
        before = token.i == entity.start - 1 and token.lower_ in {"on", "in", "at", "late", "early", "during"}
        if (
            entity.label_ not in {"DATE", "TIME"}
            or entity.end >= len(token.doc)
            or not (before or token.i == entity.start)
        ):
            continue
        following = token.doc[entity.end]
        clause = following.lower_ == "that" or following.dep_ in {"nsubj", "det", "poss", "compound"}
        if clause or following.text in _MARKS:
            return int(entity.end)
    return None


def _parenthesis(doc: object, i: int, end: int) -> int | None:
    """One past an insertion between commas right behind the cue that ends before "that"."""
    tokens = doc[i + 1 : min(end, i + 18)]  # type: ignore[index]
    for token in tokens:
        if token.text == "," and token.i + 1 < end:
            following = token.nbor()
            return int(token.i + 1) if following.lower_ == "that" or following.text in _MARKS else None
    return None


def _complement(cue: Cue, start: int) -> Token | None:
    """The clause or infinitive behind the cue that the parse gave it."""
    verb = cue.token
    for child in verb.children:
        if child.i < start:
            continue
        if child.dep_ == "ccomp" and _is_clause(child, cue):
            return child
        if (
            cue.thought
            and child.dep_ == "xcomp"
            and child.pos_ in {"VERB", "AUX"}
            and cue.base not in {"see", "know", "view"}
        ):
            return child
        if cue.thought and child.dep_ == "prep" and child.lower_ in _prepositions(cue.base):
            return child
        if (
            cue.thought
            and child.dep_ == "dobj"
            and cue.base in {"fear", "expect", "doubt", "foresee", "anticipate", "dread", "suspect"}
        ):
            return child
        if (
            child.dep_ in {"parataxis", "dep"}
            and child.pos_ in {"VERB", "AUX"}
            and any(c.dep_ in SUBJECTS for c in child.children)
        ):
            return child
    return None


def _is_clause(child: Token, cue: Cue) -> bool:
    """Whether a complement is a clause with a subject, or the infinitive with one that "expect" takes."""
    return (
        cue.thought
        or any(c.dep_ in SUBJECTS or c.dep_ == "expl" for c in child.children)
        or (child.pos_ in {"VERB", "AUX"} and child.tag_ != "VBG")
    )


def _prepositions(base: str) -> Sequence[str]:
    from accord.reading.wordlists import word_lists

    found: Sequence[str] = word_lists("saying")["thinking_on"].get(base, ())
    return found


def _allowed(cue: Cue, *, that: bool, direct: bool, behind_break: bool, words_quoted: bool) -> bool:
    """Whether this verb attributes a clause put in this way."""
    if direct:
        return behind_break or cue.base not in words("saying", "quoting") or cue.last > cue.token.i
    if cue.base in words("saying", "quoting") and cue.last == cue.token.i and not cue.thought:
        return (that and words_quoted) or (that and cue.base in words("saying", "with_that"))
    if not cue.thought and cue.base in words("saying", "with_that") and cue.last == cue.token.i:
        return that or cue.base in {"predict", "hint"}
    if cue.thought and cue.base in words("saying", "thinking_with_that"):
        return that or cue.base in {"know", "understand", "feel", "assume", "sense", "consider", "recognize", "realize"}
    return True


def _end_of_content(cue: Cue, begin: int, sentence: Span, quoted: Callable[[Token], bool]) -> int:
    """One past the last token of the content: before another clause of the cue's own level, or another actor's."""
    verb, doc = cue.token, sentence.doc
    if verb.dep_ in {"relcl", "acl", "advcl", "pcomp", "ccomp", "conj"} and verb.right_edge.i + 1 > begin:
        end = min(verb.right_edge.i + 1, sentence.end)
    else:
        end = sentence.end
    for token in doc[begin:end]:
        if quoted(token):
            continue
        if token.dep_ == "conj" and any(c.dep_ == "mark" and c.lower_ in _HELD for c in token.children):
            continue  # ", but only if ..."
        if speaks_on(token, verb):
            return _before(token, begin)
        if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and token.head.i == verb.i and _leaves(token, verb):
            return _before(token, begin)
        if token.text == "," and _comments(doc, token.i + 1, end):
            return int(token.i)
        if token.tag_ == "VBG" and token.i > begin and _calls(token, quoted, end):
            return _before(token, begin)
        if token.dep_ == "advcl" and token.head.i == verb.i and token.tag_ == "VBG" and token.lower_ in participles():
            return _before(token, begin)
    return end


def _comments(doc: Doc, start: int, end: int) -> bool:
    """Whether the reporter's comment on what was said starts here: ", a reversal of", ", an apparent reference to"."""
    if start + 2 >= end or doc[start].lower_ not in {"a", "an"}:
        return False
    noun = next((t for t in doc[start + 1 : min(start + 4, end - 1)] if t.lower_ in _COMMENTS), None)
    return noun is not None and noun.nbor().lower_ in {"to", "of", "from", "on", "at", "that"}


def _calls(token: Token, quoted: Callable[[Token], bool], end: int) -> bool:
    """Whether a participle of labelling behind a comma puts words in quotation marks: ", calling it a "disgrace"."""
    doc = token.doc
    if token.lower_ not in verb_forms("labelling") or doc[token.i - 1].text not in {",", '"', "'"}:
        return False
    return any(quoted(t) for t in doc[token.i + 1 : end])


def speaks_on(token: Token, verb: Token) -> bool:
    """Whether a bare past verb of saying is the source's next act: "stated that it could ..., and expressed"."""
    if token.dep_ != "conj" or token.tag_ != "VBD" or verb.tag_ != "VBD" or token.head.i <= verb.i:
        return False
    if any(c.dep_ in SUBJECTS | {"aux"} for c in token.children) or token.lower_ not in _acts_of_speech():
        return False
    if any(c.dep_ == "aux" and c.tag_ == "MD" for c in token.head.children):
        return token.lower_ in verb_forms("saying") or token.lower_ in verb_forms("expressing")
    return _turns_to_speech(token)


def _turns_to_speech(token: Token) -> bool:
    """Whether a bare past verb of saying, behind "but" or a comma or a clause of things, is no part of what was said.

    "Said the problem was crime, and promised"; but "said that she lied and blamed others" is one.
    """
    head, doc = token.head, token.doc
    if head.lower_ in _acts_of_speech():
        return False
    joint = next((c for c in head.children if c.dep_ == "cc" and c.i < token.i), None)
    if joint is not None and (joint.lower_ == "but" or doc[joint.i - 1].text in {",", '"', "'"}):
        return True
    subject = next((c for c in head.children if c.dep_ in SUBJECTS), None)
    return subject is not None and (subject.pos_ == "NOUN" or subject.lower_ in {"it", "he", "she", "they"})


@functools.cache
def _acts_of_speech() -> frozenset[str]:
    """Every form of the verbs of saying, putting into words and labelling."""
    return frozenset(form for kind in ("saying", "expressing", "labelling") for form in verb_forms(kind)) | {
        form for base in ("blame", "refuse", "vow") for form in (base, *regular(base))
    }


def _leaves(token: Token, verb: Token) -> bool:
    """Whether a verb coordinated with the cue is told by the reporter again, not part of what was said."""
    before = token.doc[token.left_edge.i - 1] if token.left_edge.i else None
    if before is None or not (before.dep_ == "cc" or before.text == ";" or token.left_edge.dep_ == "cc"):
        return False  # no conjunction: the parse is mistaken
    if any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children) or (
        token.tag_ in {"VB", "VBG"} and not _finite(token)
    ):
        return False
    auxiliaries = {c.lower_ for c in token.children if c.dep_ in {"aux", "auxpass"}}
    has_subject = any(c.dep_ in SUBJECTS for c in token.children)
    if verb.tag_ in {"VBD", "VBN"} and has_subject and auxiliaries & _WOULD:
        return False
    said = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    pronoun = any(c.dep_ in SUBJECTS and c.lower_ in {"it", "they", "he", "she"} for c in token.children)
    return not (said is not None and pronoun and token.tag_ == said.tag_ != verb.tag_ and verb.tag_ != "VBD")


def _finite(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ in {"MD", "VBD", "VBZ", "VBP"} for c in token.children)


def _before(token: Token, begin: int) -> int:
    """Where the words end before this clause, its conjunction and its comma."""
    end = token.left_edge.i
    doc = token.doc
    while end - 1 > begin and (doc[end - 1].text in _PUNCTUATION or doc[end - 1].dep_ == "cc"):
        end -= 1
    return int(end)


def _rest(cue: Cue, sentence: Span) -> Attributed | None:
    """The sentence without the phrase that attributes it."""
    doc = sentence.doc
    last = max([cue.last, *(t.i for s in cue.sources for t in s.subtree if t.i >= cue.first)])
    while last + 1 < sentence.end and doc[last + 1].text == "'s":
        last += 1
    if cue.base != "according to":
        last = max(cue.last, cue.token.i)
    if cue.first <= sentence.start + 2:
        start = last + 1
        while start < sentence.end and doc[start].text in _PUNCTUATION:
            start += 1
        return Attributed(cue, ((start, sentence.end),), parenthetical=True) if start < sentence.end else None
    before = cue.first
    while before > sentence.start and doc[before - 1].text in _PUNCTUATION:
        before -= 1
    apart = next((i for i in range(cue.first - 1, max(cue.first - 3, sentence.start), -1) if doc[i].text == ";"), None)
    if apart is not None:
        start = last + 1
        while start < sentence.end and doc[start].text in _PUNCTUATION:
            start += 1
        return Attributed(cue, ((start, sentence.end),), parenthetical=True) if start < sentence.end else None
    pieces = [(sentence.start, before)]
    after = last + 1
    if (
        after + 1 < sentence.end
        and doc[after].text in {",", "—", "–"}
        and doc[after + 1].lower_ not in {"who", "which"}
    ):
        pieces.append((after + 1, sentence.end))
    return Attributed(cue, tuple(pieces), parenthetical=True)


def _after_noun(cue: Cue, sentence: Span, quoted: Callable[[Token], bool]) -> Attributed | None:
    """The phrase of a noun of saying, or the clause behind "is that"."""
    verb, _doc = cue.token, sentence.doc
    if verb.lemma_ == "be":
        clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
        if clause is None:
            return None
        start = clause.left_edge.i + (1 if clause.left_edge.lower_ == "that" else 0)
    else:
        start = next((c.left_edge.i for c in verb.children if c.dep_ in {"dobj", "pobj"} and c.i > verb.i), verb.i + 1)
    end = _end_of_content(cue, start, sentence, quoted)
    return Attributed(cue, ((start, end),)) if start < end else None


def _labelled(cue: Cue, sentence: Span, quoted: Callable[[Token], bool]) -> Attributed | None:
    """What somebody is quoted as calling it; nothing where no words are quoted."""
    start = cue.last + 1
    while start < sentence.end and sentence.doc[start].lower_ in {"to", "as", ","} and not quoted(sentence.doc[start]):
        start += 1
    end = _end_of_content(cue, start, sentence, quoted)
    tokens = sentence.doc[start:end]
    if not any(quoted(t) for t in tokens):
        return None
    return Attributed(cue, ((start, end),))
