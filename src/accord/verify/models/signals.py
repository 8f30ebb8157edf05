"""Signals: cheap talk, costly signals, gifts, audience costs, bluffs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from accord.theory import signals
from accord.verify.comparing import Read, Sets
from accord.verify.inputs import Inputs, Model

_MEAL = re.compile(r"(?i:beer|quiche)|[BQ]")
_MEALS = {"b": "beer", "q": "quiche"}


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
    """What the strong and the weak type send in each equilibrium."""
    found = signals.beer_quiche_pure_equilibria(given["p_strong"])
    return Read(Sets([one.strong, one.weak] for one in found), _breakfasts)


def _breakfasts(told: Any) -> Any:
    """Equilibria told as `pooling on beer`, `BB`, pairs or mappings, each as what strong and weak send."""
    if not isinstance(told, list):
        return told
    rows = []
    for row in told:
        named = [row["strong"], row["weak"]] if isinstance(row, Mapping) and {"strong", "weak"} <= set(row) else row
        meals = [_MEALS[meal[0].lower()] for meal in _MEAL.findall(str(named))]
        # What both pool on is named first; what would follow the other meal may stand behind it.
        second = 0 if "pool" in str(named).lower() else min(1, len(meals) - 1)
        rows.append([meals[0], meals[second]] if meals else row)
    return rows


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
