"""The guide's table of limits says what the program does."""

import re
from pathlib import Path

from accord.documents import limits
from accord.documents.folders import CONVERTIBLE, MEDIA_TYPES

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "documents.md").read_text(encoding="utf-8")


def test_every_limit_stands_in_the_guide() -> None:
    table = GUIDE.partition("## Limits")[2].partition("\nA PDF with")[0]
    for name in (name for name in vars(limits) if name.isupper()):
        value = getattr(limits, name)
        in_megabytes = limits.megabytes(value) if "BYTES" in name or name == "MOST_UNPACKED" else None
        shown = "2 GB" if name == "MEMORY" else in_megabytes or f"{value:,.0f}"
        assert re.search(rf"(?<![\d,]){re.escape(shown)}\b", table), name


def test_every_kind_of_file_stands_in_the_guide() -> None:
    assert [suffix for suffix in MEDIA_TYPES if f"`{suffix}`" not in GUIDE] == []
    assert not MEDIA_TYPES.keys() & CONVERTIBLE.keys()
