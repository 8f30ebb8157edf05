"""Commitment: preventive war, shifts of power, terms that move power."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.theory import commitment
from accord.verify.inputs import Inputs, Model


def _preventive(given: Inputs) -> Any:
    found = commitment.fearon_preventive_war(
        given["p1"],
        given["p2"],
        cost_a=given["cA"],
        cost_b=given["cB"],
        delta=given["delta"],
        offers=commitment.Offers(str(given["protocol"]).removesuffix("_offers")),
    )
    return {"max_peace": found.best_peace, "war": found.war_now, "preventive_war": found.fights}


def _range(given: Inputs) -> Any:
    found = commitment.fearon_bargaining_range(given["p"], given["cA"], given["cB"])
    return {"low": found.low, "high": found.high, "width": found.width}


def _shift(given: Inputs) -> Any:
    found = commitment.powell_shift_condition(
        given["p_now"], given["p_next"], delta=given["delta"], war_cost=given["war_cost_fraction"]
    )
    return {
        "war": found.fights,
        "shift": found.shift,
        "surplus": found.surplus,
        "p_next_threshold": found.threshold,
    }


def _jump(given: Inputs) -> Any:
    found = commitment.endogenous_power_jump(
        given["p0"],
        given["p1"],
        line=given["xhat"],
        cost_a=given["cA"],
        cost_b=given["cB"],
        delta=given["delta"],
    )
    return {
        "A_dissatisfied": found.dissatisfied,
        "B_concede": found.concede,
        "B_war": found.war,
        "war": found.fights,
        "p1_threshold": found.threshold,
    }


MODELS: Mapping[str, Model] = {
    "fearon_bargaining_range": _range,
    "fearon_preventive_war": _preventive,
    "powell_shift_condition": _shift,
    "endogenous_power_jump": _jump,
}
