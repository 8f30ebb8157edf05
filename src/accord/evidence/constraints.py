"""From a claim to the constraint it puts on a party's preferences: the table of claims, row by row.

x[i, o] is the value of option o of issue i; CF the counterfactual package; the reservation is u(CF) plus the outside
shift. A linear constraint is kept as "sum of terms >= 0", with the counterfactual's value as a term of its own where
it is in doubt. Packages are compared with every issue that a claim does not name at its counterfactual, and what
options add together (the frame's interactions) counts wherever a package has all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from accord.bargain import Combination, Frame, Issue
from accord.statements import Claim, Says, Term

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """`number` times what an interaction of the frame adds, where the counterfactual has all the options of `when`."""

    interaction: int
    number: float
    when: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Linear:
    """Sum of `options` x[i, o], `counterfactuals` x[i, CF], `ranges` w[i] and `shift` times the outside shift is >= 0.

    `links`: what interactions of options add to the sum. `consents`: options the party takes here, so that it holds
    none of them, nor their like, for a red line. `idle`: where the counterfactual has all these options the claim says
    nothing (none: it always says something).
    """

    party: str
    options: tuple[tuple[Option, float], ...] = ()
    counterfactuals: tuple[tuple[str, float], ...] = ()
    ranges: tuple[tuple[str, float], ...] = ()
    shift: float = 0.0
    consents: tuple[Option, ...] = ()
    links: tuple[Link, ...] = ()
    idle: tuple[Option, ...] = ()

    @property
    def issues(self) -> frozenset[str]:
        """The issues it speaks of."""
        named = [issue for (issue, _), _ in self.options]
        return frozenset([*named, *(issue for issue, _ in self.counterfactuals), *(issue for issue, _ in self.ranges)])


@dataclass(frozen=True, slots=True)
class RateBound:
    """The party's rate lies above (or below) the middle of its range."""

    party: str
    rate: str
    above: bool


@dataclass(frozen=True, slots=True)
class RateOrder:
    """Impatience of `lower` is at most that of `higher`."""

    lower: str
    higher: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The party consents to no package with the option; `denied`: it is told not to be so."""

    party: str
    issue: str
    option: str
    denied: bool


@dataclass(frozen=True, slots=True)
class CounterfactualIs:
    """With no deal the issue ends at the option; `denied`: it does not."""

    issue: str
    option: str
    denied: bool


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing of anybody's utility: an order of steps, or an inequality that always holds."""


Constraint = Linear | RateBound | RateOrder | Exclusion | CounterfactualIs | Silent


@dataclass(frozen=True)
class Codebook:
    """What a claim may name, and the issues whose counterfactual some claim puts in doubt."""

    frame: Frame
    contested: frozenset[str] = frozenset()

    @cached_property
    def issues(self) -> Mapping[str, Issue]:
        """Each issue by its id."""
        return {issue.id: issue for issue in self.frame.issues}

    @cached_property
    def parties(self) -> frozenset[str]:
        """Ids of the bargaining parties."""
        return frozenset(party.id for party in self.frame.parties)

    def of_track(self, track: str) -> tuple[str, ...]:
        """The issues of a track."""
        return tuple(issue.id for issue in self.frame.issues if issue.track == track)


def contested(frame: Frame, claims: Iterable[Claim]) -> frozenset[str]:
    """The issues whose counterfactual somebody puts in doubt, by claiming what would happen anyway."""
    many = {issue.id for issue in frame.issues if len(issue.options) > 1}
    return frozenset(claim.issue for claim in claims if claim.says is Says.WOULD_DO_ANYWAY and claim.issue in many)


def constraint_of(claim: Claim, codebook: Codebook) -> Constraint | None:
    """The constraint that the claim puts on preferences; None where the claim leaves out what one would need."""
    return _TABLE[claim.says](claim, codebook)


def unknown_names(claim: Claim, codebook: Codebook) -> tuple[str, ...]:
    """What the claim names and the negotiation does not have, as words for a problem."""
    found = [
        f"party {id!r}"
        for id in (claim.party, claim.other, claim.towards)
        if id is not None and id not in codebook.parties
    ]
    terms = (
        [Term(claim.issue, claim.option), *claim.given, *claim.against]
        if claim.issue
        else [*claim.given, *claim.against]
    )
    if claim.issue and claim.says is Says.PREFERS and claim.over:
        terms.append(Term(claim.issue, claim.over))
    if claim.says is Says.VALUES_MORE and claim.over:
        terms.append(Term(claim.over))
    for term in (*terms, *(term for term in (claim.first, claim.then) if term)):
        issue = codebook.issues.get(term.issue)
        if issue is None:
            found.append(f"issue {term.issue!r}")
        elif term.option is not None and term.option not in issue.options:
            found.append(f"option {term.option!r} of issue {term.issue!r}")
    tracks = {track.id for track in codebook.frame.tracks}
    found += [f"track {id!r}" for id in (claim.track, claim.over_track) if id is not None and id not in tracks]
    return tuple(dict.fromkeys(found))


