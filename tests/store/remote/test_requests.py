"""What is sent again, what is not, what is never shown; between kg and a real server stands one that fails as told."""

from __future__ import annotations

import base64
import ssl
import subprocess
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest

from kg.errors import StoreError, UsageError
from kg.model import Reading
from kg.ontology import load
from kg.store import Endpoint, create_or_open, open_read, place_of
from kg.store.credentials import Credentials, credentials_for
from kg.store.requests import Patience, Requests

Between = Server = Any  # as conftest.py has them
SECRET = "Tr0ub4dor&3"
Make = Callable[..., Reading]


def requests_to(between: Between, waited: list[float], **given: object) -> Requests:
    patience = Patience(tries=4, timeout=5, sleep=waited.append, chance=Random(7), **given)  # type: ignore[arg-type]
    return Requests("graph", Credentials("me", SECRET), patience=patience)


def ask(requests: Requests, between: Between) -> bytes:
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    return requests.send("POST", between.url, content=b"query=SELECT+(1+AS+%3Fn)+%7B%7D", headers=form).content


@pytest.mark.parametrize("fault", [503, 429, 502, "cut", "chunks", "drop"])
def test_what_may_pass_is_sent_again_and_comes_whole(between: Between, fault: int | str) -> None:
    waited: list[float] = []
    right = ask(requests_to(between, waited), between)
    between.faults = [fault, fault]
    assert ask(requests_to(between, waited), between) == right
    again: list[float] = []
    between.faults = [fault, fault]
    ask(requests_to(between, again), between)
    assert waited == again  # chance is given, so waiting is the same
    assert 0.25 <= waited[0] <= 0.5 <= waited[1] <= 1.0


def test_a_server_says_how_long_to_wait(between: Between) -> None:
    waited: list[float] = []
    between.headers, between.faults = {"Retry-After": "17"}, [503]
    ask(requests_to(between, waited), between)
    assert waited == [17.0]
    between.headers, between.faults = {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}, [503]
    with pytest.raises(StoreError, match="503"):  # nobody waits for that
        ask(requests_to(between, waited), between)


def test_in_the_end_it_is_told_in_one_line(between: Between) -> None:
    between.faults = ["cut"] * 4
    with pytest.raises(
        StoreError, match=r"^graph: the server broke off .*, asked 4 times; the same command goes on"
    ) as e:
        ask(requests_to(between, []), between)
    assert "\n" not in str(e.value)
    between.faults = [400]
    waited: list[float] = []
    with pytest.raises(StoreError, match=r"^graph: the server answers 400: not now$"):
        ask(requests_to(between, waited), between)
    assert not waited


