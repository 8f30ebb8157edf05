"""Claims in words, as somebody's claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accord.negotiation import Negotiation
from accord.statements import Claim, Says, Term

# Verbs stand as "singular|plural", and agree with the name of the party.
_Clauses = tuple[str, str]

# Names in the form of a plural that take a singular verb: unions and federations of states, and islands.
_ONE = frozenset(
    "states nations emirates netherlands philippines maldives seychelles bahamas comoros americas solomons".split()
)
_MANY = frozenset("people police men women children staff youth clergy".split())


class _Names:
    """Names for ids, an id standing for itself where there is no name."""

    def __init__(self, negotiation: Negotiation) -> None:
        self._parties = {party.id: party.name for party in negotiation.parties}
        self._issues = {issue.id: issue.name or _plain(issue.id) for issue in negotiation.issues}
        self._tracks = {track.id: track.name or _plain(track.id) for track in negotiation.tracks}

    def party(self, id: str | None) -> str:
        return self._parties.get(id or "") or id or "somebody"

    def issue(self, id: str | None) -> str:
        return self._issues.get(id or "", _plain(id or "an issue"))

    def over(self, issue: str | None, track: str | None) -> str:
        return self.issue(issue) if issue else f"the track “{self._tracks.get(track or '', _plain(track or ''))}”"

    def term(self, issue: str | None, option: str | None) -> str:
        return f"“{_plain(option)}” on {self.issue(issue)}" if option else f"a settlement of {self.issue(issue)}"

    def terms(self, terms: tuple[Term, ...]) -> str:
        return " and ".join(self.term(term.issue, term.option) for term in terms)


def claim_words(claim: Claim, negotiation: Negotiation) -> str:
    """The claim as a clause, its verb agreeing with the party: "the firm would accept “mid” on pay"."""
    names = _Names(negotiation)
    verbs, rest = _WORDS[claim.says](claim, names)
    verb = verbs[claim.negated]
    party = names.party(claim.party)
    one, _, many = verb.partition("|")
    return " ".join(part for part in (party, many or one if is_plural(party) else one, rest) if part)


def is_plural(name: str) -> bool:
    """Whether a party's name takes a plural verb, as "the allies" does and "the Netherlands" does not.

    >>> [is_plural(name) for name in ("the allies of the south", "the Teamsters", "the Netherlands", "Congress")]
    [True, True, False, False]
    """
    words = name.partition(" of ")[0].split()
    head = words[-1] if words else ""
    if head.casefold() in _MANY:
        return True
    if head.casefold() in _ONE or not head.endswith("s") or head.endswith(("ss", "us", "'s", "’s")):
        return False
    # A common noun, or a people or crew named in one word with its article; any other name is one.
    return (head.islower() and not head.endswith("is")) or (len(words) == 2 and words[0].casefold() == "the")


def _plain(id: str) -> str:
    return id.replace("_", " ")


def _subject(claim: Claim, names: _Names) -> str:
    own = names.term(claim.issue, claim.option)
    return f"{own} with {names.terms(claim.given)}" if claim.given else own


def _lesser(claim: Claim, names: _Names) -> str:
    parts = [names.term(claim.issue, claim.over)] if claim.over else []
    parts += [names.terms(claim.against)] if claim.against else []
    return " and ".join(parts) or "what no deal would bring"


def _simple(yes: str, no: str) -> Callable[[Claim, _Names], tuple[_Clauses, str]]:
    return lambda claim, names: ((yes, no), _subject(claim, names))


def _alone(yes: str, no: str, rest: str) -> Callable[[Claim, _Names], tuple[_Clauses, str]]:
    return lambda *_: ((yes, no), rest)


def _counterfactual(claim: Claim, names: _Names) -> tuple[_Clauses, str]:
    return ("would see", "would not see"), f"{_subject(claim, names)} even with no deal"


def _prefers(claim: Claim, names: _Names) -> tuple[_Clauses, str]:
    ends = f"{_subject(claim, names)} to {_lesser(claim, names)}"
    return ("prefers|prefer", "does not prefer|do not prefer"), ends


def _values_more(claim: Claim, names: _Names) -> tuple[_Clauses, str]:
    ends = f"more at stake in {names.over(claim.issue, claim.track)} than in {names.over(claim.over, claim.over_track)}"
    return ("has|have", "does not have|do not have"), ends


def _hurry(claim: Claim, names: _Names) -> tuple[_Clauses, str]:
    return ("is in less|are in less", "is in no less|are in no less"), f"of a hurry than {names.party(claim.other)}"


def _before(claim: Claim, names: _Names) -> tuple[_Clauses, str]:
    first = names.term(claim.first.issue, claim.first.option) if claim.first else "a step"
    then = names.term(claim.then.issue, claim.then.option) if claim.then else "another"
    return ("wants|want", "does not want|do not want"), f"{first} before {then}"


def _power(claim: Claim, names: _Names) -> tuple[_Clauses, str]:
    ends = f"through {_subject(claim, names)} shift power towards {names.party(claim.towards)}"
    return ("would", "would not"), ends


_WORDS: Mapping[Says, Callable[[Claim, _Names], tuple[_Clauses, str]]] = {
    Says.PREFERS: _prefers,
    Says.WOULD_ACCEPT: _simple("would accept", "would not accept"),
    Says.REFUSES: _simple("refuses|refuse", "does not refuse|do not refuse"),
    Says.SEEKS: _simple("seeks|seek", "does not seek|do not seek"),
    Says.ALREADY_WANTED: _simple("had already wanted", "had not already wanted"),
    Says.WOULD_DO_ANYWAY: _counterfactual,
    Says.RED_LINE: _simple("will never consent to", "has no red line against|have no red line against"),
    Says.VALUES_MORE: _values_more,
    Says.NO_DEAL_BETTER: _alone(
        "is better off|are better off", "is no better off|are no better off", "with no deal than it seems"
    ),
    Says.NO_DEAL_WORSE: _alone(
        "is worse off|are worse off", "is no worse off|are no worse off", "with no deal than it seems"
    ),
    Says.LESS_HURRIED_THAN: _hurry,
    Says.MAY_WALK_AWAY: _alone("may walk away", "is not about to walk away|are not about to walk away", ""),
    Says.GAINS_WHILE_WAITING: _alone("gains|gain", "gains nothing|gain nothing", "while the talks go on"),
    Says.BEFORE: _before,
    Says.SHIFTS_POWER: _power,
}
