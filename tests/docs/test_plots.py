"""Plots are drawn from the functions of today. All are compared by `make docs`; here that a change would be seen."""

import pytest
from docs.tools import plots


def test_every_committed_plot_has_a_function_that_draws_it() -> None:
    assert {path.stem for path in plots.PLOTS.glob("*.svg")} == set(plots.FIGURES)


def test_a_plot_that_its_functions_no_longer_draw_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not plots.differs("types")
    monkeypatch.setitem(plots.FIGURES, "types", plots.FIGURES["voices"])
    assert plots.differs("types")


def test_the_same_plot_drawn_twice_is_the_same_bytes() -> None:
    assert plots.drawn("types") == plots.drawn("types")
