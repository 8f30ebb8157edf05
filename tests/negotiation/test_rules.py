"""What may stand together, what is worth more together, what is known of rates, and who is believed how far."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.bargain import Precondition, Requirement, check_frame
from accord.errors import Severity
from accord.evidence import frame_of
from accord.negotiation import (
    FaultyNegotiationError,
    Interaction,
    Negotiation,
    RateEntry,
    Reliabilities,
    dump_negotiation,
    load_negotiation,
)

TALKS = """\
parties: [{id: P, name: the port}, {id: U, name: the union}]
tracks: [{id: t, parties: [P, U]}]
issues:
  - {id: rise, track: t, options: [none, some, full], cues: {issue: [rise]}}
  - {id: shifts, track: t, options: [long, short], cues: {issue: [shifts]}}
  - {id: crane, track: t, options: [old, new], cues: {issue: [crane]}}
"""
RULES = """\
preconditions: [{party: U, before: shifts, after: rise, option: short}]
exclusions:
  - {terms: [{issue: rise, option: full}, {issue: crane, option: new}], reason: the budget}
requirements:
  - {issue: shifts, option: short, other: crane, options: [new]}
interactions:
  - {party: U, kind: complements, terms: [{issue: rise, option: some}, {issue: shifts, option: short}]}
  - {kind: substitutes, issues: [rise, crane], reason: either will do}
rates:
  - {party: U, rate: impatience, low: 0.1, high: 0.2, reason: the strike fund}
  - {rate: walk_away_hazard, low: 0.05, high: 0.05}
reliability:
  kinds: {official: 0.6, belief: 0.3}
  speakers: {Ann Lee: 0.5}
  statements: {s0123456789ab: 1}