def test_who_one_is_is_told_only_when_asked_for(between: Between) -> None:
    ask(requests_to(between, []), between)
    assert "authorization" not in {name.lower() for name in between.asked[-1][2]}
    between.wanted = ("Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode(),)
    ask(requests_to(between, []), between)
    between.wanted = (f"Bearer {SECRET}",)
    ask(Requests("graph", Credentials(token=SECRET)), between)
    with pytest.raises(StoreError, match=r"are wrong \(401\); set KG_STORE_USER") as e:
        ask(Requests("graph", Credentials("you", f"{SECRET}x")), between)
    assert SECRET not in str(e.value) + repr(Credentials("me", SECRET, SECRET))
    with pytest.raises(StoreError, match=r"asks who you are \(401\)"):
        ask(Requests("graph", Credentials()), between)


def test_passwords_are_not_sent_where_others_listen(between: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's name is another than this machine's own, as far as kg knows."""
    monkeypatch.setattr("kg.store.requests._is_here", lambda _: False)
    between.wanted = (f"Bearer {SECRET}",)
    with pytest.raises(StoreError, match="over http, where others can read it") as e:
        ask(Requests("graph", Credentials(token=SECRET)), between)
    assert SECRET not in str(e.value)
    ask(Requests("graph", Credentials(token=SECRET, plain=True)), between)


def test_where_credentials_come_from(tmp_path: Path) -> None:
    own, netrc = tmp_path / "own", tmp_path / "netrc"
    own.write_text(f"# mine\nuser: me\npassword: {SECRET}\n")
    netrc.write_text(f"machine e.org login you password {SECRET}\n")
    netrc.chmod(0o600)
    with pytest.raises(UsageError, match=f"{own}: others may read it"):
        credentials_for("http://e.org", environment={"KG_STORE_CREDENTIALS": str(own)})
    own.chmod(0o600)
    given = {"NETRC": str(netrc)}
    assert credentials_for("http://e.org/x", environment=given) == Credentials("you", SECRET)
    assert not credentials_for("http://other.org/x", environment=given)
    given["KG_STORE_CREDENTIALS"] = str(own)
    assert credentials_for("http://e.org", environment=given) == Credentials("me", SECRET)
    given["KG_STORE_TOKEN"] = "t"
    assert credentials_for("http://e.org", environment=given) == Credentials(token="t")
    own.write_text(f"user: me\npasword: {SECRET}\n")
    with pytest.raises(UsageError, match=r"own:2: write") as e:
        credentials_for("http://e.org", environment={"KG_STORE_CREDENTIALS": str(own)})
    assert SECRET not in str(e.value)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"http://me:{SECRET}@e.org/sparql", "the address names a user"),
        ("http://", "is named by its address"),
        ("ftp://localhost:1/", "no address of a graph"),
        ("http://e.org:99999/x", "is named by its address"),
        ("http://e.org/sparql up=http://e.org/u", "only update=ADDRESS"),
        ("http://e.org/sparql update=ftp://e.org/u", "is named by its address"),
    ],
)
def test_addresses_that_cannot_be_asked(text: str, wrong: str) -> None:
    with pytest.raises(UsageError, match=wrong) as e:
        place_of(text)
    assert SECRET not in str(e.value)


def test_where_servers_are_changed() -> None:
    def beside(text: str, server: str = "") -> tuple[str | None, str | None]:
        place = place_of(text)
        assert isinstance(place, Endpoint)
        found = place.found(server)
        return found.update, found.graphs

    assert beside("http://h:7878/query") == ("http://h:7878/update", "http://h:7878/store")
    assert beside("https://h/ds/sparql") == ("https://h/ds/update", "https://h/ds/data")
    assert beside("http://h/sparql", "Virtuoso/07") == ("http://h/sparql-auth", "http://h/sparql-graph-crud-auth")
    assert beside("http://h/sparql") == ("http://h/sparql", None)
    assert beside("http://h/sparql update=http://i/u graphs=http://i/g", "Virtuoso") == ("http://i/u", "http://i/g")
    assert beside("http://h/repositories/r") == (
        "http://h/repositories/r/statements",
        "http://h/repositories/r/rdf-graphs/service",
    )
    assert place_of(Path("http://h/query")) == place_of("HTTP://h/query") == Endpoint("http://h/query")
    assert place_of("http://h/query#company-deals") == Endpoint("http://h/query", domain="company-deals")
    assert place_of("graph") == Path("graph")


def test_a_server_without_whole_graphs_is_written_by_updates(
    between: Between, full_reading: Make, oxigraph: Server
) -> None:
    """Only one address for all, as a server that is not known has, and one in three answers is lost or refused."""
    ontology = load("industrial-relations")
    with create_or_open(between.url, ontology=ontology) as store:
        between.faults = ["cut", None, 503, None, "chunks", None, "drop", None] * 9
        store.replace_ontology()
        assert store.add([full_reading(ontology, name) for name in "ab"]) == 2
        lines = list(store.quads_sorted())
    with open_read(oxigraph.url) as direct:
        assert list(direct.quads_sorted()) == lines
    assert not between.faults or len(between.faults) < 72
    assert all(path == "/sparql" for _, path, _ in between.asked)


def test_no_password_is_kept_or_told(
    oxigraph: Server, between: Between, kg: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, full_reading: Make
) -> None:  # fmt: skip
    between.wanted = ("Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode(),)
    monkeypatch.setenv("KG_STORE_USER", "me")
    monkeypatch.setenv("KG_STORE_PASSWORD", SECRET)
    ontology = load("industrial-relations")
    with create_or_open(between.url, ontology=ontology) as store:
        store.add([full_reading(ontology)])
    assert kg("info", "--graph", between.url).returncode == 0
    monkeypatch.setenv("KG_STORE_PASSWORD", f"{SECRET}!")
    found = kg("info", "--graph", between.url, "--debug")
    assert found.returncode == 1
    assert "are wrong (401)" in found.stderr
    everything = found.stderr + found.stdout + "".join(map(str, open_lines(oxigraph)))
    assert SECRET not in everything
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


def open_lines(server: Server) -> list[str]:
    with open_read(server.url) as store:
        return list(store.quads_sorted())


def test_certificates_are_verified(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    try:
        subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    except OSError:
        pytest.skip("CERTIFICATES WERE NOT TESTED: openssl is missing")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(StoreError, match=r"cannot be reached \(.*CERTIFICATE_VERIFY_FAILED.*\)$"):
            open_read(f"https://localhost:{server.server_port}/query")
    finally:
        server.shutdown()
        server.server_close()
