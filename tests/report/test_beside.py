"""What stands beside a finding on the page: sides, moves, ways out."""

from __future__ import annotations

from accord.findings import Finding, Mechanism, Status, Subject
from accord.findings.words import Names
from accord.negotiation import Negotiation, Party
from accord.report.beside import beside

NAMES = Names(Negotiation(parties=(Party(id="A", name="the firm"), Party(id="B", name="the union"))))


def finding(**details: object) -> Finding:
    return Finding("id", Mechanism.PATIENCE, Subject("split"), "So it is.", Status.SHARE, share=0.5, details=details)


def test_a_share_stands_by_whose_claims_with_reporters_named_as_such() -> None:
    told = beside(finding(believing=[{"side": "A", "share": 0.9}, {"side": None, "share": 0.25}]), NAMES).sides
    assert told is not None
    assert [(row.label, row.words) for row in told.rows] == [
        ("All claims", "50 %"),
        ("Those who speak for the firm", "90 %"),
        ("Reporters and experts alone", "25 %"),
    ]


def test_a_move_says_what_it_speaks_for_and_one_that_tells_nothing_says_so() -> None:
    row = {"on": "2031-03-01", "words": "W", "why": "y", "statements": ["s1"], "seeks": 0.2, "buys": 0.4}
    moves = [{**row, "factor": 0.5}, {**row, "factor": 1.0, "on": None}]
    told = beside(finding(moves=moves, band=[0.1, 0.4], by_prior=[0.2, 0.3]), NAMES).moves
    assert told is not None
    assert [(one.day, one.speaks) for one in told.rows] == [
        ("1 March 2031", "time (odds × 0.50)"),
        ("no day known", "neither"),
    ]
    assert told.band == "10 % and 40 %"


def test_what_hangs_on_a_contradiction_stands_by_each_way_out() -> None:
    ways = [{"source": "the firm"}, {"source": "the union"}]
    told = beside(finding(ways=ways, findings=[{"topic": "there is a deal", "shares": [0.2, 0.7]}]), NAMES).ways
    assert told is not None
    assert told.heads == ("without what the firm says", "without what the union says")
    assert told.rows == (("There is a deal", ("20 %", "70 %")),)


def test_a_finding_with_nothing_beside_it_has_no_tables() -> None:
    told = beside(finding(), NAMES)
    assert (told.sides, told.moves, told.ways) == (None, None, None)
