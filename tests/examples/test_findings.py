"""A finding hangs on its sentence: cut the sentence, say its opposite or say it of another, and the finding follows.

Passages of the examples are replaced, and each text goes through the whole flow: read, book, weigh, find. Changes that
have nothing to do with each other share one text. What must come out follows from reading the passages, never from an
earlier run. Of what is cut, turned or moved the analyst's own assumptions and preconditions say nothing: they are left
out, so that the documents alone speak.
"""

from collections.abc import Callable

import pytest
from tests.examples.changed import Case, Change, changed

from accord.findings import Status
from accord.ledger import Position

CEASE_FIRE, TARIFFS = "cease-fire", "tariff-round"
EXAMPLES = (CEASE_FIRE, TARIFFS)

NOT_READ = pytest.mark.xfail(reason="the reader does not take the sentence up yet", strict=True)

# Passages of the cease-fire talks.
WANTED = "There is nothing on it that the Kremlin did not want already."
ANYWAY = "Moscow would have kept to that understanding without any call."
NO_SIGN = "He has shown no sign of giving up his aims"
INSISTS = "He still insists on an end to foreign arms for Kyiv"
REMAINED = "What Mr. Putin asks of Ukraine, by contrast, remained unchanged. "
MILLIMETRE = '"The position of Russia has not changed by a millimetre," said one person briefed on the call in Kyiv'
NO_GROUND = " On the larger questions of the war the Russian leader gave no ground."
RACZ = (
    "Washington has told the world that it wants a quick end to the war; that, Mr. Racz argued, gives the advantage "
    "to Moscow, which is “not in a hurry.”"
)
OTHERS_ON_TIME = (
    'American officials describe a president in a hurry. Mr. Trump wants the killing to end "as quickly as possible," '
    "and people around him speak of results by Easter. Russia's negotiators speak of years. ",
    "The Kremlin may be betting that the United States loses patience and walks away from Ukraine altogether. ",
    "Time, too, is on one side only. ",
    "The longer the talks last, the better for Moscow, whose troops are still advancing, ",
)
RESTORE = (
    "Alexander Gabuev, who directs the Carnegie Russia Eurasia Center, said that Moscow hopes to restore those "
    "relations without tying them to an end of the fighting."
)
OTHERS_ON_TRACKS = (
    "One says that the two tables have nothing to do with each other; the other, that the second cannot be set before "
    "the first is cleared.",
    'the two presidents were building a "bilateral agenda" in which Ukraine plays no part',
    "describe two tables, not one",
)
ROAD_MAP = 'Russia will not agree to a cease-fire until there is a "road map" for a larger settlement'
WILL_NOT_SIGN = ", and it will not sign anything that cuts off military aid"
IN_EFFECT = (
    "The official also said that Mr. Putin had in effect refused a full cease-fire, which Kyiv accepted a week ago at "
    "a meeting with American officials."
)

# Passages of the tariff round.
ASKED_FIFTY = "The Pact has asked for 50 percent."
BUDGED = "the Northern Customs League did not budge from its own figure of 500,000"
HURRY = "“The League is in no hurry at all,”"
WAIT = "its steelworks cannot wait for ever; "
PACKAGE = "It agreed to certified data transfers as part of a package, not as a separate gift."
NOTHING_UNTIL = "Mr. Otieno-Vale said that his side would table nothing on grain until the surtax was gone"
GONE_FIRST = " and the Pact wants the surtax gone first"
IF_SUSPENDED = " if the surtax were suspended for the length of the talks"
NEVER_BELOW = "the League would never accept a rule of origin below 60 percent"
UNACCEPTABLE = "anything under 60 was unacceptable to the League"
STICKER = '"Below 60 it is no longer a League car, it is a League sticker," she said. '
DENIAL = "The Pact did not accept any figure for the origin of cars."
ACCEPTED = "The Pact accepted the 60 percent rule of origin for cars"
EXCHANGED = ", and the exchange of certified data was agreed."
DATA = (
    "The parties agreed that certified companies may move customer data between the two markets. Details will be "
    "settled by experts.",
    "Both sides confirmed that certified data transfers were agreed and would be part of any final text.",
    "Much the same could be said of the data clause, according to her: both sides had wanted it for years.",
)


