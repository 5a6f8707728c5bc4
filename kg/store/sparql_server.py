"""A server that speaks the SPARQL 1.1 Protocol and, where it has it, the Graph Store protocol.

What comes is counted where it is much, for there are servers that give the first ten thousand rows of an answer and
call that all. Known servers' own ways are met here and nowhere else; `docs/stores.md` says what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import batched
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.errors import QueryError, StoreError
from kg.store.endpoint import VIRTUOSO, Endpoint
from kg.store.requests import Answer, Requests, said
from kg.store.results import solutions, truth

XSD = "http://www.w3.org/2001/XMLSchema#"
Term = NamedNode | BlankNode | Literal | Triple
Row = Sequence[Any]

MUCH = 1_000  # rows from which an answer is counted
UPDATE = 250  # triples in one update: Virtuoso makes SQL of each, of 10,000 lines at most
CHUNK = 10_000  # triples in one request that adds to a graph
LONG = 10_000  # characters; Virtuoso 7.2.5 refuses N-Triples with a literal of 65,000, or ends
LONGEST = 4_000_000  # characters; longer ones Virtuoso cannot give back
JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/plain;q=0.5"
BOOLEAN = NamedNode(f"{XSD}boolean")
UNIONS: tuple[dict[str, str], ...] = (
    {},
    {"union-default-graph": "true"},
    {"default-graph-uri": "urn:x-arq:UnionGraph"},
)  # all, Oxigraph, Jena


class SparqlServer:
    """A server, asked and changed.

    Args:
        endpoint: its addresses.
        requests: sends what is asked.

    Raises:
        StoreError: of every method: the server cannot be reached, refuses, or fails.
    """

    def __init__(self, endpoint: Endpoint, requests: Requests) -> None:
        self._requests = requests
        self.name = requests.name
        self._endpoint = endpoint
        answer = self._post_query(endpoint.query, "ASK { }", JSON)
        self.is_virtuoso = VIRTUOSO in answer.headers.get("server", "").casefold()
        self._endpoint = endpoint.found(answer.headers.get("server", ""))
        self._read(answer)
        self._union: dict[str, str] | None = None
        if self.is_virtuoso and self._solutions(f"SELECT (1 AS ?one) {{ ?s ?p ?o }} LIMIT {MUCH}")[1]:
            raise StoreError(f"{self.name}: gives too few rows at once; ResultSetMaxRows must be {MUCH:,} or more")

    def close(self) -> None:
        """Let go of the connections."""
        self._requests.close()

    # -- asking -----------------------------------------------------------------------------

    def ask(self, query: str) -> bool:
        """Return the truth of an ASK."""
        return self._truth(self._post_query(self._endpoint.query, query, JSON))

    def _truth(self, answer: Answer) -> bool:
        """Return the truth of an ASK, for which Virtuoso gives a row, or none."""
        found = self._read(answer)
        return any(True for _ in found) if isinstance(found, QuerySolutions) else bool(found)

    def rows(self, variables: str, where: str, *, group: str = "") -> list[Row]:
        """Return all rows of a SELECT, which has no duplicates.

        Args:
            variables: what it gives.
            where: the group that is asked for, with its brackets.
            group: what it groups by.
        """
        query = f"SELECT {variables} WHERE {where}{f' GROUP BY {group}' if group else ''}"
        return self._whole(
            lambda part: self._solutions(f"{query}{part}"),
            f" ORDER BY {group or variables}",
            lambda: self.count(where, group),
        )

    def triples(self, graph: NamedNode, triple: str, *, given: str = "", number: int | None = None) -> list[Triple]:
        """Return the triples of a graph that fit a pattern, each once.

        Args:
            graph: the graph.
            triple: the pattern, with variables for what is not known.
            given: VALUES of those variables of which some are.
            number: how many there were when somebody counted.
        """
        where = f"{{ {given} GRAPH {graph} {{ {triple} }} }}"
        known = [name for name in ("?s", "?p", "?o") if name in triple]
        query = f"CONSTRUCT {{ {triple} }} WHERE {where}"

        def part(end: str) -> tuple[list[Triple], bool]:
            answer = self._post_query(self._endpoint.query, f"{query}{end}", TRIPLES)
            return self._triples(answer), _cut(answer)

        return self._whole(part, f" ORDER BY {' '.join(known)}", lambda: self.count(where), number)

    def _whole[T](
        self,
        ask: Callable[[str], tuple[list[T], bool]],
        order: str,
        count: Callable[[], int],
        number: int | None = None,
    ) -> list[T]:
        """Return an answer with all that is in it, in parts where the server does not give it at once.

        Args:
            ask: asks for a part; is given the end of the query.
            order: sorts, so that parts fit together.
            count: tells how many there are.
            number: how many there were; they may have become others.
        """
        found, cut = ask("")
        if len(found) == number or (not cut and number is None and len(found) < MUCH):
            return found
        number = count()
        page = len(found)
        if len(found) == number or not page:
            return found
        for ordered in ("", order):  # the engine's own order, where it has one, is much faster
            parts: dict[str, T] = {}
            for offset in range(0, number, page):
                parts.update((repr(one), one) for one in ask(f"{ordered} LIMIT {page} OFFSET {offset}")[0])
            if len(parts) == number:
                return list(parts.values())
        raise StoreError(f"{self.name}: gives {len(parts):,} of {number:,} rows; does somebody write to the graph?")

    def count(self, where: str, group: str = "") -> int:
        """Return how many solutions a group has, or how many groups of them."""
        what = f"COUNT(DISTINCT {group})" if group else "COUNT(*)"
        (row,), _ = self._solutions(f"SELECT ({what} AS ?n) WHERE {where}")
        return int(row[0].value)

    def _solutions(self, query: str) -> tuple[list[Row], bool]:
        """Return the rows of an answer, and whether the server says that there are more."""
        answer = self._post_query(self._endpoint.query, query, JSON)
        found = self._read(answer)
        if not isinstance(found, QuerySolutions):
            raise StoreError(f"{self.name}: answers a question for rows without rows")
        rows: list[Row] = [[self._term(term) for term in row] for row in found]
        return rows, _cut(answer)

    def query(self, text: str, *, union: bool, kind: type) -> QuerySolutions | QueryBoolean | list[Triple]:
        """Return what the server answers to a query that somebody wrote.

        Args:
            text: SPARQL that is known to be right, and only asks.
            union: whether its default graph is the union of all.
            kind: what it asks for: `QuerySolutions`, `QueryBoolean` or `QueryTriples`.

        Raises:
            QueryError: the server cannot evaluate it, or does not give the whole of its answer.
        """
        url = self._endpoint.query
        params = self._as_union() if union else {}
        wanted = TRIPLES if kind is QueryTriples else JSON
        answer = self._post_query(url, text, wanted, params=params, passing=lambda status: status in (200, 400, 500))
        if answer.status != 200:
            raise QueryError(f"the server: {said(answer.content)}")
        if _cut(answer):
            raise QueryError("the server gives only a part of the answer; ask for less, with LIMIT or narrower")
        if kind is QueryTriples:
            return self._triples(answer)
        if kind is QueryBoolean:
            return truth(self._truth(answer))
        found = self._read(answer)
        return self._mended(found) if isinstance(found, QuerySolutions) and self.is_virtuoso else found

    def _as_union(self) -> dict[str, str]:
        """Return how to ask so that the default graph is the union of all; the ontology's graph shows which it is."""
        if self._union is None:
            asked = "ASK { ?ontology a <http://www.w3.org/2002/07/owl#Ontology> }"
            for params in UNIONS:
                if self._truth(self._post_query(self._endpoint.query, asked, JSON, params=params)):
                    self._union = dict(params)
                    break
            else:
                raise StoreError(
                    f"{self.name}: the default graph of a query is not the union of all graphs; "
                    "set the server up so that it is, see docs/stores.md"
                )
        return self._union

    def _post_query(self, url: str, text: str, wanted: str, **options: Any) -> Answer:
        """Ask by POST, for a question may be longer than an address."""
        form = urlencode({"query": text, **options.pop("params", {})})
        headers = {"Accept": wanted, "Content-Type": "application/x-www-form-urlencoded"}
        return self._requests.send("POST", url, content=form.encode(), headers=headers, **options)

    def _read(self, answer: Answer) -> QuerySolutions | QueryBoolean:
        try:
            return parse_query_results(answer.content, format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError, MemoryError) as error:
            kind = answer.headers.get("content-type", "something").partition(";")[0]
            raise StoreError(f"{self.name}: answers with {kind}, which is no SPARQL result ({error})") from None

    def _triples(self, answer: Answer) -> list[Triple]:
        try:
            return [quad.triple for quad in parse(answer.content, RdfFormat.N_TRIPLES)]
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.name}: answers with what are no N-Triples ({error})") from None

    def _term(self, term: Term | None) -> Term | None:
        """Return a term as it was written: Virtuoso writes truth values as numbers in JSON."""
        if self.is_virtuoso and isinstance(term, Literal) and term.datatype == BOOLEAN and term.value in ("0", "1"):
            return Literal("true" if term.value == "1" else "false", datatype=BOOLEAN)
        return term

    def _mended(self, found: QuerySolutions) -> QuerySolutions:
        names = [variable.value for variable in found.variables]
        return solutions(names, [[self._term(term) for term in row] for row in found])

    # -- changing ---------------------------------------------------------------------------

    def update(self, text: str) -> None:
        """Carry out an update, which may be carried out twice."""
        url = self._endpoint.update or self._endpoint.query
        headers = {"Content-Type": "application/sparql-update", "Accept": "*/*"}
        self._requests.send("POST", url, content=text.encode(), headers=headers)

    def insert(self, quads: Iterable[Quad]) -> None:
        """Add quads, some at a time."""
        self._change("INSERT", quads)

    def delete(self, quads: Iterable[Quad]) -> None:
        """Take out quads, some at a time."""
        self._change("DELETE", quads)

    def _change(self, word: str, quads: Iterable[Quad]) -> None:
        for some in batched(quads, UPDATE):
            graphs: dict[str, list[str]] = {}
            for quad in some:
                graphs.setdefault(str(quad.graph_name), []).append(str(quad.triple))
            blocks = " ".join(f"GRAPH {graph} {{ {' .\n'.join(lines)} }}" for graph, lines in graphs.items())
            self.update(f"{word} DATA {{ {blocks} }}")

    def put(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        """Make triples the whole of a graph. Broken off, it may hold some of them."""
        plain, long = self._apart(triples)
        if self._endpoint.graphs is None:
            self.drop(graph)
            self.insert(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
            return
        self._send("PUT", graph, plain[:CHUNK])
        for some in batched(plain[CHUNK:], CHUNK):
            self._send("POST", graph, some)
        for triple in long:
            self._send_long(graph, triple)

    def add(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        """Add triples to a graph."""
        if self._endpoint.graphs is None:
            self.insert(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
            return
        plain, long = self._apart(triples)
        for some in batched(plain, CHUNK):
            self._send("POST", graph, some)
        for triple in long:
            self._send_long(graph, triple)

    def drop(self, graph: NamedNode) -> None:
        """Take out a graph, if it is there."""
        self.update(f"DROP SILENT GRAPH {graph}")

    def _send(self, method: str, graph: NamedNode, triples: Sequence[Triple]) -> None:
        lines = "".join(f"{triple} .\n" for triple in triples)
        self._send_graph(method, graph, lines, "application/n-triples")

    def _send_graph(self, method: str, graph: NamedNode, content: str, kind: str) -> None:
        assert self._endpoint.graphs is not None
        params, headers = {"graph": graph.value}, {"Content-Type": kind}
        self._requests.send(method, self._endpoint.graphs, params=params, content=content.encode(), headers=headers)

    # -- long texts on Virtuoso -------------------------------------------------------------

    def _apart(self, triples: Sequence[Triple]) -> tuple[Sequence[Triple], list[Triple]]:
        """Return the triples that can be sent as N-Triples, and those that need another way."""
        if not self.is_virtuoso:
            return triples, []
        long = [t for t in triples if isinstance(t.object, Literal) and len(t.object.value) > LONG]
        return ([t for t in triples if t not in set(long)] if long else triples), long

    def _send_long(self, graph: NamedNode, triple: Triple) -> None:
        """Add a triple with a long text as RDF/XML, which alone Virtuoso takes; what XML cannot hold, by an update."""
        text = triple.object
        assert isinstance(text, Literal)
        if len(text.value) > LONGEST:
            told = f"a text of {len(text.value):,} characters is longer than Virtuoso keeps"
            raise StoreError(f"{self.name}: {graph.value}: {told}; split the document")
        if not all(_in_xml(c) for c in text.value):
            self.insert([Quad(triple.subject, triple.predicate, text, graph)])
            return
        predicate = triple.predicate.value
        local = max(predicate.rfind("#"), predicate.rfind("/")) + 1
        language = f" xml:lang={quoteattr(text.language)}" if text.language else ""
        kind = text.datatype.value
        typed = "" if language or kind == f"{XSD}string" else f" rdf:datatype={quoteattr(kind)}"
        said = escape(text.value, {"\r": "&#13;"})
        body = (
            f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:p={quoteattr(predicate[:local])}>'
            f"<rdf:Description rdf:about={quoteattr(str(triple.subject)[1:-1])}>"
            f"<p:{predicate[local:]}{language}{typed}>{said}</p:{predicate[local:]}></rdf:Description></rdf:RDF>"
        )
        self._send_graph("POST", graph, body, "application/rdf+xml")


def _cut(answer: Answer) -> bool:
    """Tell whether Virtuoso says that an answer is not whole: too many rows, or too much time."""
    return "x-sparql-maxrows" in answer.headers or answer.headers.get("x-sql-state", "").startswith("S1TAT")


def _in_xml(character: str) -> bool:
    code = ord(character)
    return (code >= 0x20 and code not in (0xFFFE, 0xFFFF)) or character in "\t\n\r"


def values(nodes: Iterable[Any]) -> str:
    """Return nodes as VALUES lists them."""
    return " ".join(map(str, nodes))
