"""Delay: deadlines, inside options, settling against talking on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.errors import SizeError
from accord.theory import delay
from accord.verify.inputs import Inputs, Model

_MOST_ROUNDS = 1_000_000


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
    first, rounds = {"A": 1, "B": 2}[given.get("first", "A")], int(given["T"])
    if rounds > _MOST_ROUNDS:
        raise SizeError(f"At most {_MOST_ROUNDS} rounds are gone through", f"got {rounds}", "take the limit")
    return delay.stahl_deadline(rounds, given["deltaA"], given["deltaB"], first=first)


MODELS: Mapping[str, Model] = {
    "delay_vs_settle_constant_hazard": _constant,
    "inside_options_flow": _inside,
    "stahl_deadline": _stahl,
}
