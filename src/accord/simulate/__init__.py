"""Talks played out: protocols, strategies, and what many runs come to."""

from accord.simulate.ensembles import EnsembleSimulation, simulate_ensemble
from accord.simulate.own import Answer, Say, Turn
from accord.simulate.playing import How, simulate
from accord.simulate.records import Ended, Offer, Rules, Simulation, Trace
from accord.simulate.strategies import NAMES, Named, Strategy, strategy

__all__ = [
    "NAMES",
    "Answer",
    "Ended",
    "EnsembleSimulation",
    "How",
    "Named",
    "Offer",
    "Rules",
    "Say",
    "Simulation",
    "Strategy",
    "Trace",
    "Turn",
    "simulate",
    "simulate_ensemble",
    "strategy",
]
