"""Linked against separate tracks."""

import numpy as np
import pytest
from tests.findings.ensembles import drawn
from tests.findings.scene import Says, Told, found, strike, tariffs, told

from accord.findings import Status
from accord.findings.linkage import APART, TOGETHER, _value
from accord.findings.solving import World
from accord.statements import Act, Point, Tier


@pytest.mark.parametrize(
    "sentence",
    [
        "The two sets of talks are unrelated to each other.",
        "It wants to restore trade without linking it to human rights.",
        "Wages and closures are handled on separate tracks.",
        "They see them as operating on two distinct levels.",
        "Fishing and defence have nothing to do with each other.",
        "Forests will be settled independently of finance.",
    ],
)
def test_words_that_keep_matters_apart(sentence: str) -> None:
    assert APART.search(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister linked steel to visas.",
        "Any pay deal is tied to the closures.",
        "Nothing is agreed until everything is.",
        "Relief is conditional on inspections.",
    ],
)
def test_words_that_tie_matters_together(sentence: str) -> None:
    assert TOGETHER.search(sentence)
    assert not APART.search(sentence)


@pytest.mark.parametrize("sentence", ["The parties met on Monday.", "He separated the eggs.", "A link was found."])
def test_words_that_say_neither(sentence: str) -> None:
    assert not APART.search(sentence)
    assert not TOGETHER.search(sentence)


def test_how_the_tracks_are_spoken_of_is_a_fact_with_both_sides() -> None:
    apart, tied = Told("They run on separate tracks."), Told("Pay is tied to pensions.")
    finding = found(strike(), [apart, tied], members=60)["linkage:spoken_of"]
    assert finding.status is Status.FACT
    assert len(finding.evidence) == 2
    assert "separate" in finding.sentence
    assert "linked" in finding.sentence


def test_what_the_reader_marks_goes_before_the_words_and_names_each_voice() -> None:
    def said(text: str, speaker: str, how: str) -> Told:
        return Told(text, speakers=(speaker,), tier=Tier.STATED, reached={"tracks": f"{how}: by its words"})

    sentences = [said("They run on separate tracks, he jeered.", "Ann Lee", "linked"),
                 said("Each stands alone.", "Bo Day", "separate")]  # fmt: skip
    finding = found(strike(), sentences, members=60)["linkage:spoken_of"]
    assert "as separate by Bo Day, and as linked by Ann Lee" in finding.sentence


def test_issues_of_one_track_tied_to_each_other_say_nothing_of_tracks() -> None:
    tied = Told("A raise is conditional on overtime.", Point(Act.DEMAND, about="F", issue="raise"),
                Point(Act.DEMAND, about="F", issue="overtime"))  # fmt: skip
    assert found(strike(), [tied], members=60)["linkage:spoken_of"].status is Status.SILENT


def test_linking_a_bargain_to_nothing_changes_nothing() -> None:
    ensemble = drawn(red_lines=0)
    values = ensemble.values.copy()
    values[:, :, 3:] = 0.0  # nothing at stake on the second track
    values[:, 2] = 0.0  # nor anything for who sits there alone
    rows = np.arange(ensemble.members)
    empty = type(ensemble)(
        ensemble.frame, values, values[rows, :, ensemble.counterfactuals[:, 0]], ensemble.red_lines,
        ensemble.counterfactuals, ensemble.switches, (),
    )  # fmt: skip
    assert _value(World(empty), "A") == pytest.approx(np.zeros(ensemble.members))


def test_both_gain_by_linking_what_each_values_differently() -> None:
    ensemble = drawn(members=1, red_lines=0)
    values = np.zeros((1, 3, 7))
    values[0, 0] = [0, 0.2, 0.2, 0, 0, 0, -0.1]  # A wins on x, loses a little on z
    values[0, 1] = [0, -0.1, -0.1, 0, 0, 0, 0.2]  # B the other way round
    swap = type(ensemble)(
        ensemble.frame, values, np.zeros((1, 3)), ensemble.red_lines, np.zeros((1, 3), np.int64), ensemble.switches, ()
    )
    # Alone neither track has a deal; together each gives 0.1 for 0.2.
    assert _value(World(swap), "A") == pytest.approx([0.1])
    assert _value(World(swap), "B") == pytest.approx([0.1])


def test_a_claim_that_one_track_matters_more_is_weighed() -> None:
    more = told("Pay matters more to it.", "W", says=Says.VALUES_MORE, track="pay", over_track="pensions")
    finding = found(strike(), [more])["linkage:weighs_more_than_pensions:party=W:track=pay"]
    assert finding.share is not None
    assert finding.prior is not None
    assert finding.share > finding.prior


def test_one_track_has_nothing_to_link() -> None:
    (finding,) = [one for one in found(tariffs(), [], members=60).values() if one.mechanism == "linkage"]
    assert finding.status is Status.SILENT