def cut(*passages: str) -> tuple[Change, ...]:
    """The passages left out."""
    return tuple((passage, "") for passage in passages)


SILENT = {
    CEASE_FIRE: (
        *cut(WANTED, ANYWAY, NO_SIGN, INSISTS, REMAINED, NO_GROUND, RACZ, *OTHERS_ON_TIME, RESTORE, *OTHERS_ON_TRACKS),
        *cut(WILL_NOT_SIGN, IN_EFFECT), (MILLIMETRE, "Nobody spoke on the record"), (ROAD_MAP, "The talks go on"),
    ),
    TARIFFS: (
        *cut(ASKED_FIFTY, BUDGED, WAIT, PACKAGE, GONE_FIRST, IF_SUSPENDED, DENIAL, EXCHANGED, *DATA),
        (HURRY, "“The harbour is lovely in spring,”"),
        (NOTHING_UNTIL, "Mr. Otieno-Vale said that the weather was fine"),
    ),
}  # fmt: skip

TURNED = {
    CEASE_FIRE: (
        *cut(WANTED, REMAINED, NO_GROUND, *OTHERS_ON_TIME, *OTHERS_ON_TRACKS),
        (ANYWAY, "Moscow would never have kept to that understanding without the call, and did not want it."),
        (NO_SIGN, "He has given up his aims"),
        (INSISTS, "He no longer insists on an end to foreign arms for Kyiv"),
        (MILLIMETRE, "Nobody spoke on the record"),
        (
            RACZ,
            "Moscow has told the world that it wants a quick end to the war; that, Mr. Racz argued, gives the "
            "advantage to Washington, which is “not in a hurry.”",
        ),
        (
            RESTORE,
            "Alexander Gabuev, who directs a research center, said that Moscow has made those relations conditional "
            "on an end of the fighting.",
        ),
        (ROAD_MAP, 'Russia will agree to a cease-fire before there is a "road map" for a larger settlement'),
        (WILL_NOT_SIGN, ", and it would accept an end of military aid"),
        (IN_EFFECT, "The official also said that Mr. Putin would accept a full cease-fire."),
    ),
    TARIFFS: (
        (ASKED_FIFTY, "The Pact called 60 percent unacceptable."),
        (BUDGED, "the Northern Customs League gave up its own figure of 500,000"),
        (HURRY, "“The League is in a hurry,”"),
        *cut(WAIT, IF_SUSPENDED),
        (PACKAGE, "It agreed to certified data transfers separately from all other points, not as part of a package."),
        (NOTHING_UNTIL, "Mr. Otieno-Vale said that his side would table an offer on grain before the surtax was gone"),
        (GONE_FIRST, " and the Pact does not want the surtax gone first"),
        (DENIAL, f"{ACCEPTED}."),
    ),
}

MOVED = {
    CEASE_FIRE: (
        (WANTED, "There is nothing on it that Ukraine did not want already."),
        *cut(ANYWAY, REMAINED, NO_GROUND, *OTHERS_ON_TIME),
        (NO_SIGN, "The White House has shown no sign of giving up its aims"),
        (INSISTS, "The White House still insists on an end to foreign arms for Kyiv"),
        (RACZ, RACZ.replace("Moscow", "Kyiv")),
        (ROAD_MAP, ROAD_MAP.replace("Russia", "Ukraine")),
        (WILL_NOT_SIGN, ", and Washington will not sign anything that cuts off military aid"),
        (IN_EFFECT, "The official also said that Washington had in effect refused a full cease-fire."),
    ),
    TARIFFS: (
        (ASKED_FIFTY, "Corrada has asked for 50 percent."),
        (BUDGED, "the Meridian Pact did not budge from its own figure of 500,000"),
        (HURRY, "“The Pact is in no hurry at all,”"),
        *cut(WAIT, PACKAGE, GONE_FIRST, IF_SUSPENDED),
        (
            NOTHING_UNTIL,
            "President Teo Marchand said that his island would table nothing on grain until the surtax was gone",
        ),
        (DENIAL, DENIAL.replace("Pact", "League")),
        (
            ACCEPTED + EXCHANGED,
            "The League accepted the 60 percent rule of origin for cars, and it agreed to certified data transfers as "
            "part of a package.",
        ),
    ),
}


