"""What each stage of staged talks chooses, by parties who foresee the later stages and by parties who do not.

The definitions stand at the head of `stages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from accord.bargain import Bargain, Bools, Floats, Ints, Precondition
from accord.errors import SizeError
from accord.solve.grids import Options, Terrain, grid, parties_of, utilities_of

FORESEEN = 1_000_000
"""Up to how many packages are foreseen."""

AT_ONCE = 5_000_000
"""Up to how many combinations of one stage's options are looked at."""


@dataclass(frozen=True)
class Table:
    """The stages on one terrain; `shift`: what outside options add to the counterfactual package, shape (parties,)."""

    bargain: Bargain
    at: Terrain
    stages: tuple[tuple[int, ...], ...]
    fallback: Options
    shift: Floats


@dataclass(frozen=True)
class Pick:
    """What one stage chooses: option numbers of its issues, what that is worth, and how many would have done."""

    options: Options
    gains: Floats
    acceptable: int
    ties: int


@dataclass(frozen=True)
class _Packages:
    """Packages by number: worth, shape (parties, packages); allowed by the rules; whose red lines they cross."""

    worth: Floats
    allowed: Bools
    cross: Ints


def _packages(table: Table, base: Options, issues: Sequence[int]) -> _Packages:
    at = table.at
    cells = grid(at, base, issues)
    worth = cells.points.reshape(len(table.shift), -1)
    need = cells.need.ravel()
    kept = np.ones((len(table.shift), len(need)), np.bool_)
    for bit, row in enumerate(at.rows):
        kept[row] = need >> bit & 1 == 0
    return _Packages(worth + kept * table.shift[:, None], cells.allowed.ravel(), cells.cross.ravel())


def _widths(table: Table, issues: Sequence[int]) -> list[int]:
    return [len(table.at.frame.issues[issue].options) for issue in issues]


def foreseen(table: Table, rule: str) -> list[Pick]:
    """Backward induction: from the last stage on, what each would settle after anything before it."""
    every = [issue for stage in table.stages for issue in stage]
    count = prod(_widths(table, every))
    if count > FORESEEN:
        raise SizeError(
            f"At most {FORESEEN:,} packages are foreseen",
            f"the stages have {count:,}",
            "Leave issues out, merge options, or look at myopic parties",
        )
    packages = _packages(table, table.fallback, every)
    leads_to: Ints = np.arange(count)
    found = []
    for number in range(len(table.stages) - 1, -1, -1):
        own = prod(_widths(table, table.stages[number]))
        wide = leads_to.reshape(-1, own)
        before = [issue for stage in table.stages[:number] for issue in stage]
        settled = np.unravel_index(np.arange(len(wide)), _widths(table, before) or (1,))
        chosen = _chosen(table, packages, (number, dict(zip(before, settled, strict=False))), wide, rule)
        found.append((own, chosen, wide))
        leads_to = wide[np.arange(len(wide)), chosen.place]
    picks, prefix = [], 0
    for number, (own, chosen, outcomes) in enumerate(reversed(found)):
        picks.append(_pick(table, packages, number, chosen, (prefix, outcomes[prefix])))
        prefix = prefix * own + int(chosen.place[prefix])
    return picks


def myopic(table: Table, rule: str) -> list[Pick]:
    """Stage by stage, what parties choose who see no further than the stage."""
    picks: list[Pick] = []
    now = list(table.fallback)
    for number, stage in enumerate(table.stages):
        count = prod(_widths(table, stage))
        if count > AT_ONCE:
            raise SizeError(
                f"At most {AT_ONCE:,} combinations are looked at in one stage",
                f"there are {count:,}",
                "Split the stage",
            )
        packages = _packages(table, tuple(now), stage)
        before = {issue: np.array([now[issue]]) for earlier in table.stages[:number] for issue in earlier}
        chosen = _chosen(table, packages, (number, before), np.arange(count)[None], rule)
        picks.append(_pick(table, packages, number, chosen, (0, np.arange(count))))
        for issue, option in zip(stage, picks[-1].options, strict=True):
            now[issue] = option
    return picks


@dataclass(frozen=True)
class _Chosen:
    """For everything that can have been settled before: the place chosen, how many were acceptable, how many tie."""

    place: Ints
    acceptable: Ints
    ties: Ints
    own: int


