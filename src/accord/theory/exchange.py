"""Exchange: logrolling over packages, side payments, and the exchange of voting positions with equal gains."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from accord.errors import CallError, SizeError
from accord.theory.arguments import all_within, entries, pair, same_length, table, within

_MOST_PACKAGES = 1_000_000
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class SidePayment:
    """What is agreed with and without transfers: names of options, None where nothing helps both.

    `transfer`: what party 1 pays party 2 (below zero: it is paid). `payoffs`: after the transfer.
    """

    without: str | None
    with_transfer: str | None
    transfer: float
    payoffs: tuple[float, float]


def side_payment_package(
    options: Mapping[str, tuple[float, float]], disagreement: tuple[float, float] = (0.0, 0.0)
) -> SidePayment:
    """The option agreed on when money may change hands, who pays, and what would be agreed otherwise.

    Definition: without transfers the option with the largest product of gains among those that leave neither below
    disagreement. With transfers utility moves one for one, so the option with the largest sum is taken and its surplus
    over disagreement is shared equally: party 1 has d_1 + surplus / 2 after paying u_1 - d_1 - surplus / 2.

    Convention: ties go to the larger sum, then to the option named first. Where no option adds up to more than
    disagreement does (or, without transfers, none leaves both at least as well off), nothing is agreed and the
    payoffs are those of disagreement; an option that just equals it counts as agreed.

    Args:
        options: Name to utilities of party 1 and 2, any real numbers.
        disagreement: Utilities without agreement.

    Example: the larger cake needs a payment.

        >>> found = side_payment_package({"small": (2, 2), "large": (8, 0)})
        >>> found.without, found.with_transfer, found.transfer, found.payoffs
        ('small', 'large', 4.0, (4.0, 4.0))

    Limits: utility must be transferable, as money nearly is for small stakes; weights are equal.

    Citation: luce_raiffa_1957.

    Raises:
        CallError: no option, or a utility that is not finite.
    """
    if not table("options", options):
        raise CallError("`options` names one or more options", "got none", "add one")
    floor = pair("disagreement", disagreement)
    rows = {name: pair(f"options[{name!r}]", payoffs) for name, payoffs in options.items()}
    gains = {name: (row[0] - floor[0], row[1] - floor[1]) for name, row in rows.items()}
    fair = [name for name, gain in gains.items() if min(gain) >= 0]
    without = max(fair, key=lambda name: (math.prod(gains[name]), sum(gains[name]))) if fair else None
    best = max(rows, key=lambda name: sum(gains[name]))
    surplus = sum(gains[best])
    if surplus < 0:
        return SidePayment(without, None, 0.0, floor)
    payoffs = floor[0] + surplus / 2, floor[1] + surplus / 2
    return SidePayment(without, best, rows[best][0] - payoffs[0], payoffs)


@dataclass(frozen=True, slots=True)
class Logroll:
    """The best package that everybody accepts, and what would pass alone.

    `package`: the number of the option of each issue; None where no package is accepted, and then `total` is too.
    `alone`: for each issue the options that everybody would accept if it were the only issue.
    """

    package: tuple[int, ...] | None
    total: float | None
    accepted: int
    alone: tuple[tuple[int, ...], ...]


def package_deal(utilities: Sequence[Sequence[Sequence[float]]], reservation: Sequence[float]) -> Logroll:
    """The package of largest total utility that leaves nobody below its reservation, and what issues bring alone.

    Definition: a package has one option of each issue and is worth the sum of its options' utilities to a party. It
    is accepted if it gives every party at least its reservation. Parties that lose on one issue may gain on another:
    a package can pass none of whose issues would (logrolling). Alone, an issue's option passes if its utility
    reaches every party's reservation by itself.

    Convention: of several packages with the same total the first in the order of options is returned; sums that reach a
    reservation to within 1e-9 are accepted.

    Args:
        utilities: `utilities[party][issue][option]`, any real number.
        reservation: For each party what it has without agreement, any real number.

    Example: two votes that each hurt somebody, and help together.

        >>> package_deal([[[0, 5], [0, -2]], [[0, -3], [0, 6]]], [1, 1])
        Logroll(package=(1, 1), total=6.0, accepted=1, alone=((), ()))

    Limits: packages are enumerated, at most a million; for more use the solvers.

    Citation: riker_brams_1973, raiffa_1982.

    Raises:
        CallError: parties that do not name the same issues and options, or a number that is not finite.
        SizeError: more than a million packages.
    """
    same_length("utilities", utilities, "reservation", reservation)
    floor = all_within("reservation", reservation, "(-inf, inf)")
    worths = [
        [all_within(f"utilities[{party}][{issue}]", options, "(-inf, inf)") for issue, options in enumerate(row)]
        for party, row in enumerate(entries(f"utilities[{number}]", one) for number, one in enumerate(utilities))
    ]
    shape = [len(options) for options in worths[0]]
    if not shape or min(shape) == 0 or any([len(options) for options in row] != shape for row in worths):
        came = f"got {[[len(options) for options in row] for row in worths]}"
        raise CallError("`utilities` has the same issues and options, one or more, for every party", came, "fill it")
    if math.prod(shape) > _MOST_PACKAGES:
        came = f"got {math.prod(shape)}"
        raise SizeError(f"At most {_MOST_PACKAGES} packages are enumerated", came, "use accord.solve")
    package, total, accepted = None, -math.inf, 0
    for candidate in product(*(range(count) for count in shape)):
        worth = [math.fsum(row[issue][option] for issue, option in enumerate(candidate)) for row in worths]
        if all(value >= least - _SLACK for value, least in zip(worth, floor, strict=True)):
            accepted += 1
            if math.fsum(worth) > total + _SLACK:
                package, total = candidate, math.fsum(worth)
    alone = tuple(
        tuple(
            option
            for option in range(count)
            if all(row[issue][option] >= least - _SLACK for row, least in zip(worths, floor, strict=True))
        )
        for issue, count in enumerate(shape)
    )
    return Logroll(package, total if package is not None else None, accepted, alone)


@dataclass(frozen=True, slots=True)
class Stake:
    """Where a party stands on an issue, how much it matters to it, and what it can do there."""

    position: float
    salience: float
    capability: float

    @property
    def weight(self) -> float:
        """Salience times capability."""
        return self.salience * self.capability


@dataclass(frozen=True, slots=True)
class Exchange:
    """Moves on the two issues, how far the outcomes shift, and what both partners gain; zeros for no exchange."""

    move_on_p: float
    move_on_q: float
    shift_p: float
    shift_q: float
    gain_first: float
    gain_second: float


def equal_gain_exchange(
    first: tuple[Stake, Stake],
    second: tuple[Stake, Stake],
    *,
    others_p: Sequence[Stake] = (),
    others_q: Sequence[Stake] = (),
) -> Exchange:
    """The exchange of voting positions on two issues that gains both partners equally much.

    Definition: the outcome of an issue is the mean of positions weighted by salience times capability; a party loses
    its salience times its distance from the outcome. The second party moves on p towards the first, the first moves on
    q towards the second, so each outcome shifts towards the one who cares more there. With shifts D_p and D_q the
    first gains s_1p D_p - s_1q D_q and the second s_2q D_q - s_2p D_p; equal gains need D_p (s_1p + s_2p) = D_q (s_1q +
    s_2q). The exchange is as large as it can be: one partner goes all the way to the other's position.

    Convention: `first` and `second` are pairs (on p, on q). Moves are lengths. On either issue the partners stand on
    different sides of the outcome, and no shift carries the outcome past a partner; where that fails or equal gains are
    not above zero there is no exchange.

    Args:
        first: Stakes of the party that gives on q and gains on p.
        second: Stakes of the party that gives on p and gains on q.
        others_p: Stakes of the other parties on p.
        others_q: Stakes of the other parties on q.

    Example: mirror images exchange fully.

        >>> a, b = (Stake(100, 0.8, 1), Stake(0, 0.2, 1)), (Stake(0, 0.2, 1), Stake(100, 0.8, 1))
        >>> found = equal_gain_exchange(a, b)
        >>> found.move_on_p, round(found.shift_p, 6), round(found.gain_first, 6)
        (100.0, 20.0, 12.0)

    Limits: one pair; what an exchange does to third parties (its externalities) is not counted here.

    Citation: stokman_van_oosten_1994.

    Raises:
        CallError: an argument outside its range.
    """
    for name, stakes in (("first", first), ("second", second), ("others_p", others_p), ("others_q", others_q)):
        for number, stake in enumerate(entries(name, stakes)):
            _check(f"{name}[{number}]", stake)
        if name in {"first", "second"} and len(stakes) != 2:
            raise CallError(f"`{name}` has a stake on p and one on q", f"got {len(stakes)}", "give both")
    none = Exchange(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    reach_p, per_p = _reach(second[0], first[0], others_p)
    reach_q, per_q = _reach(first[1], second[1], others_q)
    rate_p, rate_q = first[0].salience + second[0].salience, first[1].salience + second[1].salience
    if min(reach_p, reach_q) <= 0:
        return none
    shift_p = min(reach_p, reach_q * rate_q / rate_p)
    shift_q = shift_p * rate_p / rate_q
    gains = (
        first[0].salience * shift_p - first[1].salience * shift_q,
        second[1].salience * shift_q - second[0].salience * shift_p,
    )
    if min(gains) <= 0:
        return none
    return Exchange(shift_p / per_p, shift_q / per_q, shift_p, shift_q, *gains)


def _check(name: str, stake: Stake) -> None:
    if not isinstance(stake, Stake):
        raise CallError(f"`{name}` is a Stake", f"got {stake!r}"[:80], "give position, salience and capability")
    within(f"{name}.position", stake.position, "(-inf, inf)")
    within(f"{name}.salience", stake.salience, "[0, inf)")
    within(f"{name}.capability", stake.capability, "[0, inf)")


def _reach(giver: Stake, receiver: Stake, others: Sequence[Stake]) -> tuple[float, float]:
    """How far the giver's move can shift the outcome towards the receiver, and the shift for a unit of its move."""
    stakes = [giver, receiver, *others]
    whole = sum(stake.weight for stake in stakes)
    if not giver.weight:
        return 0.0, 1.0
    outcome = sum(stake.weight * stake.position for stake in stakes) / whole
    if (receiver.position - outcome) * (outcome - giver.position) < 0:
        return 0.0, 1.0
    per = giver.weight / whole
    return min(per * abs(receiver.position - giver.position), abs(receiver.position - outcome)), per
