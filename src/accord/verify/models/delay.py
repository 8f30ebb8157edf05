"""Delay: deadlines, inside options, settling against talking on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from accord.theory import delay, stopping
from accord.verify.inputs import Inputs, Model


def _constant(given: Inputs) -> Any:
    found = delay.delay_or_settle(
        flow=given["flow"],
        hazard=given["hazard"],
        rate=given["r"],
        agreement=given["agreement_value"],
        abandonment=given["abandonment_value"],
    )
    return {
        "delay_forever": found.forever,
        "V": found.value,
        "threshold_hazard": found.threshold_hazard,
        "bribe_to_settle": found.bribe,
    }


def _inside(given: Inputs) -> Any:
    found = delay.inside_options(
        flow_1=given["flowA"],
        flow_2=given["flowB"],
        rate_1=given["rA"],
        rate_2=given["rB"],
        pie=given.get("pie", 1),
    )
    return {"agree_now": found.agree_now, "VA": found.first, "VB": found.second}


def _stahl(given: Inputs) -> Any:
    first = given.get("first", "A")
    opens: Any = {"A": 1, "B": 2}.get(first, first) if isinstance(first, str) else first
    return delay.stahl_deadline(given["T"], given["deltaA"], given["deltaB"], first=opens)


def _growing(given: Inputs) -> Any:
    return _date(
        stopping.delay_growing_agreement_value(
            flow=given["flow"],
            hazard=given["hazard"],
            rate=given["r"],
            agreement=given["A0"],
            growth=given["growth"],
            abandonment=given["abandonment_value"],
        )
    )


def _rising(given: Inputs) -> Any:
    return _date(
        stopping.delay_rising_hazard(
            flow=given["flow"],
            hazard_slope=given["hazard_slope"],
            rate=given["r"],
            agreement=given["agreement_value"],
            abandonment=given["abandonment_value"],
        )
    )


def _date(found: stopping.Date) -> Any:
    """Never is no date: null."""
    return {"T_star": None if math.isinf(found.at) else found.at, "V": found.value}


MODELS: Mapping[str, Model] = {
    "delay_vs_settle_constant_hazard": _constant,
    "inside_options_flow": _inside,
    "stahl_deadline": _stahl,
    "delay_growing_agreement_value": _growing,
    "delay_rising_hazard": _rising,
}
