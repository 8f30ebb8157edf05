"""The stands that one sentence tells: its acts, each with its holder, its condition and the issues it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accord.reading.acts import Hit, aside, asked_for, find_acts, untold
from accord.reading.grammar import SUBJECTS, Condition, conditions, depth, head_verb, negation, passive, subject
from accord.reading.holders import Here, Holder, at_table, for_whom, holder, named_in, party_of, speaker
from accord.reading.issues import Mention
from accord.reading.lexicon import hits
from accord.reading.patterns import words
from accord.reading.wordlists import verb_forms
from accord.statements import Act, Authority

if TYPE_CHECKING:
    from spacy.tokens import Token

_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_COULD = frozenset({"would", "'d", "’d", "could", "can", "ca"})
_GUESS = frozenset({"may", "might"})
_TIMING = ("before", "until", "in return", "in exchange")
_BESIDE = frozenset({"though", "although", "while", "whereas", "even"})
# "Cannot wait", "will not say": no stand on what is negotiated.
_NO_DEED = frozenset(
    "wait say comment elaborate speculate tell reveal disclose know understand explain imagine see think "
    "believe remember answer wonder hear happen".split()
)
# "They will meet to discuss it" gives nothing; "will not discuss it" and "will discuss it only after" do something.
_MEETING = frozenset("sit meet gather convene talk discuss arrive travel".split())
# Whom nothing before can tell: the speaker.
_HIMSELF = frozenset("it that this there nobody nothing he she".split())
_SAYING = {"would_accept": Act.OFFER, "refuses": Act.REJECT, "seeks": Act.DEMAND}


@dataclass(slots=True)
class Stance:
    """One stand: what is done, by whom, about which mentions, under which condition."""

    act: Act
    anchor: Token
    told: str
    holder: Holder
    plain: Act | None = None
    denied: bool = False
    modal: bool = False
    future: bool = False
    guess: bool = False
    fallback: bool = False
    soft: bool = False
    condition: Condition | None = None
    mentions: list[Mention] = field(default_factory=list)

    @property
    def could(self) -> bool:
        """Whether its verb stands under `could`."""
        verb = head_verb(self.anchor)
        while verb.dep_ == "conj" and not _modals(verb) and not any(child.dep_ in SUBJECTS for child in verb.children):
            verb = verb.head  # "could grant it and let them pass"
        return "could" in _modals(verb)

    @property
    def condition_is_price(self) -> bool:
        """Whether the condition only names what is got in return."""
        return self.condition is not None and self.condition.marker.startswith("in ")


def _modals(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.tag_ == "MD"}


def stances(
    tokens: Sequence[Token], place: Here, found: Sequence[Mention]
) -> tuple[list[Stance], tuple[Condition, ...]]:
    """The stands told in the tokens of one sentence, each with its mentions; and the conditions among them."""
    conds = conditions(tokens)
    inside = {i for cond in conds for i in cond.inside if not _swallows(cond, tokens)}
    made = [_stance(hit, place) for hit in _usable(tokens, inside, found, place)]
    kept = [stance for stance in made if stance is not None]
    if not any(not _weak(stance) for stance in kept):
        kept = _by_mood(tokens, place, inside, conds) or kept
    _share_out(kept, [m for m in found if m.first not in inside], tokens)
    kept += [other for stance in kept for other in _but_not(stance)]
    for stance in kept:
        stance.condition = _condition_of(stance, conds)
        would = stance.modal and (stance.condition is not None or not _modals(head_verb(stance.anchor)) & _WILL)
        if stance.act is Act.ACCEPT and would and not stance.denied and stance.plain is Act.ACCEPT:
            stance.act = Act.OFFER  # "would accept", "could live with"
    return kept, conds


def _swallows(cond: Condition, tokens: Sequence[Token]) -> bool:
    """Whether the condition takes in everything, so that nothing is left to depend on it."""
    return len(cond.tokens) >= len([t for t in tokens if not t.is_punct])


def _weak(stance: Stance) -> bool:
    return stance.fallback


def _usable(tokens: Sequence[Token], inside: set[int], mentioned: Sequence[Mention], place: Here) -> list[Hit]:
    told = [
        hit
        for hit in find_acts(tokens)
        if (hit.anchor.i not in inside and hit.act is not None) or (hit.negated and hit.anchor.i not in inside)
    ]
    told += _by_claim(tokens, inside, {head_verb(hit.anchor).i for hit in told if not hit.weak})
    told = [hit for hit in told if hit.holder != "speaker" or _demanded(hit, mentioned, place)]
    main = [hit for hit in told if not aside(hit.anchor)]
    strong = [hit for hit in main if not hit.weak]
    return strong or [hit for hit in told if not hit.weak] or main


def _demanded(hit: Hit, mentioned: Sequence[Mention], place: Here) -> bool:
    """Whether what `must` be done speaks of an issue, or is asked of another party."""
    below = {token.i for token in hit.anchor.subtree}
    if any(mention.first in below for mention in mentioned):
        return True
    who = subject(hit.anchor)
    asked = set(party_of(who, place).parties) if who is not None else set()
    return bool(asked) and not asked & set(speaker(place).parties)


def _by_claim(tokens: Sequence[Token], inside: set[int], known: set[int]) -> list[Hit]:
    """Acts that only the claims' own words tell ("could live with", "is no longer of interest")."""
    sequence = words(tokens)
    added: dict[int, Hit] = {}
    for entry, match in hits("claims", sequence):
        act = _SAYING.get(str(entry.get("claim")))
        if (
            act is None
            or match.anchor.i in inside
            or head_verb(match.anchor).i in known
            or head_verb(match.anchor).i in added
        ):
            continue
        if untold(match.anchor):
            continue
        own = {sequence[i].token.i for i in range(match.start, match.end)}
        no = negation(match.anchor)
        negated = no is not None and no.i not in own
        if negated and act is not Act.OFFER:
            continue
        told = " ".join(sequence[i].token.text for i in range(match.start, match.end))
        added[head_verb(match.anchor).i] = Hit(Act.REJECT if negated else act, match.anchor, told, negated, plain=act)
    return list(added.values())


