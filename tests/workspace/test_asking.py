"""A live session of what if: its answers are those of whole runs, and cost what a change makes new."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import numpy as np
import pytest

from accord.documents import Document, document_id
from accord.errors import CallError
from accord.evidence import left_out
from accord.findings import Changes, changes_from, changes_record, difference_record
from accord.negotiation import load_negotiation
from accord.statements import Act, Authority, Claim, Point, Says, Statement, make_statement
from accord.workspace import Settings, what_if
from accord.workspace.asking import Asker, CancelledError, what_if_record
from accord.workspace.deal_space import space_record

NEGOTIATION, _ = load_negotiation(
    """
parties: [{id: N, name: the Netters}, {id: L, name: the Liners}, {id: C, name: the Council}]
tracks: [{id: quota, parties: [N, L]}, {id: ports, parties: [N, L, C]}]
issues:
  - {id: share, track: quota, options: [low, middle, high], status_quo: low}
  - {id: season, track: quota, options: [short, long], status_quo: short}
  - {id: berth, track: ports, options: [closed, open], status_quo: closed}
  - {id: fee, track: ports, options: [none, small, large], status_quo: none}
""",
    "negotiation.yaml",
)
MEMBERS = 240


def _said(number: int, side: str | None, claim: Claim) -> tuple[str, str | None, Claim]:
    return f"Sentence {number} of the account.", side, claim


def _report(source: str, day: int, *told: tuple[str, str | None, Claim]) -> tuple[Document, list[Statement]]:
    text = " ".join(sentence for sentence, _, _ in told)
    document = Document(document_id(text), f"{source}.txt", "", source, date(2031, 5, day), text, "text/plain")
    made = []
    for sentence, side, claim in told:
        start = text.index(sentence)
        who = {"parties": (side,), "authority": Authority.PRINCIPAL} if side else {}
        point = Point(Act.ASSESSMENT, claim.party, claim.issue, claim.option, claim=claim)
        made.append(
            make_statement(
                document, start, start + len(sentence), speakers=(f"Speaker {sentence[9]} {source}",), points=(point,),
                **who,
            )
        )  # fmt: skip
    return document, made


ONE, FIRST = _report(
    "Example Wire", 1,
    _said(1, "N", Claim(Says.WOULD_ACCEPT, "N", issue="share", option="middle")),
    _said(2, "L", Claim(Says.REFUSES, "L", issue="share", option="high")),
    _said(3, "L", Claim(Says.RED_LINE, "L", issue="fee", option="large")),
    _said(4, None, Claim(Says.LESS_HURRIED_THAN, "L", other="N")),
)  # fmt: skip
TWO, SECOND = _report(
    "The Gazette", 3,
    _said(5, "N", Claim(Says.SEEKS, "N", issue="season", option="long")),
    _said(6, "C", Claim(Says.SEEKS, "C", issue="fee", option="small")),
    _said(7, None, Claim(Says.MAY_WALK_AWAY, "N")),
    _said(8, "L", Claim(Says.VALUES_MORE, "L", track="ports", over_track="quota")),
)  # fmt: skip
READ = ((ONE, TWO), NEGOTIATION, (*FIRST, *SECOND))

ASKED = {
    "patience": Changes(rates={("impatience", "N"): (0.2, 0.2)}),
    "leaving": Changes(rates={("walk_away_hazard", "N"): (0.3, 0.3)}),
    "outside": Changes(outside={"L": 0.7}),
    "separate": Changes(separate=("quota", "ports")),
    "dropped": Changes(without=(FIRST[1].id,)),
    "source": Changes(without_documents=(TWO.id,)),
    "believe": Changes(believe=("N",)),
    "as of": Changes(as_of=date(2031, 5, 1)),
    "order": Changes(order=("fee", "share")),
}


@pytest.fixture(scope="module")
def asker() -> Asker:
    made = Asker(*READ, settings=Settings(members=MEMBERS))
    made.prepare()
    return made


@pytest.mark.parametrize("name", ASKED)
def test_a_session_answers_as_two_whole_runs_do(asker: Asker, name: str) -> None:
    live = asker.full(ASKED[name])
    whole = what_if(*READ, ASKED[name], settings=Settings(members=MEMBERS))
    assert [difference_record(one) for one in live.differences] == [difference_record(one) for one in whole.differences]
    assert live.after.problems == whole.after.problems


@pytest.mark.parametrize("name", ASKED)
def test_the_quick_share_is_that_of_the_finding_within_its_error(asker: Asker, name: str) -> None:
    space, full = asker.quick(ASKED[name]), asker.full(ASKED[name])
    deal = next(one for one in full.after.findings if one.id == "packages:deal")
    share, error = space.agreement
    if space.how == "re-weighed":
        assert deal.share is not None
        assert abs(share - deal.share) <= 4 * np.hypot(error, deal.error or 0.0)
    else:
        assert deal.share == pytest.approx(share)


def test_the_first_models_of_another_weighing_are_the_first_of_each_of_its_chains(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accord.workspace.asking._FEW", 64)
    monkeypatch.setattr("accord.workspace.asking._ENOUGH", 2.0)
    for changes in (ASKED["believe"], ASKED["dropped"]):
        fresh = asker.afresh()
        few, models = fresh.quick(changes), fresh.models(changes)
        assert (few.how, few.members, few.of) == ("drawn anew", 64, MEMBERS)
        first = np.concatenate([np.flatnonzero(models.chains == chain)[:8] for chain in range(8)])
        for party, row in models.frame.party_index.items():
            assert few.reservations[party].mean == pytest.approx(models.reservations[first, row].mean())
        whole = fresh.quick(changes, whole=True)
        assert whole.members == MEMBERS
        assert fresh.quick(changes) == whole  # once all are told of, the first need not do


def test_what_only_a_rate_changes_moves_no_deal(asker: Asker) -> None:
    space = asker.quick(ASKED["patience"])
    assert space.how == "same models"
    assert all(change.size == 0 for one in space.solutions.values() for change in one.changes.values())


def test_a_better_way_out_never_leaves_the_one_who_has_it_worse_off(asker: Asker) -> None:
    before, after = asker.quick(Changes()), asker.quick(ASKED["outside"])
    assert after.agreement[0] <= before.agreement[0]
    assert after.solutions["nash"].utilities["L"].mean >= 0.7
    assert after.reservations["L"].mean >= before.reservations["L"].mean


def test_members_weighed_anew_are_like_members_drawn_anew(asker: Asker) -> None:
    weighed = asker.baseline.weighed
    assert weighed is not None
    for changes in (ASKED["dropped"], ASKED["source"]):
        drawn = asker.full(changes).after.weighed
        assert drawn is not None
        kept = {piece.id for piece in drawn.pieces}
        turned = left_out(weighed, {piece.id for piece in weighed.pieces} - kept)
        assert turned.effective > 8
        for row in range(3):
            mean = turned.weights @ weighed.ensemble.reservations[:, row] / turned.weights.sum()
            spread = weighed.ensemble.reservations[:, row].std() * (1 / turned.effective + 1 / MEMBERS) ** 0.5
            assert abs(mean - drawn.ensemble.reservations[:, row].mean()) < 5 * spread


def test_a_question_taken_back_is_not_answered(asker: Asker) -> None:
    gone = Event()
    gone.set()
    with pytest.raises(CancelledError):
        asker.full(Changes(outside={"C": 0.31}), cancelled=gone.is_set)
    with pytest.raises(CancelledError):
        asker.quick(Changes(outside={"C": 0.31}), cancelled=gone.is_set)
    assert asker.quick(Changes(outside={"C": 0.31})).members == MEMBERS


def test_threads_get_the_answers_that_one_gets(asker: Asker) -> None:
    fresh = Asker(*READ, settings=Settings(members=MEMBERS))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda name: space_record(fresh.quick(ASKED[name])), ["outside", "separate"] * 2))
    assert found == [space_record(asker.quick(ASKED[name])) for name in ["outside", "separate"] * 2]


@pytest.mark.parametrize(
    "changes",
    [
        Changes(outside={"X": 0.5}),
        Changes(without=("nothing",)),
        Changes(without_documents=("nothing",)),
        Changes(believe=("X",)),
        Changes(separate=("X",)),
        Changes(order=("fee",)),
        Changes(rates={("impatience", "X"): (0.1, 0.1)}),
    ],
)
def test_what_cannot_be_is_told_at_once(asker: Asker, changes: Changes) -> None:
    with pytest.raises(CallError):
        asker.quick(changes)
    with pytest.raises(CallError):
        asker.full(changes)


@pytest.mark.parametrize("changes", ASKED.values())
def test_changes_go_through_json_and_come_back(changes: Changes) -> None:
    assert changes_from(json.loads(json.dumps(changes_record(changes)))) == changes


def test_a_change_of_no_known_name_is_refused() -> None:
    with pytest.raises(CallError, match="separate"):
        changes_from({"seperate": ["quota"]})


def test_answers_are_json(asker: Asker) -> None:
    for name in ("separate", "dropped"):
        json.dumps(space_record(asker.quick(ASKED[name])), allow_nan=False)
        json.dumps(what_if_record(asker.full(ASKED[name])), allow_nan=False)
