"""The formal model: a bargain, and the ensemble of all bargains that the evidence allows."""

from accord.bargain.building import Utilities, make_bargain
from accord.bargain.checks import check_bargain, check_frame
from accord.bargain.records import (
    Bargain,
    Bools,
    Combination,
    Ensemble,
    Floats,
    Frame,
    Ints,
    Issue,
    Party,
    Precondition,
    Requirement,
    Track,
    consents,
    counterfactual_options,
    no_deal,
)

__all__ = [
    "Bargain",
    "Bools",
    "Combination",
    "Ensemble",
    "Floats",
    "Frame",
    "Ints",
    "Issue",
    "Party",
    "Precondition",
    "Requirement",
    "Track",
    "Utilities",
    "check_bargain",
    "check_frame",
    "consents",
    "counterfactual_options",
    "make_bargain",
    "no_deal",
]
