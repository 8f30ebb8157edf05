"""Third parties: voting power, vetoes, exclusion, mediators."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from accord.errors import MaterialError
from accord.theory import coalitions, third_parties
from accord.verify.inputs import Inputs, Model

_NUMBER = r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
_UNIFORM = re.compile(rf"^\s*U(?:nif(?:orm)?)?\s*[\[(]\s*{_NUMBER}\s*,\s*{_NUMBER}\s*[\])]\s*$", re.IGNORECASE)


def _power(given: Inputs) -> Any:
    found = coalitions.weighted_voting_power(given["quota"], given["weights"])
    return {"shapley_shubik": found.shapley_shubik, "banzhaf": found.banzhaf}


def _council(given: Inputs) -> Any:
    """Power of a council's permanent members (those of the highest weight) and of the others."""
    found = coalitions.weighted_voting_power(given["quota"], given["weights"])
    high, low = (given["weights"].index(end(given["weights"])) for end in (max, min))
    return {
        "ss_permanent": found.shapley_shubik[high],
        "ss_nonpermanent": found.shapley_shubik[low],
        "banzhaf_permanent": found.banzhaf[high],
        "banzhaf_nonpermanent": found.banzhaf[low],
    }


def _winset(given: Inputs) -> Any:
    found = third_parties.unanimity_winset_1d(given["ideals"], given["status_quo"])
    return {"empty": found.empty, "low": found.low, "high": found.high, "core": found.core}


def _excluded(given: Inputs) -> Any:
    found = third_parties.excluded_veto_party(given["surplus_AB"], given["harm_C"], given["block_prob"])
    return {
        "exclude": found.exclude,
        "include": found.include,
        "include_better": found.include_better,
        "break_even_block_prob": found.break_even,
    }


def uniform(given: Any) -> tuple[float, float]:
    """The ends of a uniform distribution, from `U[0,1]` or from a pair."""
    if isinstance(given, list) and len(given) == 2:
        return given[0], given[1]
    found = _UNIFORM.match(given) if isinstance(given, str) else None
    if found is None:
        raise MaterialError("A distribution reads `U[0,1]`", f"got {given!r}", "give its lowest and highest value")
    return float(found[1]), float(found[2])


def _trade(given: Inputs) -> Any:
    found = third_parties.mediator_second_best_bilateral_trade(uniform(given["v"]), uniform(given["c"]))
    return {
        "second_best_gains": found.second_best,
        "trade_probability": found.trade_chance,
        "first_best_gains": found.first_best,
        "threshold": found.margin,
    }


def _mediator(given: Inputs) -> Any:
    found = third_parties.mediator_credibility_binary(
        given["bias"],
        war_cost=given["war_cost"],
        aggressive=given["share_aggressive"],
        generous=given["share_generous"],
        war=given["share_war"],
        residual_risk=given.get("residual_war_risk", 0),
    )
    return {"credible": found.credible, "b_min": found.low, "b_max": found.high}


MODELS: Mapping[str, Model] = {
    "weighted_voting_power": _power,
    "weighted_voting_power_unsc": _council,
    "unanimity_winset_1d": _winset,
    "excluded_veto_party": _excluded,
    "mediator_second_best_bilateral_trade": _trade,
    "mediator_credibility_binary": _mediator,
}
