"""What the page for SPARQL needs: its shell, and the prepared queries with their parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import UsageError
from kg.ontology import Ontology
from kg.pipeline.graph import Graph
from kg.query import list_queries, load_query
from kg.query.called import bind_for
from kg.query.parameters import Parameter
from kg.query.prepared import PreparedQuery
from kg.serve.jobs import Answer
from kg.serve.pool import PAGE, Pool
from kg.serve.responses import respond_tagged
from kg.serve.settings import Settings
from kg.view.explorer import asking_shell

LONGEST = 1_000  # characters of all parameters of a query
QUERY_TYPE = "application/sparql-query"


def queries_job(graph: Graph) -> Answer:
    """Answer with the prepared queries of the graph's domain, its prefixes and its terms."""
    ontology = graph.ontology
    found = {
        "base": ontology.base,
        "prefixes": dict(sorted(ontology.prefixes.items())),
        "terms": [{"iri": iri, "label": ontology.label(iri)} for iri in (*ontology.classes, *_properties(ontology))],
        "queries": [_query(query, ontology) for query in list_queries(ontology)],
    }
    return Answer(json.dumps(found, ensure_ascii=False).encode(), "application/json")


def query_job(graph: Graph, *, name: str, given: dict[str, str]) -> Answer:
    """Answer with the SPARQL of a prepared query that is given values for its parameters.

    Raises:
        UnknownName: no query has the name.
        UsageError: a parameter is unknown, missing, or has a value of the wrong type.
    """
    store, query = graph.store, load_query(graph.ontology, name)
    text = bind_for(store.raw, query, given, ontology=graph.ontology, names=store.names)
    return Answer(text.encode(), f"{QUERY_TYPE}; charset=utf-8")


def _properties(ontology: Ontology) -> Iterator[str]:
    yield from ontology.roles
    yield from sorted(shortcut.property for shortcut in ontology.shortcuts)


def _query(query: PreparedQuery, ontology: Ontology) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "parameters": [_parameter(parameter, ontology) for parameter in query.parameters],
    }


def _parameter(parameter: Parameter, ontology: Ontology) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": parameter.name,
        "type": parameter.type,
        "description": parameter.description,
        "optional": parameter.optional,
        "default": parameter.default,
    }
    if parameter.scheme is not None:
        concepts = ontology.concepts(parameter.scheme)
        told["values"] = [{"value": ontology.shorten(c), "label": ontology.label(c)} for c in concepts]
    return told


async def page(request: Request) -> Response:
    """Return the page at which people ask."""
    return HTMLResponse(asking_shell(), headers={"cache-control": "no-cache"})


def routes(pool: Pool, settings: Settings) -> list[BaseRoute]:
    """Return the routes of this part, but for the page, which stands at the endpoint."""

    async def queries(request: Request) -> Response:
        return respond_tagged(request, await pool.recall(queries_job, lane=PAGE))

    async def query(request: Request) -> Response:
        given = dict(request.query_params)
        if sum(map(len, given.values())) > LONGEST:
            raise UsageError(f"parameters: no more than {LONGEST:,} characters are right")
        answer = await pool.recall(query_job, lane=PAGE, name=request.path_params["name"], given=given)
        return respond_tagged(request, answer)

    return [Route("/api/queries.json", queries), Route("/api/queries/{name}", query)]
