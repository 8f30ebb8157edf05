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
        ("link", "i8"),
        ("link_stop", "i8"),
        ("idle", "i8"),
        ("idle_stop", "i8"),
        ("certain", "i8"),
        ("gain", "f8"),
        ("silence", "f8"),
        ("shift", "f8"),
    ]
)
ENTRY = np.dtype([("issue", "i8"), ("term", "i8"), ("term_stop", "i8"), ("range", "f8"), ("doubt", "f8")])
TERM = np.dtype([("column", "i8"), ("number", "f8")])
LINK = np.dtype([("bond", "i8"), ("number", "f8"), ("when", "i8"), ("when_stop", "i8")])
WHEN = np.dtype([("issue", "i8"), ("option", "i8")])
CHOICE = np.dtype([("certain", "i8"), ("cost", "f8")])
ORDER = np.dtype([("lower", "i8"), ("higher", "i8"), ("certain", "i8"), ("gain", "f8")])


class Tables(NamedTuple):
    """A negotiation and its evidence as arrays of records; constraints stand party by party, `owners` tells from where.

    Constraint c says: shift * outside + sum over its entries of w[issue] * (range + sum over terms of number *
    s[column] + doubt * s[counterfactual of the issue]) + sum over its links of number * the size of the bond >= 0. A
    link counts where the counterfactual has all the options of its `whens`. `gain`: log of the factor by which holding
    beats breaking; `certain`: 1 where it must hold (its gain is then 0). Where the counterfactual has all the options
    of its own whens (`idle` to `idle_stop`, if any) a constraint says nothing and costs `silence`. `blocks`: the red
    lines that stand against it.
    `groups`: party of each red line; `lines`, shape (red lines, 2): what its being off and on costs. `doubtful`:
    issues whose counterfactual is in doubt; `options`, shape (issues, most options): what each option as
    counterfactual costs. `bonded`, shape (parties, bonds): 1 where a bond is the party's. `reach`, shape (parties, 2),
    `hurry`, shape (parties, 2): lowest and highest outside shift, and impatience as a share of its range; `size`: least
    and greatest size of a bond.
    """

    issues: Any
    owners: Ints
    constraints: Any
    entries: Any
    terms: Any
    links: Any
    whens: Any
    blocks: Ints
    groups: Ints
    lines: Any
    doubtful: Ints
    options: Any
    orders: Any
    bonded: Ints
    reach: Floats
    hurry: Floats
    size: Floats


class State(NamedTuple):
    """One model in the making, changed in place.

    `ranges`: (parties, issues). `values`: (parties, columns). `shape`: (parties, issues, 2), best and worst option.
    `scalars`: (parties, 2), outside shift, and impatience as a share of its range. `sizes`: (parties, bonds).
    `red_lines` and `counterfactual`: which are on, which option. `level`: (entries, 2), what each entry adds for each
    unit of range, now and on trial. `blocked`: 1 for constraints that a red line breaks, 2 for idle ones. `random`:
    (parties + 1, 4), one stream a party and one shared. `counts`: (parties, 4), shapes proposed and taken, whole
    redraws proposed and taken.
    """

    ranges: Floats
    values: Floats
    shape: Ints
    scalars: Floats
    sizes: Floats
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
    sizes: Floats
    shape: Ints


class Kept(NamedTuple):
    """The members of a chain: as in `State`, members first."""

    ranges: Floats
    values: Floats
    scalars: Floats
    sizes: Floats
    red_lines: Ints
    counterfactual: Ints
