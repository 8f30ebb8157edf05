"""What coders disagree on is settled, and what they have alike or was settled becomes the project's reading.

Two ways lead into the project's reading. Where people **reviewed** what a machine read, the outcome is a correction of
the machine's statement. Where somebody **coded** a document from elsewhere, the agreed codings of that document take
the machine's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accord.errors import CallError
from accord.workspace.coders import ORIGIN, Coded, Had, coded, copy_of, revise, verdicts_of, with_verdict
from accord.workspace.place import Place, now

if TYPE_CHECKING:
    from accord.reading.adjudication import Agreed, Decision, Disagreement
    from accord.reading.agreement import Agreement
    from accord.reading.agreement_units import Unit
    from accord.statements import Statement
    from accord.store import Store

_CORRECTED = (
    "speakers",
    "speaker_as_named",
    "chain",
    "role",
    "organisation",
    "authority",
    "parties",
    "tier",
    "kind",
    "points",
)
"""The fields of a statement that coders can come to agree on."""


@dataclass(frozen=True, slots=True)
class View:
    """What people have coded, what was decided of it, and how far they agree now."""

    coded: Coded
    units: tuple[Unit, ...]
    decisions: tuple[Decision, ...]
    agreed: Agreed


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became the project's reading: machine statements corrected, documents whose codings took their place."""

    corrected: tuple[str, ...]
    documents: tuple[str, ...]


def view(store: Store) -> View:
    """What the people who coded in a project have alike, what was settled, and what is open."""
    from accord.reading.adjudication import agreed
    from accord.reading.agreement_units import units
    from accord.store.records import MACHINES
    from accord.store.verdicts import corrected

    found = coded(store)
    people = {coder: several for coder, several in found.codings.items() if coder not in MACHINES}
    passages, decisions = units(people), decided(store)
    known = {statement.id for unit in passages for _, statement in unit.coded}
    fitting = tuple(one for one in decisions if one.statement in known)
    settled = agreed(passages, tuple(people), fitting, corrected, looked=found.has_looked)
    return View(found, passages, fitting, settled)


def disputes(workspace: Place) -> tuple[Disagreement, ...]:
    """What is open between the people who coded in a project, weightiest first."""
    from accord.store import Store

    with Store.open(workspace.database) as store:
        return view(store).agreed.open


def decided(store: Store) -> tuple[Decision, ...]:
    """The decisions kept in a project, oldest first, each on the coder's statement that it was taken of."""
    from accord.reading.adjudication import SETTLED, Decision

    copies = [one for one in store.readings() if one.reader == SETTLED]
    found = [(copy.reached[ORIGIN], verdict) for copy in copies for verdict in verdicts_of(copy)]
    return tuple(
        Decision(origin, one.who, one.when, one.why, one.changes, one.rejected)
        for origin, one in sorted(found, key=lambda pair: pair[1].when)
    )


def settled_records(workspace: Place) -> list[dict[str, Any]]:
    """What was settled, oldest first: the passage, what was decided of it, by whom, when and why."""
    from accord.store import Store

    with Store.open(workspace.database) as store:
        seen = view(store)
    passages = {one.id: (passage_id(unit), one.quote) for unit in seen.units for _, one in unit.coded}
    return [
        {
            "passage": passages[one.statement][0],
            "quote": passages[one.statement][1],
            "fields": sorted(one.settles),
            "changes": dict(one.changes),
            "rejected": one.rejected,
            "who": one.who,
            "when": one.when,
            "why": one.why,
        }
        for one in seen.decisions
    ]


def passage_id(unit: Unit) -> str:
    """What a passage is called: the machine's statement that was reviewed, else the first coder's."""
    first = unit.coded[0][1]
    return first.reached.get(ORIGIN, first.id)


