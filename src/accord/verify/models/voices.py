"""Voices: pools of opinions, correlated experts, calibration, reliability, skill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.errors import MaterialError
from accord.theory import voices
from accord.verify.inputs import Inputs, Model


def _prior(given: Any) -> tuple[float, float] | None:
    """Mean and deviation of a normal prior, from `flat`, a pair, or a mapping with `mean` and `sd` or `var`."""
    if given is None or given == "flat":
        return None
    if isinstance(given, list) and len(given) == 2:
        return given[0], given[1]
    if isinstance(given, Mapping) and ("mean" in given or "mu" in given) and ("sd" in given or "var" in given):
        mean = given["mean"] if "mean" in given else given["mu"]
        return mean, given["sd"] if "sd" in given else given["var"] ** 0.5
    raise MaterialError("`prior` is `flat` or a normal distribution", f"got {given!r}", "give its mean and sd")


def _correlated(given: Inputs) -> Any:
    found = voices.correlated_experts_normal(
        given["mu"], given["sd"], given["rho"], prior=_prior(given.get("prior", "flat"))
    )
    return {"weights": found.weights, "mean": found.mean, "var": found.variance}


def _cooke(given: Inputs) -> Any:
    found = voices.cooke_calibration(given["bin_counts"], given["quantiles"])
    return {"stat": found.statistic, "calibration": found.calibration}


def _sources(given: Inputs) -> Any:
    reports = [
        voices.Report(bool(row["affirms"]), row["p_affirm_if_true"], row["p_deny_if_false"]) for row in given["reports"]
    ]
    return voices.source_reliability_update(given["prior"], reports)


def _brier(given: Inputs) -> Any:
    found = voices.brier_skill_weights(given["forecasts"], given["outcomes"], reference=given.get("reference", 0.25))
    return {"brier": found.brier, "weights": found.weights}


MODELS: Mapping[str, Model] = {
    "linear_opinion_pool": lambda given: voices.linear_opinion_pool(given["p"], given["w"]),
    "logarithmic_opinion_pool": lambda given: voices.logarithmic_opinion_pool(given["p"], given["w"]),
    "extremized_log_odds": lambda given: voices.extremized_log_odds(given["p"], given["a"]),
    "correlated_experts_normal": _correlated,
    "cooke_calibration": _cooke,
    "source_reliability_update": _sources,
    "brier_skill_weights": _brier,
}
