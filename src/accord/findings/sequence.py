"""Sequence: which step each party wants before which, conditions that stand before conditions, and deadlocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import networkx as nx

from accord.evidence import Piece
from accord.findings import orders
from accord.findings.assumptions import drafted_part
from accord.findings.case import Case, analysts, fact, silent
from accord.findings.record import Basis, Finding, Influence, Mechanism, Status, Subject
from accord.findings.words import listed, percent, plain
from accord.negotiation import Assumption, Precondition
from accord.statements import Act, Says, Term
from accord.theory.sequence import precedence

_MOST_CHAINS = 5
_OF = "\u241f"  # parts an issue from its option in the name of a step; no id holds it


Step = tuple[str, str | None]
"""An issue settled, or one option of it."""

Said = tuple[bool, float, tuple[str, ...]]
"""Whether a voice denies an order, how far it is believed, and its statements."""

FILED = float(Assumption.model_fields["reliability"].default)
"""How far an order is believed that the negotiation file holds: as any assumption of the analyst's."""


@dataclass(frozen=True, slots=True)
class Demanded:
    """A party's wish that one step come before another: by whose words, and how far they are believed in all.

    `statements`: those who say so; `denied`: those who deny it. `said`: every voice, the analyst's among them.
    `filed`: the negotiation file holds it; `assumed`: what the analyst assumes of it.
    """

    party: str
    first: Step
    then: Step
    statements: tuple[str, ...]
    denied: tuple[str, ...]
    said: tuple[Said, ...]
    filed: bool
    assumed: tuple[Piece, ...] = ()

    @property
    def by_analyst(self) -> bool:
        """Whether the analyst holds it."""
        return self.filed or any(not piece.claim.negated for piece in self.assumed)


def find(case: Case) -> tuple[Finding, ...]:
    """Each order that is demanded, chains of them, and deadlocks; what the analyst alone holds is told as that."""
    edges = demanded(case)
    standing = [edge for edge in edges if edge.statements or edge.by_analyst]
    told = any(edge.statements or edge.denied for edge in edges)
    unspoken = silent(Mechanism.SEQUENCE, Subject("deadlock"), _unspoken(standing))
    if not told:
        return (unspoken, *_deadlocks(case, standing))
    wishes = [_wish(case, edge) for edge in edges if edge.statements or edge.denied]
    deadlocks = _deadlocks(case, standing) or ([_no_deadlock(case, standing)] if standing else [])
    return (*wishes, *_chains(case, standing), *deadlocks, *orders.find(case))


def demanded(case: Case) -> tuple[Demanded, ...]:
    """Every order of steps that a claim or the negotiation file names, by party and steps."""
    claims: dict[tuple[str, Step, Step], list[Piece]] = {}
    for piece in case.claiming(Says.BEFORE):
        first, then = piece.claim.first, piece.claim.then
        if first and then:
            key = (piece.claim.party, _step(first, then), _step(then, first))
            claims.setdefault(key, []).append(piece)
    for wish in case.negotiation.preconditions:
        claims.setdefault((wish.party, *_filed(wish)), [])
    # A step before itself says nothing of an order.
    return tuple(_demanded(case, key, claims[key]) for key in sorted(claims, key=str) if key[1] != key[2])


def _step(term: Term, other: Term) -> tuple[str, str | None]:
    """A step is an issue settled; where both are of one issue, the option tells them apart."""
    return (term.issue, term.option if term.issue == other.issue else None)


def _filed(wish: Precondition) -> tuple[Step, Step]:
    """The steps of an order that the negotiation file holds: as in claims, an issue settled, at whatever option."""
    return (wish.before, None), (wish.after, None)


def _demanded(case: Case, key: tuple[str, Step, Step], claims: list[Piece]) -> Demanded:
    party, first, then = key
    filed = any((one.party, *_filed(one)) == key for one in case.negotiation.preconditions)
    told = [statement for piece in claims if not piece.claim.negated for statement in piece.statements]
    if filed:
        told += _conditions(case, party, first[0])
    denied = [statement for piece in claims if piece.claim.negated for statement in piece.statements]
    said: list[Said] = [(piece.claim.negated, piece.reliability, piece.statements) for piece in claims]
    return Demanded(
        party,
        first,
        then,
        tuple(dict.fromkeys(told)),
        tuple(dict.fromkeys(denied)),
        (*said, *([(False, FILED, ())] if filed else [])),
        filed,
        tuple(piece for piece in claims if piece.assumption),
    )


def _conditions(case: Case, party: str, issue: str) -> list[str]:
    """Statements that tell of a condition of this party on this issue."""
    return sorted(
        statement.id
        for statement in case.statements
        if any(
            point.act is Act.PRECONDITION and point.about == party and point.issue == issue and not point.negated
            for point in statement.points
        )
    )


