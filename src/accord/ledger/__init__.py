"""The ledger: from statements to positions over time, moves, and what was agreed by whose account.

`book` makes it; `matrix` shows it by party and issue; `readouts` lays accounts of one meeting side by side;
`clashes` and `disputes` list what cannot all be met or cannot all be so; `voices` tells who claims what about whom.
"""

from accord.ledger.booking import book
from accord.ledger.clashes import Clash, Dispute, clashes, disputes
from accord.ledger.matrix import (
    LEDGER_COLUMNS,
    MATRIX_COLUMNS,
    Cell,
    Row,
    ledger_rows,
    matrix,
    matrix_rows,
    positions_on,
)
from accord.ledger.readouts import Account, Comparison, Item, Outcome, readouts
from accord.ledger.records import Basis, Direction, Ledger, Move, Position, Unchanged
from accord.ledger.voices import Edge, voices

__all__ = [
    "LEDGER_COLUMNS",
    "MATRIX_COLUMNS",
    "Account",
    "Basis",
    "Cell",
    "Clash",
    "Comparison",
    "Direction",
    "Dispute",
    "Edge",
    "Item",
    "Ledger",
    "Move",
    "Outcome",
    "Position",
    "Row",
    "Unchanged",
    "book",
    "clashes",
    "disputes",
    "ledger_rows",
    "matrix",
    "matrix_rows",
    "positions_on",
    "readouts",
    "voices",
]
