"""The ledger: from statements to positions over time, moves, and what was agreed by whose account.

`book` makes it; `matrix` shows it by party and issue; `readouts` lays accounts of one meeting side by side;
`agreed` what was agreed and by whose account; `clashes` and `disputes` list what cannot all be met or cannot all be so;
`voices` tells who claims what about whom.
`tables` has all of these as sections of typed rows with their quotations.
"""

from accord.ledger.agreed import Agreed, Standing, Taken, agreed
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
    "Agreed",
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
    "Standing",
    "Taken",
    "Unchanged",
    "agreed",
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
