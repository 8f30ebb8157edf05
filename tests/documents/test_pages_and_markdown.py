"""Web pages and Markdown to text, in a child process under limits."""

import datetime
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.documents import Document, read_sources
from accord.documents.confined import Converter
from accord.errors import DocumentError

PAGE = """<!DOCTYPE html><html><head><title>Dockers reject offer | Harbour Post</title>
<meta property="og:title" content="Dockers reject offer"><meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2031-03-11T08:00:00Z">
<script>var hidden = "The union said yes."; fetch("http://127.0.0.1:9/")</script><style>p {color: red}</style></head>
<body><nav><a href="/">Home</a></nav><article><h1>Dockers reject offer</h1>
<p>The union said on Monday that it would not sign without a pay rise of nine percent, and that it could wait.</p>
<p>“We want nine,” said <b>Ada</b> Quist &amp; others. <img src="http://127.0.0.1:9/x.png" onerror="alert(1)"></p>
<script>document.write("The port said yes.")</script><noscript>Switch scripts on.</noscript></article></body></html>"""


CYRILLIC = '<html><head><meta charset="windows-1251"></head><body><p>Союз сказал «нет» порту.</p></body></html>'
MARKDOWN = """---
title: "Dockers reject offer"
date: 2031-03-11
source: Harbour Post
---
# Round *two*

The [union](http://127.0.0.1) said
“no”.

> “Nine,” she said.

- first
- second

| a | b |
|---|---|
| 1 | 2 |

<script>said()</script>
"""


@pytest.fixture(scope="module")
def converter() -> Iterator[Converter]:
    with Converter() as converter:
        yield converter


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "page.html").write_text(PAGE)
    (folder / "cyrillic.html").write_bytes(CYRILLIC.encode("cp1251"))
    (folder / "front.md").write_text(MARKDOWN)
    (folder / "heading.md").write_text("intro\n\n## Round two\n\n# Later\n")
    documents, problems = read_sources([folder])
    assert problems == ()
    return {document.file: document for document in documents}


def test_a_page_is_its_readable_text_with_title_date_and_source(documents: dict[str, Document]) -> None:
    document = documents["page.html"]
    assert (document.title, document.source) == ("Dockers reject offer", "Harbour Post")
    assert document.date == datetime.date(2031, 3, 11)
    assert "“We want nine,” said Ada Quist & others." in document.text.split("\n\n")


def test_scripts_are_never_in_the_text(converter: Converter) -> None:
    for page in (PAGE, "<p>Short.</p><script>said()</script>", "<script>said()</script>Loose <b>words</b>."):
        text = converter.convert(page.encode(), "text/html").parts[0].text
        assert text
        assert not any(word in text for word in ("said()", "hidden", "document.write", "color", "Switch"))


def test_a_page_declares_its_encoding(documents: dict[str, Document]) -> None:
    assert documents["cyrillic.html"].text == "Союз сказал «нет» порту."


def test_markdown_is_paragraphs_without_marks_and_its_front_matter_is_known(documents: dict[str, Document]) -> None:
    document = documents["front.md"]
    assert (document.title, document.source) == ("Dockers reject offer", "Harbour Post")
    assert document.date == datetime.date(2031, 3, 11)
    blocks = ["Round two", "The union said “no”.", "“Nine,” she said.", "first", "second", "a | b", "1 | 2"]
    assert document.text.split("\n\n") == blocks


def test_the_first_heading_is_the_title_where_no_front_matter_tells(documents: dict[str, Document]) -> None:
    assert documents["heading.md"].title == "Round two"


def test_a_document_beyond_the_time_is_refused_and_the_next_is_read() -> None:
    with Converter() as converter:
        converter._seconds = 0.2
        with pytest.raises(DocumentError, match=r"within 0\.2 seconds"):
            converter.convert(b"[" * 100_000, "text/markdown")
        converter._seconds = 60
        assert converter.convert(b"after", "text/markdown").parts[0].text == "after"


@settings(max_examples=40)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from("<p> </p> <script> <!-- --> ]]> &#0; <a href=x> # ` > | [ ]( é".split())).map("".join)
)
def test_any_text_is_converted_or_refused(converter: Converter, text: str) -> None:
    for media_type in ("text/html", "text/markdown"):
        try:
            content = converter.convert(text.encode("utf-8", "replace"), media_type)
        except DocumentError:
            continue
        assert len(content.parts) == 1
