"""The things that a prepared query asks for by a part of their names, found before it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.identity import assembled_graph
from kg.quad_source import QuadSource
from kg.store.names import NamesFound, things_holding

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.query.prepared import PreparedQuery

MOST = 5_000  # things; with more the query would be longer than what it spares


def things_called(
    store: QuadSource, text: str, *, ontology: Ontology, names: NamesFound | None = None
) -> list[str] | None:
    """Return the IRIs of the things of all documents that have this in one of their names; None for too many.

    Args:
        store: where the graph is.
        text: part of a name, in any case.
        ontology: of the graph.
        names: the index of the names in the store; without it they are all read.

    Raises:
        StoreError: the store cannot be read.
    """
    part = text.lower()
    known = things_holding(names, lambda name: part in name.lower(), text, most=MOST + 1)
    if known is not None:
        return sorted(known) if len(known) <= MOST else None
    query = f"""SELECT DISTINCT ?thing WHERE {{
        GRAPH <{assembled_graph(ontology.base)}> {{ ?thing rdfs:label|skos:altLabel ?name }}
        FILTER(CONTAINS(LCASE(?name), LCASE({ox.Literal(text)})))
    }} LIMIT {MOST + 1}"""
    try:
        found = store.query(query, prefixes=dict(ontology.prefixes))
        assert isinstance(found, ox.QuerySolutions)
        things = [row[0] for row in found]
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error
    if len(things) > MOST:
        return None
    return sorted(thing.value for thing in things if isinstance(thing, ox.NamedNode))


def bind_for(
    store: QuadSource,
    query: PreparedQuery,
    values: Mapping[str, object],
    *,
    ontology: Ontology,
    names: NamesFound | None = None,
) -> str:
    """Return a prepared query as SPARQL with the values of its parameters, and what they name in this graph.

    Raises:
        UsageError: a parameter is unknown, missing, or has a value of the wrong type.
        StoreError: the store cannot be read.
    """
    query.bind(values, ontology=ontology)  # what is wrong with the values is told first
    things = {}
    for name in sorted(query.naming):
        if isinstance(values.get(name), str):
            found = things_called(store, str(values[name]), ontology=ontology, names=names)
            if found is not None:
                things[name] = found
    return query.bind(values, ontology=ontology, things=things)
