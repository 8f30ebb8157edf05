"""The packages that parties talk about, and what each may take: the lists that plans are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from accord.bargain import Bargain, Bools, Floats, Ints, consents, counterfactual_options
from accord.errors import CallError, SizeError
from accord.simulate.strategies import Strategy
from accord.solve.coupled import broken, coupled, having, strides
from accord.solve.packages import bargaining, columns

LISTED = 40_000_000
"""Up to how many packages are listed to make a plan."""

_BLOCK = 1 << 17


class Space(NamedTuple):
    """A bargain as the kernels read it; rows are those at the table.

    `first`, `size`, `stride`: shape (issues,). `values`: shape (rows, columns). `barred`: shape (rows, columns), True
    for an option that the party takes in no package that needs its yes; `needs`: True where an option needs its yes.
    `linked`: shape (rows, issues); `standing`: option of each issue without a deal. `together`, shape (terms, 3): the
    number of an interaction with an issue and an option of it; `adds`: shape (rows, interactions).
    """

    first: Ints
    size: Ints
    stride: Ints
    values: Floats
    barred: Bools
    needs: Bools
    linked: Bools
    standing: Ints
    together: Ints
    adds: Floats


@dataclass(frozen=True)
class Table:
    """Those at the table with what they talk about.

    `rows`: their rows in the frame. `open`: issue -> whether it is on the table; `base`: the package number of what
    stands on the others. `floors`: utility that each must reach, shape (rows,); `space`: what the kernels read.
    """

    bargain: Bargain
    rows: tuple[int, ...]
    strategies: tuple[Strategy, ...]
    open: tuple[bool, ...]
    settled: tuple[int, ...]
    floors: Floats
    space: Space

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of those at the table."""
        return tuple(self.bargain.frame.parties[row].id for row in self.rows)

    @property
    def size(self) -> int:
        """How many packages they talk about, those that a rule excludes counted too."""
        product = 1
        for is_open, issue in zip(self.open, self.bargain.frame.issues, strict=True):
            product *= len(issue.options) if is_open else 1
        return product


def seats(bargain: Bargain) -> tuple[int, ...]:
    """Rows of those at the table: whose yes some issue needs.

    Raises:
        CallError: fewer than two.
    """
    rows = bargaining(bargain.frame)
    if len(rows) < 2:
        raise CallError("Talks need two parties whose yes some issue needs", f"there are {len(rows)}")
    return rows


def table(
    bargain: Bargain,
    rows: Sequence[int],
    strategies: Sequence[Strategy],
    *,
    settled: Mapping[str, str] | None = None,
    floors: Floats | None = None,
) -> Table:
    """The table of these rows; issues in `settled` stand as told, the others are open.

    `floors`: what each party must reach; left out, its reservation.
    """
    frame = bargain.frame
    if frame.packages >= 1 << 62:
        raise SizeError("A bargain must have fewer than 2^62 packages to be simulated", f"it has {frame.packages:.1e}")
    standing = settled or {}
    chosen = tuple(issue.options.index(standing[issue.id]) if issue.id in standing else -1 for issue in frame.issues)
    needed = consents(frame)[:, list(rows)]
    widths = np.diff(frame.offsets)
    fallback = counterfactual_options(frame)
    needs = np.repeat(needed, widths, axis=0).T.copy()
    options = np.arange(int(frame.offsets[-1])) - np.repeat(frame.offsets[:-1], widths)
    needs[:, options == np.repeat(fallback, widths)] = False
    terms = [
        (number, frame.issue_index[issue], frame.issues[frame.issue_index[issue]].options.index(option))
        for number, together in enumerate(frame.interactions)
        for issue, option in together
    ]
    adds = bargain.interaction_values[list(rows)] if frame.interactions else np.zeros((len(rows), 0))
    space = Space(
        frame.offsets[:-1].copy(),
        widths.astype(np.int64),
        strides(frame),
        np.ascontiguousarray(bargain.values[list(rows)], np.float64),
        np.ascontiguousarray(bargain.red_lines[list(rows)]),
        np.ascontiguousarray(needs),
        _linked(bargain, strategies),
        fallback,
        np.array(terms, np.int64).reshape(-1, 3),
        np.ascontiguousarray(adds, np.float64),
    )
    given = bargain.reservations[list(rows)] if floors is None else floors
    return Table(bargain, tuple(rows), tuple(strategies), tuple(one < 0 for one in chosen), chosen, given - 1e-9, space)


