"""The flow over documents in memory (`flow`, read it first), and over a project folder that keeps what was read."""

from accord.names import NEGOTIATION
from accord.workspace.flow import Settings, WhatIf, analyze, run, weigh_evidence, what_if
from accord.workspace.material import (
    DATABASE,
    REPORT,
    SOURCES,
    Model,
    Progress,
    day,
    draft_file,
    draft_negotiation,
    load_file,
    project_of,
    read_documents,
    silent,
)
from accord.workspace.place import now
from accord.workspace.project import Workspace, bargain_at, publish, run_record

__all__ = [
    "DATABASE",
    "NEGOTIATION",
    "REPORT",
    "SOURCES",
    "Model",
    "Progress",
    "Settings",
    "WhatIf",
    "Workspace",
    "analyze",
    "bargain_at",
    "day",
    "draft_file",
    "draft_negotiation",
    "load_file",
    "now",
    "project_of",
    "publish",
    "read_documents",
    "run",
    "run_record",
    "silent",
    "weigh_evidence",
    "what_if",
]
