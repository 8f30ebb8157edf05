"""Runs in the peers' environment: reads a question a line, prints an answer a line, with the time it took."""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from importlib.metadata import version

import numpy as np


def versions():
    return {name: version(name) for name in ("negmas", "paretoset")}


def negmas(values, issues):
    """Frontier and four points with NegMAS, from utility functions that are made beforehand."""
    from negmas.outcomes import make_issue
    from negmas.preferences import LinearAdditiveUtilityFunction
    from negmas.preferences.ops import kalai_points, ks_points, max_welfare_points, nash_points, pareto_frontier
    from negmas.preferences.value_fun import TableFun

    values = np.load(values)
    options = values.shape[1] // issues
    space = [make_issue([str(k) for k in range(options)], name=f"i{n}") for n in range(issues)]
    ufuns = []
    for row in values.reshape(len(values), issues, options).tolist():
        tables = {f"i{n}": TableFun({str(k): u for k, u in enumerate(own)}) for n, own in enumerate(row)}
        weights = dict.fromkeys(tables, 1.0)
        ufuns.append(LinearAdditiveUtilityFunction(values=tables, weights=weights, issues=space, reserved_value=0.0))

    def run():
        frontier, _ = pareto_frontier(ufuns, issues=space)
        found = {"frontier": frontier}
        for name, solution in (
            ("nash", nash_points),
            ("egalitarian", kalai_points),
            ("kalai_smorodinsky", ks_points),
            ("utilitarian", max_welfare_points),
        ):
            found[name] = [point for point, _ in solution(ufuns, frontier, issues=space)]
        return {name: np.asarray(points, float).tolist() for name, points in found.items()}

    return run


def paretoset(points):
    """Mask of the frontier with paretoset, ties kept; its answer is how many there are."""
    from paretoset import paretoset as frontier

    points = np.load(points)
    sense = ["max"] * points.shape[1]
    return lambda: int(frontier(points, sense=sense, distinct=False).sum())


def main():
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w")
    sys.stdout = sys.stderr  # what a library prints is no answer
    ready = {}
    for line in sys.stdin:
        question = json.loads(line)
        do = question.pop("do")
        if do == "versions":
            print(json.dumps(versions()), file=answers, flush=True)
            continue
        key = (do, question.pop("key"))
        if key not in ready:
            ready = {key: {"negmas": negmas, "paretoset": paretoset}[do](**question)}
        cpu, wall = time.process_time(), time.perf_counter()
        answer = ready[key]()
        spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "answer": answer}
        print(json.dumps(spent), file=answers, flush=True)


if __name__ == "__main__":
    main()
