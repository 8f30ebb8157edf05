"""Settling what coders disagree on: what is open, who decided what, when and why, and the set that is agreed.

Nothing is overwritten. Every coder's statements stay as they are; a decision is a record of its own, in the form in
which the store keeps corrections, and the agreed set is made from the codings and the decisions whenever it is asked
for. What nobody has decided is not agreed: it is listed as open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from accord.documents import Span
from accord.errors import CallError
from accord.reading.agreement import NO_CODE, code_of
from accord.reading.agreement_units import Unit
from accord.reading.by_hand import coder_of, reader_of
from accord.reading.tagger import LEFT_OUT
from accord.statements import AGREED, Statement, statement_record

SETTLED = reader_of("settled")
"""The reader of statements of which something was decided: what decisions are kept on, and no coder."""

PRESENT = "statement"
_NOT_HERE = "no statement here"
_ORDER = (
    PRESENT,
    "party",
    "issue",
    "option",
    "act",
    "negated",
    "claim",
    "modality",
    "speaker",
    "tier",
    "kind",
)
_WHOLE: Mapping[str, tuple[str, ...]] = {
    "speaker": ("speakers", "speaker_as_named", "chain", "role", "organisation", "authority"),
    "party": ("parties",),
    "tier": ("tier",),
    "kind": ("kind",),
}
_OF_POINT: Mapping[str, tuple[str, ...]] = {
    "act": ("act",),
    "issue": ("issue", "option"),
    "option": ("issue", "option"),
    "claim": ("claim",),
    "modality": ("modality",),
    "negated": ("negated",),
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What coders have of one field of one unit: `codes` by coder, those who did not code it left out.

    `field`: `statement` where some have no statement there at all.
    """

    unit: Unit
    field: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a statement: by whom, when and why; the fields of the store's corrections.

    `changes`: field -> new value, a point's as `points.0.option`. `rejected`: True, it is no statement; False, it is
    one, with this span. `settles`: the fields this decides, whatever the codes.
    """

    statement: str
    who: str
    when: str
    why: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    rejected: bool | None = None

    @property
    def settles(self) -> frozenset[str]:
        """The fields of `disagreements` that it decides."""
        kept = {name for name, fields in _WHOLE.items() if set(fields) & set(self.changes)}
        parts = {name.rpartition(".")[2] for name in self.changes if name.startswith("points.")}
        kept |= {name for name, fields in _OF_POINT.items() if set(fields) & parts or "points" in self.changes}
        return frozenset(kept | ({PRESENT} if self.rejected is not None else set()))


@dataclass(frozen=True, slots=True)
class Agreed:
    """The agreed statements, each with the reader `by_hand:agreed`, and what is still open."""

    statements: tuple[Statement, ...]
    open: tuple[Disagreement, ...]


Apply = Callable[[Statement, Iterable[Any]], Statement | None]
"""How decisions change a statement: the store's `corrected`."""


Looked = Callable[[str, Span], bool]
"""Whether a coder has looked at a passage; who has nothing there then says that there is no statement."""


def disagreements(
    units: Sequence[Unit], coders: Sequence[str], *, looked: Looked | None = None
) -> tuple[Disagreement, ...]:
    """What the coders disagree on, the weightiest first: whether there is a statement, then who stands where.

    A passage that not all have comes first where it takes a position; within a field, the more codes the sooner.
    `coders`: all of them. `looked`: where each looked; without it, who has nothing in a document at all did not code
    it, and who has something looked everywhere.
    """
    seen = {(unit.document, coder) for unit in units for coder, _ in unit.coded}

    def there(coder: str, unit: Unit) -> bool:
        if unit.by(coder) is not None or looked is None:
            return (unit.document, coder) in seen
        return any(looked(coder, statement.span) for _, statement in unit.coded)

    found = [one for unit in units for one in _of_unit(unit, [coder for coder in coders if there(coder, unit)])]
    return tuple(sorted(found, key=_weight))


def _of_unit(unit: Unit, coders: Sequence[str]) -> Iterable[Disagreement]:
    here = [coder for coder, _ in unit.coded]
    if len(here) < len(coders):
        told = ((coder, "a statement" if coder in here else _NOT_HERE) for coder in coders)
        yield Disagreement(unit, PRESENT, tuple(told))
    for name in _ORDER[1:]:
        coded = ((coder, code_of(statement, name)) for coder, statement in unit.coded)
        codes = tuple((coder, code) for coder, code in coded if code is not None)
        if len({code for _, code in codes}) > 1:
            yield Disagreement(unit, name, codes)


def _weight(one: Disagreement) -> tuple[int, int, int, str, int]:
    takes = any(point.issue or point.claim for _, statement in one.unit.coded for point in statement.points)
    rank = _ORDER.index(one.field) if takes or one.field != PRESENT else len(_ORDER)
    several = len({code for _, code in one.codes})
    return rank, -several, -len(one.codes), one.unit.document, one.unit.start


def decide(one: Disagreement, coder: str, *, who: str, when: str, why: str) -> Decision:
    """The decision that `coder` is right in this; a statement that the coder does not have is no statement.

    Raises:
        CallError: no reason is given, or the coder has no code.
    """
    if not why.strip():
        raise CallError("A decision has a reason", "got none", "say why")
    codes = dict(one.codes)
    if coder not in codes:
        raise CallError("A decision names a coder with a code", f"{coder!r} has none", f"name {', '.join(codes)}")
    base, right = one.unit.coded[0][1], one.unit.by(coder)
    if one.field == PRESENT or right is None:
        chosen = right or base
        return Decision(chosen.id, who, when, why, rejected=right is None)
    return Decision(base.id, who, when, why, _changes(one.field, one.unit, right))


