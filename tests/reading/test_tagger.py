"""A tagger trained on reviewed statements: it mends a fault that repeats, or leaves the rules alone."""

import json
from dataclasses import replace
from functools import cache

import pytest

from accord.documents import Document, document_id
from accord.errors import MaterialError
from accord.negotiation import Negotiation
from accord.reading.parsed import Parsed, parse
from accord.reading.tagger import (
    Tagger,
    dump_tagger,
    learn,
    left_out_problem,
    load_tagger,
    reviewed_by_coding,
    reviewed_by_corrections,
    tag,
    told,
)
from accord.statements import Act, Claim, Point, Says, Statement, make_statement
from accord.store import Correction
from accord.store.verdicts import corrected as store_corrected

TALKS = Negotiation.model_validate(
    {
        "parties": [{"id": "A", "name": "Alvar"}, {"id": "B", "name": "Brask"}],
        "tracks": [{"id": "t", "parties": ["A", "B"]}],
        "issues": [{"id": "dam", "track": "t", "options": ["low", "high"]}],
    }
)
NAMES = ("Ida Krog", "Tor Vik", "Una Dahl", "Jon Falk", "Eva Lund", "Per Moe", "Siv Aas", "Odd Hagen")
# What is said, what the rules make of it, and what is right: their fault is "brushed aside", read as an acceptance.
SAYINGS = (
    ("{} brushed aside the offer of a low dam.", Act.ACCEPT, Act.REJECT),
    ("{} brushed aside the plan once more.", Act.ACCEPT, Act.REJECT),
    ("{} agreed to the low dam on Monday.", Act.ACCEPT, Act.ACCEPT),
    ("{} welcomed the terms and will sign them.", Act.ACCEPT, Act.ACCEPT),
    ("{} demanded a higher wall within the year.", Act.DEMAND, Act.DEMAND),
    ("{} offered water in return for power.", Act.OFFER, Act.OFFER),
    ("{} rejected the second draft.", Act.REJECT, Act.REJECT),
    ("{} promised to open the sluices.", Act.PROMISE, Act.PROMISE),
    ("{} toured the valley and took photographs.", Act.ASSESSMENT, None),
    ("{} toured the old mill with schoolchildren.", Act.ASSESSMENT, None),
)


@cache
def paper(number: int) -> Parsed:
    name = NAMES[number]
    order = [SAYINGS[(number + place) % len(SAYINGS)][0] for place in range(len(SAYINGS))]
    text = " ".join(sentence.format(name) for sentence in order)
    return parse(Document(document_id(text), f"{number}.txt", "", None, None, text, "text/plain"))


def ruled(parsed: Parsed) -> list[tuple[Statement, Act | None]]:
    found = []
    for sentence in parsed.sentences:
        words = parsed.text(sentence.start, sentence.end)
        act, right = next((a, r) for said, a, r in SAYINGS if words.endswith(said.removeprefix("{} ")))
        claim = Claim(Says.WOULD_ACCEPT, "A", "dam", "low") if act is Act.ACCEPT else None
        point = Point(act, "A", "dam", "low", claim=claim)
        found.append((make_statement(parsed.document, sentence.start, sentence.end, points=(point,)), right))
    return found


def corrected(statement: Statement, right: Act | None) -> Statement | None:
    return None if right is None else replace(statement, points=(replace(statement.points[0], act=right),))


@cache
def trained() -> Tagger:
    papers = [paper(number) for number in range(7)]
    pairs = [pair for one in papers for pair in ruled(one)]
    reviewed = {statement.id: corrected(statement, right) for statement, right in pairs}
    return learn([statement for statement, _ in pairs], reviewed, papers, TALKS)


def test_a_fault_that_repeats_is_mended_in_a_document_that_it_never_saw() -> None:
    relevance, act = trained().comparisons
    assert relevance.better
    assert act.better
    assert act.interval is not None
    assert act.interval[0] > 0
    assert act.rules == pytest.approx(6 / 8)
    assert "The tagger takes over." in told(act)
    last = paper(7)
    pairs = ruled(last)
    tagged = tag([statement for statement, _ in pairs], last, trained())
    assert {s.id: s.points[0].act for s in tagged.statements} == {
        s.id: right for s, right in pairs if right is not None
    }
    assert {s.id for s in tagged.left_out} == {s.id for s, right in pairs if right is None}
    problem = left_out_problem(last.document, tagged)
    assert problem is not None
    assert "toured the valley" in problem.sentence


