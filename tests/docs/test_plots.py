"""The committed plots are what their functions draw today."""

import re

import pytest
from docs.tools.plots import FIGURES, PLOTS, drawn

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
# Names of clip paths and markers are digests of what they hold; a last digit that differs would change them.
_DIGEST = re.compile(r"(?<=[#\"])[mp][0-9a-f]{10}\b")


@pytest.mark.parametrize("name", FIGURES)
def test_a_plot_is_what_its_functions_draw(name: str) -> None:
    kept, made = (
        (_DIGEST.sub("id", text)) for text in ((PLOTS / f"{name}.svg").read_text(encoding="utf-8"), drawn(name))
    )
    assert _NUMBER.sub("0", kept) == _NUMBER.sub("0", made), "run python -m docs.tools.plots"
    pairs = zip(_NUMBER.findall(kept), _NUMBER.findall(made), strict=True)
    assert [(one, other) for one, other in pairs if abs(float(one) - float(other)) > 0.05] == []
