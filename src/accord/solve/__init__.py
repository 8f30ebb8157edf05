"""Solvers: the packages of a bargain, or of every member of an ensemble."""

from accord.solve.ensemble import EnsembleSolution, PackageShare, solve_ensemble, top_packages
from accord.solve.packages import SOLUTIONS, decode, encode, utilities
from accord.solve.solutions import Deal, Solution, solution_record, solve

__all__ = [
    "SOLUTIONS",
    "Deal",
    "EnsembleSolution",
    "PackageShare",
    "Solution",
    "decode",
    "encode",
    "solution_record",
    "solve",
    "solve_ensemble",
    "top_packages",
    "utilities",
]
