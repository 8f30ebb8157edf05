"""Runs in NegMAS's environment: reads one question, a line of JSON, from standard input; prints what NegMAS does.

A domain is `{"sizes": [...], "values": [[[utility of each option] of each issue] of each party], "reserved": [...]}`.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from importlib.metadata import version

import numpy as np

warnings.simplefilter("ignore")


def strategies():
    from negmas.sao import negotiators
    from negmas.sao.negotiators import TimeBasedConcedingNegotiator

    def powered(exponent):
        return lambda **given: TimeBasedConcedingNegotiator(offering_curve=exponent, **given)

    return {
        "boulware": negotiators.BoulwareTBNegotiator,
        "linear": negotiators.LinearTBNegotiator,
        "conceder": negotiators.ConcederTBNegotiator,
        "time:0.3": powered(0.3),
        "time:2.5": powered(2.5),
        "aspiration": negotiators.AspirationNegotiator,
        "hard": negotiators.ToughNegotiator,
        "micro": negotiators.MiCRONegotiator,
        "tit_for_tat": negotiators.NaiveTitForTatNegotiator,
    }


def built(domain):
    """Issues and utility functions of a domain."""
    from negmas import make_issue
    from negmas.preferences import LinearAdditiveUtilityFunction
    from negmas.preferences.value_fun import TableFun

    issues = [make_issue([str(k) for k in range(size)], f"i{n}") for n, size in enumerate(domain["sizes"])]
    ufuns = []
    for own, reserved in zip(domain["values"], domain["reserved"], strict=True):
        tables = [TableFun({str(k): float(u) for k, u in enumerate(options)}) for options in own]
        given = {} if reserved is None else {"reserved_value": reserved}
        weights = [1.0] * len(issues)
        ufuns.append(LinearAdditiveUtilityFunction(values=tables, weights=weights, issues=issues, **given))
    return issues, ufuns


def talk(issues, ufuns, names, steps):
    """One run: options agreed on or None, steps, utilities."""
    from negmas.sao import SAOMechanism

    session = SAOMechanism(issues=issues, n_steps=steps)
    for number, (name, ufun) in enumerate(zip(names, ufuns, strict=True)):
        session.add(strategies()[name](name=f"p{number}"), preferences=ufun)
    state = session.run()
    agreed = None if state.agreement is None else list(state.agreement)
    return {
        "agreement": agreed,
        "step": state.step,
        "utilities": None if agreed is None else [float(ufun(state.agreement)) for ufun in ufuns],
    }


def play(domains, pairs, steps):
    """Every domain with every choice of strategies for as many parties as it has."""
    found = []
    for domain in domains:
        issues, ufuns = built(domain)
        rows = []
        for names in pairs[str(len(ufuns))]:
            one = talk(issues, ufuns, names, steps)
            one["agreement"] = None if one["agreement"] is None else [int(option) for option in one["agreement"]]
            rows.append(one)
        found.append(rows)
    return found


def generated(count, seed):
    """Domains that NegMAS itself makes: several issues, by each of its generators, with reservations."""
    import random

    from negmas.preferences.generators import GENERATOR_MAP, generate_multi_issue_ufuns

    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - what NegMAS draws from
    domains = []
    for number in range(count):
        sizes = [(4, 5, 6), (10, 10), (5, 6, 7, 3), (3, 4, 5, 6, 4), (8, 12, 9)][number % 5]
        ufuns = generate_multi_issue_ufuns(
            len(sizes),
            sizes=sizes,
            n_ufuns=2 + (number % 3 == 2),
            pareto_generators=(list(GENERATOR_MAP)[number % len(GENERATOR_MAP)],),
            reserved_values=(0.0, 0.4) if number % 2 else 0.0,
        )
        domains.append(tabled(ufuns))
    return domains


def tabled(ufuns):
    """Linear additive functions as plain tables."""
    values = [
        [
            [float(ufun.weights[n] * ufun.values[n](option)) for option in issue.all]
            for n, issue in enumerate(ufun.outcome_space.issues)
        ]
        for ufun in ufuns
    ]
    sizes = [issue.cardinality for issue in ufuns[0].outcome_space.issues]
    return {"sizes": sizes, "values": values, "reserved": [float(ufun.reserved_value) for ufun in ufuns]}


def rate(domain, names, steps, seconds):
    """Runs per CPU second: on one domain, its utility functions and their order made beforehand; and all made anew."""
    issues, ufuns = built(domain)
    answer = talk(issues, ufuns, names, steps)
    rates = []
    for anew in (False, True):
        begun, runs = time.process_time(), 0
        while time.process_time() - begun < seconds:
            if anew:
                issues, ufuns = built(domain)
            talk(issues, ufuns, names, steps)
            runs += 1
        rates.append(runs / (time.process_time() - begun))
    return {"one": rates[0], "anew": rates[1], "answer": answer}


def main():
    answers = sys.stdout
    sys.stdout = sys.stderr
    question = json.loads(sys.stdin.readline())
    do = {"play": play, "generated": generated, "rate": rate}[question.pop("do")]
    print(json.dumps({"version": version("negmas"), "answer": do(**question)}), file=answers)


if __name__ == "__main__":
    main()
