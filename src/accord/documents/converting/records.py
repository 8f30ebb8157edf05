"""What a parser finds in a file."""

from __future__ import annotations

from typing import NamedTuple

from accord.errors import DocumentError


class Part(NamedTuple):
    """One document of a file, with what it says of itself.

    `name` tells it from its siblings (None: it is the file itself), `file` is a name that it had before, `link` where
    the whole of it stands.
    """

    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    name: str | None = None
    file: str | None = None
    link: str | None = None


class Content(NamedTuple):
    """The documents of one file, and what was left out of it: sentences without the file's name.

    `told` weakens what is found; `noted` is only to be known.
    """

    parts: tuple[Part, ...]
    told: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


class OtherContentError(DocumentError):
    """A file that is sound, but of a kind that may hold documents or something else, and holds something else."""
