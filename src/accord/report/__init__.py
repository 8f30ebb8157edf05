"""The report for reading, and the files that a run leaves."""

from accord.report.contents import Contents
from accord.report.outputs import write_outputs

__all__ = ["Contents", "write_outputs"]
