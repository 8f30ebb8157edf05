"""Items: what the accounts of one event tell of, and how they stand to each other on it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from accord.ledger.positions import once
from accord.ledger.stances import refuses
from accord.statements import Act, Claim, Modality, Point, Says

_AGREED = frozenset({Act.ACCEPT, Act.CONCESSION, Act.PROMISE})
_RAISED = frozenset({Act.DEMAND, Act.OFFER, Act.PRECONDITION, Act.THREAT})
_PLAIN = frozenset({Says.WOULD_ACCEPT, Says.REFUSES, Says.SEEKS})  # what the act itself says already
_WORD = re.compile(r"[^\W\d_]{5,}")
_TELLING = frozenset(
    "account statement readout summary communique communiqué agree agreed agreeing accept accepted promise promised "
    "mention mentioned makes reference version report silent other their there would after before about during "
    "which party meeting conversation".split()
)


class Outcome(StrEnum):
    """How the accounts of one event stand to each other on one item."""

    AFFIRMED = "affirmed"  # two accounts or more say so, none denies it
    ONE_SILENT = "one_silent"  # one account says so, the others of that event do not speak of it
    DIFFERENT = "different"  # accounts name different options of one issue as agreed
    CONTRADICTED = "contradicted"  # one account says so, another denies it in words
    UNKNOWN = "unknown"  # one account says so; whether the others tell of the same event is not known


@dataclass(frozen=True, slots=True)
class Item:
    """One thing told of an event: agreed, raised by somebody, or claimed of somebody's preferences.

    `about`: whom it is told of (several where accounts tell of several). `affirmed_by`, `denied_by` and `silent`:
    names of accounts, `statements` and `denials` the statement ids. `conceding`: the accounts that call it a
    concession; `costless_by` and `costless`: who says, and in which statements, that its giver wanted it or would do it
    anyway. `left_out_by` and `left_out`: accounts that are told in so many words to leave it out, and where.
    `words`: what was told, where it belongs to no issue.
    """

    what: str
    issue: str | None
    option: str | None
    about: tuple[str, ...]
    outcome: Outcome
    affirmed_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    silent: tuple[str, ...]
    statements: tuple[str, ...]
    denials: tuple[str, ...] = ()
    claim: Claim | None = None
    conceding: tuple[str, ...] = ()
    costless_by: tuple[str, ...] = ()
    costless: tuple[str, ...] = ()
    left_out_by: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One point in one account."""

    by: str
    statement: str
    point: Point
    words: str = ""
    paper: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """An account that is told to leave something out: what, by its issue or else by the words."""

    by: str
    statement: str
    issue: str | None
    option: str | None
    words: frozenset[str]


def certain_items(told: Sequence[Told], names: Sequence[str], silences: Sequence[Silence]) -> list[Item]:
    """What accounts of what is known to be one event tell of; `silences`: what they are told to leave out."""
    items = [*_agreed(told, names), *_raised(told, names)]
    items += [*_claimed(told, names), *_unplaced(told, names), *_mentioned(told, items, names)]
    return _with_silences(items, silences) if silences else items


def likely_items(told: Sequence[Told], names: Sequence[str]) -> list[Item]:
    """What more than one account tells of, where only the day joins them, and what one of them tells as agreed."""
    items = [*_agreed(told, names), *_raised(told, names)]
    items = [_unsure(item) for item in items if item.outcome is not Outcome.ONE_SILENT or item.what == "agreed"]
    return items if any(item.outcome is not Outcome.UNKNOWN for item in items) else []


class _Tellers:
    """Who affirms one thing, by whom it is told of."""

    def __init__(self, affirming: Sequence[Told]) -> None:
        self.all = {one.by for one in affirming}
        self._of: dict[str | None, set[str]] = defaultdict(set)
        for one in affirming:
            self._of[one.point.about].add(one.by)

    def speak_of(self, about: str | None) -> bool:
        """Whether any of them may speak of this party; who names none may speak of any."""
        return about is None or not {None, about}.isdisjoint(self._of)

    def has_other(self, by: str, about: str | None) -> bool:
        """Whether another account than this one affirms it, and may speak of this party."""
        told = [self.all] if about is None else [self._of.get(one, set()) for one in (None, about)]
        return any(len(names) > (by in names) for names in told)


