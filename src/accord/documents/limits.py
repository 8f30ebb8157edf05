"""Every limit on what is read, in one place; `docs/guide/documents.md` lists them."""

from __future__ import annotations

MOST_BYTES = 20_000_000  # of one file or one answer from the network
MOST_TABLE_BYTES = 500_000_000  # of a file of JSON lines, which is read piece by piece
MOST_CHARACTERS = 2_000_000  # of one document's text
MOST_FILES = 100_000  # in one folder
DEEPEST_FOLDER = 8
MOST_ROWS = 100_000  # documents in one table or file of JSON lines
MOST_ENTRIES = 1_000  # of one feed
MOST_PAGES = 1_000  # of one PDF
MOST_UNPACKED = 200_000_000  # bytes of a Word document once unpacked
MOST_PACKED_FILES = 5_000  # in a Word document
MOST_MESSAGE_PARTS = 500  # of one e-mail message
DEEPEST_MESSAGE = 3  # messages within messages
MOST_LINKS = 100  # followed from one feed, where that is asked for
FETCH_SECONDS = 20.0
MOST_REDIRECTS = 5
MEMORY = 2 << 30  # bytes of address space of the process that converts
PROCESSOR_SECONDS = 60  # for one file
WALL_SECONDS = 90.0  # for one file


def megabytes(size: int) -> str:
    """The size as a reader likes it."""
    return f"{size // 1_000_000:,} MB"
