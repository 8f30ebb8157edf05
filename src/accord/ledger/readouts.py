"""Readouts: accounts of one event side by side. Silence is not denial, and no contradiction is inferred from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from accord.documents import Document
from accord.ledger.chronology import said_on
from accord.ledger.positions import once
from accord.ledger.stances import refuses, speaks_for, teller
from accord.negotiation import Negotiation
from accord.statements import Act, Claim, Modality, Point, Says, Statement, Tier

_AGREED = frozenset({Act.ACCEPT, Act.CONCESSION, Act.PROMISE})
_RAISED = frozenset({Act.DEMAND, Act.OFFER, Act.PRECONDITION, Act.THREAT})
_PLAIN = frozenset({Says.WOULD_ACCEPT, Says.REFUSES, Says.SEEKS})  # what the act itself says already
_COSTLESS = frozenset({Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY})
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
class Account:
    """One voice's account of an event: a party (`by` is its id) or an outlet (`by` is its source)."""

    by: str
    party: bool
    statements: tuple[str, ...]


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
class Comparison:
    """Accounts of one event, and what each says, leaves out or denies.

    `certain`: the reader joined them as one event; else only the day does.
    """

    event: str
    on: date | None
    certain: bool
    accounts: tuple[Account, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """One point in one account."""

    by: str
    statement: str
    point: Point
    words: str = ""
    paper: bool = False


@dataclass(frozen=True, slots=True)
class _Silence:
    """An account that is told to leave something out: what, by its issue or else by the words."""

    by: str
    statement: str
    issue: str | None
    option: str | None
    words: frozenset[str]


def readouts(
    statements: Sequence[Statement], documents: Sequence[Document], negotiation: Negotiation
) -> tuple[Comparison, ...]:
    """Events of which two accounts or more are known, each with its items.

    Statements with one `event` key tell of one event. What parties and outlets say on one day beside these (in one
    document where no day is known) is laid side by side on the items that more than one speak of; what only one
    tells as agreed stays unknown, and what they claim of anybody's preferences is no part of an event that only the
    day makes one. A reporter's sentence is its outlet's account; in a party's own paper it is the party's.
    """
    by_id = {document.id: document for document in documents}
    events: dict[tuple[str, bool], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.event is not None:
            events[statement.event, True].append(statement)
        elif statement.parties or statement.tier is Tier.NARRATED:
            document = by_id.get(statement.span.document)
            on = said_on(statement, document)
            place = on.isoformat() if on else document.file if document else statement.span.document
            events[place, False].append(statement)
    compared = []
    for (event, certain), said in sorted(events.items()):
        comparison = _comparison(event, certain, _accounts(said, by_id, negotiation), said)
        if len(comparison.accounts) > 1 and comparison.items:
            items = tuple(_with_costless(item, statements, by_id) for item in comparison.items)
            compared.append(replace(comparison, items=items))
    return tuple(compared)


def _with_costless(item: Item, statements: Sequence[Statement], documents: Mapping[str, Document]) -> Item:
    """The item that accounts call a concession, with who says that it cost its giver nothing."""
    if not item.conceding:
        return item
    told = [
        statement
        for statement in statements
        for point in statement.points
        if point.claim is not None and point.claim.says in _COSTLESS and not point.claim.negated
        and point.claim.issue == item.issue and point.claim.option in {None, item.option}
        and (not item.about or point.claim.party in item.about)
    ]  # fmt: skip
    names = once(name for one in told for name in teller(one, documents.get(one.span.document)))
    return replace(item, costless_by=names, costless=once(one.id for one in told))


def _accounts(
    said: Iterable[Statement], documents: Mapping[str, Document], negotiation: Negotiation
) -> dict[tuple[str, bool], list[Statement]]:
    """Statements by account; what outside experts say of an event is nobody's account of it."""
    accounts: dict[tuple[str, bool], list[Statement]] = defaultdict(list)
    for statement in said:
        for party in _leaving_out(statement):
            accounts[party, True].append(statement)
        if _is_silence(statement):
            continue
        document = documents.get(statement.span.document)
        parties = speaks_for(statement, document, negotiation)
        for party in parties:
            accounts[party, True].append(statement)
        if not parties and statement.tier is Tier.NARRATED:
            accounts["; ".join(teller(statement, document)), False].append(statement)
    return accounts


def _leaving_out(statement: Statement) -> tuple[str, ...]:
    """Ids of the parties whose account, the text says, leaves out what the statement tells."""
    told = statement.reached.get("left_out_by", "")
    return tuple(party for party in told.split(", ") if party)


def _is_silence(statement: Statement) -> bool:
    """Whether all that the statement tells is that an account leaves something out."""
    return statement.tier is Tier.NARRATED and bool(_leaving_out(statement))


def _comparison(
    event: str, certain: bool, accounts: Mapping[tuple[str, bool], Sequence[Statement]], said: Sequence[Statement]
) -> Comparison:
    told = [
        _Told(by, statement.id, point, statement.quote, "account" in statement.reached)
        for (by, _), theirs in sorted(accounts.items())
        for statement in theirs
        if by not in _leaving_out(statement)
        for point in statement.points
        if point.modality is not Modality.HYPOTHETICAL
    ]
    names = once(by for by, _ in accounts)
    items = [*_agreed(told, names), *_raised(told, names)]
    if certain:
        items += [*_claimed(told, names), *_unplaced(told, names), *_mentioned(told, items, names)]
        silences = [one for statement in said for one in _silences(statement)]
        items = [_with_silence(item, silences) for item in items]
    else:
        items = [_unsure(item) for item in items if item.outcome is not Outcome.ONE_SILENT or item.what == "agreed"]
        items = items if any(item.outcome is not Outcome.UNKNOWN for item in items) else []
    days = {statement.on for statement in said}
    return Comparison(
        event=event, on=next(iter(days)) if len(days) == 1 else None, certain=certain,
        accounts=tuple(
            Account(by, party, once(each.id for each in theirs)) for (by, party), theirs in sorted(accounts.items())
        ),
        items=tuple(items),
    )  # fmt: skip


def _agreed(told: Sequence[_Told], names: Sequence[str]) -> Iterator[Item]:
    """Items told as agreed, taken or given; denied where another account says the same party did not or refuses."""
    positive = [one for one in told if _tells_agreement(one.point)]
    keys = sorted({(one.point.issue or "", one.point.option or "") for one in positive})
    for issue, option in keys:
        affirming = [one for one in positive if (one.point.issue, one.point.option or "") == (issue, option)]
        denying = [one for one in told if any(_denies(one, other) for other in affirming)]
        other = [
            one for one in positive
            if one.point.issue == issue and one.point.option and option and one.point.option != option
            and any(_same_party(one.point, each.point) and one.by != each.by for each in affirming)
            and not any(one.by == each.by for each in affirming)
        ]  # fmt: skip
        yield _item("agreed", affirming, denying, names, different=bool(other))


def _unplaced(told: Sequence[_Told], names: Sequence[str]) -> Iterator[Item]:
    """What is told as agreed and belongs to no issue; accounts tell of one thing where their words do."""
    left = [one for one in told if one.point.issue is None and one.point.claim is None and one.point.act in _AGREED]
    left = [one for one in left if one.point.modality is Modality.ASSERTED and not one.point.negated]
    while left:
        first = left[0]
        same = [one for one in left if one is first or (_same_party(one.point, first.point) and _alike(one, first))]
        left = [one for one in left if one not in same]
        yield replace(_item("agreed", same, (), names), words=first.words)


def _alike(one: _Told, other: _Told) -> bool:
    """Whether the words of two accounts share half or more of what sets the shorter apart."""
    first, second = _distinctive(one.words), _distinctive(other.words)
    return bool(first & second) and 2 * len(first & second) >= min(len(first), len(second))


def _distinctive(words: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in _WORD.findall(words.casefold()) if word.rstrip("s") not in _TELLING)


def _mentioned(told: Sequence[_Told], items: Sequence[Item], names: Sequence[str]) -> Iterator[Item]:
    """What a party's paper speaks of without more, where it is no item already."""
    known = {(item.issue, item.option) for item in items}
    groups: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    for one in told:
        point = one.point
        plain = point.act is Act.ASSESSMENT and point.claim is None and not point.negated
        if one.paper and plain and point.issue is not None and (point.issue, point.option) not in known:
            groups[point.issue, point.option or ""].append(one)
    for _, affirming in sorted(groups.items()):
        yield replace(_item("mentioned", affirming, (), names), about=())


def _silences(statement: Statement) -> Iterator[_Silence]:
    """What the statement tells an account to leave out: each issue it speaks of, else what its words are about."""
    told = [(point.issue, point.option) for point in statement.points if point.issue]
    terms: list[tuple[str | None, str | None]] = list(dict.fromkeys(told)) or [(None, None)]
    for party in _leaving_out(statement):
        for issue, option in terms:
            yield _Silence(party, statement.id, issue, option, _distinctive(statement.quote))


def _with_silence(item: Item, silences: Sequence[_Silence]) -> Item:
    """The item with the accounts that are told to leave it out; what they affirm or deny elsewhere stands."""
    found = [
        one for one in silences
        if one.by in item.silent
        and (
            one.statement in item.statements
            or (one.issue is not None and one.issue == item.issue and one.option in {None, item.option})
            or (one.issue is None and item.words is not None and bool(one.words & _distinctive(item.words)))
        )
    ]  # fmt: skip
    return replace(item, left_out_by=once(one.by for one in found), left_out=once(one.statement for one in found))


def _raised(told: Sequence[_Told], names: Sequence[str]) -> Iterator[Item]:
    """Demands, offers, conditions and threats that accounts tell of, party by party."""
    groups: dict[tuple[str, str, str, str], list[_Told]] = defaultdict(list)
    denied: dict[tuple[str, str, str, str], list[_Told]] = defaultdict(list)
    for one in told:
        point = one.point
        conditional = point.act in _AGREED and point.modality is Modality.CONDITIONAL
        if (point.act in _RAISED or conditional) and point.issue and point.about:
            key = (Act.OFFER.value if conditional else point.act.value, point.about, point.issue, point.option or "")
            (denied if point.negated else groups)[key].append(one)
    for key, affirming in sorted(groups.items()):
        mine = {one.by for one in affirming}
        yield _item(key[0], affirming, [one for one in denied[key] if one.by not in mine], names)


def _claimed(told: Sequence[_Told], names: Sequence[str]) -> Iterator[Item]:
    """Claims about preferences beyond what the act itself says."""
    claims: dict[str, list[_Told]] = defaultdict(list)
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


def _denies(one: _Told, affirmed: _Told) -> bool:
    """Whether one account's point denies what another's affirms: same issue and party, and the same option or none."""
    point, other = one.point, affirmed.point
    if one.by == affirmed.by:
        return False
    if _claim_denies(point.claim, other):
        return True
    about_it = point.issue == other.issue and _same_party(point, other) and point.option in {None, other.option}
    return about_it and (refuses(point) or (point.act in _AGREED and not _affirms(point)))


def _claim_denies(claim: Claim | None, other: Point) -> bool:
    if claim is None or claim.issue != other.issue or claim.option not in {None, other.option}:
        return False
    refusing = claim.says in {Says.REFUSES, Says.RED_LINE} and not claim.negated
    unready = claim.says is Says.WOULD_ACCEPT and claim.negated
    return (refusing or unready) and other.about in {None, claim.party}


def _same_party(point: Point, other: Point) -> bool:
    return point.about is None or other.about is None or point.about == other.about


def _item(
    what: str, affirming: Sequence[_Told], denying: Sequence[_Told], names: Sequence[str], *,
    different: bool = False, claim: Claim | None = None,
) -> Item:  # fmt: skip
    affirmed_by, denied_by = once(one.by for one in affirming), once(one.by for one in denying)
    silent = tuple(name for name in names if name not in {*affirmed_by, *denied_by})
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
