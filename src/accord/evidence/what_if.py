"""What if: a scalar known to be so, and an outside option given to a party."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import numpy as np

from accord.bargain import Ensemble
from accord.errors import CallError
from accord.evidence.prior import RANGES
from accord.evidence.weighed import Weighed
from accord.negotiation import Negotiation, RateEntry, RateName


def with_rate(
    negotiation: Negotiation, party: str, rate: str, low: float, high: float | None = None, *, reason: str = "what if"
) -> Negotiation:
    """The negotiation with a party's scalar known to lie between `low` and `high`, or to be `low` where that is None.

    Weighed again, the models are those in which it is so: what else is said of the scalar then bears on others.

    Raises:
        CallError: no such party or scalar, or a range that cannot be.
    """
    end = low if high is None else high
    if rate not in RANGES:
        raise CallError(f"A scalar is one of {', '.join(RANGES)}", f"got {rate!r}", "choose one")
    if party not in {one.id for one in negotiation.parties}:
        known = ", ".join(one.id for one in negotiation.parties)
        raise CallError(f"A scalar is of a party ({known})", f"got {party!r}", "choose one")
    lowest = RANGES[rate].low if rate in {"impatience", "walk_away_hazard"} else -10.0
    if not lowest <= low <= end <= 10.0:
        raise CallError(f"A range of {rate} lies within {lowest:g} and 10", f"got {low} to {end}", "low end first")
    entry = RateEntry(rate=cast(RateName, rate), low=low, high=end, party=party, reason=reason)
    return negotiation.model_copy(update={"rates": (*negotiation.rates, entry)})


def with_outside_option(weighed: Weighed, party: str, worth: float) -> Weighed:
    """The same models with an outside option given to a party: its reservation is at least the option's worth.

    An option given is no news of what the party wants: what was said before it had the option says what it said, so
    nothing is drawn anew. The prior is changed alike, so that shares stand beside theirs.

    Args:
        weighed: What the evidence leaves.
        party: Who is given the option.
        worth: Its utility, where the party's worst package is worth 0 and its best 1 (leaving interactions out).

    Raises:
        CallError: no such party, or a worth that is no number.
    """
    given, before = (outside_given(one, {party: worth}) for one in (weighed.ensemble, weighed.prior))
    return replace(weighed, ensemble=given, prior=before)


def outside_given(ensemble: Ensemble, worths: Mapping[str, float]) -> Ensemble:
    """The models with an outside option given to each of these parties, as in `with_outside_option`."""
    rows = ensemble.frame.party_index
    reservations = ensemble.reservations.copy()
    for party, worth in worths.items():
        if party not in rows:
            raise CallError(
                f"An outside option is given to a party ({', '.join(rows)})", f"got {party!r}", "choose one"
            )
        if not np.isfinite(worth):
            raise CallError("The worth of an outside option is a number", f"got {worth}", "give one")
        reservations[:, rows[party]] = np.maximum(reservations[:, rows[party]], worth)
    return replace(ensemble, reservations=reservations)
