"""Coupled options, made additive again: issues that rules tie together become one compound issue.

An exclusion, a requirement or an interaction ties the issues it names together. Issues tied directly or through others
form a *component*; its allowed combinations are the options of one compound issue. What an option of a compound is
worth is the sum of its options' values and of the interactions it has; whose yes it needs, and whose red line it
crosses, is what any of its options needs or crosses. So utilities add up over compounds as they do over free issues,
no rule reaches from one compound to another, and every solver of additive bargains works unchanged.

A requirement is a set of exclusions: with the option, everything it does not allow. Rules bind packages. The package of
all counterfactuals is no package that anybody agrees on, so it may break them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

import numpy as np

from accord.bargain import Bools, Combination, Floats, Frame, Ints
from accord.errors import SizeError

LISTED = 1_000_000
"""Up to how many combinations of one component are listed."""

_PARTIAL = 4


@dataclass(frozen=True)
class Compounds:
    """The issues of a frame as compound issues that no rule ties together.

    `groups`: the issues of each compound, by number. `choices`: for each compound the option numbers of its
    combinations, shape (combinations, issues of the compound).
    """

    frame: Frame
    groups: tuple[tuple[int, ...], ...]
    choices: tuple[Ints, ...]

    @cached_property
    def offsets(self) -> Ints:
        """First column of each compound, and the number of columns last; shape (compounds + 1,)."""
        return np.concatenate([[0], np.cumsum([len(chosen) for chosen in self.choices])]).astype(np.int64)

    @property
    def packages(self) -> int:
        """How many packages these combinations make, as an exact integer."""
        return prod(len(chosen) for chosen in self.choices)

    @property
    def free(self) -> bool:
        """Whether every compound is one issue of the frame, with all its options, in the frame's order."""
        return self.groups == tuple((k,) for k in range(len(self.frame.issues))) and np.array_equal(
            self.offsets, self.frame.offsets
        )

    def columns(self, compound: int) -> Ints:
        """Columns of the frame that each combination of a compound has; shape (combinations, issues)."""
        return self.choices[compound] + self.frame.offsets[list(self.groups[compound])]

    @cached_property
    def added(self) -> tuple[tuple[int, Ints], ...]:
        """Each interaction of the frame with the columns of the compound that have it."""
        found = []
        for number, together in enumerate(self.frame.interactions):
            wanted = dict(_columns(self.frame, together))
            compound = next(k for k, group in enumerate(self.groups) if next(iter(wanted)) in group)
            has = _has(self.columns(compound), self.groups[compound], wanted)
            found.append((number, np.flatnonzero(has) + self.offsets[compound]))
        return tuple(found)

    def sums(self, values: Floats, interaction_values: Floats | None = None) -> Floats:
        """What each combination is worth, shape (..., columns of the compounds).

        `values`: shape (..., columns of the frame). `interaction_values`: shape (..., interactions).
        """
        if self.free:
            return values
        worth = np.empty((*values.shape[:-1], int(self.offsets[-1])), values.dtype)
        for compound, start in enumerate(self.offsets[:-1].tolist()):
            chosen = self.columns(compound)
            part = worth[..., start : start + len(chosen)]
            part[...] = values[..., chosen[:, 0]]
            for issue in range(1, chosen.shape[1]):
                part += values[..., chosen[:, issue]]
        if interaction_values is not None and self.frame.interactions:
            for number, has in self.added:
                worth[..., has] += interaction_values[..., number, None]
        return worth

    def either(self, bits: Ints) -> Ints:
        """The bits that any option of a combination has, shape (..., columns of the compounds)."""
        if self.free:
            return bits
        parts = [np.bitwise_or.reduce(bits[..., self.columns(k)], axis=-1) for k in range(len(self.groups))]
        joined: Ints = np.concatenate(parts, axis=-1)
        return joined

    def options(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """Option number of each issue of the frame, from the number of each compound's combination."""
        found = [0] * len(self.frame.issues)
        for group, choices, combination in zip(self.groups, self.choices, chosen, strict=True):
            for issue, option in zip(group, choices[combination].tolist(), strict=True):
                found[issue] = option
        return tuple(found)

    def numbers(self, numbers: Ints) -> Ints:
        """Package numbers of the frame, from package numbers over the compounds (the last turns fastest)."""
        if self.free:
            return numbers
        weights = strides(self.frame)
        total, left = np.zeros_like(numbers), numbers
        for group, choices in zip(reversed(self.groups), reversed(self.choices), strict=True):
            left, combination = np.divmod(left, len(choices))
            total += (choices @ weights[list(group)])[combination]
        return total

    def largest_first(self) -> Compounds:
        """The same with the compound of most combinations first, which is cheaper to merge."""
        order = sorted(range(len(self.groups)), key=lambda k: -len(self.choices[k]))
        return Compounds(self.frame, tuple(self.groups[k] for k in order), tuple(self.choices[k] for k in order))


def strides(frame: Frame) -> Ints:
    """By how much a step of each issue's option moves the package number; shape (issues,)."""
    widths = [len(issue.options) for issue in frame.issues]
    return np.array(
        [prod(widths[k + 1 :]) for k in range(len(widths))], np.int64 if frame.packages < 1 << 62 else object
    )


def compounds(frame: Frame, *, most: int = LISTED) -> Compounds:
    """The compound issues of a frame, each with all its allowed combinations, in mixed-radix order.

    Raises:
        SizeError: where a component has more than `most` combinations.
    """
    groups = components(frame)
    choices = []
    for group in groups:
        listed = combinations(frame, group, most=most)
        if listed is None:
            names = ", ".join(frame.issues[k].id for k in group)
            raise SizeError(
                f"Issues tied by rules must have at most {most:,} combinations to be listed",
                f"{names} have more",
                "Leave out a rule that ties them, merge options, or solve one bargain at a time",
            )
        choices.append(listed)
    return Compounds(frame, groups, tuple(choices))


def components(frame: Frame) -> tuple[tuple[int, ...], ...]:
    """The issues that rules tie together, directly or through others, as sorted numbers; free issues by themselves.

    >>> from accord.bargain import Issue, Party
    >>> issues = tuple(Issue(name, ("no", "yes")) for name in "abc")
    >>> components(Frame((Party("A"),), issues, exclusions=((("a", "yes"), ("c", "yes")),)))
    ((0, 2), (1,))
    """
    first = list(range(len(frame.issues)))
    for together in [*excluded(frame), *(dict(_columns(frame, one)) for one in frame.interactions)]:
        roots = {first[issue] for issue in together}
        first = [min(roots) if root in roots else root for root in first]
    return tuple(tuple(k for k, root in enumerate(first) if root == own) for own in sorted(set(first)))


def excluded(frame: Frame) -> list[dict[int, int]]:
    """All that no package has together, exclusions and requirements alike: issue -> column."""
    found = [dict(_columns(frame, together)) for together in frame.exclusions]
    for need in frame.requirements:
        here, other = frame.issue_index[need.issue], frame.issue_index[need.other]
        for option in frame.issues[other].options:
            if option not in need.options:
                found.append({here: frame.column(need.issue, need.option), other: frame.column(need.other, option)})
    return found


def coupled(frame: Frame) -> bool:
    """Whether any rule ties issues together."""
    return bool(frame.exclusions or frame.requirements or frame.interactions)


def combinations(frame: Frame, group: Sequence[int], *, most: int) -> Ints | None:
    """Option numbers of the allowed combinations of some issues, in mixed-radix order; None where there are too many.

    Issue by issue, dropping what is excluded as soon as all its options are there.
    """
    rules = [together for together in excluded(frame) if set(together) <= set(group)]
    found = np.zeros((1, 0), np.int64)
    for place, issue in enumerate(group):
        width = len(frame.issues[issue].options)
        if len(found) * width > _PARTIAL * most:
            return None
        wide = np.repeat(found, width, axis=0)
        found = np.column_stack([wide, np.tile(np.arange(width), len(found))])
        known = group[: place + 1]
        chosen = found + frame.offsets[list(known)]
        allowed = np.ones(len(found), np.bool_)
        for together in rules:
            if max(together) == issue:
                allowed &= ~_has(chosen, known, together)
        found = found[allowed]
    return found if len(found) <= most else None


def broken(frame: Frame, chosen: Ints) -> Bools:
    """True where a package breaks a rule, shape (packages,); `chosen`: its columns, shape (packages, issues)."""
    breaks = np.zeros(len(chosen), np.bool_)
    everything = range(len(frame.issues))
    for together in excluded(frame):
        breaks |= _has(chosen, everything, together)
    return breaks


def added_by(frame: Frame, interaction_values: Floats, chosen: Ints) -> Floats:
    """What interactions add to each package, shape (..., packages); `chosen` as in `broken`."""
    total = np.zeros((*interaction_values.shape[:-1], len(chosen)))
    for number, has in enumerate(having(frame, chosen)):
        total[..., has] += interaction_values[..., number, None]
    return total


def having(frame: Frame, chosen: Ints) -> list[Bools]:
    """For each interaction, True for the packages that have it; `chosen` as in `broken`."""
    everything = range(len(frame.issues))
    return [_has(chosen, everything, dict(_columns(frame, together))) for together in frame.interactions]


def without_rules(frame: Frame) -> Frame:
    """The frame with no rule that ties issues together."""
    return replace(frame, exclusions=(), requirements=(), interactions=())


def _columns(frame: Frame, together: Combination) -> Iterable[tuple[int, int]]:
    return ((frame.issue_index[issue], frame.column(issue, option)) for issue, option in together)


def _has(chosen: Ints, issues: Sequence[int], together: dict[int, int]) -> Bools:
    """True in the rows of `chosen` (columns, one for each of `issues`) that have every column of `together`."""
    has = np.ones(len(chosen), np.bool_)
    for place, issue in enumerate(issues):
        if issue in together:
            has &= chosen[:, place] == together[issue]
    return has
