"""What the measurements share: timing two things in turns, one row of the table, and the machine."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median
from typing import Any

Span = tuple[float, float, Any]
"""Wall seconds, CPU seconds of all threads, and the answer of one call."""


@dataclass(frozen=True)
class Timing:
    """Seconds of one call: wall, the least and the median of the repeats, and the least CPU time of all threads."""

    low: float
    middle: float
    cpu: float
    answer: Any


@dataclass(frozen=True)
class Row:
    """One line of the table. `target`: seconds, or "peer" for not slower than the peer; empty where there is none."""

    work: str
    ours: Timing
    peer: Timing | None = None
    peer_name: str = ""
    target: float | str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times less processor time than the peer: neither is disturbed by what else the machine does."""
        return self.peer.cpu / self.ours.cpu if self.peer else None

    @property
    def reached(self) -> bool | None:
        """Whether the time or the ratio meets the target; None where there is nothing to meet.

        Processor time of all threads together counts too: a call that needs no more than the target of it takes no
        longer wherever it need not wait for others.
        """
        if isinstance(self.target, float):
            return min(self.ours.low, self.ours.cpu) <= self.target
        return self.ratio >= 1 if self.target == "peer" and self.ratio is not None else None


def here(run: Callable[[], Any]) -> Callable[[], Span]:
    """One call in this process, timed."""

    def call() -> Span:
        cpu, wall = time.process_time(), time.perf_counter()
        answer = run()
        return time.perf_counter() - wall, time.process_time() - cpu, answer

    return call


def timed(run: Callable[[], Any], *, repeats: int = 3) -> Timing:
    """Times `run` after one call that is not counted."""
    run()
    return in_turns(here(run), repeats=repeats)[0]


def in_turns(*calls: Callable[[], Span], repeats: int = 3) -> tuple[Timing, ...]:
    """Times each call `repeats` times, A B A B, so that a machine that slows down slows all alike."""
    spans: list[list[Span]] = [[] for _ in calls]
    for _ in range(repeats):
        for call, own in zip(calls, spans, strict=True):
            own.append(call())
    return tuple(_timing(own) for own in spans)


def _timing(spans: list[Span]) -> Timing:
    walls = [wall for wall, _, _ in spans]
    return Timing(min(walls), median(walls), min(cpu for _, cpu, _ in spans), spans[-1][2])


def machine(peers: dict[str, str]) -> str:
    """A sentence: when, on what, with which versions."""
    ours = {name: version(name) for name in ("numpy", "numba", "scipy", "spacy", "moocore")}
    versions = ", ".join(f"{name} {number}" for name, number in {**ours, **peers}.items())
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"{os.getloadavg()[2]:.1f} processes wanting to run on average; "
        f"Python {platform.python_version()}, {versions}."
    )


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123 - no path of ours
            names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()
