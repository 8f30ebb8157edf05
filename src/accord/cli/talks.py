"""How talks that were played out are told: runs, their turns, and deadlines, as JSON and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from accord.cli import printing

if TYPE_CHECKING:
    from accord.simulate import Deadline, Trace


def deadline_record(one: Deadline) -> dict[str, Any]:
    """What talks with one deadline come to, as JSON."""
    return {
        "steps": one.steps,
        "agreement_rate": one.agreement,
        "mean_rounds": one.rounds,
        "mean_payoffs": {party: payoff if isfinite(payoff) else None for party, payoff in one.payoffs.items()},
    }


def tell_deadlines(ends: Sequence[Deadline]) -> None:
    """A table of deadlines, where any were asked for."""
    if ends:
        printing.print_rows(
            ("deadline", "agreement", "mean rounds", "mean payoffs"),
            [
                {
                    "deadline": one.steps,
                    "agreement": f"{one.agreement:.1%}",
                    "mean rounds": "" if one.rounds is None else f"{one.rounds:.1f}",
                    "mean payoffs": ", ".join(f"{party} {payoff:.3f}" for party, payoff in one.payoffs.items()),
                }
                for one in ends
            ],
        )


def tell_unwilling(parties: Sequence[str], where: str = "") -> None:
    """Names those who agree to nothing; `where`: in which models, if not in all."""
    there = " there" if where else ""
    for party in parties:
        printing.tell(f"{party}: no package is worth its reservation{where}, so it agrees to nothing{there}.")


def trace_record(one: Trace, *, turns: bool) -> dict[str, Any]:
    """A run as JSON."""
    said = [
        {"party": turn.party, "step": turn.step, "offer": turn.package, "accepts": turn.accepted} for turn in one.turns
    ]
    return {
        "agreement": one.agreement,
        "step": one.step,
        "utilities": numbers(one.utilities),
        "ended": one.ended.name.lower(),
        **({"turns": said} if turns else {}),
    }


def numbers(found: Any) -> list[float | None]:
    """Numbers as JSON has them."""
    return [float(number) if isfinite(number) else None for number in found]


def tell_turns(traces: Sequence[Trace]) -> None:
    """Every offer of these runs."""
    for one in traces:
        for turn in one.turns:
            offer = ", ".join(f"{issue}: {option}" for issue, option in (turn.package or {}).items())
            did = "accepts" if turn.accepted else f"offers {offer}" if offer else "leaves"
            print(f"  round {turn.step + 1}, {turn.party} {did}")
