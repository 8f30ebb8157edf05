"""The page: one file, the same bytes every time, nothing outside, every text as text, every link a target."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from tests.report.builder import bare, contents, negotiation, statements

from accord.documents import Document, document_id
from accord.errors import Problem, Severity
from accord.ledger import Ledger, book
from accord.negotiation import Negotiation, Party
from accord.report import Contents, write_report
from accord.report.page import render
from accord.statements import make_statement


class Page(HTMLParser):
    """Tags with their attributes, and the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open[-1:]):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] or "" for _, attrs in self.tags if "href" in attrs]


@cache
def html() -> str:
    return render(contents())


@cache
def page() -> Page:
    return Page(html())


def empty(**changes: object) -> Contents:
    nothing = Contents((), Negotiation(), (), Ledger((), (), ()), None, (), (), drafted=False, seed=0, members=0)
    return replace(nothing, **changes)  # type: ignore[arg-type]


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    paths = [write_report(contents(), tmp_path / name) for name in ("a", "b")]
    assert paths[0] == tmp_path / "a" / "report.html"
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_nothing_is_asked_of_anybody_outside() -> None:
    assert all(link.startswith("#") for link in page().links)
    names = {tag for tag, _ in page().tags}
    assert not names & {"link", "img", "iframe", "object", "embed", "base", "audio", "video", "source"}
    assert not [attrs for _, attrs in page().tags if "src" in attrs or "action" in attrs]
    assert "url(" not in html()
    assert "@import" not in html()


def test_the_policy_lets_in_this_style_and_script_alone() -> None:
    policy = next(attrs["content"] for tag, attrs in page().tags if attrs.get("http-equiv"))
    assert policy
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (body,) = re.findall(f"<{tag}>(.*?)</{tag}>", html(), flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not [attrs for _, attrs in page().tags if "style" in attrs or any(name.startswith("on") for name in attrs)]


def test_every_link_has_its_target_and_every_target_is_one() -> None:
    ids = page().ids
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page().links} <= set(ids)
    named = {word for _, a in page().tags for word in (a.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def test_every_statement_is_marked_once_with_its_note() -> None:
    ids = set(page().ids)
    for statement in statements():
        assert {statement.id, f"n-{statement.id}"} <= ids


def test_hostile_markup_in_a_document_shows_as_text() -> None:
    assert "<script>alert('no')</script> said the sign at the gate & nobody laughed." in page().text
    assert sum(tag == "script" for tag, _ in page().tags) == 1


def test_hostile_names_show_as_text_everywhere() -> None:
    nasty = '"><img src=x onerror=alert(1)>{{ 7*7 }}'
    parties = tuple(party.model_copy(update={"name": nasty, "id": party.id}) for party in negotiation().parties)
    issues = tuple(issue.model_copy(update={"name": nasty}) for issue in negotiation().issues)
    told = negotiation().model_copy(update={"title": nasty, "parties": parties, "issues": issues})
    documents = tuple(replace(one, title=nasty, source=nasty, file=nasty) for one in contents().documents)
    said = tuple(
        replace(one, speakers=(nasty,), role=nasty, organisation=nasty, cue=nasty, reached={"cue": nasty})
        for one in contents().statements
    )
    made = Page(render(replace(contents(), negotiation=told, documents=documents, statements=said)))
    assert not [tag for tag, _ in made.tags if tag == "img"]
    assert not [attrs for _, attrs in made.tags if "onerror" in attrs]
    assert nasty in made.text


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(tag[1]) for tag, _ in page().tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_picture_says_what_it_shows() -> None:
    for tag, attrs in page().tags:
        if tag == "svg":
            assert attrs.get("aria-hidden") == "true" or attrs.get("aria-label") or {"x", "y"} <= set(attrs)


def test_quotations_stand_beside_their_finding_with_source_and_day() -> None:
    start = page().text.index("Who can wait")
    told = page().text[start : start + 900]
    assert "the company can wait longer than the union" in told
    assert "Mirja Aho, lecturer in transport" in told
    assert "The Harbour Post, 2 April 2031" in told


def test_a_drafted_negotiation_is_told_at_the_top() -> None:
    told = render(bare(drafted=True))
    assert told.index("No person has checked") < told.index("What matters most</h2>")
    assert "No person has checked" not in html()


def test_problems_are_told_in_words_the_worst_first() -> None:
    problems = (
        Problem(Severity.WARNING, "w", "A warning <b>sentence</b>.", file="negotiation.yaml", line=4),
        Problem(Severity.ERROR, "e", "An error sentence."),
    )
    text = Page(render(bare(problems=problems))).text
    assert "1 error and 1 warning" in text
    assert text.index("An error sentence.") < text.index("A warning <b>sentence</b>.")
    assert "negotiation.yaml, line 4" in text


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (empty, "No document was read. Name files"),
        (lambda: empty(documents=contents().documents), "No statement was found in these documents"),
        (lambda: empty(documents=contents().documents), "the negotiation names no issue"),
        (lambda: empty(negotiation=negotiation()), "No position on any of the 4 issues was recognised"),
        (bare, "There is no deal space to draw: nothing was weighed"),
        (lambda: bare(findings=()), "No finding stands out"),
        (lambda: empty(documents=(Document(document_id(""), "a.txt", "", None, None, "", "text/plain"),)), "is empty"),
    ],
)
def test_what_is_missing_is_told_with_what_to_do(made: object, sentence: str) -> None:
    assert callable(made)
    assert sentence in " ".join(Page(render(made())).text.split())


def test_parties_without_issues_still_make_a_page() -> None:
    lone = Negotiation(parties=(Party(id="A", name="A"),))
    assert "Where the shares come from" in render(empty(negotiation=lone, documents=contents().documents))


def test_a_thousand_statements_make_a_page_that_holds_together() -> None:
    text = "\n\n".join(f"Speaker {number} said that it would rain {'x' * 300}." for number in range(1000))
    document = Document(document_id(text), "long.txt", "Long", None, None, text, "text/plain")
    spans = [match.span() for match in re.finditer(r"it would rain x+", text)]
    said = tuple(make_statement(document, *span) for span in spans)
    ledger = book(said, (document,), Negotiation())
    made = Page(render(empty(documents=(document,), statements=said, ledger=ledger)))
    assert sum(attrs.get("data-s") is not None for _, attrs in made.tags) == 1000
    assert {link[1:] for link in made.links} <= set(made.ids)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_text_and_party_colours_are_legible_on_paper_light_and_dark(scheme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", html(), flags=re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[scheme]))
    for name in ("ink", "soft", "accent", "warn", *(f"p{number}" for number in range(8)), "none"):
        assert _contrast(colours[name], colours["paper"]) >= 4.5, name
    assert _contrast(colours["ink"], colours["target"]) >= 4.5
