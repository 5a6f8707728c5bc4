"""Fetching, from a real server on this machine that tests alone may ask."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReadError
from kg.model import Document
from kg.readers import Fetcher, addresses, read_sources
from kg.readers.addresses import is_public

HERE = frozenset({"127.0.0.1"})
WORDS = "The crews stopped work on Monday over new rosters, their union said. They go back on Friday."
PAGE = f"<html><body><article><h1>Crews walk out</h1><p>{WORDS}</p><p>{WORDS}</p></article></body></html>".encode()
Reply = tuple[int, dict[str, str], bytes]


class Site:
    """A server: what it answers by path, and what it was asked."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        self.agents: set[str | None] = set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.add(self.headers["User-Agent"])
                reply = site.replies.get(self.path, (404, {}, b"none"))
                if callable(reply):
                    reply(self)
                    return
                status, headers, body = reply
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.replies["/news"] = (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE)
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def fetcher(tmp_path: Path) -> Fetcher:
    return Fetcher(tmp_path / "kept", seconds=5, most=100_000, allowed=HERE)


def read(address: str, fetcher: Fetcher | None) -> Document:
    (found,) = read_sources([address], fetcher=fetcher)
    return found


def wrong(address: str, fetcher: Fetcher | None) -> str:
    with pytest.raises(ReadError) as caught:
        list(read_sources([address], fetcher=fetcher))
    assert str(caught.value).isprintable()
    return str(caught.value).removeprefix(f"{address}: ")


def test_a_page_is_fetched_once(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    first = read(f"{site.url}/news", fetcher)
    assert (first.id, first.origin, first.title) == (f"{site.url}/news", f"{site.url}/news", "Crews walk out")
    assert WORDS in first.text
    assert site.asked == ["/robots.txt", "/news"]
    assert all(agent and agent.startswith("kg/") for agent in site.agents)
    assert read(f"{site.url}/news", Fetcher(tmp_path / "kept")) == first
    assert site.asked == ["/robots.txt", "/news"]


def test_without_fetch_nothing_is_fetched(site: Site) -> None:
    said = wrong(f"{site.url}/news", None)
    assert said == "an address of the web; add --fetch to fetch it, or save the page and name the file"
    assert not site.asked


def test_this_machine_is_not_asked(site: Site, tmp_path: Path) -> None:
    said = wrong(f"{site.url}/news", Fetcher(tmp_path))
    assert said == "127.0.0.1 is 127.0.0.1, which is no public address; save the page and name the file"
    port = site.server.server_port
    for host in ("localhost", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"):
        assert "no public address" in wrong(f"http://{host}:{port}/news", Fetcher(tmp_path))
    assert not site.asked


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_name_with_one_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def resolved(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolved)
    assert wrong("http://news.example/", Fetcher(tmp_path)).startswith("news.example is 10.0.0.1, which is no public")


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def resolved(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolved)
    address = f"http://news.example:{site.server.server_port}/news"
    assert read(address, fetcher).id == address
    assert asked.count("news.example") == 2  # for robots.txt and for the page: connecting asks for no name
    assert set(asked) == {"news.example", "127.0.0.1"}


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest"])
def test_redirections_to_private_addresses_are_not_followed(target: str, site: Site, fetcher: Fetcher) -> None:
    site.replies["/to"] = (302, {"Location": target}, b"")
    assert "no public address" in wrong(f"{site.url}/to", fetcher)


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "ftp://a.example/", "javascript:1", "http://u:p@a.example/"]
)
def test_redirections_to_other_schemes_are_not_followed(target: str, site: Site, fetcher: Fetcher) -> None:
    site.replies["/to"] = (302, {"Location": target}, b"")
    assert "is not fetched; give an http or https address" in wrong(f"{site.url}/to", fetcher)


def test_redirections(site: Site, fetcher: Fetcher) -> None:
    site.replies["/old"] = (301, {"Location": "/news"}, b"")
    assert read(f"{site.url}/old", fetcher).id == f"{site.url}/old"
    site.replies["/loop"] = (302, {"Location": "/loop"}, b"")
    assert wrong(f"{site.url}/loop", fetcher).startswith("more than 5 redirections; ")


