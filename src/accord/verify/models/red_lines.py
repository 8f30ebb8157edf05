"""Red lines: minimal conflicts and repairs among lines written as formulas over options."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product
from typing import Any

from accord.errors import SizeError
from accord.theory import red_lines
from accord.verify.comparing import Sets
from accord.verify.expressions import formula
from accord.verify.inputs import Inputs, Model

_MOST_PACKAGES = 1_000_000


def _discrete(given: Inputs) -> Any:
    names = list(given["variables"])
    options = [given["variables"][name] for name in names]
    if math.prod(map(len, options)) > _MOST_PACKAGES:
        came = f"got {math.prod(map(len, options))}"
        raise SizeError(f"At most {_MOST_PACKAGES} packages are enumerated", came, "name fewer options")
    lines = {line: formula(text, *names) for line, text in given["red_lines"].items()}
    packages = product(*options)
    found = red_lines.conflicts_and_repairs(
        {line for line, holds in lines.items() if not holds(*package)} for package in packages
    )
    return {"feasible": found.feasible, "MUS": Sets(found.conflicts), "MCS": Sets(found.repairs)}


MODELS: Mapping[str, Model] = {"red_lines_mus_mcs_discrete": _discrete}
