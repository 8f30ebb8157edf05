"""Is there a deal, and which."""

from tests.findings.scene import Act, Says, Told, found, strike, tariffs, told

from accord.findings import Basis


def accept(party: str, issue: str, option: str) -> Told:
    return told(f"{party} would take {option} on {issue}.", party, Act.OFFER, says=Says.WOULD_ACCEPT, issue=issue,
                option=option, speakers=(f"Speaker {party}",), parties=(party,))  # fmt: skip


def test_what_all_would_take_is_the_package_most_agreed_on() -> None:
    made = found(strike(), [accept("F", "panel", "yes"), accept("W", "panel", "yes")])
    finding = made["packages:most_agreed"]
    assert "panel: yes" in finding.sentence
    assert finding.share is not None
    assert finding.prior is not None
    assert finding.share > finding.prior + 0.2
    shares = [row["share"] for row in finding.details["packages"]]
    assert shares == sorted(shares, reverse=True)


def test_each_track_is_asked_about_by_itself() -> None:
    made = found(strike(), [accept("F", "panel", "yes"), accept("W", "panel", "yes")])
    pensions, pay = made["packages:deal:track=pensions"], made["packages:deal:track=pay"]
    assert pensions.share is not None
    assert pensions.prior is not None
    assert pensions.share > pensions.prior + 0.2
    assert pay.prior is not None
    assert set(made["packages:deal"].evidence) >= set(pensions.evidence)


def test_one_claim_is_stated() -> None:
    finding = found(strike(), [accept("F", "panel", "yes")])["packages:deal:track=pensions"]
    assert finding.basis is Basis.STATED


def test_what_an_absent_party_wants_decides_whether_it_would_refuse() -> None:
    refuses = told("The East will not open transit.", "E", Act.REJECT, says=Says.REFUSES, issue="transit",
                   option="open", speakers=("E. Speaker",), parties=("E",))  # fmt: skip
    takes = accept("E", "transit", "open")
    id = "third_parties:refuses:party=E"
    one, other = found(tariffs(), [refuses])[id], found(tariffs(), [takes])[id]
    assert one.share is not None
    assert other.share is not None
    assert one.share > other.share
