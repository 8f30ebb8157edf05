"""Walking away: outside options, a race between a deal and the end of the talks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from accord.errors import MaterialError
from accord.theory import hazards, outside_options
from accord.verify.comparing import Read
from accord.verify.inputs import Inputs, Model

_LEAVE = {"breakdown", "both_leave", "exit", "leave", "no_deal", "opt_out", "outside", "outside_option"}
_LEAVE |= {"outside_options", "separate", "take_outside_options", "walk", "walk_away"}


def _outside(given: Inputs) -> Any:
    found = outside_options.rubinstein_outside_options(given["deltaA"], given["deltaB"], given["wA"], given["wB"])
    return {"outcome": Read(found.outcome.value, _ending), "A": found.first, "B": found.second}


def _ending(told: Any) -> Any:
    """`leave` for every word that says so."""
    return outside_options.Ending.LEAVE.value if str(told).lower().replace(" ", "_") in _LEAVE else told


def _race(given: Inputs) -> Any:
    found = outside_options.deal_or_walk_away(
        given["deal_hazard"],
        given["walk_hazard"],
        rate=given["r"],
        deal=given["V_deal"],
        walk=given["V_walk"],
        by=given.get("T", math.inf),
    )
    return {
        "p_deal": found.p_deal,
        "mean_time": found.mean_time,
        "pv": found.present_value,
        "p_deal_by_T": found.p_deal_by,
    }


def _passage(given: Inputs) -> Any:
    return hazards.patience_first_passage(given["patience"], drift=given["drift"], sigma=given["sigma"], by=given["T"])


def _contrast(given: Inputs) -> Any:
    """Equally patient parties with offers in quick turn, as `r_equal` and `limit` say."""
    if not (given.get("r_equal", True) and given.get("limit", True)):
        raise MaterialError("`r_equal` and `limit` are true", "got false", "use `rubinstein_outside_options`")
    found = outside_options.outside_option_vs_breakdown_point(given.get("wA", 0), given["wB"], pie=given.get("pie", 1))
    return {"outside_option_B": found.outside_option, "breakdown_point_B": found.breakdown_point}


MODELS: Mapping[str, Model] = {
    "rubinstein_outside_options": _outside,
    "competing_hazards_deal_vs_walkaway": _race,
    "patience_first_passage": _passage,
    "outside_option_vs_breakdown_point": _contrast,
}
