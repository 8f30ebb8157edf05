"""The command that plays a bargain out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from accord.cli import asking, printing
from accord.cli.app import Json, Members, Seed, app
from accord.cli.talks import deadline_record, numbers, tell_deadlines, tell_turns, tell_unwilling, trace_record
from accord.errors import CallError

if TYPE_CHECKING:
    from accord.simulate import Named, Simulation

_TRACES = 1000
_SHOWN = 10
_ROUNDS = 20


@app.command()
def simulate(
    path: Annotated[Path, typer.Argument(help="A bargain file, a project folder, or a scenario.")],
    *,
    strategies: Annotated[
        str | None,
        typer.Option(metavar="A,B,...", help="One for all, one for each party in order, or party=strategy,..."),
    ] = None,
    steps: Annotated[int, typer.Option(min=1, max=1_000_000, help="The deadline: rounds in which each has a turn.")] = (
        _ROUNDS
    ),
    runs: Annotated[int, typer.Option(min=1, max=10**9, help="How many runs; of a project, for each model.")] = 1,
    seed: Seed = 0,
    hazard: Annotated[float, typer.Option(min=0, max=1, help="Chance of a breakdown after each round.")] = 0.0,
    deadlines: Annotated[
        str | None, typer.Option(metavar="N,N,...", help="What the talks come to with each of these deadlines.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Which strategies explain the moves in the ledger best (a project).")
    ] = False,
    traces: Annotated[
        int | None, typer.Option(min=0, max=10**6, help="How many runs to list; left out, all up to 1000.")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, max=256, help="How many threads; changes no number.")] = 1,
    turns: Annotated[bool, typer.Option("--turns", help="Tell every offer of the runs listed.")] = False,
    members: Members = 1000,
    json: Json = False,
) -> int:
    """Play a bargain out by alternating offers, and count what the runs come to; a project, in every model that fits.

    Strategies: boulware, linear, conceder, time:E (any exponent: above 1 gives way late, below 1 early), aspiration,
    hard, tit_for_tat, micro, random, staller, mediator, linker. One after `:next` takes what is worth its own next
    offer. No strategy agrees to less than its party's reservation. For a project they may be left out: the models are
    then played by parties that give way late, evenly and early, in every combination in turn.
    """
    from accord.simulate import How, Rules, deadline_effect, simulate
    from accord.workspace import NEGOTIATION, bargain_at

    if not path.exists():
        raise CallError("PATH must be a bargain file, a project folder or a scenario", f"there is no {path}")
    kept = min(runs, _TRACES) if traces is None else traces
    rules, limits = Rules(steps, hazard), _deadlines(deadlines)
    if (path / NEGOTIATION).is_file():
        from accord.cli.simulating_models import play_project

        how = How(runs, _TRACES if traces is None else traces, threads)
        named = None if strategies is None else _named(strategies)
        wanted = (limits, explain, turns, members)
        return play_project(path, named, (rules, seed, how), wanted, json=json)
    if explain:
        raise CallError("Moves can be explained of a project, which has a ledger", f"{path} is none")
    if strategies is None:
        raise CallError("A bargain is played by strategies", "there are none", "say --strategies boulware,conceder")
    bargain = bargain_at(path)
    how = How(runs, min(runs, kept), threads)
    played = simulate(bargain, _named(strategies), rules, seed=seed, how=how)
    ends = deadline_effect(
        bargain, _named(strategies), rules, deadlines=limits, seed=seed, how=How(runs, threads=threads)
    )
    if json:
        told = [deadline_record(one) for one in ends]
        printing.print_json({**_record(played, turns=turns), **({"deadlines": told} if told else {})})
    else:
        _tell(played, turns=turns)
        tell_deadlines(ends)
    tell_unwilling(played.unwilling)
    return 0


def _deadlines(text: str | None) -> tuple[int, ...]:
    """The deadlines as typed."""
    found = asking.names(text)
    wrong = [one for one in found if not one.isascii() or not one.isdigit() or not 1 <= int(one) <= 1_000_000]
    if wrong:
        raise CallError("A deadline must be a number of rounds, such as 5,20,100", f"it is {wrong[0]!r}")
    return tuple(int(one) for one in found)


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
        "mean_utilities": numbers(played.mean_utilities.tolist()),
        "agreements": [
            {"package": decode(played.frame, number), "runs": many}
            for number, many in list(played.packages.items())[:_SHOWN]
        ],
        "unwilling": list(played.unwilling),
        "traces": [trace_record(one, turns=turns) for one in played.traces],
    }


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
    tell_turns(played.traces if turns else ())
