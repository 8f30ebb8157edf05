"""The libraries we measure ourselves against, in an environment of their own: python -m benchmarks.peers.

accord never imports them (NegMAS is under the AGPL): they run as a process of their own, which is handed numbers and
prints its answers and times. The environment is made in `benchmarks/.peers` the first time it is needed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.harness import Span

FOLDER = Path(__file__).resolve().parent
HOME = FOLDER / ".peers"
PYTHON = HOME / "venv" / "bin" / "python"
WANTED = FOLDER / "peers.txt"
STAMP = HOME / "made-of.txt"


class PeersError(Exception):
    """The peers cannot be had; its text is one line that says why."""


def make() -> None:
    """Makes the environment where it is not there yet.

    Raises:
        PeersError: a step did not work.
    """
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == WANTED.read_text(encoding="utf-8"):
        return
    sys.path.insert(0, str(FOLDER.parent / "scripts"))
    from set_up import SetUpError, base_python, bring_uv, pip_command, run, uv_environment

    HOME.mkdir(exist_ok=True)
    (HOME / ".gitignore").write_text("*\n", encoding="utf-8")
    try:
        pip = pip_command()
        uv, environment = bring_uv(pip), uv_environment(pip)
        run([uv, "venv", "--quiet", "--clear", "--python", base_python(), str(PYTHON.parent.parent)], environment)
        run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), "-r", str(WANTED)], environment)
    except SetUpError as failure:
        raise PeersError(str(failure)) from failure
    STAMP.write_text(WANTED.read_text(encoding="utf-8"), encoding="utf-8")


class Peers:
    """A running peer process."""

    def __init__(self) -> None:
        make()
        self._process = subprocess.Popen(
            [str(PYTHON), str(FOLDER / "peer_worker.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.versions: dict[str, str] = self._ask({"do": "versions"})

    def call(self, do: str, **given: Any) -> Span:
        """One call of the peer, timed by itself."""
        for name, array in given.items():
            if isinstance(array, np.ndarray):
                np.save(HOME / f"{name}.npy", array)
                given[name] = str(HOME / f"{name}.npy")
        found = self._ask({"do": do, **given})
        return found["wall"], found["cpu"], found["answer"]

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _ask(self, question: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise PeersError(f"The peer process ended at {question['do']}.")
        return json.loads(line)


def started() -> Peers | None:
    """The peers, or None with one line that says why not."""
    try:
        return Peers()
    except PeersError as failure:
        print(f"bench: no peers to measure beside: {failure}")
        return None


if __name__ == "__main__":
    try:
        make()
    except PeersError as failure:
        sys.exit(str(failure))
    print(f"peers: ready in {HOME}")
