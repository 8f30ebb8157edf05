"""Signals: cheap talk, costly signals, gifts, audience costs, bluffs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.theory import signals
from accord.verify.inputs import Inputs, Model


def _talk(given: Inputs) -> Any:
    found = signals.crawford_sobel_uniform_quadratic(given["bias"])
    return {"N": found.messages, "boundaries": found.boundaries, "receiver_loss": found.receiver_loss}


def _separation(given: Inputs) -> Any:
    found = signals.costly_signal_separation(
        given["b_low"], given["b_high"], cost_low=given["c_low"], cost_high=given["c_high"]
    )
    return {
        "separating_exists": found.exists,
        "k_min": found.least,
        "k_max": found.most,
        "payoff_H_riley": found.payoff_high,
    }


def _lock_in(given: Inputs) -> Any:
    found = signals.audience_cost_lock_in(given["v"], war_cost=given["war_cost"], audience_cost=given["audience_cost"])
    return {"fight_after_threat": found.fights, "credible_threshold_v": found.threshold}


def _bluff(given: Inputs) -> Any:
    found = signals.semi_separating_bluff(
        given["prior"], cost=given["cost"], benefit_low=given["benefit_low"], threshold=given["threshold"]
    )
    return {"regime": found.regime.value, "m": found.bluffs, "g": found.gives_in, "posterior": found.posterior}


def _beer_quiche(given: Inputs) -> Any:
    return [[found.strong, found.weak] for found in signals.beer_quiche_pure_equilibria(given["p_strong"])]


MODELS: Mapping[str, Model] = {
    "crawford_sobel_uniform_quadratic": _talk,
    "costly_signal_separation": _separation,
    "gift_posterior": lambda given: signals.gift_posterior(
        given["prior"], if_high=given["p_gift_if_high"], if_low=given["p_gift_if_low"]
    ),
    "beer_quiche_pure_equilibria": _beer_quiche,
    "audience_cost_lock_in": _lock_in,
    "semi_separating_bluff": _bluff,
}
