"""Checks that evidence stands where it says: what SHACL could ask only at great cost.

For a piece of evidence, articleBody[start:end] = exact; a mark lies inside its evidence, and so does its text.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg.ontology import CORE
from kg.validate.finding import Finding

OA = "http://www.w3.org/ns/oa#"
SOURCE, START, END, EXACT = (URIRef(OA + name) for name in ("hasSource", "start", "end", "exact"))
BODY = URIRef("https://schema.org/articleBody")


def span_findings(graph: Graph) -> Iterator[Finding]:
    """Yield the evidence and marks of a document's graph whose words are not at their offsets."""
    bodies = {document: str(body) for document, body in graph.subject_objects(BODY)}
    for evidence, source in graph.subject_objects(SOURCE):
        if source not in bodies:
            continue
        body = bodies[source]
        yield from _words(graph, evidence, body, "The words of evidence stand at its offsets in the document's text.")
        outer = _span(graph, evidence)
        for mark in graph.objects(evidence, CORE.mark):
            yield from _words(graph, mark, body, "The words of a mark stand at its offsets in the document's text.")
            inner = _span(graph, mark)
            if outer and inner and not (outer[0] <= inner[0] and inner[1] <= outer[1]):
                yield Finding(mark, START, graph.value(mark, START), "A mark lies inside its evidence.")


def _words(graph: Graph, node: Node, body: str, message: str) -> Iterator[Finding]:
    span, exact = _span(graph, node), graph.value(node, EXACT)
    if span is not None and exact is not None and span[0] < span[1] and body[slice(*span)] != str(exact):
        yield Finding(node, EXACT, exact, message)


def _span(graph: Graph, node: Node) -> tuple[int, int] | None:
    """Return start and end; None where they are not both there and natural numbers, which the shapes tell."""
    start, end = graph.value(node, START), graph.value(node, END)
    if isinstance(start, Literal) and isinstance(end, Literal) and start.isdigit() and end.isdigit():
        return int(start), int(end)
    return None
