"""The command that plays a bargain out."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accord.cli import asking, printing
from accord.cli.app import Json, Seed, app
from accord.errors import CallError

if TYPE_CHECKING:
    from accord.simulate import Named, Simulation, Trace

_TRACES = 1000
_SHOWN = 10


@app.command()
def simulate(
    path: Annotated[Path, typer.Argument(help="A bargain file, a project folder, or a scenario.")],
    *,
    strategies: Annotated[
        str,
        typer.Option(metavar="A,B,...", help="One for all, one for each party in order, or party=strategy,..."),
    ],
    steps: Annotated[int, typer.Option(min=1, max=1_000_000, help="The deadline: rounds in which each has a turn.")],
    runs: Annotated[int, typer.Option(min=1, max=10**9, help="How many runs.")] = 1,
    seed: Seed = 0,
    hazard: Annotated[float, typer.Option(min=0, max=1, help="Chance of a breakdown after each round.")] = 0.0,
    traces: Annotated[
        int | None, typer.Option(min=0, max=10**6, help="How many runs to list; left out, all up to 1000.")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, max=256, help="How many threads; changes no number.")] = 1,
    turns: Annotated[bool, typer.Option("--turns", help="Tell every offer of the runs listed.")] = False,
    json: Json = False,
) -> int:
    """Play a bargain out by alternating offers, and count what the runs come to.

    Strategies: boulware, linear, conceder, time:E (any exponent: above 1 gives way late, below 1 early), aspiration,
    hard, tit_for_tat, micro, random, staller, mediator, linker. One after `:next` takes what is worth its own next
    offer. No strategy agrees to less than its party's reservation.
    """
    from accord.simulate import How, Rules, simulate
    from accord.workspace import bargain_at

    if not path.exists():
        raise CallError("PATH must be a bargain file, a project folder or a scenario", f"there is no {path}")
    bargain = bargain_at(path)
    kept = min(runs, _TRACES if traces is None else traces)
    how = How(runs, kept, threads)
    played = simulate(bargain, _named(strategies), Rules(steps, hazard), seed=seed, how=how)
    if json:
        printing.print_json(_record(played, turns=turns))
    else:
        _tell(played, turns=turns)
    for party in played.unwilling:
        printing.tell(f"{party}: no package is worth its reservation, so it agrees to nothing.")
    return 0


def _named(text: str) -> list[Named] | dict[str, Named]:
    """The strategies as typed: names in order, or party=name."""
    names = asking.names(text) or ()
    pairs = [name.partition("=") for name in names]
    if any(equals for _, equals, _ in pairs):
        bad = [name for name, (_, equals, _) in zip(names, pairs, strict=True) if not equals]
        twice = sorted({party for party, _, _ in pairs if [one for one, _, _ in pairs].count(party) > 1})
        if bad or twice:
            came = f"{bad[0]!r} names no party" if bad else f"{twice[0]!r} comes twice"
            raise CallError("Each strategy must be given as party=strategy, or none", came)
        return {party.strip(): name.strip() for party, _, name in pairs}
    if not names:
        raise CallError("There must be a strategy", "there is none", "say --strategies boulware,conceder")
    return list(names)


def _record(played: Simulation, *, turns: bool) -> dict[str, Any]:
    from accord.solve import decode

    return {
        "runs": played.runs,
        "agreement_rate": played.agreement_rate,
        "mean_rounds": played.mean_rounds,
        "ended": {one.name.lower(): many for one, many in played.ended.items()},
        "parties": [party.id for party in played.frame.parties],
        "mean_utilities": _numbers(played.mean_utilities.tolist()),
        "agreements": [
            {"package": decode(played.frame, number), "runs": many}
            for number, many in list(played.packages.items())[:_SHOWN]
        ],
        "unwilling": list(played.unwilling),
        "traces": [_trace(one, turns=turns) for one in played.traces],
    }


def _trace(one: Trace, *, turns: bool) -> dict[str, Any]:
    said = [
        {"party": turn.party, "step": turn.step, "offer": turn.package, "accepts": turn.accepted} for turn in one.turns
    ]
    return {
        "agreement": one.agreement,
        "step": one.step,
        "utilities": _numbers(one.utilities),
        "ended": one.ended.name.lower(),
        **({"turns": said} if turns else {}),
    }


def _numbers(numbers: Any) -> list[float | None]:
    return [float(number) if isfinite(number) else None for number in numbers]


def _tell(played: Simulation, *, turns: bool) -> None:
    from accord.solve import decode

    ways = ", ".join(f"{many} {one.name.lower().replace('_', ' ')}" for one, many in played.ended.items() if many)
    mean = "" if played.mean_rounds is None else f"; {played.mean_rounds:.1f} rounds to an agreement on average"
    print(f"{played.runs} runs, an agreement in {played.agreement_rate:.1%} ({ways}){mean}")
    rows = [
        {"runs": many, "package": ", ".join(f"{issue}: {option}" for issue, option in decode(played.frame, n).items())}
        for n, many in list(played.packages.items())[:_SHOWN]
    ]
    if rows:
        printing.print_rows(("runs", "package"), rows)
    printing.print_rows(
        ("party", "mean utility"),
        [
            {"party": party.id, "mean utility": f"{utility:.3f}"}
            for party, utility in zip(played.frame.parties, played.mean_utilities.tolist(), strict=True)
        ],
    )
    for one in played.traces if turns else ():
        for turn in one.turns:
            offer = ", ".join(f"{issue}: {option}" for issue, option in (turn.package or {}).items())
            did = "accepts" if turn.accepted else f"offers {offer}" if offer else "leaves"
            print(f"  round {turn.step + 1}, {turn.party} {did}")
