"""What cannot all be met, and by whose account."""

from datetime import date
from functools import cache

from tests.findings.scene import Act, Says, Told, found, strike, told

from accord.findings import Finding, Status
from accord.findings.red_lines import _blocking
from accord.statements import Modality, Point


def demand(party: str = "F") -> Told:
    return told("It demands forced overtime.", party, Act.DEMAND, says=Says.SEEKS, issue="overtime", option="forced",
                speakers=("Ann Lee",), parties=(party,))  # fmt: skip


def refusal(party: str = "W", says: Says = Says.REFUSES) -> Told:
    return told("It will not have it.", party, Act.REJECT, says=says, issue="overtime", option="forced",
                speakers=("Bo Day",), parties=(party,))  # fmt: skip


CLASH = "red_lines:clash:party=F:other=W:issue=overtime:option=forced"


@cache
def clashing() -> dict[str, Finding]:
    return found(strike(), [demand(), refusal()])


def test_a_demand_that_meets_a_refusal_is_shown_with_both_accounts() -> None:
    finding = clashing()[CLASH]
    assert "Ann Lee" in finding.sentence
    assert "Bo Day" in finding.sentence
    assert len(finding.evidence) == 2
    assert finding.share is not None
    assert finding.prior is not None
    assert finding.share > finding.prior


def test_the_smallest_clashing_set_and_its_repairs_are_listed() -> None:
    finding = clashing()["red_lines:conflict:issue=overtime"]
    assert finding.status is Status.FACT
    assert finding.details["conflicts"] == [["F: forced", "W: not forced"]]
    assert finding.details["repairs"] == [["F: forced"], ["W: not forced"]]


def test_a_party_that_changed_its_demand_does_not_clash_with_itself() -> None:
    changed = told("It demands free overtime.", "F", Act.DEMAND, says=Says.SEEKS, issue="overtime", option="free")
    assert not any(id.startswith("red_lines:conflict") for id in found(strike(), [demand(), changed]))


def test_without_the_refusal_nothing_clashes() -> None:
    assert not any(id.startswith(("red_lines:clash", "red_lines:conflict")) for id in found(strike(), [demand()]))


def test_told_of_the_other_party_the_clash_is_gone() -> None:
    assert CLASH not in found(strike(), [demand(), refusal("F")])


def test_a_red_line_blocks_deals() -> None:
    lines = [
        told("Never.", "W", says=Says.RED_LINE, issue=issue, option=option)
        for issue, option in (("overtime", "forced"), ("raise", "small"), ("raise", "big"), ("panel", "yes"))
    ]
    finding = found(strike(), lines)["red_lines:blocked"]
    assert finding.share is not None
    assert finding.share > 0.2
    assert finding.prior == 0


def test_where_nobody_claims_a_red_line_none_is_said_to_block() -> None:
    sentences = [demand(), refusal(), told("No red line.", "W", says=Says.RED_LINE, issue="panel", option="yes",
                                           negated=True)]  # fmt: skip
    assert found(strike(), sentences)["red_lines:blocked"].status is Status.SILENT


def test_a_red_line_that_blocks_nothing_is_said_to_block_nothing() -> None:
    assert _blocking(0.0, 0.0, 0.0).startswith("No red line stands in the way of a deal")
    assert "%" not in _blocking(0.0, 0.0, 0.0)


def test_a_party_told_to_ask_for_what_it_refuses_is_a_dispute_and_no_clash() -> None:
    made = found(strike(), [demand(), refusal("F"), refusal("W")])
    assert made["red_lines:conflict:issue=overtime"].details["conflicts"] == [["F: forced", "W: not forced"]]
    assert "red_lines:conflict:issue=overtime" not in found(strike(), [demand(), refusal("F")])


def test_a_refusal_under_a_condition_can_be_met() -> None:
    bound = Told("Not before pay is settled.", Point(Act.REJECT, about="W", issue="overtime", option="forced",
                 modality=Modality.CONDITIONAL, condition="before pay is settled"))  # fmt: skip
    assert not any(id.startswith("red_lines:conflict") for id in found(strike(), [demand(), bound]))


def test_a_demand_that_was_left_since_clashes_with_nothing() -> None:
    def dated(text: str, party: str, act: Act, option: str, day: int) -> Told:
        return told(text, party, act, issue="raise", option=option, on=date(2031, 3, day), speakers=(f"Of {party}",),
                    parties=(party,))  # fmt: skip

    first = [dated("A big one.", "W", Act.DEMAND, "big", 1), dated("None.", "F", Act.DEMAND, "none", 1)]
    moved = [*first, dated("A small one.", "W", Act.DEMAND, "small", 9)]
    assert "“big”" in found(strike(), first, members=60)["red_lines:conflict:issue=raise"].sentence
    after = found(strike(), moved, members=60)["red_lines:conflict:issue=raise"]
    assert after.details["conflicts"] == [["F: none", "W: small"]]


def test_a_party_of_many_asks_and_refuses_in_the_plural() -> None:
    negotiation = strike()
    many = tuple(party.model_copy(update={"name": f"the {party.id} allies"}) for party in negotiation.parties)
    sentence = found(negotiation.model_copy(update={"parties": many}), [demand(), refusal()])[CLASH].sentence
    assert "The F allies ask for" in sentence
    assert "the W allies refuse it" in sentence


def test_two_accounts_of_one_partys_mind_are_shown_not_resolved() -> None:
    sentences = [
        told("The union would take the panel.", "W", Act.ACCEPT, says=Says.WOULD_ACCEPT, issue="panel", option="yes",
             speakers=("Bo Day",), parties=("W",)),
        told("The union will not hear of the panel.", "W", Act.REJECT, says=Says.REFUSES, issue="panel", option="yes",
             speakers=("Ann Lee",), parties=("F",)),
    ]  # fmt: skip
    finding = found(strike(), sentences)["red_lines:accounts_differ:party=W:issue=panel:option=yes"]
    assert finding.status is Status.FACT
    assert len(finding.evidence) == 2
    assert "Bo Day" in finding.sentence
    assert "Ann Lee" in finding.sentence
