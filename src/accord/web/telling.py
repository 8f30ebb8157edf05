"""The parts of the ledger in words, a page at a time: only what is shown is told, with its first quotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from accord.web.quoted import quote_record, quote_records

if TYPE_CHECKING:
    from accord.ledger import Agreed, Clash, Comparison, Dispute, Move, Position, Unchanged
    from accord.report.moved import Cost
    from accord.report.quoting import Quotations
    from accord.web.booked import Books

    Costs = Mapping[tuple[str, str, str], Cost]

SIZES = {"moves": 50, "unchanged": 50, "agreed": 20, "readouts": 10, "disputes": 20}
"""Entries on a page of each part."""

PARTS = tuple(SIZES)
SHOWN, BESIDE = 5, 3  # quotations of an entry, and of what stands beside it
NAMES = 6  # tellers that are named
ITEMS, WIDE = 40, 6  # items of a readout that are shown, and accounts that stand side by side


@dataclass(frozen=True, slots=True)
class Asking:
    """Which page of a part is asked for, of whom and of what, and by what it is sorted."""

    part: str
    party: str = ""
    issue: str = ""
    page: int = 1
    sort: str = ""
    is_falling: bool = False


def lines(known: Books, asked: Asking, steps: Costs) -> tuple[list[dict[str, Any]], int, int]:
    """The entries of a page, how many fit what is asked, and how many there are at all."""
    found = chosen_of(known, asked.part, asked.party, asked.issue)
    key = _KEYS.get(asked.sort)
    if asked.part == "moves" and (key or asked.is_falling):
        found = _sorted(found, key or _KEYS["day"], is_falling=asked.is_falling)
    start = (asked.page - 1) * SIZES[asked.part]
    shown = found[start : start + SIZES[asked.part]]
    told = _TOLD[asked.part]
    return [told(one, known, steps) for one in shown], len(found), len(_all(known, asked.part))


def chosen_of(known: Books, part: str, party: str, issue: str) -> list[Any]:
    """The entries of a part that are of a party and an issue, where these are asked for."""
    of = _OF[part]
    return [
        one
        for one in _all(known, part)
        for parties, issues in [of(one)]
        if (not party or party in parties) and (not issue or issue in issues or None in issues)
    ]


def _all(known: Books, part: str) -> Sequence[Any]:
    whole = known.whole
    if part == "moves":
        return sorted(whole.moves, key=_KEYS["day"])
    if part == "disputes":
        return (*whole.clashes, *whole.disputes)
    found: Sequence[Any] = getattr(whole, part)
    return found


def _sorted(found: list[Any], key: Callable[[Any], Any], *, is_falling: bool) -> list[Any]:
    """By the key; what has no day or no size comes last, whichever the order."""
    named = [one for one in found if not key(one)[0]]
    rest = [one for one in found if key(one)[0]]
    return [*sorted(named, key=key, reverse=is_falling), *rest]


_KEYS: Mapping[str, Callable[[Any], tuple[Any, ...]]] = {
    "day": lambda one: (one.on is None, one.on.isoformat() if one.on else ""),
    "party": lambda one: (False, one.party),
    "issue": lambda one: (False, one.issue),
    "size": lambda one: (one.size is None, one.size or 0.0),
}


# of whom and of what an entry is

_Of = tuple[frozenset[str | None], frozenset[str | None]]


def _of_one(one: Move | Unchanged) -> _Of:
    return frozenset({one.party}), frozenset({one.issue})


def _of_agreed(one: Agreed) -> _Of:
    parties = {*(each.party for each in one.taken), *one.ready, *one.refusing}
    return frozenset(parties), frozenset({one.issue or ""})


def _of_readout(one: Comparison) -> _Of:
    parties = {
        *(account.by for account in one.accounts if account.party),
        *(by for item in one.items for by in item.about),
    }
    return frozenset(parties), frozenset(item.issue or "" for item in one.items)


def _of_opposed(one: Clash | Dispute) -> _Of:
    parties = {getattr(one, name, None) for name in ("by", "against", "party")}
    return frozenset(parties), frozenset({one.issue})


_OF: Mapping[str, Callable[[Any], _Of]] = {
    "moves": _of_one, "unchanged": _of_one, "agreed": _of_agreed, "readouts": _of_readout, "disputes": _of_opposed,
}  # fmt: skip


# how an entry is told


def _move(one: Move, known: Books, steps: Costs) -> dict[str, Any]:
    from accord.report.moved import move_of

    issue = next((each for each in known.whole.negotiation.issues if each.id == one.issue), None)
    short = replace(
        one, statements=one.statements[:SHOWN], according_to=_few(one.according_to),
        nominal_by=one.nominal_by[:BESIDE], nominal_denied_by=one.nominal_denied_by[:BESIDE],
        disputed_by=one.disputed_by[:BESIDE],
    )  # fmt: skip
    record: dict[str, Any] = _plainly(move_of("", short, issue, (known.told, steps)), known.told)
    return {**record, "statements": len(one.statements), "issue_id": one.issue}


def _few(names: Sequence[str]) -> tuple[str, ...]:
    """The first names, and how many others."""
    if len(names) <= NAMES:
        return tuple(names)
    return (*names[: NAMES - 1], f"{len(names) - NAMES + 1} others")


def _unchanged(one: Unchanged, known: Books, _: Costs) -> dict[str, Any]:
    from accord.findings.words import Names
    from accord.report.moved import kept_of

    short = kept_of(replace(one, statements=one.statements[:SHOWN]), Names(known.whole.negotiation), known.told)
    return {**_plainly(short, known.told), "statements": len(one.statements)}


def _agreed(one: Agreed, known: Books, _: Costs) -> dict[str, Any]:
    from accord.interchange.tables import json_rows
    from accord.ledger.tables import COLUMNS, agreed_row

    row = json_rows(COLUMNS["agreed"], [agreed_row(_with_few(one))])[0]
    return {
        **row,
        "statements": len(one.statements),
        "denials": len(one.denials),
        "quotes": quote_records(one.statements[:SHOWN], known.told),
        "denial_quotes": quote_records(one.denials[:BESIDE], known.told),
    }


def _with_few(one: Agreed) -> Agreed:
    taken = tuple(
        replace(each, according_to=_few(each.according_to), conditions=_few(each.conditions)) for each in one.taken
    )
    return replace(one, taken=taken, denied_by=_few(one.denied_by))


def _readout(one: Comparison, known: Books, _: Costs) -> dict[str, Any]:
    from accord.report.moved import readout_of

    short = readout_of(replace(one, items=one.items[:ITEMS]), known.whole.negotiation, known.told)
    is_wide = len(short.accounts) > WIDE
    items = [
        {
            "what": item.what,
            "kind": item.kind,
            "outcome": item.outcome,
            "voices": [
                {
                    "does": does,
                    "names": names,
                    "of": number,
                    "quotes": [quote_record(each, known.told) for each in quotes],
                }
                for does, names, number, quotes in _voices(short.accounts, item.voices, is_wide=is_wide)
            ],
        }
        for item in short.items
    ]
    return {
        "title": short.title, "certain": short.certain, "is_wide": is_wide, "of": len(short.accounts),
        "accounts": () if is_wide else short.accounts,
        "looks": () if is_wide else [_plainly(look, known.told) for look in short.looks],
        "items": items, "more": max(0, len(one.items) - ITEMS),
    }  # fmt: skip


def _voices(
    accounts: Sequence[str], voices: Sequence[tuple[str, Sequence[Any]]], *, is_wide: bool
) -> list[tuple[str, list[str], int, list[Any]]]:
    """What each account does, with its quotations; of many accounts, what they do and who does."""
    if not is_wide:
        return [(does, [name], 1, list(quotes[:2])) for name, (does, quotes) in zip(accounts, voices, strict=True)]
    found: dict[str, tuple[list[str], list[Any]]] = {}
    for name, (does, quotes) in zip(accounts, voices, strict=True):
        names, shown = found.setdefault(does, ([], []))
        names.append(name)
        shown += quotes[:1]
    order = sorted(found, key=lambda does: (not found[does][1], does))
    return [(does, found[does][0][:NAMES], len(found[does][0]), found[does][1][:2]) for does in order]


def _opposed(one: Clash | Dispute, known: Books, _: Costs) -> dict[str, Any]:
    from accord.findings.words import Names
    from accord.ledger import Clash
    from accord.report.moved import clash_of, dispute_of

    names = Names(known.whole.negotiation)
    if isinstance(one, Clash):
        sides = one.asked, one.refused
        told = clash_of(replace(one, asked=_first(one.asked), refused=_first(one.refused)), names, known.told)
    else:
        sides = one.taken, one.refused
        told = dispute_of(replace(one, taken=_first(one.taken), refused=_first(one.refused)), names, known.told)
    left, right = (len({id for position in side for id in position.statements}) for side in sides)
    is_clash = isinstance(one, Clash)
    return {**_plainly(told, known.told), "is_clash": is_clash, "left_statements": left, "right_statements": right}


def _first(positions: Iterable[Position]) -> tuple[Position, ...]:
    """The first positions, with as many statements as are shown."""
    found, left = [], BESIDE
    for one in positions:
        if left > 0:
            found.append(replace(one, statements=one.statements[:left]))
            left -= len(one.statements)
    return tuple(found)


def _plainly(value: Any, told: Quotations) -> Any:
    """Records as JSON objects; a quotation with the document it stands in."""
    from accord.report.quoting import Quote

    if isinstance(value, Quote):
        return quote_record(value, told)
    if isinstance(value, list | tuple):
        return [_plainly(one, told) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plainly(getattr(value, name), told) for name in value.__dataclass_fields__}
    return value


_TOLD: Mapping[str, Callable[[Any, Books, Costs], dict[str, Any]]] = {
    "moves": _move, "unchanged": _unchanged, "agreed": _agreed, "readouts": _readout, "disputes": _opposed,
}  # fmt: skip
