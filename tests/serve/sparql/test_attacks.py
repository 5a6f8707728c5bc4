"""Attacks over HTTP: other servers, what ends the engine's process, and other sites' scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx

from kg.serve.settings import Settings
from kg.serve.sparql.access import may_be_read_by_pages
from kg.serve.sparql.negotiation import wants_page

from .conftest import FEW, TOKEN, serving

Ask = Callable[..., httpx.Response]


def test_over_http_as_well(ask: Ask) -> None:
    answer = ask("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?x ?y ?z } }")
    assert answer.status_code == 400
    assert "SERVICE is not allowed" in answer.text


def test_a_bomb_over_http_is_a_line_and_costs_nobody_an_answer(ask: Ask) -> None:
    answer = ask("SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }")
    assert (answer.status_code, answer.text.count("\n")) == (400, 1)
    assert ask("ASK {}").status_code == 200


def test_addresses_with_brackets_are_no_bombs(ask: Ask) -> None:
    query = """SELECT * { VALUES (?n ?x) { ("Unite" <http://en.wikipedia.org/wiki/Unite_(union)>) }
        FILTER(1 < 2 && ?x != <http://en.wikipedia.org/wiki/A_(b)#c>) }"""
    assert len(ask(query).json()["results"]["bindings"]) == 1


# -- other sites' scripts -------------------------------------------------------------------


def test_who_may_read_through_a_browser(tmp_path: Path) -> None:
    def open_(host: str, hosts: frozenset[str] = frozenset()) -> bool:
        return may_be_read_by_pages(Settings(graph=tmp_path, host=host, hosts=hosts))

    assert not any(map(open_, ("127.0.0.1", "localhost", "::1", "[::1]", "127.9.9.9")))
    assert all(map(open_, ("0.0.0.0", "::", "192.0.2.1", "graph.example")))
    assert open_("127.0.0.1", frozenset({"graph.example"}))


def test_on_this_machine_alone_no_other_site_reads(reader: httpx.Client) -> None:
    told = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    preflight = reader.options("/sparql", headers=told)
    answer = reader.get("/sparql", params={"query": "ASK {}"}, headers=told)
    assert (preflight.status_code, answer.status_code) == (204, 200)
    assert not [name for a in (preflight, answer) for name in a.headers if name.startswith("access-control")]


def test_a_public_server_lets_pages_read_and_never_write(graph_folder: Path) -> None:
    settings = Settings(graph=graph_folder, limits=FEW, read_write=True, token=TOKEN, hosts=frozenset({"a.example"}))
    told = {"origin": "https://page.example"}
    with serving(settings) as client:
        preflight = client.options("/sparql", headers={**told, "access-control-request-method": "POST"})
        assert preflight.headers["access-control-allow-origin"] == "*"
        assert "authorization" not in preflight.headers["access-control-allow-headers"]
        assert "access-control-allow-credentials" not in preflight.headers
        for query, status in (("ASK {}", 200), ("ASK {", 400)):
            answer = client.get("/sparql", params={"query": query}, headers=told)
            assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, "*")
        write = client.post("/sparql", data={"update": "CLEAR DEFAULT"}, headers=told)
        assert write.status_code == 403
        assert "access-control-allow-origin" not in write.headers


def test_a_browser_is_told_from_a_program() -> None:
    firefox = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert wants_page(firefox)
    assert wants_page("text/html")
    assert not any(map(wants_page, (None, "*/*", "text/turtle", "application/json, text/html;q=0.5")))
