"""All packages that differ from one package in a few issues alone, as arrays with an axis for each of these issues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from accord.bargain import Bargain, Bools, Ensemble, Floats, Frame, Ints, consents, counterfactual_options
from accord.errors import BargainError
from accord.solve.coupled import excluded
from accord.solve.ensemble import floors
from accord.solve.lattice import lattice
from accord.solve.packages import bargaining, cross_bits, need_bits

Options = tuple[int, ...]
"""The option number of every issue."""


@dataclass(frozen=True)
class Terrain:
    """What a package depends on, for one bargain or for every member of an ensemble (then with members first).

    `values`: shape (..., parties, columns). `added`: shape (..., parties, interactions). `least`: shape (..., parties),
    the least utility each party says yes to. `slack`: shape (..., parties), up to what difference two utilities count
    as equal. `need`, `cross`: shape (..., columns), bit sets over the rows `rows` of those who bargain. `asked`: whose
    yes each issue needs, likewise; shape (issues,).
    """

    frame: Frame
    values: Floats
    added: Floats
    least: Floats
    slack: Floats
    need: Ints
    cross: Ints
    asked: Ints
    rows: tuple[int, ...]
    unit: Fraction

    def utility(self, points: Floats) -> Floats:
        """Whole multiples of the unit as utilities, correctly rounded."""
        scaled: Floats = points * float(self.unit.numerator) / float(self.unit.denominator)
        return scaled


@dataclass(frozen=True)
class Grid:
    """The packages with any options of some issues and those of one package in the others; an axis for each issue.

    `points`: utilities, shape (..., parties, *options). `allowed`: True where no rule of the frame is broken, shape
    (*options). `need`, `cross`: bit sets of those whose yes, and whose red line, a package has; shape (..., *options).
    """

    points: Floats
    allowed: Bools
    need: Ints
    cross: Ints


def terrain(bargain: Bargain) -> Terrain:
    """The terrain of one bargain in whole numbers, so that ties are decided exactly (see `lattice`)."""
    frame = bargain.frame
    whole = lattice(bargain)
    return Terrain(
        frame,
        whole.values,
        whole.interactions,
        whole.floors,
        whole.reservations - whole.floors,
        need_bits(frame, counterfactual_options(frame)),
        cross_bits(frame, bargain.red_lines),
        asked_bits(frame),
        bargaining(frame),
        whole.unit,
    )


def ensemble_terrain(ensemble: Ensemble) -> Terrain:
    """The terrain of every member; a billionth of a party's range counts as nothing (see `solve_ensemble`)."""
    frame = ensemble.frame
    least = floors(ensemble.values, ensemble.reservations, frame.offsets)
    members, parties = ensemble.reservations.shape
    return Terrain(
        frame,
        ensemble.values,
        ensemble.interaction_values if frame.interactions else np.zeros((members, parties, 0)),
        least,
        ensemble.reservations - least,
        need_bits(frame, ensemble.counterfactuals),
        cross_bits(frame, ensemble.red_lines),
        asked_bits(frame),
        bargaining(frame),
        Fraction(1),
    )


def asked_bits(frame: Frame) -> Ints:
    """Whose yes each issue needs, as a bit set over `bargaining`; shape (issues,)."""
    rows = list(bargaining(frame))
    bits: Ints = consents(frame)[:, rows].astype(np.int64) @ (1 << np.arange(len(rows), dtype=np.int64))
    return bits


def grid(at: Terrain, package: Options, issues: Sequence[int], choices: Sequence[Sequence[int]] | None = None) -> Grid:
    """The packages that differ from `package` in no other issues than `issues` (by number, each once).

    `choices`: for each of these issues the option numbers that are looked at; all of them where None.
    """
    frame = at.frame
    if choices is None:
        choices = [range(len(frame.issues[i].options)) for i in issues]
    fixed = [int(frame.offsets[i]) + k for i, k in enumerate(package) if i not in issues]
    spans = [np.array(chosen, np.int64) + frame.offsets[i] for i, chosen in zip(issues, choices, strict=True)]
    points = _outer(np.add, at.values[..., fixed].sum(axis=-1), [at.values[..., span] for span in spans])
    for number, together in enumerate(frame.interactions):
        wanted = {frame.issue_index[issue]: frame.column(issue, option) for issue, option in together}
        here = _place(frame, package, (issues, choices), wanted)
        if here is not None:
            part = points[here]
            more = at.added[..., number]
            points[here] = part + more.reshape(more.shape + (1,) * (part.ndim - more.ndim))
    allowed = np.ones([len(chosen) for chosen in choices], np.bool_)
    for rule in excluded(frame):
        here = _place(frame, package, (issues, choices), rule)
        if here is not None:
            allowed[here] = False
    need, cross = (
        _outer(np.bitwise_or, np.bitwise_or.reduce(bits[..., fixed], axis=-1), [bits[..., span] for span in spans])
        for bits in (at.need, at.cross)
    )
    return Grid(points, allowed, need, cross)


