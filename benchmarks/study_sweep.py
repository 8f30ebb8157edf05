"""A sweep of ten thousand points over Dask with a worker killed half-way, beside the serial run: the same table?

Run `python benchmarks/study_sweep.py`; it writes docs/sweep-study.md. `--points 500` for a quick look. A project is
swept twice: what each party has outside the talks, on models drawn once, and a twentieth as many points of numbers on
which the models hang, so that they are drawn anew at every point.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import resource
import signal
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from shutil import copytree
from time import process_time

from accord.workspace import Settings, Workspace, bargain_at
from accord.workspace.spreading import Workers
from accord.workspace.sweep_subjects import BargainSubject, ProjectSubject, Subject
from accord.workspace.sweeping import POINTS, TABLE, Sweep, index_rows, indices, plan, run

ROOT = Path(__file__).resolve().parent.parent
TOLD = ROOT / "docs" / "sweep-study.md"
MEMBERS = 20


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


class StoppedError(Exception):
    """The client is stopped, as by Ctrl-C."""


def over_dask(subject: Subject, sweep: Sweep, folder: Path) -> tuple[float, int, int]:
    """CPU seconds on two local Dask workers, after how many points one was killed, and where the sweep went on.

    One worker is killed when half the points are done; the client is stopped at three quarters and started again.
    """
    from distributed import Client, LocalCluster

    killed: list[int] = []
    stopped: list[int] = []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = process_time()
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
        Client(cluster) as client,
    ):
        ids = list(client.run(os.getpid).values())

        def watch(step: str, done: int, total: int) -> None:
            if not killed and done >= total // 2:
                os.kill(ids[0], signal.SIGKILL)
                killed.append(done)
            if not stopped and done >= 3 * total // 4:
                stopped.append(done)
                raise StoppedError

        def go() -> None:
            run(subject, sweep, workers=Workers(cluster=cluster.scheduler_address), folder=folder, progress=watch)

        with contextlib.suppress(StoppedError):
            go()
        kept = (folder / POINTS).read_bytes().count(b"\n") - 1
        go()
        now = list(client.run(os.getpid).values())
    assert ids[0] not in now, "the worker was not killed"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    workers = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return workers + process_time() - began, killed[0], kept


def beside(name: str, subject: Subject, sweep: Sweep) -> str:
    """One row: the serial run, the one over Dask, whether their tables are the same byte for byte."""
    with tempfile.TemporaryDirectory() as held:
        here, there = Path(held, "here"), Path(held, "there")
        began = process_time()
        values = run(subject, sweep, folder=here)
        serial = process_time() - began
        seconds, when, kept = over_dask(subject, sweep, there)
        assert (here / TABLE).read_bytes() == (there / TABLE).read_bytes(), "the tables differ"
    told_rows = index_rows(sweep, indices(sweep, values))
    top = max(told_rows, key=lambda row: (row["outcome"].startswith("nash"), row["total"] or 0.0))
    told = f"{top['outcome']}: {top['number']} {top['total']:.2f} ± {top['total_conf']:.2f}"
    sizes = f"{len(sweep.points):,} | {len(sweep.numbers)} | {serial:.0f} | {seconds:.0f} | {when:,} | {kept:,}"
    row = f"| {name} | {sizes} | yes | {told} |"
    print(row, flush=True)
    return row


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=10_240)
    points = parser.parse_args().points
    with tempfile.TemporaryDirectory() as held:
        rows = [*project_rows(Path(held), points), bargain_row(Path(held), points)]
    TOLD.parent.mkdir(parents=True, exist_ok=True)
    TOLD.write_text(page(rows), encoding="utf-8")


def bargain_row(folder: Path, points: int) -> str:
    """A bargain whose reservations and the weights of one party are uncertain."""
    file = folder / "talks.yaml"
    file.write_text(bargain_text(), encoding="utf-8")
    subject = BargainSubject(bargain_at(file))
    return beside(
        "bargain of 1,024 packages", subject, plan(subject, vary=("reservation", "weight.buyer"), points=points)
    )


def project_rows(folder: Path, points: int) -> list[str]:
    """The example of the cease-fire, read once, in twenty models."""
    copied = Path(copytree(ROOT / "examples" / "cease-fire", folder / "cease-fire"))
    workspace = Workspace.open(copied)
    workspace.read()
    read = (workspace.documents(), workspace.negotiation()[0], workspace.statements())
    subject = ProjectSubject.of(read, Settings(0, MEMBERS))
    once = plan(subject, vary=("outside_option",), points=points)
    anew = plan(subject, vary=("outside_shift", "outside_option"), points=points // 20)
    return [
        beside(f"cease-fire, {MEMBERS} models drawn once", subject, once),
        beside(f"cease-fire, {MEMBERS} models drawn anew at every point", subject, anew),
    ]


def page(rows: list[str]) -> str:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    when, load = datetime.now(UTC).date().isoformat(), os.getloadavg()[0]
    parts = ", ".join(f"{name} {version(name)}" for name in ("distributed", "SALib", "numpy", "numba"))
    return "\n".join([
        "# A sweep over Dask with a worker killed",
        "",
        "Made by `python benchmarks/study_sweep.py`. Each sweep is run twice: in one process, and over a Dask cluster",
        "of two local workers of which one is killed (SIGKILL) when half the points are known, and whose client is",
        "stopped when three quarters are; the same call then goes on with the points that are on the disk. The study",
        "fails unless the two tables of points are the same byte for byte. Seconds are of processor time, of all",
        "processes and threads together; over Dask the start of the workers counts, and what the killed one had done.",
        "",
        "| sweep | points | numbers | serial, CPU s | over Dask, CPU s | killed at | went on at | same table "
        "| greatest total index |",
        "|---|---|---|---|---|---|---|---|---|",
        *rows,
        "",
        f"{when}; {platform.system()} {platform.machine()}, {os.cpu_count()} cores with a load of {load:.0f}. Python",
        f"{platform.python_version()}, {parts}; {kilobytes / 1024:.0f} MB in the client at most.",
        "",
    ])  # fmt: skip


if __name__ == "__main__":
    main()
