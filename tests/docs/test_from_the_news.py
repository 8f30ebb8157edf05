"""The sentences of docs/from-the-news.md are read as the page says."""

import re
from pathlib import Path

from accord.documents import Document, document_id
from accord.negotiation import load_negotiation
from accord.reading import read_all

PAGE = (Path(__file__).parents[2] / "docs" / "from-the-news.md").read_text(encoding="utf-8")
_ENTRY = re.compile(
    r"^> (?P<sentence>.+)\n\n\* Coded as: (?P<act>act )?`(?P<what>\w+)`, of `(?P<party>\w+)`", re.MULTILINE
)


def test_every_sentence_is_coded_as_the_page_says() -> None:
    (codebook,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    negotiation, _ = load_negotiation(codebook, "news.yaml")
    entries = list(_ENTRY.finditer(PAGE))
    text = "\n\n".join(entry["sentence"] for entry in entries)
    date = negotiation.documents[0].date
    document = Document(document_id(text), "news.txt", "", "Harbour Post", date, text, "text/plain")
    statements = read_all([document], negotiation)[0]
    read_as = {
        (entry["sentence"], bool(entry["act"]), entry["what"], entry["party"])
        for entry in entries
        for start in [text.index(entry["sentence"])]
        for statement in statements
        if start <= statement.span.start < start + len(entry["sentence"])
        for point in statement.points
        for is_act, coded, party in (
            (True, point.act and point.act.value, point.about),
            (False, point.claim and point.claim.says.value, point.claim and point.claim.party),
        )
        if (is_act, coded, party) == (bool(entry["act"]), entry["what"], entry["party"])
    }
    said = {(entry["sentence"], bool(entry["act"]), entry["what"], entry["party"]) for entry in entries}
    assert len(entries) == PAGE.count("\n> ") > 14
    assert said - read_as == set()
