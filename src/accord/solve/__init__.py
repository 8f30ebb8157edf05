"""Solvers: the packages of a bargain, or of every member of an ensemble."""

from accord.solve.conflicts import Conflicts, EnsembleConflicts, RedLine, conflicts, ensemble_conflicts
from accord.solve.ensemble import EnsembleSolution, PackageShare, solve_ensemble, top_packages
from accord.solve.linkage import Linkage, linkage, on_track
from accord.solve.packages import SOLUTIONS, decode, encode, utilities
from accord.solve.points import Choice, choose, undominated
from accord.solve.solutions import Deal, Solution, asymmetric_nash, solution_record, solve
from accord.solve.space import DealSpace, deal_space
from accord.solve.warm import warm_up

__all__ = [
    "SOLUTIONS",
    "Choice",
    "Conflicts",
    "Deal",
    "DealSpace",
    "EnsembleConflicts",
    "EnsembleSolution",
    "Linkage",
    "PackageShare",
    "RedLine",
    "Solution",
    "asymmetric_nash",
    "choose",
    "conflicts",
    "deal_space",
    "decode",
    "encode",
    "ensemble_conflicts",
    "linkage",
    "on_track",
    "solution_record",
    "solve",
    "solve_ensemble",
    "top_packages",
    "undominated",
    "utilities",
    "warm_up",
]
