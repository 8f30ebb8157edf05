"""Reading by rule: documents to statements, offline, the same for every field and party."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from accord.documents import Document
from accord.errors import Problem, Severity
from accord.negotiation import Negotiation
from accord.reading.attribution import attributed_and_held
from accord.reading.cuts import before_cues, cut, with_participles
from accord.reading.narrated import narrated
from accord.reading.overheard import overheard
from accord.reading.parsed import Parsed, parse
from accord.reading.passages import Passage
from accord.reading.points import code
from accord.reading.registry import Registry, registry
from accord.reading.relevance import accuses, by_the_way, elsewhere, tells
from accord.reading.remarks import remark
from accord.reading.times import dated
from accord.statements import Point, Statement, holds, with_points

Coded = tuple[tuple[Point, ...], dict[str, str]]
_FAULTS = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RuntimeError)


def read(
    document: Document,
    negotiation: Negotiation | None,
    *,
    parsed: Parsed | None = None,
    registry: Registry | None = None,
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """The statements of a document, in order, and what could not be read; it never raises on a text.

    `parsed` and `registry` may be given where they are known already (a registry of all documents knows more names).
    """
    parsed = parsed if parsed is not None else parse(document)
    registry = registry if registry is not None else _registry((parsed,), negotiation)
    problems = list(parsed.problems)
    if not document.text.strip():
        return (), (
            *problems,
            Problem(Severity.WARNING, "reading.empty", f"{document.file} holds no text.", document.file),
        )
    passages, held = _tried(lambda: attributed_and_held(parsed, registry), ((), ()), problems, document)
    accusing = tuple(p for p in held if accuses(p))
    passages = tuple(sorted((*passages, *accusing), key=_place))
    held = tuple(p for p in held if p not in accusing)
    on = _tried(lambda: overheard(parsed, passages) if negotiation is not None else (), (), problems, document)
    passages = tuple(sorted((*passages, *on), key=_place))
    told = _tried(lambda: narrated(parsed, passages, registry, negotiation), (), problems, document)
    held = tuple(p for p in held if not any(p.start < one.end and one.start < p.end for one in told))
    told = tuple(p for p in (before_cues(one, passages, parsed) for one in told) if p is not None)
    passages = with_participles(tuple(sorted((*passages, *told, *held), key=_place)), parsed)
    statements = _coded(passages, parsed, registry, negotiation, problems)
    if not statements:
        problems.append(
            Problem(Severity.WARNING, "reading.nothing", f"No statement was found in {document.file}.", document.file)
        )
    return statements, tuple(problems)


def _place(passage: Passage) -> tuple[int, int]:
    return passage.start, passage.end


def _registry(parsed: Sequence[Parsed], negotiation: Negotiation | None) -> Registry:
    return registry(parsed, negotiation)


def _tried(call: Callable[[], Any], otherwise: Any, problems: list[Problem], document: Document) -> Any:
    """What the call returns; where it fails a problem, and `otherwise`."""
    try:
        return call()
    except _FAULTS as fault:
        sentence = f"A part of {document.file} could not be read ({type(fault).__name__}: {fault}); the rest was."
        problems.append(Problem(Severity.WARNING, "reading.fault", sentence, document.file))
        return otherwise


def _coded(
    passages: Sequence[Passage],
    parsed: Parsed,
    registry: Registry,
    negotiation: Negotiation | None,
    problems: list[Problem],
) -> tuple[Statement, ...]:
    """The statements with their points, without those that tell nothing of the negotiation that the text is about."""
    found: list[Statement] = []
    known: dict[Passage, Coded] = {}

    def coded(passage: Passage) -> Coded:
        if negotiation is None:
            return (), {}
        if passage not in known:
            known[passage] = _tried(
                lambda: code(passage, parsed, registry, negotiation), ((), {}), problems, parsed.document
            )
        return known[passage]

    parts = [part for whole in passages for part in cut(whole, parsed, lambda piece: coded(piece)[0])]
    everything = negotiation is None or elsewhere([(part, coded(part)[0]) for part in parts], negotiation)
    for passage in parts:
        points, reached = coded(passage)
        if negotiation is None:
            found.append(dated(with_points(passage.statement, points, reached), passage, parsed))
        elif everything or "tracks" in reached or tells(passage, points, parsed, registry, negotiation):
            if not everything and by_the_way(passage, points):
                continue
            if not points and "tracks" not in reached:
                points, reached = remark(passage, parsed, registry)
            found.append(dated(with_points(passage.statement, points, reached), passage, parsed))
    broken = [s for s in found if not holds(s, parsed.document)]
    if broken:
        sentence = f"{len(broken)} passages of {parsed.document.file} are not word for word at their place: left out."
        problems.append(Problem(Severity.ERROR, "reading.span", sentence, parsed.document.file))
    return tuple(s for s in found if holds(s, parsed.document))