def _stance(hit: Hit, place: Here) -> Stance | None:
    act = hit.act
    if act is None:
        return None
    own = _holder_of(hit, place)
    if own is None:
        return None
    modals = {child.lower_ for child in head_verb(hit.anchor).children if child.tag_ == "MD"}
    if any(child.lower_ == "than" and child.dep_ == "mark" for child in hit.anchor.children):
        modals |= {"would"}  # "would rather ... than accept"
    negated = hit.negated
    return Stance(
        act=act,
        anchor=hit.anchor,
        told=hit.told,
        holder=own,
        plain=hit.plain,
        denied=negated and hit.plain in {Act.ACCEPT, Act.OFFER, Act.CONCESSION} and not modals,
        modal=bool(modals & (_COULD | _WILL)),
        future=bool(modals & (_WILL | _COULD | _GUESS)),
        guess=bool(modals & _GUESS),
        fallback=hit.weak,
        soft=hit.soft,
    )


def _holder_of(hit: Hit, place: Here) -> Holder | None:
    """Whose stand the hit is; None where it is somebody's who is not at the table."""
    own = speaker(place)
    if hit.holder == "speaker":
        return own if own.parties else None
    cue_span = place.passage.cue_span
    hangs = hit.anchor.dep_ in {"acl", "relcl"} and hit.anchor.tag_ == "VBG"  # "a declaration demanding that"
    if hangs and own.parties and cue_span is not None and cue_span[0] <= place.parsed.offset(hit.anchor) < cue_span[1]:
        return own
    beside = for_whom(hit.anchor, place)
    if beside is not None:
        return beside
    told = holder(hit.anchor, place)
    if told.parties:
        return told
    before = _before_verb(hit.anchor, place)
    if before.parties:
        return before
    if told.how == "passive":
        return (
            Holder(at_table(place), "all who sit at the table")
            if hit.act is Act.ACCEPT or hit.denied_accept
            else own
            if own.parties
            else None
        )
    who = subject(hit.anchor)
    if (
        who is None
        or who.pos_ in {"NOUN", "PRON", "VERB", "DET", "NUM", "ADJ"}
        or who.ent_type_ in {"DATE", "CARDINAL"}
    ):
        thing = hit.anchor.pos_ in {"ADJ", "NOUN"} or head_verb(hit.anchor).lemma_ == "be" or who is None
        return own if own.parties and (thing or (who is not None and who.lower_ in _HIMSELF)) else None
    return None


