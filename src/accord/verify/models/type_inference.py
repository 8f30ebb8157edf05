"""Types: Bayes' rule, filters, sequential tests, records of promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.theory import type_inference
from accord.verify.inputs import Inputs, Model


def _posterior(given: Inputs) -> Any:
    """Likelihoods of the moves seen, in their order; or of every move by its name, of which `observed` names some."""
    likelihood = {
        name: [row[move] for move in given["observed"]] if isinstance(row, Mapping) else row
        for name, row in given["likelihood"].items()
    }
    return type_inference.type_posterior_independent_moves(given["prior"], likelihood)


def _sprt(given: Inputs) -> Any:
    found = type_inference.sprt_bernoulli(given["p0"], given["p1"], alpha=given["alpha"], beta=given["beta"])
    return {
        "A": found.upper,
        "B": found.lower,
        "ASN_H0": found.mean_if_first,
        "ASN_H1": found.mean_if_second,
    }


def _sprt_exact(given: Inputs) -> Any:
    found = type_inference.sprt_bernoulli_exact(
        given["p0"], given["p1"], alpha=given["alpha"], beta=given["beta"], rate=given["true_p"]
    )
    return {"p_accept_H1": found.accepts_second, "p_accept_H0": found.accepts_first, "expected_n": found.mean}


def _kept(given: Inputs) -> Any:
    found = type_inference.keeps_word_rate_beta_bernoulli(given["kept"], given["n"], a=given["a"], b=given["b"])
    return {"mean": found.mean, "ci95": found.interval, "bayes_factor_vs_half": found.bayes_factor}


MODELS: Mapping[str, Model] = {
    "type_posterior_independent_moves": _posterior,
    "type_filter_hmm": lambda given: type_inference.type_filter_hmm(
        given["initial"], given["transition"], given["emission"], given["observations"]
    ),
    "holdout_posterior": lambda given: type_inference.holdout_posterior(
        given["p_time_buyer"], accepts=given["accept_prob_deal_seeker"], refused=given["rounds_refused"]
    ),
    "abreu_gul_posterior": lambda given: type_inference.abreu_gul_posterior(
        given["z"], hazard=given["hazard"], time=given["t"]
    ),
    "keeps_word_rate_beta_bernoulli": _kept,
    "sprt_bernoulli": _sprt,
    "sprt_bernoulli_exact": _sprt_exact,
}
