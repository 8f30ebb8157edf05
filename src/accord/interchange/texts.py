"""The text of a file of another program."""

from __future__ import annotations

from pathlib import Path

from accord.errors import BargainError

MOST_BYTES = 20_000_000


def read_bytes(path: Path, *, what: str = "A scenario's file", most: int = MOST_BYTES) -> bytes:
    """The bytes of a file; `what` is the file's kind in the sentence.

    Raises:
        BargainError: it cannot be read, or has more than `most` bytes.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(most + 1)
    except OSError as error:
        raise BargainError(f"{what} must be readable", f"{path.name}: {error.strerror}") from error
    if len(raw) > most:
        raise BargainError(f"{what} must have at most {most:,} bytes", f"{path.name} has more")
    return raw


def read_text(path: Path, *, what: str = "A scenario's file", most: int = MOST_BYTES) -> str:
    """The text of a file, its first mark of byte order left out; `what` is the file's kind in the sentence.

    Raises:
        BargainError: it cannot be read, has more than `most` bytes, or is not UTF-8.
    """
    raw = read_bytes(path, what=what, most=most)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BargainError(
            f"{what} must be text in UTF-8", f"byte {error.start} of {path.name} is not", "Save it as UTF-8"
        ) from error
