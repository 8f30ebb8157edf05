"""The passages that several coders have coded, and how far they agree on where these are."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accord.statements import Statement

LEAST_OVERLAP = 0.5

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """What several coders have coded of one passage: the coder and the statement, in the order of the coders."""

    document: str
    coded: tuple[tuple[str, Statement], ...]

    @property
    def start(self) -> int:
        """Where the first of its spans starts."""
        return min(statement.span.start for _, statement in self.coded)

    def by(self, coder: str) -> Statement | None:
        """What this coder has; None where it has nothing here."""
        return dict(self.coded).get(coder)


def overlap(one: Statement, other: Statement) -> float:
    """The characters that two spans share, of those that either has; 0 in two documents."""
    if one.span.document != other.span.document:
        return 0.0
    shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    either = max(one.span.end, other.span.end) - min(one.span.start, other.span.start)
    return max(shared, 0) / either


def units(codings: Mapping[str, Sequence[Statement]], least: float = LEAST_OVERLAP) -> tuple[Unit, ...]:
    """The units of several codings, by document and place; a span that nobody else has is a unit of its own."""
    by_document: dict[str, list[tuple[int, Statement]]] = defaultdict(list)
    for number, statements in enumerate(codings.values()):
        for statement in statements:
            by_document[statement.span.document].append((number, statement))
    names = list(codings)
    found = []
    for document in sorted(by_document):
        coded = sorted(by_document[document], key=lambda one: (one[1].span, one[0]))
        for group in _groups(coded, least):
            members = sorted((coded[place] for place in group), key=lambda one: one[0])
            found.append(Unit(document, tuple((names[number], statement) for number, statement in members)))
    return tuple(sorted(found, key=lambda unit: (unit.document, unit.start, unit.coded[0][1].span.end)))


def _groups(coded: Sequence[tuple[int, Statement]], least: float) -> Iterable[list[int]]:
    """The places of spans that are one unit, joined best overlap first."""
    near: dict[tuple[int, int], float] = {}
    for i, (coder, statement) in enumerate(coded):
        for j in range(i + 1, len(coded)):
            other, more = coded[j]
            if more.span.start >= statement.span.end:
                break
            if coder != other and overlap(statement, more) >= least:
                near[i, j] = overlap(statement, more)
    group = {place: [place] for place in range(len(coded))}
    for pair in sorted(near, key=lambda pair: (-near[pair], pair)):
        left, right = group[pair[0]], group[pair[1]]
        if left is not right and all((min(a, b), max(a, b)) in near for a in left for b in right):
            left.extend(right)
            group |= dict.fromkeys(right, left)
    return {id(one): one for one in group.values()}.values()


def spans_of(statements: Iterable[Statement], document: str) -> list[Span]:
    """A coder's spans of a document, overlapping ones as one, for units of a continuum do not overlap."""
    joined: list[Span] = []
    for start, end in sorted((s.span.start, s.span.end) for s in statements if s.span.document == document):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def alpha_of_units(continua: Sequence[tuple[int, Sequence[Sequence[Span]]]]) -> float | None:
    """Krippendorff's alpha for unitizing, one category of units: 1 the same spans, 0 as if spans lay by chance.

    Definition (Krippendorff 1995; 2004, section 11.6): 1 - D_o / D_e. D_o sums over pairs of coders and sections: for
    two units that overlap, the squared distances of their starts and of their ends; for a unit within the other's gap,
    its squared length. D_e is the same for units laid anywhere on the continuum.

    Convention: a continuum is a document, by its length and each coder's spans, which do not overlap; several are one
    continuum whose gaps end at each document's end. None where nobody has a unit, or all of it is one.

    Args:
        continua: For each document its length, and the spans (start, end) of each coder, in order.

    Example: two coders, 20 characters, one unit each, shifted by two.

        >>> round(alpha_of_units([(20, [[(4, 9)], [(6, 11)]])]), 4)
        0.6293
    """
    length = sum(size for size, _ in continua)
    coders = len(continua[0][1]) if continua else 0
    units = [end - start for _, coded in continua for spans in coded for start, end in spans]
    gaps = sorted(gap for size, coded in continua for spans in coded for gap in _gaps(spans, size))
    whole = coders * length
    below = whole * (whole - 1) - sum(size * (size - 1) for size in units)
    if coders < 2 or not units or below <= 0:
        return None
    tails = [0]
    for gap in reversed(gaps):
        tails.append(tails[-1] + gap)
    expected = 0.0
    for size in units:
        first = bisect_left(gaps, size)
        count = len(gaps) - first
        room = tails[count] - count * (size - 1)
        expected += (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * room
    expected *= 2 / (length * below)
    observed = sum(
        _distance(one, other)
        for _, coded in continua
        for number, one in enumerate(coded)
        for place, other in enumerate(coded)
        if number != place
    ) / (coders * (coders - 1) * length**2)
    return None if expected == 0 else 1 - observed / expected


def _gaps(spans: Sequence[Span], size: int) -> Iterable[int]:
    edges = [0, *(edge for span in spans for edge in span), size]
    return (end - start for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start)


def _distance(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Half of what two coders' sections differ by (the other half is the same the other way round)."""
    total = 0
    first = 0
    for start, end in one:
        while first < len(other) and other[first][1] <= start:
            first += 1
        place = first
        if place == len(other) or other[place][0] >= end:
            total += 2 * (end - start) ** 2  # within the other's gap, told from both sides
        while place < len(other) and other[place][0] < end:
            total += (start - other[place][0]) ** 2 + (end - other[place][1]) ** 2
            place += 1
    return total
