"""How long the command takes to say its version: what everybody waits for at every call."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.harness import Row, Span, in_turns
from benchmarks.peers import Peers

COMMAND = Path(sys.executable).parent / "accord"
SECONDS = 0.25


def bench(peers: Peers | None) -> Iterator[Row]:
    """`accord --version` beside a Python that does nothing."""
    del peers
    call([str(COMMAND), "--version"])  # once uncounted: it compiles to bytecode
    ours, bare = in_turns(
        lambda: call([str(COMMAND), "--version"]), lambda: call([sys.executable, "-c", ""]), repeats=7
    )
    assert version("accord") in ours.answer
    yield Row("accord --version", ours, bare, "python -c ''", SECONDS)


def call(words: list[str]) -> Span:
    """A process from start to end: wall and CPU seconds, and what it said."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    said = subprocess.run(words, capture_output=True, text=True, check=True, env=kept).stdout
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said
