"""Parameter sweeps: how much each uncertain number does to what is asked, over a design of points.

A design says which points (SALib: Saltelli's for Sobol indices, Morris trajectories, a latin hypercube); `run` computes
them, on as many workers as there are, and goes on where an earlier run was cut short; `indices` says what came out.
The points, and so the table and the indices, are the same bit for bit however many workers there are.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from accord.bargain import Floats
from accord.errors import CallError, MissingPartError
from accord.workspace.material import Progress, silent
from accord.workspace.spreading import Work, Workers, spread
from accord.workspace.sweep_subjects import Number, Subject, Value, ready

if TYPE_CHECKING:
    from accord.store.points import Points

SOBOL, MORRIS, LATIN = "sobol", "morris", "latin"
DESIGNS: Mapping[str, str] = {
    SOBOL: "Sobol indices, first and total, by Saltelli's design: what each number does alone, and with all others",
    MORRIS: "elementary effects along Morris's trajectories: which of many numbers matter, by few points",
    LATIN: "first Sobol indices by random balance over a latin hypercube: any number of points",
}

POINTS, TABLE, INDICES = "points.jsonl", "sweep.csv", "indices.csv"
"""What a sweep writes into its folder."""

_FEW = 64
_RESAMPLES = 200
_KEEP = 50
"""Points computed here between two writes; what workers do is written chunk by chunk."""


@dataclass(frozen=True)
class Sweep:
    """What is swept: the numbers that vary, what is asked, and the points, shape (points, numbers).

    `base`: how often the design repeats its pattern. `seed`: of the design and of what is drawn for confidence.
    """

    numbers: tuple[Number, ...]
    asked: tuple[str, ...]
    design: str
    base: int
    seed: int
    points: Floats


@dataclass(frozen=True, slots=True)
class Index:
    """What one number does to one outcome.

    Sobol: `first`, the share of the outcome's variance that the number alone makes, and `total`, with all it does
    together with others; latin: `first`. Morris: `first` is the mean size of an effect and `total` the spread of the
    effects. Each with half the width of a 95 % interval; None where it cannot be told.
    """

    outcome: str
    number: str
    first: float | None
    first_conf: float | None
    total: float | None = None
    total_conf: float | None = None


def plan(
    subject: Subject,
    *,
    vary: Sequence[str] = (),
    asked: Sequence[str] = (),
    points: int = 1024,
    design: str = SOBOL,
    seed: int = 0,
) -> Sweep:
    """The sweep of a subject with at most so many points.

    Args:
        subject: What is swept.
        vary: The numbers, as NAME or NAME=LOW..HIGH; the beginning of a name (`impatience`) is all of these. None: all
            that bear on what is asked.
        asked: Outcomes. None: the usual ones.
        points: The most points.
        design: One of `DESIGNS`.
        seed: Of the design.

    Raises:
        CallError: a name that is none, an empty range, or too few points for so many numbers.
        MissingPartError: SALib is not installed.
    """
    if design not in DESIGNS:
        raise CallError(f"A design is one of {', '.join(DESIGNS)}", f"got {design!r}", "name one of them")
    names = tuple(dict.fromkeys(asked)) or subject.usual()
    known = set(subject.outcomes())
    for name in names:
        if name not in known:
            must = f"What is asked is one of {', '.join(subject.outcomes())}"
            raise CallError(must[:1500], f"got {name!r}", "see --list")
    numbers = _varied(subject.numbers(), vary) if vary else subject.bearing(names)
    if not numbers:
        raise CallError("A sweep varies a number or more", "there is none that bears on this", "see --list")
    base = _base(design, len(numbers), points)
    return Sweep(numbers, names, design, base, seed, _points(design, numbers, base, seed))


def _varied(known: Sequence[Number], words: Sequence[str]) -> tuple[Number, ...]:
    chosen: dict[str, Number] = {}
    for word in words:
        name, equals, ends = word.partition("=")
        named = [one for one in known if f"{one.name}.".startswith(f"{name}.")]
        if not named:
            told = ", ".join(dict.fromkeys(one.kind for one in known))
            raise CallError(f"A number to vary is one of these kinds: {told}", f"got {name!r}", "see --list")
        for one in named:
            chosen[one.name] = _between(one, ends, word) if equals else one
    return tuple(chosen.values())


def _between(number: Number, ends: str, word: str) -> Number:
    first, dots, last = ends.partition("..")
    try:
        low, high = float(first), float(last)
    except ValueError:
        low = high = np.nan
    if not dots or not (np.isfinite([low, high]).all() and low < high):
        raise CallError("A range reads NAME=LOW..HIGH, low below high", f"got {word!r}", "mend it")
    return Number(number.name, low, high)


def _base(design: str, numbers: int, points: int) -> int:
    """How often the pattern repeats: for Sobol the greatest power of two that the points allow."""
    width = {SOBOL: numbers + 2, MORRIS: numbers + 1, LATIN: 1}[design]
    least = {SOBOL: 4, MORRIS: 2, LATIN: 65}[design]
    base = points // width
    if base < least:
        came = f"{points} for {numbers} numbers"
        raise CallError(f"This design takes {least * width} points or more", came, "give --points, or --vary fewer")
    return 1 << (base.bit_length() - 1) if design == SOBOL else base


def _problem(numbers: Sequence[Number]) -> dict[str, Any]:
    return {
        "num_vars": len(numbers),
        "names": [one.name for one in numbers],
        "bounds": [[one.low, one.high] for one in numbers],
    }


@contextmanager
def _salib() -> Iterator[None]:
    """Where SALib is called: it warns of itself, and of numbers that do nothing."""
    try:
        import SALib  # noqa: F401
    except ImportError as missing:
        raise MissingPartError("A sweep needs SALib", "it is not installed", "install accord[cluster]") from missing
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def _points(design: str, numbers: Sequence[Number], base: int, seed: int) -> Floats:
    problem = _problem(numbers)
    with _salib():
        from SALib.sample import latin, morris, sobol

        if design == SOBOL:
            made = sobol.sample(problem, base, calc_second_order=False, seed=_small(seed))
        elif design == MORRIS:
            made = morris.sample(problem, base, seed=_small(seed))
        else:
            made = latin.sample(problem, base, seed=_small(seed))
    return np.asarray(made, np.float64)


def _small(seed: int) -> int:
    """A seed of the size that SALib takes."""
    return int(np.random.SeedSequence(seed).generate_state(1)[0])


def run(
    subject: Subject,
    sweep: Sweep,
    *,
    workers: Workers | None = None,
    folder: Path | None = None,
    progress: Progress = silent,
) -> tuple[tuple[Value, ...], ...]:
    """What came out at every point, in the order of the points: a value for each outcome asked, None where it has none.

    With a folder every point is kept there as soon as it is known, and those kept before are not computed again; when
    all are known the table of points and the indices are written beside them.

    Raises:
        CallError: the folder is of another sweep; a point cannot be computed.
        StoreError: the folder cannot be written, or another run has it.
        WorkersError: workers die again and again.
    """
    from accord.store.points import kept_points

    names = tuple(one.name for one in sweep.numbers)
    keeping = nullcontext() if folder is None else kept_points(folder / POINTS, _told(subject, sweep))
    with keeping as kept:
        done: dict[int, tuple[Value, ...]] = {} if kept is None else kept.done
        waiting = [number for number in range(len(sweep.points)) if number not in done]
        rows = [sweep.points[number].tolist() for number in waiting]
        found = spread(Work(ready, (subject, names, sweep.asked)), rows, workers or Workers())
        progress("points", len(done), len(sweep.points))
        _gather(found, waiting, done, kept, lambda: progress("points", len(done), len(sweep.points)))
    values = tuple(done[number] for number in range(len(sweep.points)))
    if folder is not None:
        _write(folder, sweep, values)
    return values


def _gather(
    found: Iterator[tuple[int, tuple[Value, ...]]],
    waiting: Sequence[int],
    done: dict[int, tuple[Value, ...]],
    kept: Points | None,
    tell: Callable[[], None],
) -> None:
    """Fills in what is done, and keeps it, a few points at a time and what is left at the end, come what may."""
    fresh: dict[int, tuple[Value, ...]] = {}

    def keep() -> None:
        if kept is not None:
            kept.keep(fresh.items())
        done.update(fresh)
        fresh.clear()
        tell()

    try:
        for number, values in found:
            fresh[waiting[number]] = values
            if len(fresh) >= _KEEP:
                keep()
    finally:
        keep()


def _told(subject: Subject, sweep: Sweep) -> dict[str, Any]:
    """What a file of points is of: points of anything else are not to be mixed with them."""
    return {
        "accord": version("accord"),
        "subject": hashlib.sha256(pickle.dumps(_plain(subject))).hexdigest()[:16],
        "numbers": [[one.name, one.low, one.high] for one in sweep.numbers],
        "asked": list(sweep.asked),
        "design": [sweep.design, sweep.base, sweep.seed],
        "points": hashlib.sha256(sweep.points.tobytes()).hexdigest()[:16],
    }


def _plain(subject: Subject) -> str:
    """All that the subject's answers hang on, as text that is the same in every run."""
    from accord.workspace.sweep_subjects import BargainSubject

    if isinstance(subject, BargainSubject):
        bargain = subject.bargain
        arrays = (bargain.values, bargain.reservations, bargain.red_lines, bargain.interaction_values)
        return repr((bargain.frame, [one.tolist() for one in arrays], repr(subject.play)))
    heard, settings = subject.heard, subject.settings
    statements = [one.id for one in heard.statements]
    evidence = sorted((one.id, one.reliability) for one in heard.evidence)
    read = [one.id for one in heard.documents]
    return json.dumps(
        [heard.negotiation.model_dump_json(), statements, evidence, read, settings.seed, settings.members]
    )


