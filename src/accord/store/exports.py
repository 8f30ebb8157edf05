"""Files that a person asked for by name."""

from __future__ import annotations

from pathlib import Path

from accord.errors import StoreError
from accord.files import write_atomically


def write_export(path: Path, content: str | bytes) -> None:
    """Writes a table or a network into a file that does not exist yet, whole or not at all.

    Raises:
        StoreError: it exists, or cannot be written.
    """
    if path.exists():
        raise StoreError("An export never overwrites a file", f"{path} exists", "name another, or delete it first")
    write_named(path, content)


def write_named(path: Path, content: str | bytes) -> None:
    """Writes a file that a person named, whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        write_atomically(path, content)
    except OSError as fault:
        must = "A file named for writing can be written"
        raise StoreError(must, f"{path}: {fault.strerror}", "name another") from fault
