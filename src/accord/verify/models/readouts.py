"""Readouts: claim tables, agreement of coders, distributions of topics, two audiences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accord.errors import MaterialError
from accord.theory import readouts
from accord.verify.inputs import Inputs, Model

_STANCES = {1: readouts.Stance.AFFIRMS, 0: readouts.Stance.SILENT, -1: readouts.Stance.DENIES}


def _stances(given: Mapping[str, Any]) -> dict[str, readouts.Stance]:
    """Stances from 1, 0, -1 (affirms, silent, denies) or null for silent."""
    unknown = [value for value in given.values() if value is not None and value not in _STANCES]
    if unknown:
        raise MaterialError("A stance is 1, 0 or -1", f"got {unknown[0]!r}", "affirms, is silent or denies")
    return {claim: _STANCES[value or 0] for claim, value in given.items()}


def _comparison(given: Inputs) -> Any:
    found = readouts.readout_comparison(_stances(given["A"]), _stances(given["B"]))
    return {
        "common": found.common,
        "only_A": found.only_first,
        "only_B": found.only_second,
        "contradicted": found.contradicted,
        "jaccard": found.jaccard,
    }


def _audiences(given: Inputs) -> Any:
    found = readouts.cheap_talk_two_audiences((given["v1"], given["v2"]), (given["w1"], given["w2"]))
    return {
        "private_Q": found.private_first,
        "private_R": found.private_second,
        "public": found.public,
        "cls": found.kind.value,
    }


MODELS: Mapping[str, Model] = {
    "krippendorff_alpha": lambda given: readouts.krippendorff_alpha(
        given["data"], readouts.Metric(given.get("metric", "nominal"))
    ),
    "readout_comparison": _comparison,
    "jensen_shannon_bits": lambda given: readouts.jensen_shannon_bits(given["p"], given["q"]),
    "cheap_talk_two_audiences": _audiences,
}
