"""Worked cases: a model's name, its inputs and the expected answer, run against `accord.theory`."""

from accord.verify.comparing import Mismatch
from accord.verify.running import Outcome, cases_in, verify

__all__ = ["Mismatch", "Outcome", "cases_in", "verify"]
