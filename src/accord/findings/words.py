"""How findings speak: names in place of ids, shares in words, one rule for every party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from accord.negotiation import Issue, Negotiation

SAMPLING = 1.96
"""Half-width of what stands behind "±" in a sentence, in standard errors: about 95 of 100 runs lie within it."""

LITTLE = 0.1
"""A change of a share that tells a reader little."""


class Names:
    """The words of a negotiation for its ids; an id that it does not know stands for itself."""

    def __init__(self, negotiation: Negotiation) -> None:
        self._negotiation = negotiation

    @cached_property
    def _issues(self) -> Mapping[str, Issue]:
        return {issue.id: issue for issue in self._negotiation.issues}

    @cached_property
    def _parties(self) -> Mapping[str, str]:
        return {party.id: party.name for party in self._negotiation.parties}

    @cached_property
    def _tracks(self) -> Mapping[str, str]:
        return {track.id: track.name or plain(track.id) for track in self._negotiation.tracks}

    def party(self, id: str) -> str:
        """The party's name."""
        return self._parties.get(id, id)

    def does(self, id: str, verb: str) -> str:
        """The party's name with a verb that agrees with it."""
        return f"{self.party(id)} {agreeing(self.party(id), verb)}"

    def parties(self, ids: Iterable[str]) -> str:
        """Several parties' names in a row."""
        return listed(self.party(id) for id in ids)

    def issue(self, id: str) -> str:
        """The issue's name."""
        issue = self._issues.get(id)
        return issue.name if issue and issue.name else plain(id)

    def track(self, id: str) -> str:
        """The track's name."""
        return f"“{self._tracks.get(id, plain(id))}”"

    def option(self, issue: str, option: str | None) -> str:
        """An option with its issue: “pause” on strikes; where both have one name, that name once."""
        if option is None or plain(option) == self.issue(issue):
            return self.issue(issue) if option is None else f"“{plain(option)}”"
        return f"“{plain(option)}” on {self.issue(issue)}"

    def package(self, package: Mapping[str, str]) -> str:
        """A package issue by issue."""
        return "; ".join(f"{self.issue(issue)}: {plain(option)}" for issue, option in package.items())


def possessive(name: str) -> str:
    """A name that owns something.

    >>> possessive("Ann"), possessive("the Netherlands")
    ("Ann's", "the Netherlands'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


_PLURALS = frozenset({"people", "police"})
_PEOPLES = ("ians", "eans", "icans")
_VERBS = {"is": "are", "has": "have", "does": "do", "it": "them", "its": "their"}


def several(name: str) -> bool:
    """Whether a name speaks of many: a common noun in the plural, or a people. A proper name is one.

    >>> [several(name) for name in ("the dockers", "the Norwegians", "the Netherlands", "the press")]
    [True, True, False, False]
    """
    last = name.rpartition(" ")[2]
    if last.endswith(_PEOPLES) or last in _PLURALS:
        return True
    return last.islower() and last.endswith("s") and not last.endswith(("ss", "us", "is"))


def agreeing(name: str, word: str) -> str:
    """A verb, or a word for the name, in the number of the name.

    >>> agreeing("the dockers", "asks"), agreeing("the dockers", "it"), agreeing("the firm", "asks")
    ('ask', 'them', 'asks')
    """
    return (_VERBS.get(word) or word.removesuffix("s")) if several(name) else word


def plain(id: str) -> str:
    """An id as words."""
    return id.replace("_", " ")


def listed(words: Iterable[str]) -> str:
    """Words in a row: "a, b and c".

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    row = list(words)
    return row[0] if len(row) == 1 else f"{', '.join(row[:-1])} and {row[-1]}" if row else ""


def shortened(words: Iterable[str], most: int = 3, *, last: str = " and") -> str:
    """Words in a row, the rest of a long row by their number; no row of one more is cut.

    >>> shortened(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    row = list(words)
    comma = ", " if last == " and" else f"{last[0]} "
    rest = [f"{len(row) - most} more"] if len(row) > most + 1 else []
    kept = [*row[:most], *rest] if rest else row
    return kept[0] if len(kept) == 1 else f"{comma.join(kept[:-1])}{last} {kept[-1]}" if kept else ""


def percent(share: float) -> str:
    """A share in per cent, never rounded to certainty.

    >>> percent(0.871), percent(0.9999), percent(1.0), percent(0.0)
    ('87 %', 'more than 99 %', '100 %', '0 %')
    """
    if 0.99 <= share < 1:
        return "more than 99 %"
    if 0 < share < 0.01:
        return "less than 1 %"
    return f"{100 * share:.0f} %"


def in_models(share: float, error: float, prior: float | None) -> str:
    """A share in words, beside what it would be with no evidence.

    >>> in_models(0.87, 0.01, 0.5)
    'in 87 % of the models that fit the evidence (±2), against 50 % with no evidence'
    >>> in_models(0.0, 0.0, 0.0)
    'in none of the models that fit the evidence, and in none with no evidence'
    >>> in_models(0.38, 0.02, 0.36)
    'in 38 % of the models that fit the evidence (±4), which the evidence does not change (36 % with none)'
    """
    width = max(1, round(100 * SAMPLING * error))
    told = f"in {_part(share)} the models that fit the evidence{f' (±{width})' if 0 < share < 1 else ''}"
    if prior is None:
        return told
    if share == prior and share in {0, 1}:
        return f"{told}, and in {'all' if share else 'none'} with no evidence"
    if not moved(share, error, prior):
        return f"{told}, which the evidence does not change ({percent(prior)} with none)"
    if abs(share - prior) < LITTLE:
        return f"{told}, hardly {'more' if share > prior else 'less'} than with no evidence ({percent(prior)})"
    return f"{told}, against {percent(prior)} with no evidence"


def moved(share: float, error: float, prior: float) -> bool:
    """Whether the evidence moves a share by more than chance in sampling might."""
    return abs(share - prior) > SAMPLING * error and share != prior


def _part(share: float) -> str:
    return "none of" if share == 0 else "all" if share == 1 else f"{percent(share)} of"


def capital(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]
