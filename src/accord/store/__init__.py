"""A project's folder and database, the only code that writes into a project."""

from accord.store.pages import SORTS, Filter
from accord.store.project import start_project, write_new
from accord.store.records import (
    Correction,
    Decision,
    DocumentEntry,
    Edit,
    Hit,
    Kind,
    Page,
    Part,
    Passage,
    Reading,
    Review,
    Scenario,
    Signature,
    StaleError,
    Standing,
    State,
)
from accord.store.store import Store

__all__ = [
    "SORTS",
    "Correction",
    "Decision",
    "DocumentEntry",
    "Edit",
    "Filter",
    "Hit",
    "Kind",
    "Page",
    "Part",
    "Passage",
    "Reading",
    "Review",
    "Scenario",
    "Signature",
    "StaleError",
    "Standing",
    "State",
    "Store",
    "start_project",
    "write_new",
]
