"""The files of a project's folder that are not its database."""

from __future__ import annotations

from pathlib import Path

from accord.errors import StoreError
from accord.files import write_atomically
from accord.store.exports import write_named

TEMPLATE = """\
# What a person decides about a negotiation. Every key is explained by `accord schema`.
# Put the documents into the folder `sources`, then run `accord read` and `accord report` on this folder.
# `accord draft` proposes this file from documents.

title: ""

documents: []
# - {file: report.txt, source: Example Wire, date: 2031-03-11}    # what the files do not say of themselves

parties: []
# - {id: union, name: Dock Workers' Union, aliases: [the union], speakers: [{name: Ada Brenner, role: president}]}
# - {id: port, name: Port Authority, aliases: [the authority]}

tracks: []
# - {id: talks, parties: [union, port]}                             # who sits at the table

issues: []
# - id: pay
#   track: talks
#   options: [none, three_percent, six_percent]                      # in order
#   status_quo: none                                                 # when the talks begin
#   cues: {issue: [pay, wage], three_percent: [3 percent], six_percent: [6 percent]}

preconditions: []
# - {party: port, before: strike, after: pay}                        # port wants issue strike settled before issue pay

assumptions: []
# - {party: port, says: seeks, issue: pay, option: three_percent, reason: "its budget", reliability: 0.8}
"""


def start_project(folder: Path, negotiation: str | None, name: str, sources: str) -> None:
    """Makes a project folder with its negotiation file (a commented template where none is given) and its sources.

    Raises:
        StoreError: the folder has a negotiation file already, or cannot be written.
    """
    if (folder / name).exists():
        raise StoreError(
            "A new project starts in a folder without one", f"{folder / name} exists", "name another folder"
        )
    try:
        (folder / sources).mkdir(parents=True, exist_ok=True)
        write_atomically(folder / name, TEMPLATE if negotiation is None else negotiation)
    except OSError as fault:
        raise StoreError("A project's folder can be written", f"{folder}: {fault.strerror}", "name another") from fault


def write_new(path: Path, text: str) -> None:
    """Writes a file that does not exist yet.

    Raises:
        StoreError: it exists, or cannot be written.
    """
    if path.exists():
        raise StoreError("What is drafted never overwrites a file", f"{path} exists", "name another")
    write_named(path, text)


def keep_file(path: Path, text: str) -> None:
    """Writes a file that the program keeps in a project, in place of the one before.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        write_atomically(path, text)
    except OSError as fault:
        raise StoreError("A project's folder can be written", f"{path}: {fault.strerror}", "make it so") from fault


def remove_file(path: Path) -> bool:
    """Removes a file that the program kept in a project; False where there is none.

    Raises:
        StoreError: it cannot be removed.
    """
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as fault:
        raise StoreError("A project's folder can be written", f"{path}: {fault.strerror}", "make it so") from fault
    return True
