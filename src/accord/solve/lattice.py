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
_USUAL = (10**6, 2**19, 720720)
"""Decimals, binary fractions, and fractions with denominators up to 16: most numbers are one of these, told at once."""


@dataclass(frozen=True)
class Lattice:
    """The numbers of a bargain as whole multiples of `unit`.

    `values`: shape (parties, columns). `interactions`: shape (parties, interactions). `floors`: shape (parties,), what
    each party says yes to: the reservation, or a few units less where numbers had to be rounded to the unit, by as much
    as rounding can add up to.
    """

    values: Floats
    interactions: Floats
    reservations: Floats
    floors: Floats
    unit: Fraction

    def utility(self, points: Floats) -> Floats:
        """Whole multiples as utilities, correctly rounded."""
        scaled: Floats = points * float(self.unit.numerator) / float(self.unit.denominator)
        return scaled


def lattice(bargain: Bargain) -> Lattice:
    """The bargain in whole numbers: exact where its numbers share a denominator, else to fourteen digits."""
    terms = len(bargain.frame.issues) + len(bargain.frame.interactions) + 1
    numbers = np.concatenate([bargain.values.ravel(), bargain.interaction_values.ravel(), bargain.reservations])
    unit, exact = unit_of(numbers, terms=terms)
    values, reservations = in_units(bargain.values, unit), in_units(bargain.reservations, unit)
    added = in_units(bargain.interaction_values, unit).reshape(len(values), len(bargain.frame.interactions))
    return Lattice(values, added, reservations, reservations - (0 if exact else terms), unit)


def unit_of(numbers: Floats, *, terms: int) -> tuple[Fraction, bool]:
    """The unit in which sums of `terms` of these numbers are exact, and whether the numbers are too.

    Raises:
        BargainError: where the largest number is out of the range in which fourteen digits can be kept.
    """
    largest = float(np.abs(numbers).max(initial=0.0)) * terms
    unit = _shared_unit(numbers, largest)
    if unit is not None:
        return unit, True
    if not 1e-250 < largest < 1e250:
        raise BargainError("The largest utility of a bargain must be between 1e-250 and 1e250", f"it is {largest:g}")
    return Fraction(10) ** (ceil(log10(largest)) - 14), False


def in_units(numbers: Floats, unit: Fraction) -> Floats:
    """The nearest whole multiples of the unit."""
    rounded: Floats = np.rint(numbers * float(unit.denominator) / float(unit.numerator))
    return rounded + 0.0


def _shared_unit(numbers: Floats, largest: float) -> Fraction | None:
    """One over the least common denominator, None where some number has none that is small."""
    for denominator in _USUAL:
        if denominator * largest >= _ROOM:
            continue
        multiples = np.rint(numbers * denominator)
        if (np.abs(multiples / denominator - numbers) <= 1e-15 * np.abs(numbers)).all():
            return Fraction(int(np.gcd.reduce(multiples.astype(np.int64), initial=denominator)), denominator)
    shared = 1
    for number in np.unique(numbers).tolist():
        near = Fraction(number).limit_denominator(_DENOMINATOR)
        if abs(float(near) - number) > 1e-15 * abs(number):
            return None
        shared = lcm(shared, near.denominator)
        if shared * largest >= _ROOM:
            return None
    return Fraction(1, shared)
