"""Files made to break a parser: each is one clear sentence, and the next file is read."""

import io
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.made import assembled, docx, paragraph, pdf, stream

from accord.documents.confined import Converter
from accord.documents.converting.child import KINDS
from accord.documents.folders import MEDIA_TYPES
from accord.errors import DocumentError

PDF, WORD, MAIL, FEED, TABLE, LINES = (MEDIA_TYPES[s] for s in (".pdf", ".docx", ".eml", ".rss", ".csv", ".jsonl"))
WORDS = [[(72, 700, 11, "Nine percent.")]]
_LAUGHTER = (f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise("abcdefghi"))
LAUGHS = f'<!DOCTYPE d [<!ENTITY a "ha">{"".join(_LAUGHTER)}]>'
TREE = b"<< /Type /Pages /Count 1 /Kids [%s] >>"


def bomb() -> bytes:
    """A page whose text is 160 MB, packed to some hundred kilobytes."""
    packed = zlib.compress(b"BT /F1 9 Tf (ha) Tj ET\n" * 7_000_000, 1)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 1 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return assembled([font, TREE % b"5 0 R", b"<< >>", stream(packed, b"/Filter /FlateDecode"), page])


def locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(pdf(WORDS))))
    writer.encrypt("open sesame", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


# What takes time to make is made when its test runs.
HOSTILE: dict[str, tuple[str, bytes | Callable[[], bytes], str]] = {
    "a pdf that is none": (PDF, b"%PDF-1.7\n\x00\xff", "broken"),
    "a pdf cut short": (PDF, pdf(WORDS)[:300], "broken"),
    "a pdf of too many pages": (PDF, lambda: pdf(WORDS, kids=1001), "1,000 pages; this one has 1,001; split it"),
    "a pdf whose pages hold themselves": (PDF, assembled([b"<< >>", TREE % b"2 0 R 2 0 R", b"<< >>"]), "cyclic"),
    "a pdf nested deep": (PDF, assembled([b"[" * 100_000, TREE % b"1 0 R", b"<< >>"]), "nested too deep"),
    "a pdf with a password": (PDF, locked, "locked; save it without protection"),
    "a pdf of pictures": (PDF, pdf([[], []]), "recognise its text"),
    "a Word document that unpacks to 201 MB": (
        WORD,
        lambda: docx("", more={"word/a.bin": bytes(201_000_000)}),
        "at most 200 MB",
    ),
    "a Word document of too many files": (
        WORD,
        lambda: docx("", more={f"{n}": b"" for n in range(5001)}),
        "5,000 files",
    ),
    "a Word document that is none": (WORD, b"PK\x03\x04abc", "broken"),
    "an old Word document": (WORD, b"\xd0\xcf\x11\xe0aaaa", "old kind"),
    "a Word document that laughs": (WORD, docx(paragraph("&i;"), head=LAUGHS), "parse"),
    "a Word document nested deep": (WORD, docx("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "parse"),
    "a message of too many parts": (
        MAIL,
        b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 20_000,
        "500 parts",
    ),
    "a message nested deep": (
        MAIL,
        b"From: a\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
        "500 parts",
    ),
    "a message without headers": (MAIL, b"\x00 just words", "headers"),
    "a feed that laughs": (
        FEED,
        (LAUGHS + "<rss><channel><item><title>&i;</title></item></channel></rss>").encode(),
        "types",
    ),
    "a feed that reads files": (
        FEED,
        b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><title>&a;</title></channel></rss>',
        "types",
    ),
    "a feed nested deep": (FEED, b"<rss>" + b"<a>" * 100_000, "broken"),
    "another kind of XML": (FEED, b"<svg/>", "RSS or Atom"),
    "a table with an endless cell": (TABLE, b'text\n"' + b"x" * 2_100_000, "field larger"),
    "a table of something else": (TABLE, b"a,b\n1,2\n", "column `text`"),
    "lines nested deep": (LINES, b"[" * 1_000_000, "objects with a `text`"),
    "lines of something else": (LINES, b'{"text": 5}\n{"a": 1}\n[]\nnull\n', "objects with a `text`"),
}


@pytest.fixture(scope="module")
def converter() -> Iterator[Converter]:
    with Converter() as converter:
        yield converter


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_sentence(converter: Converter, name: str) -> None:
    media_type, made, word = HOSTILE[name]
    content = made() if callable(made) else made
    with pytest.raises(DocumentError) as caught:
        converter.convert(content, media_type)
    assert word in str(caught.value)
    assert caught.value.mend
    assert len(str(caught.value)) < 400


def test_what_takes_too_much_ends_by_itself_and_the_next_is_read() -> None:
    with Converter(seconds=5) as converter:
        with pytest.raises(DocumentError):
            converter.convert(bomb(), PDF)
        assert converter.convert(pdf(WORDS), PDF).parts[0].text == "Nine percent."


def test_entities_of_a_word_document_never_read_a_file(converter: Converter) -> None:
    head = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    (part,) = converter.convert(docx(paragraph("&a;") + paragraph("No."), head=head), WORD).parts
    assert part.text == "No."


ACTS = (
    "open('/etc/hostname')",
    "open('/tmp/out', 'w')",
    "__import__('socket').create_connection(('127.0.0.1', 9))",
    "__import__('subprocess').run(['true'])",
    "__import__('os').remove('/tmp/out')",
)


def test_the_parsing_process_reaches_nothing() -> None:
    tries = "".join(f"try:\n {act}\nexcept Exception as fault:\n print(type(fault).__name__)\n" for act in ACTS)
    program = f"from accord.documents.converting.child import _confine\n_confine()\n{tries}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["PermissionError"] * len(ACTS), done.stderr


@pytest.mark.parametrize("media_type", [kind for kind in KINDS if kind not in {"text/html", "text/markdown"}])
def test_any_bytes_are_documents_or_a_sentence(converter: Converter, media_type: str) -> None:
    heads = (
        b"",
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\n",
        b"PK\x03\x04",
        b"From: a\nSubject: b\n\n",
        b"<rss><channel>",
    )
    text_kinds = media_type in {TABLE, LINES}

    @settings(max_examples=12, deadline=None)
    @given(st.sampled_from([*heads, b"text,date\n", b'{"text": "a"}\n']), st.binary(max_size=300))
    def check(head: bytes, rest: bytes) -> None:
        content = head + rest
        try:
            found = converter.convert(content.decode("latin-1").encode() if text_kinds else content, media_type)
        except DocumentError:
            return
        assert all(isinstance(part.text, str) for part in found.parts)

    check()


@settings(max_examples=30, deadline=None)
@given(place=st.integers(0, 900), change=st.binary(min_size=1, max_size=8), kind=st.sampled_from([PDF, WORD]))
def test_a_damaged_file_is_a_document_or_a_sentence(converter: Converter, place: int, change: bytes, kind: str) -> None:
    sound = pdf(WORDS) if kind == PDF else docx(paragraph("Nine percent."))
    damaged = sound[:place] + change + sound[place + len(change) :]
    try:
        found = converter.convert(damaged, kind)
    except DocumentError:
        return
    assert all(isinstance(part.text, str) for part in found.parts)
