"""Red lines: minimal conflicts and repairs among lines, linear or written as formulas over options."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from accord.errors import MaterialError
from accord.theory import infeasibility, red_lines
from accord.verify.comparing import Read, Sets
from accord.verify.expressions import formula
from accord.verify.inputs import Inputs, Model

_BOUND = re.compile(r"(?P<number>[^\W_]*)\s*(?P<way><=|>=)\s*(?P<limit>[-+]?\d+(?:\.\d*)?)\s*$")


def _discrete(given: Inputs) -> Any:
    lines = {line: _met(text, list(given["variables"])) for line, text in given["red_lines"].items()}
    return _clash(red_lines.red_lines_mus_mcs_discrete(given["variables"], lines))


def _met(text: str, names: list[str]) -> Callable[[Mapping[str, Any]], bool]:
    holds = formula(text, *names)
    return lambda point: bool(holds(*(point[name] for name in names)))


def _clash(found: red_lines.Clash) -> Any:
    return {"feasible": found.feasible, "MUS": _listed(found.conflicts), "MCS": _listed(found.repairs)}


def _listed(family: Sequence[tuple[str, ...]]) -> Read:
    """Minimal sets; where all lines can be met, a repair that gives up nothing may be listed or not."""
    return Read(Sets(family), _filled)


def _filled(told: Any) -> Any:
    return [one for one in told if one != []] if isinstance(told, list) else told


def _lines(given: Inputs) -> tuple[list[infeasibility.Line], list[tuple[float, float]]]:
    lines = [infeasibility.Line(row["name"], tuple(row["a"]), row["le"]) for row in given["constraints"]]
    return lines, [(low, high) for low, high in given["variables"]]


def _linear(given: Inputs) -> Any:
    return _clash(infeasibility.red_lines_mus_mcs(*_lines(given), integer=bool(given.get("integer", False))))


def _dropped(given: Inputs) -> Any:
    """The cheapest lines to give up; `constraints` are another case's inputs, a list of lines, or told by names."""
    system = given["constraints"]
    if isinstance(system, Mapping):
        lines, ranges = _lines(system)
    elif isinstance(system, list):
        lines, ranges = _lines({"variables": [], **given})
        ranges = ranges or [(-math.inf, math.inf)] * max((len(line.coefficients) for line in lines), default=0)
    else:
        lines = _named(list(given["weights"]))
        ranges = [(-math.inf, math.inf)] * max((len(line.coefficients) for line in lines), default=1)
    found = infeasibility.weighted_red_line_relaxation(lines, ranges, given["weights"])
    return {"drop": Sets(found.drop), "lost_weight": found.lost_weight}


def _named(names: list[str]) -> list[infeasibility.Line]:
    """The lines that names such as `A_x>=7` tell, each of one number: `x`."""
    told = [_BOUND.search(name) for name in names]
    numbers = sorted({found["number"] for found in told if found})
    lines = []
    for name, found in zip(names, told, strict=True):
        if found is None:
            came = f"got {name!r}"
            raise MaterialError("`constraints` is the id of another case or a list of lines", came, "give it")
        sign = -1.0 if found["way"] == ">=" else 1.0
        factors = tuple(sign if number == found["number"] else 0.0 for number in numbers)
        lines.append(infeasibility.Line(name, factors, sign * float(found["limit"])))
    return lines


def _certificate(given: Inputs) -> Any:
    """Multipliers of `Ax<=b` or `Ax>=b`, scaled so that y b is -1 or 1, or so that they add up to 1."""
    sense, scaled = (str(given.get(key, "")).replace(" ", "") for key in ("sense", "normalisation"))
    sign = {"": 1.0, "Ax<=b": 1.0, "Ax>=b": -1.0}.get(sense)
    if sign is None:
        raise MaterialError("`sense` is `Ax<=b` or `Ax>=b`", f"got {given['sense']!r}", "turn the demands round")
    found = infeasibility.farkas_certificate(
        [[sign * factor for factor in row] for row in given["A"]], [sign * limit for limit in given["b"]]
    )
    if found.feasible:
        return None
    if scaled in {"", "y.b=-1" if sign > 0 else "y.b=1"}:
        return found.multipliers
    if scaled in {"sum(y)=1", "sumy=1"}:
        return [weight / sum(found.multipliers) for weight in found.multipliers]
    came = f"got {given['normalisation']!r}"
    raise MaterialError("`normalisation` is `y.b=-1`, for Ax>=b `y.b=1`, or `sum(y)=1`", came, "scale the multipliers")


def _zone(given: Inputs) -> Any:
    found = red_lines.zopa_interval(given["seller_reservation"], given["buyer_reservation"])
    if found.exists:
        return {"exists": True, "low": found.low, "high": found.high, "width_or_gap": found.surplus}
    # No zone: cases may name the reservations that miss each other, and give the gap as a size.
    missed = {"low": given["seller_reservation"], "high": given["buyer_reservation"]}
    ends = {key: Read(None, _none_for(end)) for key, end in missed.items()}
    gap = Read(found.surplus, lambda told: -abs(told) if isinstance(told, int | float) else told)
    return {"exists": False, **ends, "width_or_gap": gap}


def _none_for(end: Any) -> Callable[[Any], Any]:
    return lambda told: None if told == end else told


MODELS: Mapping[str, Model] = {
    "red_lines_mus_mcs": _linear,
    "red_lines_mus_mcs_discrete": _discrete,
    "weighted_red_line_relaxation": _dropped,
    "farkas_certificate": _certificate,
    "min_relaxation_L1": lambda given: infeasibility.min_relaxation_L1(given["A"], given["b"]).total,
    "zopa_interval": _zone,
}
