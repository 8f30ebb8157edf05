"""Contradictions: evidence that cannot all be true, and what the findings would be the one way and the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from accord.bargain import Floats
from accord.evidence import Piece, claim_words
from accord.evidence.diagnostics import share_of
from accord.findings.case import Asked, Case, fact
from accord.findings.record import Finding, Mechanism, Subject
from accord.findings.words import SAMPLING, listed, percent

_MOST_TOPICS = 2
_ENOUGH = 15.0  # independent members that must be left for a share to be told
_CLEAR = 0.05


_Shares = dict[tuple[str, str], tuple[float, float, float]]
"""What `share_of` has of a finding without a piece, by their ids: one piece may be in many contradictions."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way out: a piece is the untrue one; `chance`: in this share of models. `weights`: of members without it."""

    doubted: Piece
    chance: float
    weights: Floats


@dataclass(frozen=True, slots=True)
class Turn:
    """A question whose answer hangs on which piece is untrue: its share by each way."""

    asked: Asked
    shares: tuple[float, ...]
    errors: tuple[float, ...]

    @property
    def size(self) -> float:
        """How far the ways are apart, less what sampling may do."""
        low, high = int(np.argmin(self.shares)), int(np.argmax(self.shares))
        error = float(np.hypot(self.errors[low], self.errors[high]))
        return self.shares[high] - self.shares[low] - SAMPLING * error


def find(case: Case) -> tuple[Finding, ...]:
    """For each minimal set of evidence that cannot all be true: both sides, and what hangs on which is untrue."""
    if case.weighed is None:
        return ()
    known: _Shares = {}
    return tuple(_contradiction(case, conflict, known) for conflict in case.weighed.conflicts)


def _contradiction(case: Case, conflict: Sequence[str], known: _Shares) -> Finding:
    weighed = case.ensemble_weighed
    by_id = {piece.id: piece for piece in case.pieces}
    pieces = [by_id[id] for id in conflict]
    statements = tuple(dict.fromkeys(id for piece in pieces for id in piece.statements))
    ways = [
        Way(by_id[one.doubted], one.chance, one.reweighted.weights)
        for one in weighed.alternatives(conflict)
        if one.reweighted.effective >= _ENOUGH
    ]
    turns = sorted(_turns(case, ways, frozenset(conflict), known), key=lambda one: (-one.size, one.asked.finding))
    claims = "; ".join(f"{_who(piece)} {claim_words(piece.claim, case.negotiation)}" for piece in pieces)
    labels = _labels(case, ways)
    doubts = listed(f"{label} in {percent(way.chance)}" for way, label in zip(ways, labels, strict=True))
    doubted = f" Untrue in the models is {doubts}." if len(ways) > 1 else ""
    return fact(
        Mechanism.RED_LINES,
        Subject("contradiction", event="+".join(sorted(statements)) or "+".join(sorted(conflict))),
        f"{_cannot(pieces)}: {claims}.{doubted}{_hanging(labels, turns)}",
        statements,
        details={
            "ways": [
                {"doubted": way.doubted.id, "source": way.doubted.source, "words": _without(label),
                 "chance": round(way.chance, 6)}
                for way, label in zip(ways, labels, strict=True)
            ],
            "findings": [
                {"id": turn.asked.finding, "topic": turn.asked.question.topic,
                 "shares": [round(share, 6) for share in turn.shares]}
                for turn in turns if turn.size > 0
            ],
        },
    )  # fmt: skip


def _cannot(pieces: Sequence[Piece]) -> str:
    if len(pieces) == 1:
        return "With what the negotiation file takes as known this cannot be true"
    return "These cannot all be true"


def _turns(case: Case, ways: Sequence[Way], conflict: frozenset[str], known: _Shares) -> Iterable[Turn]:
    """What each question would be, were each piece in turn left out; of questions of the whole case."""
    if len(ways) < 2:
        return
    chains = case.ensemble_weighed.ensemble.chains
    for asked in case.asked:
        if asked.case is case and asked.pieces & conflict:
            for way in ways:
                if (asked.finding, way.doubted.id) not in known:
                    known[asked.finding, way.doubted.id] = share_of(asked.holds, way.weights, chains)
            told = [known[asked.finding, way.doubted.id] for way in ways]
            if all(left >= _ENOUGH for _, _, left in told):
                yield Turn(asked, tuple(share for share, _, _ in told), tuple(error for _, error, _ in told))


def _labels(case: Case, ways: Sequence[Way]) -> list[str]:
    """What each way out doubts: by its source, or, where one source says several, by what is claimed."""
    sources = [_source(way.doubted) for way in ways]
    if len(set(sources)) == len(sources):
        return [f"what {source} says" for source in sources]
    return [f"that {claim_words(way.doubted.claim, case.negotiation)}" for way in ways]


def _hanging(labels: Sequence[str], turns: Sequence[Turn]) -> str:
    clear = [turn for turn in turns if turn.size >= _CLEAR][:_MOST_TOPICS]
    parts = [
        f"that {turn.asked.question.topic}: "
        + listed(f"{percent(share)} {_without(label)}" for label, share in zip(labels, turn.shares, strict=True))
        for turn in clear
    ]
    return f" On it hangs {'; '.join(parts)}." if parts else ""


def _without(label: str) -> str:
    return f"if it is not so {label}" if label.startswith("that ") else f"without {label}"


def _who(piece: Piece) -> str:
    return "the analyst assumes that" if piece.assumption else f"according to {piece.source},"


def _source(piece: Piece) -> str:
    return "the analyst" if piece.assumption else piece.source
