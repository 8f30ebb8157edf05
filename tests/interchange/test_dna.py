import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.documents import Document, document_id
from accord.interchange.dna import COLUMNS, agrees, dna_csv
from accord.negotiation import load_negotiation
from accord.reading.by_hand import import_codings
from accord.statements import Act, Claim, Point, Says, Statement, make_statement

NEGOTIATION = load_negotiation(
    """
title: pay
parties: [{id: union, name: Dockers Union}, {id: port, name: Port Company}]
tracks: [{id: table, parties: [union, port]}]
issues:
  - {id: pay, track: table, options: [two, four]}
  - {id: hours, track: table, options: [long, short]}
""",
    "negotiation.yaml",
)[0]


def text(words: str) -> Document:
    return Document(document_id(words), "wire.txt", 'A talk; and "more"', "Wire", date(2031, 3, 1), words, "text/plain")


def said(document: Document, **fields: Any) -> Statement:
    return make_statement(document, 0, len(document.text), **fields)


def rows(told: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(told), delimiter=";"))


def test_a_row_tells_who_is_for_or_against_what_in_the_columns_of_dna() -> None:
    document = text('He said; "no more pay".')
    point = Point(Act.REJECT, "port", "pay", "four")
    told, _ = dna_csv(
        [said(document, speakers=("Tom Lee",), parties=("port",), points=(point,))], [document], NEGOTIATION
    )
    assert told.splitlines()[0] == ";".join(f'"{name}"' for name in COLUMNS)
    (row,) = rows(told)
    assert row["text"] == document.text
    assert (row["person"], row["organization"]) == ("Tom Lee", "Port Company")
    assert (row["concept"], row["agreement"]) == ("pay: four", "0")
    assert (row["time"], row["document title"]) == ("2031-03-01 00:00:00", document.title)


@pytest.mark.parametrize(
    ("point", "is_for"),
    [
        (Point(Act.DEMAND, "union", "pay", "four"), True),
        (Point(Act.REJECT, "union", "pay", "four"), False),
        (Point(Act.REJECT, "union", "pay", "four", negated=True), True),
        (Point(Act.DEMAND, "union", "pay", "four", negated=True), False),
        (Point(Act.ASSESSMENT, "union", "pay", "four", claim=Claim(Says.REFUSES, "union", "pay", "four")), False),
        (Point(Act.ASSESSMENT, "union", "pay", "four", claim=Claim(Says.SEEKS, "union", "pay", "four")), True),
        (
            Point(
                Act.ASSESSMENT, "union", "pay", "four", claim=Claim(Says.SEEKS, "union", "pay", "four", negated=True)
            ),
            False,
        ),
    ],
)
def test_what_is_refused_is_not_agreed_to(point: Point, is_for: bool) -> None:
    assert agrees(point) is is_for


def test_what_an_event_list_cannot_hold_is_told() -> None:
    document = text("Both want more.")
    both = said(document, speakers=("Ana Ruiz", "Tom Lee"))
    told, left_out = dna_csv([both], [document], NEGOTIATION)
    assert [row["person"] for row in rows(told)] == ["Ana Ruiz", "Tom Lee"]
    assert any("1 statements speak of no issue" in one for one in left_out)
    assert any("several speakers" in one for one in left_out)


def test_a_text_that_a_spreadsheet_would_run_is_only_text_and_comes_back_as_it_was() -> None:
    document = text("=1+1 is what he said")
    point = Point(Act.DEMAND, "union", "pay", "four")
    told, _ = dna_csv([said(document, parties=("union",), points=(point,))], [document], NEGOTIATION)
    assert rows(told)[0]["text"].startswith("'=")
    found = import_codings(told, "list.csv", [document], NEGOTIATION)
    assert [one.quote for one in found.statements] == [document.text]


words = st.text(st.sampled_from("abcdefgh ,;:\"'.–“”\n"), min_size=3, max_size=60).filter(
    lambda one: len(one.split()) > 1
)
points = st.builds(
    lambda act, about, terms, negated: Point(act, about, terms[0], terms[1], negated=negated),
    st.sampled_from([Act.DEMAND, Act.REJECT, Act.OFFER]),
    st.sampled_from(["union", "port"]),
    st.sampled_from([("pay", "two"), ("pay", "four"), ("hours", "long"), ("hours", "short")]),
    st.booleans(),
)


@given(words.map(lambda one: one.strip() + " x"), points, st.sampled_from(["", "Ana Ruiz", "T; Lee"]))
def test_an_event_list_that_is_brought_in_says_who_is_for_what_in_the_same_words(
    content: str, point: Point, speaker: str
) -> None:
    document = text(content)
    one = said(document, speakers=(speaker,) if speaker else (), parties=(str(point.about),), points=(point,))
    told, _ = dna_csv([one], [document], NEGOTIATION)
    found = import_codings(told, "list.csv", [document], NEGOTIATION)
    assert not found.unplaced
    (back,) = found.statements
    assert back.quote == one.quote.strip()
    assert back.speakers == one.speakers
    assert back.parties == one.parties
    assert [(p.issue, p.option, agrees(p)) for p in back.points] == [(point.issue, point.option, agrees(point))]


def test_a_list_as_dna_itself_writes_it_is_placed_though_its_marks_were_rewritten() -> None:
    document = text('The union; said "four percent".')
    told = (
        '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";'
        '"person";"organization";"concept";"agreement"\n'
        '7;2031-03-01 00:00:00;3;"A talk, and \'more\'";"";"";"";"";"The union, said \'four percent\'.";'
        '"Ana Ruiz";"Dockers Union";"pay: four";1\n'
    )
    found = import_codings(told, "list.csv", [document], NEGOTIATION)
    assert [one.quote for one in found.statements] == [document.text]
    assert found.statements[0].parties == ("union",)
