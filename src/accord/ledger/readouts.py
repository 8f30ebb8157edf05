"""Readouts: accounts of one event side by side. Silence is not denial, and no contradiction is inferred from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from accord.documents import Document
from accord.ledger.chronology import said_on
from accord.ledger.items import Item, Outcome, Silence, Told, certain_items, distinctive, likely_items
from accord.ledger.memory import Memory
from accord.ledger.positions import once
from accord.ledger.stances import speaks_for, teller
from accord.negotiation import Negotiation
from accord.statements import Claim, Modality, Says, Statement, Tier

__all__ = ["Account", "Comparison", "Item", "Outcome", "readouts"]

_COSTLESS = frozenset({Says.ALREADY_WANTED, Says.WOULD_DO_ANYWAY})


@dataclass(frozen=True, slots=True)
class Account:
    """One voice's account of an event: a party (`by` is its id) or an outlet (`by` is its source)."""

    by: str
    party: bool
    statements: tuple[str, ...]


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


def readouts(
    statements: Sequence[Statement],
    documents: Sequence[Document],
    negotiation: Negotiation,
    *,
    memory: Memory | None = None,
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
    memory = memory or Memory()

    def compare(event: str, certain: bool, said: Sequence[Statement]) -> Comparison:
        return _comparison(event, certain, _accounts(said, by_id, negotiation), said)

    compared, costless = [], _costless(statements, by_id)
    for key, said in sorted(events.items()):
        comparison = memory.of(("readout", key), said, partial(compare, *key, said))
        if len(comparison.accounts) > 1 and comparison.items:
            items = tuple(_with_costless(item, costless) for item in comparison.items)
            compared.append(replace(comparison, items=items))
    return tuple(compared)


@dataclass(frozen=True, slots=True)
class _Costless:
    """Who says that a thing cost its giver nothing, by issue, option and party."""

    said: Mapping[tuple[str | None, str | None], Sequence[tuple[Claim, Statement]]]
    papers: Mapping[str, Document]
    known: dict[tuple[object, ...], tuple[tuple[str, ...], tuple[str, ...]]]

    def of(self, item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who says so of an item, and in which statements."""
        key = (item.issue, item.option, item.about)
        if key not in self.known:
            told = [
                statement
                for option in {None, item.option}
                for claim, statement in self.said.get((item.issue, option), ())
                if not item.about or claim.party in item.about
            ]
            names = once(name for one in told for name in teller(one, self.papers.get(one.span.document)))
            self.known[key] = names, once(one.id for one in told)
        return self.known[key]


def _costless(statements: Iterable[Statement], papers: Mapping[str, Document]) -> _Costless:
    found: dict[tuple[str | None, str | None], list[tuple[Claim, Statement]]] = defaultdict(list)
    for statement in statements:
        for point in statement.points:
            claim = point.claim
            if claim is not None and claim.says in _COSTLESS and not claim.negated:
                found[claim.issue, claim.option].append((claim, statement))
    return _Costless(found, papers, {})


def _with_costless(item: Item, costless: _Costless) -> Item:
    """The item that accounts call a concession, with who says that it cost its giver nothing."""
    if not item.conceding:
        return item
    names, ids = costless.of(item)
    return replace(item, costless_by=names, costless=ids)


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
        Told(by, statement.id, point, statement.quote, "account" in statement.reached)
        for (by, _), theirs in sorted(accounts.items())
        for statement in theirs
        if by not in _leaving_out(statement)
        for point in statement.points
        if point.modality is not Modality.HYPOTHETICAL
    ]
    names = once(by for by, _ in accounts)
    if certain:
        items = certain_items(told, names, [one for statement in said for one in _silences(statement)])
    else:
        items = likely_items(told, names)
    days = {statement.on for statement in said}
    return Comparison(
        event=event, on=next(iter(days)) if len(days) == 1 else None, certain=certain,
        accounts=tuple(
            Account(by, party, once(each.id for each in theirs)) for (by, party), theirs in sorted(accounts.items())
        ),
        items=tuple(items),
    )  # fmt: skip


def _silences(statement: Statement) -> Iterator[Silence]:
    """What the statement tells an account to leave out: each issue it speaks of, else what its words are about."""
    told = [(point.issue, point.option) for point in statement.points if point.issue]
    terms: list[tuple[str | None, str | None]] = list(dict.fromkeys(told)) or [(None, None)]
    for party in _leaving_out(statement):
        for issue, option in terms:
            yield Silence(party, statement.id, issue, option, distinctive(statement.quote))
