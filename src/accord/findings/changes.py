"""What if: the changes that an asker can make, from a call or from words on a command line."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from accord.documents import Document
from accord.errors import CallError
from accord.evidence import RANGES, Piece, with_rate
from accord.findings.believing import NOBODY, sides
from accord.findings.tables import Tables, tables_of
from accord.negotiation import Assumption, Negotiation
from accord.statements import Says, Statement

OUTSIDE, NOBODYS = "outside_option", "nobody"
ASKED = "what if"


@dataclass(frozen=True, slots=True)
class Changes:
    """What is asked to be otherwise.

    `without`: ids of statements, or of pieces of evidence, left out. `without_documents`: ids of documents. `add`:
    claims heard beside the documents'. `rates`: scalars known to lie between two values, by name and party.
    `outside`: what an option outside the talks is worth to a party that is given one. `as_of`: what was known by the
    end of that day. `believe`: only those who speak for these parties (`nobody`: only who speaks for none). `link`,
    `separate`: tracks settled together, the others each apart; or each apart, the others together. `order`: issues
    that are settled one after another, and then the rest.
    """

    without: tuple[str, ...] = ()
    without_documents: tuple[str, ...] = ()
    add: tuple[Assumption, ...] = ()
    rates: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    outside: Mapping[str, float] = field(default_factory=dict)
    as_of: date | None = None
    believe: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    separate: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked to be otherwise."""
        return any(getattr(self, name) for name in self.__slots__)


def changes_record(changes: Changes) -> dict[str, Any]:
    """The changes as a JSON object: what is not asked to be otherwise is left out."""
    record: dict[str, Any] = {name: list(getattr(changes, name)) for name in _LISTS if getattr(changes, name)}
    if changes.add:
        record["add"] = [one.model_dump(mode="json", exclude_defaults=True) for one in changes.add]
    if changes.rates:
        record["rates"] = [
            {"rate": rate, "party": party, "low": low, "high": high}
            for (rate, party), (low, high) in sorted(changes.rates.items())
        ]
    if changes.outside:
        record["outside"] = dict(sorted(changes.outside.items()))
    if changes.as_of:
        record["as_of"] = changes.as_of.isoformat()
    return record


def changes_from(record: Mapping[str, Any]) -> Changes:
    """The changes in a JSON object, as `changes_record` writes it.

    Raises:
        CallError: a name that no change has, or a value of another kind than it takes.
    """
    try:
        read = _Record.model_validate(record)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CallError(
            f"What is asked to be otherwise is complete and plain ({place})", str(first["msg"]),
            f"give {', '.join(_Record.model_fields)} alone",
        ) from fault  # fmt: skip
    lists = {name: tuple(getattr(read, name)) for name in _LISTS}
    rates = {(one.rate, one.party): (one.low, one.low if one.high is None else one.high) for one in read.rates}
    return Changes(**lists, add=tuple(read.add), rates=rates, outside=read.outside, as_of=read.as_of)


class _Rate(BaseModel, extra="forbid"):
    """A scalar known to lie between two values, or to be the first where there is no second."""

    rate: str
    party: str
    low: float
    high: float | None = None


class _Record(BaseModel, extra="forbid"):
    """The JSON object of `Changes`."""

    without: list[str] = []
    without_documents: list[str] = []
    add: list[Assumption] = []
    rates: list[_Rate] = []
    outside: dict[str, float] = {}
    as_of: date | None = None
    believe: list[str] = []
    link: list[str] = []
    separate: list[str] = []
    order: list[str] = []


_LISTS = ("without", "without_documents", "believe", "link", "separate", "order")


def changed(negotiation: Negotiation, changes: Changes) -> Negotiation:
    """The negotiation with what the changes say of it.

    Raises:
        CallError: a change names a party, issue, option or scalar that is none, or a value that cannot be.
    """
    for claim in changes.add:
        _check(negotiation, claim)
    for (rate, party), (low, high) in changes.rates.items():
        negotiation = with_rate(negotiation, party, rate, low, high, reason=ASKED)
    for party in changes.outside:
        _known("party", party, [one.id for one in negotiation.parties])
    _check_order(negotiation, changes.order)
    return negotiation.model_copy(update={"assumptions": (*negotiation.assumptions, *changes.add)})


def _check_order(negotiation: Negotiation, order: Sequence[str]) -> None:
    """Nothing, where the order names two or more issues with a choice, each once."""
    known = [issue.id for issue in negotiation.issues if len(issue.options) > 1]
    for issue in order:
        if issue not in known:
            raise CallError(f"An issue to settle is one of {', '.join(known)}", f"got {issue!r}", "choose one")
    if order and (len(order) < 2 or len(set(order)) < len(order)):
        raise CallError("An order names two or more issues, each once", f"got {', '.join(order)}", "correct it")


def without_documents(documents: tuple[Document, ...], changes: Changes) -> tuple[Document, ...]:
    """The documents that are left.

    Raises:
        CallError: what is left out is no document's id.
    """
    known = {document.id for document in documents}
    for id in changes.without_documents:
        if id not in known:
            raise CallError(
                "A document that is left out is one of those read, by id", f"got {id!r}", "take an id of the library"
            )
    gone = set(changes.without_documents)
    return tuple(document for document in documents if document.id not in gone)


