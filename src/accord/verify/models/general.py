"""General models: stability in the graph model, forecasts, probabilistic Condorcet elections."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from accord.errors import MaterialError
from accord.theory import condorcet, forecasts, stability
from accord.verify.comparing import Sets
from accord.verify.inputs import Inputs, Model


def _graph(given: Inputs) -> tuple[stability.GraphModel, list[str]]:
    """The graph model of a case: states are numbered from 1, preferences go from best to worst, ties in a list."""
    count, names = int(given["n_states"]), list(given["decision_makers"])
    moves = [[(start - 1, end - 1) for start, end in given["moves"].get(name, [])] for name in names]
    payoffs = [_ranks(given["preference_best_to_worst"][name], count) for name in names]
    return stability.graph_model(moves, payoffs), names


def _ranks(ranking: Sequence[Any], count: int) -> list[float]:
    ranks: dict[int, float] = {}
    for place, tied in enumerate(ranking):
        for state in tied if isinstance(tied, list) else [tied]:
            ranks[state] = -float(place)
    if len(ranks) != count or any(state not in ranks for state in range(1, count + 1)):
        raise MaterialError(f"A preference ranks the states 1 to {count}", f"got {ranking!r}"[:100], "rank each once")
    return [ranks[state] for state in range(1, count + 1)]


def _stability(given: Inputs) -> Any:
    names = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}
    equilibria = stability.gmcr_stability(_graph(given)[0]).equilibria()
    return {names[concept]: [state + 1 for state in states] for concept, states in equilibria.items()}


def _coalition_improvement(given: Inputs) -> Any:
    if not isinstance(given["model"], dict):
        raise MaterialError("`model` is the id of another case or a graph model", f"got {given['model']!r}", "name one")
    model, names = _graph(given["model"])
    joint = stability.gmcr_coalition_improvement(model, int(given["from_state"]) - 1)
    return Sets([[names[member] for member in move.coalition], move.state + 1] for move in joint)


def _columns(given: Inputs) -> tuple[list[float], list[float], list[float]]:
    """Positions, salience and capability, from lists or from a table of actors."""
    if "actors" not in given:
        return given["positions"], given["salience"], given["capability"]
    position, salience, capability = (
        [_field(row, name) for row in given["actors"]] for name in ("Position", "Salience", "Capability")
    )
    return position, salience, capability


def _field(row: Mapping[str, Any], name: str) -> Any:
    return row[name] if name in row else row[name.lower()]


def _rounds(given: Inputs) -> forecasts.Rounds:
    parties = [
        forecasts.Challenger(position, capability, salience)
        for position, salience, capability in zip(*_columns(given), strict=True)
    ]
    return forecasts.bdm_scholz(
        parties,
        rounds=given.get("rounds", 10),
        q=given.get("q", 1.0),
        least_change=not given.get("compat_compromise_rule", True),
    )


def _bdm(given: Inputs) -> Any:
    found = _rounds(given)
    return {"positions_by_round": found.positions, "mean_by_round": found.means}


def _election(
    model: Callable[[condorcet.Matrix, condorcet.Victory], tuple[float, ...]],
) -> Callable[[Inputs], Any]:
    return lambda given: model(
        given["coalitions"], condorcet.Victory(str(given.get("victory_model", "linear")).strip().lower())
    )


MODELS: Mapping[str, Model] = {
    "gmcr_stability": _stability,
    "gmcr_coalition_improvement": _coalition_improvement,
    "bdm_scholz": _bdm,
    "bdm_scholz_median": lambda given: _rounds(given).medians,
    "compromise_model_weighted_mean": lambda given: forecasts.compromise_model_weighted_mean(*_columns(given)),
    "weighted_median": lambda given: forecasts.weighted_median(*_columns(given)),
    "probabilistic_condorcet_conditional": _election(condorcet.probabilistic_condorcet_conditional),
    "probabilistic_condorcet_markov_uniform": _election(condorcet.probabilistic_condorcet_markov_uniform),
    "probabilistic_condorcet_markov_incentive": _election(condorcet.probabilistic_condorcet_markov_incentive),
}
