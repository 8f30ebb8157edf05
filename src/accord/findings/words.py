"""How findings speak: names in place of ids, shares in words, one rule for every party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from accord.negotiation import Issue, Negotiation

SAMPLING = 1.96
"""Half-width of what stands behind "±" in a sentence, in standard errors: about 95 of 100 runs lie within it."""


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

    >>> possessive("Ann"), possessive("the United States")
    ("Ann's", "the United States'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


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
    """A share in words: "in 87 % of the models that fit the evidence (±2), against 50 % with no evidence"."""
    width = max(1, round(100 * SAMPLING * error))
    ending = f", against {percent(prior)} with no evidence" if prior is not None else ""
    return f"in {percent(share)} of the models that fit the evidence (±{width}){ending}"


def capital(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]
