"""Linkage: issues together against issues apart, promises pooled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.theory import linkage
from accord.verify.inputs import Inputs, Model


def _nash(given: Inputs) -> Any:
    found = linkage.linked_or_separate(given["wA"], given["wB"], disagreement=tuple(given.get("d", (0, 0))))
    return {"delinked": found.delinked, "linked": found.linked, "value_of_linkage": found.value}


def _pooled(given: Inputs) -> Any:
    temptation, reward, punishment = ([issue[letter] for issue in given["issues"]] for letter in "TRP")
    found = linkage.pooled_incentives(temptation, reward, punishment)
    return {"separate": found.separate, "linked": found.linked}


MODELS: Mapping[str, Model] = {"linked_vs_delinked_nbs": _nash, "pooled_incentive_constraint": _pooled}
