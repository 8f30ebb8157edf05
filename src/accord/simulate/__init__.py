"""Talks played out: protocols, strategies, and what many runs come to."""

from accord.simulate.by_the_clock import clock_likelihoods, deal_or_time_by_clock
from accord.simulate.ensembles import EnsembleSimulation, simulate_ensemble
from accord.simulate.explaining import Pattern, deal_or_time, explain_moves, pattern_likelihoods
from accord.simulate.mediation import Mediation, simulate_text
from accord.simulate.outcomes import Deadline, Outcomes, deadline_effect, outcomes
from accord.simulate.own import Answer, Say, Turn
from accord.simulate.pairings import default_pairings, simulate_pairings, together
from accord.simulate.playing import How, simulate
from accord.simulate.records import Ended, Offer, Rules, Simulation, Trace
from accord.simulate.stages import StagedSimulation, simulate_stages, tracks_in_order
from accord.simulate.strategies import NAMES, Named, Strategy, strategy

__all__ = [
    "NAMES",
    "Answer",
    "Deadline",
    "Ended",
    "EnsembleSimulation",
    "How",
    "Mediation",
    "Named",
    "Offer",
    "Outcomes",
    "Pattern",
    "Rules",
    "Say",
    "Simulation",
    "StagedSimulation",
    "Strategy",
    "Trace",
    "Turn",
    "clock_likelihoods",
    "deadline_effect",
    "deal_or_time",
    "deal_or_time_by_clock",
    "default_pairings",
    "explain_moves",
    "outcomes",
    "pattern_likelihoods",
    "simulate",
    "simulate_ensemble",
    "simulate_pairings",
    "simulate_stages",
    "simulate_text",
    "strategy",
    "together",
    "tracks_in_order",
]
