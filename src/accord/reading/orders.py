"""Steps that a sentence puts in order: `only after`, `not until`, `first`, `a condition for`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from accord.reading.claims import chosen
from accord.reading.grammar import SUBJECTS, Condition
from accord.reading.holders import speaker
from accord.reading.issues import mentions
from accord.reading.scenes import Drafted, Scene, apart, terms, words_of
from accord.reading.stances import Stance, outsider
from accord.statements import Act, Claim, Modality, Point, Says, Term, Tier

if TYPE_CHECKING:
    from spacy.tokens import Token

_OPENINGS = frozenset(
    (first, link)
    for first, links in (
        ("not", "without until before unless"),
        ("never", "without before"),
        ("nothing", "without until before unless"),
        ("only", "after with once when if"),
    )
    for link in links.split()
)
NOT_BEFORE = "'after ... and not before'"


def precondition(scene: Scene, stands: Sequence[Stance], conds: Sequence[Condition]) -> Drafted | None:
    """A point that orders two steps, where the sentence sets one before the other.

    What another than the party says it could do is no order of its own.
    """
    own = speaker(scene.place).parties
    if any((stand.could or stand.guess) and not set(own) & set(stand.holder.parties) for stand in stands):
        return None
    for cond in conds:
        steps = _steps(scene, cond, stands)
        if steps is None:
            continue
        first, then, how = steps
        party = _who_orders(scene, stands)
        if (
            party is None
            or first is None
            or (then is None and outsider(scene.place) and scene.place.passage.statement.tier is not Tier.NARRATED)
            or (then is not None and then.issue == first.issue)
        ):
            continue
        claim = Claim(Says.BEFORE, party, first=first, then=then) if then is not None else None
        told_by = words_of(scene, cond)
        point = Point(
            Act.PRECONDITION, party, first.issue, first.option, None, claim, False, Modality.ASSERTED, told_by
        )
        return Drafted(point, (("act", how), ("claim", how), ("issue", "what must come first")))
    return _by_word(scene, stands) or _cut_short(scene)


def _cut_short(scene: Scene) -> Drafted | None:
    """A condition alone: `Not without a truce`, `Only after the elections`; what it is set for stands beside it."""
    said = [t for t in scene.tokens if t.is_alpha]
    opening = tuple(t.lower_ for t in said[:2])
    own = speaker(scene.place).parties
    if opening not in _OPENINGS or not scene.found or len(own) != 1 or any(t.dep_ in SUBJECTS for t in said[2:4]):
        return None
    mention, how = apart(scene.found)[0], f"'{' '.join(opening)}'"
    first = Term(mention.issue, chosen(mention, scene.place.negotiation))
    sentence = scene.place.parsed.sentences[scene.sentence]
    behind = [t for t in sentence.span if t.i > scene.tokens[-1].i]
    rest = [m for m in (*mentions(behind, scene.place.negotiation), *scene.context) if m.issue != first.issue]
    then = Term(rest[0].issue, chosen(rest[0], scene.place.negotiation)) if rest else None
    claim = Claim(Says.BEFORE, own[0], first=first, then=then) if then is not None else None
    point = Point(Act.PRECONDITION, own[0], first.issue, first.option, claim=claim)
    return Drafted(point, (("act", how), ("issue", mention.how), ("claim", how)))


def _steps(scene: Scene, cond: Condition, stands: Sequence[Stance]) -> tuple[Term | None, Term | None, str] | None:
    """What comes first and what then, if the condition orders steps."""
    marker = cond.marker
    inner = terms(scene, cond)
    outer = _outer(scene, cond)
    if not inner:
        return None
    if marker in {"before", "prior"} or marker.endswith(" before"):
        wanting = any(stand.act in {Act.DEMAND, Act.PRECONDITION, Act.OFFER, Act.PROMISE} for stand in stands)
        denied = marker.startswith(("no", "not")) or any(stand.act is Act.REJECT for stand in stands)
        if denied:
            return inner[0], outer, f"nothing '{marker}' it"
        return (outer, inner[0], f"'{marker}'") if outer is not None and wanting else None
    first_word = any(
        t.lower_ in {"first", "beforehand"} and t.dep_ in {"advmod", "amod", "npadvmod"} for t in cond.tokens
    )
    refusing = any(stand.act is Act.REJECT for stand in stands)
    if (
        marker == "imperative and then"
        or marker.startswith("only")
        or first_word
        or (refusing and marker in {"until", "unless"})
        or (marker == "once" and any(s.act is Act.PROMISE for s in stands))
    ):
        if refusing and marker == "unless" and any(t.lemma_ == "sign" for t in scene.tokens):
            return None
        return inner[0], outer, f"'{marker}'" + (" and 'first'" if first_word else "")
    return None


def _outer(scene: Scene, cond: Condition) -> Term | None:
    outside = apart([m for m in scene.found if m.first not in cond.inside])
    chosen_one = outside[0] if outside else None
    return Term(chosen_one.issue, chosen(chosen_one, scene.place.negotiation)) if chosen_one else None


def _by_word(scene: Scene, stands: Sequence[Stance]) -> Drafted | None:
    """`X first`, `X is a condition for Y`, `X, and then Y`."""
    lowers = [t.lower_ for t in scene.tokens]
    negotiation = scene.place.negotiation
    spoken = apart(scene.found)
    after = _after_and_not_before(scene)
    party = _who_orders(scene, stands)
    if party is None or not spoken:
        return None
    how = ""
    condition = next(
        (
            t
            for t in scene.tokens
            if t.lemma_.lower() in {"condition", "precondition", "prerequisite"} and t.pos_ == "NOUN"
        ),
        None,
    )
    if condition is not None and any(c.dep_ == "prep" and c.lower_ in {"for", "of", "to"} for c in condition.children):
        ahead = [m for m in spoken if m.first < condition.i]
        behind = [m for m in spoken if m.first > condition.i]
        how = f"'{condition.text}'"
    elif after is not None:
        ahead = [m for m in spoken if m.first > after.i]
        behind = [m for m in spoken if m.first < after.i]
        how = NOT_BEFORE
    elif "then" in lowers[1:] and lowers[lowers.index("then") - 1] == "and":
        at = scene.tokens[lowers.index("then")].i
        ahead, behind = [m for m in spoken if m.first < at], [m for m in spoken if m.first > at]
        how = "'and then'"
    elif any(
        t.lower_ in {"first", "beforehand"} and t.dep_ in {"advmod", "npadvmod"} and t.head.pos_ in {"VERB", "AUX"}
        for t in scene.tokens
    ) and any(s.act is Act.DEMAND for s in stands):
        ahead, behind = spoken[:1], spoken[1:]
        how = "'first'"
    else:
        return None
    if not ahead:
        return None
    first = Term(ahead[0].issue, chosen(ahead[0], negotiation))
    rest = [m for m in (*behind, *scene.context) if m.issue != first.issue]
    then = Term(rest[0].issue, chosen(rest[0], negotiation)) if rest else None
    claim = Claim(Says.BEFORE, party, first=first, then=then) if then else None
    point = Point(Act.PRECONDITION, party, first.issue, first.option, claim=claim)
    return Drafted(point, (("act", how), ("issue", ahead[0].how), ("claim", how)))


def _after_and_not_before(scene: Scene) -> Token | None:
    """The `after` of `it will be done after that, and not before`; None where the sentence has none."""
    lowers = [*(t.lower_ for t in scene.tokens), "."]
    ends = (
        lowers[n : n + 2] == ["and", no] and lowers[n + 2] in {"before", "sooner", "earlier"} and lowers[n + 3] in ".,;"
        for n in range(len(lowers) - 3)
        for no in ("not", "no")
    )
    if not any(ends):
        return None
    return next((t for t in scene.tokens if t.lower_ in {"after", "once"}), None)


def _who_orders(scene: Scene, stands: Sequence[Stance]) -> str | None:
    """Who sets the order: the holder of the first stand that does something, else the speaker."""
    for stand in stands:
        if stand.holder.parties and not stand.fallback:
            return stand.holder.parties[0]
    own = speaker(scene.place).parties
    return own[0] if len(own) == 1 else None