def whole(example: str) -> Case:
    """The example as it is, without what the analyst filed."""
    return changed(example, filed=False)


def silent(example: str) -> Case:
    """The example without the passages."""
    return changed(example, *SILENT[example], filed=False)


def turned(example: str) -> Case:
    """The example with the passages saying the opposite."""
    return changed(example, *TURNED[example], filed=False)


def moved(example: str) -> Case:
    """The example with the passages told of another party."""
    return changed(example, *MOVED[example], filed=False)


def ids(case: Case, *parts: str) -> set[str]:
    """The ids of findings that are not silent and have these parts."""
    return {finding.id for finding in case.tells(*parts)}


# Real or nominal ------------------------------------------------------------------------------------------------------

CARS = "concessions:real:party=MP:issue=car_origin:option=sixty"
PAUSE = "concessions:real:party=RU:issue=energy_strikes:option=pause"
LABELS = "concessions:real:party=MP:issue=safety_labels:option=recognised"


def nominal(case: Case, id: str) -> bool:
    """Whether the step costs its giver something in fewer models than with no evidence."""
    finding = case.findings[id]
    return finding.share is not None and finding.prior is not None and finding.share < finding.prior - 0.05


def test_a_step_short_of_what_one_asked_for_costs_nothing_against_no_deal() -> None:
    assert nominal(whole(TARIFFS), CARS)


def test_what_a_step_costs_is_unknown_without_the_demand_it_is_measured_by() -> None:
    assert silent(TARIFFS).findings[CARS].status is Status.SILENT


def test_a_step_turns_costly_where_its_giver_calls_it_unacceptable() -> None:
    assert turned(TARIFFS).share(CARS) > whole(TARIFFS).share(CARS) + 0.2


def test_another_partys_demand_says_nothing_of_what_the_step_costs() -> None:
    assert CARS not in ids(moved(TARIFFS))


def test_what_would_have_been_done_anyway_is_nominal() -> None:
    assert nominal(whole(CEASE_FIRE), PAUSE)


def test_a_gift_that_was_law_already_is_nominal() -> None:
    assert nominal(whole(TARIFFS), LABELS)


def test_without_its_sentence_nothing_calls_the_pause_nominal() -> None:
    assert not nominal(silent(CEASE_FIRE), PAUSE)


def test_a_pause_that_would_not_have_come_anyway_is_not_nominal() -> None:
    assert not nominal(turned(CEASE_FIRE), PAUSE)


def test_what_another_party_wanted_already_does_not_make_the_pause_nominal() -> None:
    assert not nominal(moved(CEASE_FIRE), PAUSE)


# Demands that did not move --------------------------------------------------------------------------------------------


def unchanged(case: Case, issue: str) -> set[str | None]:
    """Who is told, by name, to hold to what it stands for on the issue."""
    return {finding.subject.party for finding in case.tells("unchanged", f"issue={issue}")}


@pytest.mark.parametrize(
    ("example", "issue", "one", "other"),
    [
        (CEASE_FIRE, "alliance", "RU", "US"),
        (CEASE_FIRE, "military_aid", "RU", "US"),
        (TARIFFS, "steel_quota", "NL", "MP"),
    ],
)
def test_a_demand_that_did_not_move_is_told_of_whom_the_sentence_tells(
    example: str, issue: str, one: str, other: str
) -> None:
    assert one in unchanged(whole(example), issue)
    assert one not in unchanged(silent(example), issue)
    assert one not in unchanged(turned(example), issue)
    assert other in unchanged(moved(example), issue)
    assert one not in unchanged(moved(example), issue)


