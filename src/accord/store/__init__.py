"""A project's folder and database, the only code that writes into a project."""

from accord.store.project import start_project, write_new
from accord.store.records import AGREED, Correction, Reading
from accord.store.store import Store

__all__ = ["AGREED", "Correction", "Reading", "Store", "start_project", "write_new"]
