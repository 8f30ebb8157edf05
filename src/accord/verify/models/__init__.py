"""How the inputs of worked cases are handed to the models of `accord.theory`: a file for each group of models."""

from __future__ import annotations

from collections.abc import Mapping

from accord.verify.inputs import Model
from accord.verify.models import (
    commitment,
    concessions,
    delay,
    general,
    linkage,
    packages,
    patience,
    readouts,
    red_lines,
    sequence,
    signals,
    third_parties,
    type_inference,
    voices,
    walk_away,
)

MODELS: Mapping[str, Model] = {
    **general.MODELS,
    **linkage.MODELS,
    **concessions.MODELS,
    **patience.MODELS,
    **delay.MODELS,
    **red_lines.MODELS,
    **sequence.MODELS,
    **commitment.MODELS,
    **packages.MODELS,
    **walk_away.MODELS,
    **third_parties.MODELS,
    **readouts.MODELS,
    **voices.MODELS,
    **signals.MODELS,
    **type_inference.MODELS,
}
