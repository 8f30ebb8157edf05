"""The plots of docs/plots, each drawn from the functions its page speaks of: `python -m docs.tools.plots`.

The files are committed, so that the pages show them in the repository too; `make docs` draws them again and compares.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from accord.interchange import load_bargain
from accord.solve import deal_space
from accord.theory.attrition import war_of_attrition_private_exponential, war_of_attrition_private_uniform
from accord.theory.coalitions import weighted_voting_power
from accord.theory.commitment import powell_shift_condition
from accord.theory.concessions import depth_of_cooperation
from accord.theory.condorcet import (
    probabilistic_condorcet_conditional,
    probabilistic_condorcet_markov_incentive,
    probabilistic_condorcet_markov_uniform,
)
from accord.theory.delay import delay_or_settle, stahl_deadline
from accord.theory.exchange import Stake, equal_gain_exchange
from accord.theory.exchange_in_stages import gradual_exchange
from accord.theory.forecasts import Challenger, bdm_scholz
from accord.theory.linkage import linked_or_separate, pooled_incentives
from accord.theory.outside_options import outside_option_vs_breakdown_point
from accord.theory.patience import rubinstein_limit
from accord.theory.readouts import krippendorff_alpha
from accord.theory.red_lines import red_lines_mus_mcs_discrete
from accord.theory.sequence import precondition_as_threat_shift
from accord.theory.signals import semi_separating_bluff
from accord.theory.stability import gmcr_stability, graph_model
from accord.theory.third_parties import unanimity_winset_1d
from accord.theory.type_inference import holdout_posterior
from accord.theory.voices import extremized_log_odds, linear_opinion_pool, logarithmic_opinion_pool

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_DIGEST = re.compile(r"(?<=[#\"])[mp][0-9a-f]{10}\b")

PLOTS = Path(__file__).resolve().parents[1] / "plots"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#8a5a9e", "#6b6b6b")
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
SETTINGS = {
    "svg.fonttype": "none", "svg.hashsalt": "accord", "font.family": "sans-serif", "font.size": 10,
    "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 10, "axes.titlelocation": "left",
    "legend.frameon": False, "legend.fontsize": 9, "lines.linewidth": 1.8,
}  # fmt: skip


def lines(axes: Any, xs: Sequence[float], rows: Sequence[tuple[str, Sequence[float]]], x: str, y: str) -> None:
    for number, (name, ys) in enumerate(rows):
        axes.plot(xs, ys, color=COLOURS[number], linestyle=DASHES[number], label=name)
    axes.set(xlabel=x, ylabel=y)
    if any(name for name, _ in rows):
        axes.legend()


def linkage(figure: Figure) -> None:
    left, right = figure.subplots(1, 2)
    weights = np.linspace(0.5, 0.98, 40)
    found = [linked_or_separate([w, 1 - w], [1 - w, w]) for w in weights]
    rows = [("linked", [f.linked[0] for f in found]), ("apart", [f.delinked[0] for f in found])]
    lines(left, weights, rows, "weight of its main issue", "utility of each party")
    slack = np.linspace(1, 5, 40)
    pooled = [pooled_incentives([4, 6], [3, 3], [3 - s, 2]) for s in slack]
    names = ("easy issue alone", "hard issue alone", "linked")
    values = [[p.separate[0] for p in pooled], [p.separate[1] for p in pooled], [p.linked for p in pooled]]
    lines(right, slack, list(zip(names, values, strict=True)), "loss on the easy issue", "patience needed")
    right.set_ylim(-0.2, 0.8)


def concessions(figure: Figure) -> None:
    axes = figure.subplots()
    cuts = list(range(0, 45, 5))
    giver = [-((cut - 10) ** 2) / 40 for cut in cuts]
    receiver = [cut / 2 for cut in cuts]
    found = [depth_of_cooperation(giver, receiver, agreed=k, stated_start=0) for k in range(len(cuts))]
    names = (
        "gain on paper, from the stated start",
        "real gain, from what it would do anyway",
        "real cost to the giver",
    )
    values = [[f.nominal_gain for f in found], [f.real_gain for f in found], [f.real_cost for f in found]]
    lines(axes, cuts, list(zip(names, values, strict=True)), "agreed cut of emissions, %", "utility")
    axes.axvline(10, color="#999999", linewidth=1)
    axes.annotate("would do 10 % anyway", (10, 17), xytext=(11, 16.5), fontsize=9)


def patience(figure: Figure) -> None:
    axes = figure.subplots()
    others = np.linspace(0.001, 0.3, 60)
    rows = [
        (f"own impatience {own:.0%} a month", [rubinstein_limit(own, o).first for o in others])
        for own in (0.02, 0.1, 0.25)
    ]
    lines(axes, others * 100, rows, "the other's impatience, % a month", "own share of the surplus")
    axes.axhline(0.5, color="#bbbbbb", linewidth=0.8)


def delay(figure: Figure) -> None:
    left, right = figure.subplots(1, 2)
    hazards = np.linspace(0, 0.3, 60)
    found = [delay_or_settle(flow=0.8, hazard=h, rate=0.05, agreement=10, abandonment=4) for h in hazards]
    waiting = [(0.8 + h * 4) / (0.05 + h) for h in hazards]
    lines(
        left, hazards, [("talking on", waiting), ("settling now", [10.0] * 60)], "hazard that the other leaves", "value"
    )
    left.axvline(found[0].threshold_hazard or 0.0, color="#999999", linewidth=1)
    stakes = np.linspace(0, 0.98, 60)
    uniform = [war_of_attrition_private_uniform(v) for v in stakes]
    exponential = [war_of_attrition_private_exponential(v, rate=2) for v in stakes]
    lines(
        right,
        stakes,
        [("uniform stakes", uniform), ("exponential stakes", exponential)],
        "own stake",
        "holds out until",
    )


def red_lines(figure: Figure) -> None:
    axes = figure.subplots()
    options = {"quota": ["low", "high"], "length": ["1 y", "5 y"], "inspection": ["none", "joint"]}
    demands: dict[str, Callable[[Any], bool]] = {
        "coast: high quota": lambda at: at["quota"] == "high",
        "coast: no inspection if high": lambda at: at["quota"] == "low" or at["inspection"] == "none",
        "island: inspection": lambda at: at["inspection"] == "joint",
        "island: one year if joint": lambda at: at["inspection"] == "none" or at["length"] == "1 y",
        "coast: five years": lambda at: at["length"] == "5 y",
    }
    points = [(q, t, i) for q in options["quota"] for t in options["length"] for i in options["inspection"]]
    broken = [[not met({"quota": q, "length": t, "inspection": i}) for met in demands.values()] for q, t, i in points]
    repairs = {frozenset(lines) for lines in red_lines_mus_mcs_discrete(options, demands).repairs}
    for column, row in enumerate(broken):
        crossed = frozenset(name for name, is_broken in zip(demands, row, strict=True) if is_broken)
        for number, is_broken in enumerate(row):
            axes.plot(
                column, number, "x" if is_broken else "o", color=COLOURS[1] if is_broken else "#cccccc", markersize=8
            )
        if crossed in repairs:
            axes.axvspan(column - 0.4, column + 0.4, color=COLOURS[2], alpha=0.15, linewidth=0)
    axes.set_yticks(range(len(demands)), list(demands))
    axes.set_xticks(range(len(points)), ["\n".join(point) for point in points], fontsize=8)
    axes.spines[["left", "bottom"]].set_visible(False)


def sequence(figure: Figure) -> None:
    left, right = figure.subplots(1, 2)
    gains = np.linspace(0, 4, 30)
    prices = [precondition_as_threat_shift(10, [2, 1], [3, 1 + g]).price for g in gains]
    rows = [("who gains 1 by the step", [p[0] for p in prices]), ("the other", [p[1] for p in prices])]
    lines(left, gains, rows, "gain of the other by the step", "price of the precondition")
    left.axhline(0, color="#bbbbbb", linewidth=0.8)
    stages = range(9)
    for number, value in enumerate((1.25, 2, 5)):
        ratio = gradual_exchange(value, 1, delta=1).ratio
        given = [1 - ratio**stage for stage in stages]
        right.step(
            stages,
            given,
            where="post",
            color=COLOURS[number],
            linestyle=DASHES[number],
            label=f"worth {value:g}, costs 1",
        )
    right.set(xlabel="stage", ylabel="part exchanged")
    right.legend()


def commitment(figure: Figure) -> None:
    axes = figure.subplots()
    now = np.linspace(0, 1, 60)
    rows = []
    for cost in (0.05, 0.15, 0.3):
        found = [powell_shift_condition(p, 1, delta=0.9, war_cost=cost).threshold for p in now]
        rows.append((f"war destroys {cost:.0%}", found))
    lines(axes, now, rows, "chance that the rising side wins today", "largest chance tomorrow\nthat peace survives")
    axes.plot(now, now, color="#bbbbbb", linewidth=0.8)
    axes.set_ylim(0, 1.02)


HARBOUR = """
parties: [town, company]
issues:
  - {id: jobs, options: [40, 60, 80, 100]}
  - {id: rent, options: [none, low, middle, high]}
  - {id: beach, options: [closed, half, open]}
  - {id: hours, options: [day, evening, night]}
