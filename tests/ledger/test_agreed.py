"""What is agreed, and by whose account."""

from tests.ledger.builder import CONDITIONAL, DISPUTE, DOCKERS, PORT, expert, material, narrates, point, report, says

from accord.ledger import Agreed, Standing, agreed

FIVE = point("accept", DOCKERS, "pay", "five")
PORT_FIVE = point("accept", PORT, "pay", "five")


def found(*reports: object) -> tuple[Agreed, ...]:
    documents, statements = material(reports)  # type: ignore[arg-type]
    return agreed(statements, documents, DISPUTE)


def standing(*reports: object) -> Standing:
    (one,) = found(*reports)
    return one.standing


def test_both_in_their_own_word_is_agreed() -> None:
    assert standing(report(3, says(DOCKERS, FIVE)), report(4, says(PORT, PORT_FIVE))) is Standing.AGREED


def test_the_reporter_s_word_is_enough() -> None:
    assert standing(report(3, narrates(FIVE, PORT_FIVE))) is Standing.AGREED


def test_one_party_s_account_of_the_other_is_told_apart() -> None:
    (one,) = found(report(3, says(PORT, FIVE, PORT_FIVE)))
    assert one.standing is Standing.TOLD
    assert [(taken.party, taken.basis.value) for taken in one.taken] == [("dockers", "told"), ("port", "own")]


def test_silence_of_the_other_is_one_sided_and_no_denial() -> None:
    (one,) = found(report(3, says(DOCKERS, FIVE)))
    assert (one.standing, one.missing, one.denied_by) == (Standing.ONE_SIDED, (PORT,), ())


def test_what_the_other_offered_is_matched() -> None:
    (one,) = found(report(2, says(PORT, point("offer", PORT, "pay", "five"))), report(3, says(DOCKERS, FIVE)))
    assert (one.standing, one.ready) == (Standing.MATCHED, (PORT,))


def test_an_offer_withdrawn_by_a_refusal_is_against_it() -> None:
    (one,) = found(
        report(2, says(PORT, point("offer", PORT, "pay", "five"))),
        report(3, says(DOCKERS, FIVE)),
        report(4, says(PORT, point("reject", PORT, "pay", "five"))),
    )
    assert (one.standing, one.ready, one.refusing) == (Standing.ONE_SIDED, (), (PORT,))


def test_a_party_that_denies_what_the_other_tells_disputes_it() -> None:
    (one,) = found(
        report(3, says(PORT, FIVE, PORT_FIVE)),
        report(4, says(DOCKERS, point("reject", DOCKERS, "pay"), speakers=("Kern",))),
    )
    assert (one.standing, one.denied_by) == (Standing.DISPUTED, ("Kern",))


def test_a_condition_is_kept() -> None:
    bound = point("accept", DOCKERS, "pay", "five", modality=CONDITIONAL, condition="if Sundays are free")
    (one,) = found(report(3, says(DOCKERS, bound), says(PORT, PORT_FIVE)))
    assert one.standing is Standing.CONDITIONAL
    assert one.taken[0].conditions == ("if Sundays are free",)


def test_a_concession_on_a_condition_is_an_offer_and_not_agreed() -> None:
    assert found(report(3, says(DOCKERS, point("concession", DOCKERS, "pay", "five", modality=CONDITIONAL)))) == ()


def test_what_was_taken_and_left_later_is_left() -> None:
    assert (
        standing(
            report(3, narrates(FIVE, PORT_FIVE)), report(9, says(DOCKERS, point("demand", DOCKERS, "pay", "nine")))
        )
        is Standing.LEFT
    )


def test_an_outsider_s_word_alone_is_told() -> None:
    assert standing(report(3, expert(FIVE, PORT_FIVE))) is Standing.TOLD


def test_what_belongs_to_no_issue_is_listed_by_whose_account() -> None:
    (one,) = found(report(3, says(PORT, point("accept", DOCKERS, None))))
    assert (one.issue, one.standing) == (None, Standing.UNPLACED)
    assert [(taken.party, taken.basis.value, taken.according_to) for taken in one.taken] == [
        (DOCKERS, "told", ("Speaker of port",))
    ]