def test_all_that_a_party_asks_may_be_told_to_be_unchanged_in_one_sentence() -> None:
    case = whole(CEASE_FIRE)
    assert any("remained unchanged" in case.quotes(finding) for finding in case.tells("unchanged", "party=RU"))


# Patience -------------------------------------------------------------------------------------------------------------


def patient(case: Case, one: str, other: str) -> bool:
    """Whether one is found to be in less of a hurry than the other, in most of the models."""
    found = case.findings.get(f"patience:split:party={one}:other={other}")
    back = case.findings.get(f"patience:split:party={other}:other={one}")
    told = found is not None and found.share is not None and found.share > 0.6
    return told or (back is not None and back.share is not None and back.share < 0.4)


@pytest.mark.parametrize(("example", "one", "other"), [(TARIFFS, "NL", "MP"), (CEASE_FIRE, "RU", "US")])
def test_patience_turns_and_falls_silent_with_its_sentence(example: str, one: str, other: str) -> None:
    assert patient(whole(example), one, other)
    assert not silent(example).tells("patience")
    assert patient(turned(example), other, one)
    assert not patient(turned(example), one, other)


@pytest.mark.parametrize(("example", "one", "other"), [(TARIFFS, "NL", "MP"), (CEASE_FIRE, "RU", "UA")])
def test_patience_moves_to_the_party_that_the_sentence_names(example: str, one: str, other: str) -> None:
    found = moved(example).tells("patience", "split")
    assert {finding.subject.party for finding in found} == {other}
    assert all(finding.share is not None and finding.share > 0.6 for finding in found)
    assert one != other


# Tracks, linked or separate -------------------------------------------------------------------------------------------


def spoken(case: Case) -> tuple[str, str]:
    """What is quoted for tracks kept apart, and for tracks that hang together."""
    quotes = {statement.id: statement.quote for statement in case.statements}
    details = case.findings["linkage:spoken_of"].details
    apart, together = (" | ".join(quotes[id] for id in details.get(kind, ())) for kind in ("separate", "linked"))
    return apart, together


def test_tracks_are_linked_by_the_sentence_that_links_them() -> None:
    apart, together = spoken(whole(TARIFFS))
    assert not apart
    assert "part of a package" in together
    assert silent(TARIFFS).findings["linkage:spoken_of"].status is Status.SILENT


def test_tracks_kept_apart_in_words_are_separate() -> None:
    apart, together = spoken(turned(TARIFFS))
    assert "separately from" in apart
    assert not together


def test_the_tracks_are_linked_by_whoever_says_so() -> None:
    case = moved(TARIFFS)
    (told,) = [one for one in case.statements if one.id in case.findings["linkage:spoken_of"].evidence]
    assert told.parties == ("NL",)


def test_an_experts_word_that_the_tracks_are_kept_apart_is_shown() -> None:
    apart, _ = spoken(whole(CEASE_FIRE))
    assert "without tying them" in apart


def test_the_tracks_are_no_longer_apart_when_nobody_says_so() -> None:
    apart, _ = spoken(silent(CEASE_FIRE))
    assert not apart


def test_tracks_that_are_tied_turn_the_finding() -> None:
    apart, together = spoken(turned(CEASE_FIRE))
    assert "conditional on" in together
    assert not apart


@pytest.mark.parametrize(("example", "parties"), [(CEASE_FIRE, "RU US UA"), (TARIFFS, "NL MP")])
def test_what_linking_is_worth_is_told_for_every_party_that_bargains(example: str, parties: str) -> None:
    for party in parties.split():
        assert whole(example).findings[f"linkage:gain:party={party}"].share is not None


# Conditions before conditions -----------------------------------------------------------------------------------------

