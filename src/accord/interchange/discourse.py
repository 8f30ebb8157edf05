"""Discourse networks, as the Discourse Network Analyzer has them: who shares or contradicts whose stands.

A stand is an actor for or against a concept. The actor is a party, by its own word or in the reporter's own voice, or a
speaker who speaks for no party; the concept is an option of an issue, as `issue: option`. What one side says the other
wants is no stand of either, and neither is a forecast or a claim that takes no side on an option.

Let x(a, c, k) be 1 where actor a is for (k = 1) or against (k = 0) concept c in any statement, else 0; a stand that is
repeated counts once. Then, between two actors a and b,

* congruence = sum over c and k of x(a, c, k) x(b, c, k): the stands they share,
* conflict = sum over c and k of x(a, c, k) x(b, c, 1 - k): the concepts on which they stand against each other,
* subtract = congruence - conflict,
* each normalised by average activity: divided by the mean number of stands of the two.

An actor that was for and against a concept at different times has both stands. Between two concepts the same sums run
over actors: how many hold both in the same sense, and how many in opposite senses.

Citation: leifeld_2017.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from accord.interchange.dna import agrees
from accord.interchange.graphml import clean
from accord.negotiation import Negotiation
from accord.statements import Act, Modality, Point, Says, Statement, Tier

if TYPE_CHECKING:
    import networkx

_ACTS = frozenset({Act.DEMAND, Act.OFFER, Act.ACCEPT, Act.REJECT, Act.PRECONDITION, Act.CONCESSION})
_SAYS = frozenset(
    {Says.PREFERS, Says.WOULD_ACCEPT, Says.REFUSES, Says.SEEKS, Says.ALREADY_WANTED, Says.RED_LINE},
)


@dataclass(frozen=True, slots=True)
class Stand:
    """An actor for or against a concept, by these statements.

    `actor`: `party:ID` or `speaker:NAME`; `concept`: `issue: option`.
    """

    actor: str
    concept: str
    agrees: bool
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """What two actors, or two concepts, have with each other; the normalised by average activity."""

    congruence: int
    conflict: int
    activity: float

    @property
    def subtract(self) -> int:
        """Congruence less conflict."""
        return self.congruence - self.conflict

    def record(self) -> dict[str, float]:
        """The six numbers by name."""
        told = {"congruence": self.congruence, "conflict": self.conflict, "subtract": self.subtract}
        return {**told, **{f"{name}_normalised": value / self.activity for name, value in told.items()}}


def stands(statements: Iterable[Statement]) -> tuple[Stand, ...]:
    """Every stand that is taken, by actor, concept and sense."""
    found: dict[tuple[str, str, bool], list[str]] = {}
    for statement in statements:
        for point in statement.points:
            if point.issue is None or point.option is None or not _takes_side(point):
                continue
            for actor in _actors(statement, point):
                key = (actor, f"{point.issue}: {point.option}", agrees(point))
                if statement.id not in found.setdefault(key, []):
                    found[key].append(statement.id)
    return tuple(Stand(*key, tuple(sorted(ids))) for key, ids in sorted(found.items()))


def _takes_side(point: Point) -> bool:
    if point.modality is Modality.HYPOTHETICAL:
        return False
    return point.claim.says in _SAYS if point.claim is not None else point.act in _ACTS


def _actors(statement: Statement, point: Point) -> tuple[str, ...]:
    """Whose stand it is: the speaker's own party, the party that the reporter tells of, or who speaks for no party."""
    about = point.claim.party if point.claim is not None else point.about
    if statement.parties:
        own = statement.parties if about is None else tuple(one for one in statement.parties if one == about)
        return tuple(f"party:{one}" for one in own)
    if about is not None:
        return (f"party:{about}",) if statement.tier is Tier.NARRATED else ()
    return tuple(f"speaker:{one}" for one in statement.speakers)


def between_actors(taken: Sequence[Stand]) -> dict[tuple[str, str], Tie]:
    """The tie of every two actors that share a concept, in the order of their names."""
    return _ties(taken, lambda one: one.actor, lambda one: one.concept)


def between_concepts(taken: Sequence[Stand]) -> dict[tuple[str, str], Tie]:
    """The tie of every two concepts on which the same actor takes a stand, in the order of their names."""
    return _ties(taken, lambda one: one.concept, lambda one: one.actor)


def _ties(
    taken: Sequence[Stand], node: Callable[[Stand], str], shared: Callable[[Stand], str]
) -> dict[tuple[str, str], Tie]:
    held: dict[str, set[tuple[str, bool]]] = {}
    for one in taken:
        held.setdefault(node(one), set()).add((shared(one), one.agrees))
    found = {}
    for first, second in combinations(sorted(held), 2):
        ours, theirs = held[first], held[second]
        congruence = len(ours & theirs)
        conflict = sum((name, not sense) in theirs for name, sense in ours)
        if congruence or conflict:
            found[first, second] = Tie(congruence, conflict, (len(ours) + len(theirs)) / 2)
    return found


def affiliation_graph(taken: Sequence[Stand], negotiation: Negotiation) -> networkx.MultiGraph[str]:
    """The two-mode network: an edge from an actor to a concept for each sense, with its statements."""
    import networkx

    graph: networkx.MultiGraph[str] = networkx.MultiGraph()
    labels = _labels(taken, negotiation)
    for one in taken:
        ends = (clean(one.actor), clean(f"concept:{one.concept}"))
        graph.add_node(ends[0], kind=one.actor.partition(":")[0], label=labels[one.actor])
        graph.add_node(ends[1], kind="concept", label=clean(one.concept))
        told: dict[str, Any] = {
            "weight": len(one.statements),
            "agreement": one.agrees,
            "statements": "; ".join(one.statements),
        }
        graph.add_edge(ends[0], ends[1], **told)
    return graph


def actor_graph(taken: Sequence[Stand], negotiation: Negotiation) -> networkx.Graph[str]:
    """The actors, tied by what they share and dispute; `weight` is the congruence, `activity` a node's stands."""
    labels = _labels(taken, negotiation)
    nodes = {one.actor: {"kind": one.actor.partition(":")[0], "label": labels[one.actor]} for one in taken}
    return _one_mode(nodes, between_actors(taken), _counts(one.actor for one in taken))


def concept_graph(taken: Sequence[Stand], negotiation: Negotiation) -> networkx.Graph[str]:
    """The concepts, tied by the actors that hold both; `weight` is the congruence, `activity` a node's stands."""
    nodes = {one.concept: {"kind": "concept", "label": clean(one.concept)} for one in taken}
    return _one_mode(nodes, between_concepts(taken), _counts(one.concept for one in taken))


def _one_mode(
    nodes: Mapping[str, Mapping[str, Any]], ties: Mapping[tuple[str, str], Tie], active: Mapping[str, int]
) -> networkx.Graph[str]:
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    for name, told in nodes.items():
        graph.add_node(clean(name), activity=active[name], **told)
    for (first, second), tie in ties.items():
        graph.add_edge(clean(first), clean(second), weight=tie.congruence, **tie.record())
    return graph


def _counts(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def _labels(taken: Sequence[Stand], negotiation: Negotiation) -> dict[str, str]:
    names = {f"party:{party.id}": party.name for party in negotiation.parties}
    return {one.actor: clean(names.get(one.actor, one.actor.partition(":")[2])) for one in taken}


GRAPHS: Mapping[str, Callable[[Sequence[Stand], Negotiation], Any]] = {
    "affiliation": affiliation_graph,
    "congruence": actor_graph,
    "concepts": concept_graph,
}
"""The networks by the name under which they are exported."""
