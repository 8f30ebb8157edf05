"""Compiling ahead of use: afterwards nothing is left to compile; and before, nothing heavy is loaded."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
from numba.core import event

import accord.evidence
import accord.solve
from accord.evidence import Piece, weigh
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Claim, Says

NEGOTIATION = Negotiation(
    parties=tuple(Party(id=id, name=id) for id in "ABC"),
    tracks=(Track(id="table", parties=("A", "B", "C")),),
    issues=(
        Issue(id="fees", track="table", options=("none", "some", "full")),
        Issue(id="seat", track="table", options=("east", "west", "south"), ordered=False),
    ),
)
EVIDENCE = (
    Piece("e1", Claim(Says.SEEKS, "A", "fees", "full"), 0.9, voice="a"),
    Piece("e2", Claim(Says.RED_LINE, "B", "fees", "full"), 0.9, voice="b"),
    Piece("e3", Claim(Says.RED_LINE, "C", "seat", "west"), 1.0, voice="c"),
    Piece("e4", Claim(Says.LESS_HURRIED_THAN, "A", other="B"), 0.8, voice="a"),
    Piece("e5", Claim(Says.WOULD_DO_ANYWAY, "A", "fees", "some"), 0.8, voice="a"),
)


class _Compiled(event.Listener):
    def __init__(self) -> None:
        self.names: list[str] = []

    def on_start(self, event: Any) -> None:
        self.names.append(event.data["dispatcher"].py_func.__name__)

    def on_end(self, event: Any) -> None:
        """Nothing more to note."""


def test_after_warming_up_nothing_is_left_to_compile() -> None:
    accord.evidence.warm_up()
    accord.solve.warm_up()
    compiled = _Compiled()
    with event.install_listener("numba:compile", compiled):
        ensemble = weigh(EVIDENCE, NEGOTIATION, members=16).ensemble
        for walk in (True, False):
            accord.solve.solve_ensemble(ensemble, rng=np.random.default_rng(0), walk=walk)
        accord.solve.ensemble_conflicts(ensemble)
        accord.solve.conflicts(ensemble.member(0))
        accord.solve.solve(ensemble.centre(), walk=3)
    assert compiled.names == []


def test_the_bridge_and_the_solvers_load_no_compiler_before_they_compute() -> None:
    program = "import sys, accord.evidence, accord.solve; print('numba' in sys.modules, 'scipy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]