def chance(claims: Iterable[Said]) -> float:
    """The chance that an order is demanded: even at first, each voice of reliability r is right in (1 + r) / 2.

    >>> round(chance([(False, 0.8, ())]), 6)
    0.9
    """
    yes, no = 1.0, 1.0
    for negated, r, _ in claims:
        true, false = ((1 - r) / 2, (1 + r) / 2) if negated else ((1 + r) / 2, (1 - r) / 2)
        yes, no = yes * true, no * false
    return yes / (yes + no) if yes + no > 0 else 0.5


def _wish(case: Case, edge: Demanded) -> Finding:
    sentence = f"{_wanted(case, edge)}{case.account(edge.statements)}"
    if edge.denied and edge.statements:
        sentence += f"; this is denied{case.account(edge.denied)}"
    elif edge.denied:
        does = case.names.does(edge.party, "does")
        sentence = (
            f"{does} not want {_name(case, edge.first)} settled before {_name(case, edge.then)}"
            f"{case.account(edge.denied)}"
        )
    return fact(
        Mechanism.SEQUENCE,
        Subject(
            "before" if edge.then[1] is None else f"before_{edge.then[1]}",
            party=edge.party, issue=edge.first[0], option=edge.first[1], over_issue=edge.then[0],
        ),
        f"{sentence}.",
        (*edge.statements, *edge.denied),
        assumptions=_held(case, [edge]),
    )  # fmt: skip


def _wanted(case: Case, edge: Demanded) -> str:
    return f"{case.names.does(edge.party, 'wants')} {_name(case, edge.first)} settled before {_name(case, edge.then)}"


def _by(case: Case, edge: Demanded) -> str:
    """Who says that an order is wanted: voices, else the analyst."""
    if edge.statements:
        return case.account(edge.statements)
    return " (by the negotiation file)" if edge.filed else " (as the analyst assumes)" if edge.by_analyst else ""