utilities:
  town: {jobs: [17, 20, 23, 27], rent: [5, 7, 10, 18], beach: [18, 24, 30], hours: [10, 6, 1]}
  company: {jobs: [23, 22, 18, 7], rent: [18, 14, 10, 6], beach: [8, 6, 2], hours: [3, 9, 22]}
reservations: {town: 30, company: 32}
"""


def packages(figure: Figure) -> None:
    axes = figure.subplots()
    space = deal_space(load_bargain(HARBOUR), "town", "company", rng=np.random.default_rng(1))
    zone = space.zone
    axes.plot(*space.points[~zone].T, ".", color="#cccccc", label="packages")
    axes.plot(*space.points[zone].T, ".", color=COLOURS[4], label="in the zone")
    axes.plot(*space.edge.T, color=COLOURS[0], linewidth=1.2, label="frontier")
    marks = {"nash": "o", "kalai_smorodinsky": "s", "egalitarian": "^", "utilitarian": "D"}
    for number, (name, points) in enumerate(space.solutions.items()):
        axes.plot(
            *points.T,
            marks[name],
            markersize=12 - 2 * number,
            markerfacecolor="none",
            markeredgewidth=1.6,
            color=COLOURS[1 + number % 4],
            label=name.replace("_", "-"),
        )
    axes.axvline(space.reservations[0], color="#999999", linewidth=0.8)
    axes.axhline(space.reservations[1], color="#999999", linewidth=0.8)
    axes.set(xlabel="utility of the town", ylabel="utility of the company")
    axes.legend(loc="lower left", ncols=2, fontsize=8)


def walk_away(figure: Figure) -> None:
    axes = figure.subplots()
    fallbacks = np.linspace(0, 1, 60)
    found = [outside_option_vs_breakdown_point(0, f) for f in fallbacks]
    rows = [
        ("taken by choice", [f.outside_option for f in found]),
        ("comes by breakdown", [f.breakdown_point for f in found]),
    ]
    lines(axes, fallbacks, rows, "what it has without the other, share of the pie", "what it gets by bargaining")


def third_parties(figure: Figure) -> None:
    axes = figure.subplots()
    quos = np.linspace(0, 10, 101)
    for number, (name, ideals) in enumerate(
        (("two at the table: 4 and 6", [4, 6]), ("with a third at 7.5", [4, 6, 7.5]))
    ):
        found = [unanimity_winset_1d(ideals, q) for q in quos]
        low = [f.low if f.low is not None else q for f, q in zip(found, quos, strict=True)]
        high = [f.high if f.high is not None else q for f, q in zip(found, quos, strict=True)]
        axes.fill_between(
            quos, low, high, color=COLOURS[number], alpha=0.25 if number == 0 else 0.5, linewidth=0, label=name
        )
    axes.plot(quos, quos, color="#999999", linewidth=0.8)
    axes.set(xlabel="status quo", ylabel="settlements that all prefer to it")
    axes.legend(loc="upper left")


def coalitions(figure: Figure) -> None:
    axes = figure.subplots()
    quotas = list(range(51, 101))
    power = [weighted_voting_power(q, [40, 35, 15, 10]).shapley_shubik for q in quotas]
    for k, votes in enumerate((40, 35, 15, 10)):
        axes.step(
            quotas, [p[k] for p in power], where="mid", color=COLOURS[k], linestyle=DASHES[k], label=f"{votes} votes"
        )
    axes.set(xlabel="votes needed, of 100", ylabel="Shapley-Shubik power")
    axes.legend()


def readouts(figure: Figure) -> None:
    axes = figure.subplots()
    rows = []
    for share in (50, 90):
        alphas = []
        for differing in range(21):
            half = differing // 2
            first = [1] * share + [0] * (100 - share)
            second = [0] * half + first[half : 100 - (differing - half)] + [1] * (differing - half)
            alphas.append(krippendorff_alpha([first, second]) or 0.0)
        rows.append((f"{share} of 100 passages coded yes", alphas))
    lines(axes, range(21), rows, "passages of 100 that two coders code differently", "Krippendorff's alpha")


def voices(figure: Figure) -> None:
    axes = figure.subplots()
    chances = np.linspace(0.02, 0.98, 60)
    rows = [
        ("linear pool", [linear_opinion_pool([p, 0.8], [1, 1]) for p in chances]),
        ("logarithmic pool", [logarithmic_opinion_pool([p, 0.8], [1, 1]) for p in chances]),
        ("pushed, exponent 2", [extremized_log_odds([p, 0.8], 2) for p in chances]),
    ]
    lines(axes, chances, rows, "first voice (the second says 0.8)", "both together")


def signals(figure: Figure) -> None:
    axes = figure.subplots()
    priors = np.linspace(0.01, 0.8, 80)
    rows = []
    for threshold in (0.5, 0.7, 0.9):
        found = [semi_separating_bluff(p, cost=1, benefit_low=4, threshold=threshold) for p in priors]
        rows.append((f"gives in from a belief of {threshold}", [f.bluffs for f in found]))
    lines(axes, priors, rows, "chance that the sender is resolved", "how often an unresolved one bluffs")


def types(figure: Figure) -> None:
    axes = figure.subplots()
    refusals = list(range(11))
    rows = [
        (f"a seeker accepts with {a:.0%}", [holdout_posterior(0.3, accepts=a, refused=n) for n in refusals])
        for a in (0.1, 0.3, 0.6)
    ]
    lines(axes, refusals, rows, "offers refused", "belief that it buys time")
    axes.set_ylim(0, 1.02)


def stability(figure: Figure) -> None:
    axes = figure.subplots()
    rows, columns = [(0, 2), (1, 3), (2, 0), (3, 1)], [(0, 1), (1, 0), (2, 3), (3, 2)]
    found = gmcr_stability(graph_model([rows, columns], [[3, 1, 4, 2], [3, 4, 1, 2]])).equilibria()
    names = ("both keep quotas", "only the coast", "only the island", "neither keeps")
    places = [(0, 1), (1, 1), (0, 0), (1, 0)]
    for state, (name, (x, y)) in enumerate(zip(names, places, strict=True)):
        held = [
            rule.upper() if rule != "nash" else "Nash" for rule in ("nash", "gmr", "smr", "seq") if state in found[rule]
        ]
        face = "#e6f2ec" if held else "#ffffff"
        box = {"boxstyle": "round,pad=0.5", "facecolor": face, "edgecolor": "#888888"}
        axes.text(x, y, f"{name}\n{', '.join(held) or 'not stable'}", ha="center", va="center", fontsize=9, bbox=box)
    arrows = ((rows, COLOURS[0], "the coast moves"), (columns, COLOURS[1], "the island moves"))
    for number, (arcs, colour, said) in enumerate(arrows):
        for a, b in arcs[:2] if number == 0 else (arcs[0], arcs[2]):
            axes.annotate(
                "",
                places[b],
                places[a],
                arrowprops={
                    "arrowstyle": "<->",
                    "color": colour,
                    "shrinkA": 34 if number == 0 else 62,
                    "shrinkB": 34 if number == 0 else 62,
                },
            )
        axes.plot([], [], color=colour, label=said)
    axes.set(xlim=(-0.4, 1.4), ylim=(-0.35, 1.35))
    axes.axis("off")
    axes.legend(loc="center")


def forecasts(figure: Figure) -> None:
    axes = figure.subplots()
    parties = [
        ("ministry", 20, 1.0, 0.6), ("union", 80, 0.7, 0.9), ("employers", 35, 0.9, 0.4),
        ("cities", 60, 0.5, 0.7), ("lenders", 5, 0.6, 0.5),
    ]  # fmt: skip
    found = bdm_scholz([Challenger(position, power, care) for _, position, power, care in parties], rounds=12)
    rounds = range(len(found.positions))
    rows = [(name, [at[k] for at in found.positions]) for k, (name, *_) in enumerate(parties)]
    lines(axes, rounds, rows, "round", "position on the issue")
    axes.plot(rounds, found.means, color="#333333", linewidth=1, marker=".", label="weighted mean")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))


def exchange(figure: Figure) -> None:
    axes = figure.subplots()
    saliences = np.linspace(0.31, 0.95, 60)
    found = [
        equal_gain_exchange((Stake(100, s, 1), Stake(0, 1 - s, 1)), (Stake(0, 0.3, 1), Stake(100, 0.7, 1)))
        for s in saliences
    ]
    rows = [
        ("gain of each partner", [f.gain_first for f in found]),
        ("shift on the first issue", [f.shift_p for f in found]),
        ("shift on the second", [f.shift_q for f in found]),
    ]
    lines(axes, saliences, rows, "weight that one partner gives the first issue (the other: 0.3)", "scale points")


def condorcet(figure: Figure) -> None:
    axes = figure.subplots()
    strengths = [[0, 6, 3], [4, 0, 7], [5, 2, 0]]
    rules = (
        probabilistic_condorcet_conditional,
        probabilistic_condorcet_markov_uniform,
        probabilistic_condorcet_markov_incentive,
    )
    for number, (rule, name) in enumerate(
        zip(rules, ("beats all others", "even challengers", "challengers by incentive"), strict=True)
    ):
        axes.bar(np.arange(3) + 0.26 * (number - 1), rule(strengths), 0.24, color=COLOURS[number], label=name)
    axes.set_xticks(range(3), ["tax", "trade in permits", "standards"])
    axes.set(ylabel="chance to come out on top")
    axes.legend()


def deadline(figure: Figure) -> None:
    axes = figure.subplots()
    rounds = list(range(1, 16))
    rows = [(f"a round keeps {d:.0%}", [stahl_deadline(n, d, d) for n in rounds]) for d in (0.6, 0.9)]
    lines(axes, rounds, rows, "offers before the deadline", "share of who offers first")


FIGURES: dict[str, Callable[[Figure], None]] = {
    draw.__name__.replace("_", "-"): draw
    for draw in (
        linkage, concessions, patience, deadline, delay, red_lines, sequence, commitment, packages, walk_away,
        third_parties, coalitions, readouts, voices, signals, types, stability, forecasts, exchange, condorcet,
    )
}  # fmt: skip


WIDE = frozenset({"linkage", "delay", "sequence", "red-lines", "packages", "forecasts"})


def drawn(name: str) -> str:
    """A figure as SVG."""
    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(6.6 if name in WIDE else 5.4, 3.4), layout="constrained")
        FIGURES[name](figure)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    # No address of another host: the document type and the creator's description carry some that nothing needs.
    text = stream.getvalue()
    return text[text.index("<svg") :].rstrip() + "\n"


def differs(name: str) -> bool:
    """Whether a committed figure is another than its functions draw today, by more than the last digits."""
    path = PLOTS / f"{name}.svg"
    if not path.exists():
        return True
    # Names of clip paths and markers are digests of what they hold, so that a last digit would change them.
    kept, made = (_DIGEST.sub("id", text) for text in (path.read_text(encoding="utf-8"), drawn(name)))
    if _NUMBER.sub("0", kept) != _NUMBER.sub("0", made):
        return True
    pairs = zip(_NUMBER.findall(kept), _NUMBER.findall(made), strict=True)
    return any(abs(float(one) - float(other)) > 0.05 for one, other in pairs)


def main(arguments: Sequence[str]) -> int:
    """Writes the figures named, or all; with `--check` tells which ones are stale."""
    if "--check" in arguments:
        stale = [name for name in FIGURES if differs(name)]
        for name in stale:
            print(f"docs: plots/{name}.svg is stale: run make docs-index")
        return 1 if stale else 0
    PLOTS.mkdir(exist_ok=True)
    for name in arguments or FIGURES:
        (PLOTS / f"{name}.svg").write_text(drawn(name), encoding="utf-8")
        print(f"docs: plots/{name}.svg written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
