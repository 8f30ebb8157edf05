"""What an order of stages is worth to whom, and what a precondition costs.

Every order that respects the preconditions is played through (`settle`), and beside them all issues at once. A
precondition is *costless* to a party where its best order keeps it anyway; it *binds* where without it a better order
would be open; it is *unacceptable* where it binds and leaves the party nothing over its reservation, whatever the
order; and it is a *deadlock* where with it no order is left at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accord.bargain import Bargain, Frame, Precondition
from accord.errors import SizeError
from accord.solve.orders import Orders, orders
from accord.solve.stages import Course, settle

ORDERS = 720
"""Up to how many orders are played through."""


@dataclass(frozen=True)
class Agenda:
    """What each order of stages brings each party.

    Attributes:
        courses: How the talks go in each order.
        at_once: How they go with all these issues in one stage.
        best: Party -> numbers of the orders (in `courses`) that bring it most.
        worst: Party -> numbers of those that bring it least.
        stakes: Party -> how much lies between its best and its worst order.
    """

    courses: tuple[Course, ...]
    at_once: Course
    best: dict[str, tuple[int, ...]]
    worst: dict[str, tuple[int, ...]]
    stakes: dict[str, float]

    @property
    def matters(self) -> bool:
        """Whether some order brings somebody more than another."""
        return any(stake > 0 for stake in self.stakes.values())


@dataclass(frozen=True)
class PreconditionEffect:
    """What one precondition does to one party.

    Attributes:
        precondition: Whose it is, and what it asks.
        party: Whom it touches.
        verdict: `costless`, `binding`, `unacceptable` or `deadlock`.
        kept: What the party has at its worst and at its best order with the precondition; None where no order is left.
        dropped: The same without it, all others kept; None where even then no order is left.
        reservation: What it has without any agreement.
    """

    precondition: Precondition
    party: str
    verdict: str
    kept: tuple[float, float] | None
    dropped: tuple[float, float] | None
    reservation: float

    @property
    def cost(self) -> float | None:
        """How much better its best order without the precondition is; None where either has no order."""
        return None if self.kept is None or self.dropped is None else self.dropped[1] - self.kept[1]


def compare_orders(
    bargain: Bargain,
    among: Sequence[Sequence[Sequence[str]]] | None = None,
    *,
    by: str = "issue",
    rule: str = "nash",
    sight: str = "foresighted",
) -> Agenda:
    """How the talks go in each order of stages, and which order is best and worst for whom.

    Args:
        bargain: Every issue with a counterfactual.
        among: The orders, each a list of stages; left out, all orders that respect the preconditions.
        by: Where `among` is left out: one issue at a stage, or one `track`.
        rule: As in `settle`.
        sight: As in `settle`.

    Raises:
        BargainError, CallError: as in `settle` and `orders`.
        SizeError: more than 720 orders.

    The truce first is worth nothing to A, who gives it; once the road is agreed on, A has reason to keep the peace.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> issues = tuple(Issue(name, ("no", "yes"), counterfactual="no") for name in ("truce", "road"))
    >>> together = ((("truce", "yes"), ("road", "yes")),)
    >>> bargain = make_bargain(Frame((Party("A"), Party("B")), issues, interactions=together), {
    ...     "A": {"truce": {"no": 0, "yes": -1}, "road": {"no": 0, "yes": 1}},
    ...     "B": {"truce": {"no": 0, "yes": 2}, "road": {"no": 0, "yes": 1}}}, interactions={"A": [3], "B": [0]})
    >>> found = compare_orders(bargain, sight="myopic")
    >>> [(course.order, course.gains) for course in found.courses]
    [((('truce',), ('road',)), {'A': 1.0, 'B': 1.0}), ((('road',), ('truce',)), {'A': 3.0, 'B': 3.0})]

    Limits: who sets the order, and how they bargain over it, is left open (endogenous agendas: Inderst 2000).

    Citation: fershtman_1990, winter_1997, inderst_2000, lang_rosenthal_2001.
    """
    chosen = _all(bargain.frame, by) if among is None else among
    courses = tuple(settle(bargain, order, rule=rule, sight=sight) for order in chosen)
    every = list(dict.fromkeys(issue for order in chosen for stage in order for issue in stage))
    every = every or [issue.id for issue in bargain.frame.issues]
    best, worst, stakes = {}, {}, {}
    for party in (party.id for party in bargain.frame.parties):
        worths = [course.worth[party] for course in courses]
        best[party] = tuple(k for k, worth in enumerate(worths) if worth == max(worths))
        worst[party] = tuple(k for k, worth in enumerate(worths) if worth == min(worths))
        stakes[party] = max(worths, default=0.0) - min(worths, default=0.0)
    return Agenda(courses, settle(bargain, [every], rule=rule, sight=sight), best, worst, stakes)


def precondition_effects(
    bargain: Bargain, *, by: str = "issue", rule: str = "nash", sight: str = "foresighted"
) -> tuple[PreconditionEffect, ...]:
    """For each precondition and party: whether it costs nothing, binds, or leaves nothing to agree on; see the head.

    The orders compared respect all other preconditions; with the precondition they respect it too, and its party holds
    the others to it.

    Raises:
        BargainError, CallError, SizeError: as in `compare_orders`.

    Both want y, only B wants x. B's precondition ties y to x, so A pays for y with x: a linkage by order.

    >>> from accord.bargain import Frame, Issue, Party, make_bargain
    >>> issues = tuple(Issue(name, ("no", "yes"), counterfactual="no") for name in ("x", "y"))
    >>> wish = Precondition("B", "x", "y")
    >>> bargain = make_bargain(Frame((Party("A"), Party("B")), issues, preconditions=(wish,)), {
    ...     "A": {"x": {"no": 0, "yes": -1}, "y": {"no": 0, "yes": 2}},
    ...     "B": {"x": {"no": 0, "yes": 2}, "y": {"no": 0, "yes": 1}}})
    >>> [(one.party, one.verdict, one.cost) for one in precondition_effects(bargain)]
    [('A', 'binding', 1.0), ('B', 'costless', -2.0)]

    Limits: a party keeps to its precondition even where it would rather not; whether that is believed is a matter of
    commitment.

    Citation: fershtman_1990, winter_1997.
    """
    frame = bargain.frame
    asked = frame.preconditions
    found = []
    with_all = _range(bargain, asked, (by, rule, sight))
    for number, one in enumerate(asked):
        without = _range(bargain, (*asked[:number], *asked[number + 1 :]), (by, rule, sight))
        for row, party in enumerate(frame.parties):
            reservation = float(bargain.reservations[row])
            kept, dropped = with_all.get(party.id), without.get(party.id)
            verdict = _verdict(kept, dropped, reservation)
            found.append(PreconditionEffect(one, party.id, verdict, kept, dropped, reservation))
    return tuple(found)


def _verdict(kept: tuple[float, float] | None, dropped: tuple[float, float] | None, reservation: float) -> str:
    if kept is None:
        return "deadlock"
    if dropped is None or kept[1] >= dropped[1]:
        return "costless"
    return "binding" if kept[1] > reservation else "unacceptable"


def _range(
    bargain: Bargain, asked: tuple[Precondition, ...], how: tuple[str, str, str]
) -> dict[str, tuple[float, float]]:
    """Party -> what its worst and its best order bring it; empty where preconditions leave no order."""
    by, rule, sight = how
    loose = replace(bargain, frame=replace(bargain.frame, preconditions=asked))
    courses = [settle(loose, order, rule=rule, sight=sight) for order in _all(loose.frame, by)]
    if not courses:
        return {}
    return {
        party.id: (min(c.worth[party.id] for c in courses), max(c.worth[party.id] for c in courses))
        for party in bargain.frame.parties
    }


def _all(frame: Frame, by: str) -> Sequence[Sequence[Sequence[str]]]:
    found: Orders = orders(frame, by=by, limit=ORDERS)
    if found.count > ORDERS:
        raise SizeError(
            f"At most {ORDERS} orders are played through",
            f"there are {found.count:,}",
            "Name the orders, or order by track",
        )
    issues_of: dict[str, tuple[str, ...]] = {step: (step,) for step in found.steps}
    if by == "track":
        issues_of = {step: tuple(issue.id for issue in frame.issues if issue.track == step) for step in found.steps}
    return [tuple(issues_of[step] for step in order) for order in found.listed]
