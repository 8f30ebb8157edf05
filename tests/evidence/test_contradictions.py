"""Evidence that cannot hold together is found, as the smallest sets, and told with its sources."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.evidence.rejection import World, holds, idle, prior, with_counterfactuals

from accord.bargain import Bools
from accord.errors import EvidenceError
from accord.evidence import Piece, piece_id, weigh
from accord.evidence.contradictions import Conflicts, conflict_problems, conflicts, shrink
from accord.evidence.layout import layout_of
from accord.negotiation import Issue, Negotiation, Party, Track
from accord.statements import Claim, Says, Term

OPTIONS = {"pay": ("low", "mid", "high"), "hours": ("long", "short"), "site": ("north", "south", "west")}
NEGOTIATION = Negotiation(
    parties=(Party(id="U", name="the union"), Party(id="F", name="the firm"), Party(id="S", name="the state")),
    tracks=(Track(id="table", parties=("U", "F", "S")),),
    issues=tuple(Issue(id=id, track="table", options=o, ordered=id != "site") for id, o in OPTIONS.items()),
)


def told(*claims: Claim, r: float = 0.8) -> list[Piece]:
    return [
        Piece(piece_id(claim, f"v{k}"), claim, r, (f"s{k}",), f"v{k}", f"Voice {k}") for k, claim in enumerate(claims)
    ]


def sets(pieces: list[Piece]) -> list[list[Claim]]:
    found = conflicts(pieces, layout_of(pieces, NEGOTIATION), unseen(pieces))
    assert found.complete
    return [[piece.claim for piece in one] for one in found.sets]


def unseen(pieces: list[Piece]) -> Bools:
    return np.zeros((0, len(pieces)), np.bool_)


def same(found: list[list[Claim]], *expected: list[Claim]) -> bool:
    def order(claims: list[Claim]) -> list[str]:
        return sorted(map(repr, claims))

    return sorted(map(order, found)) == sorted(map(order, expected))


def test_two_voices_on_who_refuses() -> None:
    refuses, accepts = Claim(Says.REFUSES, "F", "pay", "high"), Claim(Says.WOULD_ACCEPT, "F", "pay", "high")
    other = Claim(Says.SEEKS, "U", "pay", "high")
    pieces = told(refuses, accepts, other)
    assert same(sets(pieces), [refuses, accepts])
    found = conflicts(pieces, layout_of(pieces, NEGOTIATION), unseen(pieces))
    (problem,) = conflict_problems(found, NEGOTIATION)
    assert set(problem.statements) == {"s0", "s1"}
    assert "according to Voice 0, the firm refuses “high” on pay" in problem.sentence
    assert "according to Voice 1, the firm would accept “high” on pay" in problem.sentence
    assert problem.sentence.startswith("These cannot all be true: ")
    assert not any(piece.id in problem.sentence for piece in pieces)


def test_a_contradiction_quotes_what_each_source_said() -> None:
    """As a claim of its source, beside the words; a long quotation is cut short, and an assumption has its reason."""
    refuses, accepts = Claim(Says.REFUSES, "F", "pay", "high"), Claim(Says.WOULD_ACCEPT, "F", "pay", "high")
    one, two = told(refuses, accepts)
    quoted = replace(one, quote="We shall not pay it,\n and that is final.")
    assumed = replace(two, assumption=True, statements=(), reason="the order book " * 30)
    pieces = [quoted, assumed]
    (problem,) = conflict_problems(conflicts(pieces, layout_of(pieces, NEGOTIATION), unseen(pieces)), NEGOTIATION)
    assert (
        "according to Voice 0, the firm refuses “high” on pay (“We shall not pay it, and that is final.”)"
        in problem.sentence
    )
    assert "the analyst assumes that the firm would accept “high” on pay (“the order book" in problem.sentence
    assert "…”)" in problem.sentence
    assert len(problem.sentence) < 500


@pytest.mark.parametrize(
    "clashing",
    [
        [Claim(Says.SEEKS, "U", "pay", "high"), Claim(Says.SEEKS, "U", "pay", "high", negated=True)],
        [Claim(Says.RED_LINE, "F", "pay", "mid"), Claim(Says.WOULD_ACCEPT, "F", "pay", "high")],
        [Claim(Says.RED_LINE, "F", "hours", "short"), Claim(Says.RED_LINE, "F", "hours", "short", negated=True)],
        [Claim(Says.WOULD_DO_ANYWAY, "F", "pay", "mid"), Claim(Says.WOULD_DO_ANYWAY, "U", "pay", "high")],
        [Claim(Says.MAY_WALK_AWAY, "F"), Claim(Says.MAY_WALK_AWAY, "F", negated=True)],
        [Claim(Says.NO_DEAL_BETTER, "F"), Claim(Says.NO_DEAL_WORSE, "F")],
        [
            Claim(Says.LESS_HURRIED_THAN, "U", other="F"),
            Claim(Says.LESS_HURRIED_THAN, "F", other="S"),
            Claim(Says.LESS_HURRIED_THAN, "S", other="U"),
        ],
        [
            Claim(Says.VALUES_MORE, "U", issue="pay", over="hours"),
            Claim(Says.VALUES_MORE, "U", issue="hours", over="site"),
            Claim(Says.VALUES_MORE, "U", issue="site", over="pay"),
        ],
        # Single-peaked: who prefers both ends of an order to its middle has no peak.
        [Claim(Says.PREFERS, "S", "pay", "low", over="mid"), Claim(Says.PREFERS, "S", "pay", "high", over="mid")],
        # What would happen anyway is no gain: going back to a present that is worse makes up for nothing.
        [
            Claim(Says.WOULD_DO_ANYWAY, "F", "hours", "short"),
            Claim(Says.SEEKS, "U", "hours", "short"),
            Claim(Says.WOULD_ACCEPT, "U", "hours", "long"),
            Claim(Says.NO_DEAL_BETTER, "U"),
        ],
    ],
)
def test_each_kind_of_clash_is_a_minimal_set(clashing: list[Claim]) -> None:
    true = [Claim(Says.SEEKS, "U", "site", "south"), Claim(Says.VALUES_MORE, "F", issue="pay", over="site")]
    assert same(sets(told(*clashing, *true)), clashing)


@pytest.mark.parametrize("says", [Says.WOULD_ACCEPT, Says.REFUSES])
def test_taking_or_refusing_what_no_deal_brings_too_clashes_with_nothing(says: Says) -> None:
    """It bounds no outside option: what would be so anyway is no price for anything."""
    claims = [
        Claim(Says.WOULD_DO_ANYWAY, "F", "hours", "short"),
        Claim(says, "F", "hours", "short"),
        Claim(Says.NO_DEAL_BETTER, "F"),
        Claim(Says.RED_LINE, "F", "hours", "short"),
    ]
    assert sets(told(*claims)) == []
    (clash,) = sets(told(Claim(Says.WOULD_DO_ANYWAY, "F", "hours", "short", negated=True), *claims[1:]))[:1] or [[]]
    assert (len(clash) > 0) == (says is Says.WOULD_ACCEPT)  # if it would not, taking it crosses the red line


def test_a_kind_without_order_has_no_middle() -> None:
    assert sets(told(*(Claim(Says.PREFERS, "S", "site", end, over="south") for end in ("north", "west")))) == []


def test_all_minimal_sets_are_listed() -> None:
    """Refusing clashes with each of two acceptances by other voices, and demand with its denial."""
    refuses, accepts = Claim(Says.REFUSES, "F", "pay", "high"), Claim(Says.WOULD_ACCEPT, "F", "pay", "high")
    seeks, denied = Claim(Says.SEEKS, "F", "pay", "mid"), Claim(Says.SEEKS, "F", "pay", "mid", negated=True)
    found = sets(told(refuses, accepts, seeks, denied, accepts))
    assert same(found, [refuses, accepts], [refuses, accepts], [seeks, denied])


@pytest.mark.parametrize("seed", [0, 1, 4, 6, 9])
def test_a_contradiction_planted_among_true_statements_is_found(seed: int) -> None:
    """Twenty claims that are true of one hidden model hold together; the denial of one of them clashes with it."""
    rng = np.random.default_rng(seed)
    world = World(("U", "F", "S"), OPTIONS, {"pay": True, "hours": True, "site": False})
    present = {issue: options[0] for issue, options in OPTIONS.items()}
    model = with_counterfactuals(prior(world, 1, rng), present, (), rng)
    claims: dict[Claim, None] = {}
    while len(claims) < 20:
        party, issue = str(rng.choice(world.parties)), str(rng.choice(list(OPTIONS)))
        first, second = (str(option) for option in rng.permutation(OPTIONS[issue])[:2])
        other = str(rng.choice([one for one in OPTIONS if one != issue]))
        claim = (
            Claim(Says.PREFERS, party, issue, first, over=second),
            Claim(Says.WOULD_ACCEPT, party, issue, first, given=(Term(other, str(rng.choice(OPTIONS[other]))),)),
            Claim(Says.VALUES_MORE, party, issue=issue, over=other),
        )[rng.integers(3)]
        if idle(claim, model)[0]:
            continue
        claims[claim if holds(claim, model, present)[0] else flipped(claim)] = None
    true = told(*claims)
    assert sets(true) == []
    lie = flipped(true[0].claim)
    pieces = [*true, Piece(piece_id(lie, "liar"), lie, 0.8, ("lie",), "liar", "a liar")]
    found = conflicts(pieces, layout_of(pieces, NEGOTIATION), unseen(pieces))
    assert [true[0].claim, lie] in [sorted((p.claim for p in one), key=lambda c: c == lie) for one in found.sets]
    assert all(any(piece.source == "a liar" for piece in one) for one in found.sets)


def flipped(claim: Claim) -> Claim:
    return replace(claim, negated=not claim.negated)


def test_certain_evidence_that_clashes_is_an_error_with_its_sets() -> None:
    refuses, accepts = Claim(Says.REFUSES, "F", "pay", "high"), Claim(Says.WOULD_ACCEPT, "F", "pay", "high")
    pieces = told(refuses, accepts, Claim(Says.SEEKS, "U", "pay", "mid"), r=1.0)
    with pytest.raises(EvidenceError, match="according to Voice 0, the firm refuses") as raised:
        weigh(pieces, NEGOTIATION, members=10)
    assert raised.value.conflicts == (tuple(sorted(piece.id for piece in pieces[:2])),)


def test_members_that_show_pieces_together_give_the_same_sets() -> None:
    refuses, accepts = Claim(Says.REFUSES, "F", "pay", "high"), Claim(Says.WOULD_ACCEPT, "F", "pay", "high")
    pieces = told(refuses, accepts, Claim(Says.SEEKS, "F", "pay", "high"), Claim(Says.NO_DEAL_BETTER, "F"))
    weighed = weigh(pieces, NEGOTIATION, members=50)
    found = conflicts(pieces, layout_of(pieces, NEGOTIATION), unseen(pieces))
    assert conflict_problems(found, NEGOTIATION) == weighed.problems


def test_a_clashing_set_is_shrunk_to_what_clashes() -> None:
    def can_hold(chosen: frozenset[int]) -> bool:
        return not {3, 7, 11} <= chosen

    assert shrink(range(20), can_hold) == {3, 7, 11}


def test_what_is_not_listed_is_said() -> None:
    (note,) = conflict_problems(Conflicts((), complete=False), NEGOTIATION)
    assert note.code == "evidence.conflicts_unlisted"
