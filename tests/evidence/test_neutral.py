"""The same rule treats every party alike: exchange parties in all the material and the numbers exchange, exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.evidence.rejection import World, holds, idle, prior, with_counterfactuals

from accord.evidence import Piece, Weighed, piece_id, weigh
from accord.negotiation import Interaction, Issue, Negotiation, Party, RateEntry, TermEntry, Track
from accord.statements import Claim, Says, Term

OPTIONS = {"dues": ("none", "some", "full"), "seat": ("east", "west", "south"), "term": ("short", "long")}
PARTIES = ("A", "B", "C")
PRESENT = {issue: options[0] for issue, options in OPTIONS.items()}
ORDERED = {"dues": True, "seat": False, "term": True}


def negotiation(names: dict[str, str]) -> Negotiation:
    """The talks with every party called by another's name, in the order of the new names."""
    together = (TermEntry(issue="dues", option="some"), TermEntry(issue="term", option="long"))
    return Negotiation(
        parties=tuple(Party(id=id, name=id.lower()) for id in sorted(names.values(), reverse=names["A"] != "A")),
        tracks=(
            Track(id="all", parties=tuple(sorted(names.values()))),
            Track(id="two", parties=(names["A"], names["B"])),
        ),
        issues=tuple(
            Issue(id=id, track="all" if id != "term" else "two", options=options, ordered=ORDERED[id])
            for id, options in OPTIONS.items()
        ),
        interactions=(Interaction(kind="complements", party=names["B"], terms=together),),
        rates=(RateEntry(party=names["C"], rate="outside_shift", low=-0.1, high=0.4),),
    )


def claims(rng: np.random.Generator) -> list[tuple[Claim, float, str]]:
    """Claims of all kinds, some of them certain and true of one hidden model, by parties and outsiders."""
    model = with_counterfactuals(prior(World(PARTIES, OPTIONS, ORDERED), 1, rng), PRESENT, (), rng)
    found: list[tuple[Claim, float, str]] = []
    while len(found) < 12:
        party, other = (str(one) for one in rng.permutation(PARTIES)[:2])
        issue, second = (str(one) for one in rng.permutation(list(OPTIONS))[:2])
        option, lesser = (str(one) for one in rng.permutation(OPTIONS[issue])[:2])
        given = (Term(second, str(rng.choice(OPTIONS[second]))),) if rng.random() < 0.5 else ()
        claim = [
            Claim(Says.PREFERS, party, issue, option, over=lesser),
            Claim(Says.WOULD_ACCEPT, party, issue, option, given=given),
            Claim(Says.REFUSES, party, issue, option),
            Claim(Says.VALUES_MORE, party, issue=issue, over=second),
            Claim(Says.LESS_HURRIED_THAN, party, other=other),
        ][rng.integers(5)]
        sure = rng.random() < 0.3 and claim.says in {Says.PREFERS, Says.VALUES_MORE, Says.LESS_HURRIED_THAN}
        true = claim if holds(claim, model, PRESENT)[0] else replace(claim, negated=True)
        voice = str(rng.choice([f"party:{party}", f"party:{other}", "person:x", "house:y"]))
        if not idle(claim, model)[0]:
            found.append((true if sure else claim, 1.0 if sure else float(rng.choice([0.4, 0.8])), voice))
    line = [(Claim(Says.RED_LINE, "C", "seat", "west"), 0.7, voice) for voice in ("party:C", "party:A", "person:x")]
    return [*found, *line, (Claim(Says.WOULD_DO_ANYWAY, "B", "term", "long"), 0.5, "reporter:p")]


def called(claim: Claim, names: dict[str, str]) -> Claim:
    return replace(
        claim, party=names[claim.party], other=names.get(claim.other or ""), towards=names.get(claim.towards or "")
    )


def weighed(told: list[tuple[Claim, float, str]], names: dict[str, str]) -> Weighed:
    pieces = []
    for claim, r, voice in told:
        kind, _, who = voice.partition(":")
        key = f"party:{names[who]}" if kind == "party" else voice
        pieces.append(Piece(piece_id(called(claim, names), key), called(claim, names), r, voice=key))
    by_id = {piece.id: piece for piece in pieces}
    return weigh(list(by_id.values()), negotiation(names), members=24, seed=3, workers=1)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_exchanging_names_ids_and_order_exchanges_every_number(seed: int) -> None:
    rng = np.random.default_rng(seed)
    told = claims(rng)
    names = dict(zip(PARTIES, (str(one) for one in rng.permutation(PARTIES)), strict=True))
    if names["A"] == "A":
        names = {"A": "B", "B": "C", "C": "A"}
    same = {id: id for id in PARTIES}
    first, second = weighed(told, same), weighed(told, names)
    for one, other in ((first.ensemble, second.ensemble), (first.prior, second.prior)):
        rows = [other.frame.party_index[names[party.id]] for party in one.frame.parties]
        assert np.array_equal(one.values, other.values[:, rows])
        assert np.array_equal(one.reservations, other.reservations[:, rows])
        assert np.array_equal(one.red_lines, other.red_lines[:, rows])
        assert np.array_equal(one.counterfactuals, other.counterfactuals)
        assert np.array_equal(one.interaction_values, other.interaction_values[:, rows])
        for rate, numbers in one.rates.items():
            assert np.array_equal(numbers, other.rates[rate][:, rows]), rate
    claimed = {(called(piece.claim, names), piece.voice.partition(":")[0]): n for n, piece in enumerate(first.pieces)}
    for number, piece in enumerate(second.pieces):
        mine = claimed[piece.claim, piece.voice.partition(":")[0]]
        if sum(one.claim == piece.claim for one in second.pieces) == 1:
            assert np.array_equal(first.satisfied[:, mine], second.satisfied[:, number])
            assert np.array_equal(first.ensemble.switches[:, mine], second.ensemble.switches[:, number])
    assert first.diagnostics.worst_rhat == second.diagnostics.worst_rhat
    assert len(first.conflicts) == len(second.conflicts)
