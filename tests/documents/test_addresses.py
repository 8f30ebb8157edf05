"""Web addresses: only public ones are fetched, within limits. Every server here is on this machine."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from accord.documents import read_sources
from accord.documents.pages import MOST_BYTES, is_address, is_public

FEED = """<rss><channel><title>Wire</title>
<item><title>First</title><link>http://SERVER/plain</link><pubDate>Tue, 11 Mar 2031 08:00:00 GMT</pubDate></item>
<item><title>Second</title><link>http://SERVER/missing</link></item>
<item><title>Third</title><link>file:///etc/hostname</link></item></channel></rss>"""


class Server(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        kind, body = {
            "/talks.html": (
                "text/html; charset=utf-8",
                "<html><body><p>The port said “no”.</p></body></html>".encode(),
            ),
            "/plain": ("text/plain; charset=iso-8859-1", "La société a dit non.".encode("latin-1")),
            "/feed": ("application/rss+xml", FEED.replace("SERVER", self.headers["Host"]).encode()),
            "/picture": ("image/png", b"\x89PNG"),
            "/large": ("text/plain", b"x" * (MOST_BYTES + 1)),
        }.get(self.path, ("text/html", b""))
        if self.path.startswith("/again"):
            self.send_response(302)
            self.send_header("Location", f"/again{len(self.asked)}")
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://10.255.255.1/")
        else:
            self.send_response(404 if not body else 200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Server.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_an_address_of_this_machine_is_refused_and_never_asked(server: str) -> None:
    documents, (problem,) = read_sources([f"{server}/talks.html"])
    assert documents == ()
    assert "this machine or a private network" in problem.sentence
    assert Server.asked == []


def test_a_page_and_a_text_are_read_by_what_the_server_says_they_are(server: str) -> None:
    documents, problems = read_sources([f"{server}/talks.html", f"{server}/plain"], allow_loopback=True)
    assert problems == ()
    assert [(document.file, document.text) for document in documents] == [
        ("127.0.0.1/plain", "La société a dit non."),
        ("127.0.0.1/talks.html", "The port said “no”."),
    ]


def test_a_feed_is_read_without_asking_for_what_it_links_to(server: str) -> None:
    documents, problems = read_sources([f"{server}/feed"], allow_loopback=True)
    assert [document.text for document in documents] == ["First", "Second", "Third"]
    assert problems == ()
    assert Server.asked == ["/feed"]


def test_where_links_are_followed_a_page_stands_for_its_entry_and_what_fails_stays_as_it_was(server: str) -> None:
    documents, (problem,) = read_sources([f"{server}/feed"], follow_links=True, allow_loopback=True)
    assert [document.text for document in documents] == ["La société a dit non.", "Second", "Third"]
    assert (documents[0].file, documents[0].source) == ("127.0.0.1/feed#1", "Wire")
    assert str(documents[0].date) == "2031-03-11"
    assert "`127.0.0.1/feed#2` is read as its feed has it" in problem.sentence
    assert Server.asked == ["/feed", "/plain", "/missing"]


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/missing", "answered 404"),
        ("/picture", "got image/png"),
        ("/large", "larger than 20 MB"),
        ("/again", "redirects"),
        ("/away", "private network"),
    ],
)
def test_what_a_server_must_not_do_is_a_sentence(server: str, path: str, word: str) -> None:
    documents, (problem,) = read_sources([server + path], allow_loopback=True)
    assert documents == ()
    assert word in problem.sentence
    assert len(Server.asked) <= 6


@pytest.mark.parametrize(
    "address", ["http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://[bad/", "https://10.0.0.1"]
)
def test_private_and_broken_addresses_are_refused(address: str) -> None:
    documents, (problem,) = read_sources([address])
    assert documents == ()
    assert problem.code == "document.refused"


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1", True),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("ff02::1", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b:1::1", False),
        ("64:ff9b::7f00:1", False),
        ("2001::1", False),
    ],
)
def test_only_addresses_of_the_open_network_are_public(ip: str, public: bool) -> None:
    assert is_public(ip_address(ip)) is public


def test_only_web_addresses_are_addresses() -> None:
    assert is_address("https://example.org/a")
    assert not any(map(is_address, ("file:///etc/passwd", "ftp://example.org", "http:///", "http.txt", "httpx://x")))