"""


def test_rules_of_the_file_are_rules_of_the_frame() -> None:
    negotiation, problems = load_negotiation(TALKS + RULES)
    assert problems == ()
    frame = frame_of(negotiation)
    check_frame(frame)
    assert frame.exclusions == ((("rise", "full"), ("crane", "new")),)
    assert frame.requirements == (Requirement("shifts", "short", "crane", ("new",)),)
    assert frame.preconditions == (Precondition("U", "shifts", "rise", "short"),)
    assert (("rise", "some"), ("shifts", "short")) in frame.interactions
    assert (("crane", "new"), ("rise", "full")) in frame.interactions
    assert len(frame.interactions) == 3


def test_rules_survive_being_written_and_read() -> None:
    negotiation, _ = load_negotiation(TALKS + RULES)
    text = dump_negotiation(negotiation)
    assert load_negotiation(text) == (negotiation, ())
    assert dump_negotiation(load_negotiation(text)[0]) == text
    assert negotiation.rates[1].party is None
    assert negotiation.reliability.statements == {"s0123456789ab": 1.0}


@settings(max_examples=25)
@given(
    st.lists(
        st.builds(
            RateEntry,
            rate=st.sampled_from(["impatience", "outside_shift", "power_shift"]),
            low=st.floats(0, 1),
            high=st.floats(1, 2),
            reason=st.text(max_size=20),
        ),
        max_size=2,
    ),
    st.dictionaries(st.text(min_size=1, max_size=9), st.floats(0, 1), max_size=3),
    st.sampled_from(["complements", "substitutes"]),
)
def test_any_rates_speakers_and_kinds_are_read_as_they_were_written(
    rates: list[RateEntry], speakers: dict[str, float], kind: str
) -> None:
    bare = load_negotiation(TALKS)[0]
    negotiation = bare.model_copy(
        update={
            "rates": tuple(rates),
            "reliability": Reliabilities(speakers=speakers),
            "interactions": (Interaction(kind=kind, issues=("rise", "crane")),),  # type: ignore[arg-type]
        }
    )
    assert load_negotiation(dump_negotiation(negotiation))[0] == negotiation


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (("{issue: crane, option: new}]", "{issue: crane, option: blue}]"), (9, 58), "`blue` is not an option"),
        (("other: crane, options: [new]", "other: cranes, options: [new]"), (11, 36), "did you mean `crane`?"),
        (("options: [new]}\ninter", "options: [gnu]}\ninter"), (11, 60), "`gnu` is not an option"),
        (("other: crane, options: [new]", "other: shifts, options: [long]"), (11, 36), "needs itself"),
        (("party: U, kind", "party: W, kind"), (13, 6), "`W` is not a party"),
        (("issues: [rise, crane]", "issues: [rise, rise]"), (14, 5), "two or more different issues"),
        (("issues: [rise, crane]", "issues: [rise]"), (14, 5), "two or more different issues"),
        (("issues: [rise, crane]", "issues: [rise, cone]"), (14, 40), "`cone` is not a usable issue"),
        (("low: 0.1, high: 0.2", "low: 0.3, high: 0.2"), (16, 34), "`low` is at most `high`"),
        (("low: 0.1, high: 0.2", "low: -0.1, high: 0.2"), (16, 34), "0 or more"),
        (("after: rise, option: short", "after: rise, option: brief"), (7, 57), "`brief` is not an option"),
    ],
)
def test_a_rule_that_names_what_is_not_there_is_told_with_its_place_and_left_out(
    change: tuple[str, str], place: tuple[int, int], words: str
) -> None:
    text = TALKS + RULES
    assert change[0] in text
    negotiation, problems = load_negotiation(text.replace(*change))
    assert all(problem.severity is Severity.ERROR for problem in problems)
    assert words in problems[0].sentence
    assert (problems[0].line, problems[0].column) == place
    whole = load_negotiation(text)[0]
    for section in ("exclusions", "requirements", "interactions", "rates", "preconditions"):
        kept, before = getattr(negotiation, section), getattr(whole, section)
        assert set(kept) <= set(before)
    assert negotiation != whole
    check_frame(frame_of(negotiation))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("official: 0.6", "official: 1.6"), "at most 1"),
        (("official: 0.6", "official: -1"), "at least 0"),
        (("official: 0.6", "boss: 0.6"), "one of principal"),
        (("Ann Lee: 0.5", "Ann Lee: high"), "a number"),
        (("kind: substitutes", "kind: rivals"), "one of complements or substitutes"),
        (("rate: impatience", "rate: impatient"), "did you mean `impatience`"),
        (("low: 0.1", "low: .inf"), "a number"),
        (("reason: the budget", "because: the budget"), "is not a key"),
    ],
)
def test_a_value_that_cannot_be_is_refused(change: tuple[str, str], words: str) -> None:
    with pytest.raises(FaultyNegotiationError) as raised:
        load_negotiation((TALKS + RULES).replace(*change))
    assert any(words in problem.sentence and problem.line for problem in raised.value.problems)


def test_a_status_quo_that_breaks_a_rule_is_a_warning() -> None:
    rules = """\
exclusions: [{terms: [{issue: rise, option: none}, {issue: crane, option: old}]}]
requirements: [{issue: shifts, option: long, other: crane, options: [new]}]
"""
    _, problems = load_negotiation(TALKS + rules)
    assert [problem.code for problem in problems] == ["negotiation.excluded_now"] * 2
    assert {problem.severity for problem in problems} == {Severity.WARNING}


def test_what_is_told_twice_of_a_rate_is_a_warning_and_the_last_stands() -> None:
    again = RULES.replace("  - {rate: walk", "  - {party: U, rate: impatience, low: 0, high: 0.1}\n  - {rate: walk")
    negotiation, problems = load_negotiation(TALKS + again)
    assert [problem.code for problem in problems] == ["negotiation.repeated_rate"]
    assert isinstance(negotiation, Negotiation)


def test_too_many_ways_in_which_issues_change_together_are_refused() -> None:
    many = ", ".join(f"o{k}" for k in range(20))
    issues = "".join(f"  - {{id: i{k}, track: t, options: [{many}], cues: {{issue: [x{k}]}}}}\n" for k in range(2))
    negotiation, problems = load_negotiation(TALKS + issues + "interactions: [{kind: complements, issues: [i0, i1]}]\n")
    assert "at most 200 ways" in problems[0].sentence
    assert negotiation.interactions == ()
