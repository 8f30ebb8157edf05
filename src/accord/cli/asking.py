"""What the command line asks for: a model to read with, names from words, and what a change does to every finding."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from accord.cli import printing, showing
from accord.errors import CallError

if TYPE_CHECKING:
    from accord.findings import Changes
    from accord.workspace import Model, Settings, Workspace


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


def model_of(endpoint: str | None, name: str | None, requests: int) -> Model | None:
    """The language model that the options name; None where they name none.

    Raises:
        CallError: one is named without the other, or no request may be sent.
    """
    from accord.workspace import Model

    if endpoint is None and name is None:
        return None
    if not endpoint or not name:
        raise CallError("Reading by a model needs its endpoint and its name", "one is missing", "give both options")
    if requests < 1:
        raise CallError("The most requests must be 1 or more", f"got {requests}", "give a higher --requests")
    return Model(endpoint, name, os.environ.get("ACCORD_MODEL_KEY", ""), requests)
