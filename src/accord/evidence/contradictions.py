"""Evidence that cannot hold together: all minimal sets, up to a bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from accord.bargain import Bools
from accord.errors import EvidenceError, Problem, Severity
from accord.evidence.constraints import Constraint, CounterfactualIs, Exclusion, Linear, RateBound, RateOrder
from accord.evidence.feasible import Witness, witness
from accord.evidence.layout import Layout
from accord.evidence.piece import Piece
from accord.evidence.wording import claim_words
from accord.negotiation import Negotiation

MOST_SETS = 20
MOST_CHECKS = 500
FURTHER_CHECKS = 24  # where what clashes among most of the evidence is known
MOST_WORK = 8000  # checks times pieces of a part, since a check of many pieces takes longer
LONGEST_QUOTE = 160  # characters of a quotation in a problem's sentence


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Minimal sets of pieces that cannot all be true; `complete`: there are no others."""

    sets: tuple[tuple[Piece, ...], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What another weighing found: contradictions, among these pieces, on this layout."""

    found: Conflicts
    pieces: tuple[Piece, ...]
    layout: Layout

    def of(self, part: Sequence[Piece], layout: Layout) -> _Told:
        """What is known of a part of the evidence."""
        now = {piece.id: piece for piece in part}
        sets = [
            tuple(now[piece.id] for piece in clashing)
            for clashing in self.found.sets
            if all(piece.id in now for piece in clashing)
        ]
        settled = now.keys() <= {piece.id for piece in self.pieces} and self._alike(part, layout)
        return _Told(tuple(sets), settled, self.found.complete)

    def _alike(self, part: Sequence[Piece], layout: Layout) -> bool:
        """Whether the same rules hold for the part, and the scalars it speaks of have the ranges they had."""
        if layout.bonds != self.layout.bonds or layout.frame != self.layout.frame:
            return False
        names = {name for piece in part for name in _scalars(layout.constraint(piece))}
        return all(layout.ranges[name] == self.layout.ranges[name] for name in names)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a part: the sets that clashed; `settled`: they still do, and there is nothing new to clash."""

    sets: tuple[tuple[Piece, ...], ...]
    settled: bool
    complete: bool


def certain_witness(
    evidence: Sequence[Piece], layout: Layout, negotiation: Negotiation
) -> dict[tuple[str, ...], float]:
    """A point where all certain evidence holds, numbers by name as in `Witness`.

    Raises:
        EvidenceError: there is none; its `conflicts` are the minimal sets.
    """
    certain = [piece for piece in evidence if piece.reliability >= 1]
    numbers: dict[tuple[str, ...], float] = {}
    clashing: list[tuple[Piece, ...]] = []
    for part in _parts(certain, layout):
        found = witness([layout.constraint(piece) for piece in part], layout, widest=True)
        if found is None:
            clashing += _minimal(part, layout, np.zeros((0, len(part)), np.bool_)).sets
        else:
            margin = min(found.margin, numbers.get(("margin",), found.margin))
            numbers.update(found.numbers)
            numbers["margin",] = margin
    if clashing:
        told = "; nor can these: ".join(_told(pieces, negotiation) for pieces in clashing[:3])
        raise EvidenceError(
            "Certain evidence (reliability 1) must be able to hold together",
            f"these cannot: {told}",
            "lower the reliability of one of them, or take one out",
            conflicts=tuple(tuple(piece.id for piece in pieces) for pieces in clashing),
        )
    return numbers


def conflicts(evidence: Sequence[Piece], layout: Layout, satisfied: Bools, *, known: Known | None = None) -> Conflicts:
    """The minimal sets of evidence that cannot all be true: the smallest first, then by id.

    `satisfied`: shape (members, pieces); a member in which several hold shows that they can. `known`: from another
    weighing; where a part holds nothing that is not known, nothing is searched, and else little, beyond it.
    """
    found: list[tuple[Piece, ...]] = []
    complete = True
    column = {piece.id: number for number, piece in enumerate(evidence)}
    for part in _parts(evidence, layout):
        seen = satisfied[:, [column[piece.id] for piece in part]]
        told = known.of(part, layout) if known else None
        if told and told.settled:
            one = Conflicts(told.sets, told.complete)
        else:
            one = _minimal(part, layout, seen, most=MOST_SETS - len(found), told=told.sets if told else None)
        found += one.sets
        complete = complete and one.complete
    ordered = sorted((tuple(sorted(pieces, key=lambda piece: piece.id)) for pieces in found), key=_rank)
    return Conflicts(tuple(ordered), complete)


def conflict_problems(found: Conflicts, negotiation: Negotiation) -> tuple[Problem, ...]:
    """A problem for each minimal set, with each source's name, what it claimed, and its words."""
    problems = []
    for pieces in found.sets:
        sentence = f"These cannot all be true: {_told(pieces, negotiation)}."
        if len(pieces) == 1:
            told = _told(pieces, negotiation)
            sentence = f"With what the negotiation file takes as known this cannot be true: {told}."
        ids = tuple(dict.fromkeys(id for piece in pieces for id in piece.statements))
        problems.append(Problem(Severity.WARNING, "evidence.conflict", sentence, statements=ids))
    if not found.complete:
        sentence = f"More evidence conflicts than the {len(found.sets)} sets shown; settle these and run again."
        problems.append(Problem(Severity.NOTE, "evidence.conflicts_unlisted", sentence))
    return tuple(problems)


def _rank(pieces: tuple[Piece, ...]) -> tuple[int, tuple[str, ...]]:
    return len(pieces), tuple(piece.id for piece in pieces)


def _told(pieces: Sequence[Piece], negotiation: Negotiation) -> str:
    return "; ".join(
        f"{'the analyst assumes that' if piece.assumption else f'according to {piece.source},'} "
        f"{claim_words(piece.claim, negotiation)}{_quoted(piece)}"
        for piece in pieces
    )


def _quoted(piece: Piece) -> str:
    """The words themselves, shortened, or the analyst's reason."""
    words = " ".join((piece.quote or piece.reason).split())
    if len(words) > LONGEST_QUOTE:
        words = f"{words[: LONGEST_QUOTE - 1].rstrip()}…"
    return f" (“{words.strip('“”')}”)" if words else ""


def _touches(constraint: Constraint, layout: Layout) -> frozenset[tuple[str, ...]]:
    """What a constraint is about; constraints that share nothing cannot clash."""
    match constraint:
        case Linear(party):
            hung = {issue for link in constraint.links for issue, _ in link.when}
            doubts = (constraint.issues | hung | {issue for issue, _ in constraint.idle}) & layout.codebook.contested
            return frozenset([("party", party), *(("cf", issue) for issue in doubts)])
        case Exclusion(party):
            return frozenset([("party", party)])
        case RateBound(party, rate):
            return frozenset([("rate", party, rate)])
        case RateOrder():
            return frozenset([("impatience",)])
        case CounterfactualIs(issue):
            return frozenset([("cf", issue)])
        case _:
            return frozenset()


def _scalars(constraint: Constraint) -> tuple[tuple[str, str], ...]:
    """The scalars whose range bears on whether a constraint can hold."""
    match constraint:
        case Linear(party):
            return ((party, "outside_shift"),)
        case RateBound(party, rate):
            return ((party, rate),)
        case RateOrder(lower, higher):
            return ((lower, "impatience"), (higher, "impatience"))
        case _:
            return ()


def _parts(evidence: Sequence[Piece], layout: Layout) -> list[list[Piece]]:
    """The evidence in parts that have nothing to do with one another, each in the order given."""
    parts: list[tuple[set[tuple[str, ...]], list[Piece]]] = []
    for piece in evidence:
        about = set(_touches(layout.constraint(piece), layout))
        if not about:
            continue
        joined = [piece]
        apart = []
        for keys, pieces in parts:
            if keys & about:
                about |= keys
                joined = pieces + joined
            else:
                apart.append((keys, pieces))
        parts = [*apart, (about, joined)]
    place = {piece.id: number for number, piece in enumerate(evidence)}
    return [sorted(pieces, key=lambda piece: place[piece.id]) for _, pieces in parts]


@dataclass
class _Checks:
    """Answers whether a set of pieces can hold together, from what is known already where that is enough."""

    constraints: Sequence[Constraint]
    layout: Layout
    seen: Bools
    left: int
    possible: list[frozenset[int]] = field(default_factory=list)
    impossible: list[frozenset[int]] = field(default_factory=list)

    def can_hold(self, chosen: frozenset[int]) -> bool:
        if any(chosen <= known for known in self.possible):
            return True
        if any(known <= chosen for known in self.impossible):
            return False
        if self.seen[:, sorted(chosen)].all(axis=1).any():
            return True
        self.left -= 1
        found: Witness | None = witness([self.constraints[k] for k in sorted(chosen)], self.layout)
        (self.impossible if found is None else self.possible).append(chosen)
        return found is not None


def _minimal(
    part: Sequence[Piece],
    layout: Layout,
    seen: Bools,
    *,
    most: int = MOST_SETS,
    told: Sequence[tuple[Piece, ...]] | None = None,
) -> Conflicts:
    """All minimal sets of a part: a set still open is shrunk if it clashes, and put aside with its subsets if not.

    `told`: sets that clashed by other rules or among fewer pieces; a short search adds to those that still do. This is
    the search of Liffiton, Previti, Malik and Marques-Silva (2016); shrinking is by Junker's (2004) division.
    """
    checks = min(MOST_CHECKS, MOST_WORK // max(len(part), 1)) if told is None else FURTHER_CHECKS
    known = _Checks([layout.constraint(piece) for piece in part], layout, seen, checks)
    everything = frozenset(range(len(part)))
    place = {piece.id: number for number, piece in enumerate(part)}
    if known.can_hold(everything):
        return Conflicts((), True)
    before = [frozenset(place[piece.id] for piece in clashing) for clashing in told or ()]
    found = [chosen for chosen in before if not known.can_hold(chosen)]
    largest: list[frozenset[int]] = []
    while len(found) < most and len(largest) < MOST_CHECKS and known.left > 0:
        seed = _open(len(part), found, largest)
        if seed is None:
            return Conflicts(_named(part, found), True)
        if known.can_hold(seed):
            largest.append(seed)
        else:
            found.append(shrink(sorted(seed), known.can_hold))
    return Conflicts(_named(part, found), False)


def _named(part: Sequence[Piece], found: Sequence[frozenset[int]]) -> tuple[tuple[Piece, ...], ...]:
    return tuple(tuple(part[k] for k in sorted(chosen)) for chosen in found)


def shrink(clashing: Sequence[int], can_hold: Callable[[frozenset[int]], bool]) -> frozenset[int]:
    """A minimal clashing part of a clashing set, in few checks (Junker 2004)."""

    def search(base: frozenset[int], added: bool, rest: Sequence[int]) -> frozenset[int]:
        if added and not can_hold(base):
            return frozenset()
        if len(rest) == 1:
            return frozenset(rest)
        half = len(rest) // 2
        first, second = rest[:half], rest[half:]
        from_second = search(base | frozenset(first), True, second)
        from_first = search(base | from_second, bool(from_second), first)
        return from_first | from_second

    return search(frozenset(), False, clashing)


def _open(size: int, found: Sequence[frozenset[int]], largest: Sequence[frozenset[int]]) -> frozenset[int] | None:
    """A largest set that holds no known clashing set and lies in no set known to hold; None where there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows, lows, highs = [np.zeros(size)], [0.0], [float(size)]
    for chosen in found:
        rows.append(np.isin(np.arange(size), list(chosen)).astype(float))
        lows.append(0.0)
        highs.append(len(chosen) - 1.0)
    for chosen in largest:
        rows.append(1.0 - np.isin(np.arange(size), list(chosen)).astype(float))
        lows.append(1.0)
        highs.append(float(size))
    bounds = LinearConstraint(np.array(rows), lows, highs)
    aim = milp(-np.ones(size), integrality=np.ones(size), bounds=Bounds(0, 1), constraints=bounds)
    return None if aim.x is None else frozenset(np.flatnonzero(aim.x > 0.5).tolist())
