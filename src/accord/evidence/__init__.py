"""The bridge: from statements to constraints on preferences, and from these to every model that the evidence allows."""

from accord.evidence.contradictions import Conflicts
from accord.evidence.diagnostics import Diagnostics
from accord.evidence.doubting import DOUBTED, doubted, ways_out
from accord.evidence.frame import frame_of
from accord.evidence.knowing import believing, known_by, known_days, speakers_of
from accord.evidence.leaving_out import left_out
from accord.evidence.piece import Piece, piece_id
from accord.evidence.pieces import claim_of, pieces
from accord.evidence.prior import RANGES, Range, counterfactual_odds
from accord.evidence.reliability import Relation, reliability
from accord.evidence.weighed import Alternative, Reweighted, Weighed
from accord.evidence.weighing import first_few, warm_up, weigh, weigh_only, weigh_without
from accord.evidence.what_if import outside_given, with_outside_option, with_rate
from accord.evidence.wording import claim_words

__all__ = [
    "DOUBTED",
    "RANGES",
    "Alternative",
    "Conflicts",
    "Diagnostics",
    "Piece",
    "Range",
    "Relation",
    "Reweighted",
    "Weighed",
    "believing",
    "claim_of",
    "claim_words",
    "counterfactual_odds",
    "doubted",
    "first_few",
    "frame_of",
    "known_by",
    "known_days",
    "left_out",
    "outside_given",
    "piece_id",
    "pieces",
    "reliability",
    "speakers_of",
    "warm_up",
    "ways_out",
    "weigh",
    "weigh_only",
    "weigh_without",
    "with_outside_option",
    "with_rate",
]
