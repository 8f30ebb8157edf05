"""Every citation key that a solver's docstring names stands in the bibliography."""

import importlib
import pkgutil
import re
from pathlib import Path

import accord.solve

BIBLIOGRAPHY = Path(__file__).parents[2] / "docs" / "references.bib"


def test_every_citation_of_a_solver_resolves() -> None:
    keys = set(re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), flags=re.MULTILINE))
    missing, found = [], 0
    for module in pkgutil.iter_modules(accord.solve.__path__):
        text = Path(importlib.import_module(f"accord.solve.{module.name}").__file__ or "").read_text(encoding="utf-8")
        for cited in re.findall(r"Citation: ([\w, \n]+?)\.\n", text):
            named = re.split(r",\s*", cited.strip())
            found += len(named)
            missing += [f"{module.name}: {key}" for key in named if key not in keys]
    assert missing == []
    assert found > 0