def test_robots_txt_is_kept_to(site: Site, fetcher: Fetcher) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: kg\nDisallow: /private*\nAllow: /\n"
    site.replies["/robots.txt"] = (200, {"Content-Type": "text/plain"}, rules)
    site.replies["/private/news"] = site.replies["/news"]
    site.replies["/to"] = (302, {"Location": "/private/news"}, b"")
    assert WORDS in read(f"{site.url}/news", fetcher).text
    for path in ("/private/news", "/to"):
        said = wrong(f"{site.url}{path}", fetcher)
        assert said == "the robots.txt of 127.0.0.1 does not allow it; ask its publisher"
    assert site.asked.count("/robots.txt") == 1
    assert "/private/news" not in site.asked


def test_a_robots_txt_that_fails_forbids(site: Site, fetcher: Fetcher) -> None:
    site.replies["/robots.txt"] = (503, {}, b"")
    assert "cannot be read now; try again later" in wrong(f"{site.url}/news", fetcher)
    assert site.asked == ["/robots.txt"]


def test_what_is_too_large(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    site.replies["/large"] = (200, {}, b"x" * 100_001)
    site.replies["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 1_000_000))
    assert wrong(f"{site.url}/large", fetcher).startswith("larger than")
    assert wrong(f"{site.url}/bomb", fetcher).startswith("unpacks to more than")
    assert not (tmp_path / "kept").exists()


def test_what_does_not_end(site: Site, tmp_path: Path) -> None:
    stop = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not stop.wait(0.05):
            handler.wfile.write(b"x")

    site.replies["/drip"] = drip
    try:
        said = wrong(f"{site.url}/drip", Fetcher(tmp_path, seconds=0.5, allowed=HERE))
    finally:
        stop.set()
    assert said == "no answer within 0.5 seconds; try again later"


def test_what_is_cut_off(site: Site, fetcher: Fetcher) -> None:
    site.replies["/cut"] = (200, {"Content-Length": "500"}, b"<p>The crews")
    assert wrong(f"{site.url}/cut", fetcher).startswith("cannot be fetched: IncompleteRead")


def test_headers_without_end(site: Site, fetcher: Fetcher) -> None:
    site.replies["/headers"] = (200, {"X": "x" * 100_000}, b"")
    assert wrong(f"{site.url}/headers", fetcher).startswith("cannot be fetched: got more than 65536 bytes")


def test_what_a_server_says_of_the_format_counts(site: Site, fetcher: Fetcher, make: Any) -> None:
    site.replies["/paper"] = (200, {"Content-Type": "application/pdf"}, make(".pdf"))
    site.replies["/feed.xml"] = (200, {"Content-Type": "text/xml"}, make(".rss"))
    site.replies["/all.jsonl"] = (200, {"Content-Type": "text/plain"}, b'{"id": "a", "text": "Crews stopped work."}')
    site.replies["/all.zip"] = (200, {"Content-Type": "application/octet-stream"}, make(".zip"))
    assert read(f"{site.url}/paper", fetcher).title == "Ferry crews vote to strike over rosters"
    assert read(f"{site.url}/feed.xml", fetcher).url == "https://a.example/1"
    assert read(f"{site.url}/all.jsonl", fetcher).id == "a"
    assert read(f"{site.url}/all.zip", fetcher).id == f"{site.url}/all.zip/news/a"


@pytest.mark.parametrize(
    "address",
    ["http://", "http://[::1", "http://a.example:99999/", "http://user@a.example/", "http:///news", "https://\u202e/"],
)
def test_no_addresses(address: str, fetcher: Fetcher) -> None:
    assert wrong(address, fetcher)


def test_failures(site: Site, fetcher: Fetcher) -> None:
    assert wrong(f"{site.url}/none", fetcher) == "the server answers 404; check the address"
    site.replies["/empty"] = (200, {}, b"")
    assert wrong(f"{site.url}/empty", fetcher) == "the server answers with nothing; check the address"
    site.replies["/odd"] = (200, {"Content-Encoding": "br"}, b"x")
    assert wrong(f"{site.url}/odd", fetcher).startswith("compressed as br")


def test_others_are_read(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
    heard: list[ReadError] = []
    sources = [f"{site.url}/none", f"{site.url}/news", str(tmp_path / "a.txt"), f"{site.url}/news"]
    assert len(list(read_sources(sources, fetcher=fetcher, on_error=heard.append))) == 2
    assert len(heard) == 1


def test_a_folder_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = wrong(f"{site.url}/news", Fetcher(tmp_path / "file" / "kept", allowed=HERE))
    assert said.endswith("what was fetched cannot be kept: Not a directory")