def test_a_changed_act_says_how_it_was_reached_and_drops_the_claim_that_said_the_opposite() -> None:
    last = paper(7)
    statement = next(s for s, right in ruled(last) if right is Act.REJECT and s.points[0].act is Act.ACCEPT)
    (changed,) = tag([statement], last, trained()).statements
    assert changed.points[0].claim is None
    assert changed.reached["points[0].act"] == "learned from 70 reviewed statements; by rule: accept"
    assert "would_accept" in changed.reached["points[0].claim"]
    assert (changed.span, changed.quote, changed.id) == (statement.span, statement.quote, statement.id)


def test_what_a_person_reviewed_stays_as_the_rules_read_it() -> None:
    last = paper(7)
    statements = [statement for statement, _ in ruled(last)]
    tagged = tag(statements, last, trained(), frozenset(s.id for s in statements))
    assert list(tagged.statements) == statements
    assert tagged.left_out == ()


def test_too_few_or_no_reviews_leave_everything_to_the_rules() -> None:
    papers = [paper(number) for number in range(4)]
    pairs = [pair for one in papers for pair in ruled(one)]
    few = learn([s for s, _ in pairs], {s.id: corrected(s, right) for s, right in pairs}, papers, TALKS)
    assert few.weights == {}
    assert "more of them" in told(few.comparisons[0])
    none = learn([s for s, _ in pairs], {}, papers, TALKS)
    assert none.weights == {}
    assert "too few" in told(none.comparisons[1])
    assert tag([s for s, _ in pairs[:3]], papers[0], none).statements == tuple(s for s, _ in pairs[:3])


def test_it_comes_back_from_json_the_same_and_training_again_gives_the_same_bytes() -> None:
    text = dump_tagger(trained())
    trained.cache_clear()
    assert dump_tagger(trained()) == text
    assert load_tagger(text, TALKS) == trained()
    json.loads(text)


@pytest.mark.parametrize(
    "change",
    [
        {"features": 0},
        {"codebook": "other"},
        {"weights": {"act": {"w=x": {"sing": 1.0}}}},
        {"weights": {"act": {"w=x": {"accept": float("nan")}}}},
        {"weights": {"mood": {}}},
        {"weights": {"act": {str(n): {"accept": 1.0} for n in range(20_001)}}},
        {"comparisons": [{"task": "act"}]},
        {"reviewed": "many"},
        {"weights": []},
    ],
)
def test_another_version_another_codebook_or_a_strange_file_is_refused(change: dict[str, object]) -> None:
    record = {**json.loads(dump_tagger(trained())), **change}
    with pytest.raises(MaterialError, match="train again"):
        load_tagger(json.dumps(record), TALKS)


@pytest.mark.parametrize("text", ["", "[]", "3", "{", "[" * 100_000, "null"])
def test_no_tagger_at_all_is_refused(text: str) -> None:
    with pytest.raises(MaterialError):
        load_tagger(text, TALKS)


def test_another_option_makes_another_codebook() -> None:
    other = TALKS.model_copy(update={"issues": (TALKS.issues[0].model_copy(update={"options": ("low", "middle")}),)})
    with pytest.raises(MaterialError, match="other parties or issues"):
        load_tagger(dump_tagger(trained()), other)


def test_a_persons_own_coding_tells_what_the_rules_got_wrong() -> None:
    (first, _), (second, _), (third, _) = ruled(paper(0))[:3]
    document = paper(0).document
    own = make_statement(document, first.span.start, first.span.end - 3, points=(Point(Act.THREAT),))
    elsewhere = make_statement(paper(1).document, 0, 9)
    found = reviewed_by_coding([first, second, third], [own])
    assert found[first.id] is not None
    assert found[first.id].points[0].act is Act.THREAT  # type: ignore[union-attr]
    assert found[second.id] is None
    assert reviewed_by_coding([first], [elsewhere]) == {}


def test_corrections_of_the_store_teach_and_one_that_no_longer_fits_does_not() -> None:
    one, two, three, four = (statement for statement, _ in ruled(paper(0))[:4])
    corrections = [
        Correction(one.id, "cy", "2031-03-12", "no", {"points.0.act": "threat"}),
        Correction(one.id, "cy", "2031-03-13", "sorry", {"points.0.act": "offer"}),
        Correction(two.id, "cy", "2031-03-12", "no statement", {}, rejected=True),
        Correction(three.id, "cy", "2031-03-12", "right as it is", {}, rejected=False),
        Correction(four.id, "cy", "2031-03-12", "once had two", {"points.1.act": "offer"}),
    ]
    found = reviewed_by_corrections([one, two, three, four], corrections, store_corrected)
    assert set(found) == {one.id, two.id, three.id}
    assert found[one.id].points[0].act is Act.OFFER  # type: ignore[union-attr]
    assert found[two.id] is None
    assert found[three.id] == three
