"""Random streams keyed to content: the order of parties, issues or files, and the parties' names, change no number.

A party's stream is named by what is known of it (the issues that need its yes, its tracks, what the file declares of
it, the evidence on it and by it), with every party's own name left out and put in by such a description in turn.
Parties that nothing tells apart take streams in the order of their ids.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from accord.bargain import Frame, consents
from accord.evidence.bonds import Bond
from accord.evidence.piece import Piece
from accord.statements import claim_record

_ROLES = ("party", "other", "towards")
_ROUNDS = 3


def party_keys(
    frame: Frame,
    evidence: Sequence[Piece],
    bonds: Sequence[Bond] = (),
    ranges: Mapping[tuple[str, str], tuple[float, float]] | None = None,
) -> dict[str, str]:
    """A key for each party, from what is known of it and not from its name; no two alike."""
    ids = sorted(frame.party_index)
    colours = {id: _digest([_place(frame, id), _declared(id, frame, bonds, ranges or {})]) for id in ids}
    for _ in range(_ROUNDS):
        masked = [(_masked(piece, colours), _roles(piece, frame)) for piece in evidence]
        told: dict[str, list[str]] = {id: [] for id in ids}
        for content, roles in masked:
            for role, id in roles:
                told[id].append(role + content)
        colours = {id: _digest([colours[id], sorted(told[id])]) for id in ids}
    taken: Counter[str] = Counter()
    keys = {}
    for id in ids:
        keys[id] = f"{colours[id]}.{taken[colours[id]]}"
        taken[colours[id]] += 1
    return keys


def evidence_keys(evidence: Sequence[Piece], keys: Mapping[str, str]) -> tuple[str, ...]:
    """A key for each piece, from its content with keys in place of parties' names; no two alike."""
    taken: Counter[str] = Counter()
    found = {}
    # What a party's name does not decide comes first, so that two like pieces stand in one order whoever they are of.
    for number, piece in sorted(enumerate(evidence), key=lambda one: (_named(one[1]), one[1].id)):
        content = _masked(piece, keys)
        found[number] = f"{_digest(content)}.{taken[content]}"
        taken[content] += 1
    return tuple(found[number] for number in range(len(evidence)))


def _named(piece: Piece) -> tuple[str, ...]:
    """The voice, unless it is a party's, with its statements."""
    return ("" if piece.voice.startswith("party:") else piece.voice, *piece.statements)


def stream(seed: int, *keys: str) -> np.random.SeedSequence:
    """The seed sequence of the stream with these keys under a root seed."""
    digest = hashlib.sha256("\n".join(keys).encode("utf-8", "surrogatepass")).digest()
    return np.random.SeedSequence([seed, *np.frombuffer(digest, np.uint32).tolist()])


def states(seed: int, keys: Sequence[str]) -> NDArray[np.uint64]:
    """A generator state for each key, shape (keys, 4)."""
    return np.array([stream(seed, key).generate_state(4, np.uint64) for key in keys], np.uint64).reshape(-1, 4)


def _place(frame: Frame, id: str) -> list[object]:
    needed = consents(frame)[:, frame.party_index[id]]
    issues = sorted(issue.id for issue, yes in zip(frame.issues, needed.tolist(), strict=True) if yes)
    return [issues, sorted(track.id for track in frame.tracks if id in track.parties)]


def _declared(
    id: str, frame: Frame, bonds: Sequence[Bond], ranges: Mapping[tuple[str, str], tuple[float, float]]
) -> list[object]:
    own = [(bond.sign, bond.together) for bond in bonds if id in bond.parties]
    known = sorted((rate, ends) for (party, rate), ends in ranges.items() if party == id)
    orders = [(order.before, order.after, order.option) for order in frame.preconditions if order.party == id]
    return [own, known, sorted(orders)]


def _masked(piece: Piece, names: Mapping[str, str]) -> str:
    """What a piece says, with a party's description in place of its name."""
    record = claim_record(piece.claim)
    for role in _ROLES:
        if role in record:
            record[role] = names.get(record[role], record[role])
    kind, _, who = piece.voice.partition(":")
    voice = sorted(names.get(id, id) for id in who.split("+")) if kind == "party" else [kind]
    return json.dumps([record, voice, piece.relation, round(piece.reliability, 12)], sort_keys=True)


def _roles(piece: Piece, frame: Frame) -> list[tuple[str, str]]:
    record = claim_record(piece.claim)
    roles = [(role, record[role]) for role in _ROLES if record.get(role) in frame.party_index]
    kind, _, who = piece.voice.partition(":")
    return roles + [("voice", id) for id in who.split("+") if kind == "party" and id in frame.party_index]


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:32]
