"""What `accord simulate` tells of a project: its talks in every model that the evidence allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accord.cli import printing
from accord.cli.talks import deadline_record, numbers, tell_deadlines, tell_turns, tell_unwilling, trace_record
from accord.errors import MaterialError

if TYPE_CHECKING:
    from accord.bargain import Ensemble
    from accord.findings.played_out import Explained
    from accord.simulate import EnsembleSimulation, How, Named, Outcomes, Rules

    Strategies = list[Named] | dict[str, Named] | None
    Asked = tuple[Rules, int, How]
    Wanted = tuple[tuple[int, ...], bool, bool, int]

_SHOWN = 6
_DEFAULT = "late (boulware), evenly (linear) and early (conceder) giving way, in every combination in turn"


def play_project(path: Path, strategies: Strategies, asked: Asked, wanted: Wanted, *, json: bool) -> int:
    """Plays every model of a project and tells what the talks come to.

    Args:
        path: The project.
        strategies: As typed; None for the pairings that nobody has to choose.
        asked: Rules, seed, and how much is played.
        wanted: Deadlines, whether moves are explained, whether turns are told, and how many models are drawn.
        json: Whether as JSON.
    """
    from accord.findings.played_out import explain
    from accord.simulate import outcomes, simulate
    from accord.workspace import Settings, Workspace

    (rules, seed, how), (deadlines, explained, turns, members) = asked, wanted
    with printing.watched(quiet=json) as progress:
        contents = Workspace.open(path).compute(Settings(seed, members), progress)
        if contents.weighed is None:
            raise MaterialError("A project to play out has parties and issues", f"{path} has none of one", "add them")
        ensemble = contents.weighed.ensemble
        progress("talks", 0, 0)
        parts = _played(ensemble, strategies, asked)
        ends = _ends(ensemble, strategies, asked, deadlines)
        why = explain(ensemble, contents.findings, rules) if explained else None
    whole, found = parts[0][2], outcomes(parts[0][2])
    central = (
        simulate(ensemble.centre(), strategies or ["linear"], rules, seed=seed, how=_one(how)).traces if turns else ()
    )
    if json:
        record = _record(whole, found, parts) | {"traces": _traces(ensemble, parts[1:] or parts, how.traces)}
        record |= {"deadlines": [deadline_record(one) for one in ends]} if ends else {}
        record |= {"explained": _explained(why)} if explained else {}
        record |= {"central": [trace_record(one, turns=True) for one in central]} if turns else {}
        printing.print_json(record)
    else:
        _tell(ensemble, whole, (found, parts), rules)
        tell_deadlines(ends)
        if explained:
            _tell_explained(why, rules)
        if turns:
            print(f"Every offer in the central model, {'all linear' if strategies is None else 'as told'}:")
            tell_turns(central)
    tell_unwilling(whole.total.unwilling, " in some models")
    return 0


Part = tuple[str, range, "EnsembleSimulation"]


def _one(how: How) -> How:
    from accord.simulate import How

    return How(1, 1, how.threads)


def _played(ensemble: Ensemble, strategies: Strategies, asked: Asked) -> list[Part]:
    """All runs first, then, where several pairings are played, those of each: its name, its members, its runs."""
    from accord.simulate import default_pairings, simulate_ensemble, simulate_pairings, together
    from accord.simulate.space import seats

    rules, seed, how = asked
    if strategies is not None:
        played = simulate_ensemble(ensemble, strategies, rules, seed=seed, how=how)
        return [("", range(ensemble.members), played)]
    pairings = default_pairings(len(seats(ensemble.member(0))))
    found = simulate_pairings(ensemble, pairings, rules, seed=seed, how=how)
    whole = together([played for _, played in found.values()])
    return [("", range(ensemble.members), whole)] + [
        (", ".join(pairing), members, played) for pairing, (members, played) in found.items()
    ]


def _ends(ensemble: Ensemble, strategies: Strategies, asked: Asked, deadlines: Sequence[int]) -> list[Any]:
    """The same talks with each deadline in place of the one in the rules."""
    from dataclasses import replace

    from accord.simulate import Deadline

    rules, seed, how = asked
    found = []
    for steps in deadlines:
        total = _played(ensemble, strategies, (replace(rules, steps=steps), seed, how))[0][2].total
        ids = [party.id for party in total.frame.parties]
        payoffs = dict(zip(ids, total.mean_payoffs.tolist(), strict=True))
        found.append(Deadline(steps, total.agreement_rate, total.mean_rounds, payoffs))
    return found


def _record(whole: EnsembleSimulation, found: Outcomes, parts: Sequence[Part]) -> dict[str, Any]:
    from accord.simulate import outcomes
    from accord.simulate.outcomes import QUANTILES

    return {
        "runs": whole.total.runs,
        "members": len(whole.package),
        "agreement_rate": whole.total.agreement_rate,
        "error": found.error,
        "ended": {one.name.lower(): many for one, many in whole.total.ended.items()},
        "parties": list(whole.total.parties),
        "quantiles": list(QUANTILES),
        "rounds": list(found.rounds),
        "surplus": {party: list(shares) for party, shares in found.surplus.items()},
        "gains": dict(found.gains),
        "unwilling": list(whole.total.unwilling),
        "pairings": [
            {
                "strategies": name.split(", "),
                "members": len(members),
                "agreement_rate": part.total.agreement_rate,
                "mean_rounds": part.total.mean_rounds,
                "gains": dict(outcomes(part).gains),
            }
            for name, members, part in parts[1:]
        ],
    }


def _traces(ensemble: Ensemble, parts: Sequence[Part], most: int) -> list[dict[str, Any]]:
    """The runs in the order of the members, up to so many."""
    from accord.simulate import Ended
    from accord.simulate.playing import package_utilities
    from accord.solve import decode

    places = sorted((member, part, row) for part, one in enumerate(parts) for row, member in enumerate(one[1]))
    made: list[dict[str, Any]] = []
    for member, part, row in places:
        name, _, played = parts[part]
        for run in range(played.package.shape[1]):
            if len(made) == most:
                return made
            package, bargain = int(played.package[row, run]), ensemble.member(member)
            agreed = package >= 0
            worth = bargain.reservations
            if agreed:
                worth = package_utilities(bargain, played.package[row, run : run + 1])[0]
            made.append(
                {
                    "member": member,
                    **({"strategies": name.split(", ")} if name else {}),
                    "agreement": decode(ensemble.frame, package) if agreed else None,
                    "step": int(played.rounds[row, run]),
                    "utilities": numbers(worth.tolist()),
                    "ended": Ended(int(played.ended[row, run])).name.lower(),
                }
            )
    return made


def _tell(ensemble: Ensemble, whole: EnsembleSimulation, told: tuple[Outcomes, Sequence[Part]], rules: Rules) -> None:
    found, parts = told
    if len(parts) > 1:
        print(f"No strategies given: {_DEFAULT}. How people bargain is an assumption.")
    print(
        f"{len(whole.package)} models played, {rules.steps} rounds at most: an agreement in {found.agreement:.1%} "
        f"(standard error {found.error:.1%}); {found.deadline:.1%} end at the deadline, {found.walked:.1%} by walking "
        f"away, {found.broken_down:.1%} by breakdown."
    )
    if found.rounds:
        print(f"Rounds to an agreement: {_range(found.rounds, '.0f')}.")
    if found.surplus:
        printing.print_rows(
            ("party", "share of the surplus", "mean gain"),
            [
                {
                    "party": party,
                    "share of the surplus": _range(shares, ".0%"),
                    "mean gain": f"{found.gains[party]:.3f}",
                }
                for party, shares in found.surplus.items()
            ],
        )
    if len(parts) > 1:
        _tell_pairings(whole.total.parties, parts[1:])


def _tell_pairings(parties: Sequence[str], parts: Sequence[Part]) -> None:
    """The pairings with the most and with the fewest agreements."""
    ranked = sorted(parts, key=lambda part: (-part[2].total.agreement_rate, part[0]))
    shown = ranked if len(ranked) <= 2 * _SHOWN else [*ranked[: _SHOWN // 2], *ranked[-_SHOWN // 2 :]]
    print(f"Most and fewest agreements by pairing ({', '.join(parties)}):")
    printing.print_rows(
        ("strategies", "models", "agreement", "mean rounds"),
        [
            {
                "strategies": name,
                "models": len(members),
                "agreement": f"{part.total.agreement_rate:.0%}",
                "mean rounds": "" if part.total.mean_rounds is None else f"{part.total.mean_rounds:.1f}",
            }
            for name, members, part in shown
        ],
    )


def _range(ends: Sequence[float], form: str) -> str:
    low, quarter, middle, three, high = (format(one, form) for one in ends)
    return f"{middle} in the middle, {quarter} to {three} in half of them, {low} to {high} in nine of ten"


def _explained(why: Explained | None) -> dict[str, Any] | None:
    if why is None:
        return None
    return {
        "parties": list(why.parties),
        "seen": {party: [turn.value for turn in turns] for party, turns in why.seen.items()},
        "pairings": [{"strategies": list(one), "chance": chance} for one, chance in why.pairings.items()],
        "by_party": why.by_party,
        "sensitivity": {name: {"strategies": list(one), "chance": share} for name, (one, share) in why.other.items()},
    }


def _tell_explained(why: Explained | None, rules: Rules) -> None:
    if why is None:
        print("No move in the ledger is a turn of such talks (a step, or a demand kept), so nothing is explained.")
        return
    seen = "; ".join(f"{party}: {_counted(turns)}" for party, turns in why.seen.items())
    print(
        f"Which strategies explain the moves in the ledger ({seen}), with each pairing as likely before and "
        f"{rules.steps} rounds:"
    )
    rows: list[Mapping[str, Any]] = [
        {"strategies": _named(why, one), "chance": f"{chance:.1%}"}
        for one, chance in list(why.pairings.items())[:_SHOWN]
    ]
    printing.print_rows(("strategies", "chance"), rows)
    for name, (one, chance) in why.other.items():
        print(f"With {name}, the likeliest: {_named(why, one)} ({chance:.1%}).")
    print("These are likelihoods under assumed strategies, not what the parties think; few moves tell little.")


def _counted(turns: Sequence[Any]) -> str:
    kinds = {turn: turns.count(turn) for turn in turns}
    return ", ".join(f"{many} × {turn.value.replace('_', ' ')}" for turn, many in kinds.items())


def _named(why: Explained, pairing: Sequence[str]) -> str:
    return ", ".join(f"{party} {one}" for party, one in zip(why.parties, pairing, strict=True))
