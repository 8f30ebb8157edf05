"""A negotiation file: what loads, what is refused, and where each fault stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import NegotiationError, Severity
from accord.negotiation import FaultyNegotiationError, load_negotiation
from accord.statements import Says

WHOLE = """\
title: Grain terminal dispute
documents:
  - {file: monday.txt, source: Harbour Post, date: 2031-03-11}
parties:
  - {id: PORT, name: Port of Selby, aliases: [the port, management], speakers: [{name: Ada Quist, role: director}]}
  - {id: UNION, name: Dockers' Union, role: principal}
  - {id: CITY, name: City of Selby, role: absent}
tracks:
  - {id: pay, parties: [PORT, UNION]}
  - {id: law, parties: [PORT, CITY]}
issues:
  - id: rise
    track: pay
    options: [no, 30, 1.50]
    status_quo: no
    counterfactual: 30
    cues: {issue: [pay rise, wages], 30: [30 crowns], 1.50: ["1.50"]}
    consent: [PORT, UNION, CITY]
  - {id: shifts, track: pay, options: [long, short], ordered: off, cues: {issue: [shift]}}
preconditions: [{party: UNION, before: shifts, after: rise}]
assumptions:
  - {party: UNION, says: already_wanted, issue: shifts, option: short, reason: leaflet, reliability: 0.8}
  - {party: PORT, says: before, first: {issue: rise, option: no}, then: {issue: shifts, option: long}}
  - {party: PORT, says: would_accept, issue: rise, option: 30, given: {issue: shifts, option: long}}
  - {party: CITY, says: values_more, issue: law, over: pay}
"""


def faults(text: str) -> list[tuple[int | None, int | None, str]]:
    with pytest.raises(FaultyNegotiationError) as raised:
        load_negotiation(text)
    return [(found.line, found.column, found.sentence) for found in raised.value.problems]


def test_a_whole_file_loads_without_a_problem() -> None:
    negotiation, problems = load_negotiation(WHOLE)
    assert problems == ()
    assert negotiation.party("PORT").speakers[0].role == "director"
    assert negotiation.party("PORT").role == "principal"
    assert negotiation.issue("shifts").ordered is False
    assert negotiation.consent(negotiation.issue("rise")) == ("PORT", "UNION", "CITY")
    assert negotiation.consent(negotiation.issue("shifts")) == ("PORT", "UNION")


def test_words_that_yaml_takes_for_truth_or_numbers_stay_options_as_written() -> None:
    negotiation, _ = load_negotiation(WHOLE)
    assert negotiation.issue("rise").options == ("no", "30", "1.50")
    assert negotiation.issue("rise").status_quo == "no"


def test_one_given_term_needs_no_list() -> None:
    negotiation, _ = load_negotiation(WHOLE)
    (term,) = negotiation.assumptions[2].given
    assert (term.issue, term.option) == ("shifts", "long")


def test_tracks_compared_under_the_keys_of_issues_are_moved_to_those_of_tracks() -> None:
    negotiation, _ = load_negotiation(WHOLE)
    compared = negotiation.assumptions[3]
    assert compared.says is Says.VALUES_MORE
    assert (compared.issue, compared.over, compared.track, compared.over_track) == (None, None, "law", "pay")


@pytest.mark.parametrize(
    "text", ["parties:\n  - {id: A, name: Alba}\n", "title: x\nissues:\ntracks: ~\n", "\ufefftitle: x\n"]
)
def test_missing_and_empty_sections_are_fine(text: str) -> None:
    negotiation, problems = load_negotiation(text)
    assert negotiation.issues == ()
    assert problems == ()


def test_an_empty_file_is_an_empty_negotiation_with_a_warning() -> None:
    negotiation, (problem,) = load_negotiation("# nothing yet\n")
    assert negotiation.parties == ()
    assert problem.severity is Severity.WARNING


def test_an_unknown_key_is_refused_with_its_place_and_the_nearest_known_key() -> None:
    ((line, column, sentence),) = faults("title: x\nparties:\n  - {id: A, name: Alba, rolle: mediator}\n")
    assert (line, column) == (3, 25)
    assert "`rolle`" in sentence
    assert "did you mean `role`?" in sentence


def test_every_fault_is_told_not_only_the_first() -> None:
    found = faults(
        "titel: x\nparties:\n  - {id: A}\n  - {id: B, name: C, role: judge}\nissues: [{id: i, track: t, options: []}]\n"
    )
    assert [line for line, _, _ in found] == [1, 3, 4, 5]


def test_the_exception_reads_as_the_first_fault_and_counts_the_others() -> None:
    with pytest.raises(NegotiationError, match=r"line 1, column 1: `titel` .*\(1 more fault in this file\)"):
        load_negotiation("titel: x\npartys: []\n")


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("a: &x 1\n", 1, 4, "reference"),
        ("title: x\nparties: *p\n", 2, 10, "reference"),
        ("title: !!python/name:os.system x\n", 1, 8, "tag"),
        ("title: x\n---\ntitle: y\n", 2, 1, "second"),
        ("title: [x\n", 2, 1, "brackets"),
        ("title: x\ntitle: y\n", 2, 1, "twice|stands here and in line 1"),
        ("? [a]\n: b\n", 1, 3, "key is a word"),
        ("- a\n", 1, 1, "a list"),
        ("[" * 100_000, 1, 13, "deep"),
        ("issues: [{id: i, track: t, options: [a, a]}]\n", 1, 41, "`a` twice"),
        ("parties: [{id: A, name: a}, {id: A, name: b}]\n", 1, 30, "rename one"),
        ("documents: [{file: a.txt, date: 1742256000}]\n", 1, 27, "date such as"),
        ("assumptions: [{party: A, says: wants}]\n", 1, 26, "already_wanted"),
        ("assumptions: [{party: A, says: seeks, reliability: nan}]\n", 1, 39, "at most 1"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(text: str, line: int, column: int, word: str) -> None:
    found = faults(text)
    assert (line, column) in [place[:2] for place in found]
    assert any(part in sentence for *_, sentence in found for part in word.split("|"))


def test_a_file_beyond_the_size_is_refused() -> None:
    ((_, _, sentence),) = faults("#" + "x" * 400_000)
    assert "400000 characters" in sentence


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (("parties: [PORT, UNION]", "parties: [PORT, UNIAN]"), (9, 31), "`UNIAN` is not a party"),
        (("consent: [PORT,", "consent: [PROT,"), (18, 15), "did you mean `PORT`?"),
        (("status_quo: no", "status_quo: none"), (15, 5), "`none` is not an option"),
        (("{issue: [pay rise, wages]", "{isue: [pay rise, wages]"), (17, 12), "did you mean `issue`?"),
        (("before: shifts", "before: shift"), (20, 32), "did you mean `shifts`?"),
        (("option: short", "option: shorter"), (22, 57), "did you mean `short`?"),
        (
            ("says: already_wanted, issue: shifts, option: short", "says: red_line, issue: shifts"),
            (22, 20),
            "needs `option`",
        ),
    ],
)
def test_a_part_that_names_what_is_not_there_is_an_error_and_the_rest_is_used(
    change: tuple[str, str], place: tuple[int, int], words: str
) -> None:
    negotiation, problems = load_negotiation(WHOLE.replace(*change), "n.yaml")
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [(problem.line, problem.column) for problem in errors] == [place]
    assert words in errors[0].sentence
    assert errors[0].file == "n.yaml"
    assert len(negotiation.issues) == 2
    assert load_negotiation(WHOLE)[0] != negotiation


def test_an_issue_on_an_unknown_track_is_left_out_with_what_rests_on_it() -> None:
    negotiation, problems = load_negotiation(WHOLE.replace("{id: shifts, track: pay", "{id: shifts, track: pai"))
    assert [issue.id for issue in negotiation.issues] == ["rise"]
    assert negotiation.preconditions == ()
    assert {problem.line for problem in problems} >= {19, 20, 22}


def test_weak_parts_are_told_without_refusing() -> None:
    text = """\
parties: [{id: A, name: Alba, aliases: [north]}, {id: B, name: Beth, aliases: [North]}]
tracks: [{id: t, parties: [A]}]
issues:
  - {id: one, track: t, options: [only], cues: {issue: [one]}}
  - {id: mute, track: t, options: [a, b]}
  - {id: torn, track: t, options: [a, b], cues: {a: [cut], b: [Cut]}}
"""
    _, problems = load_negotiation(text)
    assert {problem.code.partition(".")[2] for problem in problems} == {
        "shared_name", "lone_track", "one_option", "no_cues", "shared_cue",
    }  # fmt: skip
    assert Severity.ERROR not in {problem.severity for problem in problems}


def refused(text: str) -> FaultyNegotiationError | None:
    try:
        load_negotiation(text)
    except FaultyNegotiationError as error:
        return error
    return None


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_our_words(text: str) -> None:
    error = refused(text)
    assert error is None or (error.problems and str(error).startswith("line "))


_SIGNS = [":", " ", "\n", "- ", "{", "}", "[", "]", ",", "'", '"', "|", ">", "?", "#", "\t", "\\x", "<<", "=", "!"]
_TOKENS = [
    *_SIGNS,
    "title",
    "parties",
    "issues",
    "id",
    "cues",
    "&a",
    "*a",
    "!!str",
    "%YAML 1.1",
    "---",
    "...",
    "\u2028",
]


@given(st.lists(st.sampled_from([*_TOKENS, "\u2028", "\x00", "\ud800"]), max_size=40).map("".join))
def test_any_yaml_like_text_is_read_or_refused_in_our_words(text: str) -> None:
    error = refused(text)
    assert error is None or error.problems
