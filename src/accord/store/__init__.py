"""The project's database, the only code that writes into a project."""

from accord.store.files import write_atomically
from accord.store.records import Correction, Reading
from accord.store.store import Store

__all__ = ["Correction", "Reading", "Store", "write_atomically"]
