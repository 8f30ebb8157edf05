"""The record of a finding and its id."""

import json

from accord.findings import Basis, Finding, Influence, Mechanism, Status, Subject, finding_id, finding_record


def test_an_id_comes_from_mechanism_and_subject_alone() -> None:
    subject = Subject("real", party="A", issue="x:y", option="a%b")
    assert finding_id(Mechanism.CONCESSIONS, subject) == "concessions:real:party=A:issue=x%3Ay:option=a%25b"


def test_subjects_that_only_look_alike_have_different_ids() -> None:
    one, other = Subject("q", party="A:issue=B"), Subject("q", party="A", issue="B")
    assert finding_id(Mechanism.LINKAGE, one) != finding_id(Mechanism.LINKAGE, other)


def test_a_record_has_every_field_and_is_json() -> None:
    subject = Subject("deal", track="t")
    finding = Finding(
        finding_id(Mechanism.PACKAGES, subject), Mechanism.PACKAGES, subject, "There is.", Status.SHARE, 0.9, 0.5, 0.01,
        value=-0.0, unit="u", distribution=((0.5, 0.1),), basis=Basis.STATED, evidence=("s1",),
        influence=(Influence("s1", 0.4, 0.02),), assumptions=("a",), citation=("k",),
    )  # fmt: skip
    record = json.loads(json.dumps(finding_record(finding)))
    assert set(record) == {
        "id", "mechanism", "subject", "sentence", "status", "share", "prior", "error", "value", "unit", "distribution",
        "basis", "evidence", "influence", "assumptions", "citation", "details",
    }  # fmt: skip
    assert record["subject"] == {"question": "deal", "track": "t"}
    assert record["influence"] == [{"statement": "s1", "effect": 0.4, "error": 0.02}]
    assert str(record["value"]) == "0.0"
