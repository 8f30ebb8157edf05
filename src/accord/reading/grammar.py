"""Grammar over the parse: whose clause a word stands in, what is denied, what stands under a condition."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from accord.reading.lexicon import document, hits
from accord.reading.patterns import stem, words

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_OBJECT_CONTROL = frozenset(
    "urge ask tell order force press push persuade convince get induce allow permit want expect require instruct "
    "invite let make help".split()
)
_ACCUSING = frozenset("accuse blame suspect criticize criticise denounce fault condemn charge".split())
# "does not intend to accept" denies the acceptance; "does not say that it accepts" need not.
_RAISING = frozenset(
    "want intend plan think believe expect be able willing ready prepared seem appear go wish mean have agree regard "
    "consider see accept need like dare hope propose".split()
)
_DENYING_VERBS = frozenset(stem(word) for word in "fail refuse decline stop avoid forget cease neglect deny".split())
_DISMISSING = frozenset(stem(word) for word in "reject dismiss deny dispute refute rebut contest".split())
_IDEAS = frozenset("idea notion claim suggestion allegation accusation charge talk report assertion view".split())
_DENYING_WORDS = frozenset("unwilling reluctant unable unlikely loath hesitant".split())
_PLAIN = frozenset("secret wonder surprise accident coincidence mystery".split())  # "no secret that": it is so
_TURNED = frozenset({"had", "should", "were"})
_STATES = frozenset("prepared determined inclined disposed resolved minded tempted opposed committed wedded".split())
_CLAUSAL = frozenset({"if", "unless", "provided", "providing", "assuming", "only"})
_UNBOUND = frozenset("condition precondition string delay exception reservation ask hesitation fail doubt".split())
_APART = frozenset("far short miles way".split())
_REFRAINING = frozenset(stem(word) for word in "refrain shy shrink recoil abstain desist".split())
_NO_WAYS = frozenset("means circumstance circumstances way account condition conditions event".split())
_LINKS = frozenset({"xcomp", "ccomp", "acomp", "attr", "pcomp", "prep", "oprd"})


def behind_semicolons(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with which a clause of its own opens behind a semicolon; each side has a subject."""
    marks = [n for n, token in enumerate(tokens) if token.text == ";"]
    found = []
    for at, mark in enumerate(marks):
        left = tokens[marks[at - 1] + 1 if at else 0 : mark]
        right = tokens[mark + 1 : marks[at + 1] if at + 1 < len(marks) else len(tokens)]
        if right and all(any(token.dep_ in SUBJECTS for token in side) for side in (left, right)):
            found.append(right[0])
    return found


def head_verb(token: Token) -> Token:
    """The verb of the clause in which the token stands (the token itself where it is one)."""
    here = token
    while here.pos_ not in {"VERB", "AUX"} or here.dep_ in {"aux", "auxpass", "amod"}:
        if here.head.i == here.i:
            return here
        here = here.head
    return here


def subject(token: Token) -> Token | None:
    """The subject of the verb, adjective or noun of doing at `token`; its controller where it has none of its own."""
    here = token
    if here.pos_ in {"NOUN", "PROPN"}:
        owner = _owner(here)
        if owner is not None:
            return owner
    for _ in range(12):
        own = [child for child in here.children if child.dep_ in SUBJECTS]
        if own:
            return _antecedent(own[0]) if own[0].dep_ != "csubj" else None
        if here.dep_ in {"relcl", "acl"} and here.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return here.head if here.dep_ == "relcl" or here.tag_ in {"VBG", "VBN"} else subject(here.head) or here.head
        if here.head.i == here.i:
            return None
        if here.dep_ == "xcomp" and here.head.lemma_ in _OBJECT_CONTROL:
            controller = next((c for c in here.head.children if c.dep_ in {"dobj", "iobj"} and c.i < here.i), None)
            if controller is not None:
                return controller
        accused = _accused(here)
        if accused is not None:
            return accused
        here = here.head
    return None


