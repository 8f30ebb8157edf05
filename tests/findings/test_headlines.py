"""What is told first."""

from typing import Any

from accord.findings import Basis, Finding, Mechanism, Status, Subject, finding_id, headlines


def fact(mechanism: Mechanism, question: str, **subject: str) -> Finding:
    about = Subject(question, **subject)
    return Finding(finding_id(mechanism, about), mechanism, about, "It is so.", Status.FACT, evidence=("s1",))


def share(
    mechanism: Mechanism, question: str, told: tuple[float, float], *, details: dict[str, Any] | None = None,
    **subject: str,
) -> Finding:  # fmt: skip
    about = Subject(question, **subject)
    return Finding(
        finding_id(mechanism, about), mechanism, about, "It is so.", Status.SHARE, told[0], told[1], 0.01,
        evidence=("s1",), basis=Basis.INFERRED, details=details or {},
    )  # fmt: skip


def real(issue: str, verdict: str, to: float = 0.05) -> Finding:
    return share(Mechanism.CONCESSIONS, "real", (to, 0.5), details={"verdict": verdict}, party="A", issue=issue)


def test_a_clash_of_accounts_is_told_before_a_deal_and_a_deal_before_a_concession() -> None:
    deal = share(Mechanism.PACKAGES, "deal", (0.2, 0.9))
    differ = fact(Mechanism.RED_LINES, "accounts_differ", party="A", issue="x", option="x1")
    nominal = real("x", "nominal")
    patience = share(Mechanism.PATIENCE, "split", (0.9, 0.5), party="A", other="B")
    given = (patience, nominal, deal, differ)
    assert headlines(given) == (differ, deal, nominal, patience)
    assert headlines(given[::-1]) == headlines(given)


def test_what_the_evidence_hardly_moves_is_no_headline() -> None:
    assert headlines([share(Mechanism.PACKAGES, "deal", (0.97, 0.93))]) == ()
    assert headlines([share(Mechanism.LINKAGE, "gain", (0.38, 0.36), party="A")]) == ()


def test_an_open_question_is_no_headline_and_neither_is_silence_nor_conditions_that_can_be_met() -> None:
    silent = Finding("delay:any", Mechanism.DELAY, Subject("any"), "Nothing is said.", Status.SILENT)
    assert headlines([real("x", "open", 0.4), silent, fact(Mechanism.SEQUENCE, "deadlock")]) == ()
    stuck = fact(Mechanism.SEQUENCE, "deadlock", event="x>y")
    assert headlines([stuck]) == (stuck,)


def test_a_clash_that_the_evidence_makes_up_for_is_no_headline() -> None:
    lost = share(Mechanism.RED_LINES, "clash", (0.02, 0.18), party="A", other="B", issue="x", option="x1")
    assert headlines([lost]) == ()


def test_two_at_most_of_one_mechanism_and_on_different_issues() -> None:
    steps = [real(issue, "nominal") for issue in "xyz"]
    assert len(headlines(steps)) == 2
    clash = share(Mechanism.RED_LINES, "clash", (0.9, 0.2), party="A", other="B", issue="x", option="x1")
    assert headlines([fact(Mechanism.RED_LINES, "conflict", issue="x"), clash]) == (clash,)


def test_one_pair_is_compared_once() -> None:
    one = share(Mechanism.PATIENCE, "split", (0.9, 0.5), party="A", other="B")
    reverse = share(Mechanism.PATIENCE, "split", (0.1, 0.5), party="B", other="A")
    assert len(headlines([one, reverse])) == 1


def test_of_equal_kind_the_stronger_goes_first_and_the_limit_holds() -> None:
    weak, strong = real("x", "nominal", 0.38), real("y", "nominal", 0.05)
    assert headlines([weak, strong]) == (strong, weak)
    assert headlines([weak, strong], limit=1) == (strong,)


def test_the_first_of_every_mechanism_goes_before_the_second_of_any() -> None:
    steps = [real(issue, "nominal") for issue in "xy"]
    patience = share(Mechanism.PATIENCE, "split", (0.9, 0.5), party="A", other="B")
    assert headlines([*steps, patience], limit=2) == (steps[0], patience)
    assert headlines([*steps, patience]) == (*steps, patience)
