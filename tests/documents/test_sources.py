"""Files and folders to documents: what is read, what is refused, and in which order."""

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.documents import document_id, read_file, read_sources
from accord.documents.folders import files_in
from accord.errors import DocumentError, Problem, Severity
from accord.negotiation import DocumentNote


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, str | None]]:
    return [(problem.code.partition(".")[2], problem.file) for problem in problems]


def test_a_text_file_is_its_decoded_content_unchanged(tmp_path: Path) -> None:
    text = "Talks open\r\n2031-03-11\n\n  “No,” she said.\t\n\x0c\u2028Über\n\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    ((document,), problems) = read_sources([tmp_path / "a.txt"])
    assert document.text == text
    assert (document.file, document.id, document.media_type) == ("a.txt", document_id(text), "text/plain")
    assert (document.title, document.date) == ("Talks open", datetime.date(2031, 3, 11))
    assert problems == ()


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    for name, encoding in (("a.txt", "utf-8-sig"), ("b.txt", "utf-16"), ("c.txt", "utf-32")):
        (tmp_path / name).write_bytes(f"In {name} she said no".encode(encoding))
    documents, problems = read_sources([tmp_path])
    assert [document.text for document in documents] == [f"In {name}.txt she said no" for name in "abc"]
    assert problems == ()


def test_another_encoding_is_guessed_and_told(tmp_path: Path) -> None:
    text = "Le maire a déclaré qu’il n’était pas d’accord avec la société."
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    ((document,), (problem,)) = read_sources([tmp_path])
    assert document.text == text
    assert problem.severity is Severity.WARNING
    assert "read as cp1252" in problem.sentence


def test_documents_stand_in_order_of_their_names_whatever_order_they_came_in(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "C.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"text of {name}")
    documents, _ = read_sources([tmp_path / "b.txt", tmp_path / "C.txt", tmp_path])
    assert [document.file for document in documents] == ["C.txt", "a.txt", "a/z.txt", "b.txt"]


def test_the_same_name_in_two_folders_is_told_apart(tmp_path: Path) -> None:
    for folder in ("monday", "tuesday"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(folder)
    documents, _ = read_sources([tmp_path / "tuesday", tmp_path / "monday" / "x.txt"])
    assert [document.file for document in documents] == ["monday/x.txt", "tuesday/x.txt"]


def test_of_identical_texts_the_first_stays_and_a_note_tells(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("the same words")
    ((document,), problems) = read_sources([tmp_path])
    assert document.file == "a.txt"
    assert codes(problems) == [("repeated", "b.txt")]


def test_of_identical_texts_one_whose_date_is_known_stays(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "text,date\nTheir own words.,\nTheir own words.,2031-03-12\nTheir own words.,2031-03-11\n"
    )
    ((document,), problems) = read_sources([tmp_path])
    assert (document.file, document.date) == ("t.csv#4", datetime.date(2031, 3, 11))
    assert codes(problems) == [("repeated", "t.csv#2"), ("repeated", "t.csv#3")]


def test_what_the_user_notes_goes_before_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_text("Old headline\n2031-01-01\n\nBody.")
    notes = [
        DocumentNote(file="day.txt", source="Harbour Post", date=datetime.date(2031, 3, 12), title="New headline"),
        DocumentNote(file="other.txt"),
    ]
    ((document,), problems) = read_sources([tmp_path], notes)
    assert (document.title, document.source) == ("New headline", "Harbour Post")
    assert document.date == datetime.date(2031, 3, 12)
    assert codes(problems) == [("note", "other.txt")]


def test_the_files_own_time_is_never_its_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Headline\n\nIn 2019 they met.")
    ((document,), _) = read_sources([tmp_path])
    assert document.date is None


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("space.txt", b" \n\t\n", "empty"),
        ("zeros.txt", b"abc\x00def", "binary"),
        ("picture.txt", bytes(range(256)) * 20, "binary"),
        ("long.txt", b"word " * 500_000, "2,000,000 characters"),
        ("huge.txt", b"x" * 20_000_001, "20 MB"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("sheet.xlsx", b"PK", "save it as .csv"),
        ("program.exe", b"MZ", "save its text as .txt"),
        ("empty.md", b"<!-- nothing -->", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text("She said no.")
    documents, (problem,) = read_sources([tmp_path / name, tmp_path / "good.txt"])
    assert [document.file for document in documents] == ["good.txt"]
    assert problem.severity is Severity.ERROR
    assert problem.file == name
    assert word in problem.sentence
    with pytest.raises(DocumentError):
        read_file(tmp_path / name)


@pytest.mark.parametrize("source", ["no/such/file.txt", "", "\x00", "x" * 5000, "/dev/null"])
def test_a_source_that_is_not_there_is_told(source: str) -> None:
    documents, (problem,) = read_sources([source])
    assert documents == ()
    assert problem.severity is Severity.ERROR


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    (tmp_path / "data.bin").write_bytes(b"\x01")
    documents, problems = read_sources([tmp_path])
    assert documents == ()
    assert codes(problems) == [("format", None), ("none", str(tmp_path))]


def test_hidden_files_the_negotiation_file_and_our_own_report_are_no_documents(tmp_path: Path) -> None:
    (tmp_path / ".secret.txt").write_text("hidden")
    (tmp_path / "negotiation.yaml").write_text("title: x")
    (tmp_path / "report").mkdir()
    for name in ("report.html", "run.json", "documents.jsonl"):
        (tmp_path / "report" / name).write_text("<p>made by the program</p>")
    (tmp_path / "a.txt").write_text("words")
    documents, problems = read_sources([tmp_path])
    assert [document.file for document in documents] == ["a.txt"]
    assert problems == ()


def test_links_never_lead_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "private.txt").write_text("private words")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.txt").write_text("words")
    (inside / "file.txt").symlink_to(outside / "private.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "nowhere.txt").symlink_to("gone.txt")
    os.mkfifo(inside / "pipe.txt")
    documents, problems = read_sources([inside])
    assert [document.file for document in documents] == ["a.txt"]
    passed_over = ["file.txt", "folder", "loop", "nowhere.txt", "pipe.txt"]
    assert [problem.file for problem in problems] == passed_over


def test_depth_and_number_of_files_are_bounded(tmp_path: Path) -> None:
    for depth in range(4):
        folder = tmp_path.joinpath(*"abc"[:depth])
        folder.mkdir(exist_ok=True)
        (folder / "x.txt").write_text(f"depth {depth}")
    found, problems = files_in(tmp_path, deepest=2)
    assert [entry.file for entry in found] == ["a/x.txt", "x.txt"]
    assert [problem.code for problem in problems] == ["document.too_deep"]
    found, problems = files_in(tmp_path, most=2)
    assert len(found) == 2
    assert [problem.code for problem in problems] == ["document.too_many"]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content)
    documents, problems = read_sources([path])
    assert len(documents) + sum(problem.severity is Severity.ERROR for problem in problems) == 1
    for document in documents:
        assert document.id == document_id(document.text)