Packages = tuple[tuple[float, Mapping[str, str]], ...]
"""Partial packages, each with its sign: option by issue."""


def compared(party: str, codebook: Codebook, packages: Packages, *, shift: float = 0.0) -> Linear | Silent:
    """The inequality "utilities of the packages by their signs, and shift, >= 0", like terms joined.

    Issues that a package does not name stand at their counterfactual. The signs of all packages add up to zero.
    """
    options: Counter[Option] = Counter()
    doubtful: Counter[str] = Counter()
    named = {issue for _, package in packages for issue in package if _matters(issue, codebook)}
    for sign, package in packages:
        for issue in named:
            if issue in package:
                options[issue, package[issue]] += sign  # type: ignore[assignment]
            elif issue in codebook.contested:
                doubtful[issue] += sign  # type: ignore[assignment]
            else:
                options[issue, _counterfactual(codebook.issues[issue])] += sign  # type: ignore[assignment]
    kept = tuple(sorted((where, float(number)) for where, number in options.items() if number))
    left = tuple(sorted((issue, float(number)) for issue, number in doubtful.items() if number))
    links = _links(codebook, packages)
    return Linear(party, kept, left, shift=shift, links=links) if kept or left or links or shift else Silent()


def _links(codebook: Codebook, packages: Packages) -> tuple[Link, ...]:
    """What interactions add to packages, like terms joined."""
    total: Counter[tuple[int, tuple[Option, ...]]] = Counter()
    for number, together in enumerate(codebook.frame.interactions):
        for sign, package in packages:
            when = _when(codebook, together, package)
            if when is not None:
                total[number, when] += sign  # type: ignore[assignment]
    return tuple(Link(number, float(sum_), when) for (number, when), sum_ in sorted(total.items()) if sum_)


def _when(codebook: Codebook, together: Combination, package: Mapping[str, str]) -> tuple[Option, ...] | None:
    """Which doubtful counterfactuals must be what for a package to have all these options; None: it cannot."""
    when = []
    for issue, option in together:
        if issue not in package and issue in codebook.contested:
            when.append((issue, option))
        elif package.get(issue, _counterfactual(codebook.issues[issue])) != option:
            return None
    return tuple(sorted(when))


def reverse(constraint: Constraint | None) -> Constraint | None:
    """What is said by who denies the constraint."""
    match constraint:
        case Linear(party, options, counterfactuals, ranges, shift):
            return Linear(
                party,
                options=tuple((where, -number) for where, number in options),
                counterfactuals=tuple((issue, -number) for issue, number in counterfactuals),
                ranges=tuple((issue, -number) for issue, number in ranges),
                shift=-shift,
                links=tuple(replace(link, number=-link.number) for link in constraint.links),
                idle=constraint.idle,
            )
        case RateBound(party, rate, above):
            return RateBound(party, rate, not above)
        case RateOrder(lower, higher):
            return RateOrder(higher, lower)
        case _:
            return constraint


def _matters(issue: str, codebook: Codebook) -> bool:
    return len(codebook.issues[issue].options) > 1


def _counterfactual(issue: Issue) -> str:
    return issue.counterfactual if issue.counterfactual is not None else issue.options[0]


def _signed(claim: Claim, constraint: Constraint | None) -> Constraint | None:
    return reverse(constraint) if claim.negated else constraint


def _package(claim: Claim) -> dict[str, str] | None:
    """Option by issue of the claim's own package; None where a term names no option."""
    if claim.issue is None or claim.option is None or any(term.option is None for term in claim.given):
        return None
    return {**{term.issue: term.option for term in claim.given if term.option}, claim.issue: claim.option}


def _acceptance(claim: Claim, codebook: Codebook, *, accepts: bool) -> Constraint | None:
    """u(CF with A) >= r, that is: what A adds to the counterfactual makes up for the outside shift; or the reverse.

    Where A is the counterfactual on every issue it names, it adds nothing: no deal brings it too, so that to take or
    refuse it is no word on any deal, nor on what leaving the talks is worth beside. Where that is in doubt the claim
    is `idle` in the models in which it is so.
    """
    package = _package(claim)
    if package is None:
        return None
    if isinstance(compared(claim.party, codebook, ((1.0, package), (-1.0, {}))), Silent):
        return Silent()  # what no deal would bring too: nothing would be taken or refused
    found = compared(claim.party, codebook, ((1.0, package), (-1.0, {})), shift=-1.0)
    if isinstance(found, Linear):
        found = replace(found, idle=_when(codebook, tuple(package.items()), {}) or ())
    if accepts == claim.negated:
        return reverse(found)
    return replace(found, consents=tuple(sorted(package.items()))) if isinstance(found, Linear) else found


