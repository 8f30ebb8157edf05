"""Sequence: which step each party wants before which, conditions that stand before conditions, and deadlocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import networkx as nx

from accord.findings import orders
from accord.findings.case import Case, fact, silent
from accord.findings.record import Basis, Finding, Influence, Mechanism, Status, Subject
from accord.findings.words import in_models, listed, plain
from accord.statements import Act, Says, Term
from accord.theory.sequence import precedence

_MOST_CHAINS = 5
_OF = "\u241f"  # parts an issue from its option in the name of a step; no id holds it


@dataclass(frozen=True, slots=True)
class Demanded:
    """A party's wish that one step come before another: by whose words, and how far they are believed in all.

    `first`, `then`: (issue, option or None). `statements`: those who say so; `denied`: those who deny it. `chance`:
    that it is so, from the reliability of the voices; 1 for the negotiation file's own. `filed`: the negotiation file
    holds it.
    """

    party: str
    first: tuple[str, str | None]
    then: tuple[str, str | None]
    statements: tuple[str, ...]
    denied: tuple[str, ...]
    chance: float
    filed: bool


def find(case: Case) -> tuple[Finding, ...]:
    """Each order that is demanded, chains of them, and deadlocks; silent where the documents tell of none."""
    edges = demanded(case)
    if not any(edge.statements or edge.denied or not edge.filed for edge in edges):
        return (silent(Mechanism.SEQUENCE, Subject("deadlock"), _unspoken(case, edges)),)
    wishes = [_wish(case, edge) for edge in edges if edge.statements or edge.denied]
    standing = [edge for edge in edges if edge.filed or edge.statements]
    deadlocks = _deadlocks(case, standing) if standing else ()
    return (*wishes, *_chains(case, standing), *deadlocks, *orders.find(case))


def demanded(case: Case) -> tuple[Demanded, ...]:
    """Every order of steps that a claim or the negotiation file names, by party and steps."""
    claims: dict[
        tuple[str, tuple[str, str | None], tuple[str, str | None]], list[tuple[bool, float, tuple[str, ...]]]
    ] = {}
    for piece in case.claiming(Says.BEFORE):
        first, then = piece.claim.first, piece.claim.then
        if first and then:
            key = (piece.claim.party, _step(first, then), _step(then, first))
            claims.setdefault(key, []).append((piece.claim.negated, piece.reliability, piece.statements))
    for wish in case.negotiation.preconditions:
        claims.setdefault((wish.party, (wish.before, None), (wish.after, None)), [])
    # A step before itself says nothing of an order.
    return tuple(_demanded(case, key, claims[key]) for key in sorted(claims, key=str) if key[1] != key[2])


def _step(term: Term, other: Term) -> tuple[str, str | None]:
    """A step is an issue settled; where both are of one issue, the option tells them apart."""
    return (term.issue, term.option if term.issue == other.issue else None)


def _demanded(
    case: Case,
    key: tuple[str, tuple[str, str | None], tuple[str, str | None]],
    claims: list[tuple[bool, float, tuple[str, ...]]],
) -> Demanded:
    party, first, then = key
    filed = any(
        (one.party, one.before, one.after) == (party, first[0], then[0]) for one in case.negotiation.preconditions
    )
    said = [statement for negated, _, told in claims if not negated for statement in told]
    if filed:
        said += _conditions(case, party, first[0])
    denied = [statement for negated, _, told in claims if negated for statement in told]
    return Demanded(
        party,
        first,
        then,
        tuple(dict.fromkeys(said)),
        tuple(dict.fromkeys(denied)),
        1.0 if filed else chance(claims),
        filed,
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


def chance(claims: Iterable[tuple[bool, float, tuple[str, ...]]]) -> float:
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
    said = case.account(edge.statements)
    sentence = (
        f"{case.names.party(edge.party)} wants {_name(case, edge.first)} settled before {_name(case, edge.then)}{said}"
    )
    if edge.denied and edge.statements:
        sentence += f"; this is denied{case.account(edge.denied)}"
    elif edge.denied:
        sentence = (
            f"{case.names.party(edge.party)} does not want {_name(case, edge.first)} settled before "
            f"{_name(case, edge.then)}{case.account(edge.denied)}"
        )
    return fact(
        Mechanism.SEQUENCE,
        Subject(
            "before" if edge.then[1] is None else f"before_{edge.then[1]}",
            party=edge.party, issue=edge.first[0], option=edge.first[1], over_issue=edge.then[0],
        ),
        f"{sentence}.",
        (*edge.statements, *edge.denied),
        assumptions=_filed(case, [edge]),
    )  # fmt: skip


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
                f"Conditions stand before conditions: {words} (wanted by {who}){case.account(told)}.",
                told,
                assumptions=_filed(case, used),
                details={"steps": list(row)},
            )


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


def _deadlocks(case: Case, edges: list[Demanded]) -> Iterable[Finding]:
    found = precedence([(_node(edge.first), _node(edge.then)) for edge in edges])
    if found.acyclic:
        yield _no_deadlock(case, edges)
    for cycle in found.cycles:
        pairs = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        used = {pair: [edge for edge in edges if (_node(edge.first), _node(edge.then)) == pair] for pair in pairs}
        yield _deadlock(case, cycle, used, drop=len(found.drop))


def _no_deadlock(case: Case, edges: list[Demanded]) -> Finding:
    graph: nx.DiGraph[str] = nx.DiGraph([(_node(edge.first), _node(edge.then)) for edge in edges])
    row = ", then ".join(_name(case, _of(node)) for node in nx.lexicographical_topological_sort(graph))
    return fact(
        Mechanism.SEQUENCE,
        Subject("deadlock"),
        f"The conditions that are told do not deadlock: they can all be met in some order, such as {row}.",
        [statement for edge in edges for statement in edge.statements],
        assumptions=_filed(case, edges),
    )


def _deadlock(
    case: Case, cycle: tuple[str, ...], used: Mapping[tuple[str, str], list[Demanded]], *, drop: int
) -> Finding:
    """A round of steps that each wait for another, with the chance that every demand in it stands."""
    wants = "; ".join(
        f"{case.names.party(edge.party)} wants {_name(case, edge.first)} before {_name(case, edge.then)}"
        for pair in used
        for edge in used[pair]
    )
    flat = [edge for pair in used for edge in used[pair]]
    told = [statement for edge in flat for statement in edge.statements]
    least = "one of these demands" if drop == 1 else f"at least {drop} demands in all"
    sentence = f"The conditions deadlock: {wants}{case.account(told)}. To break every deadlock {least} must be dropped"
    subject = Subject("deadlock", event=">".join(cycle))
    made = fact(
        Mechanism.SEQUENCE, subject, f"{sentence}.", told, assumptions=_filed(case, flat),
        details={"cycle": list(cycle), "fewest_to_drop": drop},
    )  # fmt: skip
    if all(any(edge.filed for edge in used[pair]) for pair in used):
        return made
    share = _all_stand(used, lambda edge: edge.chance)
    prior = _all_stand(used, lambda edge: 1.0 if edge.filed else 0.5)
    influence = _influences(used, share)
    return replace(
        made,
        sentence=f"{made.sentence} All of this is so {in_models(share, 0.0, prior).replace(' (±1)', '')}.",
        status=Status.SHARE,
        share=share,
        prior=prior,
        error=0.0,
        basis=Basis.STATED if len(set(told)) == 1 else Basis.INFERRED,
        influence=influence,
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


def _influences(used: Mapping[tuple[str, str], list[Demanded]], share: float) -> tuple[Influence, ...]:
    """What each statement does: the demands it tells of certain, less as likely as not."""
    found = []
    statements = sorted({one for edges in used.values() for edge in edges if not edge.filed for one in edge.statements})
    for statement in statements:

        def with_it(edge: Demanded, *, told: str = statement) -> float:
            return 1.0 if told in edge.statements else edge.chance

        def without(edge: Demanded, *, told: str = statement) -> float:
            return 0.5 if told in edge.statements and not edge.filed else edge.chance

        found.append(Influence(statement, _all_stand(used, with_it) - _all_stand(used, without), 0.0))
    return tuple(sorted(found, key=lambda one: (-round(abs(one.effect), 9), one.statement)))


def _unspoken(case: Case, edges: Iterable[Demanded]) -> str:
    """Silence of the documents, with what the negotiation file alone implies."""
    sentence = "The documents say nothing of what must come before what."
    filed = list(edges)
    if not filed:
        return sentence
    found = precedence([(_node(edge.first), _node(edge.then)) for edge in filed])
    if found.acyclic:
        return f"{sentence} The negotiation file's own conditions can be met in some order."
    rounds = listed(" and ".join(_name(case, _of(node)) for node in cycle) for cycle in found.cycles)
    return f"{sentence} By the negotiation file alone these deadlock: {rounds}."


def _filed(case: Case, edges: Iterable[Demanded]) -> tuple[str, ...]:
    named = [
        f"{case.names.party(edge.party)} wants {_name(case, edge.first)} before {_name(case, edge.then)}"
        for edge in edges
        if edge.filed
    ]
    return (f"The negotiation file holds that {listed(dict.fromkeys(named))}.",) if named else ()


def _node(step: tuple[str, str | None]) -> str:
    return step[0] if step[1] is None else f"{step[0]}{_OF}{step[1]}"


def _of(node: str) -> tuple[str, str | None]:
    issue, _, option = node.partition(_OF)
    return (issue, option or None)


def _name(case: Case, step: tuple[str, str | None]) -> str:
    return f"“{plain(step[1])}” on {case.names.issue(step[0])}" if step[1] else case.names.issue(step[0])
