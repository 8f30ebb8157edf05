"""How far several coders of the same documents agree: on where the statements are, and on what each says.

**Units.** Two spans of one document, by different coders, are of one unit where the characters they share are at least
half of those that either has. Spans are joined best overlap first, each in one unit only, one span a coder; where there
are more than two coders, every two spans of a unit overlap so far.

**Unitizing.** The share of spans that both of two coders have, and Krippendorff's alpha for unitizing (his definition
of 1995 and 2004), over the documents in which every coder has at least one span: it weighs by how much the spans miss
each other, so it asks for no threshold.

**Coding.** Over the units, per field: nominal alpha, percent agreement, and who was taken for what. A unit counts for a
field where two coders or more coded it; what a coder did not code is missing and enters nothing; "none" is a code. A
statement's points count together: the issues of two coders agree where they are the same set.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Protocol

from accord.documents import Document
from accord.errors import CallError
from accord.reading.agreement_units import Unit, alpha_of_units, spans_of, units
from accord.statements import BY_HAND, Point, Statement

DRAWS = 1_000
NO_CODE = "none"


class Draws(Protocol):
    """What is asked of a random generator (numpy's)."""

    def multinomial(self, n: int, pvals: Sequence[float]) -> Any:
        """How often each comes up in `n` draws with these chances."""


@dataclass(frozen=True, slots=True)
class PairOfCoders:
    """How many spans two coders have, and both; `share`: twice both over all, None where neither has one."""

    one: str
    other: str
    spans: tuple[int, int]
    both: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Unitizing:
    """Agreement on where statements are. `alpha`: None where there is nothing to agree on.

    `documents`: in how many every coder has a span, the ones that `alpha` is over.
    """

    pairs: tuple[PairOfCoders, ...]
    share: float | None
    alpha: float | None
    documents: int


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """Agreement on one field. `units`: with two codes or more. `percent`: of pairs of codes that are the same.

    `alpha`: None where all codes are one, or there are none. `interval`: 95 %, by drawing the units anew. `confusion`:
    pairs of codes and how often two coders gave them to one unit, the commonest first; the same code twice included.
    """

    field: str
    units: int
    percent: float | None
    alpha: float | None
    interval: tuple[float, float] | None
    confusion: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree: who they are, on which documents, on what."""

    coders: tuple[str, ...]
    documents: int
    units: tuple[Unit, ...]
    unitizing: Unitizing
    fields: tuple[FieldAgreement, ...]


def agreement(
    codings: Mapping[str, Sequence[Statement]],
    documents: Sequence[Document],
    rng: Draws,
    *,
    draws: int = DRAWS,
    looked: Iterable[tuple[str, str]] = (),
) -> Agreement:
    """How far these coders agree; `codings`: by coder, the statements as that coder left them.

    `looked`: documents (id) and coders who looked at them, beside those who have a statement there.

    Raises:
        CallError: fewer than two coders, or a statement of a document that is not given.
    """
    if len(codings) < 2:
        mend = "import another's codings, or review as another coder"
        raise CallError("Agreement is between two coders or more", f"got {len(codings)}", mend)
    lengths = {document.id: len(document.text) for document in documents}
    used = {one.span.document for statements in codings.values() for one in statements}
    if not used <= set(lengths):
        raise CallError("A coded document is among the documents", f"missing {min(used - set(lengths))}", "add it")
    found = units(codings)
    seen = {coder: {one.span.document for one in statements} for coder, statements in codings.items()}
    for document, coder in looked:
        seen.get(coder, set()).add(document)
    return Agreement(
        tuple(codings),
        len(used),
        found,
        _unitizing(codings, found, lengths, seen),
        tuple(_field(name, found, rng, draws) for name in FIELDS),
    )


def agreement_record(found: Agreement) -> dict[str, Any]:
    """Agreement as a JSON object, without the units."""
    return {
        "coders": list(found.coders),
        "documents": found.documents,
        "units": len(found.units),
        "unitizing": asdict(found.unitizing),
        "fields": [asdict(field) for field in found.fields],
    }


# unitizing


def _unitizing(
    codings: Mapping[str, Sequence[Statement]],
    found: Sequence[Unit],
    lengths: Mapping[str, int],
    seen: Mapping[str, set[str]],
) -> Unitizing:
    pairs = []
    for one, other in combinations(codings, 2):
        by_both = seen[one] & seen[other]
        counts = tuple(sum(s.span.document in by_both for s in codings[coder]) for coder in (one, other))
        both = sum(unit.by(one) is not None and unit.by(other) is not None for unit in found)
        share = 2 * both / sum(counts) if sum(counts) else None
        pairs.append(PairOfCoders(one, other, (counts[0], counts[1]), both, share))
    total = sum(sum(pair.spans) for pair in pairs)
    of_all = set.intersection(*seen.values()) & set(lengths)
    continua = [
        (lengths[document], [spans_of(statements, document) for statements in codings.values()])
        for document in sorted(of_all)
    ]
    return Unitizing(
        tuple(pairs),
        sum(2 * pair.both for pair in pairs) / total if total else None,
        alpha_of_units(continua),
        len(of_all),
    )


# coding


def _points_of(value: Callable[[Point], Hashable | None]) -> Callable[[Statement], tuple[Any, ...]]:
    def codes(statement: Statement) -> tuple[Any, ...]:
        return tuple(sorted({str(code) for code in map(value, statement.points) if code is not None}))

    return codes


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(" ".join(name.casefold().split()) for name in names))


def _claim_head(point: Point) -> str | None:
    claim = point.claim
    return f"{'not ' if claim.negated else ''}{claim.says.value} {claim.party}" if claim else None


FIELDS: Mapping[str, tuple[str, Callable[[Statement], tuple[Any, ...]]]] = {
    "speaker": ("speakers", lambda one: _names(one.speakers)),
    "party": ("parties", lambda one: tuple(sorted(one.parties))),
    "tier": ("tier", lambda one: (one.tier.value,)),
    "kind": ("kind", lambda one: (one.kind.value,)),
    "act": ("points", _points_of(lambda point: point.act.value)),
    "issue": ("points", _points_of(lambda point: point.issue)),
    "option": ("points", _points_of(lambda point: point.option and f"{point.issue}.{point.option}")),
    "claim": ("points", _points_of(_claim_head)),
    "modality": ("points", _points_of(lambda point: point.modality.value)),
    "negated": ("points", _points_of(lambda point: "yes" if point.negated else "no")),
}
"""The fields that are compared: where a statement keeps them, and their code."""


def code_of(statement: Statement, name: str) -> str | None:
    """A statement's code in a field; `none` where it has nothing, None where its coder did not code the field.

    A person codes what the file of codings says; a reader of the program codes every field.
    """
    kept, code = FIELDS[name]
    if statement.reader.startswith(BY_HAND) and not _coded(statement, name, kept):
        return None
    return " + ".join(code(statement)) or NO_CODE


def _coded(statement: Statement, name: str, kept: str) -> bool:
    if kept != "points":
        return kept in statement.reached
    parts, corrected = (
        {key.rpartition(".")[2] for key in statement.reached if key.startswith(begins)}
        for begins in ("points[", "points.")
    )
    return name in corrected or (name in parts if parts else "points" in statement.reached)


def _field(name: str, found: Sequence[Unit], rng: Draws, draws: int) -> FieldAgreement:
    coded = []
    for unit in found:
        codes = [code for code in (code_of(statement, name) for _, statement in unit.coded) if code is not None]
        if len(codes) > 1:
            coded.append(codes)
    pairs = Counter(tuple(sorted(pair)) for codes in coded for pair in combinations(codes, 2))
    total = pairs.total()
    same = sum(count for (one, other), count in pairs.items() if one == other)
    confusion = sorted(((one, other, count) for (one, other), count in pairs.items()), key=lambda c: (-c[2], c[:2]))
    return FieldAgreement(
        name,
        len(coded),
        same / total if total else None,
        nominal_alpha(coded),
        _interval(coded, rng, draws),
        tuple(confusion),
    )


def nominal_alpha(coded: Sequence[Sequence[Hashable]]) -> float | None:
    """Krippendorff's nominal alpha of the codes of each unit; None where all codes that can be paired are the same.

    Units with one code or none are left out, as he has it.

    >>> nominal_alpha([["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"]])
    0.5333333333333333
    """
    return _alpha([(_summed(codes), times) for codes, times in _patterns(coded).items()])


_Summed = tuple[float, tuple[tuple[Hashable, int], ...]]


def _patterns(coded: Sequence[Sequence[Hashable]]) -> Counter[tuple[Hashable, ...]]:
    """How many units have the same codes, in whatever order; units with one code or none left out."""
    return Counter(tuple(sorted(codes, key=str)) for codes in coded if len(codes) > 1)


def _summed(codes: Sequence[Hashable]) -> _Summed:
    """How far the codes of a unit differ, and how often each stands there."""
    counts = Counter(codes)
    total = counts.total()
    return (total * total - sum(n * n for n in counts.values())) / (total - 1), tuple(counts.items())


def _alpha(patterns: Iterable[tuple[_Summed, int]]) -> float | None:
    """Alpha of units given by their pattern of codes, and how many have it."""
    counts: dict[Hashable, int] = {}
    apart = []
    for (distance, codes), times in patterns:
        if not times:
            continue
        apart.append(distance * times)
        for code, count in codes:
            counts[code] = counts.get(code, 0) + count * times
    total = sum(counts.values())
    chance = total * total - sum(count * count for count in counts.values())
    return 1 - math.fsum(apart) * (total - 1) / chance if chance else None


def _interval(coded: Sequence[Sequence[Hashable]], rng: Draws, draws: int) -> tuple[float, float] | None:
    """From the 2.5th to the 97.5th percentile of alpha with the units drawn anew; None where it has no spread to tell.

    Draws in which all codes are one have no alpha and are left out; with more than a tenth of them nothing is told.
    Units of one pattern are drawn together, so that the time does not grow with the units.
    """
    patterns = _patterns(coded)
    total = patterns.total()
    if total < 2:
        return None
    summed = [_summed(codes) for codes in patterns]
    shares = [times / total for times in patterns.values()]
    drawn = (rng.multinomial(total, shares).tolist() for _ in range(draws))
    found = [alpha for times in drawn if (alpha := _alpha(zip(summed, times, strict=True))) is not None]
    if len(found) < 0.9 * draws or not found:
        return None
    found.sort()
    return found[round(0.025 * (len(found) - 1))], found[round(0.975 * (len(found) - 1))]
