"""Which way a move goes, and how far: on the order of an issue's options."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from accord.documents.periods import Period
from accord.ledger.chronology import Sayings, earliest
from accord.ledger.records import Basis, Direction
from accord.ledger.stances import OWN_WORD, Stance
from accord.negotiation import Issue, status_quo


def share(issue: Issue, start: str | None, end: str | None) -> float | None:
    """Share of the issue's order between two options, in [0, 1]; None where one is not known or there is no order.

    One step of an issue with n options is 1 / (n - 1): "5 to 7 per cent" on (none, 5, 7, 9) is a third.
    """
    if start is None or end is None or not issue.ordered or len(issue.options) < 2:
        return None
    return abs(_rank(issue, end) - _rank(issue, start)) / (len(issue.options) - 1)


def nearest(issue: Issue, starts: AbstractSet[str], ends: AbstractSet[str]) -> tuple[str | None, str | None]:
    """The two options, one of each set, that lie nearest each other on the order.

    None for a set that is empty, or that has several options where there is no order to choose by.
    """
    if not issue.ordered or not starts or not ends:
        return _only(starts), _only(ends)
    pairs = [(abs(_rank(issue, a) - _rank(issue, b)), _rank(issue, a), _rank(issue, b)) for a in starts for b in ends]
    _, start, end = min(pairs)
    return issue.options[start], issue.options[end]


class Others:
    """The stances on one issue of the other parties whose yes is needed, for asking how they stood at any time."""

    def __init__(self, stances: Iterable[Stance]) -> None:
        said: dict[str, dict[bool, list[tuple[str, Period | None]]]] = defaultdict(lambda: {True: [], False: []})
        refused = []
        for stance in stances:
            own = stance.basis in OWN_WORD
            if stance.refused and own:
                refused.append((stance.option, stance.when))
            if not stance.refused and stance.option and (own or stance.basis is Basis.TOLD):
                said[stance.party][own].append((stance.option, stance.when))
        self._said = [(Sayings(theirs[True]), Sayings(theirs[False])) for theirs in said.values()]
        self._refused = earliest(refused)

    def sought(self, day: Period | None) -> set[str]:
        """The latest options that each party seeks by then, by its own word or the reporter's, else as others tell."""
        return {option for own, told in self._said for option in own.by(day) or told.by(day)}

    def refused(self, day: Period | None) -> set[str | None]:
        """What any of them may have refused by then, by its own word or the reporter's."""
        return {option for option, first in self._refused.items() if day is None or first <= day.last}


def heading(issue: Issue, start: str | None, end: str | None, others: Others, *, on: Period | None = None) -> Direction:
    """The direction of a move from `start` to `end`, given how the other parties whose yes is needed stand by then.

    Towards: nearer to where some of them stand and farther from none (away: the reverse; both at once: unknown).
    Without an order, nearer means the same option. Where none of them seeks an option, what they refuse themselves
    decides: out of a refused option is towards, into one is away. Where they say nothing, the status quo decides: a
    party that leaves its own demand for the status quo, or leaves the status quo it stood on, gives way; one that
    goes farther from it asks for more.
    """
    if start is None or end is None:
        return Direction.UNKNOWN
    if start == end:
        return Direction.NONE
    sought = others.sought(on)
    if sought:
        changes = {_distance(issue, end, option) - _distance(issue, start, option) for option in sought}
        nearer, farther = any(change < 0 for change in changes), any(change > 0 for change in changes)
        return _direction(towards=nearer and not farther, away=farther and not nearer)
    refused = others.refused(on)
    if (start in refused) != (end in refused):
        return Direction.TOWARDS if start in refused else Direction.AWAY
    return _from_status_quo(issue, start, end)


def _from_status_quo(issue: Issue, start: str, end: str) -> Direction:
    quo = status_quo(issue)
    if start == quo:
        return Direction.TOWARDS
    change = _distance(issue, end, quo) - _distance(issue, start, quo)
    return _direction(towards=change < 0, away=change > 0 and issue.ordered)


def _direction(*, towards: bool, away: bool) -> Direction:
    return Direction.TOWARDS if towards else Direction.AWAY if away else Direction.UNKNOWN


def _distance(issue: Issue, first: str, second: str) -> int:
    return abs(_rank(issue, first) - _rank(issue, second)) if issue.ordered else int(first != second)


def _rank(issue: Issue, option: str) -> int:
    return issue.options.index(option)


def _only(options: AbstractSet[str]) -> str | None:
    return next(iter(options)) if len(options) == 1 else None
