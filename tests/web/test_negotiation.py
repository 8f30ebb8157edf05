"""The negotiation in the workbench: edits keep comments, nothing is lost, every change can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web.conftest import NEGOTIATION, Server, client_of, done

from accord.errors import AccordError
from accord.negotiation import Negotiation, dump_negotiation, load_negotiation
from accord.negotiation.editing import (
    add_entry,
    note_document,
    remove_entry,
    rename,
    rename_option,
    set_fields,
    set_options,
    set_title,
)
from accord.store.project import TEMPLATE

SMALL = "title: x\nparties: [{id: a, name: A}]\ntracks: [{id: t, parties: [a]}]\n" + (
    "issues:\n  - {id: pay, track: t, options: [none, more], cues: {more: [rise]}}  # per hour\n"
)


def comments(text: str) -> list[str]:
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line]


# the text of the file


def test_a_change_leaves_every_other_line_as_it_was_written() -> None:
    before, after = NEGOTIATION.splitlines(), set_title(NEGOTIATION, "Shifts").splitlines()
    assert [line for line in before if line not in after] == ["title: Pay at the port of Lorn"]
    assert [line for line in after if line not in before] == ["title: Shifts"]


def test_entries_take_their_place_in_a_new_file_beside_its_explanations() -> None:
    text = add_entry(TEMPLATE, "parties", {"id": "union", "name": "The union"})
    text = add_entry(text, "parties", {"id": "port", "name": "The port"})
    text = add_entry(text, "tracks", {"id": "talks", "parties": ["union", "port"]})
    text = add_entry(text, "issues", {"id": "pay", "track": "talks", "options": ["none", "more"]})
    told, problems = load_negotiation(text)
    assert ([one.id for one in told.parties], [one.id for one in told.issues]) == (["union", "port"], ["pay"])
    assert [one.code for one in problems] == ["negotiation.no_cues"]
    assert comments(text) == comments(TEMPLATE)


def test_a_party_is_renamed_wherever_it_is_named() -> None:
    text = NEGOTIATION + (
        "preconditions:\n  - {party: union, before: pay, after: shifts}\n"
        "assumptions:\n"
        "  - {party: port, says: less_hurried_than, other: union, reason: 'it has money', reliability: 0.8}\n"
    )
    told, problems = load_negotiation(rename(text, "parties", "union", "drivers"))
    assert problems == ()
    assert told.tracks[0].parties == ("drivers", "port")
    assert told.preconditions[0].party == told.assumptions[0].other == "drivers"


def test_an_issue_and_its_options_are_renamed_wherever_they_are_named() -> None:
    text = NEGOTIATION + (
        "preconditions:\n  - {party: union, before: pay, after: shifts, option: six_percent}\n"
        "exclusions:\n  - terms: [{issue: pay, option: six_percent}, {issue: shifts, option: eight_hours}]\n"
        "assumptions:\n  - {party: port, says: prefers, issue: pay, option: none, over: six_percent, reason: x}\n"
    )
    text = rename_option(rename(text, "issues", "pay", "wages"), "wages", "six_percent", "6 percent")
    told, problems = load_negotiation(text)
    assert problems == ()
    assert told.issue("wages").options == ("none", "three_percent", "6 percent")
    assert list(told.issue("wages").cues) == ["issue", "three_percent", "6 percent"]
    assert told.preconditions[0].option == told.assumptions[0].over == told.exclusions[0].terms[0].option == "6 percent"
    assert "# per hour" in text


def test_another_order_of_options_does_not_change_what_holds_now() -> None:
    text = set_options(NEGOTIATION, "shifts", ["eight_hours", "ten_hours"])
    issue = load_negotiation(text)[0].issue("shifts")
    assert (issue.options, issue.status_quo) == (("eight_hours", "ten_hours"), "ten_hours")


def test_an_option_that_leaves_takes_its_words_along() -> None:
    text = set_options(NEGOTIATION, "pay", ["none", "six_percent"])
    told, problems = load_negotiation(text)
    assert problems == ()
    assert set(told.issue("pay").cues) == {"issue", "six_percent"}


def test_a_party_that_is_removed_leaves_the_tables_too() -> None:
    told, problems = load_negotiation(remove_entry(NEGOTIATION, "parties", "port"))
    assert told.tracks[0].parties == ("union",)
    assert [one.code for one in problems] == ["negotiation.lone_track"]


def test_a_track_that_issues_need_is_not_removed() -> None:
    with pytest.raises(AccordError, match="talks of tracks is needed by issues pay, issues shifts"):
        remove_entry(NEGOTIATION, "tracks", "talks")


RULED = NEGOTIATION + (
    "# what cannot be\n"
    "exclusions:\n  - terms: [{issue: pay, option: six_percent}, {issue: shifts, option: eight_hours}]  # too dear\n"
    "interactions:\n  - {kind: complements, issues: [pay, shifts]}\n"
    "preconditions:\n  - {party: port, before: shifts, after: pay}\n"
    "rates:\n  - {rate: impatience, low: 0.1, high: 0.2, party: union, reason: strike pay}\n"
)


def test_a_part_leaves_with_all_that_rests_on_it() -> None:
    text = remove_entry(RULED, "issues", "shifts", also=True)
    told, problems = load_negotiation(text)
    assert [one.id for one in told.issues] == ["pay"]
    assert (told.exclusions, told.interactions, told.preconditions) == ((), (), ())
    assert len(told.rates) == 1
    assert problems == ()
    told, _ = load_negotiation(remove_entry(RULED, "tracks", "talks", also=True))
    assert (told.tracks, told.issues, told.exclusions) == ((), (), ())
    assert [one.id for one in told.parties] == ["union", "port"]
    told, _ = load_negotiation(remove_entry(RULED, "parties", "union", also=True))
    assert told.rates == ()
    assert len(told.exclusions) == 1


def test_a_rule_is_changed_in_its_place_and_its_comments_stay() -> None:
    terms = [{"issue": "pay", "option": "three_percent"}, {"issue": "shifts", "option": "eight_hours"}]
    text = set_fields(RULED, "exclusions", 0, {"terms": terms, "reason": "the port cannot pay both"})
    text = set_fields(text, "rates", 0, {"high": 0.15, "party": None})
    told, problems = load_negotiation(text)
    assert problems == ()
    assert told.exclusions[0].terms[0].option == "three_percent"
    assert (told.rates[0].low, told.rates[0].high, told.rates[0].party) == (0.1, 0.15, None)
    assert comments(text) == comments(RULED)


@pytest.mark.parametrize(
    "act",
    [
        lambda text: rename(text, "parties", "union", "port"),
        lambda text: rename_option(text, "pay", "none", "six_percent"),
        lambda text: rename(text, "parties", "nobody", "x"),
        lambda text: set_fields(text, "parties", "union", {"role": "captain"}),
        lambda text: set_fields(text, "parties", "union", {"colour": "red"}),
        lambda text: set_fields(text, "issues", "pay", {"status_quo": "ten_percent"}),
        lambda text: add_entry(text, "parties", {"id": "union", "name": "Again"}),
        lambda text: add_entry(text, "nothing", {"id": "x"}),
    ],
)
def test_what_the_file_cannot_say_is_refused_with_a_sentence(act: Any) -> None:
    with pytest.raises(AccordError, match=r"\w"):
        act(NEGOTIATION)


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=40))
def test_any_title_comes_back_as_it_was_given(title: str) -> None:
    try:
        text = set_title(SMALL, title)
    except AccordError:  # characters that no YAML file can hold
        return
    found, _ = load_negotiation(text)
    assert found.title == title or not title.strip()
    assert found.parties == load_negotiation(SMALL)[0].parties


@settings(max_examples=20)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20))
def test_any_name_of_an_option_leads_back(name: str) -> None:
    try:
        text = rename_option(SMALL, "pay", "more", name)
    except AccordError:
        return
    assert load_negotiation(rename_option(text, "pay", name, "more"))[0] == load_negotiation(SMALL)[0]


def test_a_note_of_a_document_goes_where_the_file_has_one() -> None:
    text = note_document(NEGOTIATION, "tuesday.txt", {"source": "Lorn Mail"})
    assert "{file: tuesday.txt, source: Lorn Mail, date: 2031-03-11}" in text
    assert "documents" not in note_document(text, "tuesday.txt", {"source": None, "date": None}).split("parties")[1]


# the workbench


def seen(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/negotiation").json()
    return found


def edit(client: TestClient, **change: Any) -> Any:
    return client.post("/api/negotiation/edits", json={"etag": seen(client)["etag"], **change})


def test_an_edit_by_form_and_the_yaml_are_one_file(client: TestClient, project: Path) -> None:
    answer = edit(client, op="rename", section="issues", key="pay", name="wages")
    assert answer.status_code == 200
    found = seen(client)
    assert found["text"] == (project / "negotiation.yaml").read_text()
    assert [part["id"] for part in found["parts"]["issues"]] == ["wages", "shifts"]
    written = found["text"].replace("title: Pay", "title: Wages")
    assert client.put("/api/negotiation", json={"text": written, "etag": found["etag"]}).status_code == 200
    assert seen(client)["parts"]["title"] == "Wages at the port of Lorn"


def test_who_writes_over_somebody_elses_change_is_told(client: TestClient, project: Path) -> None:
    old = seen(client)["etag"]
    edit(client, op="title", name="Another")
    late = client.post("/api/negotiation/edits", json={"etag": old, "op": "title", "name": "Mine"})
    whole = client.put("/api/negotiation", json={"text": NEGOTIATION, "etag": old})
    assert (late.status_code, whole.status_code) == (409, 409)
    assert "changed" in late.json()["sentence"]
    assert "title: Another" in (project / "negotiation.yaml").read_text()


def test_a_change_by_another_program_is_seen_and_not_lost(client: TestClient, project: Path) -> None:
    old = seen(client)["etag"]
    (project / "negotiation.yaml").write_text(NEGOTIATION + "# by hand\n")
    assert client.post("/api/negotiation/edits", json={"etag": old, "op": "title", "name": "x"}).status_code == 409
    assert "# by hand" in seen(client)["text"]


def test_undo_takes_back_one_change_after_the_other(client: TestClient, project: Path) -> None:
    edit(client, op="title", name="One")
    edit(client, op="set", section="parties", key="union", fields={"role": "observer"})
    client.post("/api/negotiation/undo")
    assert seen(client)["parts"]["parties"][0]["role"] == "principal"
    client.post("/api/negotiation/undo")
    assert (project / "negotiation.yaml").read_text() == NEGOTIATION
    assert client.post("/api/negotiation/undo").status_code == 422
    assert [change["is_taken_back"] for change in seen(client)["changes"]] == [True, True]


def test_undo_loses_nothing_that_another_program_wrote(client: TestClient, project: Path) -> None:
    edit(client, op="title", name="One")
    (project / "negotiation.yaml").write_text(NEGOTIATION + "# by hand\n")
    assert client.post("/api/negotiation/undo").status_code == 409
    assert "# by hand" in (project / "negotiation.yaml").read_text()


def test_faults_are_told_by_line_and_column_with_what_was_meant(client: TestClient, project: Path) -> None:
    broken = NEGOTIATION.replace("    options: [ten_hours", "    optoins: [ten_hours")
    told = client.post("/api/negotiation/check", json={"text": broken}).json()
    line = broken.splitlines().index("    optoins: [ten_hours, eight_hours]") + 1
    assert not told["usable"]
    assert any(one["line"] == line and "options" in one["sentence"] for one in told["problems"])
    kept = client.put("/api/negotiation", json={"text": broken, "etag": seen(client)["etag"]})
    assert kept.status_code == 422
    assert kept.json()["problems"] == told["problems"]
    assert (project / "negotiation.yaml").read_text() == NEGOTIATION


@pytest.mark.parametrize("text", ["a: &x [*x]", "{", "a: !!python/object:os.system x", "- 1", "x: 1\nx: 2"])
def test_hostile_text_is_a_fault_and_no_crash(client: TestClient, text: str) -> None:
    assert client.post("/api/negotiation/check", json={"text": text}).json()["usable"] is False


def test_a_file_that_cannot_be_used_still_opens_the_workbench(client: TestClient, project: Path) -> None:
    (project / "negotiation.yaml").write_text("parties: [\n")
    found = seen(client)
    assert found["fault"]["sentence"]
    assert client.get("/api/project").json()["fault"]
    assert client.get("/api/documents").status_code == 200


def test_a_draft_marks_every_part_until_a_person_has_checked_it(client: TestClient) -> None:
    assert client.post("/api/negotiation/draft", json={}).status_code == 422  # parties are there: only when told so
    job = done(client, client.post("/api/negotiation/draft", json={"replace": True}).json())
    assert job["state"] == "done"
    parts = seen(client)["parts"]
    assert parts["title"] == "Pay at the port of Lorn"
    assert parts["documents"][0]["source"] == "Lorn Courier"
    assert parts["parties"]
    assert all(part["drafted"] and part["from"] for part in parts["parties"])
    first = parts["parties"][0]
    if first["found"]:
        assert first["found"]["document"].startswith("d")
    edit(client, op="confirm", section="parties", key=first["id"])
    checked = next(part for part in seen(client)["parts"]["parties"] if part["id"] == first["id"])
    assert (checked["drafted"], checked["from"]) == (False, first["from"])
    edit(client, op="confirm_all")
    parts = seen(client)["parts"]
    assert not [part for name in ("parties", "tracks", "issues") for part in parts[name] if part["drafted"]]


def test_a_draft_needs_documents(tmp_path: Path) -> None:
    with client_of(tmp_path / "new") as client:
        job = done(client, client.post("/api/negotiation/draft", json={}).json())
        assert (job["state"], "documents" in job["sentence"]) == ("failed", True)


def test_what_rests_on_a_part_is_told_before_it_leaves_with_it(client: TestClient, project: Path) -> None:
    etag = seen(client)["etag"]
    remove = {"op": "remove", "section": "tracks", "key": "talks", "etag": etag}
    refused = client.post("/api/negotiation/edits", json=remove)
    assert refused.status_code == 422
    assert refused.json()["rests"] == [{"section": "issues", "number": 0}, {"section": "issues", "number": 1}]
    client.post("/api/negotiation/edits", json={**remove, "also": True}).raise_for_status()
    assert (seen(client)["parts"]["tracks"], seen(client)["parts"]["issues"]) == ([], [])
    client.post("/api/negotiation/undo", json={}).raise_for_status()
    assert (project / "negotiation.yaml").read_text("utf-8") == NEGOTIATION


def test_who_made_a_change_is_kept_with_it(client: TestClient) -> None:
    client.headers["X-Accord-Who"] = "Ada%20%C3%85"
    edit(client, op="title", name="One")
    assert seen(client)["changes"][0]["who"] == "Ada Å"


# in a browser


@pytest.mark.browser
def test_an_option_is_renamed_on_the_page_and_comes_back_with_one_key(page: Any, server: Server) -> None:
    file = server.folder / "negotiation.yaml"
    before = file.read_text("utf-8")
    page.goto(server.origin + "/negotiation")
    page.locator("#issue-shifts .option .chip button").nth(1).click()
    page.locator("#issue-shifts [popover]:popover-open >> text=Rename").click()
    page.fill("dialog input[name=name]", "seven_hours")
    page.keyboard.press("Enter")
    page.wait_for_selector("#issue-shifts .option >> text=seven hours")
    assert "seven_hours: [eight-hour]" in file.read_text("utf-8")
    page.keyboard.press("u")
    page.wait_for_selector("#issue-shifts .option >> text=eight hours")
    assert file.read_text("utf-8") == before


@pytest.mark.browser
def test_a_fault_in_the_yaml_is_told_while_it_is_written(page: Any, server: Server) -> None:
    page.goto(server.origin + "/negotiation?yaml=1")
    page.wait_for_selector(".part")
    text = page.input_value("#yaml-text")
    page.fill("#yaml-text", text.replace("tracks:", "tracs:"))
    page.wait_for_selector("#yaml-problems >> text=tracks")
    page.fill("#yaml-text", text)
    page.wait_for_selector("#yaml-keep:disabled")


@pytest.mark.browser
def test_a_rule_is_added_by_form_and_what_is_wrong_stands_at_its_field(page: Any, server: Server) -> None:
    file = server.folder / "negotiation.yaml"
    before = file.read_text("utf-8")
    page.goto(server.origin + "/negotiation")
    page.click("summary >> text=Rules and figures")
    page.click("text=Add rule")
    page.select_option("dialog [name=first]", label="pay: six percent")
    page.select_option("dialog [name=second]", label="pay: none")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog .wrong [name=second][aria-invalid=true]")
    assert "another issue" in page.inner_text("dialog .wrong .wrong-with")
    page.select_option("dialog [name=second]", label="shifts: eight hours")
    page.fill("dialog [name=reason]", "the port cannot pay both")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".part >> text=pay: six percent and shifts: eight hours cannot stand together")
    page.click("text=Add figure")
    page.fill("dialog [name=low]", "0.2")
    page.fill("dialog [name=high]", "0.1")
    page.fill("dialog [name=reason]", "the strike fund is empty")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog .wrong [name=high]")
    page.fill("dialog [name=high]", "0.25")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".part >> text=every party: impatience lies between 0.2 and 0.25 per month")
    told, problems = load_negotiation(file.read_text("utf-8"))
    assert problems == ()
    assert told.exclusions[0].reason == "the port cannot pay both"
    assert comments(file.read_text("utf-8")) == comments(before)
    page.keyboard.press("u")
    page.wait_for_selector(".part >> text=lies between", state="detached")
    page.keyboard.press("u")
    page.wait_for_selector(".part >> text=cannot stand together", state="detached")
    assert file.read_text("utf-8") == before


@pytest.mark.browser
def test_a_claim_asks_for_what_its_kind_needs(page: Any, server: Server) -> None:
    file = server.folder / "negotiation.yaml"
    before = file.read_text("utf-8")
    page.goto(server.origin + "/negotiation")
    page.click("text=Add assumption")
    page.fill("dialog [name=reason]", "its own minutes say so")
    for says, filled, written in (
        ("values_more", {"less": "issue\nshifts"}, "says: values_more, issue: pay, over: shifts"),
        ("less_hurried_than", {"other": "port"}, "says: less_hurried_than, other: port"),
        ("before", {"then": "shifts"}, "says: before, first: {issue: pay}, then: {issue: shifts}"),
        (
            "prefers",
            {"option": "pay\nsix_percent", "over": "shifts\neight_hours"},
            "against: [{issue: shifts, option: eight_hours}]",
        ),
    ):
        page.select_option("dialog [name=says]", says)
        for name, value in filled.items():
            page.select_option(f"dialog [name={name}]", value)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("dialog", state="detached")
        found = load_negotiation(file.read_text("utf-8"))[0].assumptions
        assert [one.says for one in found] == [says]
        line = dump_negotiation(Negotiation(assumptions=found))
        assert written in line, line
        page.click("section[aria-label=Assumptions] [aria-label^=Change]")
    page.keyboard.press("Escape")
    for _ in range(4):
        with page.expect_response("**/negotiation/undo"):
            page.keyboard.press("u")
    assert file.read_text("utf-8") == before
