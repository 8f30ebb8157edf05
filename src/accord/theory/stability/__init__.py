"""Stability in the graph model for conflict resolution: which states last, by how far the parties look ahead.

`model`: states, moves, payoffs. `options`: a model from yes-or-no options, rules and ordered statements. `individual`
and `coalitions`: Nash, GMR, SMR and SEQ stability. `foresight`: limited-move and non-myopic stability of two parties.
`paths`: what can come of the status quo, and what deters a party. `uncertain`: preferences known in part.
"""

from accord.theory.stability.coalitions import (
    CoalitionStability,
    JointMove,
    coalition_stability,
    coalitionally_stable,
    gmcr_coalition_improvement,
)
from accord.theory.stability.conditions import holds
from accord.theory.stability.foresight import LimitedMove, limited_move_stability, non_myopic_stability
from accord.theory.stability.individual import Concept, Stability, gmcr_stability
from accord.theory.stability.model import (
    GraphModel,
    common_moves,
    graph_model,
    intransitive_moves,
    irreversible_moves,
    payoffs_of_ranking,
)
from accord.theory.stability.options import Control, OptionForm, model_of, option_form, prioritised, weighted
from accord.theory.stability.paths import (
    Deterrent,
    Route,
    StatusQuo,
    deterrents,
    reachable,
    status_quo_analysis,
)
from accord.theory.stability.reach import Step
from accord.theory.stability.uncertain import Attitude, uncertain_stability

__all__ = [
    "Attitude",
    "CoalitionStability",
    "Concept",
    "Control",
    "Deterrent",
    "GraphModel",
    "JointMove",
    "LimitedMove",
    "OptionForm",
    "Route",
    "Stability",
    "StatusQuo",
    "Step",
    "coalition_stability",
    "coalitionally_stable",
    "common_moves",
    "deterrents",
    "gmcr_coalition_improvement",
    "gmcr_stability",
    "graph_model",
    "holds",
    "intransitive_moves",
    "irreversible_moves",
    "limited_move_stability",
    "model_of",
    "non_myopic_stability",
    "option_form",
    "payoffs_of_ranking",
    "prioritised",
    "reachable",
    "status_quo_analysis",
    "uncertain_stability",
    "weighted",
]