def _chains(case: Case, edges: list[Demanded]) -> Iterable[Finding]:
    """Conditions that stand before conditions: the longest rows of steps, whoever demands each."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    by_pair: dict[tuple[str, str], list[Demanded]] = {}
    for edge in edges:
        graph.add_edge(_node(edge.first), _node(edge.then))
        by_pair.setdefault((_node(edge.first), _node(edge.then)), []).append(edge)
    if not nx.is_directed_acyclic_graph(graph):
        graph = nx.DiGraph([pair for pair in sorted(by_pair) if not nx.has_path(graph, pair[1], pair[0])])
    rows = sorted(_rows(graph), key=lambda row: (-len(row), row))[:_MOST_CHAINS]
    for row in rows:
        pairs = list(pairwise(row))
        used = [edge for pair in pairs for edge in by_pair[pair]]
        told = [statement for edge in used for statement in edge.statements]
        if told:
            words = " before ".join(_name(case, _of(node)) for node in row)
            who = listed(dict.fromkeys(case.names.party(edge.party) for edge in used))
            yield fact(
                Mechanism.SEQUENCE,
                Subject("chain", event=">".join(row)),
                f"Conditions stand before conditions: {words}, wanted by {who}{case.account(told)}{_in_part(used)}.",
                told,
                assumptions=_held(case, used),
                details={"steps": list(row)},
            )


def _in_part(edges: Iterable[Demanded]) -> str:
    """That the negotiation file alone holds some of these orders."""
    return "; a part of it by the negotiation file alone" if any(not edge.statements for edge in edges) else ""


def _rows(graph: nx.DiGraph[str]) -> Iterable[tuple[str, ...]]:
    """Paths of two edges or more from a first step to a last one."""
    starts = sorted(node for node in graph if graph.in_degree(node) == 0)
    ends = {node for node in graph if graph.out_degree(node) == 0}
    for start in starts:
        for count, path in enumerate(nx.all_simple_paths(graph, start, ends)):
            if count > 200:
                break
            if len(path) > 2:
                yield tuple(path)


def _deadlocks(case: Case, edges: list[Demanded]) -> tuple[Finding, ...]:
    """A finding for each round of steps that wait for each other."""
    if not edges:
        return ()
    found = precedence([(_node(edge.first), _node(edge.then)) for edge in edges])
    made = []
    for cycle in found.cycles:
        pairs = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        used = {pair: [edge for edge in edges if (_node(edge.first), _node(edge.then)) == pair] for pair in pairs}
        made.append(_deadlock(case, cycle, used, drop=len(found.drop)))
    return tuple(made)


def _no_deadlock(case: Case, edges: list[Demanded]) -> Finding:
    graph: nx.DiGraph[str] = nx.DiGraph([(_node(edge.first), _node(edge.then)) for edge in edges])
    row = ", then ".join(_name(case, _of(node)) for node in nx.lexicographical_topological_sort(graph))
    return fact(
        Mechanism.SEQUENCE,
        Subject("deadlock"),
        f"The conditions that are told do not deadlock: they can all be met in some order, such as {row}.",
        [statement for edge in edges for statement in edge.statements],
        assumptions=_held(case, edges),
    )


def _deadlock(
    case: Case, cycle: tuple[str, ...], used: Mapping[tuple[str, str], list[Demanded]], *, drop: int
) -> Finding:
    """A round of steps that each wait for another, with the chance that every demand in it stands.

    What the analyst alone holds is a fact of the negotiation file, of which no document tells.
    """
    flat = [edge for pair in used for edge in used[pair]]
    wants = "; ".join(f"{_wanted(case, edge)}{_by(case, edge)}" for edge in flat)
    told = [statement for edge in flat for statement in (*edge.statements, *edge.denied)]
    least = "one of these demands" if drop == 1 else f"at least {drop} demands in all"
    sentence = f"The conditions deadlock: {wants}. To break every deadlock {least} must be dropped."
    subject = Subject("deadlock", event=">".join(cycle))
    made = fact(
        Mechanism.SEQUENCE, subject, sentence, told, assumptions=_held(case, flat),
        details={"cycle": list(cycle), "fewest_to_drop": drop},
    )  # fmt: skip
    if not told:
        return made
    share, prior = _all_stand(used, lambda edge: chance(edge.said)), _all_stand(used, lambda _: 0.5)
    return replace(
        made,
        sentence=(
            f"{made.sentence} By how far those who say so are believed, all of it stands with a chance of "
            f"{percent(share)}, against {percent(prior)} with no evidence."
        ),
        status=Status.SHARE,
        share=share,
        prior=prior,
        error=0.0,
        basis=Basis.STATED if len(set(told)) == 1 else Basis.INFERRED,
        influence=_influences(used),
    )


def _all_stand(used: Mapping[tuple[str, str], list[Demanded]], of: Callable[[Demanded], float]) -> float:
    """Chance that in every step of the round at least one of the demands for it stands."""
    total = 1.0
    for edges in used.values():
        none = 1.0
        for edge in edges:
            none *= 1 - of(edge)
        total *= 1 - none
    return total


def _influences(used: Mapping[tuple[str, str], list[Demanded]]) -> tuple[Influence, ...]:
    """What each statement does: with what it says of the demands certain, less with it unsaid."""
    found = []
    for statement in sorted(
        {one for edges in used.values() for edge in edges for _, _, ids in edge.said for one in ids}
    ):

        def with_it(edge: Demanded, *, told: str = statement) -> float:
            answers = [not negated for negated, _, ids in edge.said if told in ids]
            return float(answers[0]) if answers else chance(edge.said)

        def without(edge: Demanded, *, told: str = statement) -> float:
            return chance(one for one in edge.said if told not in one[2])

        found.append(Influence(statement, _all_stand(used, with_it) - _all_stand(used, without), 0.0))
    return tuple(sorted(found, key=lambda one: (-round(abs(one.effect), 9), one.statement)))


def _unspoken(standing: Iterable[Demanded]) -> str:
    """Silence of the documents, with what the negotiation file alone implies."""
    sentence = "The documents say nothing of what must come before what."
    pairs = [(_node(edge.first), _node(edge.then)) for edge in standing]
    if pairs and precedence(pairs).acyclic:
        return f"{sentence} The negotiation file's own conditions can be met in some order."
    return sentence


def _held(case: Case, edges: Iterable[Demanded]) -> tuple[str, ...]:
    """What the analyst holds of these orders, with the reasons, and which of it was drafted."""
    found = []
    keys = {(edge.party, edge.first, edge.then): edge for edge in edges if edge.filed}
    for wish in case.negotiation.preconditions:
        edge = keys.get((wish.party, *_filed(wish)))
        if edge is not None:
            reason = f" ({wish.reason})" if wish.reason else ""
            wanted = _wanted(case, replace(edge, first=(wish.before, wish.option)))
            found.append(f"The negotiation file holds that {wanted}{reason}, with reliability {FILED:g}.")
            found += drafted_part(f"the condition that {_wanted(case, edge)}", wish)
    return (*dict.fromkeys(found), *analysts(case, (piece for edge in edges for piece in edge.assumed)))


def _node(step: tuple[str, str | None]) -> str:
    return step[0] if step[1] is None else f"{step[0]}{_OF}{step[1]}"


def _of(node: str) -> tuple[str, str | None]:
    issue, _, option = node.partition(_OF)
    return (issue, option or None)


def _name(case: Case, step: tuple[str, str | None]) -> str:
    return f"“{plain(step[1])}” on {case.names.issue(step[0])}" if step[1] else case.names.issue(step[0])
