"""Coalitions and vetoes on packages: who can put through what, who stops it, and what no coalition would upset.

Whose yes is needed is a rule of consent for each issue (`consent_rules`): the frame's own (everybody whose consent the
issue needs) unless another is given. A party *accepts* a package where it gets at least its reservation and the package
crosses no red line of its. A package *passes* where, for every issue that it changes from its counterfactual (and for
every issue that has none), the parties who accept it win by the issue's rule. With the frame's own rules the packages
that pass are the zone.

A coalition *settles* the issues by whose rules it wins. It can move from one package to another where they differ in no
other issue, and it will where every member is better off and accepts the new package. The *core* are the packages that
pass and that no coalition will leave (Gillies 1959; on issues with rules of their own the core of an effectivity
function, Moulin & Peleg 1982). Without a deal every party has its reservation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accord.bargain import Bargain, Frame, check_bargain, consents, counterfactual_options
from accord.errors import CallError, SizeError
from accord.hitting_sets import minimal
from accord.solve.conflicts import RedLine
from accord.solve.consent_rules import ConsentRule, unanimity
from accord.solve.grids import grid, options_of, terrain
from accord.solve.packages import SOLUTIONS, bargaining
from accord.solve.solutions import Solution, solve

COALITIONS = 20_000

Rules = ConsentRule | Mapping[str, ConsentRule] | None
"""One rule for every issue, or issue -> rule; an issue that is not named keeps the frame's consent."""


@dataclass(frozen=True)
class Refusal:
    """Why a party does not accept a package: how far it stays below its reservation, and the red lines it crosses."""

    party: str
    short: float
    lines: tuple[RedLine, ...]


@dataclass(frozen=True)
class Verdict:
    """Whether a package passes, and who stands in its way.

    Attributes:
        passes: Whether it does.
        possible: Whether exclusions and requirements allow it; where not, nobody's yes can make it pass.
        accepts: The parties who accept it, with a say or without.
        refusals: Those who do not, and why.
        open: The issues it changes for which the accepting parties do not win.
        decisive: The minimal sets of refusing parties whose yes would be enough for it; none where nothing is open.
        overruled: Refusing parties with a say in it, where it passes all the same.
        outsiders: Refusing parties who have no say in any issue it changes.
    """

    passes: bool
    possible: bool
    accepts: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    open: tuple[str, ...]
    decisive: tuple[tuple[str, ...], ...]
    overruled: tuple[str, ...]
    outsiders: tuple[str, ...]


def verdict(bargain: Bargain, package: Mapping[str, str], rules: Rules = None) -> Verdict:
    """Whether a package passes by the rules of consent, and if not, whose yes is missing.

    The package of all counterfactuals is no deal: it changes nothing, and does not pass.

    Raises:
        BargainError: a number that is missing or not finite, or a package that does not fit.
        CallError: a rule with a party or for an issue that is unknown.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> from accord.solve.consent_rules import quota
    >>> frame = Frame(tuple(map(Party, "ABC")), (Issue("tax", ("old", "new"), counterfactual="old"),))
    >>> bargain = make_bargain(frame, {p: {"tax": {"old": 0, "new": u}} for p, u in zip("ABC", (2, 1, -4))})
    >>> verdict(bargain, {"tax": "new"}).decisive
    (('C',),)
    >>> verdict(bargain, {"tax": "new"}, quota(dict.fromkeys("ABC", 1), 2)).overruled
    ('C',)

    Citation: tsebelis_2002, stedman_1997.
    """
    check_bargain(bargain)
    frame, by_issue = bargain.frame, rules_of(bargain.frame, rules)
    options, at = options_of(frame, package), terrain(bargain)
    fallback = counterfactual_options(frame).tolist()
    changed = [i for i, option in enumerate(options) if option != fallback[i]]
    cells = grid(at, options, ())
    refusals = []
    for row, party in enumerate(frame.parties):
        short = max(0.0, float(at.least[row] - cells.points[row]))
        lines = [i for i, k in enumerate(options) if bargain.red_lines[row, frame.offsets[i] + k]]
        if short > 0 or lines:
            told = tuple(RedLine(party.id, frame.issues[i].id, frame.issues[i].options[options[i]]) for i in lines)
            refusals.append(Refusal(party.id, float(at.utility(np.array(short))), told))
    refusing = [one.party for one in refusals]
    accepts = tuple(party.id for party in frame.parties if party.id not in refusing)
    open_ = tuple(frame.issues[i].id for i in changed if not by_issue[i].carried_by(accepts))
    say = {party for i in changed for party in by_issue[i].parties}
    possible = bool(cells.allowed)
    passes = possible and bool(changed) and not open_
    return Verdict(
        passes=passes,
        possible=possible,
        accepts=accepts,
        refusals=tuple(refusals),
        open=open_,
        decisive=_decisive([by_issue[i] for i in changed], accepts, refusing) if open_ else (),
        overruled=tuple(party for party in refusing if party in say) if passes else (),
        outsiders=tuple(party for party in refusing if party not in say),
    )


