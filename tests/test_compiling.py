"""Kernels run where nothing may be kept on disk, and count as numpy does."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from accord import compiling


def _written_nowhere(source: str) -> Any:
    scope: dict[str, Any] = {}
    exec(source, scope)  # a function of no file: the compiler finds no place for what it would keep
    return scope["ratio"]


@pytest.mark.parametrize("allocates", [True, False])
def test_a_kernel_runs_where_the_compiler_finds_no_place_to_keep_it(allocates: bool) -> None:
    ratio = compiling.kernel(allocates=allocates)(_written_nowhere("def ratio(a, b): return a / b"))
    assert (ratio(6.0, 4.0), ratio(1.0, 0.0)) == (1.5, inf)
