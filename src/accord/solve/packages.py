"""Packages: their number, their options, their utilities; and who has a say in them, as bit sets for the kernels.

Package numbers are mixed-radix: the last issue turns fastest, and number 0 takes the first option of every issue.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from accord.bargain import Bools, Floats, Frame, Ints, consents
from accord.errors import BargainError, CallError, SizeError
from accord.solve.coupled import added_by

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
"""The four solutions, in the order of the kernels."""


def decode(frame: Frame, number: int) -> dict[str, str]:
    """Issue -> option of a package.

    >>> from accord.bargain import Issue, Party
    >>> decode(Frame((Party("A"),), (Issue("wage", ("low", "high")), Issue("hours", ("38", "40", "42")))), 4)
    {'wage': 'high', 'hours': '40'}
    """
    if not 0 <= number < frame.packages:
        raise CallError(f"A package number must be from 0 to {frame.packages - 1}", f"it is {number}")
    package = {}
    for issue in reversed(frame.issues):
        number, option = divmod(number, len(issue.options))
        package[issue.id] = issue.options[option]
    return {issue.id: package[issue.id] for issue in frame.issues}


def encode(frame: Frame, package: Mapping[str, str]) -> int:
    """Number of the package with these options: one for every issue."""
    number = 0
    for issue in frame.issues:
        if package.get(issue.id) not in issue.options:
            raise BargainError(
                f"A package must have an option of issue {issue.id!r} ({', '.join(issue.options)})",
                f"it has {package.get(issue.id)!r}",
            )
        number = number * len(issue.options) + issue.options.index(package[issue.id])
    unknown = sorted(set(package) - set(frame.issue_index))
    if unknown:
        raise BargainError("A package must name issues of the bargain", f"it names {unknown[0]!r}")
    return number


def columns(frame: Frame, numbers: Ints) -> Ints:
    """Columns of each package's options; shape (packages, issues)."""
    chosen = np.empty((len(numbers), len(frame.issues)), np.int64)
    left = np.asarray(numbers, np.int64)
    for issue in range(len(frame.issues) - 1, -1, -1):
        left, option = np.divmod(left, len(frame.issues[issue].options))
        chosen[:, issue] = frame.offsets[issue] + option
    return chosen


def utilities(frame: Frame, values: Floats, numbers: Ints, interaction_values: Floats | None = None) -> Floats:
    """Utility of each package; shape (..., packages) for `values` of shape (..., columns).

    `interaction_values`: what the frame's interactions add, shape (..., interactions); left out, they add nothing.
    """
    chosen = columns(frame, numbers)
    total: Floats = values[..., chosen].sum(axis=-1)
    if interaction_values is not None and frame.interactions:
        total = total + added_by(frame, interaction_values, chosen)
    return total


def bargaining(frame: Frame) -> tuple[int, ...]:
    """Rows of the parties whose yes some issue needs: those who bargain."""
    return tuple(np.flatnonzero(consents(frame).any(axis=0)).tolist())


def need_bits(frame: Frame, counterfactuals: Ints) -> Ints:
    """Whose yes each option needs, as a bit set over `bargaining`.

    The counterfactual option of an issue needs nobody's yes, any other that of all whose consent the issue needs.
    `counterfactuals`: option numbers, shape (..., issues). Result: shape (..., columns).
    """
    rows = bargaining(frame)
    bits = consents(frame)[:, rows].astype(np.int64) @ (1 << np.arange(len(rows), dtype=np.int64))
    widths = np.diff(frame.offsets)
    need = np.broadcast_to(np.repeat(bits, widths), (*counterfactuals.shape[:-1], int(frame.offsets[-1]))).copy()
    option = np.arange(int(frame.offsets[-1])) - np.repeat(frame.offsets[:-1], widths)
    need[option == np.repeat(counterfactuals, widths, axis=-1)] = 0
    return need


def cross_bits(frame: Frame, red_lines: Bools) -> Ints:
    """Whose red line each option crosses, as a bit set over `bargaining`; shape (..., columns)."""
    rows = list(bargaining(frame))
    weights = 1 << np.arange(len(rows), dtype=np.int64)
    bits: Ints = np.tensordot(red_lines[..., rows, :].astype(np.int64), weights, axes=((-2,), (0,)))
    return bits


def check_size(frame: Frame) -> None:
    """Nothing, where the kernels can number the packages and the parties."""
    if frame.packages >= 1 << 62:
        raise SizeError(
            "A bargain must have fewer than 2^62 packages to be solved over an ensemble",
            f"it has about {float(frame.packages):.1g}",
            "Merge options or leave issues out",
        )
    check_parties(frame)


def check_parties(frame: Frame) -> None:
    """Nothing, where bit sets hold all who bargain."""
    if len(bargaining(frame)) > 24:
        raise SizeError("At most 24 parties can bargain at once", f"here {len(bargaining(frame))} do")