def indices(sweep: Sweep, values: Sequence[Sequence[Value]]) -> tuple[Index, ...]:
    """What each number does to each outcome: None where that has no value at some point, 0 where it is always alike."""
    problem = _problem(sweep.numbers)
    found: list[Index] = []
    for column, outcome in enumerate(sweep.asked):
        came = [row[column] for row in values]
        if any(one is None for one in came):
            found += [Index(outcome, one.name, None, None) for one in sweep.numbers]
            continue
        y = np.array(came, np.float64)
        if np.ptp(y) <= 1e-12 * max(1.0, float(np.abs(y).max())):
            found += [Index(outcome, one.name, 0.0, 0.0, *_zeros(sweep.design)) for one in sweep.numbers]
            continue
        columns = _analysed(sweep, problem, y)
        for place, one in enumerate(sweep.numbers):
            found.append(Index(outcome, one.name, *(_finite(column, place) for column in columns)))
    return tuple(found)


def _zeros(design: str) -> tuple[float, ...]:
    return () if design == LATIN else (0.0, 0.0)


def _analysed(sweep: Sweep, problem: dict[str, Any], y: Floats) -> tuple[Floats | None, ...]:
    seed = _small(sweep.seed)
    with _salib():
        from SALib.analyze import morris, rbd_fast, sobol

        if sweep.design == SOBOL:
            # SALib centres and scales by itself; a seed makes its resampling repeatable.
            told = sobol.analyze(problem, y, calc_second_order=False, num_resamples=_RESAMPLES, seed=seed)
            return told["S1"], told["S1_conf"], told["ST"], told["ST_conf"]
        if sweep.design == MORRIS:
            told = morris.analyze(problem, sweep.points, y, num_resamples=_RESAMPLES, seed=seed)
            return told["mu_star"], told["mu_star_conf"], told["sigma"], None
        told = rbd_fast.analyze(problem, sweep.points, y, num_resamples=_RESAMPLES, seed=seed)
        return told["S1"], told["S1_conf"], None, None


