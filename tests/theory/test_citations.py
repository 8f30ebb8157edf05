"""Every citation key that a docstring names stands in the bibliography."""

import re
from pathlib import Path

import accord.theory

BIBLIOGRAPHY = Path(__file__).parents[2] / "docs" / "references.bib"


def keys() -> set[str]:
    return set(re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_every_citation_resolves() -> None:
    missing = []
    for file in sorted(Path(accord.theory.__path__[0]).rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        for cited in re.findall(r"Citation: ([\w, \n]+?)\.\n", text):
            missing += [key for key in re.split(r",\s*", cited.strip()) if key not in keys()]
    assert missing == []


def test_no_key_stands_twice() -> None:
    found = re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(found) == sorted(set(found))
