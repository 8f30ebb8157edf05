"""Two accounts of one meeting, laid side by side."""

from datetime import date

from tests.ledger.builder import (
    CONDITIONAL,
    DISPUTE,
    DOCKERS,
    PORT,
    claim,
    expert,
    material,
    narrates,
    point,
    report,
    says,
)

from accord.ledger import Outcome, readouts
from accord.statements import Claim, Says


def outcomes(*reports: object) -> dict[tuple[str, str | None, str | None], Outcome]:
    documents, statements = material(reports)  # type: ignore[arg-type]
    compared = readouts(statements, documents, DISPUTE)
    return {(item.what, item.issue, item.option): item.outcome for event in compared for item in event.items}


def test_what_both_tell_is_affirmed_and_what_one_tells_leaves_the_other_silent() -> None:
    found = outcomes(
        report(
            3,
            says(PORT, point("accept", PORT, "sundays", "free"), point("accept", PORT, "pay", "five"), event="call"),
            says(DOCKERS, point("accept", PORT, "sundays", "free"), event="call"),
        )
    )
    assert found == {
        ("agreed", "sundays", "free"): Outcome.AFFIRMED,
        ("agreed", "pay", "five"): Outcome.ONE_SILENT,
    }


def test_silence_names_the_silent_account() -> None:
    written = report(
        3,
        says(PORT, point("demand", PORT, "cranes", "remote"), event="call"),
        says(DOCKERS, point("accept", DOCKERS, "sundays", "free"), event="call"),
    )
    (event,) = readouts(written[1], [written[0]], DISPUTE)
    (demand,) = [item for item in event.items if item.what == "demand"]
    assert (demand.affirmed_by, demand.silent, demand.denied_by) == ((PORT,), (DOCKERS,), ())


def test_a_denial_in_words_contradicts() -> None:
    found = outcomes(
        report(
            3,
            says(PORT, point("accept", DOCKERS, "pay", "five"), event="call"),
            says(DOCKERS, point("accept", DOCKERS, "pay", "five", negated=True), event="call"),
        )
    )
    assert found == {("agreed", "pay", "five"): Outcome.CONTRADICTED}


def test_a_denial_that_names_no_option_denies_them_all() -> None:
    found = outcomes(
        report(
            3,
            says(PORT, point("accept", DOCKERS, "pay", "five"), event="call"),
            says(DOCKERS, point("reject", DOCKERS, "pay", None, negated=True), event="call"),
        )
    )
    assert found == {("agreed", "pay", "five"): Outcome.CONTRADICTED}


def test_one_partys_refusal_does_not_deny_the_others_acceptance() -> None:
    found = outcomes(
        report(
            3,
            says(PORT, point("accept", PORT, "pay", "five"), event="call"),
            says(DOCKERS, point("reject", DOCKERS, "pay", "five"), event="call"),
        )
    )
    assert found[("agreed", "pay", "five")] is Outcome.ONE_SILENT


def test_different_options_told_as_agreed_are_different_and_not_a_denial() -> None:
    found = outcomes(
        report(
            3,
            says(PORT, point("accept", PORT, "pay", "three"), event="call"),
            says(DOCKERS, point("accept", PORT, "pay", "five"), event="call"),
        )
    )
    assert set(found.values()) == {Outcome.DIFFERENT}


def test_a_claim_that_the_other_account_denies_is_contradicted() -> None:
    found = outcomes(
        report(
            3,
            says(PORT, claim("may_walk_away", DOCKERS), event="call"),
            says(DOCKERS, claim("may_walk_away", DOCKERS, negated=True), event="call"),
        )
    )
    assert found == {("claim", None, None): Outcome.CONTRADICTED}


def test_what_is_claimed_on_one_day_of_somebodys_mind_is_no_common_event() -> None:
    """Two who call the guild ready to leave, on one day, have not told of one meeting."""
    assert not outcomes(
        report(3, narrates(claim("may_walk_away", DOCKERS))),
        report(3, says(DOCKERS, claim("may_walk_away", DOCKERS)), source="The Herald"),
    )


def test_words_of_one_day_are_compared_only_where_both_speak() -> None:
    """Without a common event, what one party alone tells is unknown, not passed over in silence."""
    day = date(2030, 3, 3)
    found = outcomes(
        report(
            4,
            says(PORT, point("accept", DOCKERS, "pay", "five"), point("accept", PORT, "sundays", "free"), on=day),
            says(DOCKERS, point("reject", DOCKERS, "pay", "five"), on=day),
        )
    )
    assert found == {
        ("agreed", "pay", "five"): Outcome.CONTRADICTED,
        ("agreed", "sundays", "free"): Outcome.UNKNOWN,
    }


def test_two_outlets_are_two_accounts_and_an_expert_is_none() -> None:
    first = report(3, narrates(point("accept", PORT, "pay", "five"), event="call"))
    second = report(
        3,
        narrates(point("accept", PORT, "pay", "five"), event="call"),
        expert(point("accept", PORT, "sundays", "free"), event="call"),
        source="The Ledger",
    )
    assert outcomes(first, second) == {("agreed", "pay", "five"): Outcome.AFFIRMED}


def test_one_account_alone_is_no_comparison() -> None:
    assert outcomes(report(3, says(PORT, point("accept", PORT, "pay", "five"), event="call"))) == {}


def test_a_denied_readiness_is_no_affirmation() -> None:
    unready = Claim(Says.WOULD_ACCEPT, DOCKERS, "pay", "five", negated=True)
    found = outcomes(
        report(
            3,
            says(PORT, point("accept", DOCKERS, "pay", "five"), event="call"),
            says(DOCKERS, point("accept", DOCKERS, "pay", "five", claim=unready), event="call"),
        )
    )
    assert found == {("agreed", "pay", "five"): Outcome.CONTRADICTED}


def test_what_is_given_on_a_condition_is_an_offer_and_not_agreed() -> None:
    found = outcomes(
        report(
            3,
            says(PORT, point("concession", PORT, "pay", "five", modality=CONDITIONAL), event="call"),
            says(DOCKERS, point("accept", DOCKERS, "sundays", "free"), event="call"),
        )
    )
    assert found == {("offer", "pay", "five"): Outcome.ONE_SILENT, ("agreed", "sundays", "free"): Outcome.ONE_SILENT}
