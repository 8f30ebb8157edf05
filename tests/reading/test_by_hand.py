"""Codings by people: placed where their words stand, or listed; never dropped, never matched nearly."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.documents import Document, document_id
from accord.errors import MaterialError
from accord.negotiation import Negotiation
from accord.reading.by_hand import Imported, coder_of, import_codings
from accord.statements import Act, Modality, Says, holds, make_statement, statement_record

TEXT = (
    "Mill owners and spinners met again\n\n"
    "“We would accept a 40-hour week; nothing more,” said Ida Krog of the Spinners’ Guild. "
    "The owners said they could not pay 12 crowns an hour.\n\n"
    "Ms. Krog said the guild was in no hurry. Asked twice, she said the guild was in no hurry.\n"
)
TALKS = Negotiation.model_validate(
    {
        "parties": [
            {"id": "SG", "name": "Spinners' Guild", "aliases": ["the guild"]},
            {"id": "MO", "name": "Mill Owners", "aliases": ["the owners"]},
        ],
        "tracks": [{"id": "mill", "parties": ["SG", "MO"]}],
        "issues": [
            {
                "id": "hours",
                "track": "mill",
                "options": ["sixty", "forty"],
                "cues": {"issue": ["week"], "forty": ["a 40-hour week"]},
            },
            {"id": "wage", "track": "mill", "options": ["nine", "twelve"], "cues": {"twelve": ["12 crowns"]}},
        ],
    }
)


def document(text: str = TEXT, file: str = "mill.txt", title: str = 'Owners and "spinners"; again') -> Document:
    return Document(document_id(text), file, title, "Example Wire", date(2031, 3, 11), text, "text/plain")


def csv(*lines: str, coder: str | None = "ann", documents: tuple[Document, ...] = (document(),)) -> Imported:
    return import_codings("\n".join(lines) + "\n", "ann.csv", documents, TALKS, coder=coder)


def test_a_plain_table_becomes_statements_at_the_exact_characters() -> None:
    found = csv(
        "document,quote,speaker,party,tier,act,issue,option,modality,claim",
        'mill.txt,"""We would accept a 40-hour week; nothing more,""",Ida Krog,the guild,stated,accept,hours,'
        "a 40-hour week,conditional,would_accept",
    )
    (statement,) = found.statements
    assert not found.unplaced
    assert not found.problems
    assert holds(statement, document())
    assert statement.quote == "“We would accept a 40-hour week; nothing more,”"
    assert (statement.speakers, statement.parties, statement.reader) == (("Ida Krog",), ("SG",), "by_hand:ann")
    (point,) = statement.points
    assert (point.act, point.about, point.issue, point.option) == (Act.ACCEPT, "SG", "hours", "forty")
    assert point.modality is Modality.CONDITIONAL
    assert point.claim is not None
    assert (point.claim.says, point.claim.party, point.claim.option) == (Says.WOULD_ACCEPT, "SG", "forty")
    assert coder_of(statement) == "ann"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("they could pay 12 crowns", "do not stand there"),
        ("the guild was in no hurry", "stand there 2 times"),
        ("pay 12 crowns an hour", "leave out a negation right before them"),
    ],
)
def test_what_cannot_be_placed_is_listed_with_row_reason_and_a_suggestion_that_is_not_used(
    words: str, why: str
) -> None:
    found = csv("quote,party", f"{words},SG", "The owners said they could not pay 12 crowns an hour.,MO")
    (lost,) = found.unplaced
    assert (lost.row, lost.quote, lost.why) == (2, words, f"the words {why}")
    assert lost.suggestion is not None
    assert lost.suggestion in TEXT
    assert [s.parties for s in found.statements] == [("MO",)]
    (problem,) = found.problems
    assert (problem.code, problem.line) == ("coding.unplaced", 2)
    assert why in problem.sentence


def test_offsets_stand_even_where_the_words_stand_twice() -> None:
    start = TEXT.rindex("the guild was in no hurry")
    found = csv("document,start,end,quote", f"mill,{start},{start + 25},the guild was in no hurry")
    assert found.statements[0].span.start == start


def test_offsets_that_hold_other_words_give_way_to_the_words_and_it_is_told() -> None:
    found = csv("document,start,end,quote", "mill.txt,3,9,Asked twice")
    assert found.statements[0].quote == "Asked twice"
    assert "3 to 9" in found.problems[0].sentence


def test_own_statements_come_back_as_they_were_with_another_reader() -> None:
    start = TEXT.index("The owners said")
    own = make_statement(document(), start, start + 15, speakers=("X",), parties=("MO",), confidence=0.123456)
    record = statement_record(own, "mill.txt")
    (back,) = import_codings(json.dumps(record), "bo.jsonl", [document()], TALKS).statements
    assert back.id == own.id
    assert (back.speakers, back.parties, back.reader) == (("X",), ("MO",), "by_hand:bo")
    del record["span"]
    (placed,) = import_codings(
        json.dumps(
            {**record, "quote": "The owners said they could not pay 12 crowns an hour.", "document": "mill.txt"}
        ),
        "bo.jsonl",
        [document()],
        TALKS,
    ).statements
    assert placed.span.start == start


def test_rows_over_the_same_words_are_one_statement_with_several_points() -> None:
    found = csv(
        "quote,party,speaker,act,issue,option",
        "Asked twice,SG,Ida Krog,demand,hours,forty",
        "Asked twice,SG,Somebody Else,demand,wage,twelve",
    )
    (statement,) = found.statements
    assert [point.issue for point in statement.points] == ["hours", "wage"]
    assert statement.speakers == ("Ida Krog",)
    assert "another speakers" in found.problems[0].sentence


def test_what_the_codebook_does_not_know_is_left_out_and_told() -> None:
    found = csv(
        "quote,party,act,issue,option,tier,mood",
        "Asked twice,Weavers,demand,hours,seventy,sung,gloomy",
        "in no hurry. Asked,SG,plead,hours,forty,stated,",
    )
    assert len(found.statements) == 2
    told = " ".join(problem.sentence for problem in found.problems)
    for word in ("'Weavers'", "'seventy'", "`tier`", "mood", "'plead'"):
        assert word in told
    by_quote = {s.quote: s for s in found.statements}
    assert by_quote["Asked twice"].points[0].issue == "hours"
    assert by_quote["Asked twice"].points[0].option is None
    assert by_quote["in no hurry. Asked"].points == ()


def test_the_word_none_is_a_code_and_an_empty_cell_is_not() -> None:
    found = csv("quote,party,act", "Asked twice,none,none", "Ms. Krog said,,")
    coded = {s.quote: set(s.reached) for s in found.statements}
    assert coded["Asked twice"] == {"parties", "points[0].act"}
    assert coded["Ms. Krog said"] == set()


DNA_HEADER = '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";'
DNA_HEADER += '"person";"organization";"concept";"agreement"'


def dna(text: str, concept: str = "a 40-hour week", agreement: str = "1") -> Imported:
    row = f'7;2031-03-11 00:00:00;3;"Owners and \'spinners\', again";"";"";"";"";"{text}";'
    row += f'"Ida Krog";"Spinners\' Guild";"{concept}";{agreement}'
    other = document("“We would accept a 40-hour week,” they sang.", "song.txt", "Song")
    return import_codings(f"{DNA_HEADER}\n{row}\n", "dna.csv", [document(), other], TALKS, coder="dna")


def test_rewritten_semicolons_and_quotation_marks_are_found_again() -> None:
    found = dna("'We would accept a 40-hour week, nothing more,'")
    (statement,) = found.statements
    assert statement.quote == "“We would accept a 40-hour week; nothing more,”"
    assert statement.parties == ("SG",)
    assert statement.organisation == "Spinners' Guild"
    (point,) = statement.points
    assert (point.act, point.issue, point.option, point.negated) == (Act.ASSESSMENT, "hours", "forty", False)
    assert point.claim is not None
    assert (point.claim.says, point.claim.negated) == (Says.SEEKS, False)


def test_disagreement_with_a_concept_is_its_denial() -> None:
    (point,) = dna("'We would accept a 40-hour week, nothing more,'", agreement="0").statements[0].points
    assert point.negated
    assert point.claim is not None
    assert point.claim.negated


def test_altered_words_of_a_rewritten_file_are_not_placed() -> None:
    for altered in ("We would accept a 45-hour week, nothing more", "We would not accept a 40-hour week"):
        found = dna(altered)
        assert not found.statements
        assert found.unplaced[0].suggestion


def test_a_concept_that_the_codebook_does_not_know_leaves_the_statement_without_a_point() -> None:
    found = dna("Asked twice", concept="Mills are grim")
    assert found.statements[0].points == ()
    assert "'Mills are grim'" in found.problems[0].sentence
    bare = import_codings(
        f'{DNA_HEADER}\n1;x;1;"";"";"";"";"";"Asked twice";"P";"";"Mills are grim";1\n', "d.csv", [document()]
    )
    assert "'Mills are grim'" in bare.problems[0].sentence


@pytest.mark.parametrize("text", ["", "  \n", "a,b\n1,2\n", "speaker,party\nX,SG\n"])
def test_a_file_that_holds_no_codings_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(MaterialError):
        import_codings(text, "x.csv", [document()], TALKS)


@pytest.mark.parametrize(
    "text",
    [
        '{"quote": "Asked twice"}\nnot json\n[1]\n{"quote": 3}\n{"span": {"start": "a"}}\n' + '{"a":' * 5000,
        'quote,start\n"Asked twice,1\n',
        "quote,start,end\nAsked twice,99999999999,-1\n",
        "quote\n'=Asked twice\n" + "x" * 200_000,
        'quote,claim,act\nAsked twice,{{,demand\nAsked twice,"{""says"": 3}",demand\n',
    ],
)
def test_broken_rows_are_told_and_the_rest_is_read(text: str) -> None:
    found = import_codings(text, "x", [document()], TALKS)
    assert found.problems
    assert all(holds(statement, document()) for statement in found.statements)


def test_a_quote_that_a_spreadsheet_escaped_is_found() -> None:
    text = "The mill wrote: -5 percent or nothing."
    found = import_codings("quote\n'-5 percent or nothing.\n", "x", [document(text)], TALKS)
    assert found.statements[0].quote == "-5 percent or nothing."


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.text(max_size=12)), max_size=6))
def test_every_row_is_a_statement_or_unplaced(rows: list[tuple[int, int, str]]) -> None:
    lines = [
        json.dumps({"quote": TEXT[a:b] + more, "document": "mill.txt", "n": i}) for i, (a, b, more) in enumerate(rows)
    ]
    if not lines:
        return
    found = import_codings("\n".join(lines), "x.jsonl", [document()], TALKS)
    assert all(holds(statement, document()) for statement in found.statements)
    lost = {one.row for one in found.unplaced}
    kept = sum(number not in lost for number in range(1, len(rows) + 1))
    assert len(found.statements) <= kept
    assert bool(found.statements) == bool(kept)


_WORDS = "none|Asked twice|in no hurry. Asked|SG|the guild|hours|forty|demand|not refuses|true|direct|2031-03-11|1e999"
_CELLS = st.sampled_from(["", '"', "{}", '{"says":"seeks"}', "-1", "7", "=x", "\x00", "ﷺ", *_WORDS.split("|")])


@given(st.lists(st.lists(_CELLS, min_size=16, max_size=17), max_size=4), st.sampled_from(",;\t"))
def test_no_table_breaks_the_import(lines: list[list[str]], delimiter: str) -> None:
    names = "quote document start end coder speaker party tier on confidence act issue option negated claim other"
    text = "\n".join(delimiter.join(line) for line in (names.split(), *lines)) + "\n"
    found = import_codings(text, "x.csv", [document()], TALKS)
    assert all(holds(statement, document()) for statement in found.statements)


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_import(text: str) -> None:
    try:
        found = import_codings(text, "x", [document()], TALKS)
    except MaterialError as refused:
        assert "x" in str(refused)  # noqa: PT017
    else:
        assert all(holds(statement, document()) for statement in found.statements)