def _prefers(claim: Claim, codebook: Codebook) -> Constraint | None:
    """u(A) >= u(B); an issue that only one of them names, or none, stands at its counterfactual."""
    package = _package(claim)
    if package is None or claim.issue is None or any(term.option is None for term in claim.against):
        return None
    lesser = {term.issue: term.option for term in claim.against if term.option}
    if claim.over is not None:
        lesser[claim.issue] = claim.over
    return _signed(claim, compared(claim.party, codebook, ((1.0, package), (-1.0, lesser))))


def _seeks(claim: Claim, codebook: Codebook) -> Constraint | None:
    """x[o] >= x[status quo]: better than what is, not best: a demand may be a price."""
    if claim.issue is None or claim.option is None:
        return None
    issue = codebook.issues[claim.issue]
    present = issue.status_quo if issue.status_quo is not None else issue.options[0]
    packages = ((1.0, {claim.issue: claim.option}), (-1.0, {claim.issue: present}))
    return _signed(claim, compared(claim.party, codebook, packages))


def _would_do_anyway(claim: Claim, codebook: Codebook) -> Constraint | None:
    if claim.issue is None or claim.option is None:
        return None
    return CounterfactualIs(claim.issue, claim.option, claim.negated) if _matters(claim.issue, codebook) else Silent()


def _red_line(claim: Claim, _: Codebook) -> Constraint | None:
    if claim.issue is None or claim.option is None:
        return None
    return Exclusion(claim.party, claim.issue, claim.option, claim.negated)


def _values_more(claim: Claim, codebook: Codebook) -> Constraint | None:
    """Range over one issue (or the sum over a track) >= range over the other."""
    more = (claim.issue,) if claim.issue else codebook.of_track(claim.track) if claim.track else ()
    less = (claim.over,) if claim.over else codebook.of_track(claim.over_track) if claim.over_track else ()
    if not more or not less:
        return None
    total: Counter[str] = Counter(more)
    total.subtract(Counter(less))
    ranges = tuple(sorted((issue, float(n)) for issue, n in total.items() if n and _matters(issue, codebook)))
    return _signed(claim, Linear(claim.party, ranges=ranges) if ranges else Silent())


def _no_deal(sign: float) -> Callable[[Claim, Codebook], Constraint | None]:
    return lambda claim, _: _signed(claim, Linear(claim.party, shift=sign))


def _less_hurried(claim: Claim, _: Codebook) -> Constraint | None:
    if claim.other is None or claim.other == claim.party:
        return None
    return _signed(claim, RateOrder(claim.party, claim.other))


def _above(rate: str) -> Callable[[Claim, Codebook], Constraint | None]:
    return lambda claim, _: RateBound(claim.party, rate, not claim.negated)


def _shifts_power(claim: Claim, _: Codebook) -> Constraint | None:
    return RateBound(claim.towards, "power_shift", not claim.negated) if claim.towards else None


def _before(claim: Claim, _: Codebook) -> Constraint | None:
    return Silent() if claim.first and claim.then else None


_TABLE: Mapping[Says, Callable[[Claim, Codebook], Constraint | None]] = {
    Says.PREFERS: _prefers,
    Says.WOULD_ACCEPT: lambda claim, codebook: _acceptance(claim, codebook, accepts=True),
    Says.REFUSES: lambda claim, codebook: _acceptance(claim, codebook, accepts=False),
    Says.SEEKS: _seeks,
    Says.ALREADY_WANTED: _seeks,
    Says.WOULD_DO_ANYWAY: _would_do_anyway,
    Says.RED_LINE: _red_line,
    Says.VALUES_MORE: _values_more,
    Says.NO_DEAL_BETTER: _no_deal(1.0),
    Says.NO_DEAL_WORSE: _no_deal(-1.0),
    Says.LESS_HURRIED_THAN: _less_hurried,
    Says.MAY_WALK_AWAY: _above("walk_away_hazard"),
    Says.GAINS_WHILE_WAITING: _above("waiting_flow"),
    Says.SHIFTS_POWER: _shifts_power,
    Says.BEFORE: _before,
}
