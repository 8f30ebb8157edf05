"""All measurements in one run: python -m benchmarks [name ...]; without names, docs/benchmarks.md gets the table too.

Each `bench_*.py` has `bench(peers)`, which yields rows and asserts its own answers. A part that fails, or for which no
time is left, is told and listed below the table; the rest goes on.
"""

from __future__ import annotations

import importlib
import math
import sys
import time
import traceback
from pathlib import Path

from benchmarks.harness import Row, machine
from benchmarks.peers import Peers, PeersError, started

from accord.errors import AccordError

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs" / "benchmarks.md"
START, END = "<!-- what make bench prints: start -->", "<!-- what make bench prints: end -->"
LIMIT = 15 * 60  # seconds of the whole run
HEAD = ("work", "least", "median", "CPU", "peer CPU", "peer", "ratio", "target", "reached", "answers")


def main(names: list[str]) -> int:
    """Runs the measurements named, or all."""
    found = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    unknown = sorted(set(names) - set(found))
    if unknown:
        print(f"bench: a measurement must be one of {', '.join(found)}; {unknown[0]} is none", file=sys.stderr)
        return 2
    begun, peers = time.monotonic(), started()
    rows, failed = [], {}
    for name in names or found:
        left = None if names else begun + LIMIT - time.monotonic()
        more, fault = measured(name, peers, left)
        rows += more
        if fault:
            failed[name] = fault
            print(f"bench: {name}: {fault}", file=sys.stderr)
    about = machine(peers.versions if peers else {})
    if peers is not None:
        peers.close()
    missed = [row.work for row in rows if row.reached is False]
    print(f"\n{about}\n{len(rows)} rows in {time.monotonic() - begun:.0f} s; targets missed: {len(missed)}")
    for work in missed:
        print(f"  missed: {work}")
    if not names:
        publish(about, rows, failed)
        print(f"bench: wrote {PAGE.relative_to(FOLDER.parent)}")
    return int(bool(failed))


def measured(name: str, peers: Peers | None, left: float | None = None) -> tuple[list[Row], str]:
    """The rows of one file, printed as they come, and what ended it early; `left`: seconds that it may still take.

    Time is looked at between two rows.
    """
    print(f"\n{name}\n" + line(HEAD), flush=True)
    rows: list[Row] = []
    ends = math.inf if left is None else time.monotonic() + left
    try:
        for row in importlib.import_module(f"benchmarks.bench_{name}").bench(peers):
            rows.append(row)
            print(line(cells(row)), flush=True)
            if time.monotonic() > ends:
                return rows, f"no time was left after {len(rows)} rows"
    except (AssertionError, AccordError, PeersError, OSError, ImportError, TypeError, AttributeError) as fault:
        traceback.print_exc()
        return rows, f"{type(fault).__name__} after {len(rows)} rows: {' '.join(str(fault).split())[:160]}"
    return rows, ""


def cells(row: Row) -> tuple[str, ...]:
    """A row as text, in the order of the head."""
    target = seconds(row.target) if isinstance(row.target, float) else row.target.replace("peer", "the peer's")
    return (
        row.work,
        seconds(row.ours.low),
        seconds(row.ours.middle),
        seconds(row.ours.cpu),
        seconds(row.peer.cpu) if row.peer else "",
        row.peer_name,
        f"{row.ratio:,.3g}" if row.ratio and row.ratio < 100 else f"{row.ratio:,.0f}" if row.ratio else "",
        target,
        {True: "yes", False: "no", None: ""}[row.reached],
        row.note,
    )


def seconds(span: float) -> str:
    """To two digits, in the unit that suits."""
    if span >= 0.995:
        return f"{span:.1f} s"
    return f"{span * 1e3:.0f} ms" if span >= 0.00995 else f"{span * 1e3:.2g} ms"


def line(texts: tuple[str, ...]) -> str:
    """A row for the terminal."""
    widths = (66, 8, 8, 8, 9, 10, 7, 11, 8, 0)
    return "".join(
        text.ljust(width) if number in {0, 5, 9} else text.rjust(width) + " "
        for number, (text, width) in enumerate(zip(texts, widths, strict=True))
    ).rstrip()


def publish(about: str, rows: list[Row], failed: dict[str, str]) -> None:
    """Puts the table into the page, between its two marks, with what is missing of it below."""
    table = ["| " + " | ".join(HEAD) + " |", "|---" + "|--:" * 4 + "|---|--:|--:|---|---|"]
    table += ["| " + " | ".join(text.replace("|", "\\|") for text in cells(row)) + " |" for row in rows]
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    missing = [f"Not measured to its end: {name} ({fault})." for name, fault in failed.items()]
    text = "\n\n".join([before + START, about, "\n".join(table), *missing, END + after])
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
