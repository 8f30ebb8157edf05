"""What if: changes from words, and what they do to findings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.findings.scene import Act, Says, document_of, statements_of, strike, told

from accord.errors import CallError
from accord.findings import Changes
from accord.findings.changes import changed, claim, scalars, tables
from accord.findings.tables import tables_of
from accord.workspace import Settings, WhatIf, what_if

FIRM = {"parties": ("F",), "speakers": ("The director",)}
UNION = {"parties": ("W",), "speakers": ("A shop steward",)}
SAID = [
    told(
        "The union refuses a panel.", "W", says=Says.REFUSES, issue="panel", option="yes", on=date(2031, 3, 1), **UNION
    ),
    told("The firm offers a big raise.", "F", Act.OFFER, issue="raise", option="big", on=date(2031, 3, 2), **FIRM),
    told("The union is in no hurry.", "W", says=Says.LESS_HURRIED_THAN, other="F", on=date(2031, 3, 3)),
]
DEAL = "packages:deal"


def asked(**changes: Any) -> WhatIf:
    document = document_of(SAID, on=date(2031, 3, 3))
    statements = statements_of(document, SAID)
    return what_if((document,), strike(), statements, Changes(**changes), settings=Settings(members=200))


def share(found: WhatIf, id: str, side: str = "after") -> float | None:
    return next((one.share for one in getattr(found, side).findings if one.id == id), None)


def test_nothing_changed_changes_nothing() -> None:
    found = asked()
    assert not any(one.clear for one in found.differences)
    assert all(one.size in {0.0, None} for one in found.differences)


def test_a_refusal_left_out_makes_a_deal_on_it_likelier() -> None:
    refusal = statements_of(document_of(SAID, on=date(2031, 3, 3)), SAID)[0].id
    found = asked(without=(refusal,))
    alone = "packages:deal:track=pensions"
    before, after = share(found, alone, "before"), share(found, alone)
    assert before is not None
    assert after is not None
    assert after > before
    assert any(one.id == DEAL and one.share_moved for one in found.differences)


def test_an_outside_option_as_good_as_the_best_package_leaves_no_deal() -> None:
    assert share(asked(outside={"W": 1.01}), DEAL) == pytest.approx(0.0, abs=0.01)


def test_a_scalar_that_is_known_leaves_no_doubt() -> None:
    split = "patience:split:party=W:other=F"
    assert share(asked(rates={("impatience", "W"): (0.0, 0.0)}), split) == pytest.approx(1.0, abs=0.01)


def test_only_what_was_said_by_a_day_counts() -> None:
    found = asked(as_of=date(2031, 3, 2))
    assert len(found.after.statements) == 2
    assert share(found, "patience:split:party=W:other=F") is None


def test_believing_one_side_leaves_the_other_unheard() -> None:
    weighed = asked(believe=("F",)).after.weighed
    assert weighed is not None
    assert {piece.claim.party for piece in weighed.pieces} == {"F"}


def test_a_claim_heard_beside_the_documents_enters_with_its_reason() -> None:
    added = claim("party=W says=would_accept issue=raise option=small reliability=0.8")
    found = asked(add=(added,))
    assert any("what if" in one for finding in found.after.findings for one in finding.assumptions)


def test_tracks_apart_bring_a_deal_where_one_of_them_has_one() -> None:
    found = asked(separate=("pay",))
    tracks = [share(found, f"packages:deal:track={track}") for track in ("pay", "pensions")]
    apart = share(found, DEAL)
    assert apart is not None
    assert max(one for one in tracks if one is not None) <= apart <= sum(one for one in tracks if one is not None)


def test_an_order_is_told_for_every_party() -> None:
    found = asked(order=("panel", "raise"))
    ids = {one.id for one in found.after.findings}
    assert {f"sequence:stages:party={party}:event=panel>raise" for party in ("F", "W")} <= ids


def test_scalars_are_read_from_words() -> None:
    rates, outside = scalars(["impatience.W=0.1..0.2", "power_shift.F=-0.1", "outside_option.F=0.6"])
    assert rates == {("impatience", "W"): (0.1, 0.2), ("power_shift", "F"): (-0.1, -0.1)}
    assert outside == {"F": 0.6}


@pytest.mark.parametrize("word", ["impatience=0.1", "hurry.W=0.1", "impatience.W=soon", "outside_option.W=0.1..0.2"])
def test_words_that_say_no_scalar_are_refused_with_what_would(word: str) -> None:
    with pytest.raises(CallError, match="got"):
        scalars([word])


@pytest.mark.parametrize(
    "changes",
    [
        {"rates": {("impatience", "X"): (0.1, 0.1)}},
        {"rates": {("impatience", "W"): (-0.1, 0.1)}},
        {"outside": {"X": 0.5}},
        {"order": ("raise",)},
        {"order": ("raise", "wages")},
        {"separate": ("holidays",)},
        {"link": ("pay",)},
        {"link": ("pay", "pensions"), "separate": ("pay",)},
        {"without": ("s000000000000",)},
        {"believe": ("X",)},
    ],
)
def test_a_change_that_cannot_be_is_a_wrong_call(changes: dict[str, Any]) -> None:
    with pytest.raises(CallError):
        asked(**changes)


@pytest.mark.parametrize("words", ["party=W", "party=W says=likes", "party=W wants=all", "party=W says=refuses issue"])
def test_words_that_say_no_claim_are_refused(words: str) -> None:
    with pytest.raises(CallError):
        claim(words)


def test_a_claim_names_what_there_is() -> None:
    with pytest.raises(CallError, match="huge"):
        changed(strike(), Changes(add=(claim("party=W says=refuses issue=raise option=huge"),)))


def test_tables_hold_every_track_once() -> None:
    assert tables(strike(), Changes()) == ()
    assert tables_of(["a", "b", "c"], linked=["a", "c"]) == (("a", "c"), ("b",))
    assert tables_of(["a", "b", "c"], separate=["b"]) == (("a", "c"), ("b",))
