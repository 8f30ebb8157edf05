"""Reading by a language model at an endpoint the user configured, which cannot invent.

Numbered sentences go in; strings and names from closed lists come back; `answers` believes what the text bears out. A
local server that speaks the chat-completions protocol serves as well as a remote one. The article is data: it stands in
a JSON list, nothing in it is an instruction, and an answer that obeyed one would still have to be found in the text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.documents import Document
from accord.errors import Problem, Severity
from accord.negotiation import Negotiation
from accord.reading.answers import Counts, Desk, believed
from accord.reading.asking import Ask, EndpointError, endpoint, items_of, question, schema_of
from accord.reading.by_rule import read as read_by_rule
from accord.reading.parsed import Parsed, parse
from accord.reading.registry import Registry, registry
from accord.statements import Statement

__all__ = ["Budget", "EndpointError", "Session", "endpoint", "read", "reject_rate"]

_SENTENCES, _WORDS = 40, 1_500


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one reading may ask for: requests, and characters sent."""

    requests: int = 200
    characters: int = 2_000_000


@dataclass
class Session:
    """One reading: whom it asks, what it has been told before (`cache`), what it may spend, and what came of it."""

    ask: Ask
    name: str
    budget: Budget = field(default_factory=Budget)
    cache: MutableMapping[str, str] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    requests: int = 0
    characters: int = 0


def read(
    document: Document,
    negotiation: Negotiation,
    session: Session,
    *,
    parsed: Parsed | None = None,
    known: Registry | None = None,
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """The statements that the model finds and the text bears out; what could not be read, and where the rules disagree.

    Where the endpoint fails or the budget ends, what was read so far is kept and a problem says what was not.
    """
    parsed = parsed if parsed is not None else parse(document)
    known = known if known is not None else registry((parsed,), negotiation)
    desk = Desk(parsed, known, negotiation, session.counts)
    found: dict[str, Statement] = {}
    problems = list(parsed.problems)
    for first, last in _batches(parsed):
        answer = _answer(desk, session, (first, last), problems)
        if answer is None:
            rest = len(parsed.sentences) - first
            problems.append(
                _problem(document, "model.unread", f"{rest} sentences from number {first} on were not read")
            )
            break
        for item in answer:
            statement = believed(item, desk, first, last)
            if statement is not None:
                found.setdefault(statement.id, statement)
    statements = tuple(sorted(found.values(), key=lambda one: (one.span.start, one.span.end)))
    problems.extend(_compared(statements, document, desk))
    return statements, tuple(problems)


def reject_rate(counts: Counts) -> tuple[float, str]:
    """The share of offered statements that were refused, and a sentence that says why."""
    refused = counts.offered - counts.kept
    share = refused / counts.offered if counts.offered else 0.0
    reasons = ", ".join(f"{n} {why}" for why, n in sorted(counts.why.items(), key=lambda one: (-one[1], one[0])))
    return share, (
        f"The model offered {counts.offered} statements; {refused} were refused"
        + (f" ({reasons})" if reasons else "")
        + "."
    )


def _batches(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """Runs of sentences to ask about, by first and last number."""
    first, length = 0, 0
    for sentence in parsed.sentences:
        length += len(sentence.span)
        if sentence.number > first and (sentence.number - first >= _SENTENCES or length > _WORDS):
            yield first, sentence.number - 1
            first, length = sentence.number, len(sentence.span)
    if parsed.sentences:
        yield first, len(parsed.sentences) - 1


def _answer(desk: Desk, session: Session, run: tuple[int, int], problems: list[Problem]) -> list[Any] | None:
    """The items of the model's answer for a run of sentences; None where it cannot be had."""
    document = desk.parsed.document
    messages, schema = question(desk.parsed, desk.negotiation, run), schema_of(desk.negotiation)
    key = hashlib.sha256(json.dumps([session.name, messages], sort_keys=True).encode()).hexdigest()
    raw = session.cache.get(key)
    if raw is None:
        size = sum(len(message["content"]) for message in messages)
        if session.requests >= session.budget.requests or session.characters + size > session.budget.characters:
            problems.append(_problem(document, "model.budget", "the budget for the model is spent"))
            return None
        session.requests += 1
        session.characters += size
        try:
            raw = session.ask(messages, schema)
        except EndpointError as fault:
            problems.append(_problem(document, "model.endpoint", str(fault).rstrip(".")))
            return None
    items = items_of(raw)
    if items is None:
        problems.append(
            _problem(document, "model.answer", f"the answer on sentences {run[0]} to {run[1]} is no JSON list")
        )
        return []
    session.cache[key] = raw
    return items


def _compared(statements: Sequence[Statement], document: Document, desk: Desk) -> Iterator[Problem]:
    """An alarm for each passage of which the rules tell another party or the opposite sign."""
    ruled, _ = read_by_rule(document, desk.negotiation, parsed=desk.parsed, registry=desk.registry)
    for mine in statements:
        for other in ruled:
            if not _same_words(mine, other):
                continue
            if mine.parties and other.parties and set(mine.parties) != set(other.parties):
                sides = f"for {', '.join(mine.parties)} by the model, for {', '.join(other.parties)} by the rules"
                told = f"{_shown(mine)}: said {sides}"
                yield _problem(document, "model.disagrees", told, (mine.id, other.id))


def _same_words(one: Statement, other: Statement) -> bool:
    shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    longest = max(one.span.end - one.span.start, other.span.end - other.span.start)
    return shared * 2 >= longest


def _shown(statement: Statement) -> str:
    words = " ".join(statement.quote.split())
    return f"“{words[:80]}{'…' if len(words) > 80 else ''}”"


def _problem(document: Document, code: str, told: str, statements: tuple[str, ...] = ()) -> Problem:
    return Problem(Severity.WARNING, code, f"{document.file}: {told}.", document.file, statements=statements)
