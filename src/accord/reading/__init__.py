"""Reading: from documents to statements, each tied to the characters it came from.

`read` takes one document, `read_all` several with the names of all; `parse` and `registry` are the steps before, for
callers that show progress or read again. The language model loads with the first text, not with this package.
"""

from accord.reading.by_rule import read
from accord.reading.corpus import read_all
from accord.reading.parsed import Parsed, parse
from accord.reading.passages import Passage
from accord.reading.registry import Registry, registry

__all__ = ["Parsed", "Passage", "Registry", "parse", "read", "read_all", "registry"]
