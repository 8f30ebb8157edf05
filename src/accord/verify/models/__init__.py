"""How the inputs of worked cases are handed to the models of `accord.theory`: a file for each group of models."""

from __future__ import annotations

from collections.abc import Mapping

from accord.verify.inputs import Model
from accord.verify.models import (
    commitment,
    general,
    packages,
    readouts,
    signals,
    third_parties,
    type_inference,
    voices,
)

MODELS: Mapping[str, Model] = {
    **general.MODELS,
    **commitment.MODELS,
    **packages.MODELS,
    **third_parties.MODELS,
    **readouts.MODELS,
    **voices.MODELS,
    **signals.MODELS,
    **type_inference.MODELS,
}
