"""A bargain in whole numbers, so that ties and reservations are decided exactly.

0.1 + 0.2 is not 0.3 in floating point; in tenths it is. Numbers that people type share a small denominator, so solvers
work on whole multiples of one unit, held in floats below 2^50, where sums are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm, log10

import numpy as np

from accord.bargain import Bargain, Floats
from accord.errors import BargainError

_DENOMINATOR = 10**6
_ROOM = 2**50


@dataclass(frozen=True)
class Lattice:
    """The numbers of a bargain as whole multiples of `unit`.

    `values`: shape (parties, columns). `floors`: shape (parties,), what each party says yes to: the reservation, or a
    few units less where numbers had to be rounded to the unit, by as much as rounding can add up to.
    """

    values: Floats
    reservations: Floats
    floors: Floats
    unit: Fraction

    def utility(self, points: Floats) -> Floats:
        """Whole multiples as utilities, correctly rounded."""
        scaled: Floats = points * float(self.unit.numerator) / float(self.unit.denominator)
        return scaled


def lattice(bargain: Bargain) -> Lattice:
    """The bargain in whole numbers: exact where its numbers share a denominator, else to fourteen digits."""
    issues = len(bargain.frame.issues)
    largest = np.abs(np.concatenate([bargain.values.ravel(), bargain.reservations])).max(initial=0.0) * (issues + 1)
    unit = _shared_unit(bargain, float(largest))
    if unit is not None:
        values, reservations = _multiples(bargain.values, unit), _multiples(bargain.reservations, unit)
        return Lattice(values, reservations, reservations, unit)
    if not 1e-250 < largest < 1e250:
        raise BargainError("The largest utility of a bargain must be between 1e-250 and 1e250", f"it is {largest:g}")
    unit = Fraction(10) ** (ceil(log10(largest)) - 14)
    values, reservations = _multiples(bargain.values, unit), _multiples(bargain.reservations, unit)
    return Lattice(values, reservations, reservations - issues - 1, unit)


def _multiples(numbers: Floats, unit: Fraction) -> Floats:
    rounded: Floats = np.rint(numbers * float(unit.denominator) / float(unit.numerator))
    return rounded + 0.0


def _shared_unit(bargain: Bargain, largest: float) -> Fraction | None:
    """One over the least common denominator, None where some number has none that is small."""
    shared = 1
    for number in np.unique(np.concatenate([bargain.values.ravel(), bargain.reservations])).tolist():
        near = Fraction(number).limit_denominator(_DENOMINATOR)
        if abs(float(near) - number) > 1e-15 * abs(number):
            return None
        shared = lcm(shared, near.denominator)
        if shared * largest >= _ROOM:
            return None
    return Fraction(1, shared)