def _outer(join: np.ufunc, start: Any, parts: Sequence[Any]) -> Any:
    """Joins `start` with one entry of each part, in all combinations: an axis for each part, last."""
    total = np.array(start)
    for part in parts:
        gap = (1,) * (total.ndim - part.ndim + 1)
        total = join(total[..., None], part.reshape((*part.shape[:-1], *gap, part.shape[-1])))
    return total


def _place(
    frame: Frame, package: Options, free: tuple[Sequence[int], Sequence[Sequence[int]]], columns: Mapping[int, int]
) -> Any:
    """Index of the grid's packages that have these columns (issue -> column); None where there are none."""
    issues, choices = free
    wanted = {issue: column - int(frame.offsets[issue]) for issue, column in columns.items()}
    if any(package[issue] != option for issue, option in wanted.items() if issue not in issues):
        return None
    here: list[int | slice] = []
    for issue, chosen in zip(issues, choices, strict=True):
        if issue not in wanted:
            here.append(slice(None))
        elif wanted[issue] in chosen:
            here.append(list(chosen).index(wanted[issue]))
        else:
            return None
    return (..., *here)


def agreed(at: Terrain, cells: Grid, asked: Ints) -> Bools:
    """True where a package is a deal that all of its own consenting parties and of `asked` can live with.

    `asked`: bit sets, shape (..., *options). It needs somebody's yes, breaks no rule, crosses no red line of any of
    these parties, and leaves none of them below the least it says yes to; shape (..., *options).
    """
    who = cells.need | asked
    fine: Bools = cells.allowed & (cells.need != 0) & (who & cells.cross == 0)
    axes = cells.allowed.ndim
    for bit, row in enumerate(at.rows):
        points = np.take(cells.points, row, axis=cells.points.ndim - axes - 1)
        least = at.least[..., row].reshape(at.least.shape[:-1] + (1,) * axes)
        fine = fine & ((points >= least) | (who >> bit & 1 == 0))
    return fine


def options_of(frame: Frame, package: Mapping[str, str]) -> Options:
    """Option number of every issue of a package given by names.

    Raises:
        BargainError: an issue without an option, or an issue or option that is unknown.
    """
    unknown = [issue for issue in package if issue not in frame.issue_index]
    if unknown:
        raise BargainError(
            f"A package must name issues of the bargain ({', '.join(frame.issue_index)})", f"it names {unknown[0]!r}"
        )
    for issue in frame.issues:
        if package.get(issue.id) not in issue.options:
            raise BargainError(
                f"A package must have an option of issue {issue.id!r} ({', '.join(issue.options)})",
                f"it has {package.get(issue.id)!r}",
            )
    return tuple(issue.options.index(package[issue.id]) for issue in frame.issues)


def named(frame: Frame, options: Sequence[int]) -> dict[str, str]:
    """Issue -> option of a package given by option numbers."""
    return {issue.id: issue.options[k] for issue, k in zip(frame.issues, options, strict=True)}


def parties_of(at: Terrain, bits: int) -> tuple[str, ...]:
    """Ids of the parties of a bit set."""
    return tuple(at.frame.parties[row].id for bit, row in enumerate(at.rows) if bits >> bit & 1)


def utilities_of(at: Terrain, options: Sequence[int]) -> tuple[Floats, Floats]:
    """What a package is worth by its options, and what interactions add to it; each of shape (..., parties)."""
    frame = at.frame
    here = frame.offsets[:-1] + np.array(options, np.int64)
    chosen = set(here.tolist())
    has = [all(frame.column(issue, option) in chosen for issue, option in one) for one in frame.interactions]
    added: Floats = at.added[..., np.array(has, np.bool_)].sum(axis=-1)
    worth: Floats = at.values[..., here].sum(axis=-1)
    return worth, added
