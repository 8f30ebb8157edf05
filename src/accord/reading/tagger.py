"""A tagger that the user trains on reviewed statements, and that replaces the rules only where it is better.

It learns two things: whether a passage that the rules took is a statement of this negotiation at all (`relevance`), and
what each of its points does (`act`). Where a statement starts and ends stays with the rules: a correction cannot move a
span, and some hundred reviewed statements do not teach where passages lie that the rules never proposed.

A task is taken over only if, on documents that it was not trained on, the tagger is better beyond its error. Nothing
trained comes with accord; what a project learned stays in the project, as JSON.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from accord.documents import Document
from accord.errors import CallError, MaterialError, Problem, Severity
from accord.negotiation import Negotiation
from accord.reading.agreement_units import units
from accord.reading.parsed import Parsed
from accord.reading.tagger_features import FEATURES, features
from accord.reading.tagger_weights import (
    LEAST_DOCUMENTS,
    LEAST_EXAMPLES,
    Comparison,
    Example,
    Weights,
    answer,
    compare,
    train,
)
from accord.statements import Act, Point, Statement

RELEVANCE, ACT = "relevance", "act"
TASKS: Mapping[str, frozenset[str]] = {RELEVANCE: frozenset({"yes", "no"}), ACT: frozenset(Act)}
"""What is learned, and the answers to it."""
MEASURES: Mapping[str, str] = {RELEVANCE: "F1", ACT: "right"}
"""By what tagger and rules are compared: leaving everything out must not count as a gain."""

LEFT_OUT = "by_rule:left_out"
"""The reader of a statement that the rules read and a trained tagger takes for none: kept aside, used for nothing."""

_LEARNED = "learned from"
_MOST_FEATURES, _MOST_CHARACTERS, _LARGEST, _MOST_SHOWN = 20_000, 4_000_000, 1e6, 20
_TAKES = frozenset({Act.ACCEPT, Act.OFFER, Act.CONCESSION, Act.PROMISE})
_REFUSES = frozenset({Act.REJECT, Act.THREAT})


@dataclass(frozen=True, slots=True)
class Tagger:
    """What was learned for a codebook: weights by task, for the tasks it takes over, and the comparisons of all tasks.

    `reviewed`: how many statements it was trained on.
    """

    codebook: str
    reviewed: int
    weights: Mapping[str, Weights]
    comparisons: tuple[Comparison, ...]
    features: int = FEATURES


@dataclass(frozen=True, slots=True)
class Tagged:
    """Statements as the tagger has them, and those it takes for none; nothing else of them is changed."""

    statements: tuple[Statement, ...]
    left_out: tuple[Statement, ...]


class Review(Protocol):
    """What is asked of a correction: whose it is."""

    @property
    def statement(self) -> str:
        """The id of the statement that was reviewed."""


def learn(
    read: Sequence[Statement],
    reviewed: Mapping[str, Statement | None],
    parsed: Iterable[Parsed],
    negotiation: Negotiation,
) -> Tagger:
    """A tagger trained on reviewed statements, with weights only for the tasks where it beat the rules.

    `read`: what the rules read, uncorrected. `reviewed`: by id what a person made of it, None where it was rejected; a
    statement that was looked at and left as it is belongs there too, or the tagger learns from faults alone.
    """
    asked = examples(read, reviewed, parsed)
    comparisons = tuple(compare(task, asked[task], MEASURES[task]) for task in TASKS)
    weights = {one.task: _bounded(train(asked[one.task])) for one in comparisons if one.better}
    known = sum(statement.id in reviewed for statement in read)
    return Tagger(codebook_of(negotiation), known, weights, comparisons)


def examples(
    read: Sequence[Statement], reviewed: Mapping[str, Statement | None], parsed: Iterable[Parsed]
) -> dict[str, tuple[Example, ...]]:
    """What reviewed statements teach of each task; an act only where the review left the number of points."""
    texts = {one.document.id: one for one in parsed}
    found: dict[str, list[Example]] = {task: [] for task in TASKS}
    for statement in read:
        document = statement.span.document
        if statement.id not in reviewed or document not in texts:
            continue
        right, text = reviewed[statement.id], texts[document]
        seen = features(statement, None, text)
        found[RELEVANCE].append(Example(document, statement.id, seen, "yes", "no" if right is None else "yes"))
        if right is None or len(right.points) != len(statement.points):
            continue
        for number, (ruled, told) in enumerate(zip(statement.points, right.points, strict=True)):
            seen, name = features(statement, ruled, text), f"{statement.id}.{number}"
            found[ACT].append(Example(document, name, seen, ruled.act.value, told.act.value))
    return {task: tuple(several) for task, several in found.items()}


def reviewed_by_corrections(
    read: Sequence[Statement],
    corrections: Iterable[Review],
    apply: Callable[[Statement, Iterable[Any]], Statement | None],
) -> dict[str, Statement | None]:
    """What a project's corrections made of the statements read; `apply` is the store's `corrected`.

    A correction without a change says that the statement was looked at. One that no longer fits what the rules read
    now teaches nothing.
    """
    by_id: dict[str, list[Review]] = {}
    for correction in corrections:
        by_id.setdefault(correction.statement, []).append(correction)
    found: dict[str, Statement | None] = {}
    for statement in read:
        with suppress(CallError):
            if statement.id in by_id:
                found[statement.id] = apply(statement, by_id[statement.id])
    return found


def reviewed_by_coding(read: Sequence[Statement], coded: Sequence[Statement]) -> dict[str, Statement | None]:
    """What a person's own coding says of the statements read: the one over the same words, or that there is none.

    Only in documents that the person coded. Where both have one point, its act is the person's.
    """
    documents = {statement.span.document for statement in coded}
    among = [statement for statement in read if statement.span.document in documents]
    found: dict[str, Statement | None] = dict.fromkeys((one.id for one in among), None)
    for unit in units({"rules": among, "person": coded}):
        ruled, told = unit.by("rules"), unit.by("person")
        if ruled is not None and told is not None:
            one = len(ruled.points) == len(told.points) == 1
            points = (replace(ruled.points[0], act=told.points[0].act),) if one else ()
            found[ruled.id] = replace(ruled, points=points)
    return found


def tag(
    statements: Sequence[Statement], parsed: Parsed, tagger: Tagger, reviewed: Collection[str] = frozenset()
) -> Tagged:
    """The statements of one document as the tagger has them, for the tasks it takes over.

    `reviewed`: ids that a person has looked at; these stay as the rules read them, for the review was of that.
    """
    kept, left_out = [], []
    relevance, acts = tagger.weights.get(RELEVANCE), tagger.weights.get(ACT)
    for statement in statements:
        if statement.id in reviewed:
            kept.append(statement)
        elif relevance is not None and answer(relevance, features(statement, None, parsed), "yes") == "no":
            left_out.append(statement)
        else:
            kept.append(statement if acts is None else _with_acts(statement, parsed, acts, tagger))
    return Tagged(tuple(kept), tuple(left_out))


def left_out_problem(document: Document, tagged: Tagged) -> Problem | None:
    """What the tagger left out of a document, word for word, so that it can be taken in again; None where nothing."""
    if not tagged.left_out:
        return None
    words = "; ".join(f"“{' '.join(one.quote.split())[:80]}” ({one.id})" for one in tagged.left_out[:_MOST_SHOWN])
    sentence = f"{document.file}: the trained tagger takes {len(tagged.left_out)} passages for no statements: {words}."
    ids = tuple(one.id for one in tagged.left_out)
    return Problem(Severity.NOTE, "tagger.left_out", sentence, document.file, statements=ids)


def learned(statement: Statement) -> dict[str, str]:
    """The acts that a tagger gave the statement, by the names of corrections: who reviews it confirms them."""
    return {
        f"points.{number}.act": point.act.value
        for number, point in enumerate(statement.points)
        if statement.reached.get(f"points[{number}].act", "").startswith(_LEARNED)
    }


def _with_acts(statement: Statement, parsed: Parsed, weights: Weights, tagger: Tagger) -> Statement:
    points, reached = [], dict(statement.reached)
    for number, point in enumerate(statement.points):
        act = Act(answer(weights, features(statement, point, parsed), point.act.value))
        if act is not point.act:
            how = f"{_LEARNED} {tagger.reviewed} reviewed statements; by rule: {point.act.value}"
            reached[f"points[{number}].act"] = how
            if point.claim is not None and _turned(point.act, act):
                reached[f"points[{number}].claim"] = f"left out: {point.claim.says.value} does not go with {act.value}"
        points.append(_as(point, act))
    return statement if tuple(points) == statement.points else replace(statement, points=tuple(points), reached=reached)


def _as(point: Point, act: Act) -> Point:
    """The point with another act, and without a claim that said the opposite of it."""
    return replace(point, act=act, claim=None if _turned(point.act, act) else point.claim)


def _turned(one: Act, other: Act) -> bool:
    return (one in _TAKES and other in _REFUSES) or (one in _REFUSES and other in _TAKES)


def told(comparison: Comparison) -> str:
    """A comparison in plain words, with its figures and what follows."""
    one = comparison
    beginning = f"{one.task}: {_counted(one.examples, 'reviewed answer')} in {_counted(one.documents, 'document')}"
    if one.interval is None:
        return f"{beginning}; too few to compare. {_lacking(one)}"
    low, high = one.interval
    figures = (
        f"judged in {one.folds} parts, each by what was learned from the others, "
        f"{'the F1 of what is kept' if one.measure == 'F1' else 'the share that is right'} is {one.rules:.1%} for the "
        f"rules and {one.tagger:.1%} for the tagger: {one.gain:+.1%}, with 95 % certainty {low:+.1%} to {high:+.1%}; "
        f"{one.mended} mended, {one.spoiled} spoiled"
    )
    if one.better:
        return f"{beginning}; {figures}. The tagger takes over."
    if one.examples < LEAST_EXAMPLES or one.documents < LEAST_DOCUMENTS:
        return f"{beginning}; {figures}. {_lacking(one)}"
    return f"{beginning}; {figures}. No better beyond its error, so the rules stay."


def _lacking(one: Comparison) -> str:
    """How many more reviewed answers it takes to tell."""
    needs = []
    if one.examples < LEAST_EXAMPLES:
        needs.append(f"{LEAST_EXAMPLES - one.examples} more of them")
    if one.documents < LEAST_DOCUMENTS:
        needs.append(f"{_counted(LEAST_DOCUMENTS - one.documents, 'more document')}")
    least = f"at least {LEAST_EXAMPLES} in {LEAST_DOCUMENTS} documents"
    return f"It takes {least} to replace the rules: {' and '.join(needs)}. The rules stay."


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


# kept


def codebook_of(negotiation: Negotiation) -> str:
    """What a tagger was made for: the parties, issues and options of a codebook, without its words."""
    parts = [sorted(party.id for party in negotiation.parties)]
    parts += [[issue.id, *issue.options] for issue in sorted(negotiation.issues, key=lambda issue: issue.id)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def dump_tagger(tagger: Tagger) -> str:
    """The tagger as JSON, the same bytes for the same tagger."""
    record = {
        "features": tagger.features,
        "codebook": tagger.codebook,
        "reviewed": tagger.reviewed,
        "comparisons": [asdict(one) for one in tagger.comparisons],
        "weights": tagger.weights,
    }
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def load_tagger(text: str, negotiation: Negotiation) -> Tagger:
    """The tagger that `dump_tagger` wrote.

    Raises:
        MaterialError: it is none, too large, or made for another codebook or another version of what is seen.
    """
    must, mend = "A tagger is a file that `accord train` wrote", "train again with `accord train`"
    if len(text) > _MOST_CHARACTERS:
        raise MaterialError(must, f"this one has {len(text):,} characters", mend)
    try:
        record = json.loads(text)
        tagger = Tagger(
            str(record["codebook"]),
            int(record["reviewed"]),
            {task: _weights(task, table) for task, table in record["weights"].items()},
            tuple(_comparison(one) for one in record["comparisons"]),
            int(record["features"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        why = f"it has no {fault}" if isinstance(fault, KeyError) else str(fault)
        raise MaterialError(must, f"this one does not fit ({why})"[:200], mend) from fault
    if tagger.features != FEATURES:
        raise MaterialError(f"A tagger sees what version {FEATURES} sees", f"this one has {tagger.features}", mend)
    if tagger.codebook != codebook_of(negotiation):
        raise MaterialError("A tagger is for one codebook", "this one was made for other parties or issues", mend)
    return tagger


def _weights(task: str, table: Any) -> dict[str, dict[str, float]]:
    """The weights of a task, checked.

    Raises:
        ValueError: an unknown task or answer, too many features, or a weight that is no plain number.
    """
    if task not in TASKS or len(table) > _MOST_FEATURES:
        raise ValueError(f"task {task!r} with {len(table)} features")
    found = {str(name): {str(one): float(weight) for one, weight in row.items()} for name, row in table.items()}
    for row in found.values():
        if not set(row) <= TASKS[task] or not all(math.isfinite(w) and abs(w) < _LARGEST for w in row.values()):
            raise ValueError(f"weights {str(row)[:60]} in task {task!r}")
    return found


def _comparison(record: Mapping[str, Any]) -> Comparison:
    low_high = record["interval"]
    return Comparison(**{**record, "interval": None if low_high is None else (float(low_high[0]), float(low_high[1]))})


def _bounded(weights: Weights) -> dict[str, Mapping[str, float]]:
    """The weights of the features that matter most, in order of name."""
    most = sorted(weights, key=lambda name: (-max(map(abs, weights[name].values())), name))[:_MOST_FEATURES]
    return {name: weights[name] for name in sorted(most)}
