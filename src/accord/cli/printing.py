"""What the commands print: tables, findings, problems, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from accord.errors import Problem, Severity

if TYPE_CHECKING:
    from accord.findings import Finding
    from accord.workspace import Progress

SHOWN_PROBLEMS = 12


def print_json(value: Any) -> None:
    """Prints a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def tell(sentence: str) -> None:
    """Prints a sentence for the person on standard error, so that standard output stays data."""
    print(plain(sentence), file=sys.stderr)


def plain(text: str) -> str:
    """A text without control characters, so that a document cannot steer the terminal."""
    return "".join(
        " " if character in "\t\r\n" else character
        for character in text
        if character in "\t\r\n" or character.isprintable()
    )


def print_problems(problems: Iterable[Problem], *, code_for_errors: int = 1) -> int:
    """Prints problems, errors first, and returns the exit code they call for."""
    order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    ranked = sorted(problems, key=lambda problem: order.index(problem.severity))
    for problem in ranked[:SHOWN_PROBLEMS]:
        tell(f"{problem.severity.value}: {_place(problem)}{problem.sentence}")
    if len(ranked) > SHOWN_PROBLEMS:
        tell(f"... and {len(ranked) - SHOWN_PROBLEMS} more; all of them stand in problems.json or with --json.")
    return code_for_errors if any(problem.severity is Severity.ERROR for problem in ranked) else 0


def _place(problem: Problem) -> str:
    """Where a problem is, to go before its sentence; nothing where the sentence names the file and no line is known."""
    if problem.line is None and problem.file is not None and problem.file in problem.sentence:
        return ""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part is not None)
    return f"{place}: " if place else ""


def print_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Prints rows as a table as wide as the terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(row[column])) for column in columns))
    console = Console(soft_wrap=False)
    console.print(table)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return "; ".join(plain(str(part)) for part in value)
    return plain(str(value))


def print_findings(findings: Iterable[Finding], quotes: Mapping[str, str]) -> None:
    """Prints findings under their mechanism, each with its first quotations."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console()
    mechanism = None
    for finding in findings:
        if finding.mechanism != mechanism:
            mechanism = finding.mechanism
            console.print(Text("\n" + mechanism.value.replace("_", " ").capitalize(), style="bold"))
        console.print(Padding(Text(plain(finding.sentence)), (0, 0, 0, 2)))
        for statement in finding.evidence[:2]:
            quote = plain(quotes.get(statement, ""))
            short = quote if len(quote) <= 160 else quote[:157].rstrip() + "..."
            console.print(Padding(Text(f"{statement}  {short}", style="dim"), (0, 0, 0, 4)))


@contextmanager
def watched(*, quiet: bool = False) -> Iterator[Progress]:
    """Progress as a bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, disable=quiet or not console.is_terminal, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                for task in tasks.values():
                    bar.update(task, total=bar.tasks[task].completed or 1, completed=bar.tasks[task].completed or 1)
                tasks[step] = bar.add_task(step, total=total or None)
            bar.update(tasks[step], completed=done, total=total or None)

        yield show
