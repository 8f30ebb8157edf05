"""What strangers write reaches the workbench as data, and what cannot be answered is told in a sentence."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import ORIGIN, PORT, TOKEN, Server, done, project_in, serving, watched

from accord.documents import Document, document_id
from accord.statements import Act, Point, make_statement
from accord.store import Reading, Store
from accord.workspace import Workspace

ODD = [
    "<script>alert(1)</script>",
    "\u202egnp.exe\u2066",
    "\x00\x01\x1b[31m",
    "\ud800 half a character",
    "=HYPERLINK(1)",
    "../../etc/passwd",
    'a"; filename="b\r\nX-Odd: 1',
    "x" * 60_000,
    "{{ 7 * 7 }}{% raw %}",
]
NAMES = ["script", "direction", "control", "surrogate", "formula", "path", "header", "long", "template"]


@pytest.fixture
def plain(client: TestClient) -> TestClient:
    """A client that sees what a stranger's program sees: an answer, never a Python error."""
    return TestClient(
        client.app,
        base_url=ORIGIN,
        headers={**client.headers, "Authorization": f"Bearer {TOKEN}"},
        cookies={f"accord_{PORT}": TOKEN},
        raise_server_exceptions=False,
    )


def send(client: TestClient, method: str, path: str, told: Any) -> Any:
    """A request whose JSON may hold what Python would refuse to encode."""
    return client.request(method, path, content=json.dumps(told), headers={"content-type": "application/json"})


def is_told(answer: Any) -> None:
    """An answer, or one sentence of what is wrong; no header of ours that somebody else wrote."""
    assert answer.status_code < 500, answer.text[:300]
    assert "x-odd" not in answer.headers
    if answer.status_code >= 400 and answer.headers["content-type"].startswith("application/json"):
        assert answer.json()["sentence"].strip()
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("odd", ODD, ids=NAMES)
def test_no_text_breaks_a_change(plain: TestClient, odd: str) -> None:
    row = plain.get("/api/statements/queue").json()["rows"][0]
    document = plain.get("/api/documents").json()["rows"][0]
    for changes in ({"speakers": [odd]}, {"parties": [odd]}, {"points.0.issue": odd}, {odd: 1}, {"on": odd}):
        is_told(send(plain, "PATCH", f"/api/statements/{row['id']}", {"changes": changes, "why": odd}))
    is_told(send(plain, "PATCH", f"/api/documents/{document['id']}", {"title": odd[:300], "source": odd[:300]}))
    is_told(send(plain, "PUT", "/api/what-if/scenarios/one", {"changes": {odd: odd}}))
    is_told(send(plain, "POST", "/api/what-if/quick", {"changes": {"without": [odd]}, "client": "me"}))
    is_told(send(plain, "POST", "/api/statements", {"document": odd, "start": 0, "end": 5}))
    for view in ("/api/documents", "/api/history", "/api/matrix", "/api/ledger/positions", "/api/negotiation"):
        is_told(plain.get(view))


@pytest.mark.parametrize("odd", ODD, ids=NAMES)
def test_no_address_breaks_a_view(plain: TestClient, odd: str) -> None:
    short = odd[:2_000].encode("utf-8", "replace").decode()
    for path in ("/api/documents", "/api/documents/search", "/api/ledger/moves", "/api/statements/queue", "/api/space"):
        for name in ("q", "words", "party", "sort", "page", "form", "after", "issue", "a", "package"):
            is_told(plain.get(path, params={name: short}))
    for path in (
        "/api/reader/",
        "/api/statements/",
        "/api/findings/",
        "/api/export/",
        "/read/",
        "/static/",
        "/api/jobs/",
    ):
        is_told(plain.get(path + quote(short, safe="")))


@pytest.mark.parametrize("odd", [None, 7, "text", [], [[]], {"changes": 3}, {"changes": {"a": [1e400]}}, {"text": {}}])
@pytest.mark.parametrize("path", ["/api/statements", "/api/documents/texts", "/api/what-if/quick", "/api/what-if/full"])
def test_json_of_another_kind_is_told(plain: TestClient, path: str, odd: Any) -> None:
    answer = send(plain, "POST", path, odd)
    is_told(answer)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "name", ["%2e%2e%2f%2e%2e%2fout.txt", "..%5cout.txt", ".hidden.txt", "%00.txt", "a%0d%0ab.txt"]
)
def test_a_file_stays_among_the_sources(client: TestClient, project: Path, name: str) -> None:
    before = {path for path in project.parent.rglob("*.txt") if "sources" not in path.parts}
    answer = client.put(f"/api/documents/files/{name}", content=b"The port\n\nThe port said no.\n")
    is_taken = answer.status_code == 202  # a name with a slash in it is no address at all
    assert is_taken or answer.status_code == 404
    if is_taken:
        assert done(client, answer.json())["state"] == "done"
    assert {path for path in project.parent.rglob("*.txt") if "sources" not in path.parts} <= before | {
        path for path in project.rglob("*.txt") if ".history" in path.parts
    }
    assert len(list((project / "sources").iterdir())) == 2 + is_taken


