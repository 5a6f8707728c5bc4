"""The job that answers a query."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.pipeline.graph import Graph
from kg.query.sparql import Graphs, asking
from kg.serve.jobs import Answer
from kg.serve.sparql import negotiation
from kg.serve.sparql.operations import Operation
from kg.serve.sparql.results import Bounds, write_rows, write_triples, write_truth

_PASSING = ("SERVICE", "NOW", "RAND", "UUID", "BNODE")
_WORD = re.compile(rf"\b(?:STR)?(?:{'|'.join(_PASSING)})\b", re.IGNORECASE)


def follows_from_graph(text: str) -> bool:
    """Tell whether a query answers the same as long as the graph is the same; not for sure where it says no."""
    upper = text.upper()  # to look for words in it takes a hundredth of what the pattern takes, and most have none
    return not any(word in upper for word in _PASSING) or _WORD.search(text) is None


def query_job(
    graph: Graph, *, operation: Operation, accept: str | None, bounds: Bounds, services: frozenset[str]
) -> Answer:
    """Answer a query in the format that the client likes best.

    Args:
        graph: what is asked.
        operation: the query and the graphs that it sees.
        accept: the client's Accept header.
        bounds: how large the answer may be.
        services: hosts that SERVICE may call.

    Raises:
        QueryError: the query is no SPARQL, or is refused.
        RequestRefused: 406 where no format fits, 403 where the result is too large.
    """
    ontology = graph.ontology
    graphs = None
    if operation.default is not None or operation.named is not None:
        graphs = Graphs(operation.default or (), operation.named or ())
    text, store = operation.text, graph.store.raw
    with asking(store, text, ontology=ontology, graphs=graphs, base=ontology.base, services=services) as found:
        if isinstance(found, ox.QuerySolutions):
            form = negotiation.choose(accept, negotiation.ROWS)
            return Answer(write_rows(found, form, bounds), form.media_type)
        if isinstance(found, ox.QueryBoolean):
            form = negotiation.choose(accept, negotiation.TRUTHS)
            return Answer(write_truth(found, form), form.media_type)
        form = negotiation.choose(accept, negotiation.GRAPHS)
        return Answer(write_triples(found, form, bounds, ontology.prefixes), form.media_type)
