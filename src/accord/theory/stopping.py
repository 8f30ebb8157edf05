"""When to settle: the best date where the agreement grows or the other side's patience wears out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from accord.theory.arguments import within


@dataclass(frozen=True, slots=True)
class Date:
    """The best date to settle, counted from now, and what the course is worth now; the date is infinite for never."""

    at: float
    value: float


def delay_growing_agreement_value(
    *, flow: float, hazard: float, rate: float, agreement: float, growth: float, abandonment: float
) -> Date:
    """The best date to settle when the agreement on offer improves or decays at a constant pace.

    Definition: while the talks go on the party gains f a unit of time, at rate h the other leaves and the party has
    W; settling at T brings A(T) = A_0 + g T. All is discounted at r. The value of settling at T is V(T) = integral
    from 0 to T of exp(-(r + h) t) (f + h W) dt + exp(-(r + h) T) A(T), and V'(T) has the sign of f + h W + g - (r +
    h) A(T). With g > 0 this falls, so the best date is T = ((f + h W + g) / (r + h) - A_0) / g, or now if that is
    below zero. With g <= 0 it never falls, so the best is now or never, and never is worth (f + h W) / (r + h).

    Convention: indifference settles now.

    Args:
        flow: Gain while talking f, any real number.
        hazard: Rate at which the other leaves h, [0, inf).
        rate: Impatience r, (0, inf).
        agreement: Value of settling now A_0, any real number.
        growth: Change of that value a unit of time g, any real number.
        abandonment: Value after the other has left W, any real number.

    Example: an offer that starts at nothing and grows by one a year; waiting costs a tenth of it a year.

        >>> found = delay_growing_agreement_value(flow=0, hazard=0, rate=0.1, agreement=0, growth=1, abandonment=0)
        >>> round(found.at, 6), round(found.value, 6)
        (10.0, 3.678794)

    Limits: growth without bound at a constant pace, and known; a constant hazard.

    Citation: ross_1970, ferguson_stopping.

    Raises:
        CallError: an argument outside its range.
    """
    real = "(-inf, inf)"
    gain, risk = within("flow", flow, real), within("hazard", hazard, "[0, inf)")
    discount = within("rate", rate, "(0, inf)") + risk
    now, pace, left = within("agreement", agreement, real), within("growth", growth, real), abandonment
    income = gain + risk * within("abandonment", left, real)
    never = income / discount
    if pace <= 0:
        return Date(math.inf, never) if never > now else Date(0.0, now)
    date = max(0.0, ((income + pace) / discount - now) / pace)
    lasting = math.exp(-discount * date)
    return Date(date, never * (1 - lasting) + lasting * (now + pace * date))


def delay_rising_hazard(*, flow: float, hazard_slope: float, rate: float, agreement: float, abandonment: float) -> Date:
    """The best date to settle when the other side's patience wears out: the hazard of its leaving is a t.

    Definition: as in `delay.delay_or_settle`, with the hazard rising from zero in proportion to time. V'(T) has the
    sign of f + a T (W - A) - r A. With A > W this falls, so the best date is where the gain of waiting a moment
    equals what the moment risks: T = (f - r A) / (a (A - W)), or now if that is below zero. With A <= W it never
    falls, so the best is now or never. V(T) = f I + W (1 - E - r I) + A E with E = exp(-r T - a T^2 / 2), the chance
    that the talks last to T, discounted, and I = integral of the same from 0 to T.

    Convention: indifference settles now; a = 0 is no hazard at all.

    Args:
        flow: Gain while talking f, any real number.
        hazard_slope: a, [0, inf).
        rate: Impatience r, (0, inf).
        agreement: Value of settling A, any real number; it does not change.
        abandonment: Value after the other has left W, any real number.

    Example: waiting gains more than the interest on the agreement until the hazard is 0.1.

        >>> round(delay_rising_hazard(flow=1, hazard_slope=0.02, rate=0.05, agreement=10, abandonment=5).at, 6)
        5.0

    Limits: the hazard is known and rises for ever.

    Citation: ross_1970, ferguson_stopping.

    Raises:
        CallError: an argument outside its range.
    """
    real = "(-inf, inf)"
    gain, slope = within("flow", flow, real), within("hazard_slope", hazard_slope, "[0, inf)")
    discount = within("rate", rate, "(0, inf)")
    deal, left = within("agreement", agreement, real), within("abandonment", abandonment, real)

    def worth(date: float) -> float:
        lasting = 0.0 if math.isinf(date) else math.exp(-discount * date - slope * date * date / 2)
        spent = _discounted_time(date, discount, slope)
        return gain * spent + left * (1 - lasting - discount * spent) + deal * lasting

    if slope * (deal - left) > 0:
        date = max(0.0, (gain - discount * deal) / (slope * (deal - left)))
        return Date(date, worth(date) if date else deal)
    never = worth(math.inf)
    return Date(math.inf, never) if never > deal else Date(0.0, deal)


def _discounted_time(date: float, rate: float, slope: float) -> float:
    """Integral of exp(-rate t - slope t^2 / 2) from 0 to a date."""
    if slope == 0:
        return (1.0 if math.isinf(date) else -math.expm1(-rate * date)) / rate
    from scipy.special import erfcx

    # By the scaled complement of the error function, which neither overflows for small slopes nor cancels.
    scale = math.sqrt(2 * slope)
    whole = float(erfcx(rate / scale))
    rest = 0.0
    if not math.isinf(date):
        rest = math.exp(-rate * date - slope * date * date / 2) * float(erfcx((slope * date + rate) / scale))
    return math.sqrt(math.pi) / scale * (whole - rest)
