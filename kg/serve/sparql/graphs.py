"""The jobs of the Graph Store HTTP Protocol: graphs read, replaced, extended and removed as wholes.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP

import pyoxigraph as ox

from kg.errors import RequestRefused
from kg.pipeline.graph import Graph
from kg.quad_source import QuadSource
from kg.serve.jobs import Answer
from kg.serve.sparql import negotiation
from kg.serve.sparql.changes import Changes
from kg.serve.sparql.negotiation import JSONLD, NTRIPLES, RDFXML, TURTLE
from kg.serve.sparql.operations import decoded, utf8_type
from kg.serve.sparql.ownership import check_writable
from kg.serve.sparql.results import Bounds, write_triples
from kg.store import GraphStore

READ = {
    "text/turtle": TURTLE,
    "application/x-turtle": TURTLE,
    "application/n-triples": NTRIPLES,
    "application/rdf+xml": RDFXML,
    "application/ld+json": JSONLD,
}
MULTIPART = "multipart/form-data"
EMPTY = "text/plain; charset=utf-8"
_DECLARATION = re.compile(r"<!(?!--|\[CDATA\[)")


def read_graph_job(graph: Graph, *, name: str | None, accept: str | None, bounds: Bounds) -> Answer:
    """Answer with a graph; `name` is its IRI, None that of the graph without a name.

    Raises:
        RequestRefused: 404 where there is none, 406 where no format fits, 403 where it is too large.
    """
    node = _node(name)
    _check_there(graph.store.raw, node)
    form = negotiation.choose(accept, negotiation.GRAPHS)
    triples = (quad.triple for quad in graph.store.raw.quads_for_pattern(None, None, None, node))
    return Answer(write_triples(triples, form, bounds, graph.ontology.prefixes), form.media_type)


def put_graph_job(store: GraphStore, *, name: str | None, content_type: str | None, content: bytes) -> Answer:
    """Make what is sent the whole of a graph.

    Raises:
        RequestRefused: 400 where it cannot be read, 403 for a graph of kg's own, 415 for an unknown format.
    """
    node = _node(name)
    check_writable(node, store.ontology.base)
    there = _is_there(store.raw, node)
    quads = list(_quads(node, content_type, content))
    with Changes(store) as changes:
        if isinstance(node, ox.DefaultGraph):
            changes.manage("DROP DEFAULT", node)
        else:
            changes.manage(f"DROP SILENT GRAPH {node} ; CREATE GRAPH {node}", node)
        changes.add(quads)
        changes.write()
    return Answer(b"", EMPTY, status=204 if there else 201)


def post_graph_job(
    store: GraphStore, *, name: str | None, content_type: str | None, content: bytes, location: str | None = None
) -> Answer:
    """Add what is sent to a graph; make one where there is none.

    Args:
        store: the graph, open for writing.
        name: the graph's IRI, None for the graph without a name.
        content_type: the format.
        content: the triples.
        location: where the graph can be found, if the server gave it its name.

    Raises:
        RequestRefused: as `put_graph_job`.
    """
    node = _node(name)
    check_writable(node, store.ontology.base)
    there = _is_there(store.raw, node)
    quads = list(_quads(node, content_type, content))
    with Changes(store) as changes:
        if not there and isinstance(node, ox.NamedNode):
            changes.manage(f"CREATE GRAPH {node}", node)
        changes.add(quads)
        changes.write()
    headers = (("location", location),) if location is not None else ()
    return Answer(b"", EMPTY, 200 if there else 201, headers)


def delete_graph_job(store: GraphStore, *, name: str | None) -> Answer:
    """Remove a graph.

    Raises:
        RequestRefused: 403 for a graph of kg's own, 404 where there is none.
    """
    node = _node(name)
    check_writable(node, store.ontology.base)
    _check_there(store.raw, node)
    with Changes(store) as changes:
        changes.manage("DROP DEFAULT" if isinstance(node, ox.DefaultGraph) else f"DROP GRAPH {node}", node)
        changes.write()
    return Answer(b"", EMPTY)


def _node(name: str | None) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if name is None else ox.NamedNode(name)


def _is_there(raw: QuadSource, node: ox.NamedNode | ox.DefaultGraph) -> bool:
    if isinstance(node, ox.NamedNode):
        return raw.contains_named_graph(node)
    return next(raw.quads_for_pattern(None, None, None, node), None) is not None


def _check_there(raw: QuadSource, node: ox.NamedNode | ox.DefaultGraph) -> None:
    if isinstance(node, ox.NamedNode) and not _is_there(raw, node):
        raise RequestRefused(404, f"there is no graph {node}")


def _quads(node: ox.NamedNode | ox.DefaultGraph, content_type: str | None, content: bytes) -> Iterator[ox.Quad]:
    if utf8_type(content_type) != MULTIPART:
        yield from _parsed(node, content_type, content)
        return
    head = f"Content-Type: {content_type}\r\n\r\n".encode("ascii", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + content)
    if not message.is_multipart():
        raise RequestRefused(400, "the body has no parts between the boundary that the Content-Type names")
    for part in message.iter_parts():
        body = part.get_payload(decode=True)
        yield from _parsed(node, part.get("content-type"), body if isinstance(body, bytes) else b"")


def _parsed(node: ox.NamedNode | ox.DefaultGraph, content_type: str | None, content: bytes) -> Iterator[ox.Quad]:
    form = READ.get(utf8_type(content_type))
    if form is None:
        raise RequestRefused(415, f"the Content-Type must be one of {', '.join(READ)} or {MULTIPART}")
    text = decoded(content, "the body")
    if form is RDFXML and _DECLARATION.search(text):
        raise RequestRefused(400, "RDF/XML with a DOCTYPE is not read: entities can grow without end")
    assert isinstance(form.engine, ox.RdfFormat)
    base = node.value if isinstance(node, ox.NamedNode) else None
    try:
        for quad in ox.parse(content, form.engine, base_iri=base, rename_blank_nodes=True):
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                raise RequestRefused(400, "the body holds named graphs; it must be one graph")
            yield ox.Quad(quad.subject, quad.predicate, quad.object, node)
    except (SyntaxError, ValueError, OSError) as error:
        raise RequestRefused(400, f"the body cannot be read as {form.asked_as[0]}: {error}") from None