PACT_BEFORE = "sequence:before:party=MP:issue=surtax:over_issue=grain_tariff"
LEAGUE_BEFORE = "sequence:before:party=NL:issue=grain_tariff:over_issue=surtax"
ROAD_MAP_FIRST = "sequence:before:party=RU:issue=road_map:over_issue=ceasefire"


def deadlocks(case: Case) -> set[str]:
    """Rounds of steps that each wait for another."""
    return {id for id in ids(case, "sequence") if id.startswith("sequence:deadlock:")}


def test_two_conditions_that_wait_for_each_other_deadlock() -> None:
    case = whole(TARIFFS)
    assert {PACT_BEFORE, LEAGUE_BEFORE} <= ids(case, "sequence")
    (deadlock,) = [finding for finding in case.tells("sequence") if finding.id in deadlocks(case)]
    assert deadlock.share is not None
    assert deadlock.prior is not None
    assert deadlock.share > deadlock.prior
    assert "until the surtax was gone" in case.quotes(deadlock)


@pytest.mark.parametrize("change", [silent, turned])
def test_a_deadlock_is_gone_with_one_sides_condition(change: Callable[[str], Case]) -> None:
    case = change(TARIFFS)
    assert PACT_BEFORE not in ids(case, "sequence")
    assert LEAGUE_BEFORE in ids(case, "sequence")
    assert not deadlocks(case)


def test_a_condition_moves_to_the_party_that_sets_it() -> None:
    found = ids(moved(TARIFFS), "sequence")
    assert PACT_BEFORE not in found
    assert PACT_BEFORE.replace("party=MP", "party=CO") in found


def test_a_step_before_another_is_told_by_its_sentence_alone() -> None:
    case = whole(CEASE_FIRE)
    assert "road map" in case.quotes(case.findings[ROAD_MAP_FIRST])
    assert ROAD_MAP_FIRST not in ids(silent(CEASE_FIRE), "sequence")
    assert ROAD_MAP_FIRST not in ids(turned(CEASE_FIRE), "sequence")
    assert ROAD_MAP_FIRST not in ids(moved(CEASE_FIRE), "sequence")
    assert ROAD_MAP_FIRST.replace("party=RU", "party=UA") in ids(moved(CEASE_FIRE), "sequence")


# What cannot all be met -----------------------------------------------------------------------------------------------


def clash(case: Case, issue: str) -> set[tuple[str | None, str | None]]:
    """Who asks for what whom refuses, on the issue."""
    return {(finding.subject.party, finding.subject.other) for finding in case.tells("clash", f"issue={issue}")}


def test_a_demand_meets_a_refusal_only_while_somebody_refuses() -> None:
    assert clash(whole(CEASE_FIRE), "military_aid") == {("RU", "UA")}
    assert clash(silent(CEASE_FIRE), "military_aid") == set()
    assert clash(turned(CEASE_FIRE), "military_aid") == set()


def test_a_demand_meets_the_refusal_of_the_party_that_the_sentence_names() -> None:
    """The White House demands the end of arms in the moved text, and refuses it: that is no clash of two parties."""
    assert clash(moved(CEASE_FIRE), "military_aid") == {("RU", "US")}


def test_a_refusal_that_is_cut_or_turned_clashes_with_nothing() -> None:
    assert clash(whole(TARIFFS), "car_origin") == {("MP", "NL")}
    undecided = ((NEVER_BELOW, "the League had not decided"), (UNACCEPTABLE, "there was no news"), (STICKER, ""))
    willing = (
        (NEVER_BELOW, "the League would accept a rule of origin below 60 percent"),
        (UNACCEPTABLE, "anything under 60 was acceptable to the League"),
        (STICKER, ""),
    )
    assert clash(changed(TARIFFS, *undecided, filed=False), "car_origin") == set()
    assert clash(changed(TARIFFS, *willing, filed=False), "car_origin") == set()


