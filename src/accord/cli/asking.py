"""What if, on the command line: names from words, and what a change does to every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accord.cli import printing, showing

if TYPE_CHECKING:
    from accord.findings import Changes
    from accord.workspace import Settings, Workspace


def names(text: str | None) -> tuple[str, ...]:
    """Names with commas between."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def what_if(workspace: Workspace, changes: Changes, settings: Settings, *, json: bool) -> int:
    """Prints what the changes do to every finding."""
    from accord.findings import difference_record, finding_record

    with printing.watched(quiet=json) as progress:
        found = workspace.findings(changes, settings, progress)
    if json:
        printing.print_json(
            {
                "differences": [difference_record(one) for one in found.differences],
                "findings": [finding_record(finding) for finding in found.after.findings],
            }
        )
    else:
        showing.print_differences(found.differences)
    return printing.print_problems(found.after.problems)
