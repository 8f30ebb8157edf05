"""Patience: alternating offers, breakdown, many parties, attrition, reputation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from accord.errors import MaterialError
from accord.theory import attrition, multilateral, patience, reputation
from accord.theory.arguments import whole
from accord.verify.inputs import Inputs, Model
from accord.verify.models.third_parties import uniform

_EXPONENTIAL = re.compile(r"^\s*Exp(?:onential)?\s*\(\s*(\d+\.?\d*|\.\d+)\s*\)\s*$", re.IGNORECASE)
_MOST_PARTIES = 100_000


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


def _lottery(given: Inputs) -> Any:
    chances, delta = given["p"], given["delta"]
    return multilateral.random_proposer_unanimity(chances, delta if isinstance(delta, list) else [delta] * len(chances))


def _exit(given: Inputs) -> Any:
    count, delta = whole("n", given["n"], 1, _MOST_PARTIES), given["delta"]
    return multilateral.krishna_serrano_exit(delta if isinstance(delta, list) else [delta] * count)


def _mixed(given: Inputs) -> Any:
    return attrition.war_of_attrition_complete_mixed(given["v"], given["cost"], discount=given.get("discount", 0))


def _uniform(given: Inputs) -> Any:
    low, high = uniform(given.get("dist", "U[0,1]"))
    return attrition.war_of_attrition_private_uniform(given["v"], low=low, high=high, cost=given.get("cost", 1))


def _exponential(given: Inputs) -> Any:
    found = _EXPONENTIAL.match(str(given.get("dist", "Exp(1)")))
    if found is None:
        raise MaterialError("`dist` reads `Exp(1)`, with its rate", f"got {given['dist']!r}", "give the rate")
    return attrition.war_of_attrition_private_exponential(given["v"], rate=float(found[1]), cost=given.get("cost", 1))


def _reputation(given: Inputs) -> Any:
    found = reputation.abreu_gul_reputation(given["alpha"], given["r"], given["z"])
    return {"hazard": found.hazard, "T": found.ends, "initial_concession": found.concedes_at_once}


MODELS: Mapping[str, Model] = {
    "rubinstein_2p": _two,
    "rubinstein_limit_discount_breakdown": _limit,
    "rubinstein_n_unanimity_stationary": lambda given: patience.rubinstein_unanimity(given["delta"]),
    "random_proposer_unanimity": _lottery,
    "baron_ferejohn_closed": lambda given: multilateral.baron_ferejohn_closed(given["n"], given["q"], given["delta"]),
    "krishna_serrano_exit": _exit,
    "war_of_attrition_complete_mixed": _mixed,
    "war_of_attrition_private_uniform": _uniform,
    "war_of_attrition_private_exponential": _exponential,
    "abreu_gul_reputation": _reputation,
}
