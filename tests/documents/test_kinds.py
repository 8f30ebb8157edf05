"""What each kind of file gives: its words as they were meant to be read, and what it says of itself."""

import datetime
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.documents.made import docx, paragraph, pdf, set_lines

from accord.documents import Document, read_sources
from accord.documents.confined import Converter
from accord.errors import DocumentError, Problem, Severity
from accord.negotiation import DocumentNote

Reads = Callable[..., tuple[dict[str, Document], tuple[Problem, ...]]]
UNION = (
    "The harbour union said on Monday that it would not sign the offer as it stood. “We want nine percent,” said Ada "
    "Quist, who leads the union, “and we can wait until the spring, if the port cannot pay us before.”"
)
PORT = (
    "Ben Low, who speaks for the port, answered that six was his last word, that the rules for over-time must change, "
    "and that the cease-fire between the two sides would end when the month did."
)


@pytest.fixture(scope="module")
def converter() -> Iterator[Converter]:
    with Converter() as converter:
        yield converter


@pytest.fixture
def reads(tmp_path: Path, converter: Converter, monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Writes files and reads the folder they lie in; one parsing process serves all of these tests."""
    monkeypatch.setattr("accord.documents.sources.Converter", lambda: nullcontext(converter))

    def read(files: dict[str, str | bytes], *notes: DocumentNote) -> tuple[dict[str, Document], tuple[Problem, ...]]:
        for name, content in files.items():
            (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        documents, problems = read_sources([tmp_path], notes)
        return {document.file: document for document in documents}, problems

    return read


def test_a_pdf_is_paragraphs_without_running_heads_page_numbers_and_broken_words(reads: Reads) -> None:
    union, port = textwrap.wrap(UNION, 56), textwrap.wrap(PORT, 56)
    broken = ["A last para-", "graph tells of the para-", "graph, the cease-", "fire and the years 2030-", "2031."]
    bodies = [["Dockers reject offer", "", *union[:2]], [*union[2:], "", *port], broken]
    pages = [
        [(72, 810, 9, f"Harbour Gazette No. {n}"), *set_lines(body), (290, 40, 9, f"- {n} -")]
        for n, body in enumerate(bodies, start=7)
    ]
    documents, problems = reads({"a.pdf": pdf(pages)})
    last = "A last paragraph tells of the paragraph, the cease-fire and the years 2030-2031."
    assert documents["a.pdf"].text.split("\n\n") == ["Dockers reject offer", UNION, PORT, last]
    assert (documents["a.pdf"].title, documents["a.pdf"].media_type) == ("Dockers reject offer", "application/pdf")
    assert problems == ()


@pytest.mark.parametrize("drawn", ["column by column", "line by line"])
def test_two_columns_are_read_one_after_the_other(reads: Reads, drawn: str) -> None:
    left = set_lines(textwrap.wrap(UNION, 38))
    right = set_lines(textwrap.wrap(PORT, 38), x=320)
    across = sorted([*left, *right], key=lambda piece: (-piece[1], piece[0]))
    documents, _ = reads({"a.pdf": pdf([across if drawn == "line by line" else [*left, *right]])})
    assert documents["a.pdf"].text.split("\n\n") == [UNION, PORT]


def test_a_table_in_a_pdf_is_read_across(reads: Reads) -> None:
    rows = [("Wages", "six"), ("Hours", "forty"), ("Nights", "double"), ("Holidays", "30"), ("Term", "2 years")] * 2
    cells = [(x, 700 - 14 * n, 11, word) for n, row in enumerate(rows) for x, word in zip((72, 320), row, strict=True)]
    documents, _ = reads({"a.pdf": pdf([cells])})
    assert "Wages six Hours forty" in " ".join(documents["a.pdf"].text.split())


def test_when_a_pdf_was_made_is_not_when_it_was_published(reads: Reads) -> None:
    info = b"<< /Title (Joint statement) /CreationDate (D:20310311080000Z) >>"
    documents, _ = reads({"a.pdf": pdf([set_lines(["We met."])], info=info)})
    assert (documents["a.pdf"].title, documents["a.pdf"].date) == ("Joint statement", None)


def test_a_word_document_is_its_paragraphs_items_and_rows_without_what_was_deleted(reads: Reads) -> None:
    item = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Nine percent</w:t></w:r></w:p>"
    changed = (
        "<w:p><w:r><w:t>The port </w:t></w:r><w:del><w:r><w:delText>refuses</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>accepts</w:t></w:r></w:ins><w:r><w:tab/><w:t>it.</w:t></w:r></w:p>"
    )
    row = f"<w:tr><w:tc>{paragraph('Wages')}</w:tc><w:tc>{paragraph('six')}{paragraph('or seven')}</w:tc></w:tr>"
    held = f"<w:sdt><w:sdtContent>{paragraph('Signed.')}</w:sdtContent></w:sdt>"
    documents, problems = reads({"a.docx": docx(paragraph("Terms") + item + changed + f"<w:tbl>{row}</w:tbl>" + held)})
    blocks = ["Terms", "Nine percent", "The port accepts it.", "Wages | six or seven", "Signed."]
    assert documents["a.docx"].text.split("\n\n") == blocks
    assert problems == ()


def message(text: str, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ada Quist <ada@union.example>"
    mail["Subject"] = "Re: Fwd: the offer"
    mail["Date"] = "Tue, 11 Mar 2031 23:30:00 +0100"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(text)
    return mail


WRITTEN = """Ben,

we cannot sign this. Nine percent is what our members voted for, and I will
not go back to them with less than that.

On Mon, 10 Mar 2031 at 10:00, Ben Low <ben@port.example>
wrote:
> Six is my last word.
>
> Please answer.
That is no answer. We want to see the books.
--\x20
Ada Quist
"""
CARRIED = """
-----Original Message-----
From: Carl Dorn <carl@ministry.example>
Sent: Sunday, March 9, 2031 9:00 AM
To: Ada Quist
Subject: Mediation

The ministry would mediate if both sides agree.
"""


def test_a_message_is_what_its_sender_wrote_and_what_was_forwarded_stands_by_itself(reads: Reads) -> None:
    documents, problems = reads({"m.eml": bytes(message(WRITTEN + CARRIED))})
    mail, earlier = documents["m.eml"], documents["m.eml#earlier"]
    words = "Nine percent is what our members voted for, and I will not go back to them with less than that."
    assert mail.text.split("\n\n") == [
        "Ben,",
        f"we cannot sign this. {words}",
        "That is no answer. We want to see the books.",
    ]
    assert (mail.title, mail.source, mail.date) == ("the offer", "Ada Quist", datetime.date(2031, 3, 11))
    assert earlier.text == "The ministry would mediate if both sides agree."
    assert (earlier.title, earlier.source, earlier.date) == ("Mediation", "Carl Dorn", datetime.date(2031, 3, 9))
    assert [(problem.severity, "quotes" in problem.sentence) for problem in problems] == [(Severity.NOTE, True)]


def test_attachments_of_known_kinds_are_read_and_the_others_named(reads: Reads) -> None:
    mail = message("See the terms.\n")
    mail.add_attachment(docx(paragraph("Six percent.")), maintype="application", subtype="x", filename="../terms.docx")
    mail.add_attachment(b"text\nHello.\n", maintype="text", subtype="csv", filename="t.csv")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="photo.png")
    mail.add_attachment(message("The inner words.\n"))
    documents, (problem,) = reads({"m.eml": bytes(mail)})
    assert {file: document.text for file, document in documents.items()} == {
        "m.eml": "See the terms.",
        "m.eml#terms.docx": "Six percent.",
        "m.eml#t.csv#2": "Hello.",
        "m.eml#Re: Fwd: the offer": "The inner words.",
    }
    assert "photo.png" in problem.sentence
    assert problem.severity is Severity.WARNING


def test_a_message_that_is_a_page_loses_its_marks_and_what_it_quotes(reads: Reads) -> None:
    mail = message("")
    mail.set_content(
        "<p>We accept &amp; sign.</p><script>x()</script><blockquote type=cite>Sign!</blockquote>", subtype="html"
    )
    documents, _ = reads({"m.eml": bytes(mail)})
    assert documents["m.eml"].text == "We accept & sign."


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour Wire</title><pubDate>Wed, 01 Jan 2031 00:00:00 GMT</pubDate>
<item><title>Dockers reject</title><link>http://127.0.0.1:9/never</link>
<pubDate>Tue, 11 Mar 2031 23:30:00 -0500</pubDate><description>Short.</description>
<c:encoded><![CDATA[<p>The union said <b>no</b>.</p><p>Read more: our site</p>]]></c:encoded></item>
<item><title>Port offers seven</title><source url="http://x.example">Coast Wire</source></item><item/>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Ministry</title>
<entry><title type="html">Talks &amp;amp; more</title>
<published>2031-03-12T01:00:00+09:00</published><updated>2031-04-01T00:00:00Z</updated><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>It <em>would</em> mediate.</p><p>Soon.</p></div>
</content></entry></feed>"""


def test_each_entry_of_a_feed_is_a_document_with_its_own_date_and_source(reads: Reads) -> None:
    documents, (problem,) = reads({"f.rss": RSS, "g.xml": ATOM})
    first, second, atom = documents["f.rss#1"], documents["f.rss#2"], documents["g.xml#1"]
    assert first.text == "Dockers reject\n\nThe union said no."
    assert (first.source, first.date) == ("Harbour Wire", datetime.date(2031, 3, 11))
    assert (second.text, second.source, second.date) == ("Port offers seven", "Coast Wire", None)
    assert atom.text == "Talks & more\n\nIt would mediate.\n\nSoon."
    assert (atom.source, atom.date) == ("Ministry", datetime.date(2031, 3, 12))
    assert "1 entry has no text" in problem.sentence


def test_an_endless_feed_is_read_up_to_its_limit(reads: Reads) -> None:
    items = "".join(f"<item><title>Talk {n}</title></item>" for n in range(1001))
    documents, (problem,) = reads({"f.rss": f"<rss><channel>{items}</channel></rss>"})
    assert len(documents) == 1000
    assert "1,000 entries" in problem.sentence


def test_a_table_gives_a_document_for_each_row_and_a_formula_is_text(reads: Reads) -> None:
    rows = 'One;"=1+1; she said ""no""\nand left";Post;13/2/2031\nTwo;;Post;\nThree;Yes.;;3/4/2031\n'
    documents, (problem,) = reads(
        {
            "t.csv": "Headline;Full text;Publisher;Date\n" + rows,
            "u.tsv": "date\ttext\tfile\n20310305\tHello.\tnote one\n",
        }
    )
    assert set(documents) == {"t.csv#2", "t.csv#4", "u.tsv#note one"}
    one, three = documents["t.csv#2"], documents["t.csv#4"]
    assert one.text == '=1+1; she said "no"\nand left'
    assert (one.title, one.source, one.date) == ("One", "Post", datetime.date(2031, 2, 13))
    assert three.date == datetime.date(2031, 4, 3)
    assert documents["u.tsv#note one"].date == datetime.date(2031, 3, 5)
    assert "1 row has no text" in problem.sentence


def test_rows_of_one_name_are_told_apart(reads: Reads) -> None:
    documents, _ = reads({"t.csv": "file,text\nnote,One.\nnote,Two.\n"})
    assert {file: document.text for file, document in documents.items()} == {
        "t.csv#note": "One.",
        "t.csv#note (2)": "Two.",
    }


def test_a_date_of_two_readings_is_unknown_and_told(reads: Reads) -> None:
    documents, (problem,) = reads({"t.csv": "text,date\nHello.,3/4/2031\n"})
    assert documents["t.csv#2"].date is None
    assert "YYYY-MM-DD" in problem.sentence


def test_the_documents_of_a_run_come_back_as_they_were(reads: Reads) -> None:
    records = [
        {
            "id": "d1",
            "file": "monday/a.txt",
            "title": "A",
            "source": None,
            "date": "2031-03-10",
            "text": "Words\r\n “x”\n",
        },
        {"id": "d2", "file": "b.pdf", "title": "B", "source": "Post", "date": None, "text": "March 3, 2031\n\nMore."},
    ]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    documents, problems = reads({"documents.jsonl": lines + '{"no": "text"}\n' + '{"text": "\\ud800 alone"}\n'})
    for record in records:
        document = documents[str(record["file"])]
        date = document.date.isoformat() if document.date else None
        assert (document.title, document.source, date, document.text) == tuple(
            record[key] for key in ("title", "source", "date", "text")
        )
    assert documents["b.pdf"].media_type == "application/pdf"
    assert documents["documents.jsonl"].text == "? alone"
    assert [problem.severity for problem in problems] == [Severity.WARNING]


def test_a_name_that_leads_out_of_the_folder_is_led_back(reads: Reads) -> None:
    documents, _ = reads({"d.jsonl": '{"text": "Words.", "file": "/../../etc/x.txt"}\n'})
    assert list(documents) == ["etc/x.txt"]


def test_a_note_on_a_file_is_for_each_document_in_it(reads: Reads) -> None:
    notes = DocumentNote(file="t.csv", source="Post"), DocumentNote(file="t.csv#3", source="Gazette")
    documents, problems = reads({"t.csv": "text\nOne.\nTwo.\n"}, *notes)
    assert [document.source for document in documents.values()] == ["Post", "Gazette"]
    assert problems == ()


def test_a_table_of_something_else_in_a_folder_is_a_warning_and_where_it_is_named_an_error(tmp_path: Path) -> None:
    (tmp_path / "numbers.csv").write_text("a,b\n1,2\n")
    (tmp_path / "a.txt").write_text("Words.")
    _, (found,) = read_sources([tmp_path])
    _, (named,) = read_sources([tmp_path / "numbers.csv"])
    assert (found.severity, named.severity) == (Severity.WARNING, Severity.ERROR)


@pytest.mark.parametrize(("library", "kind"), [("pypdf", "pdf"), ("docx", "word")])
def test_a_part_that_is_not_installed_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, library: str, kind: str
) -> None:
    from accord.documents.converting import child

    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(DocumentError, match=r"pip install 'accord\[pdf\]'"):
        child.converted(kind[0].encode(), b"")
