"""The report for reading, and the files that a run leaves."""

from accord.report.contents import Contents
from accord.report.outputs import write_outputs
from accord.report.page import write_report

__all__ = ["Contents", "write_outputs", "write_report"]
