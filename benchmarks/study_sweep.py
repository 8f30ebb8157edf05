"""A sweep of ten thousand points over Dask with a worker killed half-way, beside the serial run: the same table?

Run `python benchmarks/study_sweep.py`; it writes docs/sweep-study.md. `--points 500` for a quick look,
`--project-points 64` for a project too, where models are drawn anew at every point.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import signal
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from accord.workspace import Settings, Workspace, bargain_at
from accord.workspace.spreading import Workers
from accord.workspace.sweep_subjects import BargainSubject, ProjectSubject, Subject
from accord.workspace.sweeping import TABLE, Sweep, index_rows, indices, plan, run

ROOT = Path(__file__).resolve().parent.parent
TOLD = ROOT / "docs" / "sweep-study.md"


def bargain_text() -> str:
    """A bargain of three parties and five issues with four options each: 1,024 packages."""
    options = ["a", "b", "c", "d"]
    worth = {
        "buyer": [0.30, 0.25, 0.20, 0.15, 0.10],
        "seller": [0.10, 0.30, 0.15, 0.25, 0.20],
        "carrier": [0.20, 0.10, 0.30, 0.10, 0.30],
    }
    lines = ["parties: [{id: buyer}, {id: seller}, {id: carrier}]", "issues:"]
    lines += [f"  - {{id: i{number}, options: [{', '.join(options)}]}}" for number in range(5)]
    lines.append("utilities:")
    for turn, (party, weights) in enumerate(worth.items()):
        lines.append(f"  {party}:")
        for number, weight in enumerate(weights):
            steps = range(4) if (turn + number) % 2 else range(3, -1, -1)
            told = ", ".join(f"{option}: {weight * step / 3:.4f}" for option, step in zip(options, steps, strict=True))
            lines.append(f"    i{number}: {{{told}}}")
    lines.append("reservations: {buyer: 0.4, seller: 0.4, carrier: 0.4}")
    return "\n".join(lines) + "\n"


def over_dask(subject: Subject, sweep: Sweep, folder: Path) -> tuple[float, int]:
    """Seconds of a run on two local Dask workers, one killed when half the points are done, and when that was."""
    from distributed import Client, LocalCluster

    killed: list[int] = []
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
        Client(cluster) as client,
    ):
        ids = list(client.run(os.getpid).values())

        def watch(step: str, done: int, total: int) -> None:
            if not killed and done >= total // 2:
                os.kill(ids[0], signal.SIGKILL)
                killed.append(done)

        began = perf_counter()
        run(subject, sweep, workers=Workers(cluster=cluster.scheduler_address), folder=folder, progress=watch)
        seconds = perf_counter() - began
        now = list(client.run(os.getpid).values())
    assert ids[0] not in now, "the worker was not killed"
    return seconds, killed[0]


def beside(name: str, subject: Subject, sweep: Sweep) -> str:
    """One row: the serial run, the one over Dask, whether their tables are the same byte for byte."""
    with tempfile.TemporaryDirectory() as held:
        here, there = Path(held, "here"), Path(held, "there")
        began = perf_counter()
        values = run(subject, sweep, folder=here)
        serial = perf_counter() - began
        seconds, when = over_dask(subject, sweep, there)
        assert (here / TABLE).read_bytes() == (there / TABLE).read_bytes(), "the tables differ"
    told_rows = index_rows(sweep, indices(sweep, values))
    top = max(told_rows, key=lambda row: (row["outcome"].startswith("nash"), row["total"] or 0.0))
    told = f"{top['outcome']}: {top['number']} {top['total']:.2f} ± {top['total_conf']:.2f}"
    sizes = f"{len(sweep.points):,} | {len(sweep.numbers)} | {serial:.0f} | {seconds:.0f} | {when:,}"
    row = f"| {name} | {sizes} | yes | {told} |"
    print(row, flush=True)
    return row


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=10_240)
    parser.add_argument("--project-points", type=int, default=0)
    asked = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as held:
        file = Path(held, "talks.yaml")
        file.write_text(bargain_text(), encoding="utf-8")
        subject = BargainSubject(bargain_at(file))
        vary = ("reservation", "weight.buyer")
        sweep = plan(subject, vary=vary, points=asked.points)
        rows.append(beside("bargain of 1,024 packages", subject, sweep))
        if asked.project_points:
            rows.append(beside("tariff round, 50 models", *tariff_round(Path(held), asked.project_points)))
    TOLD.parent.mkdir(parents=True, exist_ok=True)
    TOLD.write_text(page(rows), encoding="utf-8")


def tariff_round(folder: Path, points: int) -> tuple[ProjectSubject, Sweep]:
    """The example of the tariff round, read once: outside options that the parties are given, by models drawn once."""
    from shutil import copytree

    copied = Path(copytree(ROOT / "examples" / "tariff-round", folder / "tariff-round"))
    workspace = Workspace.open(copied)
    workspace.read()
    read = (workspace.documents(), workspace.negotiation()[0], workspace.statements())
    subject = ProjectSubject.of(read, Settings(0, 50))
    return subject, plan(subject, vary=("outside_option", "outside_shift"), points=points)


def page(rows: list[str]) -> str:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    when, load = datetime.now(UTC).date().isoformat(), os.getloadavg()[0]
    parts = ", ".join(f"{name} {version(name)}" for name in ("distributed", "SALib", "numpy", "numba"))
    return "\n".join([
        "# A sweep over Dask with a worker killed",
        "",
        "Made by `python benchmarks/study_sweep.py`. Each sweep is run twice: in one process, and over a Dask",
        "cluster of two local workers of which one is killed (SIGKILL) when half the points are known. The study fails",
        "unless the two tables of points are the same byte for byte. A second run in a folder goes on where one was",
        "cut short, which `tests/workspace/test_sweeping.py` tries.",
        "",
        "| sweep | points | numbers | serial, s | over Dask, s | killed at | same table | greatest total index |",
        "|---|---|---|---|---|---|---|---|",
        *rows,
        "",
        f"{when}; {platform.system()} {platform.machine()}, {os.cpu_count()} cores with a load of {load:.0f}: above",
        "the number of cores, other work took its part, and the seconds are no measure of speed. Python",
        f"{platform.python_version()}, {parts}; {kilobytes / 1024:.0f} MB in the client at most.",
        "",
    ])  # fmt: skip


if __name__ == "__main__":
    main()
