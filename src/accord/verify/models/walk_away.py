"""Walking away: outside options, a race between a deal and the end of the talks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from accord.theory import outside_options
from accord.verify.inputs import Inputs, Model


def _outside(given: Inputs) -> Any:
    found = outside_options.rubinstein_outside_options(given["deltaA"], given["deltaB"], given["wA"], given["wB"])
    return {"outcome": found.outcome.value, "A": found.first, "B": found.second}


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


MODELS: Mapping[str, Model] = {
    "rubinstein_outside_options": _outside,
    "competing_hazards_deal_vs_walkaway": _race,
}