def _linked(bargain: Bargain, strategies: Sequence[Strategy]) -> Bools:
    frame = bargain.frame
    linked = np.zeros((len(strategies), len(frame.issues)), np.bool_)
    for row, one in enumerate(strategies):
        for issue in one.linked:
            if issue not in frame.issue_index or frame.issues[frame.issue_index[issue]].counterfactual is None:
                raise CallError(
                    "The issues that a strategy links must be issues of the bargain with a counterfactual",
                    f"{one.name!r} names {issue!r}",
                )
            linked[row, frame.issue_index[issue]] = True
    return linked


def listed(whole: Table) -> tuple[Ints, Bools | None]:
    """Numbers of all packages talked about, in mixed-radix order; and which of them break no rule (None: all).

    Raises:
        SizeError: more than `LISTED`.
    """
    if whole.size > LISTED:
        raise SizeError(
            f"A bargain must have at most {LISTED:,} packages for these strategies", f"it has {whole.size:,}"
        )
    numbers = np.zeros(1, np.int64)
    for issue, (is_open, option) in enumerate(zip(whole.open, whole.settled, strict=True)):
        options = np.arange(whole.space.size[issue]) if is_open else np.array([option])
        numbers = (numbers[:, None] + options * whole.space.stride[issue]).ravel()
    frame = whole.bargain.frame
    if not (frame.exclusions or frame.requirements):
        return numbers, None
    blocks = [numbers[start : start + _BLOCK] for start in range(0, len(numbers), _BLOCK)]
    return numbers, np.concatenate([~broken(frame, columns(frame, block)) for block in blocks])


def worths(whole: Table, row: int, numbers: Ints) -> Floats:
    """What each package is worth to a row; added up issue by issue in their order, as the packages are listed."""
    total = _outer(whole, whole.space.values[row])
    frame = whole.bargain.frame
    if coupled(frame) and frame.interactions:
        for start in range(0, len(numbers), _BLOCK):
            own = total[start : start + _BLOCK]
            for number, has in enumerate(having(frame, columns(frame, numbers[start : start + _BLOCK]))):
                own[has] += whole.space.adds[row, number]
    return total


def _outer(whole: Table, values: Floats) -> Floats:
    total = np.zeros(1)
    for issue, (is_open, option) in enumerate(zip(whole.open, whole.settled, strict=True)):
        first = int(whole.space.first[issue])
        own = values[first : first + int(whole.space.size[issue])] if is_open else values[first + option, None]
        total = (total[:, None] + own).ravel()
    return total


def takes(whole: Table, row: int, lawful: Bools | None) -> Bools | None:
    """Which lawful packages, as listed, cross no red line of the row's and link what it links; None: all."""
    space = whole.space
    if not (space.barred[row].any() or space.linked[row].any()):
        return lawful
    crossed = _outer(whole, space.barred[row].astype(np.float64)) > 0
    needed = _outer(whole, space.needs[row].astype(np.float64)) > 0
    fine: Bools = ~(crossed & needed)
    if space.linked[row].any():
        columns_of = np.repeat(space.linked[row], space.size)
        options = np.arange(len(columns_of)) - np.repeat(space.first, space.size)
        moved = _outer(whole, (columns_of & (options != np.repeat(space.standing, space.size))).astype(np.float64))
        fine &= (moved == 0) | (moved == space.linked[row].sum())
    return fine if lawful is None else fine & lawful


def worth_to(whole: Table, row: int, numbers: Ints) -> Floats:
    """What these packages are worth to a row; minus infinity where it bars one, and for a number below zero."""
    space, frame = whole.space, whole.bargain.frame
    chosen = columns(frame, np.maximum(numbers, 0))
    total = np.zeros(len(numbers))
    for issue in range(chosen.shape[1]):
        total = total + space.values[row, chosen[:, issue]]
    for number, has in enumerate(having(frame, chosen)):
        total[has] += space.adds[row, number]
    moved = (chosen - space.first != space.standing) & space.linked[row]
    torn = moved.any(axis=1) & (moved.sum(axis=1) < space.linked[row].sum())
    barred = space.barred[row, chosen].any(axis=1) & space.needs[row, chosen].any(axis=1)
    total[barred | torn | (numbers < 0)] = -np.inf
    return total