def settle(workspace: Place, target: str, chosen: str, *, who: str, why: str) -> tuple[Decision, ...]:
    """Decides what is open of a passage (`ID`, or `ID.act` for one field): a coder is right, or a value holds.

    Kept with who, when and why, and part of the project's reading at once where nothing more is open of the passage.

    Raises:
        CallError: nothing is open there, no reason is given, or what is chosen is no coder's code and no fitting value.
    """
    from accord.store import Store

    name, _, field = target.partition(".")
    with Store.open(workspace.database) as store:
        seen = view(store)
        found = [one for one in seen.agreed.open if name in _ids(one.unit) and field in {"", one.field}]
        if not found:
            raise CallError(
                "What is settled is a passage that coders disagree on",
                f"got {target!r}",
                "list what is open with `accord review DIR --disputed`",
            )
        made = _decisions(found, chosen, who=who, why=why)
        for decision in made:
            _keep(store, seen, decision)
        _adopt(store, {found[0].unit.document}, {passage_id(found[0].unit)})
    return made


def _decisions(found: list[Disagreement], chosen: str, *, who: str, why: str) -> tuple[Decision, ...]:
    """What is decided of a passage by naming a coder, or of one field by naming a value."""
    from accord.reading.adjudication import PRESENT, decide, decide_value

    when = now().isoformat()
    coders = {coder for one in found for coder, _ in one.codes}
    if chosen in coders:
        told = [one for one in found if chosen in dict(one.codes)]
        absent = [one for one in told if one.field == PRESENT and one.unit.by(chosen) is None]
        return tuple(decide(one, chosen, who=who, when=when, why=why) for one in absent or told)
    if len(found) > 1:
        fields = ", ".join(one.field for one in found)
        raise CallError(
            f"Of a passage with several open fields ({fields}) a coder is named, or a value for one field",
            f"got {chosen!r}",
            f"name one of {', '.join(sorted(coders))}, or write ID.FIELD",
        )
    return (decide_value(found[0], chosen, who=who, when=when, why=why),)


def _ids(unit: Unit) -> set[str]:
    return {name for _, one in unit.coded for name in (one.id, one.reached.get(ORIGIN, one.id))}


def _keep(store: Store, seen: View, decision: Decision) -> None:
    """Keeps a decision as a correction of a copy that stands for the coder's statement."""
    from accord.reading.adjudication import SETTLED
    from accord.store import Correction

    base = next(one for unit in seen.units for _, one in unit.coded if one.id == decision.statement)
    copy, document = copy_of(base, SETTLED, base.id), base.span.document
    verdict = Correction(copy.id, decision.who, decision.when, decision.why, dict(decision.changes), decision.rejected)

    def settled(had: Had) -> dict[str, Iterable[Statement]]:
        before = {one.id: one for one in had if one.span.document == document}
        before[copy.id] = with_verdict(before.get(copy.id, copy), verdict)
        return {document: before.values()}

    revise(store, SETTLED, settled)


def adopt(workspace: Place) -> Adopted:
    """Takes what all coders have alike, and what was settled, into the project's reading; what is open stays out."""
    from accord.store import Store

    with Store.open(workspace.database) as store:
        return _adopt(store, None, None)


def outcomes(store: Store) -> dict[str, Statement | None]:
    """What coders who reviewed the machine's statements have alike, or what was settled; None: it is no statement."""
    return _outcomes(view(store), store)


def _outcomes(seen: View, store: Store) -> dict[str, Statement | None]:
    from accord.reading.adjudication import SETTLED
    from accord.statements import AGREED

    reviewed = {
        one.reached[ORIGIN]: None
        for one in store.readings()
        if ORIGIN in one.reached and one.reader not in {AGREED, SETTLED}
    }
    open_ = {name for one in seen.agreed.open for name in _ids(one.unit)}
    alike = {one.reached.get(ORIGIN, one.id): one for one in seen.agreed.statements}
    return {name: alike.get(name) for name in reviewed if name not in open_}


def _adopt(store: Store, documents: set[str] | None, passages: set[str] | None) -> Adopted:
    """Takes over the outcomes of these documents and passages, of all where None is given."""
    seen = view(store)
    corrected = _correct(store, seen, passages)
    by_hand = {unit.document for unit in seen.units if not _only_reviewed(unit.document, seen.coded)}
    taken = sorted(by_hand if documents is None else by_hand & documents)
    if taken:
        _replace(store, taken)
    return Adopted(corrected, tuple(taken))


def _only_reviewed(document: str, found: Coded) -> bool:
    from accord.store.records import MACHINES

    people = [coder for coder in found.codings if coder not in MACHINES]
    there = [
        coder
        for coder in people
        if (document, coder) in found.looked or any(one.span.document == document for one in found.codings[coder])
    ]
    return all((document, coder) in found.looked for coder in there)


