"""A valid call of every public function of `accord.theory`: what tests of all of them start from."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any

import accord.theory
from accord.theory.exchange import Stake
from accord.theory.forecasts import Challenger
from accord.theory.infeasibility import Line
from accord.theory.readouts import Stance
from accord.theory.voices import Report

# Checks and set algebra that models are made of; they are no models themselves.
TOOLS = {"within", "all_within", "same_length", "index_of", "entries", "pair", "whole", "choice", "function", "minimal"}
TOOLS |= {"hitting_sets", "table"}


def models() -> dict[str, Callable[..., Any]]:
    """Every public function of the rooms of `accord.theory` by its name."""
    found: dict[str, Callable[..., Any]] = {}
    for info in pkgutil.iter_modules(accord.theory.__path__):
        if info.name == "stability":
            # Its arguments are a record that checks itself.
            continue
        module = importlib.import_module(f"accord.theory.{info.name}")
        for name, value in vars(module).items():
            here = inspect.isfunction(value) and value.__module__ == module.__name__
            if here and not name.startswith("_") and name not in TOOLS:
                found[name] = value
    return found


def _pairs_win(members: frozenset[int]) -> float:
    return float(len(members) > 1)


LINES = [Line("A", (-1.0,), -7.0), Line("B", (1.0,), 5.0), Line("C", (1.0,), 8.0)]
ROWS = {"positions": [0, 20, 90], "salience": [0.5, 1, 0.2], "capability": [1, 1, 3]}
STRENGTH = [[0, 8, 3], [6, 0, 9], [5, 2, 0]]
TESTED = {"p0": 0.3, "p1": 0.6, "alpha": 0.05, "beta": 0.1}

CALLS: Mapping[str, Mapping[str, Any]] = {
    "issue_by_issue_alternating_offers": {
        "deltas": [0.9, 0.8],
        "first_weights": [1, 1],
        "second_weights": [0.5, 0.7],
        "proposer": 2,
        "gap": 1,
        "second_proposer": "proposer",
    },
    "agenda_order_effect": {"deltas": [0.95, 0.9], "b_weights": [0.7, 0.9], "proposer": 1},
    "war_of_attrition_complete_mixed": {
        "values": [20, 8],
        "costs": [0.5, 2],
        "after_conceding": [1, 0],
        "discount": 0.1,
    },
    "war_of_attrition_private_uniform": {"value": 0.8, "low": 0.1, "high": 1.5, "cost": 2},
    "war_of_attrition_private_exponential": {"value": 0.7, "rate": 2, "cost": 1},
    "bargaining_solutions_polygon": {"frontier": [(0, 5), (3, 3), (4, 0)], "disagreement": (0.5, 1)},
    "asymmetric_nash_pie": {"weight_first": 0.25, "pie": 2, "disagreement": (0.3, 0.5)},
    "nash_pie_risk_aversion": {
        "utility_first": lambda share: share**0.5,
        "utility_second": lambda share: 1 - share,
        "disagreement": (0, 0.1),
    },
    "shapley": {"count": 3, "value": _pairs_win},
    "core_feasibility": {"count": 3, "value": _pairs_win},
    "weighted_voting_power": {"quota": 5, "weights": [3, 2, 1, 1]},
    "minimal_winning_coalitions": {"quota": 5, "weights": [3, 2, 1, 1]},
    "fearon_bargaining_range": {"p": 0.6, "cost_a": 0.1, "cost_b": 0.15},
    "fearon_preventive_war": {
        "before": 0.8,
        "after": 0.3,
        "cost_a": 0.05,
        "cost_b": 0.05,
        "delta": 0.9,
        "offers": "declining",
    },
    "powell_shift_condition": {"now": 0.3, "later": 0.8, "delta": 0.9, "war_cost": 0.2},
    "endogenous_power_jump": {
        "before": 0.5,
        "after": 0.9,
        "line": 0.4,
        "cost_a": 0.05,
        "cost_b": 0.05,
        "delta": 0.9,
    },
    "depth_of_cooperation": {
        "giver": [0, 2, 1],
        "receiver": [-5, 0, 1],
        "agreed": 1,
        "stated_start": 0,
        "counterfactual": 2,
    },
    "step_class": {"own": -0.1, "other": 0.2, "tolerance": 0.01},
    "reciprocal_restraint": {
        "first": [[3, 0], [4, 1]],
        "second": [[3, 4], [0, 1]],
        "played": (1, 1),
        "restraint": 0,
    },
    "victory_probabilities": {"coalitions": STRENGTH, "victory": "binary"},
    "probabilistic_condorcet_conditional": {"coalitions": STRENGTH, "victory": "square"},
    "probabilistic_condorcet_markov_uniform": {"coalitions": STRENGTH, "victory": "linear"},
    "probabilistic_condorcet_markov_incentive": {"coalitions": STRENGTH, "victory": "octic"},
    "delay_or_settle": {"flow": 0.8, "hazard": 0.1, "rate": 0.05, "agreement": 10, "abandonment": 8},
    "inside_options": {"flow_1": 0.02, "flow_2": 0, "rate_1": 0.05, "rate_2": 0.2, "pie": 1},
    "stahl_deadline": {"rounds": 10, "delta_1": 0.9, "delta_2": 0.97, "first": 2},
    "adjusted_winner": {"first": [60, 30, 10], "second": [30, 50, 20]},
    "side_payment_package": {"options": {"small": (2, 2), "large": (8, 0)}, "disagreement": (1, 0)},
    "package_deal": {"utilities": [[[0, 5], [0, -2]], [[0, -3], [0, 6]]], "reservation": [1, 1]},
    "equal_gain_exchange": {
        "first": (Stake(100, 0.8, 1), Stake(0, 0.2, 1)),
        "second": (Stake(0, 0.2, 1), Stake(100, 0.8, 1)),
        "others_p": [Stake(50, 0.5, 1)],
        "others_q": [],
    },
    "gradual_exchange": {"value": 2, "cost": 1, "delta": 0.9},
    "gradual_exchange_finite": {"value": 5, "cost": 2, "delta": 0.99, "stages": 5, "afterwards": 1},
    "compromise_model_weighted_mean": ROWS,
    "weighted_median": ROWS,
    "bdm_scholz": {
        "parties": [Challenger(0, 1, 0.5), Challenger(10, 1, 0.8), Challenger(4, 2, 0.3)],
        "rounds": 2,
        "q": 0.9,
        "least_change": True,
    },
    "patience_first_passage": {"patience": 5, "drift": 1, "sigma": 1, "by": 5},
    "farkas_certificate": {"matrix": [[-1], [1]], "limits": [-2, 1]},
    "min_relaxation_L1": {"matrix": [[-1], [1]], "limits": [-3, 1], "weights": [5, 2]},
    "red_lines_mus_mcs": {"lines": LINES, "ranges": [(0, 10)], "integer": True, "weights": {"A": 2}},
    "weighted_red_line_relaxation": {"lines": LINES, "ranges": [(0, 10)], "weights": {"A": 2}, "integer": False},
    "leverage_game": {"concession_cost": 2, "concession_value": 3, "target_benefit": 5, "holder_gain": 1},
    "linked_or_separate": {"weights_a": [0.8, 0.2], "weights_b": [0.2, 0.8], "disagreement": (0.1, 0.2)},
    "pooled_incentives": {"temptation": [4, 6], "reward": [3, 3], "punishment": [1, 2]},
    "random_proposer_unanimity": {"chances": [0.25, 0.75], "deltas": [0.98, 0.9]},
    "krishna_serrano_exit": {"deltas": [0.8, 0.8, 0.9]},
    "baron_ferejohn_closed": {"parties": 5, "votes": 3, "delta": 0.9},
    "rubinstein_outside_options": {"delta_1": 0.9, "delta_2": 0.95, "outside_1": 0.8, "outside_2": 0.05},
    "deal_or_walk_away": {"deal_hazard": 0.05, "walk_hazard": 0.15, "rate": 0.02, "deal": 10, "walk": -2, "by": 10},
    "outside_option_vs_breakdown_point": {"fallback_1": 0.1, "fallback_2": 0.3, "pie": 1},
    "rubinstein": {"delta_1": 0.9, "delta_2": 0.8, "pie": 2, "proposer": 2},
    "rubinstein_limit": {"rate_1": 0.05, "rate_2": 0.2, "hazard": 0.1, "breakdown": (0.2, 0.1), "pie": 1},
    "rubinstein_unanimity": {"deltas": [0.9, 0.8, 0.7]},
    "readout_comparison": {
        "first": {"truce": Stance.AFFIRMS, "aid": Stance.DENIES},
        "second": {"truce": Stance.AFFIRMS, "visit": Stance.SILENT},
    },
    "krippendorff_alpha": {"ratings": [[1, 2, 3, None], [1, 2, 2, 4]], "metric": "ordinal"},
    "jensen_shannon_bits": {"first": [0.5, 0.3, 0.2], "second": [0.2, 0.2, 0.6]},
    "cheap_talk_two_audiences": {"first": (2, -1), "second": (-1, 2)},
    "conflicts_and_repairs": {"violated": [{"B"}, {"A"}], "weights": {"A": 2}},
    "zopa_interval": {"seller_reservation": 30, "buyer_reservation": 50},
    "red_lines_mus_mcs_discrete": {
        "variables": {"seat": ["north", "south"]},
        "red_lines": {"A": lambda at: at.get("seat") == "north", "B": lambda at: at.get("seat") == "south"},
        "weights": {"A": 2},
    },
    "abreu_gul_reputation": {"demands": [0.7, 0.6], "rates": [0.1, 0.2], "obstinate": [0.1, 0.2]},
    "precedence": {"edges": [("a", "b"), ("b", "a"), ("b", "c")]},
    "orders": {"edges": [("a", "b"), ("b", "c")]},
    "precondition_as_threat_shift": {"pie": 10, "before": [-2, -4], "after": [0, -1]},
    "crawford_sobel_uniform_quadratic": {"bias": 0.05},
    "costly_signal_separation": {"benefit_low": 4, "benefit_high": 6, "cost_low": 2, "cost_high": 1},
    "gift_posterior": {"prior": 0.35, "if_high": 0.9, "if_low": 0.6},
    "beer_quiche_pure_equilibria": {"strong_chance": 0.9},
    "audience_cost_lock_in": {"value": 0.05, "war_cost": 0.6, "audience_cost": 0.5},
    "semi_separating_bluff": {"prior": 0.15, "cost": 2, "benefit_low": 5, "threshold": 0.5},
    "delay_growing_agreement_value": {
        "flow": 0.1,
        "hazard": 0.05,
        "rate": 0.04,
        "agreement": 3,
        "growth": 0.3,
        "abandonment": 2,
    },
    "delay_rising_hazard": {"flow": 0.8, "hazard_slope": 0.05, "rate": 0.05, "agreement": 10, "abandonment": 8},
    "unanimity_winset_1d": {"ideals": [2, 5], "status_quo": 9},
    "excluded_veto_party": {"surplus": 10, "harm": 4, "block_chance": 0.5},
    "mediator_second_best_bilateral_trade": {"value": (0, 1), "cost": (0.2, 1.5)},
    "mediator_credibility_binary": {
        "bias": 1,
        "war_cost": 0.3,
        "aggressive": 0.7,
        "generous": 0.5,
        "war": 0.6,
        "residual_risk": 0.05,
    },
    "type_posterior_independent_moves": {
        "prior": {"seeks": 1, "stalls": 1},
        "likelihood": {"seeks": [0.6, 0.1], "stalls": [0.2, 0.3]},
    },
    "type_filter_hmm": {
        "initial": [0.7, 0.3],
        "transition": [[0.8, 0.2], [0.1, 0.9]],
        "emission": [[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]],
        "observations": [2, 0, 1],
    },
    "holdout_posterior": {"time_buyer": 0.5, "accepts": 0.2, "refused": 6},
    "abreu_gul_posterior": {"stubborn": 0.05, "hazard": 0.08, "time": 20},
    "keeps_word_rate_beta_bernoulli": {"kept": 11, "promises": 14, "a": 2, "b": 3},
    "sprt_bernoulli": TESTED,
    "sprt_bernoulli_exact": {**TESTED, "rate": 0.6},
    "linear_opinion_pool": {"chances": [0.9, 0.3], "weights": [1, 2]},
    "logarithmic_opinion_pool": {"chances": [0.8, 0.2], "weights": [1, 1]},
    "extremized_log_odds": {"chances": [0.3, 0.4], "exponent": 1.6},
    "correlated_experts_normal": {"estimates": [1, 2], "deviations": [1, 2], "correlation": 0.5, "prior": (0, 3)},
    "cooke_calibration": {"counts": [1, 4, 4, 1], "quantiles": (0.05, 0.5, 0.95)},
    "source_reliability_update": {"prior": 0.4, "reports": [Report(True, 0.8, 0.7), Report(False, 0.6, 0.85)]},
    "brier_skill_weights": {"forecasts": [[0.8, 0.1], [0.6, 0.4]], "outcomes": [1, 0], "reference": 0.25},
}
