"""Plots are drawn from the functions of today. All are compared by `make docs`; here that a change would be seen."""

from importlib import import_module
from typing import Any

import pytest


@pytest.fixture(scope="module")
def plots() -> Any:
    """The module that draws them, loaded here alone: what it draws with takes long to load."""
    return import_module("docs.tools.plots")


def test_every_committed_plot_has_a_function_that_draws_it(plots: Any) -> None:
    assert {path.stem for path in plots.PLOTS.glob("*.svg")} == set(plots.FIGURES)


def test_a_plot_that_its_functions_no_longer_draw_is_told(plots: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not plots.differs("types")
    monkeypatch.setitem(plots.FIGURES, "types", plots.FIGURES["voices"])
    assert plots.differs("types")


def test_the_same_plot_drawn_twice_is_the_same_bytes(plots: Any) -> None:
    assert plots.drawn("types") == plots.drawn("types")