def _chosen(table: Table, packages: _Packages, here: tuple[int, dict[int, Ints]], leads_to: Ints, rule: str) -> _Chosen:
    """`here`: the stage and the options of the issues before it; `leads_to`: package, shape (before, options)."""
    number, before = here
    at, stage = table.at, table.stages[number]
    widths = _widths(table, stage)
    options = dict(zip(stage, np.unravel_index(np.arange(prod(widths)), widths), strict=True))
    own = int(np.ravel_multi_index([table.fallback[issue] for issue in stage], widths))
    say = np.zeros(leads_to.shape[1], np.int64)
    for issue in stage:
        say |= np.where(options[issue] != table.fallback[issue], at.asked[issue], 0)
    fine = packages.allowed[leads_to] & (say & packages.cross[leads_to] == 0)
    for one in table.bargain.frame.preconditions:
        after = at.frame.issue_index[one.after]
        if after in stage and bit_of(table, one.party) & at.asked[after]:
            changes = options[after] != table.fallback[after]
            fine &= ~changes | met(table, one, before, options)
    rows = rows_at(table, number)
    gains = packages.worth[rows][:, leads_to]
    gains = gains - gains[:, :, own, None]
    fine &= (gains >= -at.slack[rows][:, None, None]).all(axis=0)
    acceptable = fine.sum(axis=1) - fine[:, own]
    fine[:, own] = True
    tied = row_best(np.where(fine, np.maximum(gains, 0.0), 0.0), fine, rule)
    # Where nobody gains, no agreement ties with every other choice, and stands.
    place = np.where(tied[:, own], own, tied.argmax(axis=1))
    return _Chosen(place, acceptable, tied.sum(axis=1), own)


def met(table: Table, one: Precondition, before: dict[int, Ints], options: dict[int, Ints]) -> Bools:
    """Whether a precondition is met, for everything before (rows) and every agreement at the stage (columns)."""
    frame = table.at.frame
    number = frame.issue_index[one.before]
    if number in options:
        stands, shape = options[number], (1, -1)
    elif number in before:
        stands, shape = before[number], (-1, 1)
    else:
        return np.zeros((1, 1), np.bool_)
    option = frame.issues[number].options.index(one.option) if one.option else table.fallback[number]
    holds = (stands == option) == bool(one.option)
    shaped: Bools = holds.reshape(shape)
    return shaped


def row_best(gains: Floats, fine: Bools, rule: str) -> Bools:
    """True where an entry is chosen by a solution among the fine ones of its row: all that tie.

    `gains`: whole numbers from 0 on, shape (parties, rows, entries). `fine`: shape (rows, entries), at least one in
    every row. As `choosing.best`, row by row; products that differ by less than one part in 10^12 tie.

    >>> row_best(np.array([[[4.0, 2.0, 3.0]], [[1.0, 2.0, 2.0]]]), np.ones((1, 3), bool), "egalitarian")
    array([[False, False,  True]])
    """
    ideals = np.where(fine, gains, 0.0).max(axis=2, keepdims=True, initial=0.0)
    ratios = np.divide(gains, ideals, out=np.ones_like(gains), where=ideals > 0)
    keys: list[Floats]
    spare = 0.0
    if rule == "utilitarian":
        keys = [gains.sum(axis=0)]
    elif rule == "nash":
        winners = (gains > 0).sum(axis=0).astype(np.float64)
        keys = [winners, np.where(gains > 0, ratios, 1.0).prod(axis=0)]
        spare = 1e-12
    else:
        keys = list(np.sort(ratios if rule == "kalai_smorodinsky" else gains, axis=0))
    tied = fine.copy()
    for key in keys:
        top = np.where(tied, key, -np.inf).max(axis=1, keepdims=True)
        tied &= key >= top * (1 - spare)
    return tied


def bit_of(table: Table, party: str) -> int:
    """The bit of a party who bargains; 0 of one who does not."""
    row = table.at.frame.party_index[party]
    return 1 << table.at.rows.index(row) if row in table.at.rows else 0


def rows_at(table: Table, number: int) -> list[int]:
    """Rows of the parties at a stage."""
    asked = int(np.bitwise_or.reduce(table.at.asked[list(table.stages[number])]))
    return [row for bit, row in enumerate(table.at.rows) if asked >> bit & 1]


def _pick(table: Table, packages: _Packages, number: int, chosen: _Chosen, here: tuple[int, Ints]) -> Pick:
    prefix, outcomes = here
    place = int(chosen.place[prefix])
    stage = table.stages[number]
    options = np.unravel_index(place, _widths(table, stage))
    worth = packages.worth[:, outcomes]
    return Pick(
        tuple(int(option) for option in options),
        worth[:, place] - worth[:, chosen.own],
        int(chosen.acceptable[prefix]),
        int(chosen.ties[prefix]) if place != chosen.own else 1,
    )


def worth_of(table: Table, options: Options) -> Floats:
    """What a package is worth to every party, its outside option counted where it has no say; shape (parties,)."""
    at = table.at
    plain, added = utilities_of(at, options)
    need = int(np.bitwise_or.reduce(at.need[at.frame.offsets[:-1] + np.array(options)]))
    say = {at.frame.party_index[party] for party in parties_of(at, need)}
    kept = np.array([row not in say for row in range(len(table.shift))])
    worth: Floats = plain + added + kept * table.shift
    return worth