def test_a_demand_that_another_party_makes_clashes_in_its_name() -> None:
    assert clash(moved(TARIFFS), "car_origin") == {("CO", "NL")}


def test_what_cannot_all_be_met_says_by_whose_account() -> None:
    case = whole(CEASE_FIRE)
    (finding,) = case.tells("red_lines", "conflict", "issue=military_aid")
    assert "Ukraine's delegation" in finding.sentence
    assert "Vladimir V. Putin" in finding.sentence
    assert "will not sign anything" in case.quotes(finding)


# Accounts that differ -------------------------------------------------------------------------------------------------


def contradicted(case: Case, issue: str) -> set[str | None]:
    """Of whom one account says that it took something on the issue and another that it did not."""
    return {finding.subject.party for finding in case.tells("readouts", "contradicted_agreed", f"issue={issue}")}


def test_accounts_contradict_each_other_on_whom_they_tell_of() -> None:
    assert contradicted(whole(TARIFFS), "car_origin") == {"MP"}
    assert contradicted(silent(TARIFFS), "car_origin") == set()
    assert contradicted(turned(TARIFFS), "car_origin") == set()
    assert contradicted(moved(TARIFFS), "car_origin") == {"NL"}


def refusing(case: Case) -> set[str]:
    """Who refuses a full cease-fire, or what is offered as one, by anybody's account."""

    def refuses(position: Position) -> bool:
        return position.issue == "ceasefire" and position.refused and position.option == "full"

    return {position.party for position in case.ledger.positions if refuses(position)}


def test_a_refusal_is_told_of_whom_the_sentence_names() -> None:
    assert "RU" in refusing(whole(CEASE_FIRE))
    assert "RU" not in refusing(silent(CEASE_FIRE))
    assert "RU" not in refusing(turned(CEASE_FIRE))
    assert "RU" not in refusing(moved(CEASE_FIRE))
    assert "US" in refusing(moved(CEASE_FIRE))


@NOT_READ
def test_both_sides_are_shown_where_each_is_said_to_refuse() -> None:
    """One account has Russia refuse a full cease-fire, another Ukraine; neither is taken as settled."""
    case = whole(CEASE_FIRE)
    assert {"RU", "UA"} <= refusing(case)
    assert case.tells("accounts_differ", "issue=ceasefire", "option=full")


# Is there a deal ------------------------------------------------------------------------------------------------------

DEAL_ON_DATA = "packages:deal:track=services"


@pytest.mark.parametrize("party", ["The Pact", "The League"])
def test_a_deal_on_one_issue_is_gone_when_either_party_rules_it_out(party: str) -> None:
    refused = changed(
        TARIFFS,
        (DATA[0], f"{party} said that it would never accept certified data transfers."),
        (EXCHANGED, "."),
        (PACKAGE, f"{party} will never accept certified data transfers."),
        (DATA[1], f"{party} repeated that certified data transfers were unacceptable."),
        (DATA[2], ""),
        filed=False,
    )
    assert refused.share(DEAL_ON_DATA) < whole(TARIFFS).share(DEAL_ON_DATA) - 0.15


def test_without_a_word_on_it_a_deal_on_one_issue_is_as_likely_as_before() -> None:
    finding = silent(TARIFFS).findings[DEAL_ON_DATA]
    assert finding.share is None or finding.prior is None or abs(finding.share - finding.prior) < 0.12


def test_a_deal_is_likelier_between_those_who_need_it_than_those_who_would_rather_fight() -> None:
    place = "Nobody expects more."
    needed = "Russia needs a deal badly, its negotiators said. Ukraine needs a deal badly, its delegation said."
    fought = (
        "Russia would rather fight on than sign any of this, the Kremlin said. Ukraine would rather fight on than sign "
        "any of this, its delegation said."
    )
    deal = "packages:deal:track=settlement"
    needy, hard = (changed(CEASE_FIRE, (place, new), filed=False) for new in (needed, fought))
    assert hard.share(deal) < needy.share(deal) - 0.05