def _accused(verb: Token) -> Token | None:
    """Who is said to do it: `accused them of dragging out the talks`; None where nobody is accused of the verb."""
    link = verb.head
    if verb.dep_ != "pcomp" or link.lower_ not in {"of", "for", "with"} or link.head.lemma_ not in _ACCUSING:
        return None
    return next((c for c in link.head.children if c.dep_ in {"dobj", "nsubjpass"} and c.i < verb.i), None)


def _owner(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if (
            child.dep_ == "prep"
            and child.lower_ in {"of", "by", "from"}
            and noun.lemma_.lower() not in {"demand", "call"}
        ):
            inner = next((one for one in child.children if one.dep_ == "pobj"), None)
            if inner is not None and inner.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
                return inner
    return None


def _antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; other tokens stand for themselves."""
    return token.head.head if token.tag_ in {"WDT", "WP"} and token.head.dep_ == "relcl" else token


def agent(token: Token) -> Token | None:
    """Who does it, in a passive clause with `by`."""
    for child in head_verb(token).children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            doer = next((one for one in child.children if one.dep_ == "pobj"), None)
            if doer is None or doer.lower_ not in _NO_WAYS:
                return doer
    return None


def passive(token: Token) -> bool:
    """Whether the token's own clause is passive."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in token.children):
        onto = any(child.dep_ == "xcomp" or child.lower_ == "to" for child in token.children)
        return not (onto and token.lower_ in _STATES)  # "were prepared to pay", "is opposed to it"
    return token.dep_ in {"acl", "amod"} and token.tag_ == "VBN"


def depth(token: Token) -> int:
    """How many words stand above the token in the parse."""
    return sum(1 for _ in token.ancestors)


@cache
def _negators() -> frozenset[str]:
    return frozenset(document("modality")["negators"])


def negation(token: Token) -> Token | None:
    """The word that denies what `token` says, if one does: `not`, `nobody`, `yet to`, a verb of failing above it."""
    here = token
    for _ in range(8):
        found = _own_negation(here)
        if found is not None:
            return found
        head = here.head
        if head.i == here.i:
            return None
        above = _denied_above(here, head)
        if above is not None or not _passes_up(here, head):
            return above
        here = head
    return None


def _passes_up(here: Token, head: Token) -> bool:
    """Whether what denies the head denies this word too."""
    if here.dep_ in _LINKS:
        return head.lemma_.lower() in _RAISING or here.dep_ not in {"xcomp", "ccomp", "pcomp"}
    if here.dep_ == "conj" and here.pos_ in {"VERB", "AUX"}:
        own = any(child.dep_ in SUBJECTS for child in here.children)
        return not own and not any(child.lower_ in {"but", "yet"} for child in head.children)
    return here.dep_ in {"aux", "auxpass", "dobj", "pobj", "conj"}


def _denied_above(here: Token, head: Token) -> Token | None:
    if here.dep_ in {"relcl", "acl"}:  # "there is nothing to sign", "no intention to move"
        idea = head.lemma_.lower() in _IDEAS and head.dep_ in {"dobj", "nsubjpass"}
        if idea and stem(head.head.lemma_) in _DISMISSING:
            return head.head  # "rejects the idea that it is stalling"
        return head if head.lower_ in _negators() or _negative_noun(head) else None
    if here.dep_ not in _LINKS:
        return None
    if stem(head.lemma_) in _DENYING_VERBS or head.lower_ in _DENYING_WORDS:
        return head
    if here.dep_ == "xcomp" and head.lemma_ == "have":
        yet = next((child for child in (*head.children, *here.children) if child.lower_ == "yet"), None)
        if yet is not None:
            return yet
    return _short_of(here, head)


def _short_of(here: Token, head: Token) -> Token | None:
    """The words that keep a deed from being done: `without`, `far from`, `short of`, `refrain from`, `no closer to`."""
    if here.dep_ != "pcomp":
        return None
    lower, over = head.lower_, head.head
    if lower == "without" or (lower == "near" and any(c.lower_ == "nowhere" for c in (*head.children, *over.children))):
        return head
    if lower == "but" and over.lower_ == "anything":
        return over
    if lower in {"from", "of"} and over.lower_ in _APART:
        return over
    if lower == "to" and over.lower_ in {"closer", "nearer"} and any(c.lower_ == "no" for c in over.children):
        return over
    if lower == "from" and stem(over.lemma_) in _REFRAINING:
        return over
    return over if lower == "of" and _negative_noun(over) else None


def _own_negation(token: Token) -> Token | None:
    for child in token.children:
        lower = "not" if child.lower_ in {"n't", "n’t"} else child.lower_
        if lower == "nor" and child.i < token.i and child.nbor().pos_ == "AUX":
            return child  # "nor would they ever agree"
        if lower in _negators() and lower != "nor" and not _says_else(child):
            near = child.dep_ in {"advmod", "preconj", "det", "aux", "cc"} and abs(child.i - token.i) < 6
            if near or child.dep_ == "neg":
                return child
        if child.dep_ == "mark" and child.lower_ == "than":
            return child  # "would rather wait than accept"
        if child.dep_ in SUBJECTS and (child.lower_ in _negators() or _negative_noun(child)):
            return child
        if child.dep_ in {"prep", "agent"} and _in_no_way(child):
            return child  # "under no circumstances", "by no means"
        if child.dep_ in SUBJECTS and any(_in_no_way(g) for g in child.children if g.dep_ == "prep"):
            return child
        nothing = child.lower_ in {"nothing", "none", "nobody"} or _negative_noun(child)
        if nothing and child.dep_ in {"dobj", "attr"} and token.pos_ in {"VERB", "AUX"}:
            return child
    return None


def _in_no_way(link: Token) -> bool:
    return any(g.lower_ in _NO_WAYS and _negative_noun(g) for g in link.children)


def _says_else(child: Token) -> bool:
    """Whether `no` belongs to `no longer` or `not only`, which deny something else."""
    return child.i + 1 < len(child.doc) and child.nbor().lower_ in {"longer", "only", "less", "matter"}


def _negative_noun(noun: Token) -> bool:
    return noun.lemma_.lower() not in _PLAIN and any(
        child.lower_ in {"no", "neither"} and not _says_else(child) for child in noun.children
    )


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that what stands beside them depends on: from the marker to the end of its clause."""

    marker: str
    tokens: tuple[Token, ...]

    @property
    def inside(self) -> frozenset[int]:
        """Indices of its tokens in the parsed paragraph."""
        return frozenset(token.i for token in self.tokens)


def conditions(tokens: Sequence[Token]) -> tuple[Condition, ...]:
    """The conditions among these tokens, each with its marker (`if`, `unless`, `only after` ...), not overlapping."""
    sequence = words(tokens)
    index = {token.i: position for position, token in enumerate(tokens)}
    found: list[Condition] = []
    taken: set[int] = set()
    for entry, match in hits("modality", sequence, "conditions"):
        marked = [sequence[i].token for i in range(match.start, match.end)]
        if entry.get("apart"):  # "will sign only the text after": the marker stands apart from its `only`
            marked = [match.anchor]
        if taken & {token.i for token in marked} or not _marks(match.anchor, entry.get("tags")):
            continue
        marker = f"{entry.get('apart', '')} {' '.join(token.lower_ for token in marked)}".strip()
        condition = Condition(marker, _clause_of(match.anchor, marked, tokens, index))
        taken |= condition.inside | {token.i for token in marked}
        found.append(condition)
    for turned in _inverted(tokens):
        if not taken & turned.inside:
            found.append(turned)
            taken |= turned.inside
    order = _imperative(tokens)
    if order is not None and not taken & order.inside:
        found.append(order)
    return tuple(sorted(found, key=lambda one: one.tokens[0].i if one.tokens else 0))


def _inverted(tokens: Sequence[Token]) -> list[Condition]:
    """The conditions put by turning round subject and auxiliary: `should it fail`, `had they settled`, `were it to`."""
    inside = {token.i for token in tokens}
    found = []
    for token in tokens:
        verb = token.head
        if token.lower_ not in _TURNED or token.dep_ not in {"aux", "auxpass"} or verb.dep_ != "advcl":
            continue
        who = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        marked = any(child.dep_ == "mark" for child in verb.children)
        if who is None or marked or not token.i < who.i < verb.i or token.left_edge.i < token.i:
            continue
        clause = tuple(t for t in verb.subtree if t.i >= token.i and t.i in inside)
        found.append(Condition("if", clause))
    return found


def _imperative(tokens: Sequence[Token]) -> Condition | None:
    """The order in `drop the claim and we will sign`, which is the condition of what follows."""
    spoken = [token for token in tokens if token.is_alpha]
    if not spoken or spoken[0].tag_ not in {"VB", "VBP"} or any(child.dep_ in SUBJECTS for child in spoken[0].children):
        return None
    joint = next((t for t in spoken[1:] if t.lower_ == "and"), None)
    after = [t for t in spoken if joint is not None and t.i > joint.i]
    if joint is None or not any(t.tag_ == "MD" for t in after[:5]):
        return None
    marker = "imperative and then" if after and after[0].lower_ == "then" else "imperative and"
    return Condition(marker, tuple(t for t in tokens if t.i < joint.i))


def _marks(anchor: Token, tags: Sequence[str] | None) -> bool:
    if tags and anchor.pos_ not in tags:
        return False
    lower = anchor.lower_
    if (
        lower in {"once", "before"}
        and anchor.dep_ in {"advmod", "npadvmod"}
        and not any(child.dep_ in SUBJECTS and child.i > anchor.i for child in anchor.head.children)
    ):
        return False
    if lower == "once" and anchor.i and anchor.nbor(-1).lower_ == "at":
        return False
    if lower == "without" and any(child.lemma_.lower() in _UNBOUND for child in anchor.children):
        return False  # "without conditions" sets none
    if lower == "if" and anchor.i and anchor.nbor(-1).lower_ in {"as", "even"}:
        return False
    if (
        lower == "if"
        and anchor.head.dep_ == "ccomp"
        and anchor.head.head.lemma_ in {"ask", "wonder", "know", "say", "see", "tell"}
    ):
        return False
    return not (
        lower == "until" and anchor.dep_ == "prep" and all(c.ent_type_ in {"DATE", "TIME"} for c in anchor.children)
    )


def _clause_of(
    anchor: Token, marked: Sequence[Token], tokens: Sequence[Token], index: dict[int, int]
) -> tuple[Token, ...]:
    """The tokens of the clause that the marker opens, marker included."""
    first, last = marked[0].i, marked[-1].i
    top = anchor.head if anchor.dep_ in {"mark", "advmod", "aux"} else anchor
    inside = [token for token in top.subtree if token.i >= first and token.i in index]
    if (
        inside
        and top.dep_ != "ROOT"
        and min(token.i for token in top.subtree) >= first - 2
        and len(inside) > len(marked)
    ):
        last = max(last, inside[-1].i)
        if marked[0].lower_ not in _CLAUSAL:
            return tuple(t for t in marked if t.i < inside[0].i) + tuple(inside)
        until = _next_wall(tokens, index.get(last, len(tokens) - 1)) if last in index else last
        return tuple(token for token in tokens if first <= token.i <= until)
    wall = _next_wall(tokens, index.get(last, len(tokens) - 1))
    return tuple(token for token in tokens if first <= token.i <= wall)


def _next_wall(tokens: Sequence[Token], position: int) -> int:
    for before, token in itertools.pairwise(tokens[position:]):
        resumed = token.i > before.i + 1 and before.lower_ not in _CLAUSAL
        if resumed:
            return before.i  # behind an attribution: ""If they move," she said, "we can talk""
        if token.text in {",", ";", ":", "—", "–", "--", "."} or token.is_sent_start:
            return token.i - 1
    return tokens[-1].i if tokens else 0


def asks(tokens: Sequence[Token]) -> bool:
    """Whether the tokens end with a question mark."""
    last = next((token for token in reversed(tokens) if not token.is_space and token.text not in "\"'”’)"), None)
    return last is not None and last.text == "?"
