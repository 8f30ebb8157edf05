"""The library: what comes in, what is told of it, what leaves, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import client_of, done

from accord.web.guard import MOST_UPLOAD

NOTE = "Lorn, March 12\n\nThe port authority said that it would pay 4 percent more.\n"


def rows(client: TestClient) -> dict[str, Any]:
    return {row["file"]: row for row in client.get("/api/documents").json()["rows"]}


def add(client: TestClient, name: str, text: str | bytes) -> dict[str, Any]:
    answer = client.put(f"/api/documents/files/{name}", content=text)
    assert answer.status_code == 202
    return done(client, answer.json())


def test_documents_are_told_with_their_voices_and_statements(client: TestClient) -> None:
    found = rows(client)
    assert set(found) == {"tuesday.txt", "friday.txt"}
    tuesday = found["tuesday.txt"]
    assert (tuesday["source"], tuesday["date"]) == ("Lorn Courier", "2031-03-11")
    assert tuesday["statements"] >= 2
    assert tuesday["voices"] == 2


def test_a_dropped_file_is_among_the_sources_and_in_the_list(client: TestClient, project: Path) -> None:
    job = add(client, "late note.txt", NOTE)
    assert (job["state"], job["outcome"]["documents"][0]["file"]) == ("done", "late note.txt")
    assert (project / "sources" / "late note.txt").read_text() == NOTE
    assert rows(client)["late note.txt"]["words"] > 8


def test_a_file_of_a_name_that_is_taken_gets_a_number(client: TestClient, project: Path) -> None:
    add(client, "tuesday.txt", NOTE)
    assert "tuesday (2).txt" in rows(client)
    assert "go on" in (project / "sources" / "tuesday.txt").read_text()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("..%2F..%2Fescape.txt", "escape.txt"),
        ("%2Fetc%2Fescape.txt", "escape.txt"),
        ("a%5Cb%5Cescape.txt", "escape.txt"),
        (".hidden.txt", "hidden.txt"),
        ("%3Cimg onerror=alert(1)%3E.txt", "-img onerror=alert(1)-.txt"),
        ("x" * 300 + ".txt", "x" * 120 + ".txt"),
        ("%0A%00.txt", "--.txt"),
    ],
)
def test_a_name_leads_nowhere_but_into_the_sources(client: TestClient, project: Path, name: str, kept: str) -> None:
    before = {path for path in project.rglob("*") if ".history" not in path.parts}
    answer = client.put(f"/api/documents/files/{name}", content=NOTE)
    if answer.status_code == 404:  # a name with a slash is no name of this route
        return
    done(client, answer.json())
    after = {path for path in project.rglob("*") if ".history" not in path.parts} - before
    assert {path for path in after if "talks.db" not in path.name} == {project / "sources" / kept}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", "  \n", "text"),
        ("torn.pdf", b"%PDF-1.7 torn", "torn.pdf"),
        ("again.txt", (Path(__file__).parent / "conftest.py").read_bytes()[:0] + b"", "text"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence_and_not_kept(
    client: TestClient, project: Path, name: str, content: str | bytes, sentence: str
) -> None:
    job = add(client, name, content)
    assert job["state"] == "failed"
    assert sentence in job["sentence"]
    assert not (project / "sources" / name).exists()
    assert name not in rows(client)


def test_the_same_text_again_is_named_and_not_kept(client: TestClient, project: Path) -> None:
    job = add(client, "copy.txt", (project / "sources" / "friday.txt").read_bytes())
    assert job["state"] == "failed"
    assert "friday.txt" in job["sentence"]
    assert not (project / "sources" / "copy.txt").exists()


def test_a_kind_that_is_no_document_is_refused_with_what_to_do(client: TestClient) -> None:
    answer = client.put("/api/documents/files/table.xlsx", content=b"PK")
    assert answer.status_code == 422
    assert "save it as .csv" in answer.json()["sentence"]


def test_a_file_beyond_the_limit_is_refused(client: TestClient) -> None:
    assert client.put("/api/documents/files/big.txt", content=b"x" * (MOST_UPLOAD + 1)).status_code == 413


def test_a_pasted_text_keeps_what_was_told_of_it(client: TestClient, project: Path) -> None:
    told = {"title": "A call: what was said", "source": "Lorn Radio", "date": "2031-03-13", "text": NOTE}
    job = done(client, client.post("/api/documents/texts", json=told).json())
    assert job["state"] == "done"
    row = rows(client)["a-call-what-was-said.txt"]
    assert (row["title"], row["source"], row["date"]) == ("A call: what was said", "Lorn Radio", "2031-03-13")
    text = (project / "negotiation.yaml").read_text()
    assert "# The port and its crane drivers." in text
    assert "Lorn Radio" in text


def test_a_link_is_fetched_only_with_a_yes_to_the_network(client: TestClient) -> None:
    answer = client.post("/api/documents/links", json={"address": "https://news.test/a"})
    assert answer.status_code == 422
    assert "consent" in answer.json()["sentence"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "http://[::1]/x", "file:///etc/passwd", "javascript:1"])
def test_a_link_to_this_machine_is_never_fetched(client: TestClient, address: str) -> None:
    job = done(client, client.post("/api/documents/links", json={"address": address, "network": True}).json())
    assert job["state"] == "failed"
    assert len(rows(client)) == 2


def test_a_date_that_a_person_tells_is_kept_and_can_be_taken_back(client: TestClient, project: Path) -> None:
    id = rows(client)["friday.txt"]["id"]
    assert client.patch(f"/api/documents/{id}", json={"date": "2031-03-14"}).json()["date"] == "2031-03-14"
    assert "{file: friday.txt, date: 2031-03-14}" in (project / "negotiation.yaml").read_text()
    assert client.patch(f"/api/documents/{id}", json={"date": ""}).json()["date"] is None
    assert "friday.txt" not in (project / "negotiation.yaml").read_text()


@pytest.mark.parametrize("date", ["March", "2031-02-30", "20310311x"])
def test_a_date_that_is_none_is_refused(client: TestClient, date: str) -> None:
    id = rows(client)["friday.txt"]["id"]
    assert client.patch(f"/api/documents/{id}", json={"date": date}).status_code == 422


def test_a_removed_document_comes_back_with_its_statements(client: TestClient, project: Path) -> None:
    before = rows(client)["friday.txt"]
    client.delete(f"/api/documents/{before['id']}")
    assert set(rows(client)) == {"tuesday.txt"}
    assert not (project / "sources" / "friday.txt").exists()
    assert client.post("/api/documents/undo").status_code == 200
    assert rows(client)["friday.txt"] == before


def test_undo_takes_back_what_was_added_last_first(client: TestClient) -> None:
    add(client, "one.txt", NOTE)
    add(client, "two.txt", NOTE + "And more was said.\n")
    client.post("/api/documents/undo")
    assert set(rows(client)) == {"tuesday.txt", "friday.txt", "one.txt"}
    client.post("/api/documents/undo")
    assert set(rows(client)) == {"tuesday.txt", "friday.txt"}
    assert client.post("/api/documents/undo").status_code == 422


def test_reprints_are_named(client: TestClient, project: Path) -> None:
    words = " ".join(f"The crane {number} stood still on day {number * 7}." for number in range(40))
    add(client, "first.txt", f"Cranes\n\n{words}\n")
    add(client, "second.txt", f"Cranes again\n\n{words} And one more.\n")
    client.get("/api/documents")
    for job in client.get("/api/jobs").json():
        done(client, job)
    found = rows(client)
    assert {found["first.txt"]["reprint_of"], found["second.txt"]["reprint_of"]} & {"Cranes", "Cranes again"}


def test_the_words_that_somebody_searches_are_found_with_their_place(client: TestClient, project: Path) -> None:
    found = client.get("/api/documents/search", params={"words": "ten-hour"}).json()
    text = (project / "sources" / "tuesday.txt").read_text()
    assert found["rows"]
    for hit in found["rows"]:
        assert text[hit["start"] : hit["end"]] == hit["text"]


def test_files_put_into_the_folder_by_hand_are_found(tmp_path: Path) -> None:
    with client_of(tmp_path / "new") as client:
        assert rows(client) == {}
        (tmp_path / "new" / "sources" / "by-hand.txt").write_text(NOTE)
        answer = client.get("/api/documents").json()
        done(client, answer["scanning"])
        assert set(rows(client)) == {"by-hand.txt"}


def test_the_list_is_a_table_that_can_be_sorted_filtered_and_saved(client: TestClient) -> None:
    by_title = client.get("/api/documents", params={"sort": "title", "order": "desc"}).json()["rows"]
    assert [row["title"] for row in by_title] == ["Talks at the port go on", "Port of Lorn moves"]
    assert client.get("/api/documents", params={"q": "moves"}).json()["total"] == 1
    saved = client.get("/api/documents", params={"form": "csv"})
    assert saved.headers["content-type"].startswith("text/csv")
    assert len(saved.text.splitlines()) == 3


def test_markup_in_a_title_is_data(client: TestClient) -> None:
    add(client, "odd.txt", "<script>alert(1)</script>\n\nThe port said no.\n")
    answer = client.get("/api/documents")
    assert answer.headers["content-type"] == "application/json"
    assert any("<script>" in row["title"] for row in answer.json()["rows"])


def test_an_empty_folder_becomes_a_project(new_client: TestClient) -> None:
    told = new_client.get("/api/project").json()
    assert (told["documents"], told["parties"], told["fault"]) == (0, [], None)
