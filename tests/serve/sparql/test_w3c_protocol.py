"""The W3C's tests of the SPARQL 1.1 Protocol, against a live server. All of them pass; none is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

from .conftest import SHARED

FOLDER = SHARED / "w3c-protocol/sparql/sparql11/protocol"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
ROWS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
FORMATS = {
    "boolean": ROWS[:2],
    "tabular": ROWS,
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/xhtml+xml"),
}
NUMBER = 34


def manifest() -> Graph:
    return Graph().parse(FOLDER / "manifest.ttl") if FOLDER.exists() else Graph()


MANIFEST = manifest()
TESTS = sorted(str(test).rpartition("#")[2] for test in MANIFEST.subjects(RDF.type, MF.ProtocolTest))


def test_all_tests_are_there() -> None:
    if not FOLDER.exists():
        pytest.skip(f"NOT TESTED: {FOLDER} is not there")
    assert len(TESTS) == NUMBER


def requests_of(test: URIRef) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield what is sent and the node of the answer that is expected."""
    action = MANIFEST.value(test, MF.action)
    for request in Collection(MANIFEST, MANIFEST.value(action, HT.requests)):
        headers = {}
        listed = MANIFEST.value(request, HT.headers)
        for header in Collection(MANIFEST, listed) if listed is not None else ():
            headers[str(MANIFEST.value(header, HT.fieldName))] = str(MANIFEST.value(header, HT.fieldValue))
        body = MANIFEST.value(request, HT.body)
        content = None
        if body is not None:
            encoding = str(MANIFEST.value(body, CNT.characterEncoding))
            content = str(MANIFEST.value(body, CNT.chars)).encode(encoding)
        sent = {
            "method": str(MANIFEST.value(request, HT.methodName)),
            "url": str(MANIFEST.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
            "headers": headers,
            "content": content,
        }
        yield sent, MANIFEST.value(request, HT.resp)


@pytest.mark.parametrize("name", TESTS)
def test_protocol(name: str, empty: httpx.Client) -> None:
    test = next(t for t in MANIFEST.subjects(RDF.type, MF.ProtocolTest) if str(t).endswith(f"#{name}"))
    for data in MANIFEST.objects(test, UT.graphData):
        graph = str(MANIFEST.value(data, RDFS_LABEL))
        content = (FOLDER / str(MANIFEST.value(data, UT.graph)).rpartition("/")[2]).read_bytes()
        put = empty.put("/graphs", params={"graph": graph}, content=content, headers={"content-type": "text/turtle"})
        assert put.status_code in (201, 204)
    for sent, expected in requests_of(test):
        answer = empty.request(**sent)
        statuses = [str(s)[-3] for s in MANIFEST.objects(expected, MF.expectedStatus)]
        assert str(answer.status_code)[0] in statuses, answer.text
        assert answer.status_code not in (401, 403)  # wrong for the reason that the test is about
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        wanted = MANIFEST.value(expected, MF.expectedFormat)
        if wanted is not None:
            assert media_type in FORMATS[str(wanted)]
        truth = MANIFEST.value(expected, MF.expectedBoolean)
        if truth is not None:
            assert answer.json()["boolean"] is truth.toPython()