def left(statements: Sequence[Statement], evidence_ids: Sequence[str], without: Sequence[str]) -> None:
    """Nothing, where everything left out is a statement or a piece of evidence.

    Raises:
        CallError: an id that is neither.
    """
    known = {statement.id for statement in statements} | set(evidence_ids)
    for id in without:
        if id not in known:
            raise CallError(
                "What is left out is a statement or a piece of evidence, by id", f"got {id!r}",
                "see `accord review` for the ids",
            )  # fmt: skip


def believed(evidence: Sequence[Piece], believe: Sequence[str], negotiation: Negotiation) -> tuple[Piece, ...]:
    """The evidence by those who are believed, and what is assumed.

    Raises:
        CallError: a side for which nobody speaks.
    """
    if not believe:
        return tuple(evidence)
    heard = sides(evidence)
    for side in believe:
        if (NOBODY if side == NOBODYS else side) not in heard:
            known = ", ".join(one or NOBODYS for one in heard) or "none"
            parties = {party.id for party in negotiation.parties}
            came = f"nobody speaks for {side}" if side in parties else f"got {side!r}"
            raise CallError(f"Who is believed is a side that is heard ({known})", came, "choose one")
    kept = {id for side in believe for id in heard[NOBODY if side == NOBODYS else side]}
    return tuple(piece for piece in evidence if piece.assumption or piece.id in kept)


def tables(negotiation: Negotiation, changes: Changes) -> Tables:
    """The tables at which tracks are settled; none where nothing is said of them (CallError where it cannot be)."""
    bargained = {issue.track for issue in negotiation.issues if len(issue.options) > 1}
    tracks = [track.id for track in negotiation.tracks if track.id in bargained]
    return tables_of(tracks, linked=changes.link, separate=changes.separate)


def scalars(words: Sequence[str]) -> tuple[dict[tuple[str, str], tuple[float, float]], dict[str, float]]:
    """Scalars and outside options from words: `impatience.A=0.2`, `impatience.A=0.1..0.2`, `outside_option.A=0.6`.

    Raises:
        CallError: words that say neither.
    """
    rates: dict[tuple[str, str], tuple[float, float]] = {}
    outside: dict[str, float] = {}
    for word in words:
        name, equals, value = word.partition("=")
        kind, dot, party = name.partition(".")
        if not equals or not dot or not party or kind not in {OUTSIDE, *RANGES}:
            known = ", ".join((*RANGES, OUTSIDE))
            raise CallError(
                f"A scalar reads NAME.PARTY=VALUE or =LOW..HIGH, with NAME one of {known}", f"got {word!r}",
                "write for instance impatience.A=0.2",
            )  # fmt: skip
        low, high = _range(value, word)
        if kind == OUTSIDE:
            if low != high:
                raise CallError("An outside option has one worth", f"got {word!r}", "give one number")
            outside[party] = low
        else:
            rates[kind, party] = (low, high)
    return rates, outside


def _range(value: str, word: str) -> tuple[float, float]:
    first, dots, last = value.partition("..")
    try:
        low = float(first)
        return low, float(last) if dots else low
    except ValueError as fault:
        raise CallError("A scalar's value is a number, or two with .. between", f"got {word!r}", "mend it") from fault


def claim(words: str) -> Assumption:
    """A claim from words such as `party=A says=refuses issue=wage option=low reliability=0.8`.

    A step of `before`, or a further term, is written issue:option.

    Raises:
        CallError: a name or value that no claim has.
    """
    record: dict[str, Any] = {"reason": ASKED}
    for part in shlex.split(words):
        name, equals, value = part.partition("=")
        if not equals or name not in Assumption.model_fields:
            known = ", ".join(one for one in Assumption.model_fields if one not in {"drafted", "origin"})
            raise CallError(
                f"A claim reads NAME=VALUE NAME=VALUE, with names from {known}", f"got {part!r}",
                "write for instance party=A says=refuses issue=wage option=low",
            )  # fmt: skip
        record[name] = _value(name, value)
    try:
        return Assumption.model_validate(record)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        says = f"; it is one of {', '.join(Says)}" if place == "says" else ""
        raise CallError(f"A claim is complete and plain ({place})", f"{first['msg']}{says}", "mend it") from fault


def _value(name: str, value: str) -> Any:
    if name in {"given", "against", "first", "then"}:
        terms = []
        for one in value.split(","):
            issue, _, option = one.partition(":")
            terms.append({"issue": issue, "option": option or None})
        return terms if name in {"given", "against"} else terms[0]
    return value


def _check(negotiation: Negotiation, claim: Assumption) -> None:
    """Nothing, where the claim names parties, issues, options and tracks that there are."""
    options = {issue.id: issue.options for issue in negotiation.issues}
    parties = [party.id for party in negotiation.parties]
    for name in ("party", "other", "towards"):
        _known(name, getattr(claim, name), parties)
    for name in ("track", "over_track"):
        _known(name, getattr(claim, name), [track.id for track in negotiation.tracks])
    _known("issue", claim.issue, list(options))
    terms = [one for one in (claim.first, claim.then) if one]
    for term in (*claim.given, *claim.against, *terms):
        _known("issue", term.issue, list(options))
        _known("option", term.option, list(options[term.issue]))
    if claim.issue:
        _known("option", claim.option, list(options[claim.issue]))


def _known(name: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise CallError(f"A {name} is one of {', '.join(known)}", f"got {value!r}", "choose one")
