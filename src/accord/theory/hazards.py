"""Hazards of walking away: patience that wears down under good and bad news."""

from __future__ import annotations

import math

from accord.theory.arguments import within


def patience_first_passage(patience: float, *, drift: float, sigma: float, by: float) -> float:
    """The chance that a party whose patience wears down at random has walked away by a date.

    Definition: grievance is a Brownian motion that starts at 0, drifts at mu and spreads by sigma for the square root
    of time; the party leaves when it first reaches the level a, its patience. The time until then is inverse Gaussian
    (for mu > 0), and P(by T) = Phi((mu T - a) / (sigma sqrt T)) + exp(2 mu a / sigma^2) Phi(-(mu T + a) / (sigma sqrt
    T)). With mu < 0 it may never leave: P(ever) = exp(2 mu a / sigma^2).

    Convention: the level is passed once it is reached; with sigma = 0 that is at a / mu exactly.

    Args:
        patience: Level a at which the party leaves, (0, inf).
        drift: Mean change of grievance a unit of time mu, any real number.
        sigma: Spread sigma, [0, inf).
        by: Date T, [0, inf]; infinite: ever.

    Example: without drift, a Brownian motion has passed one spread by time 1 with chance 2 (1 - Phi(1)).

        >>> round(patience_first_passage(1, drift=0, sigma=1, by=1), 6)
        0.317311

    Limits: news of constant size and spread; a party may also leave for reasons that build up nothing
    (`outside_options.deal_or_walk_away`).

    Citation: lancaster_1972, cox_miller_1965.

    Raises:
        CallError: an argument outside its range.
    """
    level, trend = within("patience", patience, "(0, inf)"), within("drift", drift, "(-inf, inf)")
    spread = within("sigma", sigma, "[0, inf)")
    until = math.inf if by == math.inf else within("by", by, "[0, inf)")
    # Without chance, or with so little that floats cannot tell it from none.
    if spread == 0 or math.isinf(level / spread * max(1.0, abs(trend) / spread)):
        return float(trend > 0 and (math.isinf(until) or trend * until >= level))
    tilt = 2 * (trend / spread) * (level / spread)
    if math.isinf(until):
        return math.exp(min(0.0, tilt))
    scale = spread * math.sqrt(until)
    if scale == 0:
        return 0.0
    short, far = (level - trend * until) / scale, (level + trend * until) / scale
    direct = math.erfc(short / math.sqrt(2)) / 2
    if far < 0:
        return direct + math.exp(tilt) * math.erfc(far / math.sqrt(2)) / 2
    from scipy.special import erfcx

    # A huge number times a tiny one: since tilt = (far^2 - short^2) / 2, the product needs neither.
    return min(1.0, direct + math.exp(-short * short / 2) * float(erfcx(far / math.sqrt(2))) / 2)
