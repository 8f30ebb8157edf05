"""Order of steps: deadlocks, orders, preconditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from accord.errors import MaterialError
from accord.theory import agenda, exchange_in_stages, sequence
from accord.verify.comparing import Sets
from accord.verify.inputs import Inputs, Model

_ROLE = re.compile(r"responder|proposer|(?<!stage )\b[12]\b")


def _edges(given: Inputs) -> list[sequence.Edge]:
    return [(first, then) for first, then in given["edges"]]


def _cycle(given: Inputs) -> Any:
    found = sequence.precedence(_edges(given))
    return {"acyclic": found.acyclic, "cycles": Sets(found.cycles), "min_edges_to_drop": len(found.drop)}


def _orders(given: Inputs) -> Any:
    edges = _edges(given)
    return {"acyclic": sequence.precedence(edges).acyclic, "linear_extensions": sequence.orders(edges)}


def _threat(given: Inputs) -> Any:
    found = sequence.precondition_as_threat_shift(given["pie"], given["d_fighting"], given["d_after_ceasefire"])
    return {
        "settle_first": found.settle_first,
        "ceasefire_first": found.step_first,
        "price_of_precondition": found.price,
    }


def _stages(given: Inputs) -> Any:
    found = exchange_in_stages.gradual_exchange(given["value"], given["cost"], delta=given["delta"])
    return {"rho": found.ratio, "feasible": found.feasible, "value": found.value, "first_stage": found.first_stage}


def _finite(given: Inputs) -> Any:
    return exchange_in_stages.gradual_exchange_finite(
        given["value"], given["cost"], delta=given["delta"], stages=given["stages"]
    )


def _agenda(given: Inputs) -> Any:
    if given.get("implementation", "immediate") != "immediate":
        came = f"got {given['implementation']!r}"
        raise MaterialError("`implementation` is `immediate`", came, "a pie agreed on is enjoyed at once")
    found = agenda.issue_by_issue_alternating_offers(
        given["delta"],
        given.get("first_pie_weight", [1, 1]),
        given["weight_pie2"],
        proposer=given.get("first_proposer", 1),
        gap=given.get("gap_periods", 1),
        second_proposer=_second_proposer(str(given.get("next_proposer", "responder"))),
    )
    return {
        "x1": found.first_pie,
        "total_1": found.totals[0],
        "total_2": found.totals[1],
        "interior": found.interior,
    }


def _second_proposer(told: str) -> agenda.SecondProposer:
    """From `responder of stage 1`, `proposer of stage 1`, `player 2` or `2`."""
    found = _ROLE.search(told.lower())
    if found is None:
        came = f"got {told!r}"
        raise MaterialError("`next_proposer` is responder, proposer, 1 or 2", came, "say who offers on the second pie")
    return agenda.SecondProposer({"1": "first", "2": "second"}.get(found[0], found[0]))


def _both_orders(given: Inputs) -> Any:
    found = agenda.agenda_order_effect(given["delta"], given["weights_b"])
    return {"ab": found.a_first, "ba": found.b_first}


MODELS: Mapping[str, Model] = {
    "precondition_cycle": _cycle,
    "precondition_orders": _orders,
    "precondition_as_threat_point_shift": _threat,
    "gradual_exchange": _stages,
    "gradual_exchange_finite": _finite,
    "issue_by_issue_alternating_offers": _agenda,
    "agenda_order_effect": _both_orders,
}