def _finite(column: Floats | None, place: int) -> float | None:
    value = None if column is None else float(column[place])
    return value if value is not None and np.isfinite(value) else None


def caveats(sweep: Sweep, values: Sequence[Sequence[Value]]) -> tuple[str, ...]:
    """What a reader of the indices should know, in sentences."""
    told = []
    for column, outcome in enumerate(sweep.asked):
        came = [row[column] for row in values]
        missing = sum(one is None for one in came)
        if missing:
            told.append(f"{outcome} has no value at {missing} of {len(values)} points, so no index can be told.")
        elif len(set(came)) == 1:
            told.append(f"{outcome} is the same at every point: none of these numbers moves it within its range.")
    if sweep.design == SOBOL and sweep.base < _FEW:
        told.append(
            f"The design repeats its pattern {sweep.base} times: the indices are rough; give more --points, or --vary "
            "fewer numbers."
        )
    return tuple(told)


def table(sweep: Sweep, values: Sequence[Sequence[Value]]) -> tuple[dict[str, type], list[dict[str, Any]]]:
    """Every point with its numbers and what came out: columns with their types, and rows."""
    numbers = [one.name for one in sweep.numbers]
    columns: dict[str, type] = {"point": int, **dict.fromkeys(numbers, float), **dict.fromkeys(sweep.asked, float)}
    rows = [
        {"point": number, **dict(zip(numbers, point.tolist(), strict=True)), **dict(zip(sweep.asked, row, strict=True))}
        for number, (point, row) in enumerate(zip(sweep.points, values, strict=True))
    ]
    return columns, rows


def index_columns(design: str) -> tuple[str, ...]:
    """What the indices of a design are called, in the order of `Index`."""
    return {
        SOBOL: ("first", "first_conf", "total", "total_conf"),
        MORRIS: ("mean_effect", "mean_effect_conf", "spread"),
        LATIN: ("first", "first_conf"),
    }[design]


def index_rows(sweep: Sweep, found: Sequence[Index]) -> list[dict[str, Any]]:
    """The indices as rows, each outcome's largest first."""
    names = index_columns(sweep.design)
    order = {outcome: place for place, outcome in enumerate(sweep.asked)}

    def weight(one: Index) -> float:
        own = one.total if sweep.design == SOBOL else one.first
        return -(own if own is not None else -1.0)

    return [
        {
            "outcome": one.outcome,
            "number": one.number,
            **dict(zip(names, (one.first, one.first_conf, one.total, one.total_conf), strict=False)),
        }
        for one in sorted(found, key=lambda one: (order[one.outcome], weight(one)))
    ]


def _write(folder: Path, sweep: Sweep, values: Sequence[Sequence[Value]]) -> None:
    from accord.interchange.tables import csv_text
    from accord.store.points import write_table

    write_table(folder / TABLE, csv_text(*table(sweep, values)))
    columns: dict[str, type] = {"outcome": str, "number": str, **dict.fromkeys(index_columns(sweep.design), float)}
    write_table(folder / INDICES, csv_text(columns, index_rows(sweep, indices(sweep, values))))
