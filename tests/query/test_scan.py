"""Queries that would call other servers, or end the engine's process, are refused before the engine reads them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.ontology import Ontology
from kg.query.scan import check, tokens
from kg.query.sparql import asking

DEEP = 5000


# -- other servers --------------------------------------------------------------------------


class Other:
    """A server that must not be called, or only by its right name."""

    def __init__(self) -> None:
        self.called: list[str] = []
        other = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                other.called.append(self.path)
                self.rfile.read(int(self.headers.get("content-length", 0)))
                if self.path == "/moved":
                    self.send_response(302)
                    self.send_header("location", "/sparql")
                    self.end_headers()
                    return
                body = b'{"head":{"vars":["z"]},"results":{"bindings":[{"z":{"type":"literal","value":"there"}}]}}'
                self.send_response(200)
                self.send_header("content-type", "application/sparql-results+json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST  # noqa: N815 - the name that the base calls

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port


@contextmanager
def listening() -> Iterator[Other]:
    other = Other()
    thread = threading.Thread(target=other.server.serve_forever)
    thread.start()
    try:
        yield other
    finally:
        other.server.shutdown()
        thread.join()
        other.server.server_close()


FEDERATED = [
    "SELECT * {{ SERVICE <{there}> {{ ?x ?y ?z }} }}",
    "SELECT * {{ SERVICE SILENT <{there}> {{ ?x ?y ?z }} }}",
    "SELECT*{{SERVICESILENT<{there}>{{?x?y?z}}}}",
    "PREFIX o: <{there}> SELECT * {{ SERVICE o: {{ ?x ?y ?z }} }}",
    "BASE <{there}> SELECT * {{ SERVICE <> {{ ?x ?y ?z }} }}",
    "SELECT * {{ BIND(<{there}> AS ?s) SERVICE ?s {{ ?x ?y ?z }} }}",
    "SELECT * {{ VALUES ?s {{ <{there}> }} SERVICE SILENT ?s {{ ?x ?y ?z }} }}",
    "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{there}> {{ ?x ?y ?z }} }} }} }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{there}> {{ ?x ?y ?z }} }} }}",
    "SELECT * {{ SERVICE <http://[::1]:{port}/> {{ ?x ?y ?z }} }}",
    "SELECT * {{ SERVICE <http://[::ffff:127.0.0.1]:{port}/> {{ ?x ?y ?z }} }}",
    "SELECT * {{ SERVICE <http://2130706433:{port}/> {{ ?x ?y ?z }} }}",
    "SELECT * {{ SERVICE <http://allowed.example@127.0.0.1:{port}/> {{ ?x ?y ?z }} }}",
    "SELECT * {{ SERVICE SILENT <file:///etc/passwd> {{ ?x ?y ?z }} }}",
    "PREFIX : <{there}> SELECT * {{ ?a ?b ?c FILTER(1<2)SERVICE:#>\n{{ ?x ?y ?z }} }}",
    "PREFIX : <{there}> SELECT * {{ ?a ?b ?c FILTER('0'<'1')SERVICE:#>\n{{ ?x ?y ?z }} }}",
    "SELECT * {{ BIND(<{there}> AS ?s) FILTER(1<2)SERVICE?s#>\n{{ ?x ?y ?z }} }}",
]


@pytest.mark.parametrize("query", FEDERATED)
def test_no_other_server_is_called(ontology: Ontology, query: str) -> None:
    with listening() as other:
        text = query.format(there=f"http://127.0.0.1:{other.port}/sparql", port=other.port)
        for allowed in (frozenset[str](), frozenset({"allowed.example"})):
            with (
                pytest.raises(QueryError),
                asking(ox.Store(), text, ontology=ontology, services=allowed) as found,
            ):
                pytest.fail(f"the engine took it: {found}")
        assert other.called == []


def test_a_server_on_the_list_is_called_and_does_not_send_us_on(ontology: Ontology) -> None:
    with listening() as other:
        host = f"127.0.0.1:{other.port}"

        def rows(text: str) -> list[str]:
            with asking(ox.Store(), text, ontology=ontology, services=frozenset({host})) as found:
                assert isinstance(found, ox.QuerySolutions)
                return [row["z"].value for row in found]

        assert rows(f"SELECT * {{ SERVICE <http://{host}/sparql> {{ ?x ?y ?z }} }}") == ["there"]
        with pytest.raises(QueryError, match="redirect"):
            rows(f"SELECT * {{ SERVICE <http://{host}/moved> {{ ?x ?y ?z }} }}")
        assert other.called == ["/sparql", "/moved"]


# -- what ends the engine's process ---------------------------------------------------------

BOMBS = {
    "round": "SELECT * { FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
    "curly": "SELECT * " + "{" * DEEP + "}" * DEEP,
    "square": "SELECT * { ?s ?p " + "[ ?p " * DEEP + "1" + "]" * DEEP + " }",
    "lists": "SELECT * { ?s ?p " + "( " * DEEP + "1" + ")" * DEEP + " }",
    "not": "SELECT * { FILTER(" + "!" * DEEP + "true) }",
    "functions": "SELECT * { FILTER(" + "STR(" * DEEP + "1" + ")" * DEEP + ") }",
    "inverse paths": "SELECT * { ?s " + "^(" * DEEP + "<a:b>" + ")" * DEEP + " ?o }",
    "stars": "SELECT * { ?s " + "(" * DEEP + "<a:b>" + ")*" * DEEP + " ?o }",
    "sequence": "SELECT * { ?s <a:b>" + "/<a:b>*" * DEEP + " ?o }",
    "alternatives": "SELECT * { ?s <a:b>" + "|<a:b>" * DEEP + " ?o }",
    "unary": "SELECT * { FILTER(1" + "-1" * DEEP + ") }",
    "reified": "SELECT * { " + "<< " * DEEP + "<a:b> <a:b> 1" + " >> <a:b> 1" * DEEP + " }",
    "reifiers": "SELECT * { <a:b> <a:b> 1 " + "~ <a:b> " * DEEP + "}",
    "unions": "SELECT * { {}" + "UNION{}" * DEEP + " }",
    "optionals": "SELECT * { " + "OPTIONAL{}" * DEEP + " }",
    "filters": "SELECT * { " + "FILTER(1)" * DEEP + " }",
    "minus": "SELECT * { " + "MINUS{}" * DEEP + " }",
    "glued": "PREFIX : <a:b> SELECT * { " + "FILTER:f(1)" * DEEP + " }",
    "full stops behind names": "SELECT * { " + "?s a ir:Strike. " * DEEP + "}",
    "keys of order": "SELECT * { ?s ?p ?o } ORDER BY" + " STR(?s)" * DEEP,
    "keys of groups": "SELECT (1 AS ?x) { ?s ?p ?o } GROUP BY" + " STR(?s)" * DEEP,
    "conditions": "SELECT (1 AS ?x) { ?s ?p ?o } GROUP BY ?s HAVING" + " (true)" * DEEP,
    "described": "DESCRIBE" + " <a:b>" * DEEP,
    "hidden in an address": "SELECT * { ?a ?b ?c FILTER(1<" + "(" * 900 + "1#>\n" + ")" * 900 + ") }",
    "hidden not": "SELECT * { ?a ?b ?c FILTER(1<" + "!" * 900 + "1#>\n) }",
    "hidden and long": "SELECT * { ?a ?b ?c FILTER(1<1" + "+1" * DEEP + "#>\n) }",
    "closed elsewhere": "SELECT * { ?a ?b ?c FILTER(1<" + "!" * 900 + "1)FILTER(1>2) }",
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_end_the_process_is_refused_before_it_is_read(name: str) -> None:
    with pytest.raises(QueryError) as caught:
        check(BOMBS[name], tokens(BOMBS[name]), name="query")
    assert "\n" not in str(caught.value)


AT_THE_LIMIT = {
    "round": "ASK { FILTER(" + "(" * 498 + "1" + ")" * 498 + ") }",
    "curly": "ASK " + "{" * 500 + "}" * 500,
    "exists": "ASK { " + "FILTER EXISTS {" * 330 + "}" * 330 + " }",
    "functions": "ASK { FILTER(" + "STR(" * 497 + "1" + ")" * 497 + ") }",
    "if": "ASK { FILTER(" + "IF(true,1," * 490 + "1" + ")" * 490 + ") }",
    "triples": "ASK { ?s ?p ?o BIND(" + "TRIPLE(<a:b>,<a:b>," * 490 + "?s" + ")" * 490 + " AS ?z) }",
    "not": "ASK { FILTER(" + "!" * 990 + "true) }",
    "unions": "ASK { {}" + "UNION{}" * 490 + " }",
    "optionals": "ASK { " + "OPTIONAL{}" * 490 + " }",
    "stars": "ASK { ?s " + "(" * 490 + "<a:b>" + ")*" * 490 + " ?o }",
    "reifiers": "ASK { <a:b> <a:b> 1 " + "~ <a:b> " * 990 + "}",
    "keys of order": "SELECT * { ?s ?p ?o } ORDER BY" + " STR(?s)" * 990,
    "described": "DESCRIBE" + " <a:b>" * 990,
}


def test_what_is_let_through_does_not_end_the_process(tmp_path: Path) -> None:
    code = """if True:
        import sys, pyoxigraph
        from pathlib import Path
        from kg.errors import QueryError
        from kg.ontology import load
        from kg.query import run
        ontology = load("industrial-relations")
        store = pyoxigraph.Store()
        store.update("INSERT DATA { GRAPH <a:g> { <a:b> <a:b> <a:b> , 1 } }")
        for path in sorted(Path(sys.argv[1]).iterdir()):
            run(store, path.read_text(), ontology=ontology)
            print(path.name, flush=True)"""
    for name, text in AT_THE_LIMIT.items():
        (tmp_path / name).write_text(text)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True, text=True)
    assert (done.stdout.splitlines(), done.returncode) == (sorted(AT_THE_LIMIT), 0), done.stderr[-500:]