def _before_verb(anchor: Token, place: Here) -> Holder:
    """The one party named before a sentence's verb that the parse gave no subject; nobody else."""
    if anchor.dep_ != "ROOT" or anchor.tag_ not in {"VBD", "VBN", "VBZ"} or subject(anchor) is not None:
        return Holder()
    named = named_in([t for t in anchor.sent if t.i < anchor.i], place)
    return Holder(named, "the only party named before the verb") if len(named) == 1 else Holder()


def _by_mood(tokens: Sequence[Token], place: Here, inside: set[int], conds: Sequence[Condition]) -> list[Stance]:
    """Stands told by `will`, or by `would` and `could` under a condition, with no word of doing."""
    found = []
    denied = {head_verb(hit.anchor).i for hit in find_acts(tokens) if hit.negated and hit.act is None}
    for token in tokens:
        if token.dep_ != "aux" or token.lower_ not in _WILL | _COULD or token.i in inside or untold(token):
            continue
        verb = head_verb(token)
        if verb.i in denied or _supposed(verb, place):
            continue  # "will not rule it out"; "I think that they will sign"
        who = subject(verb)
        told = party_of(who, place) if who is not None and not passive(verb) else Holder()
        if not told.parties or _no_deed(verb, token):
            continue
        no = negation(verb) is not None
        if verb.lemma_ in _MEETING and not no and not conds:
            continue
        will = token.lower_ in _WILL
        if will and not no and any(cond.marker == "unless" for cond in conds):
            act = Act.THREAT  # what will be done unless they do as told
        elif will:
            act = Act.REJECT if no else Act.PROMISE
        elif no:
            act = Act.REJECT
        elif any(cond.marker.split()[0] not in {"before", "until", "without"} for cond in conds):
            act = Act.OFFER
        else:
            continue
        found.append(
            Stance(
                act,
                verb,
                f"{token.text} {'not ' if no else ''}{verb.text}",
                told,
                plain=Act.PROMISE if will else Act.OFFER,
                modal=True,
                future=True,
            )
        )
    return found


def _no_deed(verb: Token, modal: Token) -> bool:
    """Whether the verb under the modal does nothing at the table."""
    state = verb.lemma_ in {"be", "have", "lose", "face", "suffer"} and modal.lower_ not in _WILL
    return state or verb.lemma_ in _NO_DEED


def _supposed(verb: Token, place: Here) -> bool:
    """Whether the clause is what somebody believes, hopes or fears of another: no deed of whom it tells of."""
    over = verb.head
    if verb.dep_ != "ccomp" or over.lower_ not in verb_forms("thinking"):
        return False
    who, whom = subject(over), subject(verb)
    if who is None or whom is None:
        return False
    return set(party_of(who, place).parties) != set(party_of(whom, place).parties)


def _share_out(found: Sequence[Stance], mentioned: Sequence[Mention], tokens: Sequence[Token]) -> None:
    """Gives each mention to the stand whose words govern it, else to the nearest before it, else to the first."""
    if not found:
        return
    for mention in mentioned:
        above = {token.i for token in (mention.tokens[0], *mention.tokens[0].ancestors, *mention.tokens[-1].ancestors)}
        governing = [s for s in found if s.anchor.i in above or head_verb(s.anchor).i in above]
        own_clause = _beside_clause(mention.tokens[0])
        if own_clause is not None and not any(s.anchor.i in own_clause for s in found):
            continue  # "unacceptable, though a holiday would be another matter": no stand of the main clause
        if governing:
            chosen = max(governing, key=lambda s: (depth(s.anchor), -s.anchor.i))
        else:
            before = [s for s in found if s.anchor.i < mention.first]
            chosen = max(before, key=lambda s: s.anchor.i) if before else found[0]
        chosen.mentions.append(mention)
    for stance in found:
        if not stance.mentions and stance.act in {Act.REJECT, Act.ACCEPT}:
            stance.mentions.extend(_of_its_noun(stance, found))


