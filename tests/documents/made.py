"""Files of every kind, made for the tests: nobody's binaries lie in the repository."""

import io
import zipfile
from collections.abc import Iterable, Sequence

Piece = tuple[float, float, float, str]
"""Where it begins, its size and its words."""


def pdf(pages: Iterable[Sequence[Piece]], *, kids: int | None = None, info: bytes = b"") -> bytes:
    """A PDF with these words on its pages; `kids` lists the first page so many times."""
    objects = [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"",
        info or b"<< >>",
    ]
    numbers = []
    for page in pages:
        shown = b"\n".join(b"BT /F1 %g Tf %g %g Td (%s) Tj ET" % (*_place(piece), _words(piece[3])) for piece in page)
        objects.append(stream(shown))
        numbers.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 1 0 R >> >> >>" % len(objects)
        )
    listed = numbers if kids is None else numbers[:1] * kids
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(listed), b" ".join(b"%d 0 R" % n for n in listed))
    return assembled(objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def assembled(objects: Sequence[bytes], *, root: bytes = b"<< /Type /Catalog /Pages 2 0 R >>") -> bytes:
    """The file of these objects; the second is the page tree, the third the properties."""
    objects = [*objects, root]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, written in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size %d /Root %d 0 R /Info 3 0 R >>" % (len(objects) + 1, len(objects))
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer %s\n" % (len(objects) + 1, table, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def set_lines(lines: Iterable[str], *, x: float = 72, top: float = 740, size: float = 11) -> list[Piece]:
    """Lines one below the other; an empty one leaves a gap."""
    return [(x, top - 14 * number, size, line) for number, line in enumerate(lines) if line]


def _place(piece: Piece) -> tuple[float, float, float]:
    return piece[2], piece[0], piece[1]


def _words(text: str) -> bytes:
    written = text.encode("cp1252")
    for mark in (b"\\", b"(", b")"):
        written = written.replace(mark, b"\\" + mark)
    return written


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body: str, *, head: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A Word document with this body in its own XML."""
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?>{head}<w:document {_W}><w:body>{body}</w:body></w:document>',
        **(more or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def paragraph(text: str) -> str:
    """A Word paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
