"""Accounts of one event, and voices that deny each other."""

from tests.findings.scene import Act, Says, Told, found, strike, told

from accord.findings import Status


def account(party: str, text: str, about: str, act: Act, option: str = "yes") -> Told:
    says = Says.WOULD_ACCEPT if act is Act.ACCEPT else Says.REFUSES
    return told(text, about, act, issue="panel", option=option, says=says,
                speakers=(f"Speaker {party}",), parties=(party,), event="the March meeting")  # fmt: skip


def test_what_one_tells_and_the_other_denies_is_shown_with_both() -> None:
    made = found(
        strike(),
        [
            account("F", "The union took the panel.", "W", Act.ACCEPT),
            account("W", "We refused the panel.", "W", Act.REJECT),
        ],
        members=60,
    )
    compared = [one for one in made.values() if one.mechanism == "readouts" and one.status is Status.FACT]
    assert compared
    assert all(len(one.evidence) == 2 for one in compared)
    assert any("denied" in one.sentence for one in compared)


def test_silence_is_called_no_denial() -> None:
    made = found(
        strike(),
        [
            account("F", "The union took the panel.", "W", Act.ACCEPT),
            told("Overtime stays.", "F", Act.DEMAND, issue="overtime", option="forced", says=Says.SEEKS,
                 speakers=("Speaker W",), parties=("W",), event="the March meeting"),
        ],
        members=60,
    )  # fmt: skip
    assert "no denial" in made["readouts:compared:event=the March meeting"].sentence


def test_a_claim_that_another_voice_denies_names_both() -> None:
    made = found(
        strike(),
        [
            told("The union may walk out.", "W", says=Says.MAY_WALK_AWAY, speakers=("Ann Lee",)),
            told("The union will stay.", "W", says=Says.MAY_WALK_AWAY, negated=True, speakers=("Bo Day",)),
        ],
        members=60,
    )
    finding = made["voices:denied_may_walk_away:party=W"]
    assert "Ann Lee" in finding.sentence
    assert "Bo Day" in finding.sentence
    assert len(finding.evidence) == 2
