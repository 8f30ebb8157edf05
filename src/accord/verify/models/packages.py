"""Packages: bargaining solutions, division, side payments, exchange, coalitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from accord.errors import MaterialError
from accord.theory import bargaining_solutions, coalitions, division, exchange
from accord.verify.expressions import formula
from accord.verify.inputs import Inputs, Model

_REST = re.compile(r"\by\b")


def _polygon(given: Inputs) -> Any:
    found = bargaining_solutions.bargaining_solutions_polygon(given["frontier"], given["d"])
    return {
        "nash": found.nash,
        "ks": found.kalai_smorodinsky,
        "egalitarian": found.egalitarian,
        "ideal": found.ideal,
    }


def _pie(given: Inputs) -> Any:
    return bargaining_solutions.asymmetric_nash_pie(
        given["weight_A"], pie=given.get("pie", 1), disagreement=given.get("d", (0, 0))
    )


def _risk(given: Inputs) -> Any:
    """Utilities in x, what A has of the pie; or in y, what is left of it."""
    return bargaining_solutions.nash_pie_risk_aversion(
        _utility(given["uA"]), _utility(given["uB"]), given.get("d", (0, 0))
    )


def _utility(text: str) -> Callable[[float], float]:
    if not _REST.search(text):
        return formula(text, "x")
    worth = formula(text, "x", "y")
    return lambda share: float(worth(share, 1 - share))


def _side_payment(given: Inputs) -> Any:
    found = exchange.side_payment_package(given["options"], given["d"])
    return {
        "no_transfer": found.without,
        "with_transfer": found.with_transfer,
        "transfer_1_to_2": found.transfer,
        "payoffs": found.payoffs,
    }


def _stake(row: Mapping[str, float] | list[float]) -> exchange.Stake:
    position, salience, capability = (row["x"], row["s"], row["c"]) if isinstance(row, Mapping) else row
    return exchange.Stake(position, salience, capability)


def _equal_gain(given: Inputs) -> Any:
    """The rule says who gives on which issue; by default i on q and j on p."""
    rule = str(given.get("rule", "i gives on q, j gives on p"))
    gained, given_up = ("q", "p") if "i gives on p" in rule else ("p", "q")
    if f"i gives on {given_up}" not in rule:
        raise MaterialError(
            "`rule` reads `i gives on q, j gives on p`", f"got {rule!r}", "say who gives on which issue"
        )
    found = exchange.equal_gain_exchange(
        (_stake(given["i"][gained]), _stake(given["i"][given_up])),
        (_stake(given["j"][gained]), _stake(given["j"][given_up])),
        others_p=[_stake(row) for row in given.get(f"others_{gained}", [])],
        others_q=[_stake(row) for row in given.get(f"others_{given_up}", [])],
    )
    return {
        f"shift_{gained}": found.shift_p,
        f"shift_{given_up}": found.shift_q,
        f"move_j_on_{gained}": found.move_on_p,
        f"move_i_on_{given_up}": found.move_on_q,
        "gain_i": found.gain_first,
        "gain_j": found.gain_second,
    }


def _package(given: Inputs) -> Any:
    objective = given.get("objective", "max total utility")
    if "total" not in str(objective):
        raise MaterialError("`objective` is `max total utility`", f"got {objective!r}", "ask for the total")
    parties = list(given["utilities"])
    issues = list(given["utilities"][parties[0]])
    utilities = [[given["utilities"][party][issue] for issue in issues] for party in parties]
    found = exchange.package_deal(utilities, [given["reservation"][party] for party in parties])
    names = given.get("options") or list(range(len(utilities[0][0])))
    return {
        "package": None if found.package is None else [names[option] for option in found.package],
        "total": found.total,
        "n_feasible_packages": found.accepted,
        "issue_by_issue_feasible": {
            issue: [names[option] for option in alone] for issue, alone in zip(issues, found.alone, strict=True)
        },
    }


def _adjusted_winner(given: Inputs) -> Any:
    first, second = given["points"]
    found = division.adjusted_winner(given["points"][first], given["points"][second])
    split = found.split
    return {
        "points": found.points,
        "split_issue": None if split is None else given["issues"][split],
        f"{first}_share_of_split": None if split is None else found.shares[split],
    }


def _value(given: Inputs) -> coalitions.Value:
    """What coalitions can have: a table with keys like `0,2`, or a formula in S."""
    table = given["v"]
    if isinstance(table, str):
        worth = formula(table, "S")
        return lambda members: float(worth(members))
    known = {_members(key): float(value) for key, value in table.items()}
    everybody = frozenset(range(int(given["n"])))
    if everybody not in known:
        raise MaterialError("`v` has a value for all parties together", f"got {sorted(table)}"[:100], "add it")
    # What a table leaves out can do nothing by itself.
    return lambda members: known.get(members, 0.0)


def _members(key: str) -> frozenset[int]:
    return frozenset(int(part) for part in key.strip("{}[]() ").replace(" ", ",").split(",") if part)


def _core(given: Inputs) -> Any:
    found = coalitions.core_feasibility(given["n"], _value(given))
    return {"shapley": found.shapley, "core_nonempty": found.nonempty, "least_core_eps": found.least_excess}


MODELS: Mapping[str, Model] = {
    "bargaining_solutions_polygon": _polygon,
    "asymmetric_nash_pie": _pie,
    "nash_pie_risk_aversion": _risk,
    "side_payment_package": _side_payment,
    "equal_gain_exchange": _equal_gain,
    "package_deal_milp": _package,
    "adjusted_winner": _adjusted_winner,
    "core_feasibility": _core,
    "shapley": lambda given: coalitions.shapley(given["n"], _value(given)),
}
