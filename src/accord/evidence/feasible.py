"""Whether constraints can hold together: exact, by mixed-integer programming over shapes and counterfactuals.

Given the shapes, everything is linear in x = w s, the outside shift, the sizes of bonds and the rates. Shapes,
doubtful counterfactuals and whether a claim says nothing are binary. The least margin is made as large as it can be:
where it is above zero the region has a volume.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from accord.evidence.bonds import signs
from accord.evidence.constraints import Constraint, CounterfactualIs, Exclusion, Linear, Option, RateBound, RateOrder
from accord.evidence.layout import Group, Layout
from accord.evidence.prior import INTERACTION, RANGES
from accord.evidence.tables import hurry_of, stands_against

_CLEAR = 1e-4  # well above the solver's tolerance of 1e-6; less room than that is as good as none
_WIDE = 0.05  # a margin beyond this helps nobody
_INFINITE = np.inf

Name = tuple[str, ...]


@dataclass(frozen=True)
class Witness:
    """A point at which constraints hold with room: numbers by name, such as ("x", party, issue, option)."""

    numbers: Mapping[Name, float]
    margin: float


def witness(constraints: Sequence[Constraint], layout: Layout, *, widest: bool = False) -> Witness | None:
    """A point where all the constraints hold with room to spare (`widest`: most room); None where there is none."""
    if not _apart(constraints, layout):
        return None
    program = _Program(layout)
    lines = _lines(constraints)
    for constraint in constraints:
        crossed = isinstance(constraint, Linear) and any(stands_against(line, constraint, layout) for line in lines)
        program.add(constraint, crossed=crossed)
    return program.solve(widest=widest)


def _apart(constraints: Sequence[Constraint], layout: Layout) -> bool:
    """Whether what is said yes or no to is not also said the other way, and rates can lie where they are said to."""
    signs: dict[tuple[object, ...], bool] = {}
    for key, sign in _signs(constraints):
        if signs.setdefault(key, sign) != sign:
            return False
    for one in constraints:
        if isinstance(one, RateBound):
            low, high = layout.ranges[one.party, one.rate]
            if (high if one.above else -low) < (RANGES[one.rate].middle if one.above else -RANGES[one.rate].middle):
                return False
    crossed = [
        one for one in constraints for line in _lines(constraints)
        if isinstance(one, Linear) and stands_against(line, one, layout)
    ]  # fmt: skip
    return all(one.idle for one in crossed)


def _lines(constraints: Sequence[Constraint]) -> list[Group]:
    """The red lines that the constraints draw."""
    return [(one.party, one.issue, one.option) for one in constraints if isinstance(one, Exclusion) and not one.denied]


def _signs(constraints: Sequence[Constraint]) -> Iterable[tuple[tuple[object, ...], bool]]:
    for one in constraints:
        if isinstance(one, Exclusion):
            yield ("line", one.party, one.issue, one.option), not one.denied
        elif isinstance(one, RateBound):
            yield ("rate", one.party, one.rate), one.above


@dataclass
class _Program:
    """Columns and rows of the program, grown constraint by constraint."""

    layout: Layout
    columns: dict[Name, int] = field(default_factory=dict)
    lowest: list[float] = field(default_factory=list)
    highest: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.column(("margin",), _CLEAR, _WIDE)

    def column(self, name: Name, low: float = 0.0, high: float = 1.0, *, whole: bool = False) -> int:
        """The column of a name, made where there is none."""
        if name not in self.columns:
            self.columns[name] = len(self.lowest)
            self.lowest.append(low)
            self.highest.append(high)
            self.whole.append(int(whole))
        return self.columns[name]

    def row(self, terms: Iterable[tuple[int, float]], low: float, high: float = _INFINITE) -> None:
        """Adds low <= sum of terms <= high."""
        joined: dict[int, float] = {}
        for column, number in terms:
            joined[column] = joined.get(column, 0.0) + number
        self.rows.append((joined, low, high))

    def add(self, constraint: Constraint, *, crossed: bool = False) -> None:
        """Adds a constraint of the evidence; where a red line crosses it, it can only say nothing."""
        match constraint:
            case Linear():
                self._linear(constraint, crossed=crossed)
            case RateOrder(lower, higher):
                columns = [
                    self.column(("impatience", party), *hurry_of(self.layout, party)) for party in (higher, lower)
                ]
                self.row([(columns[0], 1.0), (columns[1], -1.0), (0, -1.0)], 0.0)
            case CounterfactualIs(issue, option, denied):
                self._counterfactual(issue)
                at = self.columns["cf", issue, option]
                self.row([(at, 1.0)], 0.0 if denied else 1.0, 0.0 if denied else 1.0)

    def _linear(self, constraint: Linear, *, crossed: bool) -> None:
        party = constraint.party
        for issue in sorted(constraint.issues):
            self._issue(party, issue)
        terms = [(self.columns["x", party, issue, option], n) for (issue, option), n in constraint.options]
        terms += [(self.columns["w", party, issue], n) for issue, n in constraint.ranges]
        terms += [(self._doubt(party, issue), n) for issue, n in constraint.counterfactuals]
        if constraint.shift:
            reach = self.layout.ranges[party, "outside_shift"]
            terms.append((self.column(("outside", party), *reach), constraint.shift))
        own = signs(self.layout.bonds, party, self.layout.frame.interactions)
        for link in constraint.links:
            terms += [
                (self._bond(party, bond, link.when), sign * link.number) for bond, sign in own.get(link.interaction, ())
            ]
        if not constraint.idle:
            self.row([*terms, (0, -1.0)], 0.0)
            return
        silent = self.column(("silent", party, repr(constraint)), 1.0 if crossed else 0.0, whole=True)
        most = _WIDE + sum(
            abs(number) * max(abs(self.lowest[column]), abs(self.highest[column])) for column, number in terms
        )
        self.row([*terms, (0, -1.0), (silent, most)], 0.0)
        for issue, option in constraint.idle:
            self._counterfactual(issue)
            self.row([(self.columns["cf", issue, option], 1.0), (silent, -1.0)], 0.0)

    def _bond(self, party: str, bond: int, when: Sequence[Option]) -> int:
        """The column of a bond's size, or of that size where the counterfactual has all these options and else zero."""
        size = self.column(("bond", party, str(bond)), INTERACTION.low, INTERACTION.high)
        if not when:
            return size
        name = ("bond", party, str(bond), repr(when))
        if name in self.columns:
            return self.columns[name]
        at, most = self.column(name, 0.0, INTERACTION.high), INTERACTION.high
        self.row([(size, 1.0), (at, -1.0)], 0.0)
        chosen = []
        for issue, option in when:
            self._counterfactual(issue)
            chosen.append(self.columns["cf", issue, option])
            self.row([(chosen[-1], most), (at, -1.0)], 0.0)
        self.row([(at, 1.0), (size, -1.0), *((column, -most) for column in chosen)], -most * len(chosen))
        return at

    def _issue(self, party: str, issue: str) -> None:
        """Values of one issue with its shape: the best at the range, the worst at zero; an order falls from it."""
        if ("w", party, issue) in self.columns:
            return
        options, ordered = self.layout.codebook.issues[issue].options, self.layout.codebook.issues[issue].ordered
        ends = (options[0], options[-1]) if ordered else options
        top = self.column(("w", party, issue))
        x = [self.column(("x", party, issue, option)) for option in options]
        best = {option: self.column(("best", party, issue, option), whole=True) for option in options}
        worst = {option: self.column(("worst", party, issue, option), whole=True) for option in ends}
        self.row([(column, 1.0) for column in best.values()], 1.0, 1.0)
        self.row([(column, 1.0) for column in worst.values()], 1.0, 1.0)
        for at, option in zip(x, options, strict=True):
            self.row([(top, 1.0), (at, -1.0)], 0.0)
            self.row([(at, 1.0), (top, -1.0), (best[option], -1.0)], -1.0)
            if option in worst:
                self.row([(at, -1.0), (worst[option], -1.0)], -1.0)
                self.row([(best[option], -1.0), (worst[option], -1.0)], -1.0)
        for k in range(len(options) - 1) if ordered else ():
            self.row([(x[k + 1], 1.0), (x[k], -1.0), *((best[o], 1.0) for o in options[: k + 1])], 0.0)
            self.row([(x[k], 1.0), (x[k + 1], -1.0), *((best[o], 1.0) for o in options[k + 1 :])], 0.0)

    def _counterfactual(self, issue: str) -> None:
        if ("cf", issue, self.layout.codebook.issues[issue].options[0]) in self.columns:
            return
        options = self.layout.codebook.issues[issue].options
        self.row([(self.column(("cf", issue, option), whole=True), 1.0) for option in options], 1.0, 1.0)

    def _doubt(self, party: str, issue: str) -> int:
        """The column of the doubtful counterfactual's value, tied to whichever option it is."""
        if ("y", party, issue) not in self.columns:
            self._counterfactual(issue)
            at = self.column(("y", party, issue))
            for option in self.layout.codebook.issues[issue].options:
                x, chosen = self.columns["x", party, issue, option], self.columns["cf", issue, option]
                self.row([(at, 1.0), (x, -1.0), (chosen, -1.0)], -1.0)
                self.row([(at, -1.0), (x, 1.0), (chosen, -1.0)], -1.0)
        return self.columns["y", party, issue]

    def _simplex(self) -> None:
        """Ranges of a party add up to one; to less where issues nobody speaks of take their part."""
        tops: dict[str, list[int]] = {}
        for name, column in self.columns.items():
            if name[0] == "w":
                tops.setdefault(name[1], []).append(column)
        for columns in tops.values():
            everything = len(columns) == len(self.layout.inner.issues)
            self.row([(column, 1.0) for column in columns], 1.0 if everything else 0.0, 1.0)

    def solve(self, *, widest: bool) -> Witness | None:
        """A point with room to spare, or the one with most of it."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        self._simplex()
        if not self.rows:
            return Witness({}, _WIDE)
        n = len(self.lowest)
        entries = [
            (row, column, number) for row, (terms, _, _) in enumerate(self.rows) for column, number in terms.items()
        ]
        at_row, at_column, numbers = (np.array(part) for part in zip(*entries, strict=True))
        matrix = csr_array((numbers, (at_row, at_column)), shape=(len(self.rows), n))
        bounds = LinearConstraint(matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows])
        aim = np.zeros(n)
        aim[0] = -1.0 if widest else 0.0
        found = milp(
            aim,
            integrality=np.array(self.whole),
            bounds=Bounds(self.lowest, self.highest),
            constraints=bounds,
            options={"presolve": False},  # with it the solver writes to standard output on some programs
        )
        if found.x is None:
            return None
        return Witness({name: float(found.x[column]) for name, column in self.columns.items()}, float(found.x[0]))