def _but_not(stance: Stance) -> Iterator[Stance]:
    """What a positive stand leaves out: `agreed to this but not to that` accepts this and does not accept that."""
    if stance.denied or stance.act not in {Act.ACCEPT, Act.OFFER, Act.PROMISE, Act.CONCESSION, Act.DEMAND}:
        return
    left_out = [m for m in stance.mentions if _excepted(m.tokens[0], head_verb(stance.anchor))]
    if not left_out or len(left_out) == len(stance.mentions):
        return
    stance.mentions = [m for m in stance.mentions if m not in left_out]
    if stance.act is not Act.DEMAND:
        yield replace(stance, act=Act.REJECT, denied=True, told=f"{stance.told} ... not", mentions=left_out)


def _excepted(token: Token, verb: Token) -> bool:
    """Whether `not` or `never` stands right before the phrase of this token, behind the verb."""
    here = token
    while here.head.i not in {here.i, verb.i} and here.head.pos_ not in {"VERB", "AUX"}:
        here = here.head
    at = here.left_edge.i if here.left_edge.i <= token.i else token.i
    before = [token.doc[i] for i in range(max(at - 2, verb.i + 1), at + 1) if i > verb.i]
    near = [t for t in token.doc[max(verb.i + 1, token.i - 4) : token.i] if t.lower_ in {"not", "never"}]
    joined = any(t.doc[t.i - 1].lower_ in {"but", "and", ","} for t in near)
    return joined or any(t.lower_ in {"not", "never"} and t.doc[t.i - 1].lower_ in {"but", "and", ","} for t in before)


def _beside_clause(token: Token) -> set[int] | None:
    """The tokens of the coordinated clause, or that under `though` or `saying`, around the token; None without one."""
    for here in (token, *token.ancestors):
        marked = any(child.dep_ == "mark" and child.lower_ in _BESIDE for child in here.children)
        coordinated = here.dep_ == "conj" and here.pos_ in {"VERB", "AUX"} and not asked_for(here)
        own = any(child.dep_ in {"nsubj", "nsubjpass"} for child in here.children)
        says = here.dep_ == "advcl" and here.tag_ == "VBG" and here.lower_ in verb_forms("saying")
        if (here.dep_ == "advcl" and marked) or (coordinated and own) or says:
            return {one.i for one in here.subtree}
    return None


def _of_its_noun(stance: Stance, found: Sequence[Stance]) -> list[Mention]:
    """What the noun speaks of that the verb accepts or rejects: `the demand for it was rejected`."""
    verb = head_verb(stance.anchor)
    nouns = {child.i for child in verb.children if child.dep_ in {"nsubjpass", "dobj"} and child.pos_ == "NOUN"}
    return next((list(other.mentions) for other in found if other.anchor.i in nouns and other.mentions), [])


def _condition_of(stance: Stance, conds: Sequence[Condition]) -> Condition | None:
    """The condition that stands beside the stance: in its clause's subtree, else any in a sentence of one stand."""
    verb = head_verb(stance.anchor)
    below = {token.i for token in verb.subtree} | {token.i for token in stance.anchor.subtree}
    near = [cond for cond in conds if cond.tokens and cond.tokens[0].i in below]
    chosen = near or list(conds)
    real = [cond for cond in chosen if not cond.marker.startswith(_TIMING)] or chosen
    return real[0] if real else None


def outsider(place: Here) -> bool:
    """Whether the speaker is nobody's: an expert, an insider, or the reporter."""
    statement = place.passage.statement
    return not statement.parties or statement.authority in {Authority.INDEPENDENT, Authority.AFFILIATED_EXPERT}
