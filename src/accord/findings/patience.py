"""Patience: who is in less of a hurry, and how that splits a surplus."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import numpy as np

from accord.bargain import Floats
from accord.evidence import Piece
from accord.findings.assumptions import granted
from accord.findings.case import Case, Question, answer, silent
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.solving import World
from accord.findings.words import in_models, percent
from accord.statements import Says
from accord.theory.patience import rubinstein_limit

_RATE = "impatience"


def find(case: Case) -> tuple[Finding, ...]:
    """A finding for every pair that some claim, or a chain of claims, compares; in the direction of the claim."""
    pairs = tuple(compared(case.claiming(Says.LESS_HURRIED_THAN)))
    if not pairs:
        sentence = "The documents say nothing of who is in less of a hurry."
        return (silent(Mechanism.PATIENCE, Subject("split"), sentence),)
    return tuple(_split(case, one, other) for one, other in pairs)


def compared(pieces: Iterable[Piece]) -> Iterable[tuple[str, str]]:
    """Ordered pairs (less hurried, more hurried) that follow from the claims, if they hold; sorted.

    A denied claim asks about the same pair as the claim itself.
    """
    graph = _graph(pieces)
    for one in sorted(graph):
        for other in sorted(nx.descendants(graph, one)):
            yield one, other


def _graph(pieces: Iterable[Piece]) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for piece in pieces:
        if piece.claim.other is not None and piece.claim.other != piece.claim.party:
            graph.add_edge(piece.claim.party, piece.claim.other)
    return graph


def _split(case: Case, one: str, other: str) -> Finding:
    first, second = case.names.party(one), case.names.party(other)
    needed = frozenset([("rate", one, _RATE), ("rate", other, _RATE)])
    return answer(
        case,
        Question(
            Mechanism.PATIENCE,
            Subject("split", party=one, other=other),
            holds=lambda world: (_rate(world, one) < _rate(world, other)).astype(np.float64),
            needed=needed,
            say=lambda share, error, prior: (
                f"{case.names.does(one, 'is')} in less of a hurry than {second} {in_models(share, error, prior)}"
                f"{_by(case, one, other)}; of a surplus that the two divide by patience alone, "
                f"{case.names.does(one, 'gets')} {percent(_mean_share(case.world, one, other))} on average."
            ),
            silence=f"The documents say nothing of whether {first} or {second} is in less of a hurry.",
            topic=f"{case.names.does(one, 'is')} in less of a hurry than {second}",
            size=lambda world: _shares(world, one, other),
            unit="share of the surplus",
            assumptions=(
                *granted(case, parties=[one, other], rates=[_RATE]),
                "The surplus is split as by offers that follow each other quickly, with nobody able to leave.",
            ),
        ),
    )


def _by(case: Case, one: str, other: str) -> str:
    """By whose account: the claims on every way from the one to the other, and those that say the reverse."""
    pieces = case.claiming(Says.LESS_HURRIED_THAN)
    graph = _graph(pieces)
    after = {one, *nx.descendants(graph, one)} if one in graph else {one}
    before = {other, *nx.ancestors(graph, other)} if other in graph else {other}
    for_it = [piece for piece in pieces if piece.claim.party in after and piece.claim.other in before]
    reverse = [piece for piece in pieces if (piece.claim.party, piece.claim.other) == (other, one)]
    return case.accounts(
        (piece for piece in for_it if piece not in reverse), (piece for piece in reverse if not piece.claim.negated)
    )


def _mean_share(world: World, one: str, other: str) -> float:
    return float(_shares(world, one, other).mean())


def _rate(world: World, party: str) -> Floats:
    return world.ensemble.rates[_RATE][:, world.frame.party_index[party]]


def _shares(world: World, one: str, other: str) -> Floats:
    """Rubinstein's limit for every member: r_other / (r_one + r_other)."""
    return world.once("rubinstein_limit", _limits, _rate(world, one), _rate(world, other))


def _limits(one: Floats, other: Floats) -> Floats:
    rates = zip(one.tolist(), other.tolist(), strict=True)
    return np.array([rubinstein_limit(mine, theirs).first if mine + theirs > 0 else 0.5 for mine, theirs in rates])
