"""What the codebook declares of options together reaches what findings are computed from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.findings.ensembles import drawn

from accord.bargain import Ensemble, Requirement
from accord.evidence import pieces, weigh
from accord.evidence.constraints import Codebook
from accord.findings import Runs, findings
from accord.findings.case import Case
from accord.findings.packages import untold
from accord.findings.solving import World
from accord.findings.tables import at_table, seated, settled_apart
from accord.findings.touching import inputs_of
from accord.ledger import book
from accord.negotiation import load_negotiation
from accord.report.agreeing import agreed_shares
from accord.solve import solve_ensemble
from accord.solve.packages import decode

TABLES = (("one",), ("two",))


def ruled(members: int = 60) -> Ensemble:
    """Rules and an interaction that reach across two tracks, no deal the same in every member."""
    plain = drawn(members)
    frame = replace(
        plain.frame,
        exclusions=((("x", "x2"), ("z", "z1")),),
        requirements=(Requirement("x", "x1", "y", ("y1",)),),
        interactions=((("x", "x2"), ("y", "y1")), (("y", "y0"), ("z", "z1"))),
    )
    sizes = np.random.default_rng(5).uniform(-0.4, 0.4, (members, 3, 2))
    return replace(plain, frame=frame, counterfactuals=np.zeros_like(plain.counterfactuals), interaction_values=sizes)


def test_a_package_is_agreed_where_it_is_with_what_its_options_add_together_and_never_against_a_rule() -> None:
    ensemble = ruled()
    walked = solve_ensemble(ensemble, rng=np.random.default_rng(0), walk=True)
    assert walked.zone_hits is not None
    shares = [float(World(ensemble).agreed(decode(ensemble.frame, number)).mean()) for number in range(12)]
    np.testing.assert_allclose(shares, walked.zone_hits / ensemble.members)
    np.testing.assert_allclose(agreed_shares(ensemble, np.arange(12)), walked.zone_hits / ensemble.members)
    assert max(shares) > 0


@pytest.mark.parametrize("name", ["nash", "utilitarian"])
def test_no_table_overwrites_what_another_settles(name: str) -> None:
    ensemble = ruled()
    joined = settled_apart(ensemble, TABLES).picks[name]
    agreed = 0
    for table in TABLES:
        part = at_table(ensemble, table)
        picks = solve_ensemble(part, rng=np.random.default_rng(0)).picks[name]
        for member in np.flatnonzero(picks >= 0).tolist():
            chosen = decode(part.frame, int(picks[member]))
            whole = decode(ensemble.frame, int(joined[member]))
            assert all(whole[issue] == chosen[issue] for issue in seated(ensemble.frame, table))
            agreed += 1
    assert agreed > 20


def test_with_tables_apart_what_one_settles_is_asked_of_it_with_the_other_as_it_would_be() -> None:
    ensemble = ruled()
    world = World(ensemble, TABLES)
    package = {"x": "x2", "y": "y1", "z": "z0"}
    one = World(at_table(ensemble, ("one",))).agreed({"x": "x2", "y": "y0", "z": "z0"})
    two = World(at_table(ensemble, ("two",))).agreed({"x": "x0", "y": "y1", "z": "z0"})
    np.testing.assert_array_equal(world.agreed(package), one & two)
    assert (one & two).any()


def test_an_option_is_worth_what_it_adds_beside_no_deal_on_all_else() -> None:
    ensemble = ruled()
    world = World(ensemble)
    row, alone = 1, ensemble.values[:, 1]
    np.testing.assert_allclose(
        world.value("B", "z", "z1"), alone[:, 6] + ensemble.interaction_values[:, row, 1], atol=1e-12
    )
    np.testing.assert_allclose(world.value("B", "x", "x2"), alone[:, 2])
    np.testing.assert_allclose(world.counterfactual_value("B", "y"), alone[:, 3])


CODEBOOK = """
parties: [{id: A, name: the Weavers}, {id: B, name: the Mill}]
tracks: [{id: t, parties: [A, B]}]
issues:
  - {id: pay, track: t, options: [low, high]}
  - {id: hours, track: t, options: [long, short]}
  - {id: canteen, track: t, options: [none, built]}
interactions: [{kind: complements, terms: [{issue: pay, option: high}, {issue: hours, option: long}], party: A,
  reason: overtime}]
exclusions: [{terms: [{issue: pay, option: high}, {issue: canteen, option: built}], reason: one purse}]
requirements: [{issue: canteen, option: built, other: hours, options: [long], reason: it shuts at four}]
preconditions: [{party: A, before: pay, after: hours, option: high, reason: as ever}]
rates: [{rate: outside_shift, party: B, low: 0.1, high: 0.1, reason: the other mill}]
assumptions:
  - {party: A, says: would_accept, issue: pay, option: high, reason: surely}
  - {party: B, says: less_hurried_than, other: A, reason: full stores}
"""


def test_what_the_codebook_declares_is_named_where_it_enters() -> None:
    negotiation, _ = load_negotiation(CODEBOOK, "negotiation.yaml")
    ledger = book((), (), negotiation)
    evidence, _ = pieces((), ledger, negotiation)
    weighed = weigh(evidence, negotiation, members=40)
    found = {one.id: one for one in findings(weighed, ledger, (), (), negotiation, runs=Runs(sides=False))}
    told = "\n".join(found["packages:deal"].assumptions)
    for words in ("(overtime)", "(one purse)", "(it shuts at four)", "outside shift", "(the other mill)"):
        assert words in told
    hurried = "\n".join(found["patience:split:party=B:other=A"].assumptions)
    assert "the other mill" not in hurried
    assert "Before any evidence the impatience" in hurried


def test_a_claim_bears_on_what_options_are_worth_together_too() -> None:
    negotiation, _ = load_negotiation(CODEBOOK, "negotiation.yaml")
    evidence, _ = pieces((), book((), (), negotiation), negotiation)
    weighed = weigh(evidence, negotiation, members=40)
    accepts = next(piece for piece in weighed.pieces if piece.claim.option == "high")
    assert isinstance(weighed.layout.codebook, Codebook)
    assert ("value", "A", "hours") in inputs_of(accepts, weighed.layout.codebook)


def test_a_package_says_of_which_of_its_options_nobody_tells_the_worth() -> None:
    negotiation, _ = load_negotiation(CODEBOOK, "negotiation.yaml")
    ledger = book((), (), negotiation)
    weighed = weigh(pieces((), ledger, negotiation)[0], negotiation, members=40)
    case = Case(negotiation, (), (), ledger, weighed)
    assert untold(case, ["pay"]) == "; no claim bears on what these are worth: pay to the Mill"
    assert untold(case, []) == ""
