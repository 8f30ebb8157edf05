"""Web pages to text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accord.documents.converting.lines import tidy, without_furniture
from accord.documents.converting.records import Content, Part

_LATEST = "2200-01-01"  # a page's date is its own word: no clock decides which dates can be
_UNSEEN = ["//script", "//style", "//noscript", "//template"]
_BLOCKS = set(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)


def page(content: bytes) -> Content:
    """Text and metadata of a web page in UTF-8, without scripts, menus and footers."""
    import trafilatura
    from trafilatura.metadata import extract_metadata

    html = content.decode("utf-8")
    text = trafilatura.extract(html, include_comments=False, prune_xpath=_UNSEEN, favor_recall=True)
    text = text or trafilatura.html2txt(html) or "\n".join(blocks_of(html))
    dates = {"original_date": True, "extensive_search": False, "max_date": _LATEST}
    known = extract_metadata(html, date_config=dates)
    blocks = without_furniture(line.strip() for line in (text or "").splitlines() if line.strip())
    return Content((Part("\n\n".join(blocks), title=known.title, date=known.date, source=known.sitename),))


def blocks_of(html: str, *, unseen: str = "") -> list[str]:
    """Every visible paragraph of a piece of HTML, or of a text with none; `unseen` is an XPath of what to leave out."""
    if "<" not in html and "&" not in html:
        return [line for line in map(tidy, html.splitlines()) if line]
    import lxml.html

    if not html.strip():
        return []
    tree = lxml.html.document_fromstring(html.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    paths = "|".join([*_UNSEEN, "//head", "//comment()", "//processing-instruction()", *([unseen] if unseen else [])])
    for element in tree.xpath(paths):
        if element.getparent() is not None:
            element.drop_tree()
    lines = "".join(_pieces(tree)).split("\n")
    return [line for line in (tidy(" ".join(line.split("\r"))) for line in lines) if line]


def _pieces(tree: Any) -> Iterator[str]:
    """The text with a line end where a block begins or ends; line ends of the source are spaces."""
    from lxml import etree

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield "\n"
        said = element.text if event == "start" else element.tail
        if said and (event == "start" or element is not tree):
            yield said.replace("\n", " ")
