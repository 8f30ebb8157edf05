"""Concessions: depth of cooperation, classes of steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.theory import concessions
from accord.verify.inputs import Inputs, Model


def _depth(given: Inputs) -> Any:
    actions = given["actions"]
    named = given.get("counterfactual")
    found = concessions.depth_of_cooperation(
        [given["u_giver"][action] for action in actions],
        [given["u_receiver"][action] for action in actions],
        agreed=actions.index(given["agreed"]),
        stated_start=actions.index(given["stated_start"]),
        counterfactual=None if named is None else actions.index(named),
    )
    return {
        "counterfactual": actions[found.counterfactual],
        "nominal_gain_receiver": found.nominal_gain,
        "real_gain_receiver": found.real_gain,
        "real_cost_giver": found.real_cost,
        "real": found.real,
    }


def _classes(given: Inputs) -> Any:
    return [concessions.step_class(step["d_own"], step["d_other"]).value for step in given["steps"]]


def _restraint(given: Inputs) -> Any:
    """Both restrain themselves by the first action; payoffs are pairs, by the first's action, then the second's."""
    first, second = ([[pair[side] for pair in row] for row in given["payoffs"]] for side in (0, 1))
    found = concessions.reciprocal_restraint(first, second, played=tuple(given["played"]))
    return {
        "pure_ne": found.equilibria,
        "status_quo": given["played"],
        "self_enforcing": found.self_enforcing,
        # One number for both: what tempts the more tempted, what the one who gains less has.
        "temptation": max(found.temptation),
        "real_gain_each": min(found.real_gain),
    }


MODELS: Mapping[str, Model] = {
    "depth_of_cooperation": _depth,
    "dans_step_class": _classes,
    "reciprocal_restraint": _restraint,
}