@dataclass(frozen=True, slots=True)
class _Denial:
    """An account's word that a party (None: any) did not take an option (None: any) of an issue, or refuses it."""

    told: Told
    issue: str | None
    option: str | None
    about: str | None


def _agreed(told: Sequence[Told], names: Sequence[str]) -> Iterator[Item]:
    """Items told as agreed, taken or given; denied where another account says the same party did not or refuses."""
    positive: dict[str | None, dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    denials: dict[str | None, list[_Denial]] = defaultdict(list)
    for one in told:
        if _tells_agreement(one.point):
            positive[one.point.issue][one.point.option or ""].append(one)
    for denial in (each for one in told for each in _denials(one)):
        denials[denial.issue].append(denial)
    for issue, options in sorted(positive.items(), key=lambda entry: entry[0] or ""):
        for option, affirming in sorted(options.items()):
            tellers = _Tellers(affirming)
            denying = [
                one.told for one in denials[issue]
                if one.option in {None, option or None} and tellers.has_other(one.told.by, one.about)
            ]  # fmt: skip
            different = option != "" and any(
                one.by not in tellers.all and tellers.speak_of(one.point.about)
                for each in options.keys() - {option, ""}
                for one in options[each]
            )
            yield _item("agreed", affirming, denying, names, different=different)


def _denials(one: Told) -> Iterator[_Denial]:
    """What an account's point denies: by its claim, and by its act."""
    point, claim = one.point, one.point.claim
    if claim is not None:
        refusing = claim.says in {Says.REFUSES, Says.RED_LINE} and not claim.negated
        if refusing or (claim.says is Says.WOULD_ACCEPT and claim.negated):
            yield _Denial(one, claim.issue, claim.option, claim.party)
    if refuses(point) or (point.act in _AGREED and not _affirms(point)):
        yield _Denial(one, point.issue, point.option, point.about)


def _unplaced(told: Sequence[Told], names: Sequence[str]) -> Iterator[Item]:
    """What is told as agreed and belongs to no issue; accounts tell of one thing where their words do."""
    left = [one for one in told if one.point.issue is None and one.point.claim is None and one.point.act in _AGREED]
    left = [one for one in left if one.point.modality is Modality.ASSERTED and not one.point.negated]
    words = [distinctive(one.words) for one in left]
    having: dict[str, list[int]] = defaultdict(list)
    for number, theirs in enumerate(words):
        for word in theirs:
            having[word].append(number)
    taken: set[int] = set()
    for number, first in enumerate(left):
        if number not in taken:
            near = {other for word in words[number] for other in having[word]} - taken
            alike = {each for each in near if _alike(words[number], words[each])}
            same = {number} | {each for each in alike if _same_party(left[each].point, first.point)}
            taken |= same
            yield replace(_item("agreed", [left[each] for each in sorted(same)], (), names), words=first.words)


def _alike(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether what sets the words of two accounts apart is shared by half or more of the shorter."""
    return bool(first & second) and 2 * len(first & second) >= min(len(first), len(second))


def distinctive(words: str) -> frozenset[str]:
    """The longer words that set a text apart, without their plural."""
    return frozenset(word.rstrip("s") for word in _WORD.findall(words.casefold()) if word.rstrip("s") not in _TELLING)


def _mentioned(told: Sequence[Told], items: Sequence[Item], names: Sequence[str]) -> Iterator[Item]:
    """What a party's paper speaks of without more, where it is no item already."""
    known = {(item.issue, item.option) for item in items}
    groups: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        point = one.point
        plain = point.act is Act.ASSESSMENT and point.claim is None and not point.negated
        if one.paper and plain and point.issue is not None and (point.issue, point.option) not in known:
            groups[point.issue, point.option or ""].append(one)
    for _, affirming in sorted(groups.items()):
        yield replace(_item("mentioned", affirming, (), names), about=())


def _with_silences(items: Sequence[Item], silences: Sequence[Silence]) -> list[Item]:
    """The items with the accounts that are told to leave them out; what these affirm or deny elsewhere stands."""
    by_statement: dict[str, list[Silence]] = defaultdict(list)
    by_term: dict[tuple[str | None, str | None], list[Silence]] = defaultdict(list)
    by_word: dict[str, list[Silence]] = defaultdict(list)
    for one in silences:
        by_statement[one.statement].append(one)
        if one.issue is not None:
            by_term[one.issue, one.option].append(one)
        else:
            for word in one.words:
                by_word[word].append(one)
    found = []
    for item in items:
        near = [one for id in item.statements for one in by_statement[id]]
        near += [one for option in {None, item.option} for one in by_term[item.issue, option]]
        near += [one for word in distinctive(item.words or "") for one in by_word[word]]
        silent = set(item.silent)
        told = [one for one in near if one.by in silent]
        found.append(
            replace(item, left_out_by=once(one.by for one in told), left_out=once(one.statement for one in told))
        )
    return found


def _raised(told: Sequence[Told], names: Sequence[str]) -> Iterator[Item]:
    """Demands, offers, conditions and threats that accounts tell of, party by party."""
    groups: dict[tuple[str, str, str, str], list[Told]] = defaultdict(list)
    denied: dict[tuple[str, str, str, str], list[Told]] = defaultdict(list)
    for one in told:
        point = one.point
        conditional = point.act in _AGREED and point.modality is Modality.CONDITIONAL
        if (point.act in _RAISED or conditional) and point.issue and point.about:
            key = (Act.OFFER.value if conditional else point.act.value, point.about, point.issue, point.option or "")
            (denied if point.negated else groups)[key].append(one)
    for key, affirming in sorted(groups.items()):
        mine = {one.by for one in affirming}
        yield _item(key[0], affirming, [one for one in denied[key] if one.by not in mine], names)


def _claimed(told: Sequence[Told], names: Sequence[str]) -> Iterator[Item]:
    """Claims about preferences beyond what the act itself says."""
    claims: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        if one.point.claim and one.point.claim.says not in _PLAIN:
            claims[_plain_claim(one.point.claim)].append(one)
    for _, ones in sorted(claims.items()):
        affirming = [one for one in ones if one.point.claim and not one.point.claim.negated]
        mine = {one.by for one in affirming}
        denying = [one for one in ones if one.by not in mine]
        if affirming:
            yield _item("claim", affirming, denying, names, claim=affirming[0].point.claim)


def _plain_claim(claim: Claim) -> str:
    return repr(replace(claim, negated=False))


def _tells_agreement(point: Point) -> bool:
    """Whether the point tells of something taken or given; what is given on a condition is still an offer."""
    return point.act in _AGREED and point.issue is not None and point.modality is Modality.ASSERTED and _affirms(point)


def _affirms(point: Point) -> bool:
    """Whether the point says that the thing was taken; a denied claim outweighs the act."""
    claim = point.claim
    if claim and claim.says is Says.WOULD_ACCEPT and claim.issue == point.issue:
        return not claim.negated
    return not point.negated and not (claim and claim.says is Says.REFUSES and not claim.negated)


def _same_party(point: Point, other: Point) -> bool:
    return point.about is None or other.about is None or point.about == other.about


def _item(
    what: str, affirming: Sequence[Told], denying: Sequence[Told], names: Sequence[str], *,
    different: bool = False, claim: Claim | None = None,
) -> Item:  # fmt: skip
    affirmed_by, denied_by = once(one.by for one in affirming), once(one.by for one in denying)
    speaking = {*affirmed_by, *denied_by}
    silent = tuple(name for name in names if name not in speaking)
    if denied_by:
        outcome = Outcome.CONTRADICTED
    elif len(affirmed_by) > 1:
        outcome = Outcome.AFFIRMED
    else:
        outcome = Outcome.DIFFERENT if different else Outcome.ONE_SILENT
    point = affirming[0].point
    return Item(
        what=what, issue=claim.issue if claim else point.issue, option=claim.option if claim else point.option,
        about=once(one.point.about for one in affirming if one.point.about), outcome=outcome,
        affirmed_by=affirmed_by, denied_by=denied_by, silent=silent,
        statements=once(one.statement for one in affirming),
        denials=once(one.statement for one in denying), claim=claim,
        conceding=once(one.by for one in affirming if one.point.act is Act.CONCESSION),
    )  # fmt: skip


def _unsure(item: Item) -> Item:
    """The item where only the day joins the accounts: a lone telling is unknown, not another's silence."""
    if item.outcome is not Outcome.ONE_SILENT:
        return item
    return replace(item, outcome=Outcome.UNKNOWN, silent=())
