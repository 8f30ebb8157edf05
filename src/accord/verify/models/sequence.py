"""Order of steps: deadlocks, orders, preconditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.theory import sequence
from accord.verify.comparing import Sets
from accord.verify.inputs import Inputs, Model


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


MODELS: Mapping[str, Model] = {
    "precondition_cycle": _cycle,
    "precondition_orders": _orders,
    "precondition_as_threat_point_shift": _threat,
}
