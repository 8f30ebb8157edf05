"""What the sampler's kernels read and write: a negotiation with its evidence, a model in the making, the members."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from accord.bargain import Floats, Ints

ISSUE = np.dtype([("first", "i8"), ("size", "i8"), ("ordered", "i8")])
CONSTRAINT = np.dtype(
    [
        ("entry", "i8"),
        ("entry_stop", "i8"),
        ("block", "i8"),
        ("block_stop", "i8"),
        ("certain", "i8"),
        ("gain", "f8"),
        ("shift", "f8"),
    ]
)
ENTRY = np.dtype([("issue", "i8"), ("term", "i8"), ("term_stop", "i8"), ("range", "f8"), ("doubt", "f8")])
TERM = np.dtype([("column", "i8"), ("number", "f8")])
CHOICE = np.dtype([("certain", "i8"), ("cost", "f8")])
ORDER = np.dtype([("lower", "i8"), ("higher", "i8"), ("certain", "i8"), ("gain", "f8")])


class Tables(NamedTuple):
    """A negotiation and its evidence as arrays of records; constraints stand party by party, `owners` tells from where.

    Constraint c says: shift * outside + sum over its entries of w[issue] * (range + sum over terms of number *
    s[column] + doubt * s[counterfactual of the issue]) >= 0. `gain`: log of the factor by which holding beats
    breaking; `certain`: 1 where it must hold (its gain is then 0). `blocks`: the red lines that stand against it.
    `groups`: party of each red line; `lines`, shape (red lines, 2): what its being off and on costs. `doubtful`:
    issues whose counterfactual is in doubt; `options`, shape (issues, most options): what each option as
    counterfactual costs. `reach`: lowest and highest outside shift.
    """

    issues: Any
    owners: Ints
    constraints: Any
    entries: Any
    terms: Any
    blocks: Ints
    groups: Ints
    lines: Any
    doubtful: Ints
    options: Any
    orders: Any
    reach: Floats


class State(NamedTuple):
    """One model in the making, changed in place.

    `ranges`: (parties, issues). `values`: (parties, columns). `shape`: (parties, issues, 2), best and worst option.
    `scalars`: (parties, 2), outside shift, and impatience as a share of its range. `red_lines` and `counterfactual`:
    which are on, which option. `level`: (entries, 2), what each entry adds for each unit of range, now and on trial.
    `blocked`: constraints that a red line breaks. `random`: (parties + 1, 4), one stream a party and one shared.
    `counts`: (parties, 4), shapes proposed and taken, whole redraws proposed and taken.
    """

    ranges: Floats
    values: Floats
    shape: Ints
    scalars: Floats
    red_lines: Ints
    counterfactual: Ints
    level: Floats
    blocked: Ints
    random: Any
    counts: Ints


class Room(NamedTuple):
    """Where kernels work: turns on a line (`at`, `cost`, `certain`), and a party on trial."""

    at: Floats
    cost: Floats
    certain: Ints
    ranges: Floats
    values: Floats
    shape: Ints


class Kept(NamedTuple):
    """The members of a chain: as in `State`, members first."""

    ranges: Floats
    values: Floats
    scalars: Floats
    red_lines: Ints
    counterfactual: Ints