def test_one_line_of_ten_megabytes_is_a_document_or_is_refused(client: TestClient) -> None:
    line = b"The port said that the union waits. " * 290_000
    job = done(client, client.put("/api/documents/files/line.txt", content=line).json())
    assert job["state"] in {"done", "failed"}
    assert job["sentence"] or job["outcome"]


def test_a_table_for_a_spreadsheet_runs_no_formula(client: TestClient) -> None:
    row = client.get("/api/documents").json()["rows"][0]
    client.patch(f"/api/documents/{row['id']}", json={"title": "=1+1", "source": "@SUM(1)"}).raise_for_status()
    cells = [cell for line in csv.reader(io.StringIO(client.get("/api/documents?form=csv").text)) for cell in line]
    assert any("=1+1" in cell for cell in cells)
    assert not any(cell.startswith(("=", "@", "+", "-", "\t", "\r")) for cell in cells)


MARKUP = """\
<script>document.title = "taken over"</script><style>body { display: none }</style>

<img src=x onerror="document.title = 'taken over'"> said no. <a href="javascript:document.title = 'taken over'">here</a>

"><svg onload="document.title = 'taken over'"></svg> &lt;b&gt; ]]> {{ 7 * 7 }} \u202egnp.exe

<base href="//elsewhere.example/">
"""
LINE = "The port said that the union waits. " * 290_000  # ten million characters without a break


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workbench whose documents were written by strangers: markup in title and text, a book in one line."""
    folder = project_in(tmp_path_factory.mktemp("strange") / "lorn", is_read=False)
    odd = "<script>document.title = 'taken over'</script>"
    documents = [
        Document(document_id(text), f"{name}.txt", title, odd, None, text, "text/plain")
        for name, title, text in (("markup", f"{odd}<b>A title</b>", MARKUP), ("line", "A line", LINE))
    ]
    with Store.open(Workspace.open(folder).database) as store:
        store.add_documents(documents)
        statement = make_statement(
            documents[0], MARKUP.index("<img"), MARKUP.index("here"), speakers=(odd,), points=(Point(Act.REJECT),)
        )
        store.add_reading(Reading(documents[0].id, "by_rule", "odd"), [statement], when="2031-03-12")
        late = LINE.rindex("The port")
        last = make_statement(documents[1], late, len(LINE) - 1, speakers=("Tom Vale",), points=(Point(Act.PROMISE),))
        store.add_reading(Reading(documents[1].id, "by_rule", "odd"), [last], when="2031-03-12")
    for one in documents:
        (folder / "sources" / one.file).write_text(one.text, encoding="utf-8")
    yield from serving(folder)


WORDS = """() => { const copy = document.querySelector("#text").cloneNode(true);
  copy.querySelectorAll(".sign").forEach((one) => one.remove()); return copy.textContent; }"""


def read_at(browser: Any, strange: Server, text: str) -> tuple[Any, Any]:
    """The reader of a document, entered by the token, and what the page complains of."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    told = watched(page, strange.origin)
    token = strange.url.partition("token=")[2]
    page.goto(f"{strange.origin}/read/{document_id(text)}?token={token}")
    page.wait_for_selector("#text .chunk p")
    return page, told


@pytest.mark.browser
def test_a_book_in_one_line_opens_at_a_statement_on_its_last_page(browser: Any, strange: Server) -> None:
    page, told = read_at(browser, strange, LINE)
    page.keyboard.press("j")
    page.wait_for_selector("#text .st.here")
    assert page.inner_text("#text .st.here") == "The port said that the union waits."
    box = page.locator("#text .st.here").bounding_box()
    assert 0 < box["y"] < 900
    assert told == []
    page.context.close()


@pytest.mark.browser
def test_markup_in_a_document_is_shown_as_text(browser: Any, strange: Server) -> None:
    page, told = read_at(browser, strange, MARKUP)
    page.wait_for_selector("#text .sign")
    assert page.evaluate(WORDS) == MARKUP.strip("\n").replace("\n\n", "")
    assert page.locator("#text").locator("script, style, img, a, base").count() == 0
    page.keyboard.press("j")
    page.wait_for_selector("#statement-fields input")
    assert page.input_value("#f-speakers").startswith("<script>")
    page.goto(f"{strange.origin}/review?document={document_id(MARKUP)}")
    page.wait_for_selector(".passage")
    assert "<img src=x" in page.inner_text(".passage")
    page.goto(strange.origin)
    page.get_by_role("link", name="<b>A title</b>").wait_for()
    assert page.title().startswith("Library")
    assert told == []
    page.context.close()