def _decisive(
    by_issue: Sequence[ConsentRule], accepts: Collection[str], refusing: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """The minimal sets of refusing parties with whom the accepting ones win on every issue."""
    found: tuple[frozenset[str], ...] = (frozenset(),)
    for rule in dict.fromkeys(by_issue):
        missing = minimal(one - set(accepts) for one in rule.minimal)
        found = minimal(one | other for one in found for other in missing)
    return tuple(tuple(party for party in refusing if party in one) for one in found)


def rules_of(frame: Frame, rules: Rules) -> tuple[ConsentRule, ...]:
    """The rule of consent of each issue.

    Raises:
        CallError: a rule with a party, or for an issue, that is unknown.
    """
    own = [
        unanimity([party.id for party, yes in zip(frame.parties, asked, strict=True) if yes])
        for asked in consents(frame)
    ]
    given: Mapping[str, ConsentRule] = (
        {} if rules is None else dict.fromkeys(frame.issue_index, rules) if isinstance(rules, ConsentRule) else rules
    )
    for issue, rule in given.items():
        if issue not in frame.issue_index:
            raise CallError(f"`rules` are for issues of the bargain ({', '.join(frame.issue_index)})", f"got {issue!r}")
        odd = [party for party in rule.parties if party not in frame.party_index]
        if odd:
            raise CallError(f"A rule names parties of the bargain ({', '.join(frame.party_index)})", f"got {odd[0]!r}")
    return tuple(given.get(issue.id, rule) for issue, rule in zip(frame.issues, own, strict=True))


def settling(frame: Frame, rules: Rules) -> dict[frozenset[str], tuple[int, ...]]:
    """Each coalition that settles issues and would settle fewer without any of its members -> these issues, by number.

    Smallest first. The whole of what coalitions can do: a larger one that settles no more only has more to please.
    """
    by_issue = rules_of(frame, rules)
    found: dict[frozenset[str], tuple[int, ...]] = {}
    unions = {frozenset[str]()}
    for rule in dict.fromkeys(by_issue):
        unions |= {one | other for one in unions for other in rule.minimal}
        if len(unions) > COALITIONS:
            raise SizeError(
                f"At most {COALITIONS:,} coalitions are looked at", "there are more", "Use fewer or simpler rules"
            )
    for one in sorted(unions, key=lambda one: (len(one), sorted(one))):
        settled = tuple(i for i, rule in enumerate(by_issue) if rule.carried_by(one))
        fewer = (tuple(i for i in settled if by_issue[i].carried_by(one - {party})) for party in one)
        if settled and all(less != settled for less in fewer):
            found[one] = settled
    return found


@dataclass(frozen=True)
class CoalitionDeals:
    """What a coalition can put through without anybody else.

    Attributes:
        coalition: Its members; all of them must accept.
        settles: The issues by whose rules it wins; the others stay at their counterfactual.
        solution: Zone, frontier and solutions among its members alone; other parties' utilities are told beside them.
        losers: Party outside -> how far the coalition's first Nash deal leaves it below its reservation.
    """

    coalition: tuple[str, ...]
    settles: tuple[str, ...]
    solution: Solution
    losers: dict[str, float]


def coalition_deals(bargain: Bargain, coalition: Collection[str], rules: Rules = None) -> CoalitionDeals:
    """The packages that a coalition can put through, however many there are; definitions at the head of this module.

    Raises:
        BargainError: a number that is missing or not finite.
        CallError: a coalition with an unknown party, or one that settles no issue.
        SizeError: as in `solve`.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> from accord.solve.consent_rules import quota
    >>> frame = Frame(tuple(map(Party, "ABC")), (Issue("tax", ("old", "new"), counterfactual="old"),))
    >>> bargain = make_bargain(frame, {p: {"tax": {"old": 0, "new": u}} for p, u in zip("ABC", (2, 1, -4))})
    >>> found = coalition_deals(bargain, ("A", "B"), quota(dict.fromkeys("ABC", 1), 2))
    >>> found.solution.solutions["nash"][0].package, found.losers
    ({'tax': 'new'}, {'C': 4.0})
    """
    check_bargain(bargain)
    frame = bargain.frame
    odd = [party for party in coalition if party not in frame.party_index]
    if odd or not coalition:
        came = f"got {odd[0]!r}" if odd else "got nobody"
        raise CallError(f"`coalition` are parties of the bargain ({', '.join(frame.party_index)})", came)
    members = tuple(party.id for party in frame.parties if party.id in coalition)
    settled = [i for i, rule in enumerate(rules_of(frame, rules)) if rule.carried_by(members)]
    if not settled:
        raise CallError("`coalition` wins by the rule of some issue", f"{', '.join(members)} win by none")
    # Everybody in it must agree to everything; what it cannot settle, it cannot touch.
    lines = bargain.red_lines.copy()
    for i, issue in enumerate(frame.issues):
        if i not in settled:
            for k, option in enumerate(issue.options):
                if option != issue.counterfactual:
                    lines[frame.party_index[members[0]], frame.offsets[i] + k] = True
    own = replace(frame, issues=tuple(replace(issue, consent=members) for issue in frame.issues))
    solution = solve(replace(bargain, frame=own, red_lines=lines))
    losers = {}
    for deal in solution.solutions["nash"][:1]:
        for party, utility, least in zip(frame.parties, deal.utilities, bargain.reservations.tolist(), strict=True):
            if party.id not in members and utility < least:
                losers[party.id] = least - utility
    return CoalitionDeals(members, tuple(frame.issues[i].id for i in settled), solution, losers)


@dataclass(frozen=True)
class LeftOut:
    """What it does to leave a party out: its yes is no longer asked for, on any issue.

    Attributes:
        party: Who is left out. An issue that needed its yes alone is left out with it, at its counterfactual.
        before: Zone, frontier and solutions with it.
        after: The same without it.
        shift: Party -> utility by the chosen solution without it, less the same with it; the reservation counts where
            there is no deal.
        makes_deal: Whether there is a zone only without it.
    """

    party: str
    before: Solution
    after: Solution
    shift: dict[str, float]
    makes_deal: bool


def leave_out(bargain: Bargain, party: str, *, rule: str = "nash") -> LeftOut:
    """What changes where a party is not asked; by the frame's own consents, however many packages there are.

    Raises:
        BargainError: a number that is missing or not finite.
        CallError: a party who does not bargain, the only one who does, or another solution than `SOLUTIONS`.
        SizeError: as in `solve`.

    Citation: tsebelis_2002, lax_sebenius_1986.
    """
    check_bargain(bargain)
    if rule not in SOLUTIONS:
        raise CallError(f"`rule` is one of {', '.join(SOLUTIONS)}", f"got {rule!r}")
    frame = bargain.frame
    names = [frame.parties[row].id for row in bargaining(frame)]
    others = [name for name in names if name != party]
    if party not in names or not others:
        raise CallError("`party` is one of two or more who bargain", f"got {party!r}; {', '.join(names)} do")
    lines, issues = bargain.red_lines.copy(), []
    for i, (issue, asked) in enumerate(zip(frame.issues, consents(frame), strict=True)):
        left = tuple(one.id for one, yes in zip(frame.parties, asked, strict=True) if yes and one.id != party)
        issues.append(replace(issue, consent=left or (others[0],)))
        if not left:
            free = [k for k, option in enumerate(issue.options) if option != issue.counterfactual]
            lines[frame.party_index[others[0]], frame.offsets[i] + np.array(free, np.int64)] = True
    before = solve(bargain)
    after = solve(replace(bargain, frame=replace(frame, issues=tuple(issues)), red_lines=lines))
    gains = [_chosen(after, rule, bargain)[k] - _chosen(before, rule, bargain)[k] for k in range(len(frame.parties))]
    shift = {one.id: gain for one, gain in zip(frame.parties, gains, strict=True)}
    return LeftOut(party, before, after, shift, after.has_zone and not before.has_zone)


def _chosen(solution: Solution, rule: str, bargain: Bargain) -> tuple[float, ...]:
    deals = solution.solutions[rule]
    return deals[0].utilities if deals else tuple(bargain.reservations.tolist())


def pivots(bargain: Bargain) -> tuple[str, ...]:
    """The parties each of whom stands alone between the others and a deal: without it there is a zone, with it none.

    Raises:
        BargainError, SizeError: as in `leave_out`.
    """
    names = [bargain.frame.parties[row].id for row in bargaining(bargain.frame)]
    return tuple(name for name in names if len(names) > 1 and leave_out(bargain, name).makes_deal)


@dataclass(frozen=True)
class Spoiler:
    """A party whose yes a deal does not need, and who loses by it.

    Attributes:
        party: Who.
        loss: How far below its reservation the deal leaves it; 0 where it only crosses a red line.
        lines: Its red lines that the deal crosses.
        deal: The deal: the first one of the chosen solution.
        price: Party whose yes the deal needs -> what it gives up where the spoiler must agree to everything as well, by
            the same solution; None where there is no deal with the spoiler at the table.
    """

    party: str
    loss: float
    lines: tuple[RedLine, ...]
    deal: dict[str, str]
    price: dict[str, float] | None


def spoilers(bargain: Bargain, *, rule: str = "nash") -> tuple[Spoiler, ...]:
    """Who loses by the likeliest deal without being asked, and what it would cost the others to take them in.

    The deal is the first of the chosen solution. Whose yes it does not need may have cause to upset it (Stedman 1997).

    Raises:
        BargainError: a number that is missing or not finite.
        CallError: another solution than `SOLUTIONS`.
        SizeError: as in `solve`.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> issues = (Issue("pact", ("none", "loose", "tight"), consent=("A", "B"), counterfactual="none"),)
    >>> worth = {"A": (0, 1, 3), "B": (0, 1, 3), "C": (0, 0, -5)}
    >>> bargain = make_bargain(Frame(tuple(map(Party, "ABC")), issues),
    ...     {p: {"pact": dict(zip(("none", "loose", "tight"), u))} for p, u in worth.items()})
    >>> [(one.party, one.loss, one.price) for one in spoilers(bargain)]
    [('C', 5.0, {'A': 2.0, 'B': 2.0})]

    Citation: stedman_1997, cunningham_2006.
    """
    check_bargain(bargain)
    if rule not in SOLUTIONS:
        raise CallError(f"`rule` is one of {', '.join(SOLUTIONS)}", f"got {rule!r}")
    solution, frame = solve(bargain), bargain.frame
    found = []
    for deal in solution.solutions[rule][:1]:
        told = verdict(bargain, deal.package)
        asked = [party for party in told.accepts if party in _needed(frame, deal.package)]
        for one in told.refusals:
            issues = tuple(
                replace(
                    i,
                    consent=tuple(p.id for p, yes in zip(frame.parties, row, strict=True) if yes or p.id == one.party),
                )
                for i, row in zip(frame.issues, consents(frame), strict=True)
            )
            wider = solve(replace(bargain, frame=replace(frame, issues=issues)))
            with_it = _chosen(wider, rule, bargain)
            index = frame.party_index
            price = {party: deal.utilities[index[party]] - with_it[index[party]] for party in asked}
            found.append(Spoiler(one.party, one.short, one.lines, deal.package, price if wider.solvable else None))
    return tuple(found)


def _needed(frame: Frame, package: Mapping[str, str]) -> set[str]:
    return {
        party.id
        for issue, asked in zip(frame.issues, consents(frame), strict=True)
        if package[issue.id] != issue.counterfactual
        for party, yes in zip(frame.parties, asked, strict=True)
        if yes
    }
