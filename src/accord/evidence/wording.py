"""Claims in words, as somebody's claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accord.negotiation import Negotiation
from accord.statements import Claim, Says, Term


class _Names:
    """Names for ids, an id standing for itself where there is no name."""

    def __init__(self, negotiation: Negotiation) -> None:
        self._parties = {party.id: party.name for party in negotiation.parties}
        self._issues = {issue.id: issue.name or _plain(issue.id) for issue in negotiation.issues}
        self._tracks = {track.id: track.name or _plain(track.id) for track in negotiation.tracks}

    def party(self, id: str | None) -> str:
        return self._parties.get(id or "", id or "somebody")

    def issue(self, id: str | None) -> str:
        return self._issues.get(id or "", _plain(id or "an issue"))

    def over(self, issue: str | None, track: str | None) -> str:
        return self.issue(issue) if issue else f"the track “{self._tracks.get(track or '', _plain(track or ''))}”"

    def term(self, issue: str | None, option: str | None) -> str:
        return f"“{_plain(option)}” on {self.issue(issue)}" if option else f"a settlement of {self.issue(issue)}"

    def terms(self, terms: tuple[Term, ...]) -> str:
        return " and ".join(self.term(term.issue, term.option) for term in terms)


def claim_words(claim: Claim, negotiation: Negotiation) -> str:
    """The claim as a clause: "Russia would accept “pause” on energy strikes"."""
    names = _Names(negotiation)
    yes, no = _WORDS[claim.says](claim, names)
    return f"{names.party(claim.party)} {no if claim.negated else yes}"


def _plain(id: str) -> str:
    return id.replace("_", " ")


def _subject(claim: Claim, names: _Names) -> str:
    own = names.term(claim.issue, claim.option)
    return f"{own} with {names.terms(claim.given)}" if claim.given else own


def _lesser(claim: Claim, names: _Names) -> str:
    parts = [names.term(claim.issue, claim.over)] if claim.over else []
    parts += [names.terms(claim.against)] if claim.against else []
    return " and ".join(parts) or "what no deal would bring"


def _simple(yes: str, no: str) -> Callable[[Claim, _Names], tuple[str, str]]:
    return lambda claim, names: (yes.format(_subject(claim, names)), no.format(_subject(claim, names)))


def _prefers(claim: Claim, names: _Names) -> tuple[str, str]:
    ends = f"{_subject(claim, names)} to {_lesser(claim, names)}"
    return f"prefers {ends}", f"does not prefer {ends}"


def _values_more(claim: Claim, names: _Names) -> tuple[str, str]:
    ends = f"more at stake in {names.over(claim.issue, claim.track)} than in {names.over(claim.over, claim.over_track)}"
    return f"has {ends}", f"does not have {ends}"


def _hurry(claim: Claim, names: _Names) -> tuple[str, str]:
    other = names.party(claim.other)
    return f"is in less of a hurry than {other}", f"is in no less of a hurry than {other}"


def _before(claim: Claim, names: _Names) -> tuple[str, str]:
    first = names.term(claim.first.issue, claim.first.option) if claim.first else "a step"
    then = names.term(claim.then.issue, claim.then.option) if claim.then else "another"
    return f"wants {first} before {then}", f"does not want {first} before {then}"


def _power(claim: Claim, names: _Names) -> tuple[str, str]:
    ends = f"through {_subject(claim, names)} shift power towards {names.party(claim.towards)}"
    return f"would {ends}", f"would not {ends}"


_WORDS: Mapping[Says, Callable[[Claim, _Names], tuple[str, str]]] = {
    Says.PREFERS: _prefers,
    Says.WOULD_ACCEPT: _simple("would accept {}", "would not accept {}"),
    Says.REFUSES: _simple("refuses {}", "does not refuse {}"),
    Says.SEEKS: _simple("seeks {}", "does not seek {}"),
    Says.ALREADY_WANTED: _simple("had wanted {} already", "had not wanted {} before"),
    Says.WOULD_DO_ANYWAY: _simple("would see {} even with no deal", "would not see {} with no deal"),
    Says.RED_LINE: _simple("will never consent to {}", "has no red line against {}"),
    Says.VALUES_MORE: _values_more,
    Says.NO_DEAL_BETTER: lambda *_: (
        "is better off with no deal than it seems",
        "is no better off with no deal than it seems",
    ),
    Says.NO_DEAL_WORSE: lambda *_: (
        "is worse off with no deal than it seems",
        "is no worse off with no deal than it seems",
    ),
    Says.LESS_HURRIED_THAN: _hurry,
    Says.MAY_WALK_AWAY: lambda *_: ("may walk away", "is not about to walk away"),
    Says.GAINS_WHILE_WAITING: lambda *_: ("gains while the talks go on", "gains nothing while the talks go on"),
    Says.BEFORE: _before,
    Says.SHIFTS_POWER: _power,
}