def decide_value(one: Disagreement, value: str, *, who: str, when: str, why: str) -> Decision:
    """The decision that a value holds, whatever the coders have.

    A statement is one or not (`yes`, `no`); parties and speakers have commas between; `none` is an empty field.

    Raises:
        CallError: no reason is given, or the field's value cannot be written in a word.
    """
    if not why.strip():
        raise CallError("A decision has a reason", "got none", "say why")
    base, coders = one.unit.coded[0][1], ", ".join(coder for coder, _ in one.codes)
    if one.field == PRESENT:
        if value not in {"yes", "no"}:
            raise CallError("Whether there is a statement is settled with a coder, yes or no", f"got {value!r}", coders)
        return Decision(base.id, who, when, why, rejected=value == "no")
    several = any(len(statement.points) != 1 for _, statement in one.unit.coded)
    if one.field == "claim" or (one.field in _OF_POINT and several):
        raise CallError(f"This {one.field} is settled with a coder's name", f"got {value!r}", f"name one of {coders}")
    return Decision(base.id, who, when, why, _written(one.field, value))


def _written(name: str, value: str) -> dict[str, Any]:
    """The change that a value in a word makes to a field."""
    told = None if value == NO_CODE else value
    if name in {"party", "speaker"}:
        names = [part.strip() for part in (told or "").split(",") if part.strip()]
        return {_WHOLE[name][0]: names}
    if name in _WHOLE:
        return {name: value}
    if name == "negated":
        if value not in {"yes", "no"}:
            raise CallError("Whether a point is negated is yes or no", f"got {value!r}", "write one of them")
        return {"points.0.negated": value == "yes"}
    if name == "option" and told and "." in told:
        issue, _, option = told.partition(".")
        return {"points.0.issue": issue, "points.0.option": option}
    return {f"points.0.{name}": told}


def _changes(name: str, unit: Unit, right: Statement) -> dict[str, Any]:
    """The values of the right statement in a field, by the names that the store's corrections use."""
    record = statement_record(right, right.span.document)
    if name in _WHOLE:
        return {part: record[part] for part in _WHOLE[name]}
    points = record["points"]
    if any(len(statement.points) != 1 for _, statement in unit.coded):  # which is which is not told: they go together
        return {"points": points}
    return {f"points.0.{part}": points[0][part] for part in _OF_POINT[name]}


def agreed(
    units: Sequence[Unit],
    coders: Sequence[str],
    decisions: Sequence[Decision],
    apply: Apply,
    *,
    looked: Looked | None = None,
) -> Agreed:
    """The statements that all coders have alike, or of which it was decided; decisions are applied in their order.

    A unit's span and all fields that are not compared are the first coder's, unless a decision takes in another's.

    Raises:
        CallError: a decision names a statement that no coder has, or a field that a statement does not have.
    """
    known = {statement.id for unit in units for _, statement in unit.coded}
    for decision in decisions:
        if decision.statement not in known:
            raise CallError("A decision names a coder's statement", f"got {decision.statement!r}", "see the list")
    open_ = tuple(
        one for one in disagreements(units, coders, looked=looked) if one.field not in _settled(one.unit, decisions)
    )
    waiting = {(one.unit.document, one.unit.coded) for one in open_}
    made = []
    for unit in units:
        statement = _standing(unit, decisions)
        if statement is None or (unit.document, unit.coded) in waiting:
            continue
        own = [replace(one, rejected=None) for one in _of(unit, decisions)]
        outcome = apply(statement, [one for one in own if one.changes])
        if outcome is not None:
            made.append(replace(outcome, reader=AGREED))
    gone = {one for one in open_ if _standing(one.unit, decisions) is None}
    return Agreed(tuple(made), tuple(one for one in open_ if one not in gone))


def _of(unit: Unit, decisions: Iterable[Decision]) -> list[Decision]:
    ids = {statement.id for _, statement in unit.coded}
    return [decision for decision in decisions if decision.statement in ids]


def _settled(unit: Unit, decisions: Iterable[Decision]) -> frozenset[str]:
    return frozenset(name for decision in _of(unit, decisions) for name in decision.settles)


def _standing(unit: Unit, decisions: Iterable[Decision]) -> Statement | None:
    """The unit's statement: the one last taken in, else the first coder's; None where the last word is that it is none.

    Where several coders have one span, the first coder's stands for it.
    """
    first = unit.coded[0][1]
    standing: Statement | None = first
    for decision in _of(unit, decisions):
        if decision.rejected is True:
            standing = None
        elif decision.rejected is False:
            standing = next((s for _, s in unit.coded if s.id == decision.statement), first)
    return standing


def shown(one: Disagreement) -> str:
    """A disagreement in a line: the field, who says what, and the words."""
    words = " ".join(one.unit.coded[0][1].quote.split())
    said = "; ".join(f"{coder}: {code if code != NO_CODE else 'nothing'}" for coder, code in one.codes)
    return f"{one.field}: {said} (“{words[:120]}{'…' if len(words) > 120 else ''}”)"


def disagreement_record(one: Disagreement) -> dict[str, Any]:
    """A disagreement as a JSON object: what a list of them needs, and the ids that a decision names."""
    return {
        "field": one.field,
        "document": one.unit.document,
        "start": one.unit.start,
        "codes": dict(one.codes),
        "statements": {coder: {"id": statement.id, "quote": statement.quote} for coder, statement in one.unit.coded},
    }


def by_coder(statements: Iterable[Statement]) -> dict[str, tuple[Statement, ...]]:
    """Statements by who coded them, coders in alphabetical order; what is agreed, settled or left out is nobody's."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.reader not in {AGREED, SETTLED, LEFT_OUT}:
            found.setdefault(coder_of(statement), []).append(statement)
    return {coder: tuple(found[coder]) for coder in sorted(found)}
