"""Linkage: issues together against issues apart, promises pooled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.theory import leverage, linkage
from accord.verify.inputs import Inputs, Model


def _nash(given: Inputs) -> Any:
    found = linkage.linked_or_separate(given["wA"], given["wB"], disagreement=tuple(given.get("d", (0, 0))))
    return {"delinked": found.delinked, "linked": found.linked, "value_of_linkage": found.value}


def _pooled(given: Inputs) -> Any:
    temptation, reward, punishment = ([issue[letter] for issue in given["issues"]] for letter in "TRP")
    found = linkage.pooled_incentives(temptation, reward, punishment)
    return {"separate": found.separate, "linked": found.linked}


def _leverage(given: Inputs) -> Any:
    """R is the target, US the holder of the benefit; `move_order` makes no difference to either answer."""
    found = leverage.leverage_game(
        concession_cost=given["cost_concession_R"],
        concession_value=given["value_concession_US"],
        target_benefit=given["benefit_normalise_R"],
        holder_gain=given["benefit_normalise_US"],
    )
    return {
        "no_commitment": _course(found.without_commitment),
        "with_commitment": _course(found.with_commitment),
        "value_of_commitment_US": found.value_of_commitment,
    }


def _course(course: leverage.Course) -> dict[str, Any]:
    return {"concede": course.concede, "normalise": course.grant, "u_R": course.target, "u_US": course.holder}


MODELS: Mapping[str, Model] = {
    "linked_vs_delinked_nbs": _nash,
    "pooled_incentive_constraint": _pooled,
    "leverage_game": _leverage,
}