def _correct(store: Store, seen: View, passages: set[str] | None) -> tuple[str, ...]:
    """Corrects the machine's statements to what came out of their review; returns which."""
    from accord.store import Correction
    from accord.store.records import MACHINES

    counting = {one.id: one for one in store.statements()}
    every = {one.id: one for one in store.statements(with_rejected=True) if one.reader in MACHINES}
    made = []
    for name, outcome in _outcomes(seen, store).items():
        if name not in every or (passages is not None and name not in passages):
            continue
        changes = {} if outcome is None else _difference(every[name], outcome)
        turned = (outcome is None) if (name in counting) is (outcome is None) else None
        if changes or turned is not None:
            who, why = _by_whom(seen, name)
            store.correct(Correction(name, who, now().isoformat(), why, changes, turned))
            made.append(name)
    return tuple(made)


def _by_whom(seen: View, name: str) -> tuple[str, str]:
    """Who brought the outcome about, and why: the last decision, or the coders who have it alike."""
    ids = {one for unit in seen.units if name in _ids(unit) for one in _ids(unit)}
    for decision in reversed(seen.decisions):
        if decision.statement in ids:
            return decision.who, decision.why
    coders = [
        coder
        for coder, statements in seen.coded.codings.items()
        if any(one.reached.get(ORIGIN) == name for one in statements)
    ]
    return ", ".join(coders) or "the coders", "coded alike by all who reviewed it"


def _difference(standing: Statement, outcome: Statement) -> dict[str, Any]:
    """What must be set for the one statement to say what the other does."""
    from accord.statements import statement_record

    one, other = (statement_record(each, each.span.document) for each in (standing, outcome))
    changes = {name: other[name] for name in _CORRECTED if name != "points" and one[name] != other[name]}
    if len(one["points"]) != len(other["points"]):
        return changes | {"points": other["points"]}
    for number, (before, after) in enumerate(zip(one["points"], other["points"], strict=True)):
        changes |= {f"points.{number}.{name}": after[name] for name in after if before.get(name) != after[name]}
    return changes


def _replace(store: Store, documents: Sequence[str]) -> None:
    """Keeps the agreed codings of documents, which take the machine's place."""
    from accord.statements import AGREED

    def agreed(_: Had) -> dict[str, Iterable[Statement]]:
        every = view(store).agreed.statements  # as they are by now: nobody writes meanwhile
        return {
            document: [
                copy_of(one, AGREED, one.reached.get(ORIGIN, one.id)) for one in every if one.span.document == document
            ]
            for document in documents
        }

    revise(store, AGREED, agreed)


def dispute_records(found: Iterable[Disagreement]) -> list[Mapping[str, Any]]:
    """What is open, as JSON objects, with the id by which a passage is settled."""
    from accord.reading.adjudication import disagreement_record

    return [{"passage": passage_id(one.unit), **disagreement_record(one)} for one in found]


def compare(
    workspace: Place, coders: tuple[str, ...] = (), *, seed: int = 0
) -> tuple[Agreement, tuple[Disagreement, ...]]:
    """How far the coders of a project agree, the machine among them, and what is open between them, weightiest first.

    With no coder named, what is open is between the people alone, and what was settled is not.

    Raises:
        CallError: a coder is named who coded nothing, or fewer than two did.
    """
    import numpy as np

    from accord.reading.adjudication import disagreements
    from accord.reading.agreement import agreement
    from accord.store import Store

    with Store.open(workspace.database) as store:
        found, documents = coded(store), store.documents()
        unknown = [name for name in coders if name not in found.codings]
        if unknown:
            known = ", ".join(sorted(found.codings)) or "none"
            raise CallError(f"A coder must be one of {known}", f"got {unknown[0]!r}", "name one of them")
        chosen = coders or tuple(sorted(found.codings))
        told = agreement(found.common(chosen), documents, np.random.default_rng(seed), looked=tuple(found.looked))
        if coders:
            return told, disagreements(told.units, told.coders, looked=found.has_looked)
        return told, view(store).agreed.open
