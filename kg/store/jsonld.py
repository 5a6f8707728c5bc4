"""JSON-LD with a context of prefixes: one line a node, written as it goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib.namespace import XSD

from kg.store import terms as t

PLAIN = str(XSD.string)


def write_jsonld(quads: Iterable[Quad], out: IO[bytes], prefixes: Mapping[str, str]) -> None:
    """Write quads that come sorted by graph and subject, all of them in named graphs."""
    shorten = _Shortener(prefixes)
    out.write(f'{{"@context": {_json(dict(sorted(prefixes.items())))},\n"@graph": ['.encode())
    for g, (graph, page) in enumerate(groupby(quads, key=lambda quad: t.value(quad.graph_name))):
        out.write(f'{"," if g else ""}\n{{"@id": {_json(graph)}, "@graph": ['.encode())
        for n, node in enumerate(_nodes(page, shorten)):
            out.write(f"{',' if n else ''}\n{_json(node)}".encode())
        out.write(b"]}")
    out.write(b"\n]}\n")


def write_nodes(triples: Iterable[Triple], out: IO[bytes], prefixes: Mapping[str, str]) -> None:
    """Write triples that come sorted by subject and predicate, without a graph around them."""
    shorten = _Shortener(prefixes)
    out.write(f'{{"@context": {_json(dict(sorted(prefixes.items())))},\n"@graph": ['.encode())
    for n, node in enumerate(_nodes(triples, shorten)):
        out.write(f"{',' if n else ''}\n{_json(node)}".encode())
    out.write(b"\n]}\n")


def _nodes(page: Iterable[Quad | Triple], shorten: _Shortener) -> Iterator[dict[str, object]]:
    for subject, quads in groupby(page, key=lambda quad: quad.subject):
        node: dict[str, object] = {"@id": t.value(subject)}
        for predicate, same in groupby(quads, key=lambda quad: quad.predicate):
            values = [quad.object for quad in same]
            if predicate == t.TYPE:
                node["@type"] = [shorten(t.value(value)) for value in values]
            else:
                node[shorten(predicate.value)] = [_value(value, shorten) for value in values]
        yield node


def _value(value: NamedNode | BlankNode | Literal | Triple, shorten: _Shortener) -> object:
    if not isinstance(value, Literal):
        return {"@id": t.value(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == PLAIN:
        return value.value
    return {"@value": value.value, "@type": shorten(value.datatype.value)}


class _Shortener:
    """Gives the compact form of an IRI, where a prefix has one."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))

    def __call__(self, iri: str) -> str:
        for prefix, namespace in self._prefixes:
            if iri.startswith(namespace) and not iri[len(namespace) :].startswith("//"):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
