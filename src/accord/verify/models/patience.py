"""Patience: alternating offers, breakdown, unanimity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.theory import patience
from accord.verify.inputs import Inputs, Model


def _two(given: Inputs) -> Any:
    found = patience.rubinstein(
        given["delta1"], given["delta2"], pie=given.get("pie", 1), proposer=given.get("proposer", 1)
    )
    return [found.first, found.second]


def _limit(given: Inputs) -> Any:
    return patience.rubinstein_limit(
        given["rA"],
        given["rB"],
        hazard=given.get("hazard", 0),
        breakdown=(given.get("breakdown_A", 0), given.get("breakdown_B", 0)),
        pie=given.get("pie", 1),
    ).first


MODELS: Mapping[str, Model] = {
    "rubinstein_2p": _two,
    "rubinstein_limit_discount_breakdown": _limit,
    "rubinstein_n_unanimity_stationary": lambda given: patience.rubinstein_unanimity(given["delta"]),
}
