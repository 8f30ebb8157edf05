"""The door: nothing without the token, nothing for strangers, nothing too large; the headers are strict."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.web.conftest import ORIGIN, PORT, TOKEN

from accord.web import create_app, guard
from accord.web.guard import MOST_JSON, Door

PATHS = ["/", "/review", "/api/project", "/api/openapi.json", "/static/css/base.css"]


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client with no token."""
    app = create_app(tmp_path_factory.mktemp("guard"), token=TOKEN, port=PORT)
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        yield client


BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize("path", [*PATHS, "/no-such-page", "/api/no-such-thing"])
def test_without_the_token_nothing_is_served(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert "accord serve" in answer.text
    assert len(answer.text) < 200


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "é", "\x00"])
def test_a_wrong_token_is_as_good_as_none(stranger: TestClient, token: str) -> None:
    stranger.cookies.clear()
    assert stranger.get("/", params={"token": token}).status_code == 401
    assert stranger.get("/", headers={"Authorization": f"Bearer {token}".encode()}).status_code == 401
    assert stranger.get("/", headers={"Cookie": f"accord_{PORT}={token}".encode()}).status_code == 401


@given(st.text())
def test_only_the_token_fits(token: str) -> None:
    assert Door(TOKEN, PORT).fits(token) == (token == TOKEN)


def test_tokens_are_compared_in_constant_time() -> None:
    assert "hmac.compare_digest" in inspect.getsource(guard.Door.fits)


def test_the_token_moves_from_the_address_into_a_cookie_that_no_script_reads(stranger: TestClient) -> None:
    answer = stranger.get("/matrix", params={"token": TOKEN, "on": "2031-03-11"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/matrix?on=2031-03-11")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"accord_{PORT}={TOKEN};")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    stranger.cookies.clear()


def test_the_way_in_leads_nowhere_else(stranger: TestClient) -> None:
    answer = stranger.get(f"{ORIGIN}//elsewhere.test/x", params={"token": TOKEN})
    assert answer.headers["location"] == "/elsewhere.test/x"
    stranger.cookies.clear()


def test_the_cookie_of_another_workbench_on_this_machine_does_not_open_this_one(stranger: TestClient) -> None:
    assert stranger.get("/", headers={"Cookie": f"accord_{PORT + 1}={TOKEN}"}).status_code == 401
    assert stranger.get("/", headers={"Cookie": f"accord_{PORT}={TOKEN}; accord_1=x"}).status_code == 200


@pytest.mark.parametrize(
    "host", ["elsewhere.test", f"elsewhere.test:{PORT}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.x:{PORT}", "", "[::1]"]
)
def test_a_foreign_host_is_refused_even_with_the_token(stranger: TestClient, host: str) -> None:
    assert stranger.get("/", headers={**BEARER, "Host": host}).status_code == 421


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}"])
def test_the_names_of_this_machine_are_answered(stranger: TestClient, host: str) -> None:
    assert stranger.get("/api/jobs", headers={**BEARER, "Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://elsewhere.test",
        "null",
        f"https://127.0.0.1:{PORT}",
        "http://127.0.0.1:1",
        f"http://localhost:{PORT}",
        "x",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_origin_is_refused(stranger: TestClient, origin: str, method: str) -> None:
    headers = {**BEARER, "Origin": origin, "X-Accord": "1"}
    assert stranger.request(method, "/api/project", headers=headers).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_not_even_ask(stranger: TestClient, site: str) -> None:
    assert stranger.get("/api/project", headers={**BEARER, "Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_needs_the_header_that_no_form_can_send(stranger: TestClient, method: str) -> None:
    assert stranger.request(method, "/api/jobs/j1", headers=BEARER).status_code == 403
    assert stranger.request(method, "/api/jobs/j1", headers={**BEARER, "X-Accord": "1"}).status_code in {405, 422}


def test_a_body_beyond_the_limit_is_refused_whatever_its_length_says(stranger: TestClient) -> None:
    headers = {**BEARER, "X-Accord": "1"}
    told = stranger.post("/api/negotiation/check", headers=headers, content=b"x" * (MOST_JSON + 1))
    untold = stranger.post("/api/negotiation/check", headers=headers, content=iter([b"x" * 100_000] * 30))
    assert (told.status_code, untold.status_code) == (413, 413)


@pytest.mark.parametrize("path", [*PATHS, "/no-such-page", "/api/no-such-thing", "/read/d1"])
def test_every_answer_has_strict_headers(stranger: TestClient, path: str) -> None:
    for headers in ({}, BEARER):
        told = stranger.get(path, headers=headers).headers
        policy = told["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert told["x-content-type-options"] == "nosniff"
        assert told["referrer-policy"] == "no-referrer"
        assert told["cross-origin-opener-policy"] == told["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in told
        assert not [name for name in told if name.startswith("access-control")]
    assert path.startswith("/static") or told["cache-control"] == "no-store"


def test_there_are_no_web_sockets(stranger: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), stranger.websocket_connect("/api/events", headers=BEARER):
        pass


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/css/..%2f..%2fapp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/css/",
        "/static/",
    ],
)
def test_assets_lead_to_no_other_file(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path, headers=BEARER)
    assert answer.status_code == 404
    assert "import" not in answer.text


def test_a_link_among_the_assets_is_not_followed(stranger: TestClient) -> None:
    assert not [path for path in (Path(guard.__file__).parent / "static").rglob("*") if path.is_symlink()]


def test_the_description_of_the_interface_and_its_page_ask_no_other_host(stranger: TestClient) -> None:
    text = stranger.get("/api/docs", headers=BEARER).text
    assert "https://" not in text
    assert stranger.get("/docs", headers=BEARER).status_code == 404
    assert stranger.get("/redoc", headers=BEARER).status_code == 404
